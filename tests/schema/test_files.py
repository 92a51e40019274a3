# SPDX-License-Identifier: MIT
"""Schema files: YAML and JSON, what they mean, and where they are wrong."""

import json
from contextlib import suppress
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.errors import NotFoundError, SchemaError
from annotator.schema.files import default_schema, parse_schema, read_schema, schema_text

SMALL = """schema: test/1
labels:
  ACTOR:
    attributes:
      kind: {type: enum, values: [NO, "012", on, y]}
"""


def refused(text, format="yaml"):
    with pytest.raises(SchemaError) as caught:
        parse_schema(text, name="f", format=format)
    return caught.value.problems


def only_problem(text, format="yaml"):
    (problem,) = refused(text, format)
    return problem


class TestYaml:
    def test_words_mean_what_yaml_1_2_says(self):
        made = parse_schema(SMALL, name="f", format="yaml")

        assert made.labels["ACTOR"].attributes["kind"].values == ("NO", "012", "on", "y")

    @pytest.mark.parametrize(
        ("word", "found"),
        [
            ("012", "found 12"),
            ("-7", "found -7"),
            ("0o14", "found 12"),
            ("0xff", "found 255"),
            ("1.5", "found 1.5"),
            ("1e3", "found 1000.0"),
            ("true", "found true"),
            ("FALSE", "found false"),
            ("~", "found nothing"),
            ("", "found nothing"),
            ("[a]", "found a list"),
            ("{a: b}", "found keys with values"),
            (".inf", "not a number to reckon with"),
            (".NaN", "not a number to reckon with"),
        ],
    )
    def test_a_word_that_is_no_text_is_refused_where_text_belongs(self, word, found):
        assert found in "".join(
            problem.message for problem in refused(f"schema: {word}\nlabels: {{A: {{}}}}")
        )

    @pytest.mark.parametrize(
        "word", ["NO", "yes", "off", "1_000", "0b11", "12:30", "2024-11-27", "1e999", "<<", "="]
    )
    def test_a_word_that_older_yaml_took_for_something_else_is_text(self, word):
        made = parse_schema(f"schema: {word}\nlabels: {{A: {{}}}}", name="f", format="yaml")

        assert made.name == word

    @pytest.mark.parametrize(
        ("text", "line", "said"),
        [
            ("a: &x 1\nb: *x\n", 1, "anchors and aliases"),
            ("a: 1\nb: *x\n", 2, "anchors and aliases"),
            ("a: &x [1]", 1, "anchors and aliases"),
            ("a: !!python/object/apply:os.system [touch /tmp/x]", 1, "tags such as"),
            ("a: 1\nb: !!str 3", 2, "tags such as"),
            ("a: !own x", 1, "tags such as"),
            ("schema: x\n---\nschema: y", 2, "second document"),
            ("%YAML 1.1\n---\nschema: x", 2, "YAML 1.2"),
            ("a: [1,\nb: 2", 2, "no YAML"),
            ("a: 1\n\tb: 2", 2, "no YAML"),
            ("a: 'x", 1, "no YAML"),
            ("a: 1\n b: 2", 2, "no YAML"),
            ("a: \x07", 1, "control character U+0007"),
            ("x\n" * 3 + "\x00", 4, "control character U+0000"),
        ],
    )
    def test_what_is_not_allowed_is_refused_with_its_line(self, text, line, said):
        problem = refused(text)[-1]

        assert problem.line == line
        assert said in problem.message
        assert "(column " in problem.message

    def test_a_billion_laughs_are_refused_at_the_first_one(self):
        names = "abcdefghi"
        bomb = "a: &a [x]\n" + "".join(
            f"{after}: &{after} [{', '.join([f'*{before}'] * 9)}]\n"
            for before, after in pairwise(names)
        )

        assert only_problem(bomb).line == 1

    def test_a_merge_key_merges_nothing(self):
        assert "labels" in only_problem("schema: x\nlabels: {<<: {A: {}}}").field

    def test_deep_nesting_is_refused(self):
        for text in ("[" * 5_000, "a: " + "{a: " * 500, "- " * 5_000, "{a: [" * 900):
            assert "nested more deeply" in refused(text)[-1].message

    @pytest.mark.parametrize("text", ["{" * 5_000, "? " * 5_000, "? [" * 900])
    def test_keys_nested_in_keys_are_refused_before_they_exhaust_the_stack(self, text):
        assert "a key must be text" in refused(text)[-1].message

    def test_a_key_given_twice_is_refused_with_both_lines(self):
        problem = only_problem(SMALL + "  ACTOR: {}\n")

        assert (problem.line, problem.field) == (6, "labels.ACTOR")
        assert "first in line 3" in problem.message

    @pytest.mark.parametrize("key", ["1", "true", "~", "[a]", "{a: b}", "1.5"])
    def test_a_key_that_is_no_text_is_refused(self, key):
        problems = refused(f"schema: x\nlabels:\n  ? {key}\n  : {{}}\n")

        assert any(problem.line == 3 and "must be text" in problem.message for problem in problems)


