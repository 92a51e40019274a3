# SPDX-License-Identifier: MIT
import json
import os
import threading
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.edits.edit import (
    AddSpan,
    EditDocument,
    MoveSpan,
    RelabelSpan,
    RemoveRecord,
    SetAttributes,
    SetComplete,
)
from annotator.errors import (
    EditRefusedError,
    InUseError,
    NotFoundError,
    ProblemsError,
    ReadOnlyError,
    UnknownLabelError,
)
from annotator.workspace.events import (
    DocumentChanged,
    LayerChanged,
    SaveStateChanged,
    TokenizerReady,
)
from annotator.workspace.workspace import Workspace


def add(workspace, id="one", label="ACTOR", start=4, end=17):
    change = workspace.apply(id, AddSpan(label, ((start, end),)))
    return change.steps[0].after


def test_a_project_that_is_closed_already_is_closed_again_at_once(tmp_path):
    workspace = Workspace.create(str(tmp_path / "p.corpus"), annotator="ann")
    assert workspace.close() == ()

    began = time.monotonic()
    assert workspace.close(timeout_s=30.0) == ()

    assert time.monotonic() - began < 15


def test_a_new_span_is_there_at_once_with_defaults_and_its_maker(workspace):
    span = add(workspace)

    assert workspace.layer("one").span(span.id) == span
    assert span.surface(workspace.document("one").text) == "HTS militants"
    assert span.attributes["mention"] == "named"
    assert span.made_by == "ann"


def test_everything_is_there_again_after_closing_and_opening(project):
    first = Workspace.open(project, annotator="ann")
    span = add(first)
    first.apply("one", SetAttributes(span.id, {"actor_type": "rebel_group"}))
    first.apply("one", SetComplete(complete=True))
    before = first.layer("one")
    assert first.close() == ()

    second = Workspace.open(project, annotator="ann")
    after = second.layer("one")
    second.close()

    assert dict(after.records) == dict(before.records)
    assert after.complete


def test_undo_and_redo_go_across_documents_and_restarts(project):
    first = Workspace.open(project, annotator="ann")
    add(first, "one")
    add(first, "two", "LOCATION", 31, 34)
    first.close()

    second = Workspace.open(project, annotator="ann")
    undone = second.undo()
    assert undone.documents == ("two",)
    assert not list(second.layer("two").spans())
    assert second.redo_kind == "span.add"
    second.close()

    third = Workspace.open(project, annotator="ann")
    assert third.undo().documents == ("one",)
    assert third.redo().documents == ("one",)
    assert third.redo().documents == ("two",)
    assert third.redo() is None
    surfaces = [span.surface(third.document("two").text) for span in third.layer("two").spans()]
    third.close()
    assert surfaces == ["حلب"]


def test_a_new_act_forgets_what_could_be_redone(workspace):
    add(workspace)
    workspace.undo()

    add(workspace, label="LOCATION", start=25, end=35)

    assert workspace.redo() is None


def test_undoing_the_import_takes_the_documents_away_and_redo_brings_them_back(workspace):
    assert workspace.undo_kind == "document.add"

    workspace.undo()

    assert workspace.documents() == []
    workspace.flush(5)
    assert workspace.documents() == []
    workspace.redo()
    assert [summary.id for summary in workspace.documents()] == ["one", "two", "three"]


def test_removing_renaming_and_tagging_documents_can_be_undone(workspace):
    workspace.apply("one", EditDocument({"title": "Renamed"}))
    workspace.apply_all(
        [("two", EditDocument({"removed": True})), ("three", EditDocument({"removed": True}))]
    )
    assert [summary.title for summary in workspace.documents()] == ["Renamed"]
    workspace.flush(5)
    assert [summary.title for summary in workspace.documents()] == ["Renamed"]

    workspace.undo()

    assert len(workspace.documents()) == 3
    workspace.undo()
    assert workspace.info("one").title != "Renamed"


def test_the_list_shows_spans_and_completion_before_they_are_saved(workspace):
    add(workspace)
    workspace.apply("one", SetComplete(complete=True))

    one = workspace.documents()[0]

    assert (one.id, one.spans, one.complete) == ("one", 1, True)


def test_the_history_names_who_did_what_and_a_jump_is_a_new_change(workspace):
    span = add(workspace)
    number = workspace.history("one")[-1].number
    workspace.apply("one", RelabelSpan(span.id, "LOCATION"))
    workspace.apply("one", RemoveRecord(span.id))
    summaries = [entry.summary for entry in workspace.history("one")]
    assert summaries[-3:] == [
        "Added ACTOR “HTS militants”",
        "Relabelled “HTS militants” from ACTOR to LOCATION",
        "Removed LOCATION “HTS militants”",
    ]

    workspace.jump_to("one", number)

    assert workspace.layer("one").span(span.id) == span
    assert workspace.history("one")[-1].kind == "layer.jump"
    workspace.undo()
    assert workspace.layer("one").span(span.id) is None


def test_what_means_nothing_is_refused_and_changes_nothing(workspace):
    with pytest.raises(EditRefusedError):
        workspace.apply("one", AddSpan("ACTOR", ((4, 4000),)))
    with pytest.raises(UnknownLabelError):
        workspace.apply("one", AddSpan("PLANE", ((4, 17),)))
    with pytest.raises(NotFoundError):
        workspace.apply("nowhere", AddSpan("ACTOR", ((4, 17),)))
    span = add(workspace)
    with pytest.raises(EditRefusedError):
        workspace.apply("one", SetAttributes(span.id, {"actor_type": "pirates"}))

    assert list(workspace.layer("one").spans()) == [span]


