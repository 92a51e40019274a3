# SPDX-License-Identifier: MIT
"""The part of the canvas that draws and scrolls the page, and knows nothing of annotating."""

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from annotator.gui.canvas.links_shown import Shown
from annotator.gui.canvas.look import ZOOMS, Look
from annotator.gui.canvas.overview import WIDTH, Overview
from annotator.gui.canvas.page import Page
from annotator.gui.canvas.paint import paint_page
from annotator.gui.canvas.refining import Refining
from annotator.gui.canvas.stage import Stage
from annotator.gui.theme.fonts import BODY_PX, load_fonts
from annotator.gui.theme.theme import Theme
from annotator.schema.definition import Schema

_STEPS_A_NOTCH = 3


class PageView(QAbstractScrollArea):
    """Shows a page: paint, scroll bar, zoom, theme, overview."""

    zoom_changed = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        load_fonts()
        self._schema: Schema | None = None
        self._theme = theme
        self._zoom = 100
        self._body_px = BODY_PX
        self._wheel = 0.0
        self.stage = Stage(Page(self._new_look(), 800))
        self._overview = Overview(lambda: self.stage.page, self)
        self._overview.went_to.connect(self._go_to)
        self._refining = Refining(self, self.stage, self._refined)
        self._set_up()

    def _set_up(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setViewportMargins(0, 0, WIDTH, 0)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self.setAcceptDrops(False)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.viewport().setMouseTracking(True)
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)

    def set_schema(self, schema: Schema) -> None:
        """Show labels in the colours of another schema."""
        self._schema = schema
        self._look_changed()

    def set_theme(self, theme: Theme) -> None:
        """Show the page in another theme."""
        self._theme = theme
        self._look_changed()

    def set_body_size(self, size_px: int) -> None:
        """Show the text in this size at 100 %; 0 is the size it comes with."""
        self._body_px = size_px or BODY_PX
        self._look_changed()

    def zoom(self, steps: int) -> None:
        """Make the text larger (1) or smaller (-1) by steps; 0 is the normal size."""
        place = ZOOMS.index(self._zoom) + steps if steps else ZOOMS.index(100)
        self.set_zoom(ZOOMS[min(max(place, 0), len(ZOOMS) - 1)])

    def set_zoom(self, percent: int) -> None:
        """Show the text in the size nearest to ``percent`` of the normal one."""
        self._zoom = min(ZOOMS, key=lambda size: abs(size - percent))
        self._look_changed()
        self.zoom_changed.emit(self._zoom)

    @property
    def zoom_percent(self) -> int:
        """The size of the text in percent of the normal one."""
        return self._zoom

    def reveal(self, start: int, end: int) -> None:
        """Scroll so that a stretch of the text is seen, if it is not."""
        first, last = self.stage.line_rect(start), self.stage.line_rect(end)
        height = self.stage.scrolling.height
        if first is None or last is None or first.top() < 0 or last.bottom() > height:
            self._go_to(start)

    def set_links(self, links: Shown) -> None:
        """Show these links and hints over the text."""
        if links != self.stage.overlay.links:
            self.stage.overlay.links = links
            self.viewport().update()

    def seen_stretch(self) -> tuple[int, int]:
        """Return the first and the last place of the text that are seen, about."""
        stage = self.stage
        numbers = [number for number, _, _ in stage.scrolling.visible()] or [0]
        last = stage.page.index.ends[numbers[-1]]
        return stage.scrolling.first_seen()[0], last

    def scroll_by(self, pixels: float) -> None:
        """Scroll down by so many pixels, up when negative."""
        self._scrolled(self.stage.scrolling.by(round(pixels)))

    def _go_to(self, offset: int) -> None:
        self.stage.scrolling.show(offset, fraction=0.3)
        self._scrolled()

    def _keep_seen(self, rect: QRectF | None, offset: int) -> None:
        """Scroll just so far that a line is seen whole; far away, show it in the upper third."""
        scrolling = self.stage.scrolling
        margin = min(scrolling.margin, scrolling.height / 8)
        if rect is None:
            self._go_to(offset)
        elif rect.top() < margin:
            self.scroll_by(rect.top() - margin)
        elif rect.bottom() > scrolling.height - margin:
            self.scroll_by(rect.bottom() - scrolling.height + margin)

    def _new_look(self) -> Look:
        return Look(self._theme, self._schema, self._zoom, self._body_px)

    def _look_changed(self) -> None:
        seen = self.stage.scrolling.first_seen()
        self.stage.page.fit(self._new_look(), self.viewport().width())
        self.stage.scrolling.put_back(seen)
        self._everything_changed()

    def _everything_changed(self) -> None:
        self._sync_bar()
        self._refining.start()
        self._overview.refresh()
        self.viewport().update()

    def _refined(self) -> None:
        self._sync_bar()
        self._overview.refresh()

    def _scrolled(self, pixels: float | None = None) -> None:
        """Show the page where it now is: moved by whole pixels as it was, else drawn anew."""
        self._refining.rest()
        self._sync_bar()
        is_still = self.stage.overlay.links == Shown()  # links name what is out of sight
        whole = pixels is None or pixels != int(pixels) or abs(pixels) >= self.viewport().height()
        if whole or not is_still:
            self.viewport().update()
        elif pixels:
            self.viewport().scroll(0, -int(pixels))

    def _sync_bar(self) -> None:
        bar, scrolling = self.verticalScrollBar(), self.stage.scrolling
        if bar.isSliderDown():
            return
        bar.blockSignals(True)
        bar.setRange(0, round(scrolling.range))
        bar.setPageStep(max(1, round(scrolling.height - self.stage.page.metrics.line)))
        bar.setSingleStep(round(self.stage.page.metrics.line))
        bar.setValue(round(scrolling.position))
        bar.setEnabled(bar.maximum() > 0)
        bar.blockSignals(False)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Follow the scroll bar."""
        del dx, dy
        scrolling = self.stage.scrolling
        away = self.verticalScrollBar().value() - round(scrolling.position)
        if abs(away) <= scrolling.height:
            self._scrolled(scrolling.by(away))
        else:
            scrolling.to_position(self.verticalScrollBar().value())
            self._scrolled()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll; with Ctrl, zoom."""
        event.accept()
        turned = event.angleDelta().y()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._wheel += turned
            notches = int(self._wheel / 120)
            if notches:
                self._wheel -= notches * 120
                self.zoom(notches)
            return
        pixels = event.pixelDelta().y()
        if not pixels:
            pixels = round(turned / 120 * _STEPS_A_NOTCH * self.stage.page.metrics.line * 0.75)
        self.scroll_by(-pixels)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the page out for the new width, with the same text at the top."""
        del event
        inner = self.viewport().geometry()
        self._overview.setGeometry(QRect(inner.right() + 1, inner.top(), WIDTH, inner.height()))
        width, height = inner.width(), inner.height()
        scrolling = self.stage.scrolling
        if width != self.stage.width:
            seen = scrolling.first_seen()
            self.stage.width = width
            scrolling.height = float(height)
            self.stage.page.fit(self.stage.page.look, width)
            scrolling.put_back(seen)
        else:
            scrolling.height = float(height)
            scrolling.by(0)
        self._everything_changed()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what needs to be drawn."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.stage.overlay.has_focus = self.hasFocus()
        region = event.region()
        paint_page(painter, self.stage.page, self.stage.scrolling, self.stage.overlay, region)
        painter.end()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the caret as active."""
        super().focusInEvent(event)
        self._repaint_caret()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show the caret as inactive."""
        super().focusOutEvent(event)
        self._repaint_caret()

    def _repaint_caret(self) -> None:
        caret = self.stage.overlay.state.caret
        self.viewport().update(self.stage.region([(caret, caret)]))
