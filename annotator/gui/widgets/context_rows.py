# SPDX-License-Identifier: MIT
"""Rows of a list that show a span within the words around it, marked, with a note below."""

from dataclasses import dataclass
from unicodedata import bidirectional

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QPainter,
    QPalette,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import (
    QListView,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from annotator.gui.widgets.icons import current_theme
from annotator.text.offsets import Utf16Map

CONTEXT_ROLE = int(Qt.ItemDataRole.UserRole) + 1
PADDING_PX = 11
ABOVE_PX = 4


@dataclass(frozen=True, slots=True)
class Context:
    """What a row shows: words, the span in them, a note, and the tint behind the span."""

    before: str
    span: str
    after: str
    note: str
    tint: str

    @property
    def words(self) -> str:
        """The words with the span among them."""
        return f"{self.before}{self.span}{self.after}"


def context_item(context: Context, *, spoken: str) -> QListWidgetItem:
    """Return a row for a list with ``show_contexts``; ``spoken`` is what a screen reader says."""
    item = QListWidgetItem(context.words)
    item.setData(CONTEXT_ROLE, context)
    item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)
    return item


def show_contexts(view: QListWidget) -> None:
    """Let a list show such rows, each on as many lines as it takes."""
    view.setWordWrap(True)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
    view.setResizeMode(QListWidget.ResizeMode.Adjust)
    view.setItemDelegate(ContextRows(view))


class ContextRows(QStyledItemDelegate):
    """Measures and paints the rows; each text runs in the direction of its own script."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return the size of a row in the view as wide as it is now."""
        context = index.data(CONTEXT_ROLE)
        if not isinstance(context, Context):
            return super().sizeHint(option, index)
        width = self._view.viewport().width() - 2 * self._view.spacing()
        inside = width - 2 * PADDING_PX
        height = _height(_of_words(context, option.font, inside))
        if context.note:
            height += _height(_of_note(context.note, option.font, inside))
        return QSize(width, round(height) + 2 * ABOVE_PX)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint the row's ground as the theme has it, and the words on it."""
        context = index.data(CONTEXT_ROLE)
        if not isinstance(context, Context):
            super().paint(painter, option, index)
            return
        ground = QStyleOptionViewItem(option)
        self.initStyleOption(ground, index)
        ground.text = ""
        style = self._view.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, ground, painter, self._view)
        area: QRect = option.rect.adjusted(PADDING_PX, ABOVE_PX, -PADDING_PX, -ABOVE_PX)
        place = QPointF(area.topLeft())
        words = _of_words(context, option.font, area.width())
        painter.save()
        painter.setPen(self._view.palette().color(QPalette.ColorRole.Text))
        words.draw(painter, place)
        if context.note:
            painter.setPen(QColor(current_theme().muted))
            below = place + QPointF(0, _height(words))
            _of_note(context.note, option.font, area.width()).draw(painter, below)
        painter.restore()


def _of_words(context: Context, font: QFont, width: int) -> QTextLayout:
    mark = QTextCharFormat()
    mark.setFontWeight(QFont.Weight.Bold)
    mark.setBackground(QColor(context.tint))
    mark.setForeground(QColor(current_theme().text))
    words = context.words
    units = Utf16Map.of(words)
    first = len(context.before)
    range_ = QTextLayout.FormatRange()
    range_.start = units.to_utf16(first)
    range_.length = units.to_utf16(first + len(context.span)) - range_.start
    range_.format = mark
    return _laid_out(words, font, width, [range_])


def _of_note(note: str, font: QFont, width: int) -> QTextLayout:
    smaller = QFont(font)
    smaller.setPixelSize(max(QFontMetrics(font).height() * 2 // 3, 9))
    return _laid_out(note, smaller, width, [])


def _laid_out(
    text: str, font: QFont, width: int, formats: list[QTextLayout.FormatRange]
) -> QTextLayout:
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    if _runs_rtl(text):
        option.setTextDirection(Qt.LayoutDirection.RightToLeft)
        option.setAlignment(Qt.AlignmentFlag.AlignRight)
    layout.setTextOption(option)
    layout.setFormats(formats)
    layout.beginLayout()
    height = 0.0
    line = layout.createLine()
    while line.isValid():
        line.setLineWidth(max(width, 1))
        line.setPosition(QPointF(0, height))
        height += line.height()
        line = layout.createLine()
    layout.endLayout()
    return layout


def _runs_rtl(text: str) -> bool:
    """Return whether the first letter of a text belongs to a script that runs from the right."""
    kinds = (bidirectional(character) for character in text)
    return next((kind != "L" for kind in kinds if kind in {"L", "R", "AL"}), False)


def _height(layout: QTextLayout) -> float:
    return layout.boundingRect().height()
