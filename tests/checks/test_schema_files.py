# SPDX-License-Identifier: MIT
"""Schema files may name the codes of checks, and no others."""

import json
from contextlib import suppress

import pytest

from annotator.checks.registry import CODES
from annotator.checks.schema_files import read_checked_schema
from annotator.errors import SchemaError
from annotator.schema.files import parse_schema, schema_text

SCHEMA = {"schema": "test/1", "labels": {"ACTOR": {}}}


def test_every_code_of_a_check_may_be_named(tmp_path):
    file = tmp_path / "s.json"
    file.write_text(json.dumps({**SCHEMA, "checks": dict.fromkeys(sorted(CODES), "off")}))

    assert read_checked_schema(file).checks.keys() == CODES


@pytest.mark.parametrize("code", ["Z99", "O00", "A99"])
@pytest.mark.parametrize("suffix", ["json", "yaml"])
def test_any_other_is_refused_with_file_and_line(tmp_path, code, suffix):
    file = tmp_path / f"s.{suffix}"
    file.write_text(json.dumps({**SCHEMA, "checks": {"O07": "off", code: "off"}}, indent=1))

    with pytest.raises(SchemaError) as caught:
        read_checked_schema(file)

    line = file.read_text().splitlines().index(f' "{code}": "off"'.replace(" ", "  ", 1)) + 1
    assert str(caught.value).startswith(f"{file}:{line}: checks.{code}: there is no check")


class TestCheckCodes:
    YAML = "schema: test/1\nlabels:\n  ACTOR: {}\nchecks:\n  O07: off\n  Z99: error\n"
    JSON = """{"schema": "test/1",
"labels": {"ACTOR": {}},
"checks": {
"O07": "off",
"Z99": "error"}}"""

    @pytest.mark.parametrize(
        ("text", "format", "line", "column"), [(YAML, "yaml", 6, 3), (JSON, "json", 5, 1)]
    )
    def test_a_code_that_no_check_has_is_refused_in_its_line(self, text, format, line, column):
        with pytest.raises(SchemaError) as caught:
            parse_schema(text, name="f", format=format, check_codes={"O07"})

        (problem,) = caught.value.problems
        assert (problem.line, problem.field) == (line, "checks.Z99")
        assert problem.message.startswith("there is no check 'Z99'")
        assert f"(column {column})" in problem.message

    def test_it_is_told_along_with_everything_else_that_is_wrong(self):
        text = self.YAML + "  O07: off\n  foo: off\nlabel: {}\n"

        with pytest.raises(SchemaError) as caught:
            parse_schema(text, name="f", format="yaml", check_codes={"O07"})

        fields = [problem.field for problem in caught.value.problems]
        assert "checks.Z99" in fields
        assert "checks.foo" in fields
        assert "label" in fields

    def test_known_codes_are_taken_and_a_kept_schema_may_name_any(self):
        known = parse_schema(self.YAML, name="f", format="yaml", check_codes={"O07", "Z99"})

        assert known.checks == {"O07": "off", "Z99": "error"}
        assert parse_schema(schema_text(known), name="f", format="json") == known

    def test_what_is_no_code_at_all_is_said_to_be_none(self):
        text = "schema: test/1\nlabels: {A: {}}\nchecks: {foo: off}\n"

        with pytest.raises(SchemaError) as caught:
            parse_schema(text, name="f", format="yaml")

        (problem,) = caught.value.problems
        assert problem.message.startswith("'foo' is no code of a check such as O07")

    @pytest.mark.parametrize("checks", ["[]", "7", "{}", "null"])
    def test_checks_of_another_shape_are_a_matter_of_their_type(self, checks):
        with suppress(SchemaError):
            text = f"schema: test/1\nlabels: {{A: {{}}}}\nchecks: {checks}\n"
            parse_schema(text, name="f", format="yaml", check_codes=())
