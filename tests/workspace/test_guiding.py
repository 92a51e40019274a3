# SPDX-License-Identifier: MIT
"""Examples of a label from the corpus, and those that the schema keeps."""

import pytest

from annotator.edits.edit import AddSpan, EditDocument, SetComplete
from annotator.errors import (
    CancelledError,
    EditRefusedError,
    HiddenError,
    NotFoundError,
    ReadOnlyError,
)
from annotator.model.records import Assignment
from annotator.review.decisions import Verdict
from annotator.schema.definition import Example
from annotator.store.doctor import examine
from annotator.store.examples import FrequentString
from annotator.workspace.guiding import AROUND, LONGEST_SPAN, SHOWN, diverse, in_words
from annotator.workspace.tasks import Task, no_progress
from annotator.workspace.workspace import Workspace
from tests.workspace.review_projects import reviewed_project

SAME = {
    "d1": "[HTS|ACTOR] struck [Idlib|LOCATION]. [HTS|ACTOR] left.",
    "d2": "[HTS|ACTOR] and [Free Halden|ACTOR] met.",
    "d3": "[free  halden|ACTOR] spoke near [Stane|LOCATION].",
}


def adjudicated(tmp_path, documents=SAME, finish=True):
    """A project whose two annotators agree, with gold made of that."""
    workspace = reviewed_project(
        tmp_path, {id: {"ann": text, "ben": text} for id, text in documents.items()}
    )
    for id in documents:
        if finish:
            workspace.reviewing.finish(id)
    assert workspace.flush(10)
    return workspace


def guidance(workspace, label="ACTOR"):
    assert workspace.flush(10)
    return workspace.guiding.guidance(label)(no_progress)


def surfaces(found):
    return [(example.words.span, example.count) for example in found.examples]


def test_examples_come_from_gold_the_most_frequent_string_first(tmp_path):
    workspace = adjudicated(tmp_path)

    found = guidance(workspace)

    assert found.source == "gold"
    assert surfaces(found) == [("HTS", 3), ("Free Halden", 2)]
    workspace.close()


def test_examples_stand_in_different_documents_where_they_can(tmp_path):
    workspace = adjudicated(
        tmp_path,
        {
            "d1": "[HTS|ACTOR] and [Halden|ACTOR] met.",
            "d2": "[Halden|ACTOR] and [HTS|ACTOR] met.",
        },
    )

    assert {example.document for example in guidance(workspace).examples} == {"d1", "d2"}
    workspace.close()


def test_an_example_says_its_place_and_the_words_around_it(tmp_path):
    workspace = adjudicated(tmp_path)

    (example,) = [e for e in guidance(workspace, "LOCATION").examples if e.words.span == "Stane"]

    text = workspace.document(example.document).text
    assert text[example.start : example.end] == "Stane"
    assert example.words == Example(before="free halden spoke near ", span="Stane", after=".")
    workspace.close()


def test_without_gold_examples_come_from_ones_own_complete_documents(tmp_path):
    workspace = adjudicated(tmp_path, finish=False)
    location = workspace.location
    assert guidance(workspace).source == ""
    workspace.close()

    mine = Workspace.open(location, annotator="ann")

    assert guidance(mine).source == "own"
    assert surfaces(guidance(mine)) == [("HTS", 3), ("Free Halden", 2)]
    mine.assigning.reopen("d1", "ann")
    assert surfaces(guidance(mine)) == [("Free Halden", 2), ("HTS", 1)]
    mine.close()


def test_gold_of_a_document_that_is_annotated_blind_is_not_shown(tmp_path):
    workspace = adjudicated(tmp_path)
    workspace.assigning.assign(["d1", "d2"], Assignment("", "cem"))
    location = workspace.location
    workspace.close()

    cem = Workspace.open(location, annotator="cem")

    with pytest.raises(HiddenError):
        cem.layer("d1", "gold")
    assert surfaces(guidance(cem)) == [("free halden", 1)]
    cem.close()


def test_a_flagged_case_of_a_document_that_is_annotated_blind_is_not_shown(tmp_path):
    workspace = reviewed_project(tmp_path, {"d1": {"ann": "[HTS|ACTOR] came.", "ben": "HTS came."}})
    (item,) = workspace.reviewing.open("d1").undecided()
    workspace.reviewing.decide(item, Verdict.take(0), flag=True)
    workspace.assigning.assign(["d1"], Assignment("", "cem"))
    location = workspace.location
    assert len(guidance(workspace).flagged) == 1
    workspace.close()

    cem = Workspace.open(location, annotator="cem")

    assert guidance(cem).flagged == ()
    assert guidance(cem).examples == ()
    cem.apply("d1", SetComplete(complete=True))
    assert len(guidance(cem).flagged) == 1
    assert guidance(cem).source == "gold"
    cem.close()


def test_in_a_project_that_is_only_read_examples_are_found_and_none_is_accepted(tmp_path):
    workspace = adjudicated(tmp_path)
    location = workspace.location
    workspace.close()

    reader = Workspace.open(location, annotator="lead", read_only=True)

    example = guidance(reader).examples[0].words
    with pytest.raises(ReadOnlyError):
        reader.guiding.accept("ACTOR", example)
    assert reader.schema.labels["ACTOR"].examples == ()
    reader.close()


def test_a_removed_document_gives_no_example(tmp_path):
    workspace = adjudicated(tmp_path)
    workspace.apply("d2", EditDocument({"removed": True}))

    assert surfaces(guidance(workspace)) == [("HTS", 2), ("free halden", 1)]
    workspace.close()


