# SPDX-License-Identifier: MIT
"""The queue shows what passes its filters, and touches only the rows that changed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication

from annotator.gui.bridge.review_items import TIP_ROLE, ReviewItemsModel, passes
from annotator.gui.bridge.rows import ReviewItemRow
from annotator.gui.panels.review_queue import FILTERS, ReviewQueue

Key = Qt.Key


def row(id, state="open", kinds=("missing",), words="Stane", said="LOCATION Stane: ana", **more):
    told = {"suggested": "", "labels": ("LOCATION",), "reason": "", "flagged": False, **more}
    return ReviewItemRow(id, kinds, words, said, state=state, **told)


ROWS = [
    row("a", "decided", reason="ambiguous text"),
    row("b", kinds=("boundary", "label"), words="the army", suggested="ACTOR army"),
    row("c", "stale", flagged=True, words="Velin"),
    row("d", "agreed", kinds=(), words="Karsova"),
    row("e", kinds=("missing", "relation"), words="rockets", labels=("WEAPON",)),
]


@pytest.fixture
def queue(qtbot):
    made = ReviewQueue()
    qtbot.addWidget(made)
    made.resize(320, 500)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.set_rows(ROWS, "b")
    return made


def shown(queue):
    return [queue.model.id_at(place) for place in range(queue.model.rowCount())]


@pytest.mark.parametrize(
    ("wanted", "ids"),
    [
        ("open", "bce"),
        ("", "abce"),
        ("missing", "ace"),
        ("boundary", "b"),
        ("relation", "e"),
        ("decided", "a"),
        ("stale", "c"),
        ("flagged", "c"),
        ("agreed", "d"),
    ],
)
def test_each_filter_shows_its_items(queue, wanted, ids):
    queue.filter.setCurrentIndex([name for name, _ in FILTERS].index(wanted))

    assert "".join(shown(queue)) == ids


def test_typed_words_must_all_occur_in_what_is_said_of_an_item(queue):
    queue.words.setText("ambiguous STANE")
    assert shown(queue) == ["a"]

    queue.words.setText("ambiguous velin")
    assert shown(queue) == []


def test_the_item_in_question_is_marked_and_marked_again_when_it_comes_back(queue):
    assert queue.model.id_at(queue.list.currentIndex().row()) == "b"

    queue.words.setText("rockets")
    assert not queue.list.currentIndex().isValid()
    queue.words.setText("")

    assert queue.model.id_at(queue.list.currentIndex().row()) == "b"


def test_a_click_and_enter_choose_an_item(queue, qtbot):
    place = queue.list.visualRect(queue.model.index(2, 0)).center()
    with qtbot.waitSignal(queue.chosen) as chosen:
        QTest.mouseClick(queue.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert chosen.args == ["c"]

    queue.list.setFocus()
    with qtbot.waitSignal(queue.chosen) as chosen:
        QTest.keyClick(queue.list, Key.Key_Down)
        QTest.keyClick(queue.list, Key.Key_Return)
    assert chosen.args == ["e"]


def test_enter_in_the_filter_goes_to_the_first_item_that_is_shown(queue, qtbot):
    queue.words.setFocus()
    queue.words.setText("velin")

    with qtbot.waitSignal(queue.chosen) as chosen:
        QTest.keyClick(queue.words, Key.Key_Return)

    assert chosen.args == ["c"]


def test_escape_leaves_for_the_text(queue, qtbot):
    queue.list.setFocus()

    with qtbot.waitSignal(queue.leave_requested):
        QTest.keyClick(queue.list, Key.Key_Escape)


def test_a_decision_touches_its_own_row_and_no_other(queue):
    told, reset = [], []
    queue.model.dataChanged.connect(lambda first, last: told.append((first.row(), last.row())))
    queue.model.modelReset.connect(lambda: reset.append(True))
    queue.model.rowsRemoved.connect(lambda *_: reset.append(True))

    after = [one._replace(state="decided") if one.id == "b" else one for one in ROWS]
    queue.set_rows(after, "c")

    assert told == [(1, 1)]
    assert reset == []
    assert queue.model.id_at(queue.list.currentIndex().row()) == "c"


def test_a_row_says_its_state_in_words_and_all_of_itself_under_the_pointer(queue):
    index = queue.model.index(2, 0)

    assert index.data(Qt.ItemDataRole.AccessibleTextRole).startswith("stale: Velin")
    assert index.data(TIP_ROLE) == "Velin ⚑\nmissing · LOCATION Stane: ana"
    assert queue.model.index(1, 0).data(TIP_ROLE).count("suggested: ACTOR army") == 1


def test_no_row_outside_the_list_says_anything(queue):
    assert queue.model.id_at(99) == ""
    assert queue.model.id_at(-1) == ""
    assert queue.model.data(queue.model.index(99, 0)) is None


STATES = st.sampled_from(("open", "decided", "stale", "agreed"))
LISTS = st.lists(st.tuples(st.integers(0, 9), STATES), unique_by=lambda pair: pair[0])


@given(st.lists(LISTS, min_size=1, max_size=6), st.sampled_from([name for name, _ in FILTERS]))
def test_who_hears_the_changes_knows_the_rows_whatever_comes(lists, wanted):
    model = ReviewItemsModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.choose(wanted, "")
    heard = []
    words = lambda place: model.data(model.index(place, 0), Qt.ItemDataRole.AccessibleTextRole)  # noqa: E731

    def removed(_, first, last):
        del heard[first : last + 1]

    def put(_, first, last):
        heard[first:first] = [words(place) for place in range(first, last + 1)]

    def changed(first, last):
        for place in range(first.row(), last.row() + 1):
            heard[place] = words(place)

    model.rowsRemoved.connect(removed)
    model.rowsInserted.connect(put)
    model.dataChanged.connect(changed)
    for each in lists:
        rows = [row(str(id), state, words=f"w{id}") for id, state in sorted(each)]
        model.set_rows(rows)

        expected = [one for one in rows if passes(one, wanted, ())]
        assert [model.id_at(place) for place in range(model.rowCount())] == [
            one.id for one in expected
        ]
        assert heard == [words(place) for place in range(model.rowCount())]
    QApplication.processEvents()
