# SPDX-License-Identifier: MIT
"""What any store and any export can hold."""

import math

import orjson
import pytest
from hypothesis import given

from annotator.model.records import Note, Span
from annotator.model.storable import problem_with_data, problem_with_record
from tests.strategies import layers, plain_data, texts


@given(plain_data)
def test_plain_data_is_fit_and_survives_json(value):
    assert problem_with_data(value) is None
    assert orjson.loads(orjson.dumps(value)) == value


@given(texts().flatmap(layers))
def test_every_record_that_can_be_made_here_is_fit(made):
    assert [problem_with_record(record) for record in made] == [None] * len(made)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("a\0b", "NUL"),
        ("a\ud800", "surrogate"),
        (math.inf, "finite"),
        (math.nan, "finite"),
        (2**63, "64 bits"),
        (-(2**63) - 1, "64 bits"),
        (10**5000, "64 bits"),
        ({1: "x"}, "key"),
        ({"\0": 1}, "NUL"),
        ({"a": [{"b": math.nan}]}, "finite"),
        ({"a", "b"}, "set"),
        (b"x", "bytes"),
    ],
    ids=range(12),
)
def test_what_json_or_a_database_would_lose_is_named(value, said):
    assert said in problem_with_data(value)


def test_data_nested_without_end_is_refused_and_not_followed():
    endless = []
    endless.append(endless)

    assert problem_with_data(endless) == "the value is nested too deeply"


def test_records_are_judged_by_all_their_fields():
    assert "NUL" in problem_with_record(Note("m", "\0"))
    assert "finite" in problem_with_record(Span("s", "A", ((0, 1),), {"x": math.inf}))
    assert "NUL" in problem_with_record(Span("s", "\0", ((0, 1),)))
