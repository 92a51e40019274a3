# SPDX-License-Identifier: MIT
"""Subjects for checks, written as one reads them, and the seed's own annotations."""

import json
import re
from pathlib import Path

import pytest

from annotator.checks.document import Subject, check_document
from annotator.checks.finding import Finding
from annotator.edits.apply import Context, apply
from annotator.model.annotations import Annotations
from annotator.model.records import Argument, EventFrame, Record, Relation, Span
from annotator.schema.definition import Schema
from annotator.schema.files import parse_schema
from annotator.text.tokens import TokenBoundaries
from tests.marked import marked

SEED = Path(__file__).parents[3] / "shared/seed"
PLAIN = parse_schema(
    """{"schema": "test/1",
        "labels": {"ACTOR": {}, "LOCATION": {}, "WEAPON": {}, "CASUALTY": {}}}""",
    name="test",
    format="json",
)


def policy(**settings) -> Schema:
    """The plain schema with another span policy."""
    return Schema.model_validate({**PLAIN.model_dump(by_alias=True), "span_policy": settings})


def words(text: str) -> TokenBoundaries:
    """Words, with inner apostrophes and hyphens, and single signs."""
    return TokenBoundaries.of(
        found.span() for found in re.finditer(r"\w+(?:[-’']\w+)*|[^\w\s]", text)
    )


def subject(source: str, *records: Record, schema: Schema = PLAIN, language: str = "en") -> Subject:
    """The subject that a marked text stands for; ``records`` are added to its spans."""
    text, spans = marked(source)
    return of(text, *spans, *records, schema=schema, language=language)


def of(text: str, *records: Record, schema: Schema = PLAIN, language: str = "en") -> Subject:
    annotations = Annotations({record.id: record for record in records})
    return Subject(text, annotations, schema, words(text), language)


def span(text: str, words_of_it: str, label: str = "ACTOR", id: str = "T1", **attributes) -> Span:
    """The span over the first place where the words stand, also if no mark could be put there."""
    start = text.index(words_of_it)
    return Span(id, label, ((start, start + len(words_of_it)),), attributes)


def found(checked: Subject, code: str) -> list[Finding]:
    return [finding for finding in check_document(checked) if finding.code == code]


def codes(checked: Subject) -> list[str]:
    return [finding.code for finding in check_document(checked)]


def mended(checked: Subject, code: str, fix: int = 0) -> Subject:
    """The subject after one fix of the only finding with this code."""
    (finding,) = found(checked, code)
    context = Context(len(checked.text), checked.schema)
    change = apply(finding.fixes[fix].edit, checked.annotations, context)
    assert change.steps, f"the fix {finding.fixes[fix].title!r} changes nothing"
    annotations = change.applied_to(checked.annotations)
    return Subject(checked.text, annotations, checked.schema, checked.tokens, checked.language)


def surfaces(checked: Subject) -> list[str]:
    return [one.surface(checked.text) for one in checked.annotations.spans()]


def seed() -> tuple[str, tuple[Record, ...]]:
    """The seed article with its spans, relations and events; skips where ../shared is absent."""
    if not SEED.is_dir():
        pytest.skip("the seed article in ../shared is not here")
    text = (SEED / "article.txt").read_text(encoding="utf-8")
    gold = json.loads((SEED / "gold.json").read_text(encoding="utf-8"))
    return text, (
        *(_span(data) for data in gold["spans"]),
        *(
            Relation(data["id"], data["type"], data["source"], data["target"])
            for data in gold["relations"]
        ),
        *(_event(data) for data in gold["events"]),
    )


def _span(data) -> Span:
    attributes = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in data["attributes"].items()
        if value is not None
    }
    return Span(data["id"], data["label"], ((data["start"], data["end"]),), attributes)


def _event(data) -> EventFrame:
    time = data.get("time")
    return EventFrame(
        data["id"],
        data["type"],
        (data["trigger"]["start"], data["trigger"]["end"]),
        tuple(Argument(one["role"], one["span"]) for one in data["arguments"]),
        data["modality"],
        (time["start"], time["end"]) if time else None,
    )
