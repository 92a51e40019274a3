# SPDX-License-Identifier: MIT
"""Records and their plain form."""

import json
from dataclasses import FrozenInstanceError

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.records import (
    Argument,
    DocumentInfo,
    DocumentLabel,
    Entity,
    EventFrame,
    LayerStatus,
    Note,
    Record,
    Relation,
    Span,
    from_data,
    identical,
    to_data,
)
from tests.strategies import infos, layers, texts

EMPTIEST = (
    Span("s", "", ((0, 1),)),
    Relation("r", "", "", ""),
    EventFrame("e", "", (0, 1)),
    Entity("n", ()),
    DocumentLabel("l", "", None),
    DocumentLabel("l", "", value=False),
    DocumentLabel("l", "", ()),
    Note("m", ""),
    LayerStatus(),
    DocumentInfo(),
)
FULLEST = (
    Span("s", "ACTOR", ((0, 1), (3, 4)), {"a": ("x", "y"), "b": None, "c": False}, "anna"),
    Relation("r", "uses", "s", "t", {"a": 1.0}, "anna"),
    EventFrame(
        "e", "attack", (0, 1), (Argument("target", "s"),), "claimed", (2, 3), {"a": 0}, "anna"
    ),
    Entity("n", ("s", "t"), {"a": "x"}, "anna"),
    DocumentLabel("l", "topic", ("war", "aid"), "anna"),
    Note("m", "look again", "s", "anna"),
    LayerStatus(complete=True),
    DocumentInfo("document", "T", "S", "2024", "en", ("a",), {"k": [1, {"x": None}]}, removed=True),
)


@st.composite
def records(draw: st.DrawFn) -> Record:
    made = draw(layers(draw(texts())))
    status = draw(st.booleans().map(lambda complete: LayerStatus(complete=complete)))
    return draw(st.sampled_from([*made, draw(infos), status]))


@pytest.mark.parametrize("record", [*EMPTIEST, *FULLEST], ids=lambda record: record.kind)
def test_every_kind_of_record_comes_back_from_its_plain_form(record):
    data = json.loads(json.dumps(to_data(record)))

    assert identical(from_data(data), record)


@given(records())
def test_any_record_comes_back_from_the_bytes_of_its_plain_form(record):
    data = orjson.loads(orjson.dumps(to_data(record)))

    assert identical(from_data(data), record)


@given(records())
def test_the_plain_form_names_kind_and_id(record):
    data = to_data(record)

    assert (data["kind"], data["id"]) == (record.kind, record.id)


def test_the_plain_form_of_a_span_leaves_out_what_is_empty():
    assert to_data(Span("s", "ACTOR", ((0, 3),))) == {
        "kind": "span",
        "id": "s",
        "label": "ACTOR",
        "fragments": ((0, 3),),
    }


def test_reading_a_kind_that_does_not_exist_is_an_error():
    with pytest.raises(KeyError):
        from_data({"kind": "cloud", "id": "x"})


@pytest.mark.parametrize("record", FULLEST, ids=lambda record: record.kind)
def test_a_record_cannot_be_changed_in_place(record):
    with pytest.raises(FrozenInstanceError):
        record.id = "other"


def test_a_span_reaches_from_its_first_fragment_to_its_last():
    span = Span("s", "ACTOR", ((2, 4), (7, 9)))

    assert (span.start, span.end) == (2, 9)


def test_the_surface_of_a_discontinuous_span_joins_its_parts_with_a_blank():
    text = "Aleppo and Idlib countryside"

    assert Span("s", "LOCATION", ((0, 6), (17, 28))).surface(text) == "Aleppo countryside"
    assert Span("s", "LOCATION", ((0, 6),)).surface(text) == "Aleppo"


@pytest.mark.parametrize(("one", "other"), [(1, True), (1, 1.0), (0, False), (True, 1.0)])
def test_records_whose_values_only_look_equal_are_not_identical(one, other):
    assert not identical(
        Span("s", "A", ((0, 1),), {"a": one}), Span("s", "A", ((0, 1),), {"a": other})
    )
    assert not identical(DocumentLabel("l", "x", one), DocumentLabel("l", "x", other))


def test_nothing_is_identical_only_with_nothing():
    assert identical(None, None)
    assert not identical(None, LayerStatus())
    assert not identical(LayerStatus(), None)
