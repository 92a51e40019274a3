# SPDX-License-Identifier: MIT
"""Columns out: one token a line with its tag, a blank line after each sentence."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from annotator.formats.account import Account
from annotator.formats.conll.choices import WRITING
from annotator.formats.format import (
    ExportedDocument,
    Layer,
    Progress,
    StoredLayer,
    WriteOptions,
    chosen,
)
from annotator.formats.grouped import Grouped
from annotator.formats.ledger import Ledger
from annotator.formats.one_file import write_one
from annotator.formats.tag_sequences import IO, SCHEMES, Scheme, TagSpan, tags_of
from annotator.formats.tokenised import (
    LINES,
    Placed,
    Placing,
    sentence_starts,
    sentences_of,
)

IDS, PLAIN, NONE = "ids", "plain", "none"
_MERGED = "IO tags do not part it from the span of the same label before it"
_UNFIT = re.compile(r"\s")
"""What no label may hold, since it parts columns."""


def write(
    documents: Iterator[ExportedDocument], target: Path, options: WriteOptions, progress: Progress
) -> Ledger:
    """Write all documents into one file, each after a line ``-DOCSTART-``."""
    account = Account(Ledger("conll", str(target)), options, progress)
    values = chosen(WRITING, options.choices)
    export = _Export(
        Placing(account, values["misaligned"], flat=True),
        SCHEMES[values["scheme"]],
        values["columns"] == "4",
        values["docstart"],
        values["sentences"] == LINES,
    )
    return write_one(documents, target, account, export.render)


@dataclass(frozen=True, slots=True)
class _Export:
    """What was chosen for an export."""

    placing: Placing
    scheme: Scheme
    four: bool
    docstart: str
    lines_only: bool

    def render(self, item: ExportedDocument, layer: Layer | StoredLayer, account: Account) -> bytes:
        """Return a document as lines."""
        found = account.grouped(item, layer)
        self.placing.lose_labels(found, _UNFIT)
        tokens = self.placing.tokens(item, found)
        written = self.placing.placed(found, tokens)
        self.placing.count(found, written, "CoNLL")
        if self.scheme is IO:
            self._tell_merged(found, written)
        words = tokens.words()
        tags = self._tags(written, len(words))
        between = " _ _ " if self.four else " "
        lines = [f"{word}{between}{tag}\n" for word, tag in zip(words, tags, strict=True)]
        parts = [self._start(item.document.id)]
        starts = sentence_starts(tokens, written, lines_only=self.lines_only)
        for first, last in sentences_of(starts, len(lines)):
            parts.extend(lines[first:last])
            parts.append("\n")
        return "".join(parts).encode()

    def _tell_merged(self, found: Grouped, written: list[Placed]) -> None:
        for one, other in pairwise(written):
            if one.last == other.first and one.record.label == other.record.label:
                self.placing.ledger.reduce_span(found.loss(other.record, _MERGED))

    def _tags(self, written: list[Placed], count: int) -> list[str]:
        spans = [TagSpan(span.first, span.last, span.record.label) for span in written]
        return tags_of(spans, count, self.scheme)

    def _start(self, id: str) -> str:
        """Return the line that starts a document."""
        if self.docstart == NONE:
            return ""
        name = " ".join("".join(c if c.isprintable() else " " for c in id).split())
        if self.docstart == IDS and name:
            return f"-DOCSTART- ({name})\n\n"
        return "-DOCSTART- -X- O O\n\n" if self.four else "-DOCSTART- O\n\n"
