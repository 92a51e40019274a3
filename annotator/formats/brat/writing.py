# SPDX-License-Identifier: MIT
"""brat's files out: a text, and its annotations beside it."""

import codecs
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from annotator.formats.account import Account
from annotator.formats.brat.conf import annotation_conf
from annotator.formats.brat.naming import Names
from annotator.formats.brat.rendering import Rendering
from annotator.formats.decoding import foreign_kind
from annotator.formats.folder_of_documents import write_each
from annotator.formats.format import (
    ExportedDocument,
    Layer,
    Progress,
    StoredLayer,
    WriteOptions,
)
from annotator.formats.ledger import Ledger

_UNSHOWN = (
    "{} spans start or end with a line break: they are written, but brat itself does not show them"
)
_PIECES = "{} spans run over line breaks and are written as brat does: in pieces between them"
_CHANGED = "{} values and notes had tabs or line breaks, which became blanks"
NOTES = {"unshown": _UNSHOWN, "pieces": _PIECES, "changed": _CHANGED}


def write(
    documents: Iterator[ExportedDocument], target: Path, options: WriteOptions, progress: Progress
) -> Ledger:
    """Write ``.txt`` and ``.ann`` of each document, and ``annotation.conf``, into a folder."""
    account = Account(Ledger("brat", str(target)), options, progress)
    renderer = _Renderer()
    extra = {"annotation.conf": annotation_conf(options.schema)}
    ledger = write_each(documents, target, account, renderer.render, extra=extra)
    ledger.notes += renderer.notes()
    return ledger


@dataclass(slots=True)
class _Renderer:
    """One export: its names, and what is told at the end."""

    names: Names = field(default_factory=Names)
    seen: Counter[str] = field(default_factory=Counter)

    def render(
        self, item: ExportedDocument, layer: Layer | StoredLayer, account: Account
    ) -> Mapping[str, bytes]:
        found = account.grouped(item, layer)
        lines = Rendering(found, account.ledger, self.names, self.seen).lines()
        content = "".join(f"{line}\n" for line in lines).encode()
        return {".txt": _text(item.document.text), ".ann": content}

    def notes(self) -> list[str]:
        counts = sorted((what, count) for what, count in self.seen.items() if count)
        told = [NOTES[what].format(f"{count:,}") for what, count in counts]
        return [*told, *self.names.notes()]


def _text(text: str) -> bytes:
    """Return a text's bytes, with a mark where they would be taken for something else."""
    data = text.encode()
    if data.startswith(codecs.BOM_UTF8) or foreign_kind(data[:16]):
        return codecs.BOM_UTF8 + data
    return data
