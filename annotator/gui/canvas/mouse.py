# SPDX-License-Identifier: MIT
"""The mouse on the page: pressing, dragging, edges of the focused span, tooltips, cursors."""

from collections.abc import Mapping
from html import escape
from types import MappingProxyType
from typing import Protocol

from PySide6.QtCore import QPointF, Qt, QTimer
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from annotator.gui.canvas.interaction import (
    Edge,
    Outcome,
    dragged,
    edge_placed,
    extended_to,
    moved_edge,
    placed,
    pressed_on,
    snapped_edge,
    token_selected,
)
from annotator.gui.canvas.layout import Hit
from annotator.gui.canvas.parts import toggled
from annotator.gui.canvas.shown import shown
from annotator.gui.canvas.stage import Stage
from annotator.model.records import Span

_AUTOSCROLL_MS = 30
_LONGEST_VALUE = 120


class Surface(Protocol):
    """What the mouse needs of the canvas."""

    stage: Stage
    last_span: str
    """The span that has the focus, or had it last."""

    def viewport(self) -> QWidget:
        """Return the widget that is pressed."""

    def act(self, outcome: Outcome) -> None:
        """Carry an outcome out."""

    def show_moving(self, moving: tuple[int, int] | None) -> None:
        """Show where a dragged edge would go."""

    def scroll_by(self, pixels: float) -> None:
        """Scroll by so many pixels."""


