# SPDX-License-Identifier: MIT
"""The page of agreement, by keys: look, go there, save."""

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.assets import corpora_dir
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