class TestPlaces:
    @pytest.mark.parametrize(
        ("added", "line", "field", "said"),
        [
            ("typo: 1", 6, "typo", "no key 'typo' here; there are schema, note"),
            ("note: [x]", 6, "note", "text is expected, found a list"),
            ("relation: {}", 6, "relation", "did you mean 'relations'?"),
            ("    color: red", 6, "labels.ACTOR.color", "no colour"),
            ("    colour: red", 6, "labels.ACTOR.colour", "did you mean 'color'?"),
            ("    hotkey: 1", 6, "labels.ACTOR.hotkey", "1 is not '1', '2'"),
            (
                "      n: {type: it}",
                6,
                "labels.ACTOR.attributes.n.type",
                "'it' is not 'enum', 'multi_enum', 'int', 'float', 'string' or 'bool'",
            ),
            (
                "      n: {type: int,\n          min: 3,\n          max: 2}",
                7,
                "labels.ACTOR.attributes.n.min",
                "above max",
            ),
            (
                "      n:\n        type: string\n        pattern: (?=x)\n",
                8,
                "labels.ACTOR.attributes.n.pattern",
                "look-around",
            ),
            (
                "      n: {type: int, required_if: knd == 'NO'}",
                6,
                "labels.ACTOR.attributes.n.required_if",
                "did you mean 'kind'?",
            ),
            ("    examples: [HTS]", 6, "labels.ACTOR.examples[0]", "keys with values are expected"),
            (
                "    examples: [{span: a, nte: b}]",
                6,
                "labels.ACTOR.examples[0].nte",
                "mean 'note'?",
            ),
            ("    examples: [{note: a}]", 6, "labels.ACTOR.examples[0].span", "this is missing"),
            (
                "    examples: [{span: ' '}]",
                6,
                "labels.ACTOR.examples[0].span",
                "at least one word",
            ),
            ("relations: {r: [[ACTOR, ACTR]]}", 6, "relations.r[0][1]", "'ACTR'"),
            ("  <i> : {x: 1}", 6, "labels['<i>'].x", "no key 'x'"),
            (
                "span_policy: {nesting: {crossing: eror}}",
                6,
                "span_policy.nesting.crossing",
                "error",
            ),
        ],
    )
    def test_a_problem_names_line_field_and_what_would_be_right(self, added, line, field, said):
        problem = only_problem(f"{SMALL}{added}\n")

        assert (problem.file, problem.line, problem.field) == ("f", line, field)
        assert said in problem.message

    def test_the_column_is_that_of_the_value(self):
        problem = only_problem(SMALL + "    color: red\n")

        assert problem.message.endswith("(column 12)")

    def test_the_column_of_an_unknown_key_is_that_of_the_key(self):
        problem = only_problem(SMALL + "    colour: red\n")

        assert problem.message.endswith("(column 5)")

    def test_all_problems_are_listed_in_the_order_of_the_file(self):
        problems = refused(
            "schema: [x]\nlabels:\n  A: {hotkey: '0'}\n  A: {}\n  B: {color: x, typo: 1}\n"
            "relations: {r: [[A, C]]}\n"
        )

        assert [problem.line for problem in problems] == [1, 3, 4, 5, 5, 6]

    def test_the_same_place_is_found_in_json(self):
        text = '{"schema": "x",\n "labels": {"A": {}},\n "relations": {"r": [["A",\n  "B"]]}}'

        problem = only_problem(text, "json")

        assert (problem.line, problem.field) == (4, "relations.r[0][1]")
        assert problem.message.endswith("(column 3)")

    def test_control_characters_of_a_file_are_never_repeated_raw(self):
        for problem in refused('schema: x\nlabels: {"\\e[31m": {"\\e": 1}, "\\u202e": {}}'):
            assert str(problem).isprintable()


