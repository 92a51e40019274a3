# SPDX-License-Identifier: MIT
"""Documents to WebAnno TSV 3.3 files."""

from collections.abc import Iterator, Mapping
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
from annotator.formats.uima_kept import kept_records
from annotator.formats.webanno.cells import Cells
from annotator.formats.webanno.escapes import written_text
from annotator.formats.webanno.tokens import Sentence, Tokenizers, Units
from annotator.text.offsets import Utf16Map

SUFFIX = ".tsv"
_HEAD = "#FORMAT=WebAnno TSV 3.3\n"


def write(
    documents: Iterator[ExportedDocument], target: Path, options: WriteOptions, progress: Progress
) -> Ledger:
    """Write a file for each document into a folder.

    The spans are in one layer, their attributes are its features; relations and entities have a
    layer each. The tokens are those of the project's tokenizer. The text comes back exactly.
    """
    account = Account(Ledger("webanno", str(target)), options, progress)
    tokenizers = Tokenizers()

    def render(
        item: ExportedDocument, layer: Layer | StoredLayer, account: Account
    ) -> Mapping[str, bytes]:
        return {SUFFIX: _rendered(item, layer, account, tokenizers).encode()}

    return write_each(documents, target, account, render)


def _rendered(
    item: ExportedDocument,
    layer: Layer | StoredLayer,
    account: Account,
    tokenizers: Tokenizers,
) -> str:
    text = item.document.text
    kept = kept_records(account.grouped(item, layer), account.ledger, only_chains=True)
    language = item.info.language or account.options.language
    places = [span.fragments[0] for span in kept.spans]
    units = Units.of(text, tokenizers.split(text, language), places)
    sentences = units.sentences()
    cells = Cells.of(kept, units, sentences, account.options.choices)
    offsets = Utf16Map.of(text)
    lines = [_HEAD, *(f"{line}\n" for line in cells.header), "\n"]
    done = 0
    for number, sentence in enumerate(sentences, 1):
        lines.append("\n")
        lines += _text_lines(text[sentence.tokens[0].start : sentence.end])
        lines += _rows(text, (number, done), sentence, cells, offsets)
        done += len(sentence.tokens)
    return "".join(lines)


def _text_lines(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        yield f"#Text={written_text(line)}\n"


def _rows(
    text: str, numbers: tuple[int, int], sentence: Sentence, cells: Cells, offsets: Utf16Map
) -> Iterator[str]:
    """Yield the rows of a sentence; ``numbers`` are its own and that of the tokens before it."""
    number, done = numbers
    plain = offsets.length == offsets.length_u16
    nothing = cells.nothing
    for place, token in enumerate(sentence.tokens, 1):
        start, end = token.start, token.end
        surface = _surface(text[start:end])
        if not plain:
            start, end = offsets.to_utf16(start), offsets.to_utf16(end)
        said = cells.of_unit(done + place - 1, 0) if cells.has_any(done + place - 1) else nothing
        yield f"{number}-{place}\t{start}-{end}\t{surface}\t{said}\n"
        for part, (first, last) in enumerate(token.parts, 1):
            stretch = f"{offsets.to_utf16(first)}-{offsets.to_utf16(last)}"
            said = cells.of_unit(done + place - 1, part)
            surface = _surface(text[first:last])
            yield f"{number}-{place}.{part}\t{stretch}\t{surface}\t{said}\n"


def _surface(words: str) -> str:
    """Return a token as WebAnno writes it: as it is, but for what would break the row."""
    return words if words.isprintable() else written_text(words)
