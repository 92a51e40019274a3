# SPDX-License-Identifier: MIT
"""The canvas of a review: gold, with the place in question in sight and the rest dimmed."""

from PySide6.QtGui import QColor, QPainter, QPaintEvent, QRegion

from annotator.edits.change import Change, Step
from annotator.gui.canvas.interaction import Direction, Edge, Unit, edge_target, moved_edge
from annotator.gui.canvas.lanes_everywhere import label_and_owner
from annotator.gui.canvas.look import Look
from annotator.gui.canvas.view import SpanCanvas
from annotator.gui.theme.colours import LabelColours
from annotator.model.annotations import Annotations
from annotator.model.records import Fragment

DIMMED = 0.5
AT = 0.3
"""How far down the place in question is shown, as a share of the height."""


class ReviewLook(Look):
    """Draws a name that says whose a span is in the colours of its label."""

    def label(self, name: str) -> LabelColours:
        """Return the colours of a name's label."""
        label, owner = label_and_owner(name)
        if owner and name not in self.widths:
            self.keys[name] = owner
            self.widths[name] = self._width_of(name, owner)
        return super().label(label)


class ReviewCanvas(SpanCanvas):
    """Shows one place at a time, always as far down; changes nothing.

    Where one canvas is the ``partner`` of another, it shows the same part of the text.
    """

    _spot: Fragment | None = None
    partner: "ReviewCanvas | None" = None

    def _new_look(self) -> Look:
        return ReviewLook(self._theme, self._schema, self._zoom, self._body_px)

    def _scrolled(self, pixels: float | None = None) -> None:
        super()._scrolled(pixels)
        if self.partner is not None and self.partner.isVisible():
            self.partner.follow(self.stage.scrolling.first_seen())

    def follow(self, seen: tuple[int, float]) -> None:
        """Show the same place of the same text as another canvas does."""
        self.stage.scrolling.put_back(seen)
        super()._scrolled()

    def show_place(self, start: int, end: int) -> None:
        """Show a stretch of the text at its height on the screen, with its lines undimmed."""
        self._spot = (start, end)
        self.stage.overlay.matches = [(start, end)] if start < end else []
        self.stage.overlay.current = 0 if start < end else -1
        self.stage.scrolling.show(start, fraction=AT)
        self._scrolled()

    def show_gold(self, annotations: Annotations) -> None:
        """Show what became of the annotations, laying out only lines that look otherwise."""
        before, after = self.stage.annotations.records, annotations.records
        steps = [
            Step(id, record, after.get(id))
            for id, record in before.items()
            if after.get(id) != record
        ]
        steps += [Step(id, None, record) for id, record in after.items() if id not in before]
        stage = self.stage
        stage.annotations = annotations
        if steps:
            dirt = stage.page.change_spans(Change("review", tuple(steps)))
            self.viewport().update(stage.dirty(dirt))
            self._sync_bar()
            self._overview.refresh()

    def show_nothing(self) -> None:
        """Show the text without a place in question."""
        self._spot = None
        self.stage.overlay.matches = ()
        self.stage.overlay.current = -1
        self.viewport().update()

    def stepped(
        self, fragments: tuple[Fragment, ...], edge: Edge, direction: Direction, unit: Unit
    ) -> tuple[Fragment, ...]:
        """Return fragments with an outer edge a step to the left or right, if there is room."""
        scene = self.stage.scene
        at = fragments[0][0] if edge == "start" else fragments[-1][1]
        forward = (direction > 0) != scene.runs_rtl(fragments[0][0])
        target = edge_target(scene, at, edge, unit, forward=forward)
        return moved_edge(fragments, edge, target) or fragments

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the page, then lay a veil over all but the lines in question."""
        super().paintEvent(event)
        if self._spot is None:
            return
        veil = QColor(self._theme.surface)
        veil.setAlphaF(DIMMED)
        rest = QRegion(event.rect()) - self.stage.region([self._spot])
        painter = QPainter(self.viewport())
        painter.setClipRegion(rest)
        painter.fillRect(event.rect(), veil)
        painter.end()
