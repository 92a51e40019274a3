# SPDX-License-Identifier: MIT
"""Label Studio out: a list of tasks with everybody's annotations, and a label config beside it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from annotator.formats.account import Account
from annotator.formats.document_facts import meta_of
from annotator.formats.files import target_notes, write_atomically
from annotator.formats.format import (
    ExportedDocument,
    Layer,
    Progress,
    StoredLayer,
    WriteOptions,
)
from annotator.formats.label_studio.config import BESIDE
from annotator.formats.label_studio.config_writing import TEXT, config_of, is_ours, label_control
from annotator.formats.label_studio.results_writing import Results
from annotator.formats.label_studio.values import TypedValues
from annotator.formats.ledger import Ledger, WrittenFile, shown

_DOCUMENT_ID = "document_id"


def write(
    documents: Iterator[ExportedDocument], target: Path, options: WriteOptions, progress: Progress
) -> Ledger:
    """Write a task for each document into a list, and the label config into a file beside it."""
    account = Account(Ledger("label-studio", str(target)), options, progress)
    ledger = account.ledger
    ledger.notes.extend(target_notes(target))
    as_email = options.choices.get("completed_by") == "email"
    tasks = _Tasks(
        account, TypedValues(options.schema), label_control(options.schema), as_email=as_email
    )
    before = b"[\n"
    with write_atomically(target, needed=options.needed, sources=options.sources) as stream:
        for item in documents:
            stream.write(before + orjson.dumps(tasks.task(item)))
            before = b",\n"
        stream.write(b"[]\n" if before == b"[\n" else b"\n]\n")
        ledger.files.append(WrittenFile(str(target), stream.tell()))
    _write_config(target, account)
    return account.closed()


def _write_config(target: Path, account: Account) -> None:
    """Write the label config, unless a file of that name is somebody else's."""
    place = target.with_suffix(BESIDE)
    if place.exists() and not is_ours(place):
        account.ledger.notes.append(
            f"{shown(place.name)} is there and no config of ours; it was left as it is"
        )
        return
    with write_atomically(place, sources=account.options.sources) as stream:
        stream.write(config_of(account.options.schema).encode())
        account.ledger.files.append(WrittenFile(str(place), stream.tell()))


@dataclass(frozen=True, slots=True)
class _Tasks:
    """Makes tasks; ``control`` is the name of the control of labels."""

    account: Account
    typed: TypedValues
    control: str
    as_email: bool

    def task(self, item: ExportedDocument) -> dict[str, Any]:
        """Return the task of a document, and count it."""
        text, info, account = item.document.text, item.info, self.account
        if _DOCUMENT_ID in info.meta:
            account.ledger.notes.append(
                f"{shown(item.document.id)}: the free fact {_DOCUMENT_ID!r} has the name of one of "
                "the document's own and was not written"
            )
        meta = {**meta_of(info, text, account.options.language), _DOCUMENT_ID: item.document.id}
        layers = list(account.layers_of(item))
        annotations = [self._annotation(item, each) for each in layers] if item.layers else []
        return {"data": {TEXT: text}, "meta": meta, "annotations": annotations}

    def _annotation(self, item: ExportedDocument, layer: Layer | StoredLayer) -> dict[str, Any]:
        found = self.account.grouped(item, layer)
        made: dict[str, Any] = {}
        if layer.annotator:
            made["annotator"] = layer.annotator
            if self.as_email:
                made["completed_by"] = {"email": layer.annotator}
        if not layer.complete:
            made["complete"] = False
        results = Results(found, self.account.ledger, self.typed, self.control).all()
        return {**made, "result": results, "was_cancelled": False, "ground_truth": False}
