# SPDX-License-Identifier: MIT
"""What holds for every format: what it does not declare lost comes back, and accounts balance."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.errors import InputError
from annotator.formats.format import ExportedDocument, Feature, Format, Layer
from annotator.formats.registry import BUILTIN
from annotator.model.records import (
    DocumentInfo,
    DocumentLabel,
    Entity,
    EventFrame,
    Note,
    Record,
    Relation,
    Span,
)
from tests.formats.exchange import contents, exported, read_back, written
from tests.strategies import corpora, examples

WRITERS = [format for format in BUILTIN if format.write is not None]
READERS = [format for format in BUILTIN if format.read is not None]
BOTH = [format for format in WRITERS if format.read is not None]
KINDS = {
    Span: Feature.SPANS,
    Relation: Feature.RELATIONS,
    EventFrame: Feature.EVENTS,
    Entity: Feature.ENTITIES,
    DocumentLabel: Feature.DOCUMENT_LABELS,
    Note: Feature.NOTES,
}


def by_id(formats: list[Format]):
    return pytest.mark.parametrize("format", formats, ids=[format.id for format in formats])


def without_losses(item: ExportedDocument, loses: frozenset[Feature]) -> ExportedDocument:
    """Return what must come back of a document through a format that loses these features."""
    info = item.info
    if Feature.META in loses:
        info = DocumentInfo(language=info.language)
    layers = [] if Feature.LAYERS in loses else list(item.layers)
    return ExportedDocument(
        item.document,
        info,
        tuple(
            Layer(
                layer.annotator,
                tuple(kept for record in layer.decoded() if (kept := _kept(record, loses))),
                layer.complete and Feature.COMPLETION not in loses,
            )
            for layer in layers
        ),
    )


def _kept(record: Record, loses: frozenset[Feature]) -> Record | None:
    if KINDS[type(record)] in loses:
        return None
    if isinstance(record, Span) and len(record.fragments) > 1 and Feature.DISCONTINUOUS in loses:
        return None
    if Feature.ATTRIBUTES in loses and hasattr(record, "attributes"):
        record = replace(record, attributes={})
    return replace(record, made_by="") if Feature.MADE_BY in loses else record


@by_id(BOTH)
@examples(40)
@given(corpus=corpora(max_documents=2))
def test_what_a_format_does_not_declare_lost_comes_back(format, tmp_path_factory, corpus):
    target = tmp_path_factory.mktemp("contract") / f"x{format.suffixes[0]}"
    items = [exported(item) for item in corpus]

    written(format, target, items)

    assert [contents(item) for item in read_back(format, target)] == [
        contents(without_losses(item, format.loses)) for item in items
    ]


@by_id(WRITERS)
@examples(20)
@given(corpus=corpora(max_documents=2))
def test_the_account_of_every_writer_balances(format, tmp_path_factory, corpus):
    target = tmp_path_factory.mktemp("contract") / f"x{format.suffixes[0]}"
    items = [exported(item) for item in corpus]

    ledger = written(format, target, items)

    spans = [
        record
        for item in items
        for layer in item.layers
        for record in layer.decoded()
        if isinstance(record, Span)
    ]
    assert ledger.balanced
    assert ledger.spans_in == len(spans)
    assert ledger.spans_lost == 0 or format.loses
    assert ledger.documents == len(items)
    assert sum(file.bytes for file in ledger.files) == target.stat().st_size


@by_id(WRITERS)
def test_every_writer_leaves_nothing_but_its_target(format, tmp_path):
    written(format, tmp_path / f"x{format.suffixes[0]}", [])

    assert [path.name for path in tmp_path.iterdir()] == [f"x{format.suffixes[0]}"]


@by_id(WRITERS)
def test_every_writer_leaves_the_old_file_when_the_documents_end_in_an_error(format, tmp_path):
    target = tmp_path / f"x{format.suffixes[0]}"
    target.write_bytes(b"old")

    def failing():
        raise InputError("no more")
        yield

    with pytest.raises(InputError, match="no more"):
        written(format, target, failing())

    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == [target.name]


@by_id(READERS)
@examples(100)
@given(data=st.binary(max_size=300))
def test_every_reader_reads_or_refuses_any_bytes(format, tmp_path_factory, data):
    path = tmp_path_factory.mktemp("contract") / f"x{format.suffixes[0]}"
    path.write_bytes(data)

    try:
        items = read_back(format, path)
    except InputError:
        items = []

    assert all(item.document.text.strip() for item in items)


@by_id(list(BUILTIN))
def test_every_format_has_a_page(format):
    page = Path(__file__).parents[2] / "docs" / "formats" / f"{format.id}.md"

    assert page.read_text(encoding="utf-8").startswith("# ")
