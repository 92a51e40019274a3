# SPDX-License-Identifier: MIT
"""The views of a review, and what is decided about many items at once, by real keys."""

from time import monotonic, sleep

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.gui.session import review_many
from annotator.schema.steps import Redefine, Rename
from tests.journeys.keyboard import CTRL, SHIFT, Key
from tests.journeys.test_adjudication import Adjudicator, decisions, location

__all__ = ["location"]


@pytest.fixture
def adjudicator(location, qtbot):
    made = Adjudicator(location, qtbot)
    yield made
    made.close()


def shown_names(adjudicator):
    return {span.label for span in adjudicator.screen.page.canvas.stage.annotations.spans()}


def test_l_shows_all_versions_in_the_text_and_gold_again(adjudicator):
    adjudicator.press(Key.Key_L)

    names = shown_names(adjudicator)
    assert any(name.endswith(" · 1") for name in names)
    assert any(name.startswith("nothing · ") for name in names)
    assert not any(name.endswith("✓") for name in names)
    adjudicator.press(Key.Key_1)
    assert any(name.endswith("✓") for name in shown_names(adjudicator))
    adjudicator.press(Key.Key_Z, CTRL)
    assert shown_names(adjudicator) == names

    adjudicator.press(Key.Key_L)
    gold = adjudicator.workspace.layer(adjudicator.screen.document, "gold")
    assert adjudicator.screen.page.canvas.stage.annotations is gold


def test_v_shows_every_pair_of_annotators_side_by_side_and_gold_again(adjudicator):
    page, lanes = adjudicator.screen.page, adjudicator.screen.review.lanes
    document = adjudicator.screen.document
    for one, other in ((0, 1), (0, 2), (1, 2)):
        adjudicator.press(Key.Key_V)

        layers = [adjudicator.workspace.layer(document, lanes[row]) for row in (one, other)]
        assert [page.canvas.stage.annotations, page.second.stage.annotations] == layers
        said = [head.text() for head in page.sides]
        assert said == [f"{row + 1}  {lanes[row]}" for row in (one, other)]
        assert page.second.isVisible()

    adjudicator.press(Key.Key_V)
    assert not page.second.isVisible()
    assert page.canvas.stage.annotations is adjudicator.workspace.layer(document, "gold")


def test_texts_side_by_side_go_to_the_same_place_and_scroll_together(adjudicator):
    page = adjudicator.screen.page
    adjudicator.press(Key.Key_V)
    for _ in range(12):
        adjudicator.press(Key.Key_Tab)

    item = adjudicator.item
    tops = [canvas.stage.line_rect(item.start).top() for canvas in (page.canvas, page.second)]
    assert tops[0] == pytest.approx(tops[1], abs=1)
    page.canvas.scroll_by(90)
    assert (
        page.canvas.stage.scrolling.first_seen()[0] == page.second.stage.scrolling.first_seen()[0]
    )


def test_hidden_names_are_hidden_side_by_side_too_and_decisions_work_there(adjudicator):
    adjudicator.press(Key.Key_V)
    adjudicator.press(Key.Key_H)
    assert [head.text()[-1] for head in adjudicator.screen.page.sides] == ["A", "B"]
    before = adjudicator.left()

    adjudicator.press(Key.Key_1)

    assert adjudicator.left() < before
    adjudicator.press(Key.Key_L)
    assert not adjudicator.screen.page.second.isVisible()


def test_the_answer_for_identical_cases_can_be_another_than_the_suggested(adjudicator, qtbot):
    adjudicator.press(Key.Key_Space, CTRL)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
    dialog = QApplication.activeModalWidget()
    count = len(dialog.result_value())
    assert dialog.counts.text().startswith(f"One answer for {count} identical case")

    QTest.keyClick(dialog.focusWidget(), Key.Key_0)
    QTest.keyClick(dialog.focusWidget(), Key.Key_Return)

    qtbot.waitUntil(lambda: len(decisions(adjudicator.workspace)) == count)
    assert {one.outcome for one in decisions(adjudicator.workspace)} == {"none"}


def test_rules_of_a_large_project_are_counted_in_the_background(adjudicator, qtbot, monkeypatch):
    monkeypatch.setattr(review_many, "QUICKLY", 0)
    shown = adjudicator.workspace.reviewing.rules()
    adjudicator.press(Key.Key_A)
    assert QApplication.activeModalWidget() is None
    assert adjudicator.said.startswith("Counting what rules would accept")

    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)

    dialog = QApplication.activeModalWidget()
    assert dialog.list.count() == len(shown)
    assert all(
        f"{one.items:,} item" in dialog.list.item(place).text() for place, one in enumerate(shown)
    )
    QTest.keyClick(dialog, Key.Key_Escape)


