# SPDX-License-Identifier: MIT
"""Reads schemas from files, and writes the form in which a project keeps its own.

A file is refused as a whole, with everything that is wrong with it and where.
"""

import json
import stat
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from annotator.assets import resource
from annotator.errors import NotFoundError, Problem, SchemaError
from annotator.schema.attribute import Attribute
from annotator.schema.definition import (
    CHECK_CODE,
    Events,
    Example,
    FlattenForNer,
    Label,
    Nesting,
    Schema,
    SpanPolicy,
)
from annotator.schema.json_source import read_json
from annotator.schema.names import listed, shown, suggestion
from annotator.schema.source import Node, problem_at
from annotator.schema.yaml_source import read_yaml

DEFAULT_SCHEMA = "conflict-default.yaml"
LARGEST_FILE = 2_000_000
"""Bytes; what a project has kept may be larger, since it has every setting written out."""
_READERS = {"yaml": read_yaml, "json": read_json}
_SUFFIXES = {".yaml": "yaml", ".yml": "yaml", ".json": "json"}
_MODELS: dict[tuple[str, ...], type[BaseModel]] = {
    (): Schema,
    ("labels", "*"): Label,
    ("labels", "*", "examples", "*"): Example,
    ("labels", "*", "attributes", "*"): Attribute,
    ("any_span", "*"): Attribute,
    ("events",): Events,
    ("span_policy",): SpanPolicy,
    ("span_policy", "nesting"): Nesting,
    ("flatten_for_ner",): FlattenForNer,
}
_COLOR = "colour such as #1d4ed8"
_CODE = "code of a check such as O07"
_SENTENCES = {
    "missing": "this is missing",
    "string_type": "text is expected, found {found}; quotes make it text",
    "bool_type": "true or false is expected, found {found}",
    "int_type": "a whole number is expected, found {found}",
    "tuple_type": "a list is expected, found {found}",
    "dict_type": "keys with values are expected, found {found}",
    "mapping_type": "keys with values are expected, found {found}",
    "model_type": "keys with values are expected, found {found}",
    "model_attributes_type": "keys with values are expected, found {found}",
    "too_short": "at least one is needed",
    "greater_than_equal": "{found} is below {ge}",
    "string_pattern_mismatch": "{found} is no {kind}",
}


def read_schema(path: Path, *, check_codes: Collection[str] | None = None) -> Schema:
    """Return the schema in a ``.yaml``, ``.yml`` or ``.json`` file.

    Raises SchemaError with every problem, its line, column and field; NotFoundError.
    ``check_codes`` are those that ``checks`` may name, see ``parse_schema``.
    """
    format = format_of_file(path)
    return parse_schema(text_of(path), name=str(path), format=format, check_codes=check_codes)


def format_of_file(path: Path) -> str:
    """Return ``yaml`` or ``json`` by the name of the file; SchemaError for any other."""
    format = _SUFFIXES.get(path.suffix.lower())
    if format is None:
        raise SchemaError([Problem(str(path), 0, "", "a schema file ends in .yaml or .json")])
    return format


def nodes_of(text: str, *, name: str, format: str) -> tuple[Node, list[Problem]]:
    """Return what ``text`` holds, with positions, and what is wrong with how it is written."""
    return _READERS[format](text.removeprefix("\ufeff"), file=name)


def parse_schema(
    text: str, *, name: str, format: str, check_codes: Collection[str] | None = None
) -> Schema:
    """Return the schema that ``text`` holds; ``format`` is ``yaml`` or ``json``.

    ``name`` stands for the file in the problems of the SchemaError that is raised. Without
    ``check_codes`` any code may stand in ``checks``: a project that another version of the program
    made stays readable.
    """
    node, problems = nodes_of(text, name=name, format=format)
    if check_codes is not None:
        problems.extend(_unknown_checks(node, check_codes, name))
    try:
        schema = Schema.model_validate(node.plain())
    except ValidationError as error:
        problems.extend(_problem(detail, node, name) for detail in _details(error))
        raise SchemaError(sorted(problems, key=lambda problem: problem.line)) from error
    if problems:
        raise SchemaError(problems)
    return schema


