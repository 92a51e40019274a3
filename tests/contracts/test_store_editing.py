# SPDX-License-Identifier: MIT
"""Random work on a project: what is stored is always what is in memory, and what the log says."""

from contextlib import ExitStack
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.edits.apply import Context, apply
from annotator.edits.change import Operation
from annotator.edits.edit import (
    AddRelation,
    AddSpan,
    EditDocument,
    MoveSpan,
    PutNote,
    RelabelSpan,
    RemoveRecord,
    SetComplete,
)
from annotator.edits.history import undo_stack
from annotator.model.annotations import Annotations
from annotator.model.ids import DocumentId, OperationId, new_id
from annotator.model.records import Note, Relation, Span
from annotator.schema.files import default_schema
from annotator.store.store import open_store
from tests.store.projects import (
    POSTGRES,
    add,
    assert_sound,
    new_document,
    new_project,
    postgres_location,
    undoing,
)

DOCUMENTS = ("a", "b")
LAYERS = ("anna", "بسام")
ACTIONS = (
    "add",
    "add",
    "add",
    "relabel",
    "move",
    "remove",
    "relation",
    "note",
    "complete",
    "rename",
    "undo",
    "redo",
    "reopen",
)

actions = st.lists(
    st.tuples(
        st.sampled_from(ACTIONS),
        st.sampled_from(DOCUMENTS),
        st.sampled_from(LAYERS),
        st.integers(0, 30),
        st.integers(1, 12),
    ),
    max_size=25,
)


class Desk:
    """A person at work: a model in memory beside the store."""

    def __init__(self, location):
        self.location = location
        self.store = new_project(location)
        self.schema = default_schema()
        self.held: dict[tuple[str, str], Annotations] = {}
        add(
            self.store,
            *(new_document(id, "HTS 🚀 struck Darat Izza, حلب, twice.") for id in DOCUMENTS),
        )

    def layer(self, document, layer):
        key = (document, layer)
        if key not in self.held:
            self.held[key] = self.store.annotations(document, layer)
        return self.held[key]

    def act(self, name, document, layer, place, length):
        if name in ("undo", "redo"):
            self.undo_or_redo(redo=name == "redo")
        elif name == "reopen":
            self.store.close()
            self.store = open_store(self.location)
        elif name == "rename":
            self.edit(
                EditDocument({"title": f"Title {place}", "tags": ("x",) * (place % 3)}),
                document,
                "",
            )
        else:
            wish = self.wish(name, self.layer(document, layer), (place, place + length))
            if wish is not None:
                self.edit(wish, document, layer)

    def wish(self, name, annotations, fragment):
        spans = list(annotations.spans())
        chosen = spans[fragment[0] % len(spans)].id if spans else ""
        wishes = {
            "add": AddSpan(list(self.schema.labels)[fragment[1] % 4], (self.fitting(fragment),)),
            "relabel": RelabelSpan(chosen, list(self.schema.labels)[fragment[0] % 4]),
            "move": MoveSpan(chosen, (self.fitting(fragment),)),
            "remove": RemoveRecord(chosen),
            "relation": AddRelation(Relation("", "at", chosen, spans[0].id if spans else "")),
            "note": PutNote(Note("", f"n{fragment[0]}", chosen)),
            "complete": SetComplete(fragment[0] % 2 == 0),
        }
        needs_span = name in ("relabel", "move", "remove", "relation")
        return None if needs_span and not spans else wishes[name]

    def fitting(self, fragment):
        start, end = fragment
        length = len(self.store.document("a").text)
        start = min(start, length - 2)
        return start, min(end, length)

    def edit(self, wish, document, layer):
        annotations = self.layer(document, layer)
        length = len(self.store.document(document).text)
        change = apply(wish, annotations, Context(length, self.schema, "anna"))
        if not change.steps:
            return
        id = OperationId(new_id())
        now = datetime.now(UTC)
        self.commit([Operation(id, id, DocumentId(document), layer, "anna", change, now)])

    def commit(self, operations):
        self.store.commit(operations)
        for operation in operations:
            key = (operation.document, operation.layer)
            self.held[key] = operation.change.applied_to(self.held[key])

    def undo_or_redo(self, *, redo):
        stack = undo_stack(self.store.gestures_of("anna"))
        ids = stack.redo if redo else stack.undo[1:]  # the first one is the import
        if ids:
            operations = undoing(self.store, ids[-1], redo=redo)
            for operation in operations:
                self.layer(operation.document, operation.layer)
            self.commit(operations)

    def check(self):
        for (document, layer), annotations in self.held.items():
            stored = self.store.annotations(document, layer)
            assert list(stored.records.items()) == list(annotations.records.items())
            assert stored.version == annotations.version
        assert_sound(self.store)


@pytest.fixture(params=["sqlite", "postgresql"])
def desks(request, tmp_path):
    """Give a function that makes one desk after the other, each with a project of its own."""
    if request.param == "postgresql" and not POSTGRES:
        pytest.skip("ANNOTATOR_TEST_POSTGRES is not set: see packaging/postgres_for_tests.sh")
    with ExitStack() as stack:

        def make():
            if request.param == "postgresql":
                return Desk(stack.enter_context(postgres_location()))
            return Desk(str(tmp_path / f"{new_id()}.corpus"))

        yield make


@settings(
    max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(work=actions)
def test_any_work_is_stored_as_it_is_in_memory_and_as_the_log_says(desks, work):
    desk = desks()
    try:
        for action in work:
            desk.act(*action)
        desk.check()
    finally:
        desk.store.close()


def test_undoing_everything_gives_the_beginning_and_redoing_everything_the_end(desks):
    desk = desks()
    beginning = desk.layer("a", "anna")
    for place in range(0, 24, 3):
        desk.act("add", "a", "anna", place, 3)
        desk.act("relabel", "a", "anna", place + 1, 1)
    end = desk.layer("a", "anna")
    assert len(end) > 3

    while len(undo_stack(desk.store.gestures_of("anna")).undo) > 1:
        desk.act("undo", "a", "anna", 0, 1)
    assert desk.store.annotations("a", "anna").records == beginning.records

    while undo_stack(desk.store.gestures_of("anna")).redo:
        desk.act("redo", "a", "anna", 0, 1)
    assert desk.store.annotations("a", "anna").records == end.records
    assert all(isinstance(record, Span) for record in end.records.values())
    desk.check()
    desk.store.close()
