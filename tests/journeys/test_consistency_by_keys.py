# SPDX-License-Identifier: MIT
"""What is not consistent over all documents is found, visited and mended by real keys."""

import json

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.edits.edit import AddSpan
from annotator.workspace.intake import Wishes
from annotator.workspace.workspace import Workspace
from tests.journeys.keyboard import CTRL, NONE, SHIFT, Key, sit_down
from tests.marked import marked

SOURCES = {
    "one": "[Halden|LOCATION] fell. [Halden|LOCATION] rose.",
    "two": "The [Halden|LOCATION] road, and [Halden|ACTOR] spoke of [the Orro Brigade|ACTOR].",
    "three": "[Orro Brigade|ACTOR] and [Orro Brigade|ACTOR] took Halden, then left Halden again.",
    "four": "Halden is not annotated here.",
}


@pytest.fixture
def location(tmp_path) -> str:
    lines = []
    for id, source in SOURCES.items():
        text, spans = marked(source)
        listed = [
            {"id": f"{id}-{span.id}", "start": span.start, "end": span.end, "label": span.label}
            for span in spans
        ]
        lines.append(json.dumps({"id": id, "text": text, "annotator": "ann", "spans": listed}))
    (tmp_path / "news.jsonl").write_text("\n".join(lines), "utf-8")
    place = str(tmp_path / "news.corpus")
    workspace = Workspace.create(place, annotator="ann")
    workspace.import_paths([tmp_path / "news.jsonl"], Wishes(format="jsonl"))
    workspace.close()
    return place


class Reader:
    """Presses keys on the page of consistency, and reads what it shows."""

    def __init__(self, qtbot, location):
        self.qtbot = qtbot
        self.person = sit_down(qtbot, location)
        self.window = self.person.window

    @property
    def verbs(self):
        return self.window.projects.project.consistency

    @property
    def page(self):
        return self.verbs.page

    @property
    def workspace(self) -> Workspace:
        return self.person.workspace

    @property
    def said(self) -> str:
        return self.window.status.said.whole

    def press(self, key, modifiers=NONE):
        self.person.press(key, modifiers)
        QApplication.processEvents()

    def look(self):
        self.press(Key.Key_K, CTRL | SHIFT)
        self.settled()

    def settled(self):
        """Wait until the page shows what is so now."""
        verbs = self.verbs
        self.qtbot.waitUntil(lambda: not verbs._later.isActive() and not verbs._looking.is_running)

    def findings(self) -> list[str]:
        return [self.page.list.item(n).text() for n in range(self.page.list.count())]

    def places(self) -> list[str]:
        table = self.page.table
        return [table.item(n, 3).text().strip("\u2068\u2069") for n in range(table.rowCount())]

    def go_to(self, words):
        while words not in self.page.list.currentItem().text():
            before = self.page.list.currentRow()
            self.press(Key.Key_Down)
            assert self.page.list.currentRow() > before

    def labels(self, id) -> list[tuple[str, str]]:
        text = self.workspace.document(id).text
        spans = sorted(self.workspace.layer(id).spans(), key=lambda span: span.start)
        return [(span.surface(text), span.label) for span in spans]


@pytest.fixture
def newcomer(qtbot, location):
    made = Reader(qtbot, location)
    yield made
    made.window.close()


@pytest.fixture
def reader(newcomer):
    newcomer.look()
    return newcomer


def test_a_first_look_shows_how_far_it_is_and_can_be_stopped_and_begun_again(newcomer, qtbot):
    with newcomer.workspace.consistency._working:  # as if another look took long
        newcomer.press(Key.Key_K, CTRL | SHIFT)
        qtbot.waitUntil(newcomer.page.strip.isVisible)
        newcomer.page.strip.cancel.setFocus()
        newcomer.press(Key.Key_Space)

    qtbot.waitUntil(lambda: newcomer.said.startswith("Stopped."))
    assert newcomer.findings() == []
    assert not newcomer.page.strip.isVisible()
    assert not newcomer.page.fix_all.isEnabled()
    newcomer.look()
    assert len(newcomer.findings()) == 3


