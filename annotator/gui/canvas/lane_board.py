# SPDX-License-Identifier: MIT
"""The rows of one item under review, word under word, always at the same place of the window."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QPen,
    QTextLayout,
    QTextLine,
    QTextOption,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from annotator.gui.canvas.lanes import Board, Lane, Piece
from annotator.gui.canvas.shown import runs_rtl
from annotator.gui.theme.colours import LabelColours
from annotator.gui.theme.fonts import body_font, ui_font
from annotator.gui.theme.theme import LIGHT, Theme
from annotator.text.offsets import Utf16Map

ROW_PX = 34
LEAST_ROWS = 3
KEY_PX = 70
NAME_PX = 92
NOTE_PX = 190
PAD_PX = 12
BELOW_PX = 7
"""How far above the bottom of a row the lines below its words are."""


class LaneBoard(QWidget):
    """Shows one row for each annotator: the key, the name, the words with the span, the answer."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.board = Board()
        self._theme: Theme = LIGHT
        self._colours: dict[str, LabelColours] = {}
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("What each annotator has here")
        self._fit()

    def set_look(self, theme: Theme, colours: dict[str, LabelColours]) -> None:
        """Draw in a theme, with these colours of labels."""
        self._theme, self._colours = theme, colours
        self.update()

    def set_board(self, board: Board) -> None:
        """Show these rows."""
        self.board = board
        rows = [f"{lane.key}, {lane.name}: {lane.note}" for lane in board.lanes]
        self.setAccessibleDescription("; ".join(rows))
        self._fit()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size with every row in sight."""
        return QSize(640, self.height())

    def _fit(self) -> None:
        rows = max(LEAST_ROWS, len(self.board.lanes))
        self.setFixedHeight(rows * ROW_PX + 2 * 6)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(event.rect(), QColor(self._theme.raised))
        for number, lane in enumerate(self.board.lanes):
            self._row(painter, lane, 6.0 + number * ROW_PX)
        painter.setPen(QColor(self._theme.border))
        bottom = self.height() - 1
        painter.drawLine(0, bottom, self.width(), bottom)
        painter.end()

    def _row(self, painter: QPainter, lane: Lane, top: float) -> None:
        whole = QRectF(PAD_PX, top, self.width() - 2 * PAD_PX, ROW_PX)
        if lane.suggested or lane.decided:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._theme.chosen if lane.decided else self._theme.hover))
            painter.drawRoundedRect(whole.adjusted(0, 1, 0, -1), 5, 5)
        self._key(painter, lane, top)
        x = PAD_PX + KEY_PX
        font = ui_font()
        font.setBold(lane.decided)
        self._words(painter, QRectF(x, top, NAME_PX - 8, ROW_PX), lane.name, font, self._theme.text)
        x += NAME_PX
        room = self.width() - x - NOTE_PX - 2 * PAD_PX
        self._text(painter, lane, QRectF(x, top, max(60.0, room), ROW_PX))
        mark = "✓ " if lane.decided else "› " if lane.suggested else ""
        colour = self._theme.muted
        if lane.pieces and lane.pieces[0].label in self._colours:
            colour = self._colours[lane.pieces[0].label].ink
        note = QRectF(self.width() - NOTE_PX - PAD_PX, top, NOTE_PX - 8, ROW_PX)
        self._words(painter, note, mark + lane.note, ui_font(), colour)

    def _key(self, painter: QPainter, lane: Lane, top: float) -> None:
        font = ui_font()
        font.setBold(True)
        sizes = QFontMetricsF(font)
        width = max(22.0, sizes.horizontalAdvance(lane.key) + 10)
        rect = QRectF(PAD_PX + 6, top + (ROW_PX - 22) / 2, width, 22)
        painter.setPen(QPen(QColor(self._theme.border_strong), 1.0))
        painter.setBrush(QColor(self._theme.surface))
        painter.drawRoundedRect(rect, 4, 4)
        painter.setPen(QColor(self._theme.text))
        painter.setFont(font)
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, lane.key)

    def _words(self, painter: QPainter, rect: QRectF, words: str, font: QFont, colour: str) -> None:
        painter.setFont(font)
        painter.setPen(QColor(colour))
        sizes = QFontMetricsF(font)
        shown = sizes.elidedText(words, Qt.TextElideMode.ElideRight, rect.width())
        where = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(rect, where | Qt.TextFlag.TextSingleLine, shown)

    def _text(self, painter: QPainter, lane: Lane, rect: QRectF) -> None:
        """Draw the words with what is marked; the place in question stays in the middle."""
        words = self.board.words
        if not words:
            return
        units = Utf16Map.of(words)
        layout = QTextLayout(words, body_font())
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.NoWrap)
        if runs_rtl(words):
            option.setTextDirection(Qt.LayoutDirection.RightToLeft)
        layout.setTextOption(option)
        layout.beginLayout()
        line = layout.createLine()
        line.setLineWidth(1e6 if not runs_rtl(words) else 1e4)
        line.setPosition(QPointF(0, 0))
        layout.endLayout()
        start, end = (units.to_utf16(offset) for offset in self.board.active)
        left, right = sorted((_x(line, start), _x(line, end)))
        shift = rect.center().x() - (left + right) / 2
        low = rect.bottom() - BELOW_PX
        painter.save()
        painter.setClipRect(rect)
        for piece in lane.pieces:
            self._tint(painter, piece, QRectF(shift, rect.top() + 3, 0, low - rect.top() - 3), line)
        painter.setPen(QColor(self._theme.faint if lane.is_nothing else self._theme.text))
        # some scripts have lines higher than a row; their letters still fit
        layout.draw(painter, QPointF(shift, (rect.top() + 3 + low - line.height()) / 2))
        for piece in lane.pieces:
            self._bar(painter, piece, QPointF(shift, low), line, units)
        if not lane.pieces:
            style = Qt.PenStyle.DashLine if lane.is_nothing else Qt.PenStyle.SolidLine
            colour = self._theme.border_strong if lane.is_nothing else self._theme.info
            painter.setPen(QPen(QColor(colour), 1.5, style))
            painter.drawLine(QPointF(shift + left, low + 1), QPointF(shift + right, low + 1))
        painter.restore()

    def _tint(self, painter: QPainter, piece: Piece, place: QRectF, line: QTextLine) -> None:
        """Fill the words of a piece; ``place`` has the shift of the words, a top and a height."""
        colours = self._colours.get(piece.label)
        if colours is None:
            return
        units = Utf16Map.of(self.board.words)
        left, right = sorted(_x(line, units.to_utf16(end)) for end in (piece.start, piece.end))
        rect = QRectF(place.left() + left, place.top(), right - left, place.height())
        painter.fillRect(rect, QColor(colours.tint_strong))

    def _bar(
        self,
        painter: QPainter,
        piece: Piece,
        place: QPointF,
        line: QTextLine,
        units: Utf16Map,
    ) -> None:
        shift, y = place.x(), place.y()
        colours = self._colours.get(piece.label)
        colour = QColor(colours.bar if colours is not None else self._theme.muted)
        left, right = sorted(
            (_x(line, units.to_utf16(piece.start)), _x(line, units.to_utf16(piece.end)))
        )
        painter.fillRect(QRectF(shift + left, y, right - left, 2.5), colour)
        painter.setPen(QPen(colour, 1.5))
        for x in (shift + left, shift + right):
            painter.drawLine(QPointF(x, y - 4), QPointF(x, y + 2.5))


def _x(line: QTextLine, offset: int) -> float:
    found: object = line.cursorToX(offset)
    return float(found[0]) if isinstance(found, tuple) else float(str(found))
