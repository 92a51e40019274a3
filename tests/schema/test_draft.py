# SPDX-License-Identifier: MIT
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.edits.carrying import Carrier
from annotator.errors import InputError, StepRefusedError
from annotator.model.records import Span
from annotator.schema.draft import (
    begun,
    composed,
    with_step,
    with_steps,
    without_step,
)
from annotator.schema.files import default_schema, parse_schema
from annotator.schema.revision import revise, revised
from annotator.schema.steps import (
    Add,
    Merge,
    Queue,
    Redefine,
    Remove,
    Rename,
    Settings,
)
from tests.schema_steps import steps_for
from tests.strategies import examples, layers, texts

SMALL = """
schema: small/1
labels:
  A:
    hotkey: "1"
    attributes:
      kind: {type: enum, values: [x, y]}
  B: {hotkey: "2"}
relations:
  r: [[A, B]]
"""


@pytest.fixture
def draft():
    return begun(parse_schema(SMALL, name="small", format="yaml"))


def made(draft, *steps):
    for step in steps:
        draft = with_step(draft, step)
    return draft


def kinds(**definition):
    return {"type": "enum", **definition}


@pytest.mark.parametrize(
    ("steps", "left"),
    [
        ([Rename("A", "C"), Rename("C", "D")], [Rename("A", "D")]),
        ([Rename("A", "C"), Rename("C", "A")], []),
        ([Add("C"), Rename("C", "D")], [Add("D")]),
        ([Add("C"), Remove("C")], []),
        ([Add("C"), Add("n", "attribute", {"type": "int"}, "C"), Remove("C")], []),
        ([Rename("A", "C"), Remove("C")], [Remove("A")]),
        ([Settings({"note": "a"}), Settings({"note": "b"})], [Settings({"note": "b"})]),
        ([Settings({"note": "a"}), Settings({"note": ""})], []),
        (
            [Redefine("A", definition={"hotkey": "3"}), Redefine("A", definition={"hotkey": "1"})],
            [],
        ),
        (
            [
                Redefine("A", definition={"description": "a"}),
                Redefine("B", definition={"description": "b"}),
                Redefine("A", definition={"hotkey": "7"}),
            ],
            [
                Redefine("A", definition={"description": "a", "hotkey": "7"}),
                Redefine("B", definition={"description": "b"}),
            ],
        ),
        (
            [
                Rename("A", "C"),
                Redefine("C", definition={"description": "c"}),
                Rename("kind", "sort", "attribute", "C"),
                Rename("C", "D"),
            ],
            [
                Rename("A", "D"),
                Redefine("D", definition={"description": "c"}),
                Rename("kind", "sort", "attribute", "D"),
            ],
        ),
        (
            [Merge(("A",), "B", unfit="add"), Rename("B", "C")],
            [Merge(("A",), "B", unfit="add"), Rename("B", "C")],
        ),
    ],
)
def test_steps_that_say_the_same_twice_become_one(draft, steps, left):
    found = made(draft, *steps)

    assert list(found.steps) == left
    assert found.schema == revise(draft.base, steps)


def test_a_value_that_is_renamed_twice_is_mapped_once_and_back_again_not_at_all(draft):
    once = Redefine("kind", "attribute", kinds(values=["z", "y"]), "A", {"x": "z"})
    twice = Redefine("kind", "attribute", kinds(values=["w", "y"]), "A", {"z": "w"})
    back = Redefine("kind", "attribute", kinds(values=["x", "y"]), "A", {"w": "x"})

    found = made(draft, once, twice)

    assert [step.map for step in found.steps] == [{"x": "w"}]
    assert made(found, back).steps == ()


def test_values_that_change_places_are_a_step_although_the_schema_is_the_same(draft):
    swapped = Redefine("kind", "attribute", {}, "A", {"x": "y", "y": "x"})

    assert made(draft, swapped).steps == (swapped,)


def test_a_merge_of_values_holds_for_those_that_were_there_before():
    assert composed({"a": "b"}, {"b": "c"}) == {"a": "c", "b": "c"}
    assert composed({"a": None}, {"b": "c"}) == {"a": None, "b": "c"}


def test_what_changes_nothing_is_no_step_and_a_queue_is_one(draft):
    assert with_step(draft, Redefine("A", definition={"hotkey": "1"})) is draft
    assert len(made(draft, Queue("A", ("A", "B"))).steps) == 1


def test_a_refused_step_says_which_fields_of_the_schema_would_be_wrong(draft):
    with pytest.raises(StepRefusedError) as caught:
        with_step(draft, Redefine("A", definition={"hotkey": "2", "color": "blue"}))

    places = [place for place, _ in caught.value.breaches]
    assert ("labels", "A", "color") in places
    assert ("labels", "B", "hotkey") in places
    said = dict(caught.value.breaches)[("labels", "A", "color")]
    assert said == "'blue' is no colour such as #1d4ed8"


def test_a_step_can_be_taken_back_unless_a_later_one_needs_it(draft):
    found = made(
        draft, Add("C"), Redefine("B", definition={"description": "b"}), Queue("C", ("D",))
    )

    assert without_step(found, 1).schema.labels["B"].description == ""
    with pytest.raises(StepRefusedError, match="there is no label 'C'"):
        without_step(found, 0)


def test_a_decision_takes_the_place_of_a_step(draft):
    found = with_steps(made(draft, Remove("A")), (Remove("A", held="drop"),))

    assert found.steps == (Remove("A", held="drop"),)


def test_odd_names_stay_as_they_are(draft):
    for name in ("<b>x</b>", "=1+1", "None", "العربية", "12"):
        assert name in made(draft, Rename("A", name)).schema.labels


@examples(20)
@given(data=st.data())
def test_a_draft_of_random_steps_leads_to_the_schema_that_the_steps_lead_to(data):
    draft = begun(default_schema())
    schema = draft.base
    for _ in range(12):
        step = data.draw(steps_for(schema))
        try:
            schema = revised(schema, step)
        except InputError:
            with pytest.raises(StepRefusedError):
                with_step(draft, step)
            continue
        draft = with_step(draft, step)
        assert draft.schema == schema
        assert revise(draft.base, draft.steps) == schema


@examples(20)
@given(data=st.data())
def test_a_draft_carries_annotations_as_the_steps_one_by_one_do(data):
    draft = begun(default_schema())
    schema = draft.base
    spans = {
        each.id: each for each in data.draw(layers(data.draw(texts()))) if isinstance(each, Span)
    }
    one_by_one = dict(spans)
    for _ in range(12):
        step = data.draw(steps_for(schema))
        if isinstance(step, Add | Redefine):
            continue  # joined ones lose less
        try:
            after = revised(schema, step)
        except InputError:
            continue
        one_by_one = Carrier(step, after).carry(one_by_one)
        draft, schema = with_step(draft, step), after

    together, schema = spans, draft.base
    for step in draft.steps:
        schema = revised(schema, step)
        together = Carrier(step, schema).carry(together)

    def only_spans(records):
        return {id: each for id, each in records.items() if isinstance(each, Span)}

    assert only_spans(together) == only_spans(one_by_one)
