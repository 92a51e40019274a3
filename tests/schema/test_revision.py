# SPDX-License-Identifier: MIT
import pytest

from annotator.errors import InputError, SchemaError
from annotator.schema.files import default_schema, parse_schema
from annotator.schema.revision import revise
from annotator.schema.step_files import parse_steps
from annotator.schema.steps import (
    Add,
    Merge,
    Queue,
    Redefine,
    Remove,
    Rename,
    Settings,
    Split,
)

SMALL = """
schema: small/1
labels:
  A:
    attributes:
      kind: {type: enum, values: [x, y]}
      size: {type: int, required_if: "kind == 'x'"}
  B: {hotkey: "2"}
relations:
  r: [[A, B], [A, A]]
acyclic_relations: [r]
events:
  types: [hit]
  roles: {who: [A]}
flatten_for_ner: {label_priority: [A, B]}
"""


@pytest.fixture
def schema():
    return parse_schema(SMALL, name="small", format="yaml")


def test_revise_rename_is_followed_by_ends_roles_and_priorities(schema):
    new = revise(schema, [Rename("A", "Z")])

    assert list(new.labels) == ["Z", "B"]
    assert new.relations["r"] == (("Z", "B"), ("Z", "Z"))
    assert new.events.roles["who"] == ("Z",)
    assert new.flatten_for_ner.label_priority == ("Z", "B")


def test_revise_rename_of_an_attribute_is_followed_by_conditions(schema):
    new = revise(schema, [Rename("kind", "sort", "attribute", "A")])

    assert new.labels["A"].attributes["size"].required_if == "sort == 'x'"


def test_revise_map_of_values_is_followed_by_conditions(schema):
    step = Redefine("kind", "attribute", {"values": ["new", "y"]}, "A", {"x": "new"})

    new = revise(schema, [step])

    assert new.labels["A"].attributes["size"].required_if == "kind == 'new'"


def test_revise_merge_unites_ends_once(schema):
    new = revise(schema, [Merge(("B",), "A")])

    assert new.relations["r"] == (("A", "A"),)


def test_revise_split_copies_what_the_label_takes_part_in(schema):
    new = revise(schema, [Split("A", "kind", {"x": "X"})])

    assert set(new.relations["r"]) == {
        ("A", "B"),
        ("X", "B"),
        ("A", "A"),
        ("A", "X"),
        ("X", "A"),
        ("X", "X"),
    }
    assert new.events.roles["who"] == ("A", "X")
    assert list(new.labels["X"].attributes) == ["kind", "size"]


def test_revise_another_type_does_away_with_the_options_of_the_old_one(schema):
    new = revise(
        schema,
        [
            Redefine("size", "attribute", {"required_if": None}, "A"),
            Redefine("kind", "attribute", {"type": "string"}, "A"),
        ],
    )

    assert new.labels["A"].attributes["kind"].values == ()


@pytest.mark.parametrize(
    "name", ["<b>x</b>", "=1+1", "None", "null", "12", "class", "a: b", "漢字"]
)
def test_revise_odd_legal_names_are_kept_literally(schema, name):
    new = revise(
        schema,
        [
            Rename("A", name),
            Add(name, "relation", [[name, name]]),
            Add(name, "attribute", {"type": "bool"}, name),
        ],
    )

    assert name in new.labels
    assert new.relations[name] == ((name, name),)
    assert name in new.labels[name].attributes


