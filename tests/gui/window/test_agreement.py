# SPDX-License-Identifier: MIT
"""The page of agreement, by keys: look, go there, save."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.assets import corpora_dir
from annotator.review.decisions import Verdict
from annotator.workspace.workspace import Workspace
from tests.journeys.keyboard import CTRL, SHIFT, Key, sit_down


@pytest.fixture
def person(qtbot, tmp_path):
    place = str(tmp_path / "three.corpus")
    workspace = Workspace.create(place, annotator="lead")
    workspace.import_paths([corpora_dir() / "three-annotators.jsonl"])
    workspace.close()
    made = sit_down(qtbot, place)
    yield made
    made.window.close()


def page_of(person, qtbot, key):
    person.press(key, CTRL | SHIFT)
    verbs = person.window.projects.project.agreement
    qtbot.waitUntil(lambda: verbs.page is not None and verbs.page.isVisible(), timeout=20_000)
    qtbot.waitUntil(lambda: not person.window.projects.is_busy)
    qtbot.waitUntil(verbs.page.list.hasFocus)
    return verbs, verbs.page


def test_agreement_is_shown_with_all_its_tables(person, qtbot):
    _, page = page_of(person, qtbot, Key.Key_A)

    titles = [page.list.item(n).text() for n in range(page.list.count())]
    assert titles[:3] == ["Agreement on spans", "By label", "By pair of annotators"]
    assert page.table.rowCount() > 5
    page.list.setFocus()
    person.press(Key.Key_Down)
    assert page.heading.text() == "By label"
    assert page.table.rowCount() == 4


def test_enter_on_a_document_opens_it(person, qtbot):
    _, page = page_of(person, qtbot, Key.Key_A)
    place = next(n for n, table in enumerate(page.tables) if table.id == "documents")
    page.list.setCurrentRow(place)
    page.table.setFocus()
    page.table.setCurrentCell(1, 0)
    wanted = page.table.item(1, 0).text()

    QTest.keyClick(page.table, Key.Key_Return)

    assert person.window.projects.project.opened.id == wanted
    assert not page.isVisible()
    assert person.canvas.isVisible()


def chosen(page, id):
    number = next(n for n, table in enumerate(page.tables) if table.id == id)
    page.list.setCurrentRow(number)
    page.table.setFocus()
    return page.tables[number]


def cell_with(table, kind):
    for y, questions in enumerate(table.questions):
        for x, question in enumerate(questions):
            if question is not None and question.one != question.other:
                assert question.kind == kind
                return y, x
    raise AssertionError("no cell asks anything")


def test_enter_on_a_cell_of_the_matrix_shows_its_places_and_then_goes_there(person, qtbot):
    _, page = page_of(person, qtbot, Key.Key_A)
    y, x = cell_with(chosen(page, "confusion"), "label")
    page.table.setCurrentCell(y, x)
    count = page.table.item(y, x).text()

    QTest.keyClick(page.table, Key.Key_Return)

    qtbot.waitUntil(page.up.isVisible)
    assert page.heading.text().endswith(f": {count}")
    assert page.table.rowCount() == int(count)
    wanted = page.table.item(0, 0).text()
    QTest.keyClick(page.table, Key.Key_Return)
    assert person.window.projects.project.opened.id == wanted
    assert person.canvas.isVisible()


def test_escape_goes_back_from_places_to_the_cell_and_then_leaves(person, qtbot):
    _, page = page_of(person, qtbot, Key.Key_A)
    y, x = cell_with(chosen(page, "grid"), "pair")
    page.table.setCurrentCell(y, x)
    QTest.keyClick(page.table, Key.Key_Return)
    qtbot.waitUntil(page.up.isVisible)

    person.press(Key.Key_Escape)

    assert page.heading.text() == "Annotators against annotators"
    assert (page.table.currentRow(), page.table.currentColumn()) == (y, x)
    assert page.isVisible()
    assert not page.up.isVisible()
    person.press(Key.Key_Escape)
    assert not page.isVisible()


def test_a_click_on_a_string_shows_where_it_differs(person, qtbot):
    _, page = page_of(person, qtbot, Key.Key_A)
    table = chosen(page, "strings")
    place = page.table.visualItemRect(page.table.item(0, 0)).center()

    QTest.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=place)

    qtbot.waitUntil(page.up.isVisible)
    assert page.heading.text().startswith("Differences about")
    string, spans = table.rows[0][:2]
    assert int(spans) / 2 <= page.table.rowCount() <= int(spans)
    for row in range(page.table.rowCount()):
        sides = [page.table.item(row, column).text().casefold() for column in (2, 3)]
        assert any(side.endswith(string) for side in sides)


def test_places_that_come_after_another_table_was_chosen_are_not_shown(person, qtbot):
    _, page = page_of(person, qtbot, Key.Key_A)
    chosen(page, "strings")
    page._ask(0, 0)
    page.list.setCurrentRow(0)

    page.show_answer(page.tables[1])

    assert page.heading.text() == "Agreement on spans"


@pytest.mark.parametrize("suffix", [".html", ".pdf", ".csv", ".json"])
def test_a_report_is_saved_in_every_kind(person, qtbot, tmp_path, suffix):
    verbs, _ = page_of(person, qtbot, Key.Key_A)

    verbs.save(tmp_path / f"report{suffix}")

    written = list(tmp_path.glob("report*"))
    assert written
    assert all(path.stat().st_size > 20 for path in written)
    if suffix == ".pdf":
        assert written[0].read_bytes().startswith(b"%PDF")


def test_a_report_that_cannot_be_written_says_so(person, qtbot, tmp_path):
    verbs, _ = page_of(person, qtbot, Key.Key_A)

    verbs.save(tmp_path / "no" / "such" / "report.html")

    assert "report.html" in person.window.status.said.whole


def test_escape_leaves_the_page(person, qtbot):
    _, page = page_of(person, qtbot, Key.Key_D)

    person.press(Key.Key_Escape)
    QApplication.processEvents()

    assert not page.isVisible()
    assert person.canvas.isVisible()
    assert QApplication.focusWidget() is person.canvas


def test_further_measures_follow_in_their_own_time(person, qtbot):
    _, page = page_of(person, qtbot, Key.Key_A)

    qtbot.waitUntil(lambda: "gamma" in shown_ids(page), timeout=60_000)

    assert page.heading.text() == "Agreement on spans"
    assert page.coming.isHidden()


def shown_ids(page) -> set[str]:
    return {row[0] for table in page.tables if table.id == "units" for row in table.rows}


def suspects_of(page):
    return next(table for table in page.tables if table.id == "suspects")


def with_gold(workspace):
    for row in workspace.reviewing.documents():
        for item in workspace.reviewing.open(row.document).undecided():
            workspace.reviewing.decide(item, Verdict.take(0))


def test_a_second_reader_is_asked_for_by_its_key_and_its_account_is_shown(
    person, qtbot, monkeypatch
):
    monkeypatch.setattr(
        "annotator.workspace.second_reading.read_unseen",
        lambda fold: [{} for _ in fold.unseen],
    )
    monkeypatch.setattr(
        "annotator.workspace.second_reading.results",
        lambda work, given, processes, tick: map(work, given),
    )
    monkeypatch.setattr("annotator.workspace.second_reading.FOLDS", 2)
    with_gold(person.workspace)
    _, page = page_of(person, qtbot, Key.Key_D)
    assert page.reader.isVisible()
    column = suspects_of(page).columns.index("second reader")
    assert {row[column] for row in suspects_of(page).rows} == {""}

    page.reader.setFocus()
    person.press(Key.Key_Space)
    qtbot.waitUntil(lambda: page.heading.text() == suspects_of(page).title, timeout=30_000)

    assert {row[column] for row in suspects_of(page).rows} == {"0 %"}
    assert not person.window.projects.is_busy


def test_too_little_gold_for_a_second_reader_is_said(person, qtbot):
    _, page = page_of(person, qtbot, Key.Key_D)
    page.reader.setFocus()

    person.press(Key.Key_Space)

    said = "A second reader needs at least four documents in gold."
    qtbot.waitUntil(lambda: person.window.status.said.whole == said, timeout=30_000)


def test_agreement_offers_no_second_reader(person, qtbot):
    _, page = page_of(person, qtbot, Key.Key_A)
    assert not page.reader.isVisible()
