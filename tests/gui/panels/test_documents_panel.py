# SPDX-License-Identifier: MIT
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.gui.bridge.documents import DocumentRow, Show
from annotator.gui.panels.documents import DocumentsPanel

ROWS = [
    DocumentRow("a", "Truce in Aden", "", ("yemen",), 4, complete=True),
    DocumentRow("b", "Aleppo falls", "", ("syria",), 9),
    DocumentRow("c", "Zamzam camp"),
]


@pytest.fixture
def panel(qtbot):
    made = DocumentsPanel()
    qtbot.addWidget(made)
    made.resize(280, 400)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.set_rows(ROWS)
    return made


def test_progress_counts_what_is_complete(panel):
    assert panel.progress_text == "1 of 3 complete"

    panel.put_row(ROWS[1]._replace(complete=True))

    assert panel.progress_text == "2 of 3 complete"


def test_the_filter_narrows_the_list_and_says_how_many_are_shown(panel):
    QTest.keyClicks(panel.filter, "camp")

    assert panel.model.rowCount() == 1
    assert panel.progress_text == "1 of 3 complete, 1 shown"


def test_enter_in_the_filter_opens_the_first_and_goes_to_the_text(panel, qtbot):
    QTest.keyClicks(panel.filter, "camp")

    with qtbot.waitSignal(panel.open_requested) as opened:
        QTest.keyClick(panel.filter, Qt.Key.Key_Return)

    assert opened.args == ["c", True]


def test_down_in_the_filter_goes_into_the_list_and_enter_opens(panel, qtbot):
    panel.filter.setFocus()
    QTest.keyClick(panel.filter, Qt.Key.Key_Down)
    assert panel.list.hasFocus()
    QTest.keyClick(panel.list, Qt.Key.Key_Down)

    with qtbot.waitSignal(panel.open_requested) as opened:
        QTest.keyClick(panel.list, Qt.Key.Key_Return)

    assert opened.args == ["b", True]


def test_a_click_opens_and_leaves_the_keyboard_in_the_list(panel, qtbot):
    place = panel.list.visualRect(panel.model.index(1, 1)).center()

    with qtbot.waitSignal(panel.open_requested) as opened:
        QTest.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=place)

    assert opened.args == ["b", False]


def test_clicks_with_control_choose_several_and_open_none(panel, qtbot):
    opened = []
    panel.open_requested.connect(lambda *asked: opened.append(asked))
    for row in (0, 2):
        place = panel.list.visualRect(panel.model.index(row, 1)).center()
        QTest.mouseClick(
            panel.list.viewport(),
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.ControlModifier,
            place,
        )

    assert panel.chosen() == ["a", "c"]


def test_tags_can_be_chosen_as_a_filter(panel):
    combo = panel._show
    combo.setCurrentIndex(combo.findText("syria"))

    assert [panel.model.id_at(row) for row in range(panel.model.rowCount())] == ["b"]


def test_a_filter_by_tag_ends_when_nobody_has_the_tag_any_more(panel):
    combo = panel._show
    combo.setCurrentIndex(combo.findText("syria"))

    panel.put_row(ROWS[1]._replace(tags=()))

    assert panel.model.view.tag == ""
    assert panel.model.view.show is Show.ALL
    assert panel.model.rowCount() == 3


def test_escape_empties_the_filter_then_goes_back_to_the_text(panel, qtbot):
    panel.filter.setFocus()
    QTest.keyClicks(panel.filter, "x")

    QTest.keyClick(panel.filter, Qt.Key.Key_Escape)
    assert panel.filter.text() == ""

    with qtbot.waitSignal(panel.leave_requested):
        QTest.keyClick(panel.filter, Qt.Key.Key_Escape)


def test_the_open_document_is_chosen_and_in_sight(panel):
    panel.set_rows([DocumentRow(str(number), f"Document {number}") for number in range(2000)])

    panel.set_current("1500")

    assert panel.chosen() == ["1500"]
    seen = panel.list.visualRect(panel.model.index(1500, 1))
    assert panel.list.viewport().rect().intersects(seen)


def test_a_title_that_is_cut_is_cut_at_its_end_in_its_own_direction(panel):
    arabic = "\u0642\u0635\u0641 \u0633\u0648\u0642 \u0634\u0639\u0628\u064a\u0629 " * 4
    panel.set_rows([DocumentRow("a", arabic.strip())])
    panel.set_current("a")
    cell = panel.list.visualRect(panel.model.index(0, 1))
    picture = panel.list.viewport().grab(cell).toImage()
    ground = picture.pixelColor(picture.width() // 2, 1)

    def ink(left, right):
        return sum(
            picture.pixelColor(x, y) != ground
            for x in range(left, right)
            for y in range(picture.height() // 2 - 6, picture.height() // 2 + 2)
        )

    # above its dots an ellipsis leaves the cell empty: that is at the left end
    first, last = ink(5, 13), ink(picture.width() - 15, picture.width() - 7)
    assert first < last
