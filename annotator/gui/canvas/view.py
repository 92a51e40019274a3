# SPDX-License-Identifier: MIT
"""The canvas: shows a text with its spans, and says what the person wants to do with them."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QEvent, QLocale, Qt, Signal
from PySide6.QtGui import (
    QGuiApplication,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from annotator.checks.finding import Finding
from annotator.edits.change import Change
from annotator.gui.canvas import interaction, motion, parts
from annotator.gui.canvas.accessible import Voice
from annotator.gui.canvas.interaction import Direction, Edge, Outcome, State, Unit
from annotator.gui.canvas.keys import motion_of
from annotator.gui.canvas.mouse import Mouse
from annotator.gui.canvas.overlays import changed_stretches, findings_by_block, flags, news_of
from annotator.gui.canvas.spans import SpanIndex
from annotator.gui.canvas.stage import Prepared
from annotator.gui.canvas.surface import PageView
from annotator.gui.theme.theme import LIGHT, Theme
from annotator.model.annotations import Annotations
from annotator.model.records import Span
from annotator.schema.definition import Schema
from annotator.text.tokens import Tokenizer


class SpanCanvas(PageView):
    """Shows one document; changes nothing by itself, but emits what is wished for.

    All places, in calls and in signals, are code points of the document's text.
    """

    label_requested = Signal(str, object)
    relabel_requested = Signal(str, str)
    move_requested = Signal(str, object)
    remove_requested = Signal(str)
    focused_span_changed = Signal(str)
    selection_changed = Signal(int, int)
    caret_changed = Signal(int)
    announced = Signal(str)

    def __init__(self, parent: QWidget | None = None, *, theme: Theme = LIGHT) -> None:
        super().__init__(theme, parent)
        self._goal: float | None = None
        self._labelling = False
        self.last_span = ""
        self._findings: Sequence[Finding] = ()
        self._mouse = Mouse(self)
        self._voice = Voice(self, self.stage)
        self.setAccessibleName("Text")

    def set_document(
        self,
        text: str,
        annotations: Annotations,
        schema: Schema,
        tokenizer: Callable[[], Tokenizer],
        *,
        language: str = "",
        prepared: Prepared | None = None,
    ) -> None:
        """Show another document from its beginning.

        ``tokenizer`` is called at the first gesture that needs tokens, not before. ``prepared``
        holds the indexes of the same text and annotations when another thread has made them.
        """
        self.setLocale(QLocale(language) if language else QLocale())
        if schema is not self._schema:
            self._schema = schema
            self.stage.page.look = self._new_look()
        self._goal = None
        self.last_span = ""
        self._findings = ()
        before = self.stage.overlay.state
        self.stage.open(prepared or Prepared.of(text, annotations), annotations, tokenizer)
        self._tell(before)
        self._voice.document_opened()
        self._overview.set_flags([])
        self._everything_changed()

    def set_annotations(self, annotations: Annotations, change: Change | None) -> None:
        """Show what became of the annotations; ``change`` says what is different, None: all."""
        stage, state = self.stage, self.stage.overlay.state
        stage.annotations = annotations
        if change is None:
            stage.page.replace_spans(SpanIndex(annotations.spans()))
            self._everything_changed()
        else:
            self._refining.rest()
            self.viewport().update(stage.dirty(stage.page.change_spans(change)))
            self._sync_bar()
            self._overview.refresh()
            for sentence in news_of(change, state.focused, stage.text):
                self._say(sentence)
            self._follow(change)
        if state.focused and annotations.span(state.focused) is None:
            self._show_state(State(state.caret, state.anchor))

    def _follow(self, change: Change) -> None:
        """Focus the span that came of this canvas's own wish; keep a moved edge in sight."""
        state = self.stage.overlay.state
        for step in change.steps:
            if not isinstance(step.after, Span):
                continue
            if step.before is None and self._labelling:
                self._labelling = False
                self._show_state(State(step.after.end, step.after.end, step.id))
                self._reveal_focused()
            elif isinstance(step.before, Span) and step.id == state.focused:
                at_end = state.caret == step.before.end and not state.has_selection
                caret = step.after.end if at_end else state.caret
                self._show_state(State(caret, caret if at_end else state.anchor, state.focused))
                edge = interaction.edge_that_moved(step.before, step.after)
                if edge is not None:
                    self._keep_seen(self.stage.line_rect(edge), edge)

    def set_matches(self, matches: Sequence[tuple[int, int]], current: int = -1) -> None:
        """Show what find has found; ``current`` is the place in the list find is at, -1: none."""
        overlay = self.stage.overlay
        chosen = matches[current] if 0 <= current < len(matches) else None
        overlay.matches = sorted(matches)
        overlay.current = overlay.matches.index(chosen) if chosen is not None else -1
        if chosen is not None:
            self.reveal(*chosen)
        self._flags_changed()

    def set_findings(self, findings: Sequence[Finding]) -> None:
        """Underline what does not fit."""
        self._findings = findings
        self.stage.overlay.findings = findings_by_block(findings, self.stage.page.index)
        self._flags_changed()

    def set_survival(self, reasons: Mapping[str, str]) -> None:
        """Mark the spans that the project's target format does not keep; reasons by their ids."""
        self.stage.overlay.survival = reasons
        self.viewport().update()

    def _flags_changed(self) -> None:
        matches = self.stage.overlay.matches
        self._overview.set_flags(flags(matches, self._findings, self._theme))
        self.viewport().update()

    @property
    def caret(self) -> int:
        """Where the caret is."""
        return self.stage.overlay.state.caret

    @property
    def selection(self) -> tuple[int, int]:
        """The selected stretch; empty at the caret when nothing is selected."""
        return self.stage.overlay.state.selection

    @property
    def focused_span(self) -> str:
        """The id of the span that has the focus; empty if none has."""
        return self.stage.overlay.state.focused

    def set_caret(self, position: int, anchor: int | None = None) -> None:
        """Put the caret somewhere and show it; with ``anchor``, select from there."""
        length = len(self.stage.text)
        caret = min(max(0, position), length)
        begin = caret if anchor is None else min(max(0, anchor), length)
        self._goal = None
        self._show_state(State(caret, begin))
        self._keep_seen(self.stage.line_rect(caret), caret)

    def focus_span(self, id: str) -> None:
        """Focus a span and show it; an id that is no span takes the focus away."""
        state = self.stage.overlay.state
        outcome = interaction.focused_on(self.stage.scene, state, id)
        if outcome.state != state:
            self.act(outcome)
        self._reveal_focused()

    def _reveal_focused(self) -> None:
        span = self.stage.annotations.span(self.focused_span)
        if span is not None:
            self.reveal(span.start, span.end)

    def move_caret(self, unit: str, direction: Direction, extend: bool = False) -> None:  # noqa: FBT001, FBT002 - called by the command registry
        """Move the caret to the left or up (-1), to the right or down (1).

        ``unit`` is ``token``, ``grapheme``, ``line``, ``page``, ``line_edge`` or ``document``.
        """
        scene, state = self.stage.scene, self.stage.overlay.state
        if unit in ("token", "grapheme"):
            step: Unit = "grapheme" if unit == "grapheme" else "token"
            self._goal = None
            moved = interaction.moved(scene, state, step, direction, extend=extend)
        else:
            page, height = self.stage.page, self.stage.scrolling.height
            start = motion.Start(state.caret, self._goal)
            offset, self._goal = motion.target(page, start, unit, direction, height)
            moved = interaction.placed(state, offset, extend=extend)
        self._show_state(moved)
        self._keep_seen(self.stage.line_rect(moved.caret), moved.caret)

    def apply_label(self, label: str) -> None:
        """Wish for a label: on the selection, else for the focused span, else on the token."""
        self.act(interaction.labelled(self.stage.scene, self.stage.overlay.state, label))

    def next_span(self, direction: Direction) -> None:
        """Focus the next (1) or previous (-1) span and show it."""
        self.act(interaction.stepped(self.stage.scene, self.stage.overlay.state, direction))
        self._reveal_focused()

    def cycle_spans(self) -> None:
        """Focus the next of the spans under the caret, the innermost first."""
        self.act(interaction.cycled(self.stage.scene, self.stage.overlay.state))

    def move_span_edge(self, edge: Edge, direction: Direction, unit: Unit = "token") -> None:
        """Wish to move an edge of the focused span to the left (-1) or to the right (1)."""
        scene, state = self.stage.scene, self.stage.overlay.state
        self.act(interaction.edge_moved(scene, state, edge, direction, unit=unit))

    def remove_focused(self) -> None:
        """Wish to remove the focused span."""
        self.act(interaction.removed(self.stage.scene, self.stage.overlay.state))

    def clear(self) -> None:
        """Drop the selection and the focus."""
        self._show_state(interaction.cleared(self.stage.overlay.state))

    def selected_text(self) -> str:
        """Return the selected text, else that of the focused span; empty without either."""
        return interaction.selected_text(self.stage.scene, self.stage.overlay.state)

    def join_to_span(self) -> None:
        """Wish to add the selection, or the token here, to the span that had the focus last."""
        self.act(parts.joined(self.stage.scene, self.stage.overlay.state, self.last_span))

    def cut_from_span(self) -> None:
        """Wish to take the selection, or the token here, out of that span."""
        self.act(parts.cut_out(self.stage.scene, self.stage.overlay.state, self.last_span))

    def act(self, outcome: Outcome) -> None:
        """Show the state of an outcome, emit its wish, say what it says."""
        self._goal = None
        self._show_state(outcome.state)
        if outcome.said:
            reason = self.stage.overlay.survival.get(outcome.state.focused, "")
            self._say(f"{outcome.said} ({reason})" if reason else outcome.said)
        wish = outcome.wish
        if isinstance(wish, interaction.LabelWish):
            self._labelling = True
            self.label_requested.emit(wish.label, wish.fragments)
            self._labelling = False
        elif isinstance(wish, interaction.RelabelWish):
            self.relabel_requested.emit(wish.span, wish.label)
        elif isinstance(wish, interaction.MoveWish):
            self.move_requested.emit(wish.span, wish.fragments)
        elif isinstance(wish, interaction.RemoveWish):
            self.remove_requested.emit(wish.span)

    def show_moving(self, moving: tuple[int, int] | None) -> None:
        """Show where a dragged edge would go; None when it is not dragged any more."""
        before, self.stage.overlay.moving = self.stage.overlay.moving, moving
        stretches = [stretch for stretch in (before, moving) if stretch is not None]
        self.viewport().update(self.stage.region(stretches))

    def _show_state(self, state: State) -> None:
        before = self.stage.overlay.state
        if state == before:
            return
        self.stage.overlay.state = state
        self._refining.rest()
        stretches = changed_stretches(before, state, self.stage.annotations.span)
        self.viewport().update(self.stage.region(stretches))
        self._tell(before)
        self._voice.state_changed(before)

    def _tell(self, before: State) -> None:
        state = self.stage.overlay.state
        if state.caret != before.caret:
            self.caret_changed.emit(state.caret)
        if state.selection != before.selection:
            self.selection_changed.emit(*state.selection)
        if state.focused != before.focused:
            self.last_span = state.focused or self.last_span
            self.focused_span_changed.emit(state.focused)

    def _say(self, sentence: str) -> None:
        self._voice.say(sentence)
        self.announced.emit(sentence)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the caret or copy; any other key is the window's."""
        found = motion_of(event)
        if found is not None:
            self.move_caret(found.unit, found.direction, found.extend)
        elif event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.selected_text())
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self._show_state(State(len(self.stage.text), 0))
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a gesture."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._mouse.press(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Select the token."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._mouse.double_press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with the gesture."""
        self._mouse.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the gesture."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._mouse.release(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """Show what is under the mouse."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            place = event.pos()
            QToolTip.showText(event.globalPos(), self._mouse.tooltip(place.x(), place.y()), self)
            return True
        return super().viewportEvent(event)
