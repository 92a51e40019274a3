# SPDX-License-Identifier: MIT
import pytest

from annotator.gui.dialogs.schema_plan import ExampleRow, becoming, in_context
from annotator.gui.session.schema_rows import decided, step_rows, summary_of
from annotator.schema.draft import begun, with_step
from annotator.schema.files import default_schema
from annotator.schema.steps import Merge, Redefine, Remove, Rename
from annotator.workspace.revision_plan import Example, Lost, RevisionPlan, StepPlan

VALUES = {"values": ("named", "nominal")}
CHANGED = Redefine("mention", "attribute", VALUES, "ACTOR")


def planned(step, *lost, counts=None):
    before = default_schema()
    draft = with_step(begun(before), step)
    example = Example("d1", "HTS", "ACTOR", "AGENT", "left ", " right")
    plan = StepPlan(step, counts or {}, (example,), lost, 2, "something is odd")
    return RevisionPlan(before, draft.schema, (plan,))


def lost(attribute="mention", written="adjectival", *, allowed=False):
    return Lost("ACTOR", attribute, f"'{written}'", 3, "d1", allowed, written)


def test_a_step_is_shown_with_counts_examples_and_what_is_odd():
    plan = planned(Rename("ACTOR", "AGENT"), counts={"spans changed": 1, "entities changed": 2})

    (row,) = step_rows(plan)

    assert row.title == "Rename label 'ACTOR' to 'AGENT'"
    assert row.counts == "1 span changed, 2 entities changed in 2 documents"
    assert row.examples == (ExampleRow("d1", "left ", "HTS", " right", "ACTOR", "AGENT"),)
    assert row.warning == "Something is odd."
    assert row.state == "dropped"
    assert summary_of(plan).startswith("1 change of the schema; 3 annotations change. A backup")


def test_a_lost_value_may_become_each_value_that_is_left_or_nothing():
    (row,) = step_rows(planned(CHANGED, lost()))

    assert row.state == "lost"
    assert row.lost[0].what == "ACTOR.mention = 'adjectival'"
    assert [way.words for way in row.lost[0].ways] == [
        "named",
        "nominal",
        "Nothing: the value goes",
    ]


def test_a_removed_label_may_become_each_of_the_others():
    (row,) = step_rows(planned(Remove("ACTOR"), lost("", "")))

    assert row.lost[0].what == "ACTOR"
    assert [way.id for way in row.ways] == [
        "drop",
        "merge:LOCATION",
        "merge:WEAPON",
        "merge:CASUALTY",
    ]


@pytest.mark.parametrize(
    ("step", "value", "way", "then"),
    [
        (Remove("ACTOR"), "", "drop", Remove("ACTOR", held="drop")),
        (Remove("ACTOR"), "", "merge:WEAPON", Merge(("ACTOR",), "WEAPON")),
        (
            Remove("uses", "relation"),
            "",
            "merge:supports",
            Merge(("uses",), "supports", "relation"),
        ),
        (Merge(("ACTOR",), "WEAPON"), "", "add", Merge(("ACTOR",), "WEAPON", unfit="add")),
        (CHANGED, "", "drop", Redefine("mention", "attribute", VALUES, "ACTOR", unfit="drop")),
        (
            CHANGED,
            "adjectival",
            "map:nominal",
            Redefine("mention", "attribute", VALUES, "ACTOR", {"adjectival": "nominal"}),
        ),
        (
            CHANGED,
            "adjectival",
            "nothing",
            Redefine("mention", "attribute", VALUES, "ACTOR", {"adjectival": None}),
        ),
    ],
)
def test_what_is_decided_about_a_loss_is_another_step(step, value, way, then):
    draft = with_step(begun(default_schema()), step)

    assert decided(draft, 0, value, way) == (then,)


def test_an_example_is_in_sight_whatever_stands_before_it():
    long = ExampleRow("d", "one two three four five six ", "HTS", " held\nit", "A", "B")

    assert in_context(long) == "…four five six ⟦HTS⟧ held it"
    assert in_context(long._replace(text="")) == ""


def test_an_attribute_is_named_once_where_its_value_changes():
    row = ExampleRow("d", "", "HTS", "", "kind='a'", "kind='b'")

    assert becoming(row) == "kind: 'a' → 'b'"
    assert becoming(row._replace(after="nothing")) == "kind='a' → nothing"
    assert becoming(row._replace(before="ACTOR", after="AGENT")) == "ACTOR → AGENT"
