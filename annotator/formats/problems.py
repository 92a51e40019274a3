# SPDX-License-Identifier: MIT
"""Gathers what is wrong with files, so that a person hears of everything at once."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field

from annotator.errors import Problem, ProblemsError
from annotator.schema.names import listed, problem_with_name, shown, suggestion

MOST_PROBLEMS = 10_000
"""After this many a reader stops: the file is something else altogether."""


@dataclass(frozen=True, slots=True)
class _Sighting:
    """Where a label that the schema does not have was first seen."""

    file: str
    line: int
    field: str


@dataclass(slots=True)
class Problems:
    """The problems of one run of a reader."""

    _found: list[Problem] = field(default_factory=list)
    _sightings: dict[str, _Sighting] = field(default_factory=dict)
    _counts: dict[str, int] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self._found or self._sightings)

    def __len__(self) -> int:
        return len(self._found)

    @property
    def sightings(self) -> int:
        """How often anything was wrong, each span of an unknown label counted."""
        return len(self._found) + sum(self._counts.values())

    def add(self, file: str, line: int, field: str, message: str) -> None:
        """Keep a problem; raise ProblemsError with all of them when there are far too many."""
        self._found.append(Problem(file, line, field, message))
        if len(self._found) >= MOST_PROBLEMS:
            self._found.append(Problem(file, line, "", "too many problems; reading stopped here"))
            raise ProblemsError(_in_order(self._found))

    def add_label(self, label: str, place: tuple[str, int, str]) -> None:
        """Keep a label that the schema does not have; each label becomes one problem."""
        if label not in self._sightings:
            self._sightings[label] = _Sighting(*place)
            self._counts[label] = 0
            if len(self._sightings) >= MOST_PROBLEMS:
                found = [*_in_order(self._found), Problem(*place, "too many unknown labels")]
                raise ProblemsError(found)
        self._counts[label] += 1

    def raise_if_any(self, labels: Collection[str]) -> None:
        """Raise ProblemsError with everything that was kept; ``labels`` are the schema's."""
        problems = self.found(labels)
        if problems:
            raise ProblemsError(problems)

    def settle(
        self,
        labels: Collection[str],
        *,
        good_only: bool,
        refused: Callable[[Sequence[Problem]], None],
    ) -> None:
        """Raise ProblemsError if anything was kept, or tell ``refused`` if only that is asked."""
        if not good_only:
            self.raise_if_any(labels)
        elif self:
            refused(self.found(labels))

    def found(self, labels: Collection[str]) -> list[Problem]:
        """Return everything that was kept, by file and line; ``labels`` are the schema's."""
        unknown = [
            Problem(
                seen.file,
                seen.line,
                seen.field,
                _unknown(label, self._counts[label], labels),
            )
            for label, seen in self._sightings.items()
        ]
        return _in_order([*unknown, *self._found])


def _in_order(problems: Sequence[Problem]) -> list[Problem]:
    """Return the problems by file, as the files came, and by line."""
    places = {file: place for place, file in enumerate(dict.fromkeys(p.file for p in problems))}
    return sorted(problems, key=lambda problem: (places[problem.file], problem.line))


def _unknown(label: str, count: int, labels: Collection[str]) -> str:
    """Return the sentence about a label that spans may not have."""
    unfit = problem_with_name(label)
    if unfit:
        return f"no label may be called so: {unfit} ({_times(count)}); map it to another name"
    return (
        f"the schema has no label {shown(label)} ({_times(count)}); "
        f"it has {listed(labels)}{suggestion(label, labels)}"
    )


def _times(count: int) -> str:
    return "one span" if count == 1 else f"{count:,} spans"