def test_a_decision_stops_the_counting_of_rules(adjudicator, qtbot, monkeypatch):
    monkeypatch.setattr(review_many, "QUICKLY", 0)
    adjudicator.press(Key.Key_A)
    adjudicator.press(Key.Key_1)

    qtbot.wait(300)

    assert QApplication.activeModalWidget() is None
    assert decisions(adjudicator.workspace)


class Counting:
    """Counts rules until it is stopped, or for three seconds."""

    def __init__(self, monkeypatch, adjudicator):
        self.became = ""
        monkeypatch.setattr(review_many, "QUICKLY", 0)
        monkeypatch.setattr(adjudicator.workspace.reviewing, "counting_rules", lambda: self.count)

    def count(self, progress):
        until = monotonic() + 3
        try:
            while monotonic() < until:
                progress(1, 2)
                sleep(0.005)
        except BaseException:
            self.became = "stopped"
            raise
        self.became = "done"
        return ()


def test_leaving_the_review_stops_the_counting_of_rules(adjudicator, qtbot, monkeypatch):
    counting = Counting(monkeypatch, adjudicator)
    adjudicator.press(Key.Key_A)
    adjudicator.press(Key.Key_Escape)
    assert adjudicator.screen.ahead.is_done

    qtbot.waitUntil(lambda: counting.became != "")

    assert counting.became == "stopped"
    qtbot.wait(50)
    assert QApplication.activeModalWidget() is None


def test_another_page_in_front_of_the_review_is_not_covered_by_rules(adjudicator, qtbot):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(review_many, "QUICKLY", 0)
        adjudicator.press(Key.Key_A)
        adjudicator.person.press(Key.Key_K, CTRL | SHIFT)
        assert not adjudicator.screen.page.isVisible()
        qtbot.waitUntil(lambda: not adjudicator.verbs._rules._counting.is_running)

    qtbot.wait(50)

    assert QApplication.activeModalWidget() is None


def test_closing_the_window_stops_the_counting_of_rules(adjudicator, monkeypatch):
    counting = Counting(monkeypatch, adjudicator)
    adjudicator.press(Key.Key_A)

    adjudicator.close()

    assert counting.became == "stopped"


def changed_schema(workspace):
    """Rename ACTOR, and give LOCATION another colour."""
    revising = workspace.revising
    revising.apply(revising.plan([Rename("ACTOR", "AGENT")]))
    revising.apply(revising.plan([Redefine("LOCATION", definition={"color": "#123456"})]))


def test_the_review_follows_another_schema_and_its_undo(adjudicator):
    page, before = adjudicator.screen.page, adjudicator.workspace.schema
    adjudicator.press(Key.Key_1)

    changed_schema(adjudicator.workspace)

    assert page.canvas._schema is page.second._schema is adjudicator.workspace.schema
    assert "AGENT" in page.board._colours
    assert "ACTOR" not in said_on(page)
    adjudicator.press(Key.Key_Z, CTRL)
    adjudicator.press(Key.Key_Z, CTRL)
    assert adjudicator.workspace.schema == before
    assert page.canvas._schema is page.second._schema is adjudicator.workspace.schema
    assert "ACTOR" in page.board._colours
    assert "AGENT" not in said_on(page)


def test_the_review_shows_a_schema_that_was_changed_while_it_was_left(adjudicator, qtbot):
    page = adjudicator.screen.page
    adjudicator.press(Key.Key_1)
    document = adjudicator.screen.document
    adjudicator.press(Key.Key_Escape)

    changed_schema(adjudicator.workspace)
    adjudicator.person.press(Key.Key_R, CTRL | SHIFT)
    qtbot.waitUntil(page.isVisible)

    assert adjudicator.screen.document == document
    assert page.canvas._schema is adjudicator.workspace.schema
    assert "AGENT" in page.board._colours
    assert "ACTOR" not in said_on(page)
    gold = adjudicator.workspace.layer(document, "gold")
    assert page.canvas.stage.annotations.records == gold.records


def said_on(page):
    """All labels of the text, and all that stands in the rows and in the line above."""
    labels = [span.label for span in page.canvas.stage.annotations.spans()]
    notes = [lane.note for lane in page.board.board.lanes]
    pieces = [piece.label for lane in page.board.board.lanes for piece in lane.pieces]
    words = " ".join([*labels, *notes, *pieces, page.sentence.text(), page.suggestion.text()])
    return set(words.replace(":", " ").replace(",", " ").split())
