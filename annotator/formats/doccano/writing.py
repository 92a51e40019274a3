# SPDX-License-Identifier: MIT
"""doccano out: a line for each document, with entities, relations, categories and comments."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

from annotator.formats.account import Account
from annotator.formats.document_facts import meta_of
from annotator.formats.format import (
    ExportedDocument,
    Layer,
    Progress,
    StoredLayer,
    WriteOptions,
)
from annotator.formats.grouped import Grouped, lose_attributes, lose_records, lose_spans
from annotator.formats.ledger import Ledger
from annotator.formats.one_file import write_one
from annotator.model.records import DocumentLabel, Span

SEVERAL = "a span of several stretches"
ATTRIBUTES = "doccano has no attributes"


def write(
    documents: Iterator[ExportedDocument], target: Path, options: WriteOptions, progress: Progress
) -> Ledger:
    """Write the documents as lines that doccano imports into a sequence labelling project."""
    account = Account(Ledger("doccano", str(target)), options, progress)
    return write_one(documents, target, account, _line)


def _line(item: ExportedDocument, layer: Layer | StoredLayer, account: Account) -> bytes:
    found = account.grouped(item, layer)
    line: dict[str, Any] = {"id": item.document.id, "text": item.document.text}
    meta = meta_of(item.info, item.document.text, account.options.language)
    if meta:
        line["meta"] = meta
    line["Comments"] = [note.text for note in found.notes]
    numbers = _numbered(found, account.ledger)
    line["entities"] = [
        {
            "id": numbers[span.id],
            "label": span.label,
            "start_offset": span.start,
            "end_offset": span.end,
        }
        for span in found.spans
        if span.id in numbers
    ]
    line["relations"] = _relations(found, numbers, account.ledger)
    line["cats"] = _categories(found, account.ledger)
    account.ledger.written["note"] += len(found.notes)
    lose_records(account.ledger, found.events, "doccano has no events")
    lose_records(account.ledger, found.entities, "doccano has no groups of mentions")
    return orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE)


def _numbered(found: Grouped, ledger: Ledger) -> dict[str, int]:
    """Return a number for each span that can be written; the others are lost."""
    whole: list[Span] = []
    for span in found.spans:
        if len(span.fragments) > 1:
            lose_spans(ledger, found, [span], SEVERAL)
        else:
            whole.append(span)
            lose_attributes(ledger, span, ATTRIBUTES)
    ledger.written["span"] += len(whole)
    return {span.id: number for number, span in enumerate(whole)}


def _relations(found: Grouped, numbers: dict[str, int], ledger: Ledger) -> list[dict[str, Any]]:
    written: list[dict[str, Any]] = []
    for relation in found.relations:
        if relation.source in numbers and relation.target in numbers:
            lose_attributes(ledger, relation, ATTRIBUTES)
            written.append(
                {
                    "id": len(written),
                    "from_id": numbers[relation.source],
                    "to_id": numbers[relation.target],
                    "type": relation.type,
                }
            )
        else:
            lose_records(ledger, [relation], "an end of it is not written")
    ledger.written["relation"] += len(written)
    return written


def _categories(found: Grouped, ledger: Ledger) -> list[str]:
    names = [label.name for label in found.labels if _is_name_only(label)]
    ledger.written["label"] += len(names)
    valued = [label for label in found.labels if not _is_name_only(label)]
    lose_records(ledger, valued, "doccano's categories have no value")
    return names


def _is_name_only(label: DocumentLabel) -> bool:
    return label.value is True and bool(label.name)
