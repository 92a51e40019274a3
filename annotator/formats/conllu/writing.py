# SPDX-License-Identifier: MIT
"""CoNLL-U out: tokens with the white space between them, spans in the last column."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from annotator.formats.account import Account
from annotator.formats.conllu.choices import ENTITY, WRITING
from annotator.formats.conllu.mentions import brackets_of
from annotator.formats.conllu.text import escaped
from annotator.formats.format import (
    ExportedDocument,
    Layer,
    Progress,
    StoredLayer,
    WriteOptions,
    chosen,
)
from annotator.formats.ledger import Ledger
from annotator.formats.one_file import write_one
from annotator.formats.tag_sequences import OUTSIDE, SCHEMES, Scheme, TagSpan, tags_of
from annotator.formats.tokenised import (
    LINES,
    Placed,
    Placing,
    Tokens,
    sentence_starts,
    sentences_of,
)

_BREAKS = re.compile(r"[\t\n\r]")
_UNFIT = re.compile(r"[\t\n\r|]")
_FACTS = ("title", "source", "date")


def write(
    documents: Iterator[ExportedDocument], target: Path, options: WriteOptions, progress: Progress
) -> Ledger:
    """Write all documents into one file, each after a comment ``newdoc id``."""
    account = Account(Ledger("conllu", str(target)), options, progress)
    values = chosen(WRITING, options.choices)
    brackets = values["ner"] == ENTITY
    export = _Export(
        Placing(account, values["misaligned"], flat=not brackets),
        values["ner"],
        SCHEMES[values["scheme"]],
        values["sentences"] == LINES,
    )
    return write_one(documents, target, account, export.render)


@dataclass(frozen=True, slots=True)
class _Export:
    """What was chosen for an export."""

    placing: Placing
    key: str
    scheme: Scheme
    lines_only: bool

    def render(self, item: ExportedDocument, layer: Layer | StoredLayer, account: Account) -> bytes:
        """Return a document as sentences."""
        found = account.grouped(item, layer)
        self.placing.lose_labels(found, _BREAKS if self.key == ENTITY else _UNFIT)
        tokens = self.placing.tokens(item, found)
        written = self.placing.placed(found, tokens)
        count = len(tokens.starts)
        if self.key == ENTITY:
            values: Mapping[int, str] = brackets_of(written, found.entities, account.ledger)
        else:
            values = self._tags(written, count)
        self.placing.count(found, written, "CoNLL-U")
        starts = sentence_starts(tokens, written, lines_only=self.lines_only)
        sentences = sentences_of(starts, count)
        return "".join(self._lines(item, tokens, sentences, values)).encode()

    def _tags(self, written: Sequence[Placed], count: int) -> dict[int, str]:
        spans = [TagSpan(span.first, span.last, span.record.label) for span in written]
        tags = tags_of(spans, count, self.scheme)
        return {place: tag for place, tag in enumerate(tags) if tag != OUTSIDE}

    def _lines(
        self,
        item: ExportedDocument,
        tokens: Tokens,
        sentences: Sequence[tuple[int, int]],
        values: Mapping[int, str],
    ) -> Iterator[str]:
        yield from self._head(item)
        words = tokens.words()
        lead = tokens.text[: tokens.starts[0]] if tokens.starts else ""
        for number, (first, last) in enumerate(sentences, 1):
            if first == 0 or tokens.gap(first - 1).count("\n") > 1:
                yield "# newpar\n"
            text = tokens.text[tokens.starts[first] : tokens.ends[last - 1]]
            yield f"# sent_id = {number}\n# text = {' '.join(text.split())}\n"
            for token in range(first, last):
                misc = self._misc(values.get(token, ""), tokens.gap(token), ends=token == last - 1)
                if lead and token == 0:
                    misc = "|".join(
                        part for part in (misc, f"SpacesBefore={escaped(lead)}") if part
                    )
                id = token - first + 1
                yield f"{id}\t{words[token]}\t_\t_\t_\t_\t_\t_\t_\t{misc or '_'}\n"
            yield "\n"

    def _head(self, item: ExportedDocument) -> Iterator[str]:
        yield f"# newdoc id = {_one_line(item.document.id)}\n"
        if self.key == ENTITY:
            yield "# global.Entity = eid-etype\n"
        for name in _FACTS:
            value = _one_line(getattr(item.info, name))
            if value:
                yield f"# meta::{name} = {value}\n"

    def _misc(self, value: str, gap: str, *, ends: bool) -> str:
        """Return the last column of a token; a sentence says what follows it even if a blank."""
        parts = [f"{self.key}={value}"] if value else []
        if not gap:
            parts.append("SpaceAfter=No")
        elif gap != " " or ends:
            parts.append(f"SpacesAfter={escaped(gap)}")
        return "|".join(parts)


def _one_line(text: str) -> str:
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())
