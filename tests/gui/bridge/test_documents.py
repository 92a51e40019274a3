# SPDX-License-Identifier: MIT
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from annotator.gui.bridge.documents import (
    DocumentRow,
    DocumentsModel,
    Order,
    Show,
    View,
    chosen,
    haystack,
)

ROWS = (
    DocumentRow("a", "Truce in Aden", "2024-03-01", ("yemen",), 4, complete=True),
    DocumentRow("b", "aleppo falls", "2024-01-01", ("syria", "urgent"), 9),
    DocumentRow("c", "Zamzam camp", "2024-02-01", (), 0),
)


def ids(model: DocumentsModel) -> list[str]:
    return [model.id_at(row) for row in range(model.rowCount())]


@pytest.fixture
def model(qapp):
    made = DocumentsModel()
    QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal, made)
    made.set_rows(ROWS)
    return made


@pytest.mark.parametrize(
    ("view", "expected"),
    [
        (View(), "abc"),
        (View(typed="ALEPPO"), "b"),
        (View(typed="urgent 2024"), "b"),
        (View(typed="nothing like it"), ""),
        (View(show=Show.COMPLETE), "a"),
        (View(show=Show.INCOMPLETE), "bc"),
        (View(tag="syria"), "b"),
        (View(order=Order.TITLE), "bac"),
        (View(order=Order.DATE), "bca"),
        (View(order=Order.STATUS), "bca"),
    ],
)
def test_a_view_shows_what_it_says_in_its_order(model, view, expected):
    model.set_view(view)

    assert "".join(ids(model)) == expected


def test_a_removed_document_is_in_no_view_and_comes_back(model):
    model.put_row(ROWS[1]._replace(removed=True))
    assert ids(model) == ["a", "c"]
    assert model.totals() == (1, 2)
    assert model.tags() == ["yemen"]

    model.put_row(ROWS[1])
    assert ids(model) == ["a", "b", "c"]


def test_a_document_that_becomes_complete_stays_under_the_person_who_works_on_it(model):
    model.set_view(View(show=Show.INCOMPLETE))

    model.put_row(ROWS[1]._replace(complete=True))

    assert ids(model) == ["b", "c"]
    assert model.totals() == (2, 3)


def test_next_incomplete_goes_round_and_never_gives_the_same_one(model):
    assert model.next_incomplete("b") == "c"
    assert model.next_incomplete("c") == "b"
    model.put_row(ROWS[1]._replace(complete=True))
    assert model.next_incomplete("c") == ""


def test_next_incomplete_looks_beyond_the_filter_when_nothing_is_left_in_it(model):
    model.set_view(View(tag="yemen"))

    assert model.next_incomplete("a") == "b"


def test_the_neighbour_of_a_document_that_is_not_shown_is_the_first_or_last(model):
    model.set_view(View(typed="a", order=Order.TITLE))

    assert model.neighbour("elsewhere", 1) == "b"
    assert model.neighbour("elsewhere", -1) == "c"
    assert model.neighbour("c", 1) == ""


def test_the_open_document_is_bold(model):
    model.set_current("b")

    fonts = [model.index(row, 1).data(Qt.ItemDataRole.FontRole) for row in range(model.rowCount())]
    assert [font is not None and font.bold() for font in fonts] == [False, True, False]


def test_a_title_with_line_breaks_and_controls_is_one_line(model):
    model.set_rows([DocumentRow("x", "one\ntwo\x1b[31m")])

    assert model.index(0, 1).data() == "one two [31m"


def test_a_tooltip_shows_markup_as_it_is(model):
    model.set_rows([DocumentRow("x", "<b>bold</b>")])

    tip = model.index(0, 1).data(Qt.ItemDataRole.ToolTipRole)
    assert tip == "<span>&lt;b&gt;bold&lt;/b&gt;</span>"


rows = st.lists(
    st.builds(
        DocumentRow,
        id=st.uuids().map(str),
        title=st.text(max_size=8),
        tags=st.lists(st.sampled_from("xyz"), max_size=2).map(tuple),
        complete=st.booleans(),
        removed=st.booleans(),
    ),
    max_size=12,
)
views = st.builds(
    View,
    typed=st.text(max_size=2),
    show=st.sampled_from(Show),
    tag=st.sampled_from(["", "x", "y"]),
    order=st.sampled_from(Order),
)


@given(rows, views)
def test_a_view_shows_each_fitting_document_once_and_no_other(documents, view):
    places = chosen(documents, [haystack(row) for row in documents], view)

    fitting = [
        place
        for place, row in enumerate(documents)
        if not row.removed
        and all(word in haystack(row) for word in view.typed.casefold().split())
        and (view.show is Show.ALL or row.complete is (view.show is Show.COMPLETE))
        and (not view.tag or view.tag in row.tags)
    ]
    assert sorted(places) == fitting
