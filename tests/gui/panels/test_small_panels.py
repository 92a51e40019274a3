# SPDX-License-Identifier: MIT
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextLayout
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QStyle, QStyleOptionViewItem

from annotator.gui.bridge.rows import HistoryRow, LabelRow, ProblemRow
from annotator.gui.panels.find_bar import FindBar
from annotator.gui.panels.history import HistoryPanel
from annotator.gui.panels.labels import LabelsPanel
from annotator.gui.panels.problems import SHOWN, ProblemsPanel
from annotator.gui.panels.status import StatusLine

LABELS = [
    LabelRow("ACTOR", "1", "#2563eb", "<i>who</i>", 2, 40),
    LabelRow("PLACE", "2", "#16a34a", "where", 0, 7),
]
PROBLEMS = [
    ProblemRow("error", "ACTOR has no type", "3", ()),
    ProblemRow("warning", "starts with <b>the</b>", "9", ("Leave “the” out", "Remove it")),
]
HISTORY = [
    HistoryRow(2, "10:00:00", "anna", "Added ACTOR", mine=True),
    HistoryRow(1, "09:00:00", "ben", "Imported", mine=False),
]


@pytest.fixture
def active(qtbot):
    def show(widget):
        qtbot.addWidget(widget)
        widget.resize(300, 300)
        with qtbot.waitActive(widget):
            widget.show()
            widget.activateWindow()
        return widget

    return show


def test_labels_show_key_name_and_counts(active):
    panel = active(LabelsPanel())
    panel.set_rows(LABELS)

    texts = [[panel.list.item(row, column).text() for column in range(4)] for row in range(2)]
    assert texts == [["1", "ACTOR", "2", "40"], ["2", "PLACE", "0", "7"]]


def test_a_click_on_a_label_asks_for_it(active, qtbot):
    panel = active(LabelsPanel())
    panel.set_rows(LABELS)
    place = panel.list.visualItemRect(panel.list.item(1, 1)).center()

    with qtbot.waitSignal(panel.label_requested) as asked:
        QTest.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=place)

    assert asked.args == ["PLACE"]


def test_enter_on_a_label_asks_for_it(active, qtbot):
    panel = active(LabelsPanel())
    panel.set_rows(LABELS)
    panel.list.setFocus()
    panel.list.setCurrentCell(0, 1)

    with qtbot.waitSignal(panel.label_requested) as asked:
        QTest.keyClick(panel.list, Qt.Key.Key_Return)

    assert asked.args == ["ACTOR"]


def test_counts_change_without_losing_the_place_in_the_list(active):
    panel = active(LabelsPanel())
    panel.set_rows(LABELS)
    panel.list.setCurrentCell(1, 1)

    panel.set_rows([LABELS[0], LABELS[1]._replace(here=1, everywhere=8)])

    assert panel.list.currentRow() == 1
    assert panel.list.item(1, 2).text() == "1"
    assert panel.counts_here() == [("ACTOR", 2), ("PLACE", 1)]


def test_problems_are_counted_by_severity(active):
    panel = active(ProblemsPanel())

    panel.set_rows(PROBLEMS)
    assert panel._note.text() == "1 error, 1 warning"

    panel.set_rows([])
    assert panel._note.text() == "No problems."


def test_enter_on_a_problem_goes_there(active, qtbot):
    panel = active(ProblemsPanel())
    panel.set_rows(PROBLEMS)
    panel.list.setFocus()
    panel.go_to(1)

    with qtbot.waitSignal(panel.go_requested) as asked:
        QTest.keyClick(panel.list, Qt.Key.Key_Return)

    assert asked.args == [1]


def test_the_menu_of_a_problem_has_every_fix(active):
    panel = active(ProblemsPanel())
    panel.set_rows(PROBLEMS)
    panel.go_to(1)
    asked = []
    panel.fix_requested.connect(lambda *fix: asked.append(fix))

    menu = panel.menu()
    menu.actions()[-1].trigger()

    titles = [action.text() for action in menu.actions() if not action.isSeparator()]
    assert titles == ["Go there", "Leave “the” out", "Remove it"]
    assert asked == [(1, 1)]
    menu.close()


def test_very_many_problems_are_counted_but_only_the_first_are_listed(active):
    panel = active(ProblemsPanel())

    panel.set_rows([PROBLEMS[0]] * (SHOWN + 5))

    assert panel.list.count() == SHOWN
    assert panel._note.text() == f"{SHOWN + 5} errors; the first {SHOWN} are listed"


