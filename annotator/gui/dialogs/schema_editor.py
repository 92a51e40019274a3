# SPDX-License-Identifier: MIT
"""Shows the schema of the project, and takes down how it is to change; nothing is changed here."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMessageBox, QStackedWidget, QWidget

from annotator.gui.schema_pages.attribute_page import AttributePage
from annotator.gui.schema_pages.checks_page import ChecksPage
from annotator.gui.schema_pages.drafting import (
    ANY_SPAN,
    EVENTS,
    LABELS,
    MODALITIES,
    RELATIONS,
    ROLES,
    SCHEMA,
    Drafting,
    Place,
    is_there,
    new_name,
)
from annotator.gui.schema_pages.label_page import LabelPage, SampleOf
from annotator.gui.schema_pages.link_pages import RelationPage, RolePage
from annotator.gui.schema_pages.lists import Lists
from annotator.gui.schema_pages.name_page import GroupPage, NamePage
from annotator.gui.schema_pages.page import Page
from annotator.gui.schema_pages.split import SplitDialog
from annotator.gui.schema_pages.whole_pages import PolicyPage, SchemaPage
from annotator.gui.widgets.dialog import FormDialog, stops_in
from annotator.gui.widgets.keys import on_key
from annotator.gui.widgets.text import counted, message, tr
from annotator.schema.steps import Add, Merge, Remove, SchemaStep

SIZE = QSize(1080, 700)
MARGIN_PX = 32
KIND_OF = {
    LABELS: "label",
    ANY_SPAN: "attribute",
    RELATIONS: "relation",
    EVENTS: "event",
    ROLES: "role",
    MODALITIES: "modality",
}
GROUP_OF = {kind: group for group, kind in KIND_OF.items()}
DEFINITIONS = {"attribute": {"type": "string"}, "relation": [], "role": []}


class SchemaEditor(FormDialog):
    """Lists the schema at the left, with a page for what is chosen, and the changes so far.

    ``review_requested`` asks what the changes would do to the annotations.
    """

    review_requested = Signal()

    def __init__(
        self, drafting: Drafting, sample_of: SampleOf, parent: QWidget | None = None
    ) -> None:
        super().__init__(tr("Schema"), tr("&Review changes…"), parent)
        drafting.setParent(self)
        self.drafting = drafting
        self.place = LABELS
        self.lists = Lists(drafting)
        self._pages: dict[str, Page] = _pages(drafting, sample_of)
        self._group_page = GroupPage(drafting)
        self.pages = QStackedWidget()
        for page in (*dict.fromkeys(self._pages.values()), self._group_page):
            self.pages.addWidget(page)
            page.moved.connect(self._moved)
            page.typing.connect(self._judge)
        self._renew_later = QTimer(self)
        self._renew_later.setSingleShot(True)
        self._renew_later.timeout.connect(self.renew)
        self._lay_out()
        self._connect()
        self._show(Place("label", next(iter(drafting.schema.labels))))
        self.renew()

    def _lay_out(self) -> None:
        body = QHBoxLayout()
        body.setSpacing(24)
        body.addWidget(self.lists)
        body.addWidget(self.pages, 1)
        self._column.removeWidget(self.form)
        self.form.hide()
        self._column.takeAt(self._column.count() - 2)  # the lists take the room instead
        self._column.setSpacing(12)
        self._column.insertLayout(1, body, 1)
        parent = self.parentWidget()
        room = SIZE if parent is None else parent.window().size() - QSize(MARGIN_PX, MARGIN_PX)
        self.resize(SIZE.boundedTo(room))
        if not self.drafting.writable:
            close = self.buttons.button(self.buttons.StandardButton.Cancel)
            close.setText(tr("Close"))
            self.buttons.button(self.buttons.StandardButton.Ok).hide()

    def _connect(self) -> None:
        lists = self.lists
        lists.tree.chosen.connect(self._choose)
        lists.tree.name_requested.connect(self._go_to_name)
        lists.tree.add_requested.connect(self._add_another)
        lists.tree.remove_requested.connect(self._remove)
        lists.add.clicked.connect(self._offer_to_add)
        lists.merge.clicked.connect(lambda: lists.offer_to_merge(self.place, self._merge))
        lists.split.clicked.connect(self._split)
        lists.remove.clicked.connect(self._remove)
        lists.undo.clicked.connect(lambda: self._back_or_forth(self.drafting.undo))
        lists.redo.clicked.connect(lambda: self._back_or_forth(self.drafting.redo))
        on_key(lists.changes, "Del", self._take_back)
        self.drafting.changed.connect(self._drafted)

    # what is shown

    @property
    def page(self) -> Page:
        """The page that is shown."""
        return self._pages.get(self.place.kind, self._group_page)

    def go_to(self, place: Place) -> None:
        """Show a place, after what is typed into the page before it has become a step."""
        self._choose(place)
        self.renew()

    def _choose(self, place: Place) -> None:
        self.page.commit()
        self._show(place)

    def _show(self, place: Place) -> None:
        self.place = place
        self.page.show_place(place)
        self.pages.setCurrentWidget(self.page)
        self.order_tabs()
        self._judge()

    def _moved(self, place: Place) -> None:
        self.place = place
        self._renew_later.start()

    def _drafted(self) -> None:
        """Follow a change: at once on the page, later in the lists, where it may have begun."""
        place = self.page.place
        if is_there(self.drafting.schema, place):
            self.place = place
            self.page.refresh()
        else:
            self._show(GROUP_OF.get(place.kind, SCHEMA))
        self._renew_later.start()
        self._judge()

    def renew(self) -> None:
        """Show the lists as they are now."""
        self._renew_later.stop()
        self.lists.renew(self.place)
        self._judge()

    def _judge(self) -> None:
        drafting = self.drafting
        self.lists.enable(self.place)
        if not drafting.writable:
            self.set_problem(tr("This project is open for reading only."))
            return
        wrong = dict.fromkeys([*drafting.pending, *([self.place] if self.page.is_wrong else [])])
        if wrong:
            names = ", ".join(_words(each) for each in wrong)
            self.set_problem(tr("Not right yet: {names}.").format(names=names))
            return
        is_changed = drafting.draft.steps or self.page.is_typing
        self.set_problem("" if is_changed else tr("Nothing is changed."), say=False)

    def grow(self) -> None:
        """Stay as it is: list and pages have scroll bars."""

    def showEvent(self, event: QShowEvent) -> None:
        """Give the keyboard to the list."""
        super().showEvent(event)
        if not event.spontaneous():
            self.order_tabs()
            self.lists.tree.setFocus(Qt.FocusReason.OtherFocusReason)

    def stops(self) -> list[QWidget]:
        """Return what Tab stops at before the buttons: the lists, then the page."""
        return [*self.lists.stops, *stops_in(self.page.inside)]

    # what is done

    def _go_to_name(self) -> None:
        if "name" in self.page.entries:
            self.page.go_to("name")

    def _add_another(self) -> None:
        kind = self.place.kind if self.place.name else KIND_OF.get(self.place, "")
        if kind:
            self._add(kind, self.place.label)

    def _offer_to_add(self) -> None:
        place = self.place
        self.lists.offer_to_add(place.name if place.kind == "label" else place.label, self._add)

    def _add(self, kind: str, label: str) -> None:
        self.page.commit()
        name = new_name(self.drafting.schema, kind, label)
        if self._do(Add(name, kind, DEFINITIONS.get(kind), label), Place(kind, name, label)):
            self._go_to_name()

    def _merge(self, into: str) -> None:
        self.page.commit()
        place = self.place
        self._do(Merge((place.name,), into, place.kind), Place(place.kind, into))

    def _split(self) -> None:
        self.page.commit()
        place = self.place
        if place.kind != "label":
            return
        dialog = SplitDialog(self.drafting, place.name, self)
        dialog.accepted.connect(lambda: self._do(dialog.result_value(), place))
        dialog.open()

    def _remove(self) -> None:
        place = self.place
        if place.name:
            owner = Place("label", place.label) if place.label else GROUP_OF[place.kind]
            self._do(Remove(place.name, place.kind, place.label), owner)
            self.lists.tree.setFocus(Qt.FocusReason.OtherFocusReason)

    def _do(self, step: SchemaStep, then: Place) -> bool:
        """Take a step and go to a place, or say why not."""
        if not self.drafting.writable:
            return False
        breaches = self.drafting.do(step)
        if not breaches:
            self._show(then)
        self.renew()
        self._say([said for _, said in breaches])
        return not breaches

    def _take_back(self) -> None:
        if self.drafting.draft.steps and self.lists.changes.currentRow() >= 0:
            reason = self.drafting.take_back(self.lists.changes.currentRow())
            self.renew()
            self._say([reason] if reason else [])

    def _back_or_forth(self, move: Callable[[], None]) -> None:
        self.page.commit()
        move()
        self.renew()

    def _say(self, reasons: Sequence[str]) -> None:
        if reasons:
            text = "; ".join(reasons)
            self.set_problem(text[:1].upper() + text[1:])

    # leaving

    def accept(self) -> None:
        """Ask for the review of the changes; the editor stays until they are applied."""
        self.page.commit()
        if self.drafting.draft.steps and not self.drafting.pending:
            self.review_requested.emit()

    def reject(self) -> None:
        """Close; ask first if changes would be given up."""
        if self.drafting.writable:
            self.page.commit()
        count = len(self.drafting.draft.steps) + len(self.drafting.pending)
        if count and not self._may_give_up(count):
            return
        super().reject()

    def _may_give_up(self, count: int) -> bool:
        changes = counted(count, tr("change is"), tr("changes are"))
        button = QMessageBox.StandardButton
        box = message(
            self,
            tr("Schema"),
            tr("{changes} not applied yet.").format(changes=changes),
            icon=QMessageBox.Icon.Warning,
            buttons=button.Discard | button.Cancel,
        )
        box.button(button.Discard).setText(tr("Give up"))
        box.button(button.Cancel).setText(tr("Stay"))
        box.setDefaultButton(button.Cancel)
        return box.exec() == button.Discard


def _pages(drafting: Drafting, sample_of: SampleOf) -> dict[str, Page]:
    names = NamePage(drafting)
    return {
        "schema": SchemaPage(drafting),
        "label": LabelPage(drafting, sample_of),
        "attribute": AttributePage(drafting),
        "relation": RelationPage(drafting),
        "event": names,
        "role": RolePage(drafting),
        "modality": names,
        "policy": PolicyPage(drafting),
        "checks": ChecksPage(drafting),
    }


def _words(place: Place) -> str:
    return f"{place.label}.{place.name}" if place.label else place.name or tr(place.kind)
