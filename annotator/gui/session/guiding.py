# SPDX-License-Identifier: MIT
"""The guideline beside the text: of the label at hand, with examples that are looked up aside."""

from functools import partial

from PySide6.QtCore import QObject, Qt, QTimer, Slot

from annotator.errors import AnnotatorError
from annotator.gui.bridge.events import EventRelay
from annotator.gui.bridge.latest import Latest
from annotator.gui.bridge.rows import ExampleRow, GuidelineText
from annotator.gui.session.opened import Opened
from annotator.gui.session.rows import NO_COLOUR
from annotator.gui.widgets.icons import current_theme
from annotator.gui.widgets.text import sentence, tr
from annotator.model.annotations import GOLD
from annotator.model.records import STATUS_ID
from annotator.schema.definition import Example, Schema
from annotator.workspace.events import (
    DocumentChanged,
    DocumentsChanged,
    LayerChanged,
    SchemaChanged,
)
from annotator.workspace.guiding import CorpusExample, Guidance

SHOW_AFTER_MS = 60
LOOK_AFTER_MS = 800


class GuidingVerbs(QObject):
    """Fills the pane of the guideline a moment after the label at hand is another one.

    Nothing is looked up while the pane is not in sight, nor for an edit that changes no example.
    """

    def __init__(self, opened: Opened) -> None:
        super().__init__(opened)
        self._opened = opened
        self._panel = opened.bench.guideline
        self._found: dict[str, Guidance] = {}
        self._is_fresh: set[str] = set()
        self._rows: tuple[ExampleRow, ...] = ()
        self._looking = Latest(self)
        self._looking.finished.connect(self._take)
        self._looking.failed.connect(self._failed)
        self._show_soon = _later(self, SHOW_AFTER_MS)
        self._show_soon.timeout.connect(self.refresh)
        self._look_again = _later(self, LOOK_AFTER_MS)
        self._look_again.timeout.connect(self._forget)
        self._relay = EventRelay(self)
        self._relay.happened.connect(self._happened)
        self._relay.start(opened.workspace.events.subscribe)
        soon = self._show_soon.start
        self._connections = (
            opened.bench.labels.at_hand.connect(lambda _: soon()),
            opened.bench.look_changed.connect(soon),
            opened.changed.connect(self._span_changed),
            self._panel.came_into_sight.connect(self.refresh),
            self._panel.go_requested.connect(self._go),
            self._panel.accept_requested.connect(self._accept),
            self._panel.remove_requested.connect(self._remove),
        )
        soon()

    def stop(self) -> None:
        """Hear no more of the workbench, and leave the pane empty."""
        self._relay.stop()
        self._show_soon.stop()
        self._look_again.stop()
        self._looking.stop()
        for connection in self._connections:
            QObject.disconnect(connection)
        self._panel.show_text(None)

    @property
    def label(self) -> str:
        """The label at hand: that of the focused span, else the one chosen in the list."""
        span = self._opened.annotations.span(self._opened.bench.canvas.focused_span)
        return span.label if span is not None else self._opened.bench.labels.current

    def accept_span(self) -> None:
        """Add the focused span to the examples of its label's guideline."""
        opened = self._opened
        span = opened.bench.canvas.focused_span
        found = opened.attempt(partial(opened.workspace.guiding.example_of, opened.id, span))
        if found is not None:
            self._put(*found)

    @Slot()
    def refresh(self) -> None:
        """Show the guideline of the label at hand, and look its examples up if need be."""
        label = self.label
        if not self._panel.isVisible():
            self._looking.stop()
            return
        self._panel.show_text(guideline_text(self._opened.workspace.schema, label))
        guidance = self._found.get(label)
        self._show(label, guidance)
        if label and label not in self._is_fresh:
            work = self._opened.workspace.guiding.guidance(label)
            self._looking.start(tr("Looking for examples"), work)
        else:
            self._looking.stop()

    def _show(self, label: str, guidance: Guidance | None) -> None:
        schema = self._opened.workspace.schema
        self._rows = example_rows(schema, label, guidance)
        self._panel.show_examples(self._rows, is_all=guidance is not None)

    def _take(self, guidance: Guidance) -> None:
        self._found[guidance.label] = guidance
        self._is_fresh.add(guidance.label)
        if guidance.label == self.label:
            self._show(guidance.label, guidance)

    def _failed(self, error: BaseException) -> None:
        """Say why there are no examples; what is no error of the person's is a bug."""
        if not isinstance(error, AnnotatorError):
            raise error
        self._opened.said.emit(sentence(error))
        self._show(self.label, Guidance(self.label))

    def _span_changed(self) -> None:
        if self._panel.isVisible() and self.label != self._panel.label:
            self._show_soon.start()

    def _happened(self, event: object) -> None:
        if isinstance(event, SchemaChanged):
            self._found.clear()
            self._is_fresh.clear()
            self._show_soon.start()
        elif isinstance(event, DocumentChanged | DocumentsChanged) or (
            isinstance(event, LayerChanged) and _may_change_examples(event)
        ):
            self._look_again.start()

    def _forget(self) -> None:
        """Look everything up again, once what was done is stored."""
        if self._opened.workspace.save_state.state == "saving":
            self._look_again.start()
            return
        self._is_fresh.clear()
        self.refresh()

    @Slot(int)
    def _go(self, place: int) -> None:
        row = self._rows[place]
        opened, canvas = self._opened, self._opened.bench.canvas
        if not opened.open(row.document):
            return
        same = [
            span.id
            for span in opened.annotations.spans()
            if (span.start, span.end, span.label) == (row.start, row.end, self._panel.label)
        ]
        if same:
            canvas.focus_span(same[0])
        else:
            canvas.set_caret(row.end, row.start)
        canvas.reveal(row.start, row.end)
        canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(int)
    def _accept(self, place: int) -> None:
        row = self._rows[place]
        self._put(self._panel.label, Example(before=row.before, span=row.span, after=row.after))

    def _put(self, label: str, example: Example) -> None:
        guiding = self._opened.workspace.guiding
        if self._opened.attempt(partial(guiding.accept, label, example)) is not None:
            words = tr("“{span}” is an example of {label} now. Ctrl+Z takes it out.")
            self._opened.said.emit(words.format(span=example.span, label=label))
            self.refresh()

    @Slot(int)
    def _remove(self, place: int) -> None:
        guiding = self._opened.workspace.guiding
        label, number = self._panel.label, self._rows[place].place
        if self._opened.attempt(partial(guiding.withdraw, label, number)) is not None:
            self._opened.said.emit(tr("Removed. Ctrl+Z brings it back."))
            self.refresh()


