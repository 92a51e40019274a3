# SPDX-License-Identifier: MIT
"""The pane of relations, events and entities of the document."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal, SignalInstance
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QFormLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QVBoxLayout,
    QWidget,
)

from annotator.gui.bridge.links import EntityForm, LinkRow
from annotator.gui.widgets.keys import on_key
from annotator.gui.widgets.text import ElidedLabel, label, quiet, tr
from annotator.gui.widgets.wrapped_rows import wrap_rows

SHOWN = 1000
ID_ROLE = int(Qt.ItemDataRole.UserRole)
HEADS = {"relation": "Relations", "event": "Events", "entity": "Entities"}
FIELDS = {
    "canonical_name": "Name",
    "wikidata": "Wikidata",
    "country": "Country",
}
PLACEHOLDERS = {"canonical_name": "", "wikidata": "Q…", "country": "SYR"}


class RelationsPanel(QWidget):
    """Lists what links spans; each signal carries the id of the record.

    Enter goes there, T changes the type, F fills an event's roles or gives an entity's values to
    all its mentions, Del removes. ``field_changed`` carries an entity, a field and its new text.
    """

    go_requested = Signal(str)
    remove_requested = Signal(str)
    retype_requested = Signal(str)
    fill_requested = Signal(str)
    chosen = Signal(str)
    field_changed = Signal(str, str, str)
    leave_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Relations"))
        self._rows: tuple[LinkRow, ...] = ()
        self._form: EntityForm | None = None
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Relations, events and entities"))
        wrap_rows(self.list)
        self.list.setSpacing(1)
        self.list.itemActivated.connect(lambda _: self._ask(self.go_requested))
        self.list.itemClicked.connect(lambda _: self._ask(self.go_requested))
        self.list.currentRowChanged.connect(lambda _: self.chosen.emit(self.current))
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(
            lambda place: self.menu().popup(self.list.viewport().mapToGlobal(place))
        )
        self._note = quiet(
            tr("L links a span, E makes an event, S says what is the same."), wrap=True
        )
        self._entity = self._made_form()
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        column.addWidget(self._note)
        column.addWidget(self.list, 1)
        column.addWidget(self._entity)
        self.setFocusProxy(self.list)
        for key, signal in (
            ("T", self.retype_requested),
            ("F", self.fill_requested),
            ("Del", self.remove_requested),
            ("Backspace", self.remove_requested),
        ):
            on_key(self.list, key, partial(self._ask, signal))
        on_key(self, "Esc", self.leave_requested.emit)
        self.show_entity(None)

    def _made_form(self) -> QWidget:
        whole = QWidget()
        form = QFormLayout(whole)
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(4)
        self._title = ElidedLabel()
        form.addRow(self._title)
        self.fields: dict[str, QLineEdit] = {}
        for name, title in FIELDS.items():
            line = QLineEdit()
            line.setAccessibleName(tr(title))
            line.setPlaceholderText(PLACEHOLDERS[name])
            line.editingFinished.connect(lambda name=name: self._edited(name))
            form.addRow(label(tr(title)), line)
            self.fields[name] = line
        return whole

    @property
    def current(self) -> str:
        """The id of the record at hand; empty if none."""
        item = self.list.currentItem()
        return str(item.data(ID_ROLE) or "") if item is not None else ""

    def set_rows(self, rows: Sequence[LinkRow]) -> None:
        """Show these, kind by kind; what is at hand stays at hand."""
        if tuple(rows) == self._rows:
            return
        kept, place = self.current, self.list.currentRow()
        self._rows = tuple(rows)
        self.list.blockSignals(True)
        self.list.clear()
        for kind, title in HEADS.items():
            own = [row for row in rows if row.kind == kind]
            if own:
                self.list.addItem(_head(f"{tr(title)} {len(own):,}"))
            for row in own[:SHOWN]:
                self.list.addItem(_item(row))
        self._choose(kept, place)
        self.list.blockSignals(False)
        self._note.setVisible(not rows)
        self.chosen.emit(self.current)

    def _choose(self, id: str, place: int) -> None:
        """Put the row with an id at hand, else what is now where it was."""
        places = [number for number in range(self.list.count()) if self._id_at(number)]
        same = [number for number in places if self._id_at(number) == id]
        near = [number for number in places if number >= place] or places[-1:]
        if places and place >= 0:
            self.list.setCurrentRow((same or near)[0])

    def _id_at(self, number: int) -> str:
        return str(self.list.item(number).data(ID_ROLE) or "")

    def choose(self, id: str) -> None:
        """Put a record at hand without saying so."""
        self._choose(id, 0)

    def enter(self) -> None:
        """Take the keyboard, with something at hand."""
        if not self.current:
            self._choose("", 0)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_entity(self, form: EntityForm | None) -> None:
        """Show the fields of an entity; None for none."""
        self._form = form
        self._entity.setVisible(form is not None)
        if form is None:
            return
        self._title.set_whole(form.name)
        for name, line in self.fields.items():
            text = form.values.get(name, "")
            if line.text() != text:
                line.setText(text)
            line.setReadOnly(not form.writable)
        QTimer.singleShot(0, self._keep_seen)  # once the list has made room for the fields

    def _keep_seen(self) -> None:
        self.list.scrollTo(self.list.currentIndex())

    def _edited(self, name: str) -> None:
        form, line = self._form, self.fields[name]
        text = line.text().strip()
        if form is not None and text != form.values.get(name, ""):
            self.field_changed.emit(form.id, name, text)

    def menu(self) -> QMenu:
        """Return the menu of what is at hand."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        kinds = {row.id: row.kind for row in self._rows}
        kind = kinds.get(self.current)
        if kind is None:
            return menu
        menu.addAction(tr("Go there"), lambda: self._ask(self.go_requested))
        if kind != "entity":
            menu.addAction(tr("Change the type"), lambda: self._ask(self.retype_requested))
        if kind == "event":
            menu.addAction(tr("Fill the roles"), lambda: self._ask(self.fill_requested))
        if kind == "entity":
            words = tr("Give its values to all mentions")
            menu.addAction(words, lambda: self._ask(self.fill_requested))
        menu.addAction(tr("Remove"), lambda: self._ask(self.remove_requested))
        return menu

    def _ask(self, signal: SignalInstance) -> None:
        if self.current:
            signal.emit(self.current)


def _head(text: str) -> QListWidgetItem:
    item = QListWidgetItem(text)
    font = QFont()
    font.setBold(True)
    item.setFont(font)
    item.setFlags(Qt.ItemFlag.NoItemFlags)  # the arrows pass over it
    return item


def _item(row: LinkRow) -> QListWidgetItem:
    item = QListWidgetItem(f"{row.text}\n{row.more}" if row.more else row.text)
    item.setData(ID_ROLE, row.id)
    item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{row.kind}: {row.text} {row.more}".strip())
    return item
