# SPDX-License-Identifier: MIT
"""Who annotates what, and who may see whose work when."""

import pytest

from annotator.edits.edit import AddSpan, EditDocument, PutNote, SetComplete
from annotator.errors import EditRefusedError, HiddenError, InputError, NotFoundError
from annotator.model.annotations import DOCUMENT_LAYER
from annotator.model.records import Assignment, Note
from annotator.review.sharing import shared_out
from annotator.workspace.exporting import Target
from annotator.workspace.live import Live
from annotator.workspace.reviewing import Verdict
from annotator.workspace.workspace import Workspace
from tests.workspace.review_projects import reviewed_project

TEXT = "[Aleppo|LOCATION] fell."


@pytest.fixture
def location(tmp_path):
    """A project where anna is assigned document a, blind, and ben has completed it."""
    workspace = reviewed_project(tmp_path, {"a": {"ben": TEXT}, "b": {"ben": TEXT, "sara": TEXT}})
    workspace.assigning.assign(["a"], Assignment("", "anna"))
    path = workspace.location
    workspace.close()
    return path


def opened(location: str, name: str) -> Workspace:
    return Workspace.open(location, annotator=name)


def test_who_annotates_blind_sees_no_other_layer_of_the_document_until_theirs_is_complete(location):
    anna = opened(location, "anna")

    with pytest.raises(HiddenError, match="you annotate 'a' blind"):
        anna.layer("a", "ben")
    assert {entry.layer for entry in anna.history("a")} == {""}
    assert len(anna.layer("b", "ben")) == 2  # the span, and that it is complete
    anna.apply("a", SetComplete(True))

    assert len(anna.layer("a", "ben")) == 2
    anna.close()


def test_the_list_of_documents_counts_no_work_that_is_hidden(location):
    anna = opened(location, "anna")
    anna.apply("a", AddSpan("ACTOR", ((0, 6),)))
    by_id = {row.id: row for row in anna.documents()}

    assert (by_id["a"].spans, by_id["a"].all_spans) == (1, 1)
    assert (by_id["a"].layers, by_id["a"].complete_layers) == (1, 0)
    assert (by_id["b"].all_spans, by_id["b"].layers, by_id["b"].complete_layers) == (2, 2, 2)
    anna.apply("a", SetComplete(True))
    anna.flush(5)
    by_id = {row.id: row for row in anna.documents()}
    assert (by_id["a"].all_spans, by_id["a"].layers, by_id["a"].complete_layers) == (2, 2, 2)
    anna.close()
    lead = opened(location, "lead")
    assert lead.documents()[0].all_spans == 2
    lead.close()


def test_decisions_about_others_work_are_hidden_with_it(tmp_path):
    lead = reviewed_project(tmp_path, {"a": {"ben": TEXT, "sara": "Aleppo fell."}})
    lead.reviewing.decide(lead.reviewing.open("a").undecided()[0], Verdict.take(0))
    lead.assigning.assign(["a"], Assignment("", "anna"))
    lead.flush(5)
    told = [entry for entry in lead.history("a") if entry.kind.startswith("review.")]
    lead.close()
    anna = opened(str(tmp_path / "review.corpus"), "anna")

    own = anna.layer("a", DOCUMENT_LAYER)
    assert list(own.decisions()) == []
    assert len(list(own.assignments())) == 1
    assert told
    assert [entry for entry in anna.history("a") if entry.kind.startswith("review.")] == []
    anna.apply("a", AddSpan("ACTOR", ((0, 6),)))
    anna.export(Target(tmp_path / "own.jsonl", "jsonl", annotator="anna"))
    assert b"sara" not in (tmp_path / "own.jsonl").read_bytes()
    with pytest.raises(HiddenError):
        anna.layer("a", "gold")
    anna.apply("a", SetComplete(True))
    assert len(list(anna.layer("a", DOCUMENT_LAYER).decisions())) == 1
    anna.close()


def test_a_search_finds_texts_and_nothing_that_somebody_made(location):
    lead = opened(location, "lead")
    lead.apply("a", PutNote(Note("n", "Karsova in a note")))
    lead.flush(5)
    lead.close()
    anna = opened(location, "anna")

    assert [hit.document for hit in anna.search("Aleppo")] == ["a", "b"]
    assert anna.search("Karsova") == anna.search("LOCATION") == []
    assert anna.label_counts() == {}
    anna.close()


