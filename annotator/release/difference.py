# SPDX-License-Identifier: MIT
"""What tells two releases apart: documents and spans that came, went, changed, or moved."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from annotator.errors import InputError
from annotator.release.manifest import read_manifest
from annotator.release.plan import SPLITS
from annotator.text.characters import escaped

_SURFACE = 60


@dataclass(frozen=True, slots=True)
class SpanDifference:
    """A span of one release or of both; ``before`` and ``after`` are as the files have it."""

    document: str
    id: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None

    def __str__(self) -> str:
        """Return the difference in a line."""
        if self.before is None or self.after is None:
            span = self.before or self.after or {}
            sign = "+" if self.before is None else "-"
            return f"{escaped(self.document)}: {sign} {_said(span)}"
        changed = [key for key in sorted({*self.before, *self.after}) if self._differs(key)]
        return f"{escaped(self.document)}: {_said(self.before)} became {_said(self.after)} " + (
            f"({', '.join(changed)})"
        )

    def _differs(self, key: str) -> bool:
        one, other = self.before or {}, self.after or {}
        return _key_of(one.get(key)) != _key_of(other.get(key))


def _key_of(value: object) -> bytes:
    """Return what tells values apart that Python takes for equal, such as 1 and true."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def _said(span: Mapping[str, Any]) -> str:
    surface = escaped(str(span.get("text", "")))
    if len(surface) > _SURFACE:
        surface = surface[: _SURFACE - 1] + "…"
    return (
        f"{escaped(str(span.get('label', '')))} {span.get('start')}..{span.get('end')} {surface!r}"
    )


@dataclass(slots=True)
class Difference:
    """All differences of two releases, by document id."""

    added: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    moved: list[tuple[str, str, str]] = field(default_factory=list)
    spans: list[SpanDifference] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed or self.moved or self.spans)

    def lines(self) -> Iterator[str]:
        """Yield the differences, and their counts in the end."""
        yield from (f"document added: {escaped(id)}" for id in self.added)
        yield from (f"document removed: {escaped(id)}" for id in self.removed)
        yield from (f"document changed: {escaped(id)}" for id in self.changed)
        yield from (f"document moved: {escaped(id)} from {a} to {b}" for id, a, b in self.moved)
        yield from map(str, self.spans)
        counts = [sum(1 for span in self.spans if span.before is None)]
        counts.append(sum(1 for span in self.spans if span.after is None))
        counts.append(len(self.spans) - sum(counts))
        yield (
            f"documents: {len(self.added):,} added, {len(self.removed):,} removed, "
            f"{len(self.changed):,} changed, {len(self.moved):,} moved; spans: {counts[0]:,} "
            f"added, {counts[1]:,} removed, {counts[2]:,} changed"
        )

    def to_data(self) -> dict[str, Any]:
        """Return the differences as plain JSON values."""
        return {
            "documents_added": self.added,
            "documents_removed": self.removed,
            "documents_changed": self.changed,
            "documents_moved": [
                {"id": id, "from": before, "to": after} for id, before, after in self.moved
            ],
            "spans": [
                {
                    "document": each.document,
                    "id": each.id,
                    "before": each.before,
                    "after": each.after,
                }
                for each in self.spans
            ],
        }


def difference(before: Path, after: Path) -> Difference:
    """Return what tells two releases apart; InputError if a folder holds none.

    A document is changed if anything of it but its spans and its split is: text, facts, relations
    and other records, completion. Spans are matched by id, those left over by place and label.
    """
    found = Difference()
    old, new = read_manifest(before).splits(), read_manifest(after).splits()
    found.added = sorted(set(new) - set(old))
    found.removed = sorted(set(old) - set(new))
    found.moved = sorted((id, old[id], new[id]) for id in old.keys() & new if old[id] != new[id])
    places, seen = _places(after), set()
    for id, line in _lines(before):
        if id in seen or id not in old:
            raise InputError(f"{before}: the line of {escaped(id)!r} is not in its list once")
        seen.add(id)
        if id in places:
            _compare(found, id, line, _line_at(*places[id]))
        else:
            found.spans.extend(SpanDifference(id, span["id"], span, None) for span in line["spans"])
    for id, (path, offset) in places.items():
        if id not in seen:
            spans = _line_at(path, offset)["spans"]
            found.spans.extend(SpanDifference(id, span["id"], None, span) for span in spans)
    found.spans.sort(key=lambda each: (each.document, _start(each), each.id))
    return found


