# SPDX-License-Identifier: MIT
"""The account of an export: what went in, what came out, and the reason for each difference."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from annotator.text.characters import escaped

SPAN = "span"
LISTED_LOSSES = 100_000
"""Losses beyond this many are counted but not listed, so that memory stays bounded."""
_SHOWN_LOSSES = 20
_SURFACE = 40


@dataclass(frozen=True, slots=True)
class Loss:
    """One span that was not written; ``detail`` says more than the reason, such as the token."""

    document: str
    annotator: str
    record: str
    start: int
    end: int
    label: str
    surface: str
    reason: str
    detail: str = ""

    def to_data(self) -> dict[str, Any]:
        """Return the loss as plain JSON values."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """A file of the export and its size."""

    path: str
    bytes: int


@dataclass(slots=True)
class Ledger:
    """The account of one export, kept while it is written.

    Of every kind of record, what was taken equals what was written and what was lost: ``balanced``.
    ``partly`` counts, by reason, spans that were written but not in full, such as one that is in a
    group of spans and not among the entities; ``reduced`` lists them. ``token_lengths`` counts the
    written spans by their number of tokens where the format has tokens. ``notes`` are sentences
    about what is no loss but should be known.
    """

    format: str
    target: str
    documents: int = 0
    layers: int = 0
    taken: Counter[str] = field(default_factory=Counter)
    written: Counter[str] = field(default_factory=Counter)
    lost: Counter[tuple[str, str]] = field(default_factory=Counter)
    losses: list[Loss] = field(default_factory=list)
    partly: Counter[str] = field(default_factory=Counter)
    reduced: list[Loss] = field(default_factory=list)
    token_lengths: Counter[int] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)
    files: list[WrittenFile] = field(default_factory=list)

    @property
    def spans_in(self) -> int:
        """How many spans were to be written."""
        return self.taken[SPAN]

    @property
    def spans_out(self) -> int:
        """How many spans were written."""
        return self.written[SPAN]

    @property
    def spans_lost(self) -> int:
        """How many spans were not written."""
        return sum(count for (kind, _), count in self.lost.items() if kind == SPAN)

    @property
    def balanced(self) -> bool:
        """Whether every record that was taken was either written or counted as lost."""
        lost: Counter[str] = Counter()
        for (kind, _), count in self.lost.items():
            lost[kind] += count
        return all(
            self.taken[kind] == self.written[kind] + lost[kind]
            for kind in self.taken | self.written | lost
        )

    def lose(self, kind: str, reason: str, count: int = 1) -> None:
        """Count records that are not written."""
        self.lost[kind, reason] += count

    def lose_span(self, loss: Loss) -> None:
        """Count and list a span that is not written."""
        self.lost[SPAN, loss.reason] += 1
        if len(self.losses) < LISTED_LOSSES:
            self.losses.append(loss)

    def reduce_span(self, loss: Loss) -> None:
        """Count and list a span that is written, but not in full."""
        self.partly[loss.reason] += 1
        if len(self.reduced) < LISTED_LOSSES:
            self.reduced.append(loss)

    def to_data(self) -> dict[str, Any]:
        """Return the ledger as plain JSON values, with every listed loss."""
        return {
            "format": self.format,
            "target": self.target,
            "documents": self.documents,
            "layers": self.layers,
            "spans_in": self.spans_in,
            "spans_out": self.spans_out,
            "balanced": self.balanced,
            "records_in": dict(sorted(self.taken.items())),
            "records_out": dict(sorted(self.written.items())),
            "lost": [
                {"kind": kind, "reason": reason, "count": count}
                for (kind, reason), count in sorted(self.lost.items())
            ],
            "losses": [loss.to_data() for loss in self.losses],
            "partly": dict(sorted(self.partly.items())),
            "reduced": [loss.to_data() for loss in self.reduced],
            "notes": list(self.notes),
            "files": [{"path": file.path, "bytes": file.bytes} for file in self.files],
        }

    def as_text(self, *, most: int = _SHOWN_LOSSES) -> str:
        """Return the ledger for a terminal: aligned, control characters escaped.

        At most ``most`` lost spans are listed; the others are counted.
        """
        lines = [
            *(f"wrote {shown(file.path)} ({file.bytes:,} bytes)" for file in self._few_files()),
            *self._counts(),
            *self._listed(most),
            *(f"note: {note}" for note in self.notes),
        ]
        if not self.balanced:
            lines.append("the account does not balance: please report this as a bug")
        return "\n".join(lines)

    def _few_files(self) -> list[WrittenFile]:
        if len(self.files) <= 5:
            return self.files
        total = sum(file.bytes for file in self.files)
        name = f"{self.target}: {len(self.files):,} files"
        return [WrittenFile(name, total)]

    def _counts(self) -> Iterable[str]:
        rows = [("documents", self.documents), ("layers", self.layers)]
        kinds: Mapping[str, int] = self.taken | Counter({SPAN: 0})
        for kind in sorted(set(kinds) | {SPAN}, key=lambda kind: (kind != SPAN, kind)):
            rows.append((f"{plural(kind)} in", self.taken[kind]))
            rows.append((f"{plural(kind)} out", self.written[kind]))
            rows.extend(
                (f"{plural(kind)} lost: {reason}", count)
                for (lost, reason), count in sorted(self.lost.items())
                if lost == kind
            )
        rows.extend(
            (f"{plural(SPAN)} in part: {reason}", count)
            for reason, count in sorted(self.partly.items())
        )
        width = max(len(f"{count:,}") for _, count in rows)
        return [f"{count:>{width},}  {name}" for name, count in rows]

    def _listed(self, most: int) -> Iterable[str]:
        for loss in self.losses[:most]:
            detail = f" ({shown(loss.detail)})" if loss.detail else ""
            yield (
                f"lost: {shown(loss.document)} {loss.start}..{loss.end} {shown(loss.label)} "
                f"{shown(loss.surface)!s}: {loss.reason}{detail}"
            )
        more = self.spans_lost - min(most, len(self.losses))
        if more > 0:
            yield f"and {more:,} more lost spans"


def plural(kind: str) -> str:
    """Return the name of several records of a kind."""
    return "entities" if kind == "entity" else f"{kind}s"


def shown(text: str) -> str:
    """Return a text as it may stand in a line: control characters escaped, long ones cut."""
    safe = escaped(text)
    return safe if len(safe) <= 4 * _SURFACE else f"{safe[: 4 * _SURFACE - 1]}…"
