# SPDX-License-Identifier: MIT
"""A list of files and folders that can be added to, dropped on and taken away from."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QListWidget,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from annotator.gui.widgets.keys import on_key
from annotator.gui.widgets.text import plain_tooltip, tr

LIST_PX = 88


class PathList(QWidget):
    """Files and folders, each once; ``changed`` says that there are others."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAcceptDrops(True)
        self.list = QListWidget()
        self.list.setFixedHeight(LIST_PX)
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(tr("Files and folders to import"))
        self.list.setAccessibleDescription(tr("Delete takes one off the list."))
        on_key(self.list, "Del", self._take_off)
        self.add_files = QPushButton(tr("&Add files"))
        self.add_files.clicked.connect(self._ask_files)
        self.add_folder = QPushButton(tr("Add f&older"))
        self.add_folder.clicked.connect(self._ask_folder)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.add_files)
        buttons.addWidget(self.add_folder)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(buttons)
        column.addWidget(self.list)
        self.setFocusProxy(self.add_files)

    def paths(self) -> tuple[Path, ...]:
        """Return what is on the list."""
        return tuple(
            Path(self.list.item(row).data(Qt.ItemDataRole.UserRole))
            for row in range(self.list.count())
        )

    def add(self, paths: Sequence[Path]) -> None:
        """Put files and folders on the list."""
        there = set(self.paths())
        new = [path for path in dict.fromkeys(paths) if path not in there]
        for path in new:
            self.list.addItem(path.name or str(path))
            item = self.list.item(self.list.count() - 1)
            item.setData(Qt.ItemDataRole.UserRole, str(path))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, str(path))
            item.setToolTip(plain_tooltip(str(path)))
        if new:
            self.changed.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files."""
        if dropped(event.mimeData()):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Take files anywhere."""
        event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Put what is dropped on the list."""
        event.acceptProposedAction()
        self.add(dropped(event.mimeData()))

    def _take_off(self) -> None:
        if self.list.takeItem(self.list.currentRow()) is not None:
            self.changed.emit()

    def _ask_files(self) -> None:
        chosen, _ = QFileDialog.getOpenFileNames(self, tr("Documents to import"))
        self.add([Path(name) for name in chosen])

    def _ask_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, tr("Folder to import"))
        if chosen:
            self.add([Path(chosen)])


def dropped(mime: QMimeData) -> list[Path]:
    """Return the files of this machine that are dropped."""
    return [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
