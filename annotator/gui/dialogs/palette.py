# SPDX-License-Identifier: MIT
"""The command palette: type a few letters of what you want."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from annotator.gui.bridge.documents import Index
from annotator.gui.commands.palette import Hit
from annotator.gui.widgets.keys import native
from annotator.gui.widgets.text import set_role, tr

ID_ROLE = int(Qt.ItemDataRole.UserRole)
KEYS_ROLE = ID_ROLE + 1
MOVING = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class PaletteDialog(QDialog):
    """Offers commands; ``chosen`` carries the id of the one that was asked for.

    ``offer`` gives the commands for what is typed, best first.
    """

    chosen = Signal(str)

    def __init__(
        self, offer: Callable[[str], Sequence[Hit]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setWindowTitle(tr("Command palette"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._offer = offer
        self.line = QLineEdit()
        self.line.setPlaceholderText(tr("Type a command"))
        self.line.setAccessibleName(tr("Command"))
        self.line.textChanged.connect(self._fill)
        self.line.returnPressed.connect(self._choose)
        self.line.installEventFilter(self)
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Commands"))
        self.list.setItemDelegate(KeysDelegate(self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setUniformItemSizes(True)
        self.list.itemClicked.connect(lambda _: self._choose())
        frame = QFrame()
        set_role(frame, "pane")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(frame)
        column = QVBoxLayout(frame)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        column.addWidget(self.line)
        column.addWidget(self.list)
        self.resize(480, 360)
        self._fill("")
        self.line.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrows move in the list while the line keeps the keyboard."""
        is_press = event.type() is QEvent.Type.KeyPress
        if is_press and isinstance(event, QKeyEvent) and event.key() in MOVING:
            QApplication.sendEvent(self.list, event)
            return True
        return super().eventFilter(watched, event)

    def _fill(self, typed: str) -> None:
        self.list.clear()
        for hit in self._offer(typed):
            item = QListWidgetItem(f"{tr(hit.command.category)}: {tr(hit.title)}")
            keys = native(hit.command.keys[0]) if hit.command.keys else ""
            item.setData(ID_ROLE, hit.command.id)
            item.setData(KEYS_ROLE, keys)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{hit.title} {keys}")
            if not hit.possible:
                item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(item)
        if not self.list.count():
            nothing = QListWidgetItem(tr("No command found"))
            nothing.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(nothing)
        self.list.setCurrentRow(0)

    def _choose(self) -> None:
        item = self.list.currentItem()
        if item is not None and item.flags() & Qt.ItemFlag.ItemIsEnabled:
            id = str(item.data(ID_ROLE))
            self.accept()
            self.chosen.emit(id)


class KeysDelegate(QStyledItemDelegate):
    """Draws a command with its keys at the right."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the row, then the keys."""
        super().paint(painter, option, index)
        style = option.widget.style() if option.widget else QApplication.style()
        keys = str(index.data(KEYS_ROLE) or "")
        enabled = bool(option.state & QStyle.StateFlag.State_Enabled)
        style.drawItemText(
            painter,
            option.rect.adjusted(8, 0, -8, 0),
            int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter),
            option.palette,
            enabled,
            keys,
            option.palette.ColorRole.PlaceholderText,
        )

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return rows 28 px high."""
        return QSize(super().sizeHint(option, index).width(), 28)
