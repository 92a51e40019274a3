# SPDX-License-Identifier: MIT
"""Making spans: as selected, then without what does not belong to their edges, as two acts."""

import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.edits.edit import AddSpan
from annotator.errors import EditRefusedError, ReadOnlyError
from annotator.workspace.workspace import Workspace

TEXT = "“The army’s tanks,” he said, killed at least 12 soldiers of the U.S. and a family of five."
EXAMPLES = int(os.environ.get("ANNOTATOR_CREATION_EXAMPLES", "60"))


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    folder = tmp_path_factory.mktemp("creating")
    (folder / "one.txt").write_text(TEXT, "utf-8")
    workspace = Workspace.create(str(folder / "p.corpus"), annotator="ann")
    workspace.import_paths([folder / "one.txt"])
    yield workspace
    workspace.close()


@pytest.fixture(autouse=True)
def _nothing_made(workspace):
    yield
    while workspace.undo_kind != "document.add":
        workspace.undo()


def spans(workspace):
    return [span.surface(TEXT) for span in workspace.layer("one").spans()]


def place(words):
    start = TEXT.index(words)
    return ((start, start + len(words)),)


def test_a_span_is_made_as_selected_and_adjusted_by_an_act_of_its_own(workspace):
    made = workspace.creating.add_span("one", AddSpan("ACTOR", place("The army’s")))

    assert spans(workspace) == ["army"]
    assert made.left_out == ("The", "’s")
    assert workspace.undo_kind == "span.adjust"
    workspace.undo()
    assert spans(workspace) == ["The army’s"]
    workspace.undo()
    assert spans(workspace) == []
    workspace.redo()
    workspace.redo()
    assert spans(workspace) == ["army"]


def test_the_history_tells_both_acts(workspace):
    workspace.creating.add_span("one", AddSpan("ACTOR", place("The army")))

    told = [entry.summary for entry in workspace.history("one")[-2:]]

    assert told == ["Added ACTOR “The army”", "Moved ACTOR “The army” to “army”"]


def test_values_are_those_of_the_words_that_are_left(workspace):
    made = workspace.creating.add_span("one", AddSpan("CASUALTY", place("at least 12 soldiers")))

    assert made.values == {"count": 12, "count_min": 12, "qualifier": "at_least"}
    assert workspace.undo_kind == "span.add"


def test_a_span_that_is_there_already_is_no_act(workspace):
    workspace.creating.add_span("one", AddSpan("ACTOR", place("army")))

    again = workspace.creating.add_span("one", AddSpan("ACTOR", place("army")))

    assert (again.change.steps, again.left_out, again.values) == ((), (), {})
    assert spans(workspace) == ["army"]


def test_a_place_outside_the_text_is_refused_and_nothing_is_made(workspace):
    with pytest.raises(EditRefusedError):
        workspace.creating.add_span("one", AddSpan("ACTOR", ((0, 4000),)))

    assert spans(workspace) == []


def test_a_project_open_for_reading_only_refuses(workspace, tmp_path):
    place_of_it = str(tmp_path / "own.corpus")
    (tmp_path / "one.txt").write_text(TEXT, "utf-8")
    own = Workspace.create(place_of_it, annotator="ann")
    own.import_paths([tmp_path / "one.txt"])
    own.close()
    reader = Workspace.open(place_of_it, annotator="ann", read_only=True)

    with pytest.raises(ReadOnlyError):
        reader.creating.add_span("one", AddSpan("ACTOR", place("The army")))

    reader.close()


@settings(max_examples=EXAMPLES, deadline=None)
@given(
    label=st.sampled_from(["ACTOR", "LOCATION", "WEAPON", "CASUALTY"]),
    ends=st.lists(st.integers(0, len(TEXT)), min_size=2, max_size=2, unique=True).map(sorted),
)
def test_undoing_what_was_adjusted_gives_the_selected_span(workspace, label, ends):
    selected = ((ends[0], ends[1]),)
    plain = workspace.apply("one", AddSpan(label, selected)).steps[0].after
    workspace.undo()

    made = workspace.creating.add_span("one", AddSpan(label, selected))

    if made.left_out or workspace.undo_kind == "span.adjust":
        workspace.undo()
    (span,) = workspace.layer("one").spans()
    assert (span.fragments, span.attributes) == (plain.fragments, plain.attributes)
    workspace.undo()
    assert spans(workspace) == []
