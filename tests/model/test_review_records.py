# SPDX-License-Identifier: MIT
"""Assignments and decisions keep every value through their plain form."""

import orjson
from hypothesis import given

from annotator.model.fields import problem_with_fields
from annotator.model.records import Assignment, Decision, Span, from_data, identical, to_data
from tests.strategies import examples, reviews


@examples(60)
@given(records=reviews("HTS struck Darat Izza"))
def test_a_review_record_comes_back_from_json_as_it_was(records):
    for record in records:
        back = from_data(orjson.loads(orjson.dumps(to_data(record))))

        assert identical(back, record)
        assert problem_with_fields(back) is None


def test_an_assignment_that_is_not_blind_says_so_in_its_plain_form():
    assignment = Assignment("a", "anna", blind=False)

    assert to_data(assignment)["blind"] is False
    assert from_data(to_data(assignment)) == assignment


def test_two_decisions_are_not_identical_when_a_result_has_another_type_of_value():
    def decided(value):
        span = Span("s", "ACTOR", ((0, 3),), {"n": value})
        return Decision("d", "item", 0, 3, "custom", result=(span,))

    assert decided(1) == decided(True)
    assert not identical(decided(1), decided(True))


def test_a_field_of_another_type_is_named():
    odd = Decision("d", "item", 0, "3", "custom")

    assert problem_with_fields(odd) == "the end of a decision cannot be '3'"
