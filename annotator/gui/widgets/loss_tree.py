# SPDX-License-Identifier: MIT
"""What an export would not write, by reason: counts, and the first spans with their places."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from annotator.gui.bridge.documents import one_line
from annotator.gui.widgets.icons import icon
from annotator.gui.widgets.text import plain_tooltip, tr

DOCUMENT, PLACE, LABEL, TEXT = range(4)
PLACE_ROLE = int(Qt.ItemDataRole.UserRole)
OPEN_ROWS = 200
"""Groups are shown open while they have fewer rows than this together."""


@dataclass(frozen=True, slots=True)
class LossRow:
    """A span that is not written, or not in full, and whose it is."""

    document: str
    title: str
    annotator: str
    record: str
    start: int
    end: int
    label: str
    surface: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class LossGroup:
    """What is lost for one reason: a sentence with the count, and the first of the spans.

    ``severity`` is ``error`` for what is lost, ``warning`` for what is kept in part, ``info`` for
    what is no loss but should be known.
    """

    severity: str
    title: str
    rows: tuple[LossRow, ...] = ()
    more: int = 0


ROLES = {"error": "danger", "warning": "warning", "info": "info"}


class LossTree(QTreeWidget):
    """Lists losses; ``go_requested`` carries the row of a span whose place is asked for."""

    go_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("What would not be written"))
        self.setAccessibleDescription(tr("Enter goes to the span in the text."))
        self.setColumnCount(4)
        self.setHeaderLabels([tr("Document"), tr("Place"), tr("Label"), tr("Text")])
        self.setUniformRowHeights(False)
        self.setWordWrap(True)
        self.setIndentation(16)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        head = self.header()
        head.setSectionsMovable(False)
        head.setStretchLastSection(True)
        head.setMinimumSectionSize(48)
        for column in (PLACE, LABEL):
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self.setColumnWidth(DOCUMENT, 152)
        self.itemClicked.connect(self._go)

    def set_groups(self, groups: Sequence[LossGroup]) -> None:
        """Show other losses."""
        self.clear()
        for group in groups:
            item = QTreeWidgetItem([one_line(group.title)])
            item.setIcon(
                0, icon(ROLES[group.severity].replace("danger", "error"), ROLES[group.severity])
            )
            item.setToolTip(0, plain_tooltip(group.title))
            self.addTopLevelItem(item)
            item.setFirstColumnSpanned(True)
            for row in group.rows:
                item.addChild(_item(row))
            if group.more:
                more = QTreeWidgetItem([tr("and {more:,} more").format(more=group.more)])
                more.setFlags(Qt.ItemFlag.ItemIsEnabled)
                item.addChild(more)
                more.setFirstColumnSpanned(True)
        if sum(len(group.rows) for group in groups) <= OPEN_ROWS:
            self.expandAll()
        first = self.topLevelItem(0)
        if first is not None:
            self.setCurrentItem(first)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the place with Enter, and keep Enter from the dialog."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()
            self._go(self.currentItem())
        else:
            super().keyPressEvent(event)

    def _go(self, item: QTreeWidgetItem | None) -> None:
        row = item.data(DOCUMENT, PLACE_ROLE) if item is not None else None
        if isinstance(row, LossRow):
            self.go_requested.emit(row)


def _item(row: LossRow) -> QTreeWidgetItem:
    place = f"{row.start:,}\N{EN DASH}{row.end:,}"
    detail = f" ({one_line(row.detail)})" if row.detail else ""
    surface = one_line(row.surface)
    item = QTreeWidgetItem(
        [one_line(row.title or row.document), place, one_line(row.label), surface + detail]
    )
    item.setData(DOCUMENT, PLACE_ROLE, row)
    spoken = f"{row.title or row.document}, {place}, {row.label}: {surface}{detail}"
    item.setData(DOCUMENT, int(Qt.ItemDataRole.AccessibleTextRole), spoken)
    item.setToolTip(DOCUMENT, plain_tooltip(row.title or row.document))
    item.setToolTip(TEXT, plain_tooltip(surface + detail))
    return item
