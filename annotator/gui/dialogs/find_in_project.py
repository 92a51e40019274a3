# SPDX-License-Identifier: MIT
"""Finds words in all documents of the project."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from annotator.gui.bridge.documents import one_line
from annotator.gui.bridge.rows import ResultRow
from annotator.gui.widgets.icons import icon
from annotator.gui.widgets.text import counted, heading, quiet, tr

PAUSE_MS = 250
PLACE_ROLE = int(Qt.ItemDataRole.UserRole)


class FindInProjectDialog(QDialog):
    """Lists hits by document; ``searched`` asks for a search, ``go_requested`` carries a row.

    A click on a hit leaves it open beside the window, so that one can go through the hits. Enter
    closes it, so that the next key goes to the text; the hits are kept for the next time.
    """

    searched = Signal(str)
    go_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Find in all documents"))
        self._rows: tuple[ResultRow, ...] = ()
        self.line = QLineEdit()
        self.line.setPlaceholderText(tr("Find in all documents"))
        self.line.setAccessibleName(tr("Words to find"))
        self.line.setClearButtonEnabled(True)
        self.line.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.line.installEventFilter(self)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._search)
        self.line.textEdited.connect(lambda _: self._pause.start())
        self.note = quiet(tr("Words are found in this order, in any case."))
        self.tree = QTreeWidget()
        self.tree.setAccessibleName(tr("Hits by document"))
        self.tree.setHeaderHidden(True)
        self.tree.setUniformRowHeights(True)
        self.tree.setRootIsDecorated(False)
        self.tree.setIndentation(16)
        self.tree.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.tree.installEventFilter(self)
        self.tree.itemClicked.connect(self._go)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        column.addWidget(heading(tr("Find in all documents")))
        column.addWidget(self.line)
        column.addWidget(self.note)
        column.addWidget(self.tree, 1)
        self.resize(560, 400)

    def start(self, words: str) -> None:
        """Show the dialog, with these words if there are any."""
        if words and words != self.line.text():
            self.line.setText(words)
            self._search()
        self.show()
        self.raise_()
        self.activateWindow()
        self.line.selectAll()
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def set_rows(self, rows: Sequence[ResultRow], *, is_all: bool) -> None:
        """Show hits; ``is_all`` is False when there are more than are shown."""
        self._rows = tuple(rows)
        self.tree.clear()
        groups: dict[str, QTreeWidgetItem] = {}
        for place, row in enumerate(rows):
            if row.document not in groups:
                group = QTreeWidgetItem([one_line(row.title or row.document)])
                group.setFlags(Qt.ItemFlag.ItemIsEnabled)
                font = group.font(0)
                font.setBold(True)
                group.setFont(0, font)
                self.tree.addTopLevelItem(group)
                groups[row.document] = group
            item = QTreeWidgetItem([_snippet(row)])
            item.setData(0, PLACE_ROLE, place)
            groups[row.document].addChild(item)
        self.tree.expandAll()
        first = self.tree.topLevelItem(0)
        hit = first.child(0) if first is not None else None
        if hit is not None:
            self.tree.setCurrentItem(hit)
        self.note.setText(_summary(len(rows), len(groups), is_all=is_all))

    def say(self, text: str) -> None:
        """Show a sentence instead of the number of hits."""
        self.note.setText(text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take Enter for "go there", Down for "into the list"."""
        is_press = event.type() is QEvent.Type.KeyPress
        if is_press and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._enter()
                return True
            if watched is self.line and event.key() == Qt.Key.Key_Down:
                self.tree.setFocus(Qt.FocusReason.TabFocusReason)
                return True
        return super().eventFilter(watched, event)

    def _enter(self) -> None:
        if self._pause.isActive() or not self._rows:
            self._search()
        elif self._is_hit(self.tree.currentItem()):
            self.hide()
            self._go(self.tree.currentItem())

    def _search(self) -> None:
        self._pause.stop()
        self.searched.emit(self.line.text().strip())

    def _is_hit(self, item: QTreeWidgetItem | None) -> bool:
        return item is not None and item.data(0, PLACE_ROLE) is not None

    def _go(self, item: QTreeWidgetItem | None) -> None:
        if item is not None and self._is_hit(item):
            self.go_requested.emit(self._rows[item.data(0, PLACE_ROLE)])


def _snippet(row: ResultRow) -> str:
    return one_line(f"{row.before}⟦{row.match}⟧{row.after}")


def _summary(hits: int, documents: int, *, is_all: bool) -> str:
    if not hits:
        return tr("Nothing found.")
    found = counted(hits, tr("hit"), tr("hits"))
    if not is_all:
        found = tr("The first {hits}").format(hits=found)
    where = counted(documents, tr("document"), tr("documents"))
    return tr("{found} in {where}").format(found=found, where=where)
