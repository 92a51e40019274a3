# SPDX-License-Identifier: MIT
"""The left side of the schema editor: what the schema says, and what has been changed so far."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from annotator.gui.schema_pages.drafting import Drafting, Place, names_of
from annotator.gui.schema_pages.tree import SchemaTree
from annotator.gui.widgets.keys import on_key
from annotator.gui.widgets.text import heading, set_role, tr
from annotator.gui.widgets.wrapped_rows import wrap_rows
from annotator.workspace.revision_plan import described

LEFT_PX = 296
CHANGES_PX = 128
LEAST_CHANGES_PX = 56
MERGED = ("label", "relation", "event", "role", "modality")


class Lists(QWidget):
    """The list of the schema over the list of changes, with buttons for both."""

    def __init__(self, drafting: Drafting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drafting = drafting
        self.tree = SchemaTree()
        self.add = _button(tr("&Add"))
        self.merge = _button(tr("M&erge"))
        self.split = _button(tr("&Split"))
        self.remove = _button(tr("Re&move"))
        self.undo = _button(tr("&Undo"))
        self.redo = _button(tr("Red&o"))
        for button in (self.undo, self.redo):
            set_role(button, "quiet")
        self.changes = QListWidget()
        self.changes.setAccessibleName(tr("Changes"))
        self.changes.setAccessibleDescription(tr("Delete takes one back."))
        wrap_rows(self.changes)
        self.changes.setMinimumHeight(LEAST_CHANGES_PX)
        self.changes.setMaximumHeight(CHANGES_PX)
        self.tree.setMinimumHeight(CHANGES_PX)
        self._title = heading("")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.tree, 1)
        acts = (self.add, self.merge, self.split, self.remove)
        column.addLayout(_row(*acts))
        below = _row(self._title, self.undo, self.redo)
        below.insertStretch(1, 1)
        column.addLayout(below)
        column.addWidget(self.changes)
        self.setFixedWidth(LEFT_PX)
        for part in (*acts, self.undo, self.redo, self.changes, self._title):
            part.setVisible(drafting.writable)
        for one in (self.tree, self.changes):
            on_key(one, "Ctrl+Z", self.undo.click)
            on_key(one, "Ctrl+Shift+Z", self.redo.click)

    @property
    def stops(self) -> list[QWidget]:
        """What Tab stops at, from the top."""
        buttons = [self.add, self.merge, self.split, self.remove, self.undo, self.redo]
        return [self.tree, *buttons, self.changes]

    def renew(self, place: Place) -> None:
        """Show the draft as it is now, with a place chosen."""
        draft = self._drafting.draft
        self.tree.show_schema(draft.schema, place, self._drafting.pending)
        self.changes.clear()
        for step in draft.steps:
            self.changes.addItem(described(step))
        if not draft.steps:
            item = QListWidgetItem(tr("None yet"))
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.changes.addItem(item)
        self.changes.scrollToBottom()
        count = len(draft.steps)
        self._title.setText(tr("Changes {count}").format(count=count) if count else tr("Changes"))
        self.enable(place)

    def enable(self, place: Place) -> None:
        """Offer what is possible with a place."""
        self.undo.setEnabled(self._drafting.can_undo)
        self.redo.setEnabled(self._drafting.can_redo)
        self.remove.setEnabled(bool(place.name))
        self.split.setEnabled(place.kind == "label")
        self.merge.setEnabled(place.kind in MERGED and bool(self.others(place)))

    def others(self, place: Place) -> list[str]:
        """Return the other names of a place's kind."""
        names = names_of(self._drafting.schema, place.kind, place.label)
        return [name for name in names if name != place.name]

    def offer_to_add(self, label: str, add: Callable[[str, str], None]) -> None:
        """Show what can be added: with a label, an attribute of it too."""
        menu = _menu(self, tr("Add"))
        kinds = [
            (tr("Label"), "label", ""),
            (tr("Attribute of every span"), "attribute", ""),
            (tr("Relation"), "relation", ""),
            (tr("Type of event"), "event", ""),
            (tr("Role of events"), "role", ""),
            (tr("Modality of events"), "modality", ""),
        ]
        if label:
            kinds.insert(1, (tr("Attribute of {label}").format(label=label), "attribute", label))
        for words, kind, owner in kinds:
            action = menu.addAction(words.replace("&", "&&"))
            action.triggered.connect(lambda _=False, kind=kind, owner=owner: add(kind, owner))
        _pop_up(menu, self.add)

    def offer_to_merge(self, place: Place, merge: Callable[[str], None]) -> None:
        """Show what a place can be merged into."""
        menu = _menu(self, tr("Merge {name} into").format(name=place.name))
        for name in self.others(place):
            words = tr("Into {name}").format(name=name)
            action = menu.addAction(words.replace("&", "&&"))
            action.triggered.connect(lambda _=False, name=name: merge(name))
        _pop_up(menu, self.merge)


def _button(words: str) -> QPushButton:
    button = QPushButton(words)
    button.setAutoDefault(False)
    button.setMinimumWidth(0)
    return button


def _row(*parts: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    for part in parts:
        row.addWidget(part)
    return row


def _menu(parent: QWidget, name: str) -> QMenu:
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.setAccessibleName(name)
    return menu


def _pop_up(menu: QMenu, below: QWidget) -> None:
    menu.popup(below.mapToGlobal(below.rect().bottomLeft()))
    if menu.actions():
        menu.setActiveAction(menu.actions()[0])
