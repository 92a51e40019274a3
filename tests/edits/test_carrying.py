# SPDX-License-Identifier: MIT
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.edits.carrying import Carrier, carried
from annotator.edits.converting import NOTHING, converted
from annotator.errors import InputError
from annotator.model.annotations import Annotations
from annotator.model.records import Argument, EventFrame, Relation, Span
from annotator.schema.attribute import Attribute
from annotator.schema.files import default_schema
from annotator.schema.revision import revised
from annotator.schema.steps import Merge, Remove, Rename
from tests.schema_steps import steps_for
from tests.strategies import examples, layers, texts


def snapshot(*records):
    return Annotations({record.id: record for record in records})


ACTOR = Span("a", "ACTOR", ((0, 3),), {"actor_type": "rebel_group", "role": "party"})
PLACE = Span("p", "LOCATION", ((4, 7),), {"role": "scene"})


@examples(6)
@given(data=st.data())
def test_carried_forty_random_steps_taken_back_give_the_same_records(data):
    text = data.draw(texts())
    schema = default_schema()
    before = snapshot(*data.draw(layers(text)))
    annotations, changes = before, []
    for _ in range(40):
        step = data.draw(steps_for(schema))
        try:
            after = revised(schema, step)
        except InputError:
            continue
        change = carried(annotations, step, schema)
        annotations, schema = change.applied_to(annotations), after
        changes.append(change)

    for change in reversed(changes):
        annotations = change.inverted().applied_to(annotations)

    assert dict(annotations.records) == dict(before.records)


def test_carried_merge_drops_what_does_not_fit_and_says_so():
    step = Merge(("ACTOR",), "LOCATION", unfit="drop")
    carrier = Carrier(step, revised(default_schema(), step))

    found = carrier.carry({"a": ACTOR, "p": PLACE})

    assert found["a"] == Span("a", "LOCATION", ((0, 3),), {})
    assert found["p"] is PLACE
    assert [(loss.attribute, loss.value, loss.allowed) for loss in carrier.losses] == [
        ("actor_type", "rebel_group", True),
        ("role", "party", True),
    ]


def test_carried_merge_with_add_takes_the_attributes_along():
    step = Merge(("ACTOR",), "WEAPON", unfit="add")
    schema = revised(default_schema(), step)

    found = carried(snapshot(ACTOR), step, default_schema()).applied_to(snapshot(ACTOR))

    assert found.span("a").attributes["actor_type"] == "rebel_group"
    assert schema.attributes_of("WEAPON")["actor_type"].problem_with("rebel_group") is None


def test_carried_remove_label_takes_relations_and_arguments_with_it():
    relation = Relation("r", "controls", "a", "p")
    event = EventFrame("e", "attack", (0, 2), (Argument("place", "p"), Argument("attacker", "a")))
    before = snapshot(ACTOR, PLACE, relation, event)

    after = carried(before, Remove("LOCATION", held="drop"), default_schema()).applied_to(before)

    assert set(after.records) == {"a", "e"}
    assert after.get("e").arguments == (Argument("attacker", "a"),)


@pytest.mark.parametrize(
    ("kind", "name", "to"),
    [("relation", "controls", "holds"), ("event", "attack", "raid"), ("role", "place", "site")],
)
def test_carried_rename_of_a_type_reaches_what_uses_it(kind, name, to):
    relation = Relation("r", "controls", "a", "p")
    event = EventFrame("e", "attack", (0, 2), (Argument("place", "p"),))
    before = snapshot(ACTOR, PLACE, relation, event)

    change = carried(before, Rename(name, to, kind), default_schema())

    after = change.applied_to(before)
    said = {after.get("r").type, after.get("e").type, after.get("e").arguments[0].role}
    assert to in said
    assert name not in said
    assert len(change.steps) == 1


@pytest.mark.parametrize(
    ("value", "attribute", "found"),
    [
        (5, {"type": "string"}, "5"),
        (True, {"type": "string"}, "true"),
        ("1,200", {"type": "int"}, 1200),
        (3.0, {"type": "int"}, 3),
        (3.5, {"type": "int"}, NOTHING),
        ("a", {"type": "multi_enum", "values": ["a", "b"]}, ("a",)),
        (("a",), {"type": "enum", "values": ["a", "b"]}, "a"),
        (("a", "b"), {"type": "enum", "values": ["a", "b"]}, NOTHING),
        ("yes", {"type": "bool"}, True),
        ("<b>", {"type": "int"}, NOTHING),
        (None, {"type": "int"}, None),
    ],
)
def test_converted_value_becomes_what_loses_nothing_or_nothing(value, attribute, found):
    new = converted(value, Attribute.model_validate(attribute), {})

    assert new == found
    assert type(new) is type(found)


def test_converted_by_a_map_of_choices_maps_each_once():
    attribute = Attribute.model_validate({"type": "multi_enum", "values": ["x", "c"]})

    assert converted(("a", "b", "c"), attribute, {"a": "x", "b": "x"}) == ("x", "c")
