# SPDX-License-Identifier: MIT
"""The consistency of a project: what is found, that it stays right, and fixes as one act."""

import json

import pytest

from annotator.edits.edit import AddSpan, EditDocument, RelabelSpan, RemoveRecord, SetComplete
from annotator.errors import CancelledError
from annotator.model.records import Assignment
from annotator.schema.files import default_schema
from annotator.workspace.consistency import EVERYBODY
from annotator.workspace.intake import Wishes
from annotator.workspace.tasks import no_progress
from annotator.workspace.workspace import Workspace
from tests.marked import marked

SOURCES = {
    "one": "[Idlib|LOCATION] fell, then [Homs|LOCATION].",
    "two": "[Idlib|LOCATION] and [Idlib|ACTOR] and [the Homs|LOCATION].",
    "three": "[Idlib|LOCATION] again, Homs too.",
    "four": "Nobody has looked at Idlib here.",
    "five": "[Homs|LOCATION] and Idlib.",
}


def line(id, source, annotator="ann", **more):
    text, spans = marked(source)
    listed = [
        {"id": f"{id}-{span.id}", "start": span.start, "end": span.end, "label": span.label}
        for span in spans
    ]
    return json.dumps({"id": id, "text": text, "annotator": annotator, "spans": listed, **more})


def bring(workspace, tmp_path, *lines):
    path = tmp_path / f"{len(list(tmp_path.glob('*.jsonl')))}.jsonl"
    path.write_text("\n".join(lines), "utf-8")
    workspace.import_paths([path], Wishes(format="jsonl"))


@pytest.fixture
def workspace(tmp_path):
    workspace = Workspace.create(str(tmp_path / "p.corpus"), annotator="ann")
    bring(workspace, tmp_path, *(line(id, source) for id, source in SOURCES.items()))
    yield workspace
    workspace.close()


def look(workspace, whose="ann"):
    return workspace.consistency.asked(whose)(no_progress)


def told(workspace, whose="ann"):
    return {(one.code, one.surface): one.message for one in look(workspace, whose).findings}


def told_afresh(workspace, whose="ann"):
    """What another process would find in what is stored."""
    assert workspace.flush(10)
    other = Workspace.open(workspace.location, annotator=workspace.annotator, read_only=True)
    try:
        return told(other, whose)
    finally:
        other.close()


def of(workspace, code, surface):
    found = [one for one in look(workspace).findings if (one.code, one.surface) == (code, surface)]
    return found[0]


def places(workspace, code, surface):
    return workspace.consistency.places(of(workspace, code, surface))


def test_a_project_is_looked_at_where_it_is_annotated(workspace):
    found = look(workspace)

    assert found.layers == 4
    assert told(workspace) == {
        ("K01", "Idlib"): "'Idlib' is LOCATION 3 times, ACTOR once, blank once",
        ("K02", "the Homs"): "'the Homs' is marked once as LOCATION, but 'Homs' twice",
        ("K03", "Idlib"): "'Idlib' is LOCATION 3 times, ACTOR once, blank once",
        ("K03", "Homs"): "'Homs' is LOCATION twice, blank once",
    }


def test_a_place_is_shown_with_what_stands_around_it(workspace):
    (place,) = places(workspace, "K02", "the Homs")

    assert (place.before, place.words, place.after) == ("Idlib and Idlib and ", "the Homs", ".")
    assert (place.spot.document, place.mended) == ("two", "Homs")


def edit_label(workspace):
    workspace.apply("two", RelabelSpan("two-T2", "LOCATION"))


def edit_and_undo(workspace):
    edit_label(workspace)
    look(workspace)
    workspace.undo()


def new_string(workspace):
    workspace.apply("two", AddSpan("ACTOR", ((0, 9),)))
    workspace.apply("five", AddSpan("ACTOR", ((5, 8),)))


def last_span_removed(workspace):
    workspace.apply("three", RemoveRecord("three-T1"))


def nothing_but_complete(workspace):
    workspace.apply("four", SetComplete(True))


def document_removed(workspace):
    workspace.apply("two", EditDocument({"removed": True}))


def document_brought_back(workspace):
    document_removed(workspace)
    look(workspace)
    workspace.undo()


@pytest.mark.parametrize(
    "act",
    [
        edit_label,
        edit_and_undo,
        new_string,
        last_span_removed,
        nothing_but_complete,
        document_removed,
        document_brought_back,
    ],
)
def test_after_an_act_the_findings_are_those_of_a_new_look(workspace, act):
    before = told(workspace)

    act(workspace)

    now = told(workspace)
    assert now == told_afresh(workspace)
    assert (now != before) is (act not in (edit_and_undo, document_brought_back))


def test_what_an_import_brings_and_its_undo_takes_is_looked_at(workspace, tmp_path):
    before = told(workspace)

    bring(workspace, tmp_path, line("six", "[Idlib|ACTOR] spoke."))
    now = told(workspace)
    workspace.undo()

    assert "ACTOR twice" in now["K01", "Idlib"]
    assert told(workspace) == before


