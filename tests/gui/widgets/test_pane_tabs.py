# SPDX-License-Identifier: MIT
from PySide6.QtWidgets import QWidget

from annotator.gui.widgets.pane_tabs import PaneTabs

NAMES = [("Attributes", "edit"), ("Problems 128", "warning"), ("History", "history")]


def tabs(qtbot, width):
    made = PaneTabs()
    for _ in NAMES:
        made.addTab(QWidget(), "")
    qtbot.addWidget(made)
    made.resize(width, 300)
    made.show()
    made.set_names(NAMES)
    return made


def needed(made):
    bar = made.tabBar()
    return sum(bar.fontMetrics().horizontalAdvance(title) for title, _ in NAMES)


def test_names_that_do_not_fit_stand_closer_together(qtbot):
    wide = tabs(qtbot, 900)
    narrow = tabs(qtbot, needed(wide) + 40)

    assert wide.tabBar().property("role") != "close"
    assert narrow.tabBar().property("role") == "close"
    assert [narrow.tabText(place) for place in range(3)] == [title for title, _ in NAMES]


def test_a_name_that_grows_is_made_room_for_and_the_room_comes_back(qtbot):
    made = tabs(qtbot, 900)
    made.resize(needed(made) + 24 * 3, 300)
    assert made.tabBar().property("role") == ""

    made.set_names([("Attributes", "edit"), ("Problems 12,128", "warning"), ("History", "history")])
    assert made.tabBar().property("role") == "close"

    made.set_names(NAMES)
    assert made.tabBar().property("role") == ""