def test_flagged_cases_are_those_where_somebody_gave_the_label(tmp_path):
    workspace = reviewed_project(
        tmp_path,
        {
            "d1": {
                "ann": "[HTS|ACTOR] struck [Idlib|LOCATION].",
                "ben": "HTS struck Idlib.",
            }
        },
    )
    actor, place = workspace.reviewing.open("d1").undecided()
    workspace.reviewing.decide(actor, Verdict.none(), flag=True, reason="gap", note="why")
    workspace.reviewing.decide(place, Verdict.none())

    (case,) = guidance(workspace).flagged

    assert (case.words.span, case.words.note) == ("HTS", "gap: why")
    assert guidance(workspace, "LOCATION").flagged == ()
    workspace.close()


def test_the_work_can_be_stopped(tmp_path):
    workspace = adjudicated(tmp_path)
    task = Task()
    task.cancel()

    with pytest.raises(CancelledError):
        workspace.guiding.guidance("ACTOR")(task.report)
    workspace.close()


class TestAccepting:
    def test_an_accepted_example_is_in_the_schema_and_undo_takes_it_out(self, tmp_path):
        workspace = adjudicated(tmp_path)
        before = workspace.schema
        example = guidance(workspace).examples[0].words

        workspace.guiding.accept("ACTOR", example)

        assert workspace.schema.labels["ACTOR"].examples == (example,)
        workspace.close()
        again = Workspace.open(workspace.location, annotator="lead")
        assert again.schema.labels["ACTOR"].examples == (example,)
        again.undo()
        assert again.schema == before
        again.redo()
        assert again.schema.labels["ACTOR"].examples == (example,)
        assert examine(again.location).sound
        again.close()

    def test_a_span_of_the_text_becomes_an_example_with_its_words(self, workspace):
        id = workspace.documents()[0].id
        workspace.apply(id, AddSpan("ACTOR", ((4, 7),)))
        span = next(workspace.layer(id).spans()).id

        label, example = workspace.guiding.example_of(id, span)

        assert label == "ACTOR"
        assert example.before + example.span + example.after == (
            "The HTS militants struck Darat Izza."
        )
        assert example.span == "HTS"

    def test_the_same_example_twice_is_refused(self, workspace):
        workspace.guiding.accept("ACTOR", Example(span="HTS", note="one"))

        with pytest.raises(EditRefusedError):
            workspace.guiding.accept("ACTOR", Example(span="HTS", note="another"))

    def test_a_label_that_is_not_there_and_a_long_span_are_refused(self, workspace):
        for label, words in (("NONE", "HTS"), ("ACTOR", "x" * 201)):
            with pytest.raises(EditRefusedError):
                workspace.guiding.accept(label, Example(span=words))

    def test_an_example_is_withdrawn_by_its_place(self, workspace):
        for words in ("one", "two", "three"):
            workspace.guiding.accept("ACTOR", Example(span=words))

        workspace.guiding.withdraw("ACTOR", 1)

        assert [e.span for e in workspace.schema.labels["ACTOR"].examples] == ["one", "three"]
        with pytest.raises(NotFoundError):
            workspace.guiding.withdraw("ACTOR", 2)


class TestWords:
    def test_words_are_cut_at_blanks_and_at_the_paragraph(self):
        text = "Before.\n" + "many words " * 20 + "HTS" + " more words" * 20 + "\nAfter."
        start = text.index("HTS")

        found = in_words(text, start, start + 3)

        assert found.span == "HTS"
        assert (found.before[0], found.before[-6:]) == ("…", "words ")
        assert (found.after[:5], found.after[-1]) == (" more", "…")
        assert len(found.before) <= AROUND + 1
        assert set(found.before[1:].split()) <= {"many", "words"}

    def test_the_whole_paragraph_is_there_if_it_is_short(self):
        text = "Title\r\nThe HTS men.\nEnd"

        found = in_words(text, 11, 14)

        assert found == Example(before="The ", span="HTS", after=" men.")

    def test_a_text_without_blanks_is_cut_between_characters(self):
        text = "字" * 200

        found = in_words(text, 100, 102)

        assert found.span == "字字"
        assert found.before == "…" + "字" * (AROUND - 1)
        assert found.after == "字" * (AROUND - 1) + "…"

    def test_a_character_of_several_code_points_is_never_cut(self):
        family = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
        text = family * 40
        start = len(family) * 20

        found = in_words(text, start, start + len(family))

        assert set(found.before[1:].split(family)) == {""}
        assert set(found.after[:-1].split(family)) == {""}

    def test_a_span_that_is_too_long_to_be_an_example_is_cut_and_cannot_be_accepted(
        self, workspace
    ):
        found = in_words("many words " * 50, 0, 500)

        assert len(found.span) == LONGEST_SPAN + 1
        with pytest.raises(EditRefusedError):
            workspace.guiding.accept("ACTOR", found)


class TestDiversity:
    def test_a_string_that_another_one_has_in_it_comes_only_where_there_is_room(self):
        strings = [
            FrequentString("the government", 9, 1, 1),
            FrequentString("government", 8, 1, 1),
            FrequentString("HTS", 7, 1, 1),
        ]

        assert [s.surface for s in diverse(strings, 2)] == ["the government", "HTS"]
        assert [s.surface for s in diverse(strings, 3)] == ["the government", "government", "HTS"]

    def test_strings_that_differ_in_case_or_blanks_are_counted_as_one(self):
        strings = [FrequentString("HTS  men", 2, 1, 1), FrequentString("hts men", 1, 2, 2)]

        assert diverse(strings, SHOWN) == [FrequentString("HTS  men", 3, 1, 1)]