def guideline_text(schema: Schema, label: str) -> GuidelineText | None:
    """Return what the pane says of a label; None for no label."""
    if not label:
        return None
    said = schema.labels.get(label)
    if said is None:
        words = tr("The schema has no such label.")
        return GuidelineText(label, NO_COLOUR, current_theme().hover, words)
    own = {name: each.color for name, each in schema.labels.items()}
    drawn = current_theme().labels(own)[label]
    parts = [part.strip() for part in (said.description, said.guideline) if part.strip()]
    markdown = "\n\n".join(parts) or tr("The schema says nothing of this label yet.")
    return GuidelineText(label, drawn.bar, drawn.tint, markdown)


def example_rows(schema: Schema, label: str, guidance: Guidance | None) -> tuple[ExampleRow, ...]:
    """Return the examples of the schema, those of the corpus, and the flagged cases."""
    said = schema.labels.get(label)
    rows = [
        ExampleRow("schema", one.before, one.span, one.after, one.note, place=place)
        for place, one in enumerate(said.examples if said is not None else ())
    ]
    if guidance is not None:
        rows += [_row(guidance.source, one, _found_in(one)) for one in guidance.examples]
        rows += [_row("flagged", one, one.words.note or one.title) for one in guidance.flagged]
    return tuple(rows)


def _row(kind: str, one: CorpusExample, note: str) -> ExampleRow:
    words = one.words
    parts = (words.before, words.span, words.after, note, one.document, one.start, one.end)
    return ExampleRow(kind, *parts)


def _found_in(one: CorpusExample) -> str:
    title = one.title or one.document
    if one.count == 1:
        return title
    return tr("{count:,} times, here in {title}").format(count=one.count, title=title)


def _may_change_examples(event: LayerChanged) -> bool:
    """Return whether a change of a layer may be seen among the examples of any label."""
    if event.layer == GOLD or event.annotations.complete:
        return True
    return any(step.id == STATUS_ID for step in event.change.steps)


def _later(parent: QObject, wait_ms: int) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(wait_ms)
    return timer
