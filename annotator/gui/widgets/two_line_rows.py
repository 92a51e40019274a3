# SPDX-License-Identifier: MIT
"""Rows of a list with two lines: what it is, and below it, quieter, what is to be known of it."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QHelpEvent, QIcon, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
)

from annotator.gui.widgets.text import plain_tooltip

ROW_PX = 46
ICON_PX = 16
PAD_PX = 10
GAP_PX = 10


class TwoLineRows(QStyledItemDelegate):
    """Draws the display text over the text of ``second``, each on one line, cut at the right.

    ``icon_of`` gives a row's icon; ``tip`` is the role of what is said in full under the pointer.
    """

    def __init__(
        self,
        view: QListView,
        *,
        second: int,
        tip: int,
        icon_of: Callable[[QModelIndex | QPersistentModelIndex], QIcon],
    ) -> None:
        super().__init__(view)
        self._second, self._tip, self._icon_of = second, tip, icon_of

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw the row."""
        style = option.widget.style()
        style.drawPrimitive(
            QStyle.PrimitiveElement.PE_PanelItemViewItem, option, painter, option.widget
        )
        rect = option.rect
        side = QRect(rect.left() + PAD_PX, rect.center().y() - ICON_PX // 2, ICON_PX, ICON_PX)
        self._icon_of(index).paint(painter, side)
        left = side.right() + GAP_PX
        room = rect.right() - PAD_PX - left
        height = rect.height() // 2
        for line, role in enumerate((int(Qt.ItemDataRole.DisplayRole), self._second)):
            text = str(index.data(role) or "")
            where = QRect(left, rect.top() + 3 + line * (height - 3), room, height - 3)
            shown = option.fontMetrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
            colour = option.palette.ColorRole
            style.drawItemText(
                painter,
                where,
                int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
                | int(Qt.TextFlag.TextSingleLine),
                option.palette,
                True,
                shown,
                colour.PlaceholderText if line else colour.Text,
            )

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return the same height for every row."""
        del index
        return QSize(option.rect.width(), ROW_PX)

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        """Say the whole of both lines."""
        if event.type() == QEvent.Type.ToolTip and index.isValid():
            QToolTip.showText(event.globalPos(), plain_tooltip(str(index.data(self._tip))), view)
            return True
        return super().helpEvent(event, view, option, index)
