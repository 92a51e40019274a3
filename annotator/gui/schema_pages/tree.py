# SPDX-License-Identifier: MIT
"""The list of all that a schema says, in groups; what is half said has a mark."""

from collections.abc import Collection, Iterator

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem, QWidget

from annotator.gui.bridge.documents import one_line
from annotator.gui.schema_pages.drafting import (
    ANY_SPAN,
    CHECKS,
    EVENTS,
    LABELS,
    MODALITIES,
    POLICY,
    RELATIONS,
    ROLES,
    SCHEMA,
    Place,
)
from annotator.gui.widgets.icons import icon, swatch
from annotator.gui.widgets.text import plain_tooltip, tr
from annotator.schema.definition import Schema

PLACE_ROLE = int(Qt.ItemDataRole.UserRole)
TITLES = {
    SCHEMA: "The schema",
    LABELS: "Labels",
    ANY_SPAN: "Attributes of every span",
    RELATIONS: "Relations",
    EVENTS: "Types of event",
    ROLES: "Roles of events",
    MODALITIES: "Modalities of events",
    POLICY: "What spans may look like",
    CHECKS: "How severe checks are",
}


class SchemaTree(QTreeWidget):
    """Lists a schema; ``chosen`` carries the place that is to be shown.

    ``name_requested`` asks for the name of what is chosen, ``add_requested`` for another like it,
    ``remove_requested`` that it goes.
    """

    chosen = Signal(object)
    name_requested = Signal()
    add_requested = Signal()
    remove_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("What the schema says"))
        self.setHeaderHidden(True)
        self.setIndentation(16)
        self.setIconSize(QSize(14, 14))
        self.setUniformRowHeights(True)
        self._open = {LABELS}
        self.currentItemChanged.connect(self._changed)
        self.itemExpanded.connect(lambda item: self._open.add(_place(item)))
        self.itemCollapsed.connect(lambda item: self._open.discard(_place(item)))

    @property
    def place(self) -> Place:
        """What is chosen."""
        return _place(self.currentItem())

    def show_schema(self, schema: Schema, current: Place, marked: Collection[Place]) -> None:
        """Show a schema with one place chosen; ``marked`` are those with something half said."""
        at = self.verticalScrollBar().value()
        self.blockSignals(True)
        self.clear()
        for group, children in _groups(schema):
            item = self._item(group, tr(TITLES[group]), marked)
            self.addTopLevelItem(item)
            self._fill(item, children, schema, marked)
        for item in self._items():
            item.setExpanded(_place(item) in self._open)
        self.blockSignals(False)
        self.choose(current)
        self.verticalScrollBar().setValue(at)
        now = self.currentItem()
        if now is not None:
            self.scrollToItem(now)

    def choose(self, place: Place) -> None:
        """Choose a place; nothing is told of it."""
        self.blockSignals(True)
        for item in self._items():
            if _place(item) == place:
                parent = item.parent()
                while parent is not None:
                    parent.setExpanded(True)
                    self._open.add(_place(parent))
                    parent = parent.parent()
                self.setCurrentItem(item)
        self.blockSignals(False)

    def _fill(
        self,
        parent: QTreeWidgetItem,
        children: list[Place],
        schema: Schema,
        marked: Collection[Place],
    ) -> None:
        for child in children:
            item = self._item(child, one_line(child.name), marked)
            if child.kind == "label":
                label = schema.labels[child.name]
                key = schema.key_of(child.name)
                if child not in marked:
                    item.setIcon(0, swatch(label.color))
                item.setText(0, f"{one_line(child.name)}   {key}" if key else one_line(child.name))
                own = [Place("attribute", name, child.name) for name in label.attributes]
                self._fill(item, own, schema, marked)
            parent.addChild(item)

    def _item(self, place: Place, text: str, marked: Collection[Place]) -> QTreeWidgetItem:
        item = QTreeWidgetItem([text])
        item.setData(0, PLACE_ROLE, place)
        item.setToolTip(0, plain_tooltip(place.name))
        spoken = f"{tr(place.kind)} {text}" if place.name else text
        if place in marked:
            item.setIcon(0, icon("warning", "warning"))
            spoken = tr("{name}, not right yet").format(name=spoken)
        item.setData(0, int(Qt.ItemDataRole.AccessibleTextRole), spoken)
        return item

    def _items(self) -> Iterator[QTreeWidgetItem]:
        waiting = [self.topLevelItem(number) for number in range(self.topLevelItemCount())]
        while waiting:
            item = waiting.pop(0)
            if item is not None:
                yield item
                waiting += [item.child(number) for number in range(item.childCount())]

    def _changed(self, item: QTreeWidgetItem | None) -> None:
        if item is not None:
            self.chosen.emit(_place(item))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take F2, Insert, Delete and Enter; leave the rest to the list."""
        wishes = {
            Qt.Key.Key_F2: self.name_requested,
            Qt.Key.Key_Return: self.name_requested,
            Qt.Key.Key_Enter: self.name_requested,
            Qt.Key.Key_Insert: self.add_requested,
            Qt.Key.Key_Delete: self.remove_requested,
        }
        wish = wishes.get(Qt.Key(event.key()))
        if wish is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        else:
            wish.emit()


def _place(item: QTreeWidgetItem | None) -> Place:
    found = item.data(0, PLACE_ROLE) if item is not None else None
    return Place(*found) if found is not None else SCHEMA


def _groups(schema: Schema) -> list[tuple[Place, list[Place]]]:
    events = schema.events
    return [
        (SCHEMA, []),
        (LABELS, [Place("label", name) for name in schema.labels]),
        (ANY_SPAN, [Place("attribute", name) for name in schema.any_span]),
        (RELATIONS, [Place("relation", name) for name in schema.relations]),
        (EVENTS, [Place("event", name) for name in events.types]),
        (ROLES, [Place("role", name) for name in events.roles]),
        (MODALITIES, [Place("modality", name) for name in events.modality]),
        (POLICY, []),
        (CHECKS, []),
    ]
