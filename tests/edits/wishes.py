# SPDX-License-Identifier: MIT
"""What hypothesis may wish for: edits of any kind, most of which can be carried out."""

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from annotator.edits.apply import Context, apply
from annotator.edits.change import Change
from annotator.edits.edit import (
    REMOVE,
    AddRelation,
    AddSpan,
    Edit,
    EditDocument,
    MoveSpan,
    PutDocumentLabel,
    PutEntity,
    PutEvent,
    PutNote,
    RelabelSpan,
    RemoveRecord,
    SetAttributes,
    SetComplete,
)
from annotator.errors import InputError
from annotator.model.annotations import Annotations
from annotator.model.records import (
    Argument,
    DocumentLabel,
    Entity,
    EventFrame,
    Note,
    Relation,
)
from annotator.schema.files import parse_schema
from tests.strategies import LABELS, fragments

SCHEMA = parse_schema(
    """{"schema": "test/1",
        "labels": {
          "ACTOR": {"attributes": {
            "role": {"type": "enum", "values": ["party", "victim"], "default": "party"},
            "size": {"type": "int", "min": 0, "max": 100},
            "name": {"type": "string", "max_length": 5}}},
          "LOCATION": {"attributes": {
            "role": {"type": "enum", "values": ["scene", "target"], "default": "scene"},
            "size": {"type": "int", "min": 0, "max": 10}}},
          "WEAPON": {},
          "CASUALTY": {}},
        "any_span": {"sure": {"type": "bool"}}}""",
    name="test",
    format="json",
)
TEXT = "Syrian army positions in western Aleppo."
CONTEXT = Context(len(TEXT), SCHEMA, "anna")
Wish = Callable[[Callable[[int], str]], Edit]
"""An edit that still needs ids: it is given a function from a number to the id of a record."""

places = fragments(TEXT)
labels = st.sampled_from(LABELS)
names = st.sampled_from(["", "uses", "حلب"])
numbers = st.integers(0, 9)
values = st.sampled_from(["x", 0, 1, True, False, 1.0, None, ("a", "b"), ()])
attributes = st.dictionaries(names, values, max_size=2)
set_values = st.dictionaries(
    st.sampled_from(["role", "size", "sure"]),
    st.sampled_from(["party", "victim", "scene", "nonsense", -1, 0, 1, 50, True, None, REMOVE]),
    max_size=2,
)


def _wish(make: Callable[..., Edit], *parts: st.SearchStrategy) -> st.SearchStrategy[Wish]:
    def bind(*drawn: Any) -> Wish:
        return lambda id_of: make(id_of, *drawn)

    return st.builds(bind, *parts)


wishes: st.SearchStrategy[Wish] = st.one_of(
    _wish(lambda _, label, place: AddSpan(label, place), labels, places),
    _wish(lambda id_of, one, label: RelabelSpan(id_of(one), label), numbers, labels),
    _wish(lambda id_of, one, place: MoveSpan(id_of(one), place), numbers, places),
    _wish(lambda id_of, one: RemoveRecord(id_of(one)), numbers),
    _wish(lambda id_of, one, given: SetAttributes(id_of(one), given), numbers, set_values),
    _wish(
        lambda id_of, id, name, one, other: AddRelation(
            Relation(id, name, id_of(one), id_of(other))
        ),
        st.sampled_from(["", "r1"]),
        names,
        numbers,
        numbers,
    ),
    _wish(
        lambda id_of, id, name, place, ones: PutEvent(
            EventFrame(id, name, place[0], tuple(Argument("target", id_of(one)) for one in ones))
        ),
        st.sampled_from(["", "e1"]),
        names,
        places,
        st.lists(numbers, max_size=2),
    ),
    _wish(
        lambda id_of, id, ones, given: PutEntity(
            Entity(id, tuple(id_of(one) for one in ones), given)
        ),
        st.sampled_from(["", "n1"]),
        st.lists(numbers, max_size=2),
        attributes,
    ),
    _wish(
        lambda _, id, value: PutDocumentLabel(DocumentLabel(id, "topic", value)),
        st.sampled_from(["", "l1"]),
        values,
    ),
    _wish(
        lambda id_of, id, text, one: PutNote(Note(id, text, id_of(one))),
        st.sampled_from(["", "m1"]),
        names,
        numbers,
    ),
    _wish(lambda _, complete: SetComplete(complete=complete), st.booleans()),
    _wish(lambda _, title: EditDocument({"title": title}), names),
)


def edit_of(wish: Wish, annotations: Annotations) -> Edit:
    """The edit on records that are there; now and then one that is not."""
    ids = [*annotations.records, "absent"]
    return wish(lambda number: ids[number % len(ids)])


def changes_of(made: list[Wish]) -> tuple[Change, ...]:
    """The changes of edits, one after the other; refused ones are left out."""
    changes: list[Change] = []
    annotations = Annotations()
    for wish in made:
        try:
            change = apply(edit_of(wish, annotations), annotations, CONTEXT)
        except InputError:
            continue
        annotations = change.applied_to(annotations)
        changes.append(change)
    return tuple(changes)


beginnings = st.lists(
    _wish(lambda _, label, place: AddSpan(label, place), labels, places), max_size=4
)
histories = st.builds(
    lambda beginning, rest: changes_of(beginning + rest),
    beginnings,
    st.lists(wishes, min_size=3, max_size=15),
)
"""The changes of some spans being made, and of whatever else was done then."""
