# SPDX-License-Identifier: MIT
"""The pane of the guideline: what a label stands for, with examples."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from annotator.gui.bridge.rows import ExampleRow, GuidelineText
from annotator.gui.widgets.context_rows import Context, context_item, show_contexts
from annotator.gui.widgets.icons import swatch
from annotator.gui.widgets.keys import on_key
from annotator.gui.widgets.markdown import MarkdownView
from annotator.gui.widgets.text import ElidedLabel, label, quiet, set_role, tr

ROW_ROLE = int(Qt.ItemDataRole.UserRole)
HEADS = {
    "schema": "Accepted examples",
    "gold": "From gold",
    "own": "From your complete documents",
    "flagged": "Flagged in the review",
}
SWATCH_PX = 16


class GuidelinePanel(QWidget):
    """Shows the guideline of one label, and below it examples; each signal carries the row's place.

    Enter goes to an example, A accepts one of the corpus for the guideline, Del takes one of the
    guideline away.
    """

    go_requested = Signal(int)
    accept_requested = Signal(int)
    remove_requested = Signal(int)
    leave_requested = Signal()
    came_into_sight = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Guideline"))
        self._said: GuidelineText | None = None
        self._rows: tuple[ExampleRow, ...] = ()
        self._is_all = False
        self._tint = ""
        self.swatch = label()
        self.swatch.setFixedSize(SWATCH_PX, SWATCH_PX)
        self.title = ElidedLabel()
        set_role(self.title, "heading")
        self.text = MarkdownView(name=tr("Guideline"))
        self.note = quiet(tr("Focus a span or choose a label to read its guideline."), wrap=True)
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Examples"))
        show_contexts(self.list)
        self.list.itemActivated.connect(lambda _: self._ask_to_go())
        self.list.itemClicked.connect(lambda _: self._ask_to_go())
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._show_menu)
        self._lay_out()
        self.setFocusProxy(self.text)
        on_key(self.list, "A", self._ask_to_accept)
        for keys in ("Del", "Backspace"):
            on_key(self.list, keys, self._ask_to_remove)
        on_key(self, "Esc", self.leave_requested.emit)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.swatch)
        head.addWidget(self.title, 1)
        self.halves = QSplitter(Qt.Orientation.Vertical)
        self.halves.setChildrenCollapsible(False)
        self.halves.setHandleWidth(8)
        set_role(self.halves, "gap")
        self.halves.addWidget(self.text)
        self.halves.addWidget(self.list)
        self.halves.setStretchFactor(0, 3)
        self.halves.setStretchFactor(1, 2)
        self.halves.setSizes([220, 160])
        self.text.setMinimumHeight(56)
        self.list.setMinimumHeight(56)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.note)
        column.addWidget(self.halves, 1)

    @property
    def label(self) -> str:
        """The label whose guideline is shown; empty if none is."""
        return self._said.label if self._said is not None else ""

    def show_text(self, said: GuidelineText | None) -> None:
        """Show what is said of a label; None if there is none."""
        if said == self._said:
            return
        self._said = said
        self.note.setVisible(said is None)
        self.halves.setVisible(said is not None)
        for part in (self.swatch, self.title):
            part.setVisible(said is not None)
        if said is None:
            return
        self._tint = said.tint
        self.list.clear()  # the examples of another label, or in other colours
        self.swatch.setPixmap(swatch(said.colour).pixmap(QSize(SWATCH_PX, SWATCH_PX)))
        self.title.set_whole(said.label)
        self.text.setAccessibleName(tr("Guideline of {label}").format(label=said.label))
        self.text.show_markdown(said.markdown)

    def show_examples(self, rows: Sequence[ExampleRow], *, is_all: bool) -> None:
        """Show these; ``is_all`` is False while more are looked for."""
        if (tuple(rows), is_all) == (self._rows, self._is_all) and self.list.count():
            return
        kept = self.list.currentRow()
        self._rows, self._is_all = tuple(rows), is_all
        self.list.clear()
        for kind, title in HEADS.items():
            own = [(place, row) for place, row in enumerate(rows) if row.kind == kind]
            if own:
                self.list.addItem(_head(tr(title)))
            for place, row in own:
                self.list.addItem(self._item(place, row))
        if not is_all:
            self.list.addItem(_head(tr("Looking for examples…"), bold=False))
        elif not rows:
            self.list.addItem(_head(tr("No examples yet."), bold=False))
        if kept >= 0:
            self._choose(kept)

    @property
    def current(self) -> int:
        """The place of the example at hand; -1 if none."""
        return self._place_at(self.list.currentRow())

    def enter(self) -> None:
        """Take the keyboard."""
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def showEvent(self, event: object) -> None:
        """Say that the guideline is in sight."""
        super().showEvent(event)  # type: ignore[arg-type]  # the stub names a class of QtGui
        self.came_into_sight.emit()

    def menu(self) -> QMenu:
        """Return the menu of the example at hand."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if self.current < 0:
            return menu
        row = self._rows[self.current]
        if row.document:
            menu.addAction(tr("Go there"), self._ask_to_go)
            menu.addAction(tr("Accept for the guideline"), self._ask_to_accept)
        else:
            menu.addAction(tr("Take out of the guideline"), self._ask_to_remove)
        return menu

    def _show_menu(self, place: QPoint) -> None:
        self.menu().popup(self.list.viewport().mapToGlobal(place))

    def _item(self, place: int, row: ExampleRow) -> QListWidgetItem:
        context = Context(row.before, row.span, row.after, row.note, self._tint)
        spoken = tr("{span}, in: {words} {note}").format(
            span=row.span, words=context.words, note=row.note
        )
        item = context_item(context, spoken=spoken)
        item.setData(ROW_ROLE, place)
        return item

    def _choose(self, near: int) -> None:
        places = [n for n in range(self.list.count()) if self._place_at(n) >= 0]
        after = [n for n in places if n >= near] or places[-1:]
        if after:
            self.list.setCurrentRow(after[0])

    def _place_at(self, number: int) -> int:
        item = self.list.item(number) if number >= 0 else None
        place = item.data(ROW_ROLE) if item is not None else None
        return place if isinstance(place, int) else -1

    def _ask_to_go(self) -> None:
        if self.current >= 0 and self._rows[self.current].document:
            self.go_requested.emit(self.current)

    def _ask_to_accept(self) -> None:
        if self.current >= 0 and self._rows[self.current].document:
            self.accept_requested.emit(self.current)

    def _ask_to_remove(self) -> None:
        if self.current >= 0 and not self._rows[self.current].document:
            self.remove_requested.emit(self.current)


def _head(text: str, *, bold: bool = True) -> QListWidgetItem:
    item = QListWidgetItem(text)
    font = QFont()
    font.setBold(bold)
    item.setFont(font)
    item.setFlags(Qt.ItemFlag.NoItemFlags)  # the arrows pass over it
    return item
