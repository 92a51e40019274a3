# SPDX-License-Identifier: MIT
"""The page that is shown while no project is open."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from annotator.gui.widgets.icons import icon
from annotator.gui.widgets.text import heading, plain_tooltip, quiet, title, tr

PAGE_WIDTH_PX = 640
ICONS = {"project.open": "folder", "project.new": "plus", "project.sample": "sample"}


class Recent(NamedTuple):
    """A project that was open before; ``exists`` is False when its file is gone."""

    location: str
    exists: bool


class StartPage(QScrollArea):
    """Recent projects, and the ways to another one."""

    open_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(tr("Start"))
        page = QWidget()
        page.setMaximumWidth(PAGE_WIDTH_PX)
        self._note = quiet(wrap=True)
        self._note.setText(tr("Projects can be dropped here, and documents onto an open project."))
        self._buttons: list[QPushButton] = []
        self._ways = QHBoxLayout()
        self._ways.setSpacing(8)
        self._recent_heading = heading(tr("Recent projects"))
        self.recent = QListWidget()
        self.recent.setAccessibleName(tr("Recent projects"))
        self.recent.setIconSize(QSize(16, 16))
        self.recent.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.recent.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.recent.itemClicked.connect(self._open_item)
        self.recent.itemActivated.connect(self._open_item)
        column = QVBoxLayout(page)
        column.setContentsMargins(24, 32, 24, 24)
        column.setSpacing(16)
        column.addWidget(title(tr("Annotator")))
        column.addWidget(quiet(tr("Build training corpora about armed conflict."), wrap=True))
        column.addLayout(self._ways)
        column.addWidget(self._recent_heading)
        column.addWidget(self.recent)
        column.addWidget(self._note)
        column.addStretch(1)
        outer = QWidget()
        row = QHBoxLayout(outer)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(page, 1000)
        row.addStretch(1)
        self.setWidget(outer)

    def set_ways(self, actions: Sequence[QAction]) -> None:
        """Offer these commands as large buttons."""
        for action in actions:
            button = QPushButton(icon(ICONS.get(str(action.data()), "document")), action.text())
            button.setIconSize(QSize(16, 16))
            button.setMinimumHeight(40)
            button.clicked.connect(lambda _=False, action=action: action.trigger())
            self._ways.addWidget(button)
            self._buttons.append(button)
        self._ways.addStretch(1)

    def set_recent(self, projects: Sequence[Recent]) -> None:
        """List projects, the latest first; those whose file is gone are greyed."""
        self.recent.clear()
        for project in projects:
            item = QListWidgetItem(icon("project"), _shown(project))
            item.setData(Qt.ItemDataRole.UserRole, project.location)
            item.setToolTip(plain_tooltip(project.location))
            if not project.exists:
                item.setFlags(Qt.ItemFlag.ItemIsSelectable)
            self.recent.addItem(item)
        rows = min(max(len(projects), 1), 8)
        self.recent.setFixedHeight(rows * max(self.recent.sizeHintForRow(0), 28) + 8)
        self.recent.setVisible(bool(projects))
        self._recent_heading.setVisible(bool(projects))
        if projects:
            self.recent.setCurrentRow(0)

    def focus_first(self) -> None:
        """Give the keyboard to the list, or to the first button."""
        if self.recent.count():
            self.recent.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._buttons:
            self._buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _open_item(self, item: QListWidgetItem) -> None:
        if item.flags() & Qt.ItemFlag.ItemIsEnabled:
            self.open_requested.emit(item.data(Qt.ItemDataRole.UserRole))


def _shown(project: Recent) -> str:
    if "://" in project.location:
        return project.location
    path = Path(project.location)
    text = f"{path.stem}    {path.parent}"
    return text if project.exists else text + tr("    (not there any more)")
