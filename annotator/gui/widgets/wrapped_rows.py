# SPDX-License-Identifier: MIT
"""Rows of a list that are as high as their text, wrapped at the width it is painted in."""

from itertools import accumulate
from math import ceil

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QTextLayout, QTextOption
from PySide6.QtWidgets import (
    QListView,
    QListWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

ANY_HEIGHT = 1 << 20
PADDING_PX = 4


class WrappedRows(QStyledItemDelegate):
    """Measures a row where its text is going to be.

    Qt measures a wrapped text at the width of the whole row, which leaves out what the style sheet
    pads and the icon takes: the last line is lost.
    """

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return the size of a row in the view as wide as it is now."""
        view = self._view
        measured = QStyleOptionViewItem(option)
        self.initStyleOption(measured, index)
        width = view.viewport().width() - 2 * view.spacing()
        measured.rect = QRect(0, 0, width, ANY_HEIGHT)
        style = view.style()
        inside = style.subElementRect(QStyle.SubElement.SE_ItemViewItemText, measured, view)
        margin = style.pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin, measured, view) + 1
        height = _height(measured.text, measured.font, max(inside.width() - 2 * margin, 1))
        return QSize(width, max(height, view.iconSize().height()) + 2 * PADDING_PX + 2)


def _height(text: str, font: QFont, width: int) -> int:
    """Return the height that Qt wants for a text, in pixels.

    It cuts a text at a line when another of the same height would have no room, though the next
    one is lower: Latin after Arabic, for one (Qt 6.11).
    """
    layout = QTextLayout(text.replace("\n", "\u2028"), font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WordWrap)
    layout.setTextOption(option)
    layout.beginLayout()
    heights = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        heights.append(line.height())
    layout.endLayout()
    tops = accumulate(heights, initial=0.0)
    wanted = [top + 2 * height for top, height in zip(tops, heights[:-1], strict=False)]
    return ceil(max((sum(heights), *wanted)))


def wrap_rows(view: QListWidget) -> None:
    """Show the whole text of every row, on as many lines as it takes."""
    view.setWordWrap(True)
    view.setTextElideMode(Qt.TextElideMode.ElideNone)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setResizeMode(QListWidget.ResizeMode.Adjust)
    view.setItemDelegate(WrappedRows(view))
