# SPDX-License-Identifier: MIT
from PySide6.QtWidgets import QStyledItemDelegate

from annotator.gui.bridge.rows import PlaceRow
from annotator.gui.consistency_bench import ConsistencyBench

PLACE = PlaceRow(
    "Convoy",
    "blank",
    "LOCATION",
    "the rest turned back to ⟦Dogu⟧ under the escort of a patrol" * 3,
    True,
)


class Measuring(QStyledItemDelegate):
    """Counts how often a cell is measured."""

    count = 0

    def sizeHint(self, option, index):
        self.count += 1
        return super().sizeHint(option, index)


def test_many_places_are_shown_again_without_measuring_all_for_each(qtbot):
    page = ConsistencyBench()
    qtbot.addWidget(page)
    page.resize(1280, 800)
    with qtbot.waitExposed(page):
        page.show()
    measuring = Measuring()
    page.table.setItemDelegate(measuring)
    places = [PLACE] * 60
    page.set_places("'Dogu'", "", places)
    measuring.count = 0

    page.set_places("'Dogu'", "", places)

    assert measuring.count <= 5 * 60 * page.table.columnCount()
    assert page.ticked() == tuple(range(60))
    assert page.table.rowHeight(59) > page.table.verticalHeader().minimumSectionSize()
