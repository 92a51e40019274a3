# SPDX-License-Identifier: MIT
"""Schemas: what they answer, and which are refused."""

import pytest
from pydantic import ValidationError

from annotator.schema.definition import COLORS, Schema


def schema(**parts):
    return Schema.model_validate({"schema": "test/1", "labels": {"ACTOR": {}}, **parts})


def problems(**parts):
    with pytest.raises(ValidationError) as caught:
        schema(**parts)
    return {
        ".".join(str(step) for step in error["loc"]): error["msg"]
        for error in caught.value.errors()
    }


class TestAttributes:
    def test_a_labels_own_come_before_those_of_every_span(self):
        made = schema(
            labels={"ACTOR": {"attributes": {"b": {"type": "bool"}, "a": {"type": "int"}}}},
            any_span={"comment": {"type": "string"}},
        )

        assert list(made.attributes_of("ACTOR")) == ["b", "a", "comment"]

    def test_an_unknown_label_has_none(self):
        made = schema(any_span={"comment": {"type": "string", "default": "x"}})

        assert made.attributes_of("X") == {}
        assert made.defaults("X") == {}

    def test_defaults_are_those_that_are_given_also_false_and_zero(self):
        made = schema(
            labels={
                "ACTOR": {
                    "attributes": {
                        "a": {"type": "bool", "default": False},
                        "b": {"type": "int", "default": 0},
                        "c": {"type": "int"},
                    }
                }
            },
            any_span={"d": {"type": "multi_enum", "values": ["x"], "default": ["x"]}},
        )

        assert made.defaults("ACTOR") == {"a": False, "b": 0, "d": ("x",)}


class TestKeys:
    def test_labels_without_a_key_get_the_next_free_one(self):
        made = schema(labels={"A": {}, "B": {"hotkey": "1"}, "C": {}, "D": {"hotkey": "3"}})

        assert [made.key_of(label) for label in "ABCD"] == ["2", "1", "4", "3"]
        assert [made.label_for_key(key) for key in "1234"] == ["B", "A", "D", "C"]

    def test_a_key_nobody_has_gives_no_label(self):
        assert schema().label_for_key("2") is None
        assert schema().label_for_key("") is None

    def test_a_tenth_label_has_no_key(self):
        made = schema(labels={f"L{number}": {} for number in range(11)})

        assert made.key_of("L8") == "9"
        assert made.key_of("L9") == made.key_of("L10") == ""
        assert made.key_of("absent") == ""

    def test_two_labels_with_one_key_are_refused_with_both_names(self):
        found = problems(labels={"A": {"hotkey": "1"}, "B": {"hotkey": "1"}})

        assert found == {"labels.B.hotkey": "key '1' already belongs to 'A'"}

    @pytest.mark.parametrize("key", ["0", "10", "a", "", "１"])
    def test_a_key_that_is_none_of_the_nine_is_refused(self, key):
        assert list(problems(labels={"A": {"hotkey": key}})) == ["labels.A.hotkey"]


class TestColors:
    def test_labels_without_a_color_get_different_ones_that_nobody_has(self):
        made = schema(labels={"A": {}, "B": {"color": COLORS[0].upper()}, "C": {}})

        assert [label.color for label in made.labels.values()] == [
            COLORS[1],
            COLORS[0].upper(),
            COLORS[2],
        ]

    @pytest.mark.parametrize("color", ["red", "#12345", "#1234567", "123456", "#12345g"])
    def test_what_is_no_color_is_refused(self, color):
        assert list(problems(labels={"A": {"color": color}})) == ["labels.A.color"]


class TestNames:
    @pytest.mark.parametrize(
        "name",
        [
            "<b>x</b>",
            "=1+1",
            "null",
            "NO",
            "012",
            "'; DROP TABLE spans; --",
            "الفاعل",
            "👩‍👩‍👧",
            "%s{0}",
            "a" * 100,
            "../etc",
            "[1]",
            "status",
        ],
    )
    def test_odd_names_are_kept_as_they_are(self, name):
        made = schema(labels={name: {"attributes": {name: {"type": "enum", "values": [name]}}}})

        assert list(made.labels) == [name]
        assert made.attributes_of(name)[name].values == (name,)

    @pytest.mark.parametrize(
        "name",
        [
            "",
            " ",
            "\u2003",
            " a",
            "a ",
            "a" * 101,
            "a" * 10_000,
            "\x1b[31m",
            "a\nb",
            "\0",
            "\u202ex",
        ],
    )
    def test_names_that_cannot_be_seen_or_told_are_refused(self, name):
        found = problems(labels={name: {}})

        assert len(found) == 1
        assert all(message.isprintable() and len(message) < 200 for message in found.values())

    def test_names_that_look_the_same_are_refused(self):
        assert "looks the same" in str(problems(labels={"caf\u00e9": {}, "cafe\u0301": {}}))

    def test_names_that_differ_only_in_case_are_two(self):
        assert len(schema(labels={"Actor": {}, "ACTOR": {}}).labels) == 2

    def test_an_attribute_that_every_span_has_already_is_refused(self):
        found = problems(
            labels={"A": {"attributes": {"comment": {"type": "bool"}}}},
            any_span={"comment": {"type": "string"}},
        )

        assert list(found) == ["labels.A.attributes.comment"]


