# SPDX-License-Identifier: MIT
import pytest

from annotator.errors import InputError
from annotator.model.records import Argument, EventFrame, Relation, Span
from annotator.schema.extension import Sighted, extended, unknown_labels
from annotator.schema.files import default_schema, parse_schema, schema_text


def span(id: str, label: str, **attributes) -> Span:
    return Span(id, label, ((0, 1),), attributes)


def seen_in(*records) -> Sighted:
    seen = Sighted()
    seen.add(records)
    return seen


def test_nothing_new_leaves_the_schema_as_it_is():
    schema = default_schema()

    assert extended(schema, seen_in(span("a", "ACTOR"))) == (schema, [])


def test_a_new_label_gets_a_colour_and_the_attributes_it_was_seen_with():
    seen = seen_in(span("a", "VEHICLE", wheels=4, armed=True), span("b", "VEHICLE", model="T-72"))

    schema, told = extended(default_schema(), seen)

    label = schema.labels["VEHICLE"]
    assert label.color
    assert {name: one.type for name, one in label.attributes.items()} == {
        "armed": "bool",
        "model": "string",
        "wheels": "int",
    }
    assert told == ["labels added to the schema: VEHICLE"]
    assert parse_schema(schema_text(schema), name="x", format="json") == schema


def test_attributes_that_every_span_has_are_not_given_twice():
    (name, *_) = default_schema().any_span
    schema, _ = extended(default_schema(), seen_in(span("a", "VEHICLE", **{name: "x"})))

    assert schema.labels["VEHICLE"].attributes == {}


def test_relations_events_and_roles_are_added_with_the_labels_they_join():
    seen = seen_in(
        span("a", "ACTOR"),
        span("b", "VEHICLE"),
        Relation("r", "drives", "a", "b"),
        EventFrame("e", "parade", (0, 1), (Argument("driver", "a"),)),
    )

    schema, _ = extended(default_schema(), seen)

    assert schema.relations["drives"] == (("ACTOR", "VEHICLE"),)
    assert "parade" in schema.events.types
    assert schema.events.roles["driver"] == ("ACTOR",)


def test_unknown_labels_come_by_frequency():
    seen = seen_in(span("a", "X"), span("b", "Y"), span("c", "Y"), span("d", "ACTOR"))

    assert unknown_labels(default_schema(), seen) == {"Y": 2, "X": 1}


def test_names_that_no_schema_may_have_are_refused_in_a_sentence():
    with pytest.raises(InputError, match="a label cannot be added to the schema"):
        extended(default_schema(), seen_in(span("a", " x ")))
    with pytest.raises(InputError, match=r"the schema cannot be extended: .* looks the same"):
        extended(default_schema(), seen_in(span("a", "\u00e9"), span("b", "e\u0301")))
