# SPDX-License-Identifier: MIT
"""The pane of problems: what does not fit the schema, live."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QMenu, QVBoxLayout, QWidget

from annotator.gui.bridge.rows import ProblemRow
from annotator.gui.widgets.icons import icon
from annotator.gui.widgets.keys import on_key
from annotator.gui.widgets.text import quiet, tr
from annotator.gui.widgets.wrapped_rows import wrap_rows

SHOWN = 500
ROLES = {"error": "danger", "warning": "warning", "info": "info"}


class ProblemsPanel(QWidget):
    """Lists problems; ``go_requested`` carries the place in the list.

    ``fix_requested`` carries the place of the problem and of the fix.
    """

    go_requested = Signal(int)
    fix_requested = Signal(int, int)
    leave_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Problems"))
        self._rows: tuple[ProblemRow, ...] = ()
        self.list = QListWidget()
        self.list.setAccessibleName(tr("List of problems"))
        wrap_rows(self.list)
        self.list.setIconSize(QSize(16, 16))
        self.list.setSpacing(2)
        self.list.itemActivated.connect(lambda item: self.go_requested.emit(self.list.row(item)))
        self.list.itemClicked.connect(lambda item: self.go_requested.emit(self.list.row(item)))
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._show_menu)
        self._note = quiet(tr("No problems."))
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        column.addWidget(self._note)
        column.addWidget(self.list, 1)
        self.setFocusProxy(self.list)
        on_key(self, "Esc", self.leave_requested.emit)

    @property
    def current(self) -> int:
        """The place of the problem at hand; -1 if none."""
        return self.list.currentRow()

    def set_rows(self, rows: Sequence[ProblemRow]) -> None:
        """Show these problems; the place in the list is kept."""
        if tuple(rows) == self._rows:
            return
        kept = self.list.currentRow()
        self._rows = tuple(rows)
        self.list.clear()
        for row in rows[:SHOWN]:
            self.list.addItem(_item(row))
        if rows:
            self.list.setCurrentRow(min(max(kept, 0), self.list.count() - 1))
        self._note.setText(_summary(rows))

    def go_to(self, place: int) -> None:
        """Choose a problem without saying so."""
        self.list.setCurrentRow(place)

    def menu(self) -> QMenu:
        """Return the menu of the problem at hand: go there, and every fix."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        place = self.current
        if place < 0:
            return menu
        menu.addAction(tr("Go there"), lambda: self.go_requested.emit(place))
        if self._rows[place].fixes:
            menu.addSeparator()
        for number, title in enumerate(self._rows[place].fixes):
            action = menu.addAction(title.replace("&", "&&"))
            action.triggered.connect(
                lambda _=False, number=number: self.fix_requested.emit(place, number)
            )
        return menu

    def _show_menu(self, place: QPoint) -> None:
        self.menu().popup(self.list.viewport().mapToGlobal(place))


def _item(row: ProblemRow) -> QListWidgetItem:
    text = row.message
    if len(row.fixes) == 1:
        text += "\n" + tr("Fix: {title}").format(title=row.fixes[0])
    elif row.fixes:
        text += "\n" + tr("{count} fixes are offered").format(count=len(row.fixes))
    item = QListWidgetItem(icon(row.severity, ROLES[row.severity]), text)
    spoken = f"{row.severity}: {text} {row.place}"
    item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)
    return item


def _summary(rows: Sequence[ProblemRow]) -> str:
    if not rows:
        return tr("No problems.")
    counts = []
    for severity, one, many in (
        ("error", tr("1 error"), tr("{count:,} errors")),
        ("warning", tr("1 warning"), tr("{count:,} warnings")),
        ("info", tr("1 hint"), tr("{count:,} hints")),
    ):
        count = sum(row.severity == severity for row in rows)
        if count:
            counts.append(one if count == 1 else many.format(count=count))
    text = ", ".join(counts)
    if len(rows) > SHOWN:
        text += tr("; the first {count} are listed").format(count=SHOWN)
    return text
