# SPDX-License-Identifier: MIT
"""Which spans a target format would not hold."""

import pytest

from annotator.edits.edit import AddSpan, EditDocument, RemoveRecord
from annotator.errors import CancelledError, InputError
from annotator.workspace.surviving import TargetFormat
from annotator.workspace.tasks import no_progress

SPACY = TargetFormat("spacy")


def add(workspace, *fragments, label="ACTOR"):
    return workspace.apply("one", AddSpan(label, fragments)).steps[0].after.id


def answer(workspace, target=SPACY):
    return workspace.survivors("one", target)(no_progress)


def test_only_what_a_format_loses_is_named_with_the_reason(workspace):
    whole = add(workspace, (4, 17))
    cut = add(workspace, (5, 7))

    found = answer(workspace)

    assert set(found) == {cut}
    assert "token" in found[cut]
    assert whole not in found


def test_a_format_that_loses_nothing_names_nothing(workspace):
    add(workspace, (5, 7))

    assert answer(workspace, TargetFormat("jsonl")) == {}
    assert answer(workspace, TargetFormat()) == {}


def test_work_that_was_asked_for_before_an_edit_answers_for_the_layer_as_it_was(workspace):
    cut = add(workspace, (5, 7))
    before = workspace.survivors("one", SPACY)
    workspace.apply("one", RemoveRecord(cut))

    assert set(before(no_progress)) == {cut}
    assert answer(workspace) == {}


def test_the_same_question_is_answered_without_writing_again(workspace):
    add(workspace, (5, 7))
    first = answer(workspace)

    def stop(done, total):
        raise CancelledError

    assert workspace.survivors("one", SPACY)(stop) is first


def test_an_edit_of_the_layer_or_the_document_is_a_new_question(workspace):
    add(workspace, (5, 7))
    first = answer(workspace)
    second_id = add(workspace, (8, 10))
    second = answer(workspace)
    workspace.apply("one", EditDocument({"language": "xx"}))
    third = answer(workspace)

    assert second_id in second
    assert second is not first
    assert third is not second


def test_it_can_be_stopped_and_a_format_that_is_only_read_is_refused(workspace):
    def stop(done, total):
        raise CancelledError

    with pytest.raises(CancelledError):
        workspace.survivors("one", SPACY)(stop)
    with pytest.raises(InputError, match="there is no format"):
        answer(workspace, TargetFormat("nonsense"))