def test_who_annotates_blind_exports_and_lists_only_their_own(location, tmp_path):
    anna = opened(location, "anna")
    anna.apply("b", SetComplete(True))

    assert anna.annotators() == ()
    anna.flush(5)
    assert anna.annotators() == ("anna",)
    with pytest.raises(HiddenError, match="only your own layer"):
        anna.export(Target(tmp_path / "all.jsonl", "jsonl"))
    anna.export(Target(tmp_path / "own.jsonl", "jsonl", annotator="anna"))
    anna.close()


def test_each_question_keeps_the_same_documents_back_saved_or_not(location):
    anna = opened(location, "anna")
    anna.assigning.assign(["b"], Assignment("", "anna", role="adjudicator"))

    acts = [
        lambda: anna.assigning.assign(["b"], Assignment("", "anna")),
        lambda: anna.apply("a", SetComplete(True)),
        lambda: anna.apply("b", EditDocument({"removed": True})),
        anna.undo,
        lambda: anna.assigning.reopen("a", "anna"),
        lambda: anna.apply("b", SetComplete(True)),
        lambda: anna.assigning.withdraw("a", "anna"),
    ]
    told = [anna.assigning.hidden()]
    for act in acts:
        act()
        for is_saved in (False, True):
            hidden, listed = anna.assigning.hidden(), {row.id: row for row in anna.documents()}
            assert [id for id in listed if anna.assigning.is_hidden(id)] == [
                id for id in listed if id in hidden
            ]
            for id in set(hidden) & listed.keys():
                assert listed[id].all_spans == 0  # ben's are not counted
            if not is_saved:
                anna.flush(10)
        told.append(hidden)

    assert told == [["a"], ["a", "b"], ["b"], [], ["b"], ["a", "b"], ["a"], []]
    anna.close()


def test_what_is_hidden_is_found_without_opening_each_document(location, monkeypatch):
    anna = opened(location, "anna")
    anna.assigning.assign(["b"], Assignment("", "anna"))
    anna.flush(10)
    anna._live.forget_all()
    monkeypatch.setattr(Live, "layer", lambda *_: pytest.fail("a layer was read"))

    assert [row.all_spans for row in anna.documents()] == [0, 0]
    assert anna.assigning.hidden() == ["a", "b"]
    anna.close()


def test_a_blind_annotator_who_has_completed_reviews_the_document_and_not_before(location):
    anna = opened(location, "anna")
    anna.assigning.assign(["b"], Assignment("", "anna"))

    assert anna.reviewing.documents() == ()
    assert anna.reviewing.open("b").items == ()
    anna.apply("b", SetComplete(True))
    assert [row.document for row in anna.reviewing.documents()] == ["b"]
    anna.close()


def test_an_assignment_that_is_not_blind_hides_nothing(location):
    lead = opened(location, "lead")
    lead.assigning.withdraw("a", "anna")
    lead.assigning.assign(["a"], Assignment("", "anna", blind=False))
    lead.close()

    anna = opened(location, "anna")
    assert len(anna.layer("a", "ben")) == 2
    anna.close()


def test_assigning_is_one_act_and_twice_is_once(location):
    lead = opened(location, "lead")

    assert lead.assigning.assign(["a", "b"], Assignment("", "sara", due="2026-12-01")) == 2
    assert lead.assigning.assign(["a", "b"], Assignment("", "sara")) == 0
    assert [(task.document, task.assignment.annotator) for task in lead.assigning.tasks()] == [
        ("a", "anna"),
        ("a", "sara"),
        ("b", "sara"),
    ]
    lead.undo()
    assert [task.document for task in lead.assigning.tasks()] == ["a"]
    lead.close()


def test_the_state_of_a_task_goes_from_assigned_to_complete_and_reopened(location):
    anna = opened(location, "anna")

    def state() -> str:
        return anna.assigning.tasks()[0].state

    assert state() == "assigned"
    anna.apply("a", SetComplete(True))
    assert state() == "complete"
    anna.close()
    lead = opened(location, "lead")
    lead.assigning.reopen("a", "anna")
    assert lead.assigning.tasks()[0].state == "reopened"
    entry = lead.history("a")[-1]
    assert (entry.kind, entry.layer, entry.actor) == ("layer.reopen", "anna", "lead")
    with pytest.raises(EditRefusedError, match="not complete"):
        lead.assigning.reopen("a", "anna")
    lead.close()


