# SPDX-License-Identifier: MIT
"""Whole articles go out to every format and come back; only what is declared lost is missing."""

import pytest

from annotator.assets import corpora_dir
from annotator.formats import jsonl
from annotator.formats.format import ExportedDocument, Feature, Format, Layer
from annotator.formats.registry import BUILTIN
from annotator.model.document import Document
from annotator.model.records import DocumentInfo
from tests.checks.subjects import seed
from tests.contracts.losing import comparable, with_plain_names, without_losses
from tests.formats.exchange import read_back, written

BOTH = [format for format in BUILTIN if format.read is not None and format.write is not None]


def of_the_sample() -> list[ExportedDocument]:
    return [
        ExportedDocument(item.document, item.info, item.layers)
        for item in read_back(jsonl.FORMAT, corpora_dir() / "sample.jsonl")
    ]


def of_the_seed() -> list[ExportedDocument]:
    text, records = seed()
    layer = Layer("gold", records, complete=True)
    return [ExportedDocument(Document.of("seed", text), DocumentInfo(language="en"), (layer,))]


@pytest.mark.parametrize("articles", [of_the_sample, of_the_seed])
@pytest.mark.parametrize("format", BOTH, ids=[format.id for format in BOTH])
def test_articles_come_back_but_for_what_the_format_declares(format: Format, articles, tmp_path):
    items = articles()
    if Feature.NAMES in format.loses:
        items = [with_plain_names(item) for item in items]
    target = tmp_path / ("x" if format.folder else f"x{format.suffixes[0]}")
    annotators = tuple(sorted({layer.annotator for item in items for layer in item.layers}))

    ledger = written(format, target, items, annotators=annotators)

    meant = [without_losses(item, format.loses) for item in items]
    found = [comparable(item, format.loses) for item in read_back(format, target)]
    assert ledger.balanced
    assert sorted(map(repr, found)) == sorted(
        repr(comparable(item, format.loses)) for item in meant if item is not None
    )