class Mouse:
    """The gesture under way, if any."""

    def __init__(self, surface: Surface) -> None:
        self._surface = surface
        self._pressed: Hit | None = None
        self._edge: Edge | None = None
        self._at = QPointF()
        self._last = QPointF()
        self._dragging = False
        self._exact = False
        self._double = False
        self._part_of = ""
        self._timer = QTimer()
        self._timer.setInterval(_AUTOSCROLL_MS)
        self._timer.timeout.connect(self._autoscroll)

    @property
    def _stage(self) -> Stage:
        return self._surface.stage

    def press(self, event: QMouseEvent) -> None:
        """Begin: an edge, a name, the text; with Shift, extend the selection."""
        self._at = self._last = event.position()
        self._exact = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        self._part_of = self._surface.last_span if _has_control(event) else ""
        self._dragging = self._double = False
        self._pressed = None
        x, y = self._at.x(), self._at.y()
        self._edge = self._stage.edge_at(x, y)
        if self._edge is not None:
            return
        stage, state = self._stage, self._stage.overlay.state
        named = stage.name_at(x, y)
        if named is not None:
            self._surface.act(pressed_on(stage.scene, state, named.id, named.end))
            return
        hit = stage.hit(x, y)
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._pressed = Hit(state.anchor, -1)
            self._dragging = True
            extended = extended_to(stage.scene, state, hit, exact=self._exact)
            self._surface.act(Outcome(extended))
            return
        self._pressed = hit
        under = stage.spans_at(hit.on) if hit.on >= 0 else []
        if under and not self._part_of:
            self._surface.act(pressed_on(stage.scene, state, under[0].id, hit.offset))
        else:
            self._surface.act(Outcome(placed(state, hit.offset, extend=False)))

    def double_press(self, event: QMouseEvent) -> None:
        """Select the token."""
        hit = self._stage.hit(event.position().x(), event.position().y())
        offset = hit.on if hit.on >= 0 else hit.offset
        self._double = True
        self._surface.act(Outcome(token_selected(self._stage.scene, offset)))

    def move(self, event: QMouseEvent) -> None:
        """Go on with the gesture, or show what a press here would do."""
        self._last = event.position()
        if not event.buttons() & Qt.MouseButton.LeftButton:
            self._show_cursor()
            return
        self._exact = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        away = (self._last - self._at).manhattanLength()
        if not self._dragging and away < QApplication.startDragDistance() // 2:
            return
        self._dragging = True
        self._drag()
        height = self._surface.viewport().height()
        if 0 <= self._last.y() < height:
            self._timer.stop()
        elif not self._timer.isActive():
            self._timer.start()

    def _drag(self) -> None:
        stage = self._stage
        hit = stage.hit(self._last.x(), self._last.y())
        if self._edge is not None:
            self._surface.show_moving(self._moving(hit.offset))
        elif self._pressed is not None and not self._double:
            state = dragged(stage.scene, self._pressed, hit, exact=self._exact)
            self._surface.act(Outcome(state))

    def _target(self, offset: int) -> int:
        edge = self._edge or "end"
        return snapped_edge(self._stage.scene, edge, offset, exact=self._exact)

    def _moving(self, offset: int) -> tuple[int, int] | None:
        span = self._stage.annotations.span(self._stage.overlay.state.focused)
        if span is None or self._edge is None:
            return None
        fragments = moved_edge(span.fragments, self._edge, self._target(offset))
        if fragments is None:
            return None
        return fragments[0] if self._edge == "start" else fragments[-1]

    def release(self, event: QMouseEvent) -> None:
        """End the gesture; a dragged edge becomes a wish."""
        self._timer.stop()
        if self._edge is not None:
            self._surface.show_moving(None)
            if self._dragging:
                hit = self._stage.hit(event.position().x(), event.position().y())
                state = self._stage.overlay.state
                target = self._target(hit.offset)
                self._surface.act(edge_placed(self._stage.scene, state, self._edge, target))
        elif self._part_of and (self._dragging or self._double):
            stage = self._stage
            self._surface.act(toggled(stage.scene, stage.overlay.state, self._part_of))
        self._edge = None
        self._pressed = None
        self._part_of = ""
        self._dragging = False

    def _autoscroll(self) -> None:
        height = self._surface.viewport().height()
        beyond = self._last.y() - (height if self._last.y() > 0 else 0)
        self._surface.scroll_by(max(-60.0, min(60.0, beyond / 2)))
        self._drag()

    def _show_cursor(self) -> None:
        x, y = self._last.x(), self._last.y()
        shape = Qt.CursorShape.IBeamCursor
        if self._stage.edge_at(x, y) is not None:
            shape = Qt.CursorShape.SizeHorCursor
        elif self._stage.name_at(x, y) is not None:
            shape = Qt.CursorShape.PointingHandCursor
        elif x < self._stage.page.metrics.left - 8:
            shape = Qt.CursorShape.ArrowCursor
        viewport = self._surface.viewport()
        if viewport.cursor().shape() != shape:
            viewport.setCursor(shape)

    def tooltip(self, x: float, y: float) -> str:
        """Return what a tooltip at this point says, as markup that shows plain text."""
        reasons = self._stage.overlay.survival
        named = self._stage.name_at(x, y)
        if named is not None:
            return tooltip_of([named], reasons)
        hit = self._stage.hit(x, y)
        return tooltip_of(self._stage.spans_at(hit.on), reasons) if hit.on >= 0 else ""


def _has_control(event: QMouseEvent) -> bool:
    return bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)


def tooltip_of(spans: list[Span], reasons: Mapping[str, str] = MappingProxyType({})) -> str:
    """Return label and attributes of each span, and why the target format does not keep it.

    Qt takes for markup whatever looks like it, so the text is escaped and wrapped.
    """
    parts = [_plain(span, reasons.get(span.id, "")) for span in spans]
    if not parts:
        return ""
    text = escape("\n\n".join(parts))
    return f"<p style='white-space:pre-wrap'>{text}</p>"


def _plain(span: Span, reason: str) -> str:
    lines = [span.label]
    if reason:
        lines.append(f"In the target format: {reason}")
    for name, value in span.attributes.items():
        said = ", ".join(value) if isinstance(value, tuple) else value
        spelled = " ".join(shown("unknown" if said is None else str(said)).split())
        if len(spelled) > _LONGEST_VALUE:
            spelled = spelled[: _LONGEST_VALUE - 1] + "…"
        lines.append(f"{name}: {spelled}")
    return "\n".join(lines)
