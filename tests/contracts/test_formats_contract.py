# SPDX-License-Identifier: MIT
"""What holds for every format: what it does not declare lost comes back, and accounts balance."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.errors import InputError
from annotator.formats.folder_of_documents import MANIFEST
from annotator.formats.format import ExportedDocument, Feature, Format
from annotator.formats.registry import BUILTIN
from annotator.model.records import Span
from tests.contracts.losing import comparable, with_plain_names, without_losses
from tests.formats.exchange import exported, read_back, written
from tests.strategies import corpora, examples

WRITERS = [format for format in BUILTIN if format.write is not None]
READERS = [format for format in BUILTIN if format.read is not None]
BOTH = [format for format in WRITERS if format.read is not None]


def by_id(formats: list[Format]):
    return pytest.mark.parametrize("format", formats, ids=[format.id for format in formats])


def fit_for(format: Format, corpus) -> list[ExportedDocument]:
    """Return documents that a format may be given: one annotator and plain names if need be."""
    items = [exported(item) for item in corpus]
    if Feature.LAYERS in format.loses:
        items = [replace(item, layers=item.layers[:1]) for item in items]
        names = {layer.annotator for item in items for layer in item.layers}
        if len(names) > 1:
            items = [
                replace(item, layers=tuple(replace(each, annotator="me") for each in item.layers))
                for item in items
            ]
    return [with_plain_names(item) if Feature.NAMES in format.loses else item for item in items]


def target_of(format: Format, folder: Path) -> Path:
    return folder / ("x" if format.folder else f"x{format.suffixes[0]}")


def annotators_of(items: list[ExportedDocument]) -> tuple[str, ...]:
    return tuple(sorted({layer.annotator for item in items for layer in item.layers}))


@by_id(BOTH)
@examples(40)
@given(corpus=corpora(max_documents=2))
def test_what_a_format_does_not_declare_lost_comes_back(format, tmp_path_factory, corpus):
    target = target_of(format, tmp_path_factory.mktemp("contract"))
    items = fit_for(format, corpus)

    written(format, target, items, annotators=annotators_of(items))

    expected = [without_losses(item, format.loses) for item in items]
    found = read_back(format, target) if any(expected) else []
    assert sorted(repr(comparable(item, format.loses)) for item in found) == sorted(
        repr(comparable(item, format.loses)) for item in expected if item is not None
    )


@by_id(WRITERS)
@examples(20)
@given(corpus=corpora(max_documents=2))
def test_the_account_of_every_writer_balances(format, tmp_path_factory, corpus):
    target = target_of(format, tmp_path_factory.mktemp("contract"))
    items = [exported(item) for item in corpus]
    if Feature.LAYERS in format.loses:
        items = fit_for(format, corpus)

    ledger = written(format, target, items, annotators=annotators_of(items))

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
    assert sum(file.bytes for file in ledger.files) == bytes_at(target, format)


def bytes_at(target: Path, format: Format) -> int:
    paths = [target, *beside(target, format)] if target.is_file() else [*target.rglob("*")]
    return sum(path.stat().st_size for path in paths if path.is_file() and path.name != MANIFEST)


def beside(target: Path, format: Format) -> list[Path]:
    """Return the files that a writer may put beside its target: those that belong to it."""
    suffixes = [name for name in format.companions if name.startswith(".")]
    return [target.with_suffix(suffix) for suffix in suffixes]


@by_id(WRITERS)
def test_every_writer_leaves_nothing_but_its_target_and_what_belongs_to_it(format, tmp_path):
    target = target_of(format, tmp_path)

    written(format, target, [])

    left = {path.name for path in tmp_path.iterdir()}
    assert target.name in left
    assert left <= {target.name, *(path.name for path in beside(target, format))}


@by_id([format for format in WRITERS if not format.folder])
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
