# SPDX-License-Identifier: MIT
"""Adjudication: every decision is one act on record, and gold is what the decisions make."""

import pytest

from annotator.edits.edit import RelabelSpan, SetComplete
from annotator.errors import EditRefusedError
from annotator.model.annotations import DOCUMENT_LAYER
from annotator.model.records import Span
from annotator.review.decisions import fold
from annotator.workspace.exporting import Target
from annotator.workspace.reviewing import Verdict
from annotator.workspace.workspace import Workspace
from tests.workspace.review_projects import line, relations_of, reviewed_project, spans_of

ANNA = "[HTS|ACTOR] struck [Idlib countryside|LOCATION] with [rockets|WEAPON]."
BEN = "[HTS|ACTOR] struck [Idlib|LOCATION] countryside with rockets."
SARA = "[HTS|LOCATION] struck [Idlib|LOCATION] countryside with [rockets|WEAPON]."
SHORT = "[Aleppo|LOCATION] fell."


@pytest.fixture
def workspace(tmp_path):
    workspace = reviewed_project(
        tmp_path,
        {
            "a": {"anna": ANNA, "ben": BEN, "sara": SARA},
            "b": {"anna": SHORT, "ben": "Aleppo fell.", "sara": SHORT},
            "c": {"anna": SHORT},
        },
    )
    workspace.reviewing.reviews.audited = 0.0
    yield workspace
    workspace.close()


def decisions(workspace: Workspace, id: str):
    return list(workspace.layer(id, DOCUMENT_LAYER).decisions())


def assert_gold_is_the_fold(workspace: Workspace, id: str) -> None:
    records = workspace.layer(id, "gold").records
    made = {id: record for id, record in records.items() if record.kind != "status"}
    assert made == fold(decisions(workspace, id))


def candidate_with(item, words: str, text: str) -> int:
    return next(
        index
        for index, candidate in enumerate(item.candidates)
        if any(isinstance(r, Span) and r.surface(text) == words for r in candidate.records)
    )


def test_the_queue_has_the_documents_that_two_have_completed(workspace):
    rows = workspace.reviewing.documents()

    assert [(row.document, row.annotators, row.finished) for row in rows] == [
        ("a", 3, False),
        ("b", 3, False),
    ]
    assert workspace.reviewing.count("a").undecided == 3


def test_a_taken_version_is_in_gold_and_on_record(workspace):
    reviewing = workspace.reviewing
    item = reviewing.open("a").undecided()[1]
    text = workspace.document("a").text

    made = reviewing.decide(
        item, Verdict.take(candidate_with(item, "Idlib", text)), ms=1200, reason="boundary"
    )

    assert spans_of(workspace, "a") == {("LOCATION", "Idlib")}
    assert (made.outcome, made.chosen, made.by) == ("candidate", ("ben", "sara"), "lead")
    assert (made.ms, made.reason) == (1200, "boundary")
    assert [seen.annotator for seen in made.candidates] == ["anna", "ben", "sara"]
    assert reviewing.open("a").decided[item.id] == made
    assert_gold_is_the_fold(workspace, "a")


def test_a_rejection_is_a_decision_that_puts_nothing_into_gold(workspace):
    reviewing = workspace.reviewing
    item = reviewing.open("b").undecided()[0]

    made = reviewing.decide(item, Verdict.none())

    assert (made.outcome, made.chosen, made.result) == ("none", ("ben",), ())
    assert spans_of(workspace, "b") == set()
    assert reviewing.open("b").undecided() == ()


def test_undo_takes_a_decision_and_its_gold_back_at_once(workspace):
    reviewing = workspace.reviewing
    before = reviewing.open("a").undecided()
    reviewing.decide(before[0], Verdict.take(0))

    workspace.undo()

    assert reviewing.open("a").undecided() == before
    assert spans_of(workspace, "a") == set()
    assert decisions(workspace, "a") == []


def test_a_revised_decision_replaces_the_first_and_keeps_the_id_of_the_gold_span(workspace):
    reviewing = workspace.reviewing
    item = reviewing.open("a").undecided()[0]
    first = reviewing.decide(item, Verdict.take(0))

    second = reviewing.decide(item, Verdict.take(1))

    assert decisions(workspace, "a") == [second]
    assert [r.id for r in second.result] == [r.id for r in first.result]
    assert_gold_is_the_fold(workspace, "a")
    kinds = [entry.kind for entry in workspace.history("a")]
    assert kinds.count("review.decide") == 2
    assert kinds.count("review.revise") == 2


