# SPDX-License-Identifier: MIT
"""S and A: labels and attributes against the schema."""

import pytest

from annotator.checks.finding import Severity
from annotator.model.records import Span
from annotator.schema.files import default_schema, parse_schema
from tests.checks.subjects import codes, found, mended, of

SCHEMA = parse_schema(
    """
schema: test/1
labels:
  ACTOR:
    attributes:
      kind: {type: enum, required: true, values: [army, rebels, police, media, ngo, other]}
      role: {type: enum, required: true, default: party, values: [party, victim]}
      armed: {type: bool, required: true}
      size: {type: int, min: 0, max: 100}
      item: {type: string, pattern: "^Q[1-9]$"}
      flags: {type: multi_enum, values: [children, women]}
      precision: {type: int, required_if: role == 'victim'}
      side: {type: enum, values: [A, B], required_if: role == 'victim' and kind == 'army'}
  PLACE: {}
any_span:
  sure: {type: bool}
""",
    name="test",
    format="yaml",
)
GOOD = {"kind": "army", "role": "party", "armed": True}


def actor(**attributes):
    set_values = {name: value for name, value in attributes.items() if value is not ...}
    return of("Syria", Span("T1", "ACTOR", ((0, 5),), set_values), schema=SCHEMA)


def attributes_after(checked, code, fix=0):
    return dict(mended(checked, code, fix).annotations.span("T1").attributes)


def titles(checked, code):
    return [[fix.title for fix in one.fixes] for one in found(checked, code)]


def test_a_span_whose_attributes_fit_has_no_finding():
    assert codes(actor(**GOOD, size=5, item="Q1", flags=("women",), sure=False)) == []


class TestLabels:
    def test_an_unknown_label_is_an_error_and_nothing_else_is_said(self):
        checked = of("Syria", Span("T1", "ACTR", ((0, 5),), {"x": 1}), schema=SCHEMA)

        (finding,) = found(checked, "S01")
        assert codes(checked) == ["S01"]
        assert finding.severity is Severity.ERROR
        assert finding.message == "the schema has no label 'ACTR'; it has ACTOR, PLACE"

    def test_the_nearest_label_is_offered_first(self):
        checked = of("Syria", Span("T1", "PLCE", ((0, 5),)), schema=SCHEMA)

        assert titles(checked, "S01") == [["Label it PLACE", "Label it ACTOR", "Remove the span"]]
        assert mended(checked, "S01").annotations.span("T1").label == "PLACE"

    def test_a_label_with_control_characters_is_never_repeated_raw(self):
        checked = of("Syria", Span("T1", "\x1b[31m", ((0, 5),)), schema=SCHEMA)

        assert found(checked, "S01")[0].message.isprintable()


class TestUnknownAttributes:
    def test_it_is_an_error_and_can_be_removed(self):
        checked = actor(**GOOD, sise=5)

        (finding,) = found(checked, "A01")
        assert codes(checked) == ["A01"]
        assert finding.severity is Severity.ERROR
        assert finding.message == "ACTOR has no attribute 'sise'; did you mean 'size'?"
        assert attributes_after(checked, "A01") == GOOD


class TestValues:
    @pytest.mark.parametrize(
        ("name", "value", "fixed"),
        [
            ("kind", "rebel", "rebels"),
            ("kind", "ARMY", "army"),
            ("size", "5", 5),
            ("flags", "women", ("women",)),
            ("flags", "childen", ("children",)),
            ("flags", ("women", "men", "women"), ("women",)),
            ("armed", "yes", True),
            ("item", " Q1 ", "Q1"),
            ("sure", "no", False),
        ],
    )
    def test_a_value_that_nearly_fits_is_put_right(self, name, value, fixed):
        checked = actor(**{**GOOD, name: value})

        after = attributes_after(checked, "A02")
        assert after == {**GOOD, name: fixed}
        assert type(after[name]) is type(fixed)

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("size", 101),
            ("size", -1),
            ("size", 2.5),
            ("item", "x"),
            ("item", 3),
            ("flags", ("men",)),
            ("sure", 1),
        ],
    )
    def test_a_value_far_from_any_that_fits_can_only_be_removed(self, name, value):
        checked = actor(**GOOD, **{name: value})

        (finding,) = found(checked, "A02")
        assert finding.severity is Severity.ERROR
        assert finding.message.startswith(f"{name}: ")
        assert attributes_after(checked, "A02", fix=-1) == GOOD

    def test_true_is_no_whole_number_and_becomes_nothing_by_itself(self):
        assert titles(actor(**GOOD, size=True), "A02") == [["Remove size"]]


