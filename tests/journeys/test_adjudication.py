# SPDX-License-Identifier: MIT
"""Three annotators' layers become gold in the real window, by real keys."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.assets import corpora_dir
from annotator.gui.commands.registry import command
from annotator.workspace.exporting import Target
from annotator.workspace.workspace import Workspace
from tests.journeys.keyboard import CTRL, SHIFT, Key, sit_down

ALT = Qt.KeyboardModifier.AltModifier
THREE = corpora_dir() / "three-annotators.jsonl"


@pytest.fixture
def location(tmp_path) -> str:
    place = str(tmp_path / "three.corpus")
    workspace = Workspace.create(place, annotator="lead")
    workspace.import_paths([THREE])
    workspace.close()
    return place


class Adjudicator:
    """Presses keys in the review, and counts them."""

    def __init__(self, location, qtbot):
        self.person = sit_down(qtbot, location)
        self.window = self.person.window
        self.keys = 0
        self.qtbot = qtbot
        self.person.press(Key.Key_R, CTRL | SHIFT)
        qtbot.waitUntil(lambda: self.screen is not None)

    @property
    def workspace(self) -> Workspace:
        return self.window.projects.project.workspace

    @property
    def verbs(self):
        return self.window.projects.project.reviewing

    @property
    def screen(self):
        return self.verbs.screen

    @property
    def item(self):
        return self.screen.item

    @property
    def said(self) -> str:
        return self.window.status.said.whole

    def press(self, key, modifiers=Qt.KeyboardModifier.NoModifier):
        self.keys += 1
        QTest.keyClick(self.screen.page.canvas, key, modifiers)
        QApplication.processEvents()

    def left(self) -> int:
        rows = self.workspace.reviewing.documents()
        return sum(len(self.workspace.reviewing.open(row.document).undecided()) for row in rows)

    def close(self):
        self.window.close()


@pytest.fixture
def adjudicator(location, qtbot):
    made = Adjudicator(location, qtbot)
    yield made
    made.close()


def decisions(workspace):
    return [
        decision
        for row in workspace.reviewing.documents()
        for decision in workspace.reviewing.open(row.document).decided.values()
    ]


def test_all_that_differs_is_decided_by_one_key_each(adjudicator, tmp_path, capsys):
    disagreements = adjudicator.left()
    assert disagreements > 25

    while True:
        while adjudicator.item is not None:
            before = adjudicator.left()
            adjudicator.press(Key.Key_Space)
            if adjudicator.left() == before:
                adjudicator.press(Key.Key_1)
            assert adjudicator.left() < before
        adjudicator.press(Key.Key_Return, CTRL)
        if adjudicator.item is None:
            break

    per_item = adjudicator.keys / disagreements
    with capsys.disabled():
        print(f"\n{adjudicator.keys} keys for {disagreements} disagreements: {per_item:.2f} each")
    assert per_item <= 1.3
    assert all(row.finished for row in adjudicator.workspace.reviewing.documents())
    target = tmp_path / "gold.jsonl"
    adjudicator.workspace.export(Target(target, "jsonl", annotator="gold"))
    again = Workspace.create(str(tmp_path / "again.corpus"), annotator="lead")
    again.import_paths([target])
    for row in adjudicator.workspace.reviewing.documents():
        gold = adjudicator.workspace.layer(row.document, "gold")
        assert dict(again.layer(row.document, "gold").records) == dict(gold.records)
    again.close()


def test_nothing_is_a_decision_of_one_key(adjudicator):
    item = adjudicator.item

    adjudicator.press(Key.Key_0)

    (decision,) = decisions(adjudicator.workspace)
    assert (decision.item, decision.outcome, decision.result) == (item.id, "none", ())
    assert adjudicator.item.id != item.id


def test_a_row_is_taken_by_its_number_whatever_is_suggested(adjudicator):
    item, lanes = adjudicator.item, adjudicator.screen.review.lanes

    adjudicator.press(Key.Key_2)

    (decision,) = decisions(adjudicator.workspace)
    assert lanes[1] in decision.chosen
    assert decision.item == item.id


def test_undo_goes_back_to_the_item_it_takes_back(adjudicator):
    first = adjudicator.item
    adjudicator.press(Key.Key_1)
    adjudicator.press(Key.Key_1)

    adjudicator.press(Key.Key_Z, CTRL)
    adjudicator.press(Key.Key_Z, CTRL)

    assert adjudicator.item.id == first.id
    assert decisions(adjudicator.workspace) == []


def test_a_version_of_ones_own_is_made_with_arrows_and_taken(adjudicator):
    item = adjudicator.item
    adjudicator.press(Key.Key_E)
    start, end = adjudicator.screen.draft.start, adjudicator.screen.draft.end

    adjudicator.press(Key.Key_Right, SHIFT)
    adjudicator.press(Key.Key_Left, ALT)
    adjudicator.press(Key.Key_3, CTRL)
    draft = adjudicator.screen.draft
    adjudicator.press(Key.Key_Space)

    assert draft.end > end
    assert draft.start < start
    (decision,) = decisions(adjudicator.workspace)
    assert (decision.item, decision.outcome) == (item.id, "custom")
    (span,) = decision.result
    assert (span.label, span.fragments) == ("WEAPON", draft.fragments)


def test_escape_drops_the_own_version_first_and_leaves_then(adjudicator):
    adjudicator.press(Key.Key_E)
    adjudicator.press(Key.Key_Escape)
    assert adjudicator.screen.draft is None
    assert adjudicator.screen.page.isVisible()

    adjudicator.press(Key.Key_Escape)

    assert not adjudicator.screen.page.isVisible()
    assert adjudicator.window.bench.canvas.isVisible()


def test_a_flag_and_a_reason_go_with_the_decision(adjudicator, qtbot):
    adjudicator.press(Key.Key_F)
    adjudicator.press(Key.Key_R)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
    QTest.keyClick(QApplication.activeModalWidget(), Key.Key_1)
    adjudicator.press(Key.Key_1)

    (decision,) = decisions(adjudicator.workspace)
    assert decision.flag
    assert decision.reason == "guideline gap"


def test_tab_and_back_walk_the_items_over_documents(adjudicator):
    seen = [adjudicator.item.id]
    for _ in range(adjudicator.left()):
        adjudicator.press(Key.Key_Tab)
        seen.append(adjudicator.item.id)

    assert seen[-1] == seen[0]
    assert len(set(seen)) == adjudicator.left()
    adjudicator.press(Key.Key_Tab, SHIFT)
    assert adjudicator.item.id == seen[-2]


def test_what_was_decided_is_there_after_closing_at_any_moment(location, qtbot):
    first = Adjudicator(location, qtbot)
    for _ in range(5):
        first.press(Key.Key_1)
    kept = {decision.id for decision in decisions(first.workspace)}
    first.close()

    again = Workspace.open(location, annotator="lead")

    assert {decision.id for decision in decisions(again)} == kept
    assert len(kept) >= 5  # a link accepts the agreed spans it needs
    again.close()


def test_a_rule_accepts_after_it_has_said_what(adjudicator, qtbot):
    before = adjudicator.left()
    adjudicator.press(Key.Key_A)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
    dialog = QApplication.activeModalWidget()
    titles = [dialog.list.item(n).text() for n in range(dialog.list.count())]
    place = next(n for n, title in enumerate(titles) if "least 2 annotators" in title)
    dialog.list.setFocus()
    for _ in range(place):
        QTest.keyClick(dialog.list, Key.Key_Down)
    rule = dialog.result_value()
    assert dialog.examples.text()
    QTest.keyClick(dialog.list, Key.Key_Return)
    qtbot.waitUntil(lambda: adjudicator.left() < before)

    by_rule = [one for one in decisions(adjudicator.workspace) if one.method == f"rule:{rule}"]
    assert by_rule
    assert "accepted by rule" in adjudicator.said
    adjudicator.press(Key.Key_Z, CTRL)
    assert adjudicator.left() == before


def test_finishing_is_refused_while_something_is_undecided(adjudicator):
    adjudicator.press(Key.Key_Return, CTRL)

    assert "undecided" in adjudicator.said
    assert not any(row.finished for row in adjudicator.workspace.reviewing.documents())


def test_names_can_be_hidden(adjudicator):
    adjudicator.press(Key.Key_H)

    names = {lane.name for lane in adjudicator.screen.page.board.board.lanes}
    assert names == {"A", "B", "C"}
    assert not any(name in adjudicator.screen.page.sentence.text() for name in ("ana", "chloe"))


def test_the_review_is_a_command_with_a_key():
    assert command("review.start").keys == ("Ctrl+Shift+R",)


def test_identical_cases_are_decided_together_and_undone_together(adjudicator, qtbot):
    before = adjudicator.left()
    adjudicator.press(Key.Key_Space, CTRL)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
    dialog = QApplication.activeModalWidget()
    items = {item.id for item in dialog.result_value()}

    QTest.keyClick(dialog, Key.Key_Return)

    qtbot.waitUntil(lambda: adjudicator.left() == before - len(items))
    assert {one.item for one in decisions(adjudicator.workspace)} == items
    adjudicator.press(Key.Key_Z, CTRL)
    assert adjudicator.left() == before


def test_the_next_document_is_read_while_the_person_reads_this_one(adjudicator, qtbot):
    ahead, reviewing = adjudicator.screen.ahead, adjudicator.workspace.reviewing
    following = reviewing.next_document(adjudicator.screen.document)
    gold = adjudicator.workspace.layer(following, "gold")

    qtbot.waitUntil(lambda: ahead.is_done)

    assert (
        ahead.prepared(following, gold).index.text == adjudicator.workspace.document(following).text
    )
    assert ahead.prepared(adjudicator.screen.document, gold) is None


def test_gold_is_shown_as_if_it_had_been_laid_out_anew_after_every_act(adjudicator):
    canvas = adjudicator.screen.page.canvas
    for key in (Key.Key_1, Key.Key_B, Key.Key_0, Key.Key_2, Key.Key_1, Key.Key_1):
        adjudicator.press(key)
        page = canvas.stage.page
        known = {
            span.id: span
            for span in adjudicator.screen.views.gold(adjudicator.screen.document).spans()
        }
        assert (
            canvas.stage.annotations.records
            == adjudicator.screen.views.gold(adjudicator.screen.document).records
        )
        everything = page.spans.touching(0, len(adjudicator.screen.text))
        assert {span.id: span for span in everything} == known
    while decisions(adjudicator.workspace):
        adjudicator.press(Key.Key_Z, CTRL)
    assert list(canvas.stage.page.spans.touching(0, len(adjudicator.screen.text))) == []


def test_the_menus_follow_a_review_when_keys_pause(adjudicator, qtbot):
    undo = adjudicator.window.commands["edit.undo"]
    assert not undo.isEnabled()

    adjudicator.press(Key.Key_1)

    qtbot.waitUntil(undo.isEnabled)