def test_one_can_annotate_while_the_first_look_goes_on(newcomer, qtbot):
    with newcomer.workspace.consistency._working:
        newcomer.press(Key.Key_K, CTRL | SHIFT)
        qtbot.waitUntil(newcomer.page.strip.isVisible)
        newcomer.press(Key.Key_Escape)
        newcomer.person.go_to(0)
        newcomer.press(Key.Key_3)
        assert ("Halden", "WEAPON") in newcomer.labels("one")

    newcomer.look()

    assert "WEAPON" in newcomer.findings()[0]


def test_the_findings_are_listed_with_counts_and_the_places_in_context(reader):
    assert reader.findings() == [
        "'Halden' is LOCATION 3 times, ACTOR once, blank twice\nSeveral labels · 1 place",
        "'Halden' is LOCATION 3 times, ACTOR once, blank twice\nLeft blank · 2 places",
        "'the Orro Brigade' is marked once as ACTOR, but 'Orro Brigade' twice\n"
        "Other boundaries · 1 place",
    ]
    assert reader.places() == ["The Halden road, and ⟦Halden⟧ spoke of the Orro Brigade."]
    assert QApplication.focusWidget() is reader.page.list


def test_enter_goes_to_the_place_and_f4_to_the_ones_after_it(reader):
    reader.press(Key.Key_Return)

    assert reader.person.document == "two"
    assert reader.person.canvas.focused_span == "two-T2"
    assert not reader.page.isVisible()
    assert QApplication.focusWidget() is reader.person.canvas

    visited = []
    for _ in range(3):
        reader.press(Key.Key_F4)
        start, end = reader.person.canvas.selection
        visited.append((reader.person.document, start, end - start))
    first, second = (
        marked(SOURCES["three"])[0].index("Halden"),
        marked(SOURCES["three"])[0].rindex("Halden"),
    )
    assert visited[:2] == [("three", first, 6), ("three", second, 6)]
    assert reader.person.canvas.focused_span == "two-T3"
    reader.press(Key.Key_F4)
    assert reader.said == "No place is left of what was found."
    reader.press(Key.Key_F4, SHIFT)
    assert reader.person.document == "three"


def test_a_place_that_was_mended_in_the_text_is_not_visited_again(reader):
    reader.go_to("Left blank")
    reader.press(Key.Key_Return)
    reader.press(Key.Key_2)
    reader.press(Key.Key_F4, SHIFT)
    reader.press(Key.Key_F4)

    text = reader.workspace.document("three").text
    assert reader.person.canvas.selection[0] == text.rindex("Halden")


def test_f_fixes_one_place_and_the_list_follows(reader):
    reader.press(Key.Key_F)
    reader.settled()

    assert reader.labels("two")[1] == ("Halden", "LOCATION")
    assert reader.said == "Fixed 1 place. Ctrl+Z takes it back."
    assert reader.findings()[0].startswith("'Halden' is LOCATION 4 times, blank twice")


def test_a_fixes_what_is_ticked_as_one_act_and_one_undo_takes_all_back(reader):
    reader.workspace.apply("one", AddSpan("ACTOR", ((7, 11),)))
    reader.settled()
    before = {id: reader.labels(id) for id in SOURCES}
    reader.go_to("Left blank")

    reader.press(Key.Key_A)
    reader.settled()

    assert [one for one in reader.labels("three") if one[0] == "Halden"] == [
        ("Halden", "LOCATION"),
        ("Halden", "LOCATION"),
    ]
    assert not any("Left blank" in words and "Halden" in words for words in reader.findings())
    reader.press(Key.Key_Z, CTRL)
    reader.settled()
    assert {id: reader.labels(id) for id in SOURCES} == before
    assert any("Left blank · 2 places" in words for words in reader.findings())


