# SPDX-License-Identifier: MIT
"""The language of required_if."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.schema.condition import LONGEST_CONDITION, ConditionError, parsed

VALUES = {"a": "x", "b": 2, "c": True, "d": ("p", "q"), "e": None, "f": False, "g": 1.5}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a == 'x'", True),
        ('a == "x"', True),
        ("a != 'x'", False),
        ("'x' == a", True),
        ("a == 'y'", False),
        ("b == 2", True),
        ("b == 2.0", True),
        ("b == -2", False),
        ("b == '2'", False),
        ("g == 1.5", True),
        ("c == true", True),
        ("c == True", True),
        ("c == 1", False),
        ("f == false", True),
        ("f == 0", False),
        ("a in ('x', 'y')", True),
        ("a in ('x')", True),
        ("a in ('x',)", True),
        ("a in('x','y')", True),
        ("a not in ('x', 'y')", False),
        ("'p' in d", True),
        ("'r' in d", False),
        ("'r' not in d", True),
        ("'x' in a", False),
        ("'p' in missing", False),
        ("missing == 'x'", False),
        ("missing != 'x'", True),
        ("missing not in ('x', 'y')", True),
        ("e == 'x'", False),
        ("a", True),
        ("c", True),
        ("f", False),
        ("e", False),
        ("missing", False),
        ("not missing", True),
        ("not not a", True),
        ("a == 'x' and b == 3", False),
        ("a == 'x' or b == 3", True),
        ("a == 'y' or b == 2 and c", True),
        ("(a == 'y' or b == 2) and f", False),
        ("not a == 'y' and b == 2", True),
        ("not (a == 'x' and b == 2)", False),
        ("((a == 'x'))", True),
        ("  a=='x'  and\nb==2 ", True),
        ("a == b", False),
        ("'it''s' == a", None),
    ],
)
def test_a_condition_means_what_it_says(text, expected):
    if expected is None:
        with pytest.raises(ConditionError):
            parsed(text)
    else:
        assert parsed(text).holds(VALUES) is expected


@pytest.mark.parametrize(
    ("text", "offset", "said"),
    [
        ("", 0, "missing"),
        ("   ", 3, "missing"),
        ("a ==", 4, "missing"),
        ("== a", 0, "missing"),
        ("a = 'x'", 2, "'='"),
        ("a == 'x' b", 9, "the end"),
        ("a == 'x", 5, "no meaning"),
        ("(a == 'x'", 9, ") is expected"),
        ("a == 'x')", 8, "the end"),
        ("a in 'x'", 8, "a list"),
        ("a == ('x', 'y')", 15, "one value"),
        ("('x', 'y') in a", 15, "right of 'in'"),
        ("a not 'x'", 6, "in is expected"),
        ("'x'", 3, "comparison"),
        ("5", 1, "comparison"),
        ("a and", 5, "missing"),
        ("a < 3", 2, "'<'"),
        ("__import__('os').system('x')", 16, "'.'"),
        ("a.b", 1, "'.'"),
        ("a == 1x", 5, "no meaning"),
        ("(a == 1) == 2", 13, "compares names"),
    ],
)
def test_what_is_no_condition_is_refused_at_its_place(text, offset, said):
    with pytest.raises(ConditionError) as caught:
        parsed(text)

    assert said in str(caught.value)
    assert caught.value.offset == offset


def test_deep_nesting_is_refused_before_it_can_exhaust_the_stack():
    for text in ("(" * 900 + "a" + ")" * 900, "not " * 450 + "a"):
        with pytest.raises(ConditionError, match="too deeply"):
            parsed(text)


def test_a_condition_longer_than_any_is_refused():
    with pytest.raises(ConditionError, match="too long"):
        parsed("a or " * LONGEST_CONDITION + "a")


def test_names_and_comparisons_are_found_in_their_order():
    condition = parsed("mention == 'named' and role in ('scene', 'target') or not size")

    assert condition.names() == ("mention", "role", "size")
    assert condition.comparisons() == [
        ("mention", "named"),
        ("role", "scene"),
        ("role", "target"),
    ]


@given(st.text(max_size=40))
def test_any_text_is_a_condition_or_refused(text):
    with suppress(ConditionError):  # and no other error
        assert parsed(text).holds(VALUES) in {True, False}


operands = st.sampled_from(["a == 'x'", "b != 2", "c", "e", "a in ('x', 'z')", "'q' in d"])
trees = st.recursive(
    operands.map(lambda text: (text, f"({parsed(text).holds(VALUES)})")),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(
            lambda parts: (
                f"({parts[0][0]}) {parts[1]} ({parts[2][0]})",
                f"({parts[0][1]} {parts[1]} {parts[2][1]})",
            )
        ),
        inner.map(lambda part: (f"not ({part[0]})", f"(not {part[1]})")),
    ),
    max_leaves=8,
)


@given(trees)
def test_and_or_not_and_brackets_combine_as_in_python(tree):
    text, same_in_python = tree

    assert parsed(text).holds(VALUES) is eval(same_in_python)