def test_a_decision_is_stale_when_a_version_changes_and_is_asked_again(workspace):
    reviewing = workspace.reviewing
    item = reviewing.open("b").undecided()[0]
    old = reviewing.decide(item, Verdict.take(0))
    workspace.flush(5)
    path = workspace.location
    workspace.close()
    with_anna(path, lambda anna: anna.apply("b", RelabelSpan("T1", "ACTOR")))

    again = Workspace.open(path, annotator="lead")
    again.reviewing.reviews.audited = 0.0
    review = again.reviewing.open("b")

    assert review.decided == {}
    (here,) = (each for each in review.undecided() if review.stale.get(each.id))
    assert review.stale[here.id] == (old,)
    new = again.reviewing.decide(here, Verdict.none())
    assert decisions(again, "b") == [new]
    assert_gold_is_the_fold(again, "b")
    again.close()


def with_anna(path: str, act) -> None:
    anna = Workspace.open(path, annotator="anna")
    act(anna)
    anna.close()


def test_a_decision_whose_place_nobody_marks_any_more_stays_in_sight(workspace):
    reviewing = workspace.reviewing
    item = reviewing.open("b").undecided()[0]
    reviewing.decide(item, Verdict.take(0))
    path = workspace.location
    workspace.close()
    for name in ("anna", "sara"):
        other = Workspace.open(path, annotator=name)
        other.jump_to("b", 1)
        other.apply("b", SetComplete(True))
        other.close()

    again = Workspace.open(path, annotator="lead")
    review = again.reviewing.open("b")

    (left,) = review.undecided()
    assert len(review.stale[left.id]) == 1
    again.reviewing.decide(left, Verdict.none())
    assert again.reviewing.open("b").undecided() == ()
    assert spans_of(again, "b") == set()
    again.close()


def test_finishing_accepts_what_all_agree_on_and_completes_gold_in_one_act(workspace):
    reviewing = workspace.reviewing
    with pytest.raises(EditRefusedError, match="3 items are undecided"):
        reviewing.finish("a")
    for item in reviewing.open("a").undecided():
        reviewing.decide(item, Verdict.take(0))

    reviewing.finish("a")

    assert workspace.layer("a", "gold").complete
    assert_gold_is_the_fold(workspace, "a")
    workspace.undo()
    assert not workspace.layer("a", "gold").complete


def test_the_next_undecided_item_is_found_across_documents_and_round(workspace):
    reviewing = workspace.reviewing
    first, second, third = reviewing.open("a").undecided()
    (other,) = reviewing.open("b").undecided()

    assert reviewing.next_undecided("a", first) == second
    assert reviewing.next_undecided("a", third) == other
    assert reviewing.next_undecided("b", other) == first
    assert reviewing.previous_undecided("a", first) == other
    assert reviewing.previous_undecided("a", second) == first


def test_identical_cases_are_decided_as_one_act(tmp_path):
    layers = {"anna": SHORT, "ben": "Aleppo fell."}
    workspace = reviewed_project(tmp_path, dict.fromkeys(("a", "b", "c"), layers))
    reviewing = workspace.reviewing
    cases = reviewing.identical(reviewing.open("b").undecided()[0])

    reviewing.decide_all([(case.item, Verdict.take(0)) for case in cases])

    assert [case.item.document for case in cases] == ["b", "a", "c"]
    assert [case.words for case in cases] == ["Aleppo"] * 3
    assert reviewing.next_undecided() is None
    assert all(spans_of(workspace, id) for id in ("a", "b", "c"))
    workspace.undo()
    assert not any(spans_of(workspace, id) for id in ("a", "b", "c"))
    workspace.close()


def test_gold_can_have_what_all_have_missed(workspace):
    reviewing = workspace.reviewing

    reviewing.add("b", [Span("", "ACTOR", ((7, 11),))])

    assert spans_of(workspace, "b") == {("ACTOR", "fell")}
    assert len(reviewing.open("b").undecided()) == 1
    assert_gold_is_the_fold(workspace, "b")


def test_gold_and_decisions_come_back_after_an_export(workspace, tmp_path):
    reviewing = workspace.reviewing
    for item in reviewing.open("a").undecided():
        reviewing.decide(item, Verdict.take(0))
    reviewing.finish("a")

    target = tmp_path / "out.jsonl"
    assert workspace.export(Target(target, "jsonl")).balanced
    other = Workspace.create(str(tmp_path / "other.corpus"), annotator="lead")
    other.import_paths([target])

    assert decisions(other, "a") == decisions(workspace, "a")
    assert other.layer("a", "gold").records == workspace.layer("a", "gold").records
    assert other.reviewing.open("a").undecided() == ()
    assert_gold_is_the_fold(other, "a")
    other.close()


