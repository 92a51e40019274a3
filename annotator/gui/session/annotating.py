# SPDX-License-Identifier: MIT
"""The verbs about spans: from a key or a click to the workspace, and the way back."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication

from annotator.checks.quantities import said_values, values_read
from annotator.edits.change import Change
from annotator.edits.edit import AddSpan, MoveSpan, RelabelSpan, RemoveRecord, SetAttributes
from annotator.errors import AnnotatorError
from annotator.gui.canvas.shown import shown
from annotator.gui.commands.desk import Direction, Edge, Unit
from annotator.gui.commands.wording import kind_title
from annotator.gui.session.opened import Opened
from annotator.gui.widgets.text import sentence, tr
from annotator.model.records import Attributes, Fragment, Span
from annotator.workspace.gestures import Undone


class AnnotatingVerbs(QObject):
    """Carries out what the canvas and the panes ask for."""

    def __init__(self, opened: Opened) -> None:
        super().__init__(opened)
        self._opened = opened
        self._canvas = opened.bench.canvas
        bench = opened.bench
        self._connections = (
            bench.canvas.label_requested.connect(self._add),
            bench.canvas.relabel_requested.connect(self._relabel),
            bench.canvas.move_requested.connect(self._move),
            bench.canvas.remove_requested.connect(self._remove),
            bench.labels.label_requested.connect(self._label_named),
            bench.attributes.changed.connect(self._set_attribute),
            bench.problems.go_requested.connect(self._go_to_problem),
            bench.problems.fix_requested.connect(self._fix),
            bench.history.jump_requested.connect(self._jump),
        )

    def stop(self) -> None:
        """Hear no more of the workbench."""
        for connection in self._connections:
            QObject.disconnect(connection)

    def label(self, key: str) -> None:
        """Give the selection, the token under the caret or the focused span the key's label."""
        label = self._opened.workspace.schema.label_for_key(key)
        if label is not None:
            self._canvas.apply_label(label)

    def next_span(self, direction: Direction) -> None:
        """Focus the next or previous span."""
        self._canvas.next_span(direction)

    def cycle_spans(self) -> None:
        """Focus the next of the spans under the caret."""
        self._canvas.cycle_spans()

    def move_edge(self, edge: Edge, direction: Direction, unit: Unit) -> None:
        """Move an edge of the focused span."""
        self._canvas.move_span_edge(edge, direction, unit)

    def join_to_span(self) -> None:
        """Add the selection to the span that had the focus last."""
        self._canvas.join_to_span()

    def cut_from_span(self) -> None:
        """Take the selection out of the span that had the focus last."""
        self._canvas.cut_from_span()

    def remove_span(self) -> None:
        """Remove the focused span."""
        self._canvas.remove_focused()

    def clear(self) -> None:
        """Drop the selection and the focus of a span."""
        self._canvas.clear()

    def copy(self) -> None:
        """Copy what is selected, else the text of the focused span."""
        text = self._canvas.selected_text()
        if text:
            QApplication.clipboard().setText(text)

    def edit_attributes(self) -> None:
        """Go to the first missing attribute of the focused span, else to the first one."""
        self._opened.bench.go_to_pane("attributes")

    def undo(self) -> None:
        """Take back the last act, in whichever document it was."""
        self._again(self._opened.workspace.undo, tr("Undone: {what}"))

    def redo(self) -> None:
        """Do again what was taken back last."""
        self._again(self._opened.workspace.redo, tr("Done again: {what}"))

    def next_problem(self, direction: Direction) -> None:
        """Go to the next or previous problem after the caret; from the end to the start."""
        findings = self._opened.findings
        if not findings:
            return
        problems = self._opened.bench.problems
        place = (problems.current + direction) % len(findings) if self._was_there() else 0
        problems.go_to(place)
        self._go_to_problem(place)

    def fix_problem(self, *, ask: bool = True) -> None:
        """Carry out the fix of the problem at hand; of several the likeliest, or ``ask`` which.

        If all are guesses, none is the likeliest, so it asks.
        """
        problems = self._opened.bench.problems
        place = problems.current
        if not 0 <= place < len(self._opened.findings):
            return
        fixes = self._opened.findings[place].fixes
        if len(fixes) > 1 and (ask or fixes[0].guess):
            bench = self._opened.bench
            problems.menu().popup(bench.canvas.mapToGlobal(bench.canvas.rect().center()))
        else:
            self._fix(place, 0)

    def _was_there(self) -> bool:
        """Whether the problem at hand is what the caret is at: else start with the first."""
        place = self._opened.bench.problems.current
        findings = self._opened.findings
        if not 0 <= place < len(findings):
            return False
        finding = findings[place]
        return finding.start <= self._canvas.caret <= finding.end

    def _again(self, act: Callable[[], Undone | None], words: str) -> None:
        self._opened.bench.attributes.commit()
        done = self._opened.together(act)
        if done is None:
            return
        documents = list(dict.fromkeys(done.documents))
        text = words.format(what=kind_title(done.kind))
        if len(documents) > 1:
            text += tr(" in {count:,} documents").format(count=len(documents))
        if documents:
            self._show_done(documents[0], done.change)
        self._opened.said.emit(text)

    def _show_done(self, id: str, change: Change) -> None:
        """Show the document that was changed, and the place."""
        shown = self._opened.bench.documents.model.row(id)
        if shown is not None and not shown.removed:
            self._opened.open(id)
        if self._opened.id == id:
            self._show_change(change)

    def _show_change(self, change: Change) -> None:
        annotations = self._opened.annotations
        for step in change.steps:
            if annotations.span(step.id) is not None:
                self._canvas.focus_span(step.id)
                return
            if isinstance(step.before, Span):
                self._canvas.reveal(step.before.start, step.before.end)

    def _add(self, label: str, fragments: tuple[Fragment, ...]) -> None:
        opened = self._opened
        edit = AddSpan(label, tuple(fragments))
        made = opened.attempt(lambda: opened.workspace.creating.add_span(opened.id, edit))
        if made is None:
            return
        if not made.change.steps:
            opened.said.emit(tr("{label} is there already.").format(label=label))
        self._say_made(made.values, made.left_out)

    def _relabel(self, span: str, label: str) -> None:
        self._say_values(self._opened.apply(RelabelSpan(span, label)))

    def _move(self, span: str, fragments: tuple[Fragment, ...]) -> None:
        self._say_values(self._opened.apply(MoveSpan(span, tuple(fragments))))

    def _say_values(self, change: Change | None) -> None:
        if change is not None:
            self._say_made(values_read(change), ())

    def _say_made(self, values: Attributes, left_out: tuple[str, ...]) -> None:
        """Say what was read from the text, and what was left out of a new span."""
        sentences = []
        words = said_values(values)
        if words:
            sentences.append(tr("Read from the text: {values}.").format(values=words))
        if left_out:
            quoted = tr(" and ").join(f"“{shown(one)}”" for one in left_out)
            sentences.append(tr("Left out {words}; Ctrl+Z takes it in.").format(words=quoted))
        if sentences:
            self._opened.said.emit(" ".join(sentences))

    def _remove(self, span: str) -> None:
        self._opened.apply(RemoveRecord(span))

    def _label_named(self, label: str) -> None:
        self._canvas.apply_label(label)
        self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def _set_attribute(self, span: str, name: str, value: object) -> None:
        if self._opened.annotations.span(span) is not None:
            self._opened.apply(SetAttributes(span, {name: value}))  # type: ignore[dict-item]  # a Qt signal carries object

    def _go_to_problem(self, place: int) -> None:
        findings = self._opened.findings
        if not 0 <= place < len(findings):
            return
        finding = findings[place]
        if self._opened.annotations.span(finding.record) is not None:
            self._canvas.focus_span(finding.record)
        else:
            self._canvas.set_caret(finding.end, finding.start)
        self._canvas.reveal(finding.start, finding.end)
        self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)
        self._opened.said.emit(finding.message)

    def _fix(self, place: int, number: int) -> None:
        findings = self._opened.findings
        if not 0 <= place < len(findings) or number >= len(findings[place].fixes):
            self._opened.said.emit(tr("There is no fix for this problem."))
            return
        finding, fix = findings[place], findings[place].fixes[number]
        change = self._opened.apply(fix.edit)
        if change is not None:
            self._opened.check()
            self._focus_made(change, finding.start, finding.end)
            self._opened.said.emit(tr("Fixed: {title}").format(title=fix.title))

    def _focus_made(self, change: Change, start: int, end: int) -> None:
        """Focus the span that a fix has made at a place, if it has made one there."""
        for step in change.steps:
            span = self._opened.annotations.span(step.id) if step.before is None else None
            if span is not None and span.start < end and start < span.end:
                self._canvas.focus_span(span.id)
                return

    def _jump(self, number: int) -> None:
        opened = self._opened
        try:
            change = opened.workspace.jump_to(opened.id, number)
        except AnnotatorError as error:
            opened.said.emit(sentence(error))
            return
        if change.steps:
            opened.said.emit(tr("Back at that moment. Ctrl+Z undoes it."))
        else:
            opened.said.emit(tr("Nothing of yours has changed since."))