def _start(each: SpanDifference) -> int:
    start: int = (each.after or each.before or {"start": 0})["start"]
    return start


def _files(folder: Path) -> Iterator[Path]:
    for split in SPLITS:
        path = folder / "corpus" / f"{split}.jsonl"
        if not path.is_file():
            raise InputError(f"{folder} lacks {path.relative_to(folder)}")
        yield path


def _lines(folder: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for path in _files(folder):
        with path.open("rb") as stream:
            for number, data in enumerate(stream, start=1):
                yield _parsed(data, path, number)


def _parsed(data: bytes, path: Path, number: int) -> tuple[str, dict[str, Any]]:
    """Return a line with its id; InputError if its spans are not as a release has them."""
    try:
        line = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise InputError(f"{path}:{number}: not JSON: {error.msg}") from None
    if not isinstance(line, dict) or type(line.get("id")) is not str:
        raise InputError(f"{path}:{number}: id: must be text")
    spans = line.get("spans")
    if not isinstance(spans, list):
        raise InputError(f"{path}:{number}: spans: must be a list")
    ids = set()
    for place, span in enumerate(spans):
        if not isinstance(span, dict):
            raise InputError(f"{path}:{number}: spans[{place}]: must be an object")
        for name, kind in (("id", str), ("label", str), ("start", int), ("end", int)):
            if type(span.get(name)) is not kind:
                what = "text" if kind is str else "a whole number"
                raise InputError(f"{path}:{number}: spans[{place}].{name}: must be {what}")
        ids.add(span["id"])
    if len(ids) < len(spans):
        raise InputError(f"{path}:{number}: spans: an id is there twice")
    return line["id"], line


def _places(folder: Path) -> dict[str, tuple[Path, int]]:
    """Return where the line of each document begins, so that no release is held in memory."""
    found: dict[str, tuple[Path, int]] = {}
    for path in _files(folder):
        offset = 0
        with path.open("rb") as stream:
            for number, data in enumerate(stream, start=1):
                id = _parsed(data, path, number)[0]
                if id in found:
                    raise InputError(f"{path}:{number}: id: {escaped(id)!r} is there twice")
                found[id] = (path, offset)
                offset += len(data)
    return found


def _line_at(path: Path, offset: int) -> dict[str, Any]:
    with path.open("rb") as stream:
        stream.seek(offset)
        return _parsed(stream.readline(), path, 0)[1]


def _compare(found: Difference, id: str, before: dict[str, Any], after: dict[str, Any]) -> None:
    old = {span["id"]: span for span in before.pop("spans")}
    new = {span["id"]: span for span in after.pop("spans")}
    if _key_of(before) != _key_of(after):
        found.changed.append(id)
    for key in [key for key in old if key in new]:
        one, other = old.pop(key), new.pop(key)
        if _key_of(one) != _key_of(other):
            found.spans.append(SpanDifference(id, key, one, other))
    by_place = {_place(span): key for key, span in reversed(new.items())}
    for key, span in old.items():
        twin = by_place.pop(_place(span), None)
        other = new.pop(twin) if twin is not None else None
        if other is None or _unnamed(span) != _unnamed(other):
            found.spans.append(SpanDifference(id, key, span, other))
    found.spans.extend(SpanDifference(id, key, None, span) for key, span in new.items())


def _place(span: Mapping[str, Any]) -> tuple[object, ...]:
    return span["label"], span["start"], span["end"], str(span.get("fragments", ""))


def _unnamed(span: Mapping[str, Any]) -> bytes:
    return _key_of({**span, "id": ""})