def test_space_takes_a_place_out_of_the_fix(reader):
    reader.go_to("Left blank")
    reader.page.table.setFocus()
    reader.press(Key.Key_Down)
    reader.press(Key.Key_Space)
    assert reader.page.count.text() == "1 of 2 places ticked"

    reader.press(Key.Key_A)
    reader.settled()

    text = reader.workspace.document("three").text
    starts = [span.start for span in reader.workspace.layer("three").spans()]
    assert text.index("Halden") in starts
    assert text.rindex("Halden") not in starts


def test_what_was_taken_out_of_the_fix_stays_out_while_the_page_looks_again(reader):
    reader.go_to("Left blank")
    reader.page.table.setFocus()
    reader.press(Key.Key_Down)
    reader.press(Key.Key_Space)

    reader.workspace.apply("one", AddSpan("ACTOR", ((7, 11),)))
    reader.settled()
    assert reader.page.count.text() == "1 of 2 places ticked"
    reader.press(Key.Key_A)
    reader.settled()
    assert reader.page.count.text() == "0 of 1 place ticked"
    assert not reader.page.fix_all.isEnabled()
    reader.press(Key.Key_Escape)
    reader.look()
    assert reader.page.ticked() == ()

    text = reader.workspace.document("three").text
    starts = [span.start for span in reader.workspace.layer("three").spans()]
    assert text.index("Halden") in starts
    assert text.rindex("Halden") not in starts
    reader.page.list.setFocus()
    reader.press(Key.Key_Down)
    reader.press(Key.Key_Up)
    assert reader.page.ticked() == (0,)


def test_boundaries_are_moved_to_those_that_most_have(reader):
    reader.go_to("Other boundaries")

    reader.press(Key.Key_A)
    reader.settled()

    assert reader.labels("two")[2] == ("Orro Brigade", "ACTOR")


def test_tab_goes_to_the_places_and_slash_to_the_filter_and_letters_filter(reader):
    reader.press(Key.Key_Tab)
    assert reader.page.isAncestorOf(QApplication.focusWidget())
    reader.press(Key.Key_Slash)
    assert QApplication.focusWidget() is reader.page.words
    QTest.keyClicks(reader.page.words, "brigade af")
    assert reader.findings() == []
    for _ in range(3):
        reader.press(Key.Key_Backspace)
    reader.settled()
    assert [words.partition("\n")[2] for words in reader.findings()] == [
        "Other boundaries · 1 place"
    ]
    assert reader.labels("two")[2] == ("the Orro Brigade", "ACTOR")
    reader.press(Key.Key_Return)
    assert QApplication.focusWidget() is reader.page.list
    reader.press(Key.Key_Escape)
    assert QApplication.focusWidget() is reader.person.canvas


def test_another_layer_is_looked_at_but_only_its_owner_fixes_it(reader, tmp_path):
    text, _ = marked(SOURCES["one"])
    spans = [{"id": "g", "start": 0, "end": 6, "label": "WEAPON"}]
    line = {"id": "one", "text": text, "annotator": "gold", "spans": spans}
    (tmp_path / "gold.jsonl").write_text(json.dumps(line), "utf-8")
    reader.workspace.import_paths([tmp_path / "gold.jsonl"], Wishes(format="jsonl"))
    reader.settled()

    reader.page.whose.setFocus()
    reader.press(Key.Key_Down)
    reader.settled()

    assert [words.partition("\n")[0] for words in reader.findings()] == [
        "'Halden' is WEAPON once, blank once"
    ]
    assert not reader.page.fix.isEnabled()
    assert not reader.page.fix_all.isEnabled()


def test_an_edit_while_the_page_is_away_is_in_it_when_it_comes_back(reader):
    reader.press(Key.Key_Return)
    reader.press(Key.Key_2)

    reader.look()

    assert reader.labels("two")[1] == ("Halden", "LOCATION")
    assert not any("Several labels" in words for words in reader.findings())


def test_two_pages_are_never_in_sight_at_once(reader, qtbot):
    reader.press(Key.Key_D, CTRL | SHIFT)
    report = reader.window.projects.project.agreement
    qtbot.waitUntil(lambda: report.page is not None and report.page.isVisible(), timeout=20_000)

    assert not reader.page.isVisible()