@pytest.mark.parametrize(
    ("step", "said"),
    [
        (Rename("A", "B"), "there is a label 'B' already"),
        (Rename("A", " "), "at least one visible character"),
        (Rename("A", "x\ny"), "control character"),
        (Rename("kind", "size", "attribute", "A"), "there is a attribute 'size' already"),
        (Rename("kind", "two words", "attribute", "A"), "cannot mention 'two words'"),
        (Rename("C", "D"), "there is no label 'C'"),
        (Rename("A", "D", "lable"), "there is no kind 'lable'; did you mean 'label'"),
        (Merge(("A",), "A"), "cannot be merged into itself"),
        (Merge((), "A"), "is not said"),
        (Split("A", "kind", {"z": "Z"}), "never 'z'"),
        (Split("A", "kind", {"x": "B"}), "there is a label 'B' already"),
        (Split("A", "none", {"x": "Z"}), "no attribute 'none'"),
        (Queue("A", ()), "not said"),
        (Remove("kind", "attribute", "A"), "there is no attribute 'kind'"),
        (Remove("A", held="perhaps"), "held is refuse or drop"),
        (Add("C", "label", {"hotkey": "2"}), "key '2' already belongs to 'B'"),
        (Add("C", "label", {"color": "red"}), "color"),
        (Add("n", "attribute", {"type": "int", "min": 3, "max": 1}, "A"), "min 3 is above max 1"),
        (Add("n", "attribute", {"type": "enum"}, "A"), "at least one value"),
        (Add("n", "attribute", {"type": "bool", "required_if": "n"}, "A"), "goes in a circle"),
        (Add("q", "relation", [["A", "C"]]), "there is no label 'C'"),
        (Settings({"colour": 1}), "no setting of a schema"),
    ],
)
def test_revise_what_cannot_be_is_refused_with_a_sentence(schema, step, said):
    with pytest.raises(InputError, match="step 1 cannot be carried out: ") as caught:
        revise(schema, [step])

    assert said in str(caught.value)


def test_revise_the_last_label_cannot_be_removed(schema):
    with pytest.raises(InputError, match="only label"):
        revise(schema, [Remove("A"), Remove("B")])


def test_revise_names_the_line_of_the_step(schema):
    steps = parse_steps("- rename: A\n  to: Z\n- rename: A\n  to: Y\n", name="s", format="yaml")

    with pytest.raises(InputError, match=r"step 2 \(line 3\)"):
        revise(schema, steps)


def test_parse_steps_of_every_verb_gives_the_steps():
    text = """
    {"steps": [
      {"rename": "A", "to": "Z"},
      {"merge": ["B"], "into": "Z", "unfit": "drop"},
      {"split": "Z", "by": "kind", "into": {"x": "X"}},
      {"split": "Z", "into": ["P", "Q"], "note": "which?"},
      {"remove": "r", "kind": "relation", "held": "drop"},
      {"add": "n", "kind": "attribute", "label": "Z", "definition": {"type": "int"}, "fill": true},
      {"change": "n", "kind": "attribute", "definition": {"type": "string"}, "map": {"1": null}},
      {"set": {"note": "x"}}
    ]}"""

    assert parse_steps(text, name="s", format="json") == (
        Rename("A", "Z"),
        Merge(("B",), "Z", unfit="drop"),
        Split("Z", "kind", {"x": "X"}),
        Queue("Z", ("P", "Q"), "which?"),
        Remove("r", "relation", held="drop"),
        Add("n", "attribute", {"type": "int"}, "Z", fill=True),
        Redefine("n", "attribute", {"type": "string"}, map={"1": None}),
        Settings({"note": "x"}),
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- renam: A", "s:1: [0]: a step begins with what to do"),
        ("- rename: A", "s:1: [0]: to is missing"),
        ("- rename: A\n  to: B\n  kid: label", "s:3: [0].kid: rename has no 'kid'; did you mean"),
        ("- rename: A\n  to: 12", "s:2: [0].to: a name is expected, found 12"),
        ("- rename: A\n  to: B\n  kind: colour", "s:3: [0].kind: a kind is one of"),
        ("- merge: A\n  into: B", "s:1: [0].merge: a list of names is expected"),
        ("- merge: [1]\n  into: B", "each name must be text"),
        ("- split: A\n  into: B", "a list of labels"),
        ("rename: A", "a list of steps is expected"),
    ],
)
def test_parse_steps_what_is_no_step_is_refused_with_its_line(text, said):
    with pytest.raises(SchemaError) as caught:
        parse_steps(text, name="s", format="yaml")

    assert said in str(caught.value)


def test_revise_the_shipped_schema_survives_a_chain():
    new = revise(
        default_schema(),
        [
            Rename("ACTOR", "AGENT"),
            Merge(("WEAPON",), "AGENT", unfit="add"),
            Remove("uses", "relation"),
        ],
    )

    assert list(new.labels) == ["AGENT", "LOCATION", "CASUALTY"]