def test_the_same_span_twice_is_one_span_and_no_undo_step(workspace):
    add(workspace)

    change = workspace.apply("one", AddSpan("ACTOR", ((4, 17),)))

    assert change.steps == ()
    workspace.undo()
    assert not list(workspace.layer("one").spans())


def test_events_tell_of_layers_documents_and_saving(workspace):
    seen = []
    workspace.events.subscribe(seen.append)

    add(workspace)
    workspace.apply("one", EditDocument({"tags": ("urgent",)}))
    workspace.flush(5)

    assert any(isinstance(event, LayerChanged) and event.document == "one" for event in seen)
    assert any(isinstance(event, DocumentChanged) and event.info.tags for event in seen)
    assert any(isinstance(event, SaveStateChanged) for event in seen)
    assert workspace.save_state.state == "saved"


def test_a_second_instance_is_told_who_holds_the_project(workspace, project):
    with pytest.raises(InUseError) as told:
        Workspace.open(project, annotator="ben")

    assert str(os.getpid()) in told.value.holder


def test_a_project_opened_for_reading_refuses_edits(workspace, project):
    reader = Workspace.open(project, annotator="ann", read_only=True)

    with pytest.raises(ReadOnlyError):
        reader.apply("one", SetComplete(complete=True))

    assert len(reader.documents()) == 3
    assert reader.save_state.state == "read-only"
    reader.close()


def test_asking_for_findings_loads_the_tokenizer_and_tells_when_tokens_are_looked_at(workspace):
    ready = threading.Event()
    workspace.events.subscribe(
        lambda event: ready.set() if isinstance(event, TokenizerReady) else None
    )
    workspace.apply("one", AddSpan("ACTOR", ((4, 16),)))

    assert "O07" in {finding.code for finding in workspace.findings("one")}
    assert ready.wait(60)

    assert "O08" in {finding.code for finding in workspace.findings("one")}


def test_importing_the_same_file_again_adds_nothing_and_says_so(workspace, tmp_path):
    report = workspace.import_paths([tmp_path / "one.txt"])

    assert report.documents == 0
    assert "one" in report.passed_over[0]
    assert len(workspace.documents()) == 3


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_any_chain_of_edits_undone_step_by_step_leads_back(workspace, data):
    length = len(workspace.document("three").text)
    for span in list(workspace.layer("three").spans()):
        workspace.apply("three", RemoveRecord(span.id))
    start = dict(workspace.layer("three").records)
    made = 0
    for _ in range(data.draw(st.integers(1, 8))):
        spans = list(workspace.layer("three").spans())
        edit = data.draw(_edits(length, spans))
        made += bool(workspace.apply("three", edit).steps)
    end = dict(workspace.layer("three").records)

    for _ in range(made):
        workspace.undo()
    assert dict(workspace.layer("three").records) == start
    for _ in range(made):
        workspace.redo()
    assert dict(workspace.layer("three").records) == end


def _edits(length, spans):
    place = st.tuples(st.integers(0, length), st.integers(0, length)).filter(lambda p: p[0] < p[1])
    label = st.sampled_from(["ACTOR", "LOCATION", "WEAPON", "CASUALTY"])
    kinds = [st.builds(lambda at, name: AddSpan(name, (at,)), place, label)]
    if spans:
        span = st.sampled_from(spans)
        kinds += [
            st.builds(lambda one, name: RelabelSpan(one.id, name), span, label),
            st.builds(lambda one, at: MoveSpan(one.id, (at,)), span, place),
            st.builds(lambda one: RemoveRecord(one.id), span),
        ]
    return st.one_of(kinds)


def test_importing_only_a_layer_into_a_document_that_is_there_is_one_act(workspace, tmp_path):
    text = workspace.document("one").text
    line = {
        "id": "one",
        "text": text,
        "annotator": "ben",
        "spans": [{"id": "T1", "start": 4, "end": 17, "label": "ACTOR"}],
    }
    (tmp_path / "ben.jsonl").write_text(json.dumps(line) + "\n", "utf-8")

    report = workspace.import_paths([tmp_path / "ben.jsonl"])

    assert (report.documents, report.layers, report.spans) == (0, 1, 1)
    assert [span.id for span in workspace.layer("one", "ben").spans()] == ["T1"]
    workspace.undo()
    assert not list(workspace.layer("one", "ben").spans())
    again = workspace.redo()
    assert again.documents == ("one",)
    assert [span.id for span in workspace.layer("one", "ben").spans()] == ["T1"]
    assert workspace.import_paths([tmp_path / "ben.jsonl"]).layers == 0


def test_a_layer_that_differs_from_the_one_that_is_there_is_refused(workspace, tmp_path):
    text = workspace.document("one").text
    spans = [{"id": "T1", "start": 4, "end": 17, "label": "ACTOR"}]
    line = {"id": "one", "text": text, "annotator": "ben", "spans": spans}
    (tmp_path / "ben.jsonl").write_text(json.dumps(line) + "\n", "utf-8")
    workspace.import_paths([tmp_path / "ben.jsonl"])
    other = {**line, "spans": [{**spans[0], "label": "LOCATION"}]}
    (tmp_path / "other.jsonl").write_text(json.dumps(other) + "\n", "utf-8")

    with pytest.raises(ProblemsError, match=r"other.jsonl:1.*ben"):
        workspace.import_paths([tmp_path / "other.jsonl"])

    assert [span.label for span in workspace.layer("one", "ben").spans()] == ["ACTOR"]