class TestJson:
    @pytest.mark.parametrize(
        ("text", "line", "said"),
        [
            ("", 1, "value is expected"),
            ('{"a": 1,\n "a": 2}', 2, "stands here again"),
            ('{"a": NaN}', 1, "value is expected"),
            ('{"a": -Infinity}', 1, "value is expected"),
            ('{"a": 1e999}', 1, "to reckon with"),
            ('{"a": ' + "9" * 5_000 + "}", 1, "to reckon with"),
            ('{"a": 1,}', 1, "double quotes"),
            ("{'a': 1}", 1, "double quotes"),
            ('{"a": 01}', 1, "} is expected"),
            ('{"a": 1} x', 1, "nothing may follow"),
            ('{"a": "x\ny"}', 1, "control character"),
            ('{"a": "x', 1, "unterminated"),
            ('{"a": "\\x"}', 1, "escape"),
            ('{"a": "\\ud800"}', 1, "surrogate"),
            ('{"a": "\\u0000"}', 1, "NUL"),
            ('{"a" 1}', 1, ": is expected"),
            ("[1 2]", 1, "] is expected"),
            ("[" * 100_000, 1, "nested more deeply"),
            ("// comment\n{}", 1, "value is expected"),
        ],
    )
    def test_what_is_no_json_is_refused_with_its_line(self, text, line, said):
        problems = refused(text, "json")

        assert any(problem.line == line and said in problem.message for problem in problems)

    def test_an_astral_character_written_as_two_escapes_is_one(self):
        made = parse_schema(
            '{"schema":"\\ud83d\\ude80","labels":{"A":{}}}', name="f", format="json"
        )

        assert made.name == "🚀"

    @given(st.text(max_size=60))
    def test_any_text_is_read_or_refused(self, text):
        for format in ("json", "yaml"):
            with suppress(SchemaError):  # and no other error
                parse_schema(text, name="f", format=format)

    @given(
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(
                    st.sampled_from(["schema", "labels", "attributes", "type", "values", "ACTOR"]),
                    inner,
                    max_size=4,
                )
            ),
            max_leaves=12,
        )
    )
    def test_any_json_is_a_schema_or_refused(self, data):
        with suppress(SchemaError):  # and no other error
            parse_schema(json.dumps(data), name="f", format="json")