def test_history_can_be_jumped_to_only_where_it_is_ones_own(active, qtbot):
    panel = active(HistoryPanel())
    panel.set_rows(HISTORY)
    panel.list.setFocus()

    panel.list.setCurrentRow(1)
    assert not panel.jump.isEnabled()

    panel.list.setCurrentRow(0)
    with qtbot.waitSignal(panel.jump_requested) as asked:
        QTest.keyClick(panel.list, Qt.Key.Key_Return)
    assert asked.args == [2]


@pytest.mark.parametrize("make", [LabelsPanel, ProblemsPanel, HistoryPanel])
def test_escape_in_a_pane_goes_back_to_the_text(active, qtbot, make):
    panel = active(make())
    panel.list.setFocus()

    with qtbot.waitSignal(panel.leave_requested):
        QTest.keyClick(panel.list, Qt.Key.Key_Escape)


def test_the_find_bar_steps_with_enter_and_back_with_shift(active):
    bar = active(FindBar())
    steps = []
    bar.step_requested.connect(steps.append)
    bar.start("truce")

    QTest.keyClick(bar.line, Qt.Key.Key_Return)
    QTest.keyClick(bar.line, Qt.Key.Key_Enter, Qt.KeyboardModifier.ShiftModifier)

    assert steps == [1, -1]


def test_the_find_bar_says_which_match_it_is_at(active):
    bar = active(FindBar())
    bar.start("truce")

    bar.set_count(0, 3)
    assert bar.count.text() == "1 of 3"

    bar.set_count(-1, 0)
    assert bar.count.text() == "Nothing found"


@pytest.mark.parametrize(
    ("state", "reason", "text"),
    [
        ("saved", "", "Saved"),
        ("saving", "", "Saving…"),
        ("unsaved", "the disk is full", "Not saved: the disk is full"),
        ("read-only", "", "Read only"),
    ],
)
def test_the_status_bar_says_whether_everything_is_saved(active, qtbot, state, reason, text):
    status = active(StatusLine())

    status.set_saved(state, reason)

    assert status.saved.text() == text
    with qtbot.waitSignal(status.save_requested):
        status.saved.click()


def test_the_status_bar_shows_place_selection_and_counts(active):
    status = active(StatusLine())
    status.resize(1200, 30)

    status.set_position(3, 1204, 12)
    status.set_counts([("ACTOR", 2), ("PLACE", 0)])

    assert status.position.text() == "Line 3, character 1,204"
    assert status.selection.text() == "12 selected"
    assert status.counts.text() == "ACTOR 2"
    assert status.counts.isVisible()


def test_the_status_bar_leaves_the_counts_out_where_there_is_little_room(active):
    status = active(StatusLine())
    status.set_position(1, 0, 0)
    status.set_counts([("ACTOR", 2)])

    status.resize(600, 30)

    assert not status.counts.isVisible()
    assert status.position.isVisible()


WORDS = "The value of the attribute is not one that the schema allows for a label of this name "


def painted_and_needed(view, row: int) -> tuple[int, int]:
    """Return the height a row has for its text, and the height that its lines take."""
    index = view.model().index(row, 0)
    option = QStyleOptionViewItem()
    view.initViewItemOption(option)
    option.rect = view.visualRect(index)
    view.itemDelegate().initStyleOption(option, index)
    place = view.style().subElementRect(QStyle.SubElement.SE_ItemViewItemText, option, view)
    margin = view.style().pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin, option, view) + 1
    height = 0.0
    for paragraph in option.text.split("\u2028" if "\u2028" in option.text else "\n"):
        layout = QTextLayout(paragraph, option.font)
        layout.beginLayout()
        line = layout.createLine()
        while line.isValid():
            line.setLineWidth(place.width() - 2 * margin)
            height += line.height()
            line = layout.createLine()
        layout.endLayout()
    return place.height(), int(height)


@pytest.mark.parametrize("width", [200, 260, 304, 411])
def test_rows_of_problems_and_history_show_their_last_line(active, width):
    problems = active(ProblemsPanel())
    history = active(HistoryPanel())
    problems.set_rows([ProblemRow("error", WORDS * n, "3", ("Leave it out",)) for n in range(1, 9)])
    history.set_rows([HistoryRow(n, "10:00", "anna", WORDS * n, mine=True) for n in range(1, 9)])

    for panel in (problems, history):
        panel.resize(width, 400)
        QApplication.processEvents()
        for row in range(8):
            painted, needed = painted_and_needed(panel.list, row)
            assert painted >= needed
            assert painted < needed + 40
