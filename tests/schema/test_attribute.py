# SPDX-License-Identifier: MIT
"""What attributes may hold, and what typing means."""

import math
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from annotator.errors import InputError
from annotator.schema.attribute import Attribute
from annotator.schema.patterns import PatternError, matches, refuse_bad_pattern

ENUM = Attribute.model_validate({"type": "enum", "values": ["named", "nominal", "Named-ish"]})
FLAGS = Attribute.model_validate({"type": "multi_enum", "values": ["children", "women", "a, b"]})
COUNT = Attribute.model_validate({"type": "int", "min": 0, "max": 10_000_000})
FREE_INT = Attribute.model_validate({"type": "int"})
SHARE = Attribute.model_validate({"type": "float", "min": -90, "max": 90})
FREE_FLOAT = Attribute.model_validate({"type": "float"})
ITEM = Attribute.model_validate({"type": "string", "pattern": "^Q[1-9][0-9]{0,9}$"})
SHORT = Attribute.model_validate({"type": "string", "max_length": 3})
TRUTH = Attribute.model_validate({"type": "bool"})
ALL = (ENUM, FLAGS, COUNT, FREE_INT, SHARE, FREE_FLOAT, ITEM, SHORT, TRUTH)


@pytest.mark.parametrize(
    ("attribute", "value"),
    [
        (ENUM, "named"),
        (FLAGS, ()),
        (FLAGS, ("women", "children")),
        (COUNT, 0),
        (COUNT, 10_000_000),
        (FREE_INT, -(2**63)),
        (SHARE, 90),
        (SHARE, -90.0),
        (FREE_FLOAT, 1e300),
        (ITEM, "Q16156"),
        (SHORT, "حلب"),
        (SHORT, ""),
        (TRUTH, False),
    ],
)
def test_a_value_that_fits_has_no_problem(attribute, value):
    assert attribute.problem_with(value) is None


@pytest.mark.parametrize(
    ("attribute", "value", "said"),
    [
        (ENUM, "nomnal", "did you mean 'nominal'?"),
        (ENUM, "NAMED", "did you mean 'named'?"),
        (ENUM, 3, "3 is not text"),
        (ENUM, True, "true is not text"),
        (ENUM, ("named",), "not text"),
        (FLAGS, "women", "not a list"),
        (FLAGS, ("women", "men"), "'men' is not one of"),
        (FLAGS, ("women", "women"), "twice"),
        (COUNT, -1, "-1 is below 0"),
        (COUNT, 10_000_001, "10000001 is above 10000000"),
        (COUNT, True, "true is not a whole number"),
        (COUNT, 3.0, "3.0 is not a whole number"),
        (COUNT, "3", "'3' is not a whole number"),
        (FREE_INT, 2**63, "18 digits"),
        (SHARE, 90.5, "90.5 is above 90"),
        (SHARE, -91, "-91 is below -90"),
        (SHARE, math.nan, "finite"),
        (FREE_FLOAT, math.inf, "finite"),
        (FREE_FLOAT, True, "true is not a number"),
        (FREE_FLOAT, 2**64, "18 digits"),
        (ITEM, "Q0", "'Q0' does not match"),
        (ITEM, "Q1\n", "does not match"),
        (ITEM, "xQ1", "does not match"),
        (SHORT, "four", "4 characters"),
        (SHORT, "a\0", "NUL"),
        (SHORT, "\udc00", "surrogate"),
        (SHORT, 3, "not text"),
        (TRUTH, 1, "neither true nor false"),
        (TRUTH, "true", "neither true nor false"),
    ],
)
def test_a_value_that_does_not_fit_is_named_with_what_would(attribute, value, said):
    assert said in attribute.problem_with(value)


@pytest.mark.parametrize("attribute", ALL)
def test_nothing_set_is_no_problem(attribute):
    assert attribute.problem_with(None) is None


def test_control_characters_of_a_value_are_never_repeated_raw():
    problem = ENUM.problem_with("\x1b[31mred\u202e")

    assert problem.isprintable()
    assert "\\x1b[31mred\\u202e" in problem


@pytest.mark.parametrize(
    ("attribute", "typed", "value"),
    [
        (ENUM, "named", "named"),
        (ENUM, " Nominal ", "nominal"),
        (ENUM, "named-ISH", "Named-ish"),
        (FLAGS, "women, children", ("women", "children")),
        (FLAGS, "Women,women,", ("women",)),
        (FLAGS, "a, b", ("a, b",)),
        (COUNT, "153", 153),
        (COUNT, "1,200", 1200),
        (COUNT, "1\u00a0200", 1200),
        (COUNT, "10,000,000", 10_000_000),
        (COUNT, "+5", 5),
        (COUNT, "١٥٣", 153),
        (FREE_INT, "-7", -7),
        (SHARE, "36.2", 36.2),
        (SHARE, "-36", -36),
        (SHARE, ".5", 0.5),
        (FREE_FLOAT, "1e3", 1000.0),
        (ITEM, " Q1 ", "Q1"),
        (SHORT, "abc", "abc"),
        (TRUTH, "Yes", True),
        (TRUTH, "0", False),
    ],
)
def test_typing_is_understood(attribute, typed, value):
    parsed = attribute.parse(typed)

    assert (parsed, type(parsed)) == (value, type(value))