def test_a_relation_in_gold_links_gold_spans_and_goes_with_them(tmp_path):
    both = "[HTS|ACTOR] took [Idlib|LOCATION]."
    link = {"id": "R", "type": "in", "source": "T1", "target": "T2"}
    source = tmp_path / "r.jsonl"
    source.write_bytes(
        b"\n".join(
            [
                line("d", "anna", both, relations=[link]),
                line("d", "ben", both.replace("HTS|ACTOR", "HTS|LOCATION"), relations=[]),
            ]
        )
    )
    workspace = Workspace.create(str(tmp_path / "r.corpus"), annotator="lead")
    workspace.import_paths([source])
    reviewing = workspace.reviewing
    span, relation = reviewing.open("d").undecided()
    yes = next(n for n, c in enumerate(relation.candidates) if c.records)

    with pytest.raises(EditRefusedError, match="decide its ends first"):
        reviewing.decide(relation, Verdict.take(yes))
    reviewing.decide(span, Verdict.take(0))
    reviewing.decide(relation, Verdict.take(yes))

    assert relations_of(workspace, "d") == {("in", "HTS", "Idlib")}
    assert_gold_is_the_fold(workspace, "d")
    reviewing.decide(span, Verdict.none())
    assert relations_of(workspace, "d") == set()
    assert reviewing.open("d").undecided() == (relation,)
    assert_gold_is_the_fold(workspace, "d")
    workspace.close()


def test_a_review_is_made_once_and_anew_whenever_it_would_be_another(workspace):
    reviewing = workspace.reviewing
    first = reviewing.open("a")
    assert reviewing.open("a") is first

    reviewing.hide_names = True
    assert set(reviewing.open("a").names.values()) == {"A", "B", "C"}
    reviewing.hide_names = False
    assert reviewing.open("a") == first

    reviewing.decide(first.undecided()[0], Verdict.none())
    assert len(reviewing.open("a").undecided()) == 2
    workspace.undo()
    assert reviewing.open("a") == first

    reviewing.reviews.trusts_agreement = False
    assert len(reviewing.open("a").undecided()) == 3 + sum(item.is_agreed for item in first.items)
    reviewing.reviews.trusts_agreement = True
    assert reviewing.open("a") == first


def test_how_many_are_left_follows_every_act(workspace):
    reviewing = workspace.reviewing
    assert (reviewing.left("a"), reviewing.left("b")) == (3, 1)

    for item in reviewing.open("a").undecided():
        reviewing.decide(item, Verdict.none())
        assert reviewing.left("a") == len(reviewing.open("a").undecided())
    workspace.undo()
    assert reviewing.left("a") == 1
    workspace.undo()
    assert (reviewing.left("a"), reviewing.left("b")) == (2, 1)
    reviewing.reviews.trusts_agreement = False
    assert reviewing.left("a") == len(reviewing.open("a").undecided())


def test_the_list_follows_gold_that_is_finished_and_reopened(workspace):
    reviewing = workspace.reviewing
    reviewing.documents()
    reviewing.decide(reviewing.open("b").undecided()[0], Verdict.none())

    reviewing.finish("b")
    assert [row.document for row in reviewing.documents() if row.finished] == ["b"]
    assert reviewing.following("a") == ()
    reviewing.reopen("b")

    assert [row.document for row in reviewing.documents() if row.finished] == []
    assert reviewing.following("a") == ("b",)
    assert reviewing.next_here("a").id == reviewing.open("a").undecided()[0].id


def test_the_next_item_here_is_the_one_after_it_and_goes_round(workspace):
    reviewing = workspace.reviewing
    first, second, third = reviewing.open("a").undecided()

    assert reviewing.next_here("a") == first
    assert reviewing.next_here("a", first) == second
    assert reviewing.next_here("a", third) == first
    reviewing.decide(third, Verdict.none())
    assert reviewing.next_here("a", third) == first
    for item in (first, second):
        reviewing.decide(item, Verdict.none())
    assert reviewing.next_here("a", third) is None


def test_what_rules_would_accept_is_counted_alike_from_the_store_and_live(workspace):
    reviewing = workspace.reviewing
    reviewing.reviews.audited = 0.3
    reviewing.decide(reviewing.open("a").undecided()[0], Verdict.take(0))
    reviewing.decide(reviewing.open("b").undecided()[0], Verdict.take(0))
    workspace.flush(5)
    told = []

    counted = reviewing.counting_rules()(lambda done, total: told.append((done, total)))

    assert counted == reviewing.rules()
    assert any(one.items for one in counted)
    assert told == [(1, 2), (2, 2)]
    reviewing.finish("b")
    workspace.flush(5)
    assert reviewing.counting_rules()(lambda *_: None) == reviewing.rules()
