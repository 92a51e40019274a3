# SPDX-License-Identifier: MIT
"""The examples in the manual: each is found by its check, and said as the manual says."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from annotator.assist.tokenizer import load_tokenizer
from annotator.checks.check import Subject
from annotator.checks.document import check_document
from annotator.checks.registry import CHECKS
from annotator.model.annotations import Annotations
from annotator.model.records import Argument, Entity, EventFrame, Record, Relation
from annotator.schema.definition import Schema
from annotator.schema.files import default_schema
from tests.marked import marked

PAGE = Path(__file__).parents[2] / "docs/manual/checks.md"
SECTION = re.compile(r"^### ([A-Z]\d\d)[^\n]*\n(.*?)(?=^##|\Z)", re.MULTILINE | re.DOTALL)
BLOCK = re.compile(r"^```text\n(.*?)^```", re.MULTILINE | re.DOTALL)
CANNOT_BE_WRITTEN = {"O02", "O06", "O10", "O11", "N02", "V01", "D06"}
STRICT = {"nesting": {"different_label": "warn"}}


@dataclass(frozen=True)
class Example:
    """A marked text, the lines that link its spans, and what the check says."""

    source: str
    links: tuple[str, ...]
    messages: tuple[str, ...]


def sections() -> dict[str, str]:
    return dict(SECTION.findall(PAGE.read_text(encoding="utf-8")))


def examples(section: str) -> list[Example]:
    found = []
    for block in BLOCK.findall(section):
        lines = block.splitlines()
        source = "\n".join(line for line in lines if not line.startswith(("+ ", "=> ")))
        links = tuple(line[2:] for line in lines if line.startswith("+ "))
        messages = tuple(line[3:] for line in lines if line.startswith("=> "))
        found.append(Example(source, links, messages))
    return found


def record(line: str, number: int, text: str) -> Record:
    """The relation, event or entity that a line stands for."""
    first, *rest = line.split()
    if first == "entity":
        return Entity(f"x{number}", tuple(rest))
    if first == "event":
        kind, trigger, *roles = rest
        start = text.index(trigger)
        pairs = [role.split("=") for role in roles]
        arguments = tuple(Argument(role, target) for role, target in pairs)
        return EventFrame(f"x{number}", kind, (start, start + len(trigger)), arguments)
    return Relation(f"x{number}", rest[0], first, rest[1])


def messages(example: Example, code: str) -> list[str]:
    schema = default_schema()
    if code == "N04":
        values = {**schema.model_dump(by_alias=True), "span_policy": STRICT}
        schema = Schema.model_validate(values)
    text, spans = marked(example.source)
    links = [record(line, number, text) for number, line in enumerate(example.links)]
    annotations = Annotations({one.id: one for one in (*spans, *links)})
    subject = Subject(text, annotations, schema, load_tokenizer("en")(text), "en")
    return [one.message for one in check_document(subject) if one.code == code]


def test_every_check_has_a_section():
    assert {check.rule.code for check in CHECKS} - sections().keys() == set()


@pytest.mark.parametrize("code", sorted(check.rule.code for check in CHECKS))
def test_an_example_is_found_and_said_as_the_manual_says(code):
    section = sections()[code]
    rule = next(check.rule for check in CHECKS if check.rule.code == code)
    written = examples(section)

    assert rule.sentence.rstrip(".") in " ".join(section.split())
    assert bool(written) != (code in CANNOT_BE_WRITTEN)
    for example in written:
        assert messages(example, code) == list(example.messages) != []