class TestReferences:
    def test_no_labels_at_all_are_refused(self):
        assert list(problems(labels={})) == ["labels"]

    @pytest.mark.parametrize(
        ("parts", "place"),
        [
            ({"relations": {"r": [["ACTOR", "ACTR"]]}}, "relations.r.0.1"),
            ({"acyclic_relations": ["r"]}, "acyclic_relations.0"),
            ({"events": {"roles": {"target": ["ACTR"]}}}, "events.roles.target.0"),
            ({"flatten_for_ner": {"label_priority": ["ACTR"]}}, "flatten_for_ner.label_priority.0"),
        ],
    )
    def test_a_name_that_does_not_exist_is_refused_where_it_stands(self, parts, place):
        found = problems(**parts)

        assert list(found) == [place]
        assert "there is no" in found[place]

    def test_the_nearest_name_is_offered(self):
        found = problems(relations={"r": [["ACTOR", "ACTR"]]})

        assert "did you mean 'ACTOR'?" in found["relations.r.0.1"]

    def test_relations_between_three_labels_are_refused(self):
        assert "relations.r.0" in problems(relations={"r": [["ACTOR", "ACTOR", "ACTOR"]]})


def conditions(**texts):
    return {
        "ACTOR": {
            "attributes": {
                "kind": {"type": "enum", "values": ["device", "method"]},
                **{name: {"type": "int", "required_if": text} for name, text in texts.items()},
            }
        }
    }


class TestConditions:
    def test_they_may_name_attributes_of_every_span(self):
        made = schema(labels=conditions(a="sure == true"), any_span={"sure": {"type": "bool"}})

        assert made.attributes_of("ACTOR")["a"].is_required({"sure": True})

    def test_an_attribute_that_does_not_exist_is_refused(self):
        found = problems(labels=conditions(a="knd == 'device'"))

        assert found == {
            "labels.ACTOR.attributes.a.required_if": (
                "there is no attribute 'knd'; did you mean 'kind'?"
            )
        }

    def test_a_value_that_never_occurs_is_refused(self):
        found = problems(labels=conditions(a="kind in ('device', 'methd')"))

        assert "'kind' is never 'methd'; did you mean 'method'?" in found.values()

    @pytest.mark.parametrize(
        ("texts", "circle"),
        [
            ({"a": "a"}, "a -> a"),
            ({"a": "b", "b": "a"}, "a -> b -> a"),
            ({"a": "b", "b": "kind or c", "c": "a"}, "a -> b -> c -> a"),
        ],
    )
    def test_conditions_in_a_circle_are_refused_and_the_circle_is_named(self, texts, circle):
        found = problems(labels=conditions(**texts))

        assert len(found) == len(texts)
        assert circle in found["labels.ACTOR.attributes.a.required_if"]

    def test_one_that_only_leads_to_a_circle_is_not_in_it(self):
        found = problems(labels=conditions(a="b", b="b"))

        assert list(found) == ["labels.ACTOR.attributes.b.required_if"]


def test_all_problems_are_told_at_once():
    found = problems(
        labels={
            "A": {"color": "red", "attributes": {"x": {"type": "int", "min": 2, "max": 1}}},
            "B": {"hotkey": "1"},
            "C": {"hotkey": "1"},
        },
        relations={"r": [["A", "Z"]]},
        typo=1,
    )

    assert set(found) == {
        "labels.A.color",
        "labels.A.attributes.x.min",
        "labels.C.hotkey",
        "relations.r.0.1",
        "typo",
    }


def test_a_schema_cannot_be_changed_in_place():
    with pytest.raises(ValidationError, match="frozen"):
        schema().name = "other"


def test_a_schema_is_its_own_copy():
    made = schema()

    assert Schema.model_validate(made) is made