@pytest.mark.parametrize(
    ("attribute", "typed"),
    [
        (ENUM, "nomnal"),
        (FLAGS, "men"),
        (COUNT, "12,34"),
        (COUNT, "twelve"),
        (COUNT, "1_000"),
        (COUNT, "1.0"),
        (COUNT, "-1"),
        (COUNT, "9" * 5000),
        (SHARE, "1,5"),
        (SHARE, "nan"),
        (FREE_FLOAT, "inf"),
        (FREE_FLOAT, "1e999"),
        (FREE_FLOAT, "0x10"),
        (ITEM, "q1"),
        (SHORT, "four"),
        (TRUTH, "maybe"),
    ],
)
def test_typing_that_does_not_fit_is_refused_with_a_sentence(attribute, typed):
    with pytest.raises(InputError, match=r"\w+ \w+"):
        attribute.parse(typed)


@pytest.mark.parametrize("attribute", ALL)
@pytest.mark.parametrize("typed", ["", "   ", "\t"])
def test_nothing_typed_means_nothing_set(attribute, typed):
    assert attribute.parse(typed) is None


@given(st.sampled_from(ALL), st.text(max_size=12))
def test_whatever_is_typed_is_a_value_that_fits_or_refused(attribute, typed):
    with suppress(InputError):  # and no other error
        assert attribute.problem_with(attribute.parse(typed)) is None


@given(st.integers(0, 10_000_000))
def test_a_number_typed_as_it_is_shown_is_that_number(count):
    assert COUNT.parse(str(count)) == COUNT.parse(f"{count:,}") == count


def test_required_if_holds_for_the_attributes_given():
    count = Attribute.model_validate(
        {"type": "int", "required_if": "qualifier not in ('plural','vague')"}
    )

    assert count.is_required({})
    assert count.is_required({"qualifier": "exact"})
    assert not count.is_required({"qualifier": "vague"})


def test_required_needs_no_condition():
    assert Attribute.model_validate({"type": "bool", "required": True}).is_required({})
    assert not TRUTH.is_required({})


@pytest.mark.parametrize("pattern", ["(?=a)b", "(?<!a)b", r"(a)\1", "[", "a{1000}{1000}{1000}"])
def test_a_pattern_the_engine_cannot_use_is_refused_and_named(pattern):
    with pytest.raises(PatternError) as caught:
        refuse_bad_pattern(pattern)

    assert pattern in str(caught.value)
    with pytest.raises(ValidationError, match="cannot be used"):
        Attribute.model_validate({"type": "string", "pattern": pattern})


def test_a_pattern_longer_than_any_is_refused():
    with pytest.raises(PatternError, match="longer than"):
        refuse_bad_pattern("a" * 1001)


@pytest.mark.parametrize("pattern", [r"^(a+)+$", r"^(\w+\s?)*$", r"^(a|aa)+$", r"^(.*a){20}$"])
def test_a_pattern_that_hangs_other_engines_is_harmless(pattern):
    # a backtracking engine would not come back before the timeout of the tests
    assert not matches(pattern, "a" * 20_000 + "!")


@pytest.mark.parametrize(
    ("data", "field", "said"),
    [
        ({"type": "enum"}, "values", "at least one value"),
        ({"type": "enum", "values": []}, "values", "at least one value"),
        ({"type": "enum", "values": ["a", "a"]}, "1", "listed twice"),
        ({"type": "enum", "values": ["a", ""]}, "1", "visible character"),
        ({"type": "enum", "values": ["a", " b"]}, "1", "white space"),
        ({"type": "enum", "values": ["a"], "default": "b"}, "default", "does not fit"),
        ({"type": "int", "values": ["a"]}, "values", "not with int"),
        ({"type": "int", "min": 3, "max": 2}, "min", "min 3 is above max 2"),
        ({"type": "int", "default": True}, "default", "true is not a whole number"),
        ({"type": "int", "default": 1.0}, "default", "1.0 is not a whole number"),
        ({"type": "int", "min": 1, "default": 0}, "default", "0 is below 1"),
        ({"type": "int", "min": True}, "min", "true is not a number"),
        ({"type": "float", "max": math.inf}, "max", "inf is not a number"),
        ({"type": "string", "min": 1}, "min", "not with string"),
        ({"type": "string", "max_length": 0}, "max_length", "greater than or equal to 1"),
        ({"type": "int", "max_length": 5}, "max_length", "not with int"),
        ({"type": "bool", "pattern": "a"}, "pattern", "not with bool"),
        ({"type": "string", "pattern": "^a$", "default": "b"}, "default", "does not match"),
        ({"type": "multi_enum", "values": ["a"], "default": "a"}, "default", "not a list"),
        ({"type": "bool", "default": "yes"}, "default", "neither true nor false"),
        ({"type": "int", "required_if": "a =="}, "required_if", "cannot be read"),
        ({"type": "bool", "required": "yes"}, "required", "boolean"),
        ({"type": "bool", "required": 1}, "required", "boolean"),
        ({"type": "boolean"}, "type", "enum"),
        ({}, "type", "required"),
        ({"type": "bool", "colour": "red"}, "colour", "not permitted"),
    ],
)
def test_a_definition_that_contradicts_itself_is_refused_at_its_field(data, field, said):
    with pytest.raises(ValidationError) as caught:
        Attribute.model_validate(data)

    (error,) = caught.value.errors()
    assert str(error["loc"][-1]) == field
    assert said in error["msg"]


def test_defaults_of_every_type_can_be_given():
    assert Attribute.model_validate(
        {"type": "multi_enum", "values": ["a", "b"], "default": ["b"]}
    ).default == ("b",)
    assert Attribute.model_validate({"type": "float", "default": 1}).default == 1
    assert Attribute.model_validate({"type": "bool", "default": False}).default is False


def test_an_attribute_cannot_be_changed_in_place():
    with pytest.raises(ValidationError, match="frozen"):
        TRUTH.required = True