def test_a_new_schema_gives_new_severities(workspace):
    look(workspace)
    schema = default_schema().model_copy(update={"checks": {"K03": "off"}})

    workspace.revising.set(schema)

    assert {code for code, _ in told(workspace)} == {"K01", "K02"}


def test_an_act_before_the_first_look_is_in_it(workspace):
    edit_label(workspace)

    assert ("K01", "Idlib") not in told(workspace)


def test_a_look_that_is_stopped_leaves_nothing_behind(workspace):
    def stop(done, total):
        raise CancelledError

    with pytest.raises(CancelledError):
        workspace.consistency.asked("ann")(stop)
    edit_label(workspace)

    assert told(workspace) == told_afresh(workspace)


@pytest.mark.parametrize("done_by_then", [1, 4])
def test_an_edit_during_the_first_look_is_in_the_next(workspace, done_by_then):
    def act(done, total):
        if done == done_by_then:
            edit_label(workspace)

    workspace.consistency.asked("ann")(act)

    assert told(workspace) == told_afresh(workspace)
    assert ("K01", "Idlib") not in told(workspace)


def test_work_of_somebody_else_is_in_it_after_documents_changed(workspace, tmp_path):
    look(workspace, EVERYBODY)

    bring(workspace, tmp_path, line("three", "[Idlib|WEAPON] again, Homs too.", "ben"))

    assert "WEAPON once" in told(workspace, EVERYBODY)["K01", "Idlib"]
    assert told(workspace, EVERYBODY) == told_afresh(workspace, EVERYBODY)


def test_gold_is_looked_at_only_by_name_and_all_are_the_others(workspace, tmp_path):
    bring(
        workspace,
        tmp_path,
        line("two", SOURCES["two"], "ben"),
        line("two", "[Idlib|WEAPON] and Idlib and the Homs.", "gold"),
    )

    assert told(workspace, "gold") == {("K03", "Idlib"): "'Idlib' is WEAPON once, blank once"}
    assert "WEAPON" not in told(workspace, EVERYBODY)["K01", "Idlib"]
    assert "ACTOR twice" in told(workspace, EVERYBODY)["K01", "Idlib"]


def test_layers_that_may_not_be_seen_yet_are_left_out(workspace, tmp_path):
    bring(workspace, tmp_path, line("two", SOURCES["two"], "ben"))
    workspace.assigning.assign(["two"], Assignment("", "ann", blind=True))

    assert "ACTOR once" in told(workspace, EVERYBODY)["K01", "Idlib"]
    workspace.apply("two", SetComplete(True))
    assert "ACTOR twice" in told(workspace, EVERYBODY)["K01", "Idlib"]


@pytest.mark.parametrize(
    ("code", "surface", "kind"),
    [
        ("K01", "Idlib", "consistency.relabel"),
        ("K02", "the Homs", "consistency.move"),
        ("K03", "Idlib", "consistency.mark"),
        ("K03", "Homs", "consistency.mark"),
    ],
)
def test_a_fix_mends_its_places_and_one_undo_takes_all_of_it_back(workspace, code, surface, kind):
    before = told(workspace)
    spots = [place.spot for place in places(workspace, code, surface)]

    done = workspace.consistency.mend(spots)

    assert (done.places, done.left) == (len(spots), 0)
    assert (code, surface) not in told(workspace)
    assert workspace.undo_kind == kind
    workspace.undo()
    assert told(workspace) == before


def test_a_fix_over_several_documents_is_one_act(workspace, tmp_path):
    bring(
        workspace,
        tmp_path,
        line("six", "[Aleppo|LOCATION], Idlib"),
        line("seven", "Idlib, Aleppo", complete=True),
    )
    spots = [place.spot for place in places(workspace, "K03", "Idlib")]

    workspace.consistency.mend(spots)
    undone = workspace.undo()

    assert set(undone.documents) == {"five", "six", "seven"}
    assert [len(list(workspace.layer(id).spans())) for id in ("five", "six", "seven")] == [1, 1, 0]


def test_a_place_that_has_changed_since_is_left_as_it_is(workspace):
    relabel = [place.spot for place in places(workspace, "K01", "Idlib")]
    mark = [place.spot for place in places(workspace, "K03", "Idlib")]
    move = [place.spot for place in places(workspace, "K02", "the Homs")]
    workspace.apply("two", RelabelSpan("two-T2", "WEAPON"))
    workspace.apply("five", AddSpan("ACTOR", ((mark[0].start, mark[0].end + 1),)))
    workspace.apply("two", AddSpan("LOCATION", ((move[0].new_start, move[0].new_end),)))

    done = workspace.consistency.mend([*relabel, *mark, *move])

    assert (done.places, done.left) == (0, 3)


def test_a_place_in_another_layer_is_left_to_its_owner(workspace, tmp_path):
    bring(workspace, tmp_path, line("two", SOURCES["two"], "ben"))
    (finding,) = [one for one in look(workspace, "ben").findings if one.code == "K01"]
    (place, other) = workspace.consistency.places(finding)

    done = workspace.consistency.mend([place.spot, other.spot])

    assert (done.places, done.left) == (0, 2)
