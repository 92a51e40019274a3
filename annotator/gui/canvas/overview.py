# SPDX-License-Identifier: MIT
"""The narrow strip beside the scroll bar: where in the document spans and problems are."""

from collections.abc import Callable

from PySide6.QtCore import QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QWidget

from annotator.gui.canvas.page import Page

WIDTH = 10
_ROW = 2
_FEW = 1500
_DELAY_MS = 120


class Overview(QWidget):
    """Marks of the spans, one column a label; a click goes there.

    It is drawn a moment after a change, so that it never stands between a key and its effect.
    """

    went_to = Signal(int)

    def __init__(self, page: Callable[[], Page], parent: QWidget) -> None:
        super().__init__(parent)
        self._page = page
        self._picture: QPixmap | None = None
        self._flags: list[tuple[int, str]] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_DELAY_MS)
        self._timer.timeout.connect(self._redraw)
        self.setFixedWidth(WIDTH)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName("Overview of the spans")

    def sizeHint(self) -> QSize:
        """Return the width of the strip."""
        return QSize(WIDTH, 0)

    def set_flags(self, flags: list[tuple[int, str]]) -> None:
        """Show other flags: places in the text with their colours (problems, matches)."""
        self._flags = flags
        self.refresh()

    def refresh(self) -> None:
        """Draw anew, soon."""
        self._timer.start()

    def _redraw(self) -> None:
        self._picture = None
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw anew for the new size."""
        del event
        self._redraw()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Show the picture, made if need be."""
        del event
        if self._picture is None:
            self._picture = self._draw()
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._picture)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the place that was pressed."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        page = self._page()
        share = event.position().y() / max(1, self.height())
        block, within = page.heights.at(share * self._total())
        start, end = page.index.starts[block], page.index.ends[block]
        part = within / max(1.0, page.heights[block])
        self.went_to.emit(min(end, start + int(part * (end - start))))

    def y_of(self, offset: int) -> float:
        """Return where a place in the text is on the strip."""
        page = self._page()
        block = page.index.at(offset)
        start, end = page.index.starts[block], page.index.ends[block]
        part = (offset - start) / max(1, end - start)
        y = page.heights.above(block) + part * page.heights[block]
        return y / self._total() * self.height()

    def _total(self) -> float:
        """Return the height that the strip stands for; a short page does not fill it."""
        return max(1.0, self._page().heights.total, float(self.height()))

    def _draw(self) -> QPixmap:
        page, ratio = self._page(), self.devicePixelRatioF()
        theme = page.look.theme
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(QColor(theme.surface))
        painter = QPainter(picture)
        columns = {label: place % 4 for place, label in enumerate(page.look.labels)}
        for label, y in self._marks():
            left = 1 + 2 * columns.get(label, 0)
            painter.fillRect(QRect(left, y, 2, _ROW), QColor(page.look.label(label).bar))
        for offset, colour in self._flags[:: 1 + len(self._flags) // _FEW]:
            painter.fillRect(QRect(0, int(self.y_of(offset)), WIDTH, 1), QColor(colour))
        painter.end()
        return picture

    def _marks(self) -> set[tuple[str, int]]:
        page = self._page()
        if len(page.spans) <= _FEW:
            return {(span.label, int(self.y_of(span.start))) for span in page.spans}
        return self._sampled()

    def _sampled(self) -> set[tuple[str, int]]:
        """Return the first span of each row: enough when there are more spans than rows."""
        page, height = self._page(), self.height()
        length, marks = len(page.index.text), set()
        for y in range(0, height, _ROW):
            block, within = page.heights.at(y / height * self._total())
            part = within / max(1.0, page.heights[block])
            start = page.index.starts[block]
            offset = start + int(part * (page.index.ends[block] - start))
            found = page.spans.after((offset, -length - 1, "", ""))
            if found is not None and self.y_of(found.start) < y + _ROW:
                marks.add((found.label, y))
        return marks