def _unknown_checks(node: Node, known: Collection[str], name: str) -> Iterator[Problem]:
    """Yield a problem for each well-formed code in ``checks`` that no check has."""
    checks = node.inner("checks")
    for code in checks.keys if checks is not None else ():
        if CHECK_CODE.fullmatch(code) and code not in known:
            place = ("checks", code)
            position = node.position(place, of_key=True)
            message = f"there is no check {shown(code)}; docs/checks.md lists them"
            yield problem_at(name, position, place, message)


@cache
def default_schema() -> Schema:
    """Return the schema for conflict news that comes with the program."""
    return read_schema(resource("schemas", DEFAULT_SCHEMA))


def schema_text(schema: Schema) -> str:
    """Return the schema as JSON, with every setting written out: what a project keeps.

    ``parse_schema`` of it gives an equal schema, in this and in later versions.
    """
    data = schema.model_dump(mode="json", by_alias=True, exclude_none=True)
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of schema files, by which editors complete and check them."""
    made = Schema.model_json_schema(by_alias=True, mode="validation")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made}


def text_of(path: Path) -> str:
    """Return the text of an ordinary file of a schema's size; SchemaError or NotFoundError."""
    try:
        if not path.is_dir() and not stat.S_ISREG(path.stat().st_mode):
            raise SchemaError([Problem(str(path), 0, "", "this is no ordinary file")])
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except FileNotFoundError as error:
        raise NotFoundError("file", str(path)) from error
    except OSError as error:
        reason = error.strerror or "it cannot be read"
        raise SchemaError([Problem(str(path), 0, "", f"not read: {reason}")]) from error
    if len(data) > LARGEST_FILE:
        message = f"it is larger than {LARGEST_FILE:,} bytes, as no schema is"
        raise SchemaError([Problem(str(path), 0, "", message)])
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        message = f"byte {error.start:,} is not UTF-8; save the file as UTF-8"
        raise SchemaError([Problem(str(path), line, "", message)]) from error


def _details(error: ValidationError) -> list[Any]:
    return list(error.errors(include_url=False))


def broken_rule(detail: Any) -> tuple[tuple[str | int, ...], str]:  # noqa: ANN401 - pydantic's ErrorDetails
    """Return where pydantic found something wrong, and a sentence about it."""
    place = tuple(detail["loc"])
    place = place[:-1] if place and place[-1] == "[key]" else place
    return place, _sentence(detail, place)


def _problem(detail: Any, node: Node, name: str) -> Problem:  # noqa: ANN401 - as above
    place, said = broken_rule(detail)
    of_key = detail["type"] == "extra_forbidden" or len(place) < len(detail["loc"])
    position = node.position(place, of_key=of_key)
    return problem_at(name, position, place, said)


def _sentence(detail: Any, place: Sequence[str | int]) -> str:  # noqa: ANN401 - as above
    kind, found = detail["type"], detail["input"]
    context = detail.get("ctx", {})
    if kind == "extra_forbidden":
        known = _known_keys(place[:-1])
        hint = suggestion(str(place[-1]), known) or f"; there are {listed(known, most=30)}"
        return f"there is no key {shown(str(place[-1]))} here{hint}"
    if kind == "literal_error":
        expected = str(context.get("expected", ""))
        known = expected.replace(" or ", ", ").replace("'", "").split(", ")
        is_text = isinstance(found, str)
        hint = suggestion(found, known) if is_text else "; quotes make it text"
        return f"{_kind_of(found)} is not {expected}{hint}"
    template = _SENTENCES.get(kind)
    if template is not None:
        kind_wanted = _CODE if place[:1] == ("checks",) else _COLOR
        return template.format(found=_kind_of(found), ge=context.get("ge", ""), kind=kind_wanted)
    return str(context.get("said") or detail["msg"]).removeprefix("Value error, ")


def _kind_of(found: object) -> str:
    if isinstance(found, dict):
        return "keys with values"
    return "a list" if isinstance(found, list | tuple) else shown(found)


def _known_keys(place: Sequence[str | int]) -> list[str]:
    for pattern, model in _MODELS.items():
        if len(pattern) == len(place) and all(
            wanted in {"*", step} for wanted, step in zip(pattern, place, strict=True)
        ):
            return [field.alias or name for name, field in model.model_fields.items()]
    return []
