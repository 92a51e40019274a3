# SPDX-License-Identifier: MIT
"""Files of MAE and MedTator out: an XML file for each document, and a DTD made of the schema."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from annotator.formats.account import Account
from annotator.formats.folder_of_documents import write_each
from annotator.formats.format import (
    ExportedDocument,
    Layer,
    Progress,
    StoredLayer,
    WriteOptions,
)
from annotator.formats.ledger import Ledger
from annotator.formats.mae.dtd import dtd, task_of
from annotator.formats.mae.markup import cdata
from annotator.formats.mae.rendering import Names, Rendering
from annotator.formats.xml import first_breach

_CONTROLS = "{} values and notes had control characters, which no XML holds; they became U+FFFD"


def write(
    documents: Iterator[ExportedDocument], target: Path, options: WriteOptions, progress: Progress
) -> Ledger:
    """Write an XML file for each document into a folder, and the DTD of the task."""
    account = Account(Ledger("mae", str(target)), options, progress)
    task = task_of(options.schema)
    renderer = _Renderer(task)
    extra = {f"{task}.dtd": dtd(options.schema, renderer.names)}
    ledger = write_each(documents, target, account, renderer.render, extra=extra)
    ledger.notes += renderer.notes()
    return ledger


@dataclass(slots=True)
class _Renderer:
    """One export: its task, its names, and what is told at the end."""

    task: str
    names: Names = field(default_factory=Names)
    seen: Counter[str] = field(default_factory=Counter)

    def render(
        self, item: ExportedDocument, layer: Layer | StoredLayer, account: Account
    ) -> Mapping[str, bytes] | None:
        found = account.grouped(item, layer)
        text = item.document.text
        breach = first_breach(text)
        if breach:
            account.lose_document(found, f"the text holds {breach}, which no XML may hold")
            return None
        tags = Rendering(found, account.ledger, self.names, self.seen).lines()
        lines = (
            '<?xml version="1.0" encoding="UTF-8" ?>',
            f"<{self.task}>",
            f"<TEXT>{cdata(text)}</TEXT>",
            "<TAGS>",
            *tags,
            "</TAGS>",
            f"</{self.task}>",
        )
        return {".xml": "".join(f"{line}\n" for line in lines).encode()}

    def notes(self) -> list[str]:
        controls = self.seen["controls"]
        told = [_CONTROLS.format(f"{controls:,}")] if controls else []
        return [*told, *self.names.notes()]
