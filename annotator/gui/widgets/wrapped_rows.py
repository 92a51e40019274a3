# SPDX-License-Identifier: MIT
"""Rows of a list that are as high as their text, wrapped at the width it is painted in."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
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
        text = measured.fontMetrics.boundingRect(
            QRect(0, 0, max(inside.width() - 2 * margin, 1), ANY_HEIGHT),
            int(Qt.TextFlag.TextWordWrap),
            measured.text,
        )
        return QSize(width, max(text.height(), view.iconSize().height()) + 2 * PADDING_PX + 2)


def wrap_rows(view: QListWidget) -> None:
    """Show the whole text of every row, on as many lines as it takes."""
    view.setWordWrap(True)
    view.setTextElideMode(Qt.TextElideMode.ElideNone)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setResizeMode(QListWidget.ResizeMode.Adjust)
    view.setItemDelegate(WrappedRows(view))