def test_a_second_opinion_says_why_it_was_asked_for(location):
    lead = opened(location, "lead")

    lead.assigning.second_opinion("b", "omar")

    (assignment,) = lead.assigning.of("b")
    assert (assignment.annotator, assignment.why, assignment.blind) == (
        "omar",
        "second opinion",
        True,
    )
    lead.close()


def test_nobody_can_be_called_gold(location):
    with pytest.raises(InputError, match="nobody can be called 'gold'"):
        opened(location, "gold")
    lead = opened(location, "lead")
    with pytest.raises(InputError, match="nobody can be called 'gold'"):
        lead.assigning.assign(["a"], Assignment("", "gold"))
    lead.close()


def test_documents_are_shared_out_evenly_and_the_overlap_is_done_twice():
    documents = [f"d{number}" for number in range(100)]

    shares = shared_out(documents, ["a", "b", "c"], overlap=0.2, seed=7)

    assert list(shares) == documents
    assert sum(len(share.people) == 2 for share in shares.values()) == 20
    loads = [sum(name in share.people for share in shares.values()) for name in "abc"]
    assert sum(loads) == 120
    assert max(loads) - min(loads) <= 1
    assert shares == shared_out(documents, ["c", "b", "a"], overlap=0.2, seed=7)


def test_more_people_for_a_document_than_there_are_is_refused():
    with pytest.raises(InputError, match="3 people are wanted for a document, and there are 2"):
        shared_out(["d"], ["a", "b"], per_document=3)


def test_assignments_are_those_of_this_moment_after_every_kind_of_change(location):
    lead = opened(location, "lead")
    told = []

    def look():
        lead.flush(10)
        told.append([(id, each.annotator) for id, each in lead._store.assignments()])

    look()
    lead.apply("b", SetComplete(True))
    look()
    lead.assigning.assign(["b"], Assignment("", "sara"))
    look()
    lead.assigning.withdraw("a", "anna")
    look()
    lead.close()

    assert told == [
        [("a", "anna")],
        [("a", "anna")],
        [("a", "anna"), ("b", "sara")],
        [("b", "sara")],
    ]


def test_assignments_are_rearranged_as_one_act_and_taken_back_as_one(location):
    lead = opened(location, "lead")
    assert lead.assigning.held() == {("a", "anna"): "assigned"}
    pattern = Assignment("", "", due="2031-04-01", blind=False)

    added = {"b": ["anna", "cem"], "a": ["cem"]}
    done = lead.assigning.rearrange(added, [("a", "anna")], pattern, overlap={"b"})

    assert done == (3, 1)
    assert set(lead.assigning.held()) == {("a", "cem"), ("b", "anna"), ("b", "cem")}
    (made,) = lead.assigning.of("a")
    assert (made.due, made.blind, made.group) == ("2031-04-01", False, "")
    assert [each.group for each in lead.assigning.of("b")] == ["overlap", "overlap"]
    lead.undo()
    assert lead.assigning.held() == {("a", "anna"): "assigned"}
    lead.redo()
    assert len(lead.assigning.held()) == 3
    lead.close()


def test_what_is_held_says_how_far_it_is(location):
    lead = opened(location, "lead")
    lead.assigning.assign(["a", "b"], Assignment("", "ben"))
    lead.assigning.assign(["a", "b"], Assignment("", "lead"))
    lead.apply("a", AddSpan("ACTOR", ((0, 6),)))

    held = lead.assigning.held()

    assert held["a", "ben"] == held["b", "ben"] == "complete"
    assert (held["a", "lead"], held["b", "lead"]) == ("in progress", "assigned")
    lead.close()


def test_nothing_is_taken_back_that_is_not_assigned(location):
    lead = opened(location, "lead")

    with pytest.raises(NotFoundError):
        lead.assigning.rearrange({"b": ["cem"]}, [("b", "anna")], Assignment("", ""))

    assert lead.assigning.held() == {("a", "anna"): "assigned"}
    lead.close()