class TestRequired:
    def test_a_missing_one_is_an_error_and_gets_its_default(self):
        checked = actor(kind="army", armed=True)

        (finding,) = found(checked, "A03")
        assert (finding.severity, finding.message) == (
            Severity.ERROR,
            "role is required and is not set",
        )
        assert titles(checked, "A03") == [["Set role to party", "Set role to victim"]]
        assert attributes_after(checked, "A03") == GOOD

    def test_without_a_default_five_values_are_offered(self):
        assert titles(actor(**{**GOOD, "kind": ...}), "A03") == [
            [f"Set kind to {kind}" for kind in ("army", "rebels", "police", "media", "ngo")]
        ]

    def test_a_truth_may_be_either(self):
        assert titles(actor(**{**GOOD, "armed": ...}), "A03") == [
            ["Set armed to true", "Set armed to false"]
        ]

    def test_false_and_zero_are_values(self):
        assert codes(actor(**{**GOOD, "armed": False})) == []

    def test_said_to_be_unknown_is_not_enough(self):
        assert codes(actor(**{**GOOD, "kind": None})) == ["A03"]

    def test_each_missing_one_is_told(self):
        assert codes(actor()) == ["A03", "A03", "A03"]


class TestRequiredIf:
    def test_it_is_an_error_while_the_condition_holds(self):
        checked = actor(**{**GOOD, "kind": "police", "role": "victim"})

        (finding,) = found(checked, "A04")
        assert finding.message == "precision is required here, since role == 'victim'"
        assert finding.severity is Severity.ERROR
        assert codes(actor(**GOOD)) == []

    def test_its_values_are_offered(self):
        checked = actor(**{**GOOD, "role": "victim", "precision": 3})

        assert attributes_after(checked, "A04", fix=1)["side"] == "B"

    def test_set_it_is_fine(self):
        assert codes(actor(**{**GOOD, "role": "victim", "precision": 0, "side": "A"})) == []


@pytest.mark.parametrize(
    ("label", "attributes", "missing"),
    [
        (
            "LOCATION",
            {"place_type": "settlement", "mention": "named", "role": "scene"},
            "precision",
        ),
        (
            "CASUALTY",
            {"outcome": "killed", "qualifier": "exact", "victim_type": "unknown"},
            "count",
        ),
    ],
)
def test_the_shipped_schema_asks_for_precision_and_count(label, attributes, missing):
    checked = of("Scores", Span("T1", label, ((0, 6),), attributes), schema=default_schema())

    assert [one.message.split()[0] for one in found(checked, "A04")] == [missing]


@pytest.mark.parametrize(
    ("label", "attributes"),
    [
        ("LOCATION", {"place_type": "settlement", "mention": "named", "role": "dateline"}),
        ("LOCATION", {"place_type": "settlement", "mention": "nominal", "role": "scene"}),
        ("CASUALTY", {"outcome": "killed", "qualifier": "vague", "victim_type": "unknown"}),
    ],
)
def test_the_shipped_schema_does_not_ask_where_nobody_can_know(label, attributes):
    checked = of("Scores", Span("T1", label, ((0, 6),), attributes), schema=default_schema())

    assert codes(checked) == []
