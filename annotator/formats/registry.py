# SPDX-License-Identifier: MIT
"""All formats, and which of them a file is in.

What a file holds decides, its name only where that leaves several formats or none.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from annotator.errors import AmbiguousFormatError, InputError, NotFoundError
from annotator.formats import (
    bdoc,
    brat,
    conll,
    conllu,
    csv_table,
    doccano,
    docx,
    gate,
    html,
    jsonl,
    label_studio,
    mae,
    parquet,
    plain_text,
    prodigy,
    spacy_docbin,
    webanno,
    xmi,
)
from annotator.formats.decoding import foreign_kind
from annotator.formats.format import Format
from annotator.formats.sources import SourceFile, opened, source_files

BUILTIN: tuple[Format, ...] = (
    plain_text.FORMAT,
    jsonl.FORMAT,
    spacy_docbin.FORMAT,
    webanno.FORMAT,
    xmi.FORMAT,
    doccano.FORMAT,
    prodigy.FORMAT,
    gate.FORMAT,
    bdoc.FORMAT,
    conll.FORMAT,
    conllu.FORMAT,
    brat.FORMAT,
    mae.FORMAT,
    parquet.FORMAT,
    html.FORMAT,
    docx.FORMAT,
    csv_table.FORMAT,
    label_studio.FORMAT,
)

_HEAD = 256 * 1024
_NAMED = 5
_SHARED_SUFFIXES = (".xml", ".json", ".tsv", ".csv", ".zip")
"""Suffixes of so much else that they alone do not make a file in a folder a document."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Files to read in one format."""

    format: Format
    files: tuple[SourceFile, ...]


def format_of(id: str) -> Format:
    """Return the format with this id; InputError with the list of ids if there is none."""
    for format in BUILTIN:
        if format.id == id:
            return format
    raise InputError(f"there is no format {id!r}; there are {_ids(BUILTIN)}")


def batches(paths: Sequence[Path], format: str, note: Callable[[str], None]) -> list[Batch]:
    """Return the files that the paths name, by format; all in ``format`` if that is not empty.

    A folder stands for all files below it; what is in no format is passed over there, and
    ``note`` is told. Raises NotFoundError for a path that does not exist, and InputError with the
    candidates for a file that may be in several formats, or none.
    """
    if format:
        chosen = _readable(format_of(format))
        return [Batch(chosen, tuple(source_files(paths, chosen.suffixes, note)))]
    found: dict[str, list[SourceFile]] = {}
    for path in paths:
        if path.is_dir():
            pairs = _in_folder(path, note)
        else:
            pairs = ((format_for(path).id, file) for file in source_files([path], (), note))
        for id, file in pairs:
            found.setdefault(id, []).append(file)
    return [Batch(format_of(id), tuple(files)) for id, files in found.items()]


def format_for(path: Path) -> Format:
    """Return the format in which a file is to be read.

    Raises NotFoundError if there is no such file, and InputError, with the candidates, if it may
    be in several formats or in none that can be read.
    """
    if not path.exists():
        raise NotFoundError("file", str(path))
    head = _head(path)
    candidates = _candidates(path, head)
    if len(candidates) == 1:
        return _readable(candidates[0], path)
    if candidates:
        raise AmbiguousFormatError(str(path), [format.id for format in candidates])
    if plain_text.FORMAT.recognises(head):
        raise AmbiguousFormatError(str(path), [plain_text.FORMAT.id])
    kind = foreign_kind(head)
    known = f"; it is {kind}" if kind else ""
    raise InputError(f"{path}: this is in no format that can be read ({_ids(_readers())}){known}")


def _candidates(path: Path, head: bytes) -> list[Format]:
    """Return the formats that a file may be in; several only if they cannot be told apart."""
    suffix = path.suffix.lower()
    fitting = [f for f in BUILTIN if f.id != plain_text.FORMAT.id and f.recognises(head)]
    claiming = [format for format in BUILTIN if suffix in format.suffixes]
    both = [format for format in fitting if format in claiming]
    claiming = [format for format in claiming if not format.always_recognised]
    if not fitting and jsonl.FORMAT in claiming:  # it says best what is wrong with a line
        return [jsonl.FORMAT]
    return both or fitting or claiming


def _head(path: Path) -> bytes:
    try:
        with opened(path) as stream:
            return _whole_characters(stream.read(_HEAD))
    except InputError as error:
        raise InputError(f"{path}: {error}") from None


def _whole_characters(head: bytes) -> bytes:
    """Return the first bytes of a file without a UTF-8 character that was cut."""
    for cut in range(1, min(4, len(head) + 1)):
        byte = head[-cut]
        if byte >= 0xC0:
            return head[:-cut]
        if byte < 0x80:
            break
    return head


def _in_folder(folder: Path, note: Callable[[str], None]) -> Iterator[tuple[str, SourceFile]]:
    """Yield the files below a folder with the ids of their formats."""
    files = [file for file in source_files([folder], None, note) if not _is_hidden(file.name)]
    companions = _companions_among(files)
    passed_over: list[str] = []
    found = False
    for file in files:
        if file.path in companions:
            continue
        head = _head(file.path)
        candidates = _candidates(file.path, head)
        sure = all(format.recognises(head) for format in candidates)
        says_little = len(candidates) > 1 or file.path.suffix.lower() in _SHARED_SUFFIXES
        if not candidates or candidates[0].read is None or (says_little and not sure):
            passed_over.append(file.name)
            continue
        if len(candidates) > 1:
            format_for(file.path)  # raises, and names the candidates
        found = True
        yield candidates[0].id, file
    if not found:
        raise InputError(f"{folder} holds no file that can be read ({_suffixes()})")
    if passed_over:
        named = ", ".join(passed_over[:_NAMED])
        more = f" and {len(passed_over) - _NAMED:,} more" if len(passed_over) > _NAMED else ""
        note(f"passed over, since they are in no format that can be read: {named}{more}")


def _is_hidden(name: str) -> bool:
    return any(part.startswith(".") for part in name.split("/"))


def _companions_among(files: Iterable[SourceFile]) -> set[Path]:
    """Return the files that belong to another one and are no documents themselves."""
    paths = {file.path for file in files}
    found: set[Path] = set()
    for format in _readers():
        suffixes = [name for name in format.companions if name.startswith(".")]
        names = {name for name in format.companions if not name.startswith(".")}
        mains = [path for path in paths if path.suffix.lower() in format.suffixes]
        if format.companions and mains:
            found |= {path.with_suffix(suffix) for path in mains for suffix in suffixes} & paths
            found |= {path for path in paths if path.name in names}
    return found


def _readable(format: Format, path: Path | None = None) -> Format:
    if format.read is None:
        where = f"{path}: " if path else ""
        raise InputError(f"{where}{format.name} can be written but not read")
    return format


def _readers() -> list[Format]:
    return [format for format in BUILTIN if format.read is not None]


def _ids(formats: Iterable[Format]) -> str:
    return ", ".join(format.id for format in formats)


def _suffixes() -> str:
    return ", ".join(dict.fromkeys(suffix for format in _readers() for suffix in format.suffixes))