class TestFiles:
    @pytest.mark.parametrize("suffix", [".yaml", ".yml", ".YAML", ".json"])
    def test_the_suffix_says_what_it_is(self, tmp_path, suffix):
        path = tmp_path / f"s{suffix}"
        path.write_text('{"schema": "test/1", "labels": {"A": {}}}', encoding="utf-8")

        assert read_schema(path).name == "test/1"

    def test_a_byte_order_mark_is_passed_over(self, tmp_path):
        path = tmp_path / "s.yaml"
        path.write_text(SMALL, encoding="utf-8-sig")

        assert read_schema(path).name == "test/1"

    def test_another_suffix_is_refused(self, tmp_path):
        with pytest.raises(SchemaError, match=r"\.yaml or \.json"):
            read_schema(tmp_path / "s.txt")

    def test_a_file_that_is_not_there_is_named(self, tmp_path):
        with pytest.raises(NotFoundError, match=r"s\.yaml"):
            read_schema(tmp_path / "s.yaml")

    def test_a_folder_is_refused_in_a_sentence(self, tmp_path):
        (tmp_path / "s.yaml").mkdir()

        with pytest.raises(SchemaError, match="not read"):
            read_schema(tmp_path / "s.yaml")

    def test_another_encoding_is_refused_with_the_line(self, tmp_path):
        path = tmp_path / "s.yaml"
        path.write_bytes(b"schema: x\nnote: caf\xe9\n")

        with pytest.raises(SchemaError) as caught:
            read_schema(path)
        assert caught.value.problems[0].line == 2

    @pytest.mark.parametrize(
        ("suffix", "size", "said"),
        [
            (".yaml", 200_001, "at most 200,000"),
            (".json", 2_000_001, "larger than 2,000,000 bytes"),
        ],
    )
    def test_a_file_larger_than_any_schema_is_refused_without_being_parsed(
        self, tmp_path, suffix, size, said
    ):
        path = tmp_path / f"s{suffix}"
        path.write_text("[" * size, encoding="utf-8")

        with pytest.raises(SchemaError, match=said):
            read_schema(path)

    def test_reading_one_has_no_side_effect(self, tmp_path):
        victim = tmp_path / "victim"
        path = tmp_path / "s.yaml"
        path.write_text(
            f"schema: !!python/object/apply:pathlib.Path.touch [{victim}]\n", encoding="utf-8"
        )

        with pytest.raises(SchemaError):
            read_schema(path)
        assert not victim.exists()


class TestStoredForm:
    def test_a_large_schema_can_be_read_again(self):
        attributes = ", ".join(f"a{number}: {{type: bool}}" for number in range(3_000))
        made = parse_schema(
            f"schema: x\nlabels: {{A: {{attributes: {{{attributes}}}}}}}", name="f", format="yaml"
        )

        assert parse_schema(schema_text(made), name="s", format="json") == made

    @pytest.mark.parametrize(
        "text",
        [
            SMALL,
            'schema: x\nlabels: {"<b>x</b>": {}, "=1+1": {hotkey: "3"}, 🚀: {}}',
            "schema: x\nlabels: {A: {examples: [{before: 'to ', span: <b>, note: n}, {span: b}]}}",
            "schema: x\nlabels: {A: {attributes: {f: {type: multi_enum, values: [a, b],"
            " default: [b]}, t: {type: bool, default: false}, d: {type: float, default: 1}}}}",
        ],
    )
    def test_it_gives_the_same_schema(self, text):
        made = parse_schema(text, name="f", format="yaml")

        assert parse_schema(schema_text(made), name="s", format="json") == made

    def test_it_keeps_the_order_of_labels_and_attributes(self):
        made = default_schema()

        again = parse_schema(schema_text(made), name="s", format="json")

        assert list(again.labels) == list(made.labels)
        for name, label in made.labels.items():
            assert list(again.labels[name].attributes) == list(label.attributes)

    def test_it_is_the_same_text_again(self):
        text = schema_text(default_schema())

        assert schema_text(parse_schema(text, name="s", format="json")) == text

    def test_it_writes_out_what_was_left_to_defaults(self):
        data = json.loads(schema_text(parse_schema(SMALL, name="f", format="yaml")))

        assert data["span_policy"]["nesting"]["crossing"] == "error"
        assert data["labels"]["ACTOR"]["color"].startswith("#")
