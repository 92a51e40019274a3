# SPDX-License-Identifier: MIT
"""Every error the product raises on purpose.

AnnotatorError
├── InputError                what came from outside is wrong; its owner mends it
│   ├── ProblemsError         several problems of a file, each with its place
│   ├── AmbiguousFormatError  a file that does not say which format it is in
│   ├── OffsetError           a place that is not in the text
│   ├── UnknownLabelError     a label the schema does not define
│   ├── SchemaError           a schema file that cannot be used
│   ├── StepRefusedError      a step by which a schema cannot change
│   ├── EditRefusedError      an edit that would leave annotations that mean nothing
│   └── NotFoundError         no such document, span or file
├── ConflictError             somebody else changed it first: reload
├── CancelledError            the person stopped a long piece of work
└── StoreError                the disk, the database or the machine is in the way
    ├── InUseError            another instance holds the project
    ├── NotAProjectError      the file is something else
    ├── NewerProjectError     a newer program made it
    ├── ReadOnlyError         it can be read but not written
    ├── DiskFullError         no room; nothing was lost
    └── DamagedError          what is stored contradicts itself

Anything else is a bug and is shown as one. Each class builds its own sentence and keeps its facts
as attributes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

SHOWN_PROBLEMS = 100
SHOWN_FIELD = 200


class AnnotatorError(Exception):
    """The root: an error with a sentence that may be shown to the person as it is."""


class InputError(AnnotatorError):
    """What came from outside is wrong; whoever made it can mend it."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a file: where, what was found, what would be right.

    ``line`` counts from 1; 0 means that the problem has no line. ``field`` is a path such as
    ``spans[3].start``; empty when the whole line or file is meant.
    """

    file: str
    line: int
    field: str
    message: str

    def __str__(self) -> str:
        """Return ``file:line: field: message`` on one line, leaving out what is not known."""
        file = _on_one_line(self.file)
        place = f"{file}:{self.line}" if self.line else file
        field = _on_one_line(self.field)
        if len(field) > SHOWN_FIELD:
            field = field[: SHOWN_FIELD - 1] + "…"
        return ": ".join(part for part in (place, field, self.message) if part)


def _on_one_line(name: str) -> str:
    return name.replace("\n", "\\n").replace("\r", "\\r")


class ProblemsError(InputError):
    """A file that was refused as a whole, with everything that is wrong with it.

    The sentence lists the first 100 problems and counts the others; ``problems`` holds them all.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        lines = [str(problem) for problem in self.problems[:SHOWN_PROBLEMS]]
        more = len(self.problems) - SHOWN_PROBLEMS
        if more > 0:
            lines.append(f"and {more:,} more problems")
        super().__init__("\n".join(lines))


class AmbiguousFormatError(InputError):
    """A file that may be in several formats, or in one that its name does not tell.

    ``candidates`` are the ids of the formats it may be in.
    """

    def __init__(self, path: str, candidates: Iterable[str]) -> None:
        self.path = path
        self.candidates = tuple(candidates)
        named = ", ".join(self.candidates)
        if len(self.candidates) > 1:
            why = f"it may be in several formats ({named}): name one (--format)"
        else:
            why = f"the name does not say what it is; it may be {named}: name the format (--format)"
        super().__init__(f"{path}: {why}")


class OffsetError(InputError):
    """An offset outside the text, or inside a character."""


class UnknownLabelError(InputError):
    """A label the schema does not define."""

    def __init__(self, label: str, known: Iterable[str]) -> None:
        self.label = label
        self.known = tuple(sorted(known))
        super().__init__(f"the schema has no label {label!r}; it has {', '.join(self.known)}")


class SchemaError(ProblemsError):
    """A schema file that cannot be used, with every problem and its line."""


class StepRefusedError(InputError):
    """A step by which a schema cannot change; the schema is unchanged.

    ``breaches`` are the places in the schema that would be wrong, each with a sentence; the place
    is empty where the step itself is wrong.
    """

    def __init__(
        self, number: int, line: int, breaches: Sequence[tuple[Sequence[str | int], str, str]]
    ) -> None:
        self.breaches = tuple((tuple(place), said) for place, _, said in breaches)
        where = f" (line {line})" if line else ""
        reasons = "; ".join(f"{field}: {said}" if field else said for _, field, said in breaches)
        super().__init__(f"step {number}{where} cannot be carried out: {reasons}")


class EditRefusedError(InputError):
    """An edit that would leave annotations that mean nothing; the annotations are unchanged."""


class HiddenError(InputError):
    """Somebody else's annotations, asked for by one who annotates the document blind."""


class NotFoundError(InputError):
    """A document, record, file or format that is asked for and does not exist."""

    def __init__(self, kind: str, name: str) -> None:
        self.kind = kind
        self.name = name
        super().__init__(f"there is no {kind} {name!r}")


class ConflictError(AnnotatorError):
    """A record is no longer what the change expects: somebody else changed it first.

    ``document`` and ``record`` are ids; nothing was written.
    """

    def __init__(self, record: str, document: str = "") -> None:
        self.record = record
        self.document = document
        where = f" of document {document!r}" if document else ""
        super().__init__(f"record {record!r}{where} was changed elsewhere; reload the document")


class CancelledError(AnnotatorError):
    """The person stopped a long piece of work; nothing of it was kept."""

    def __init__(self) -> None:
        super().__init__("stopped before the end; nothing was changed")


class StoreError(AnnotatorError):
    """The disk, the database or the machine is in the way; what is stored is unharmed."""


class InUseError(StoreError):
    """Another instance of the program holds the project; ``holder`` says which."""

    def __init__(self, path: str, holder: str) -> None:
        self.path = path
        self.holder = holder
        super().__init__(f"{path} is open in another window or command ({holder}); close it first")


class NotAProjectError(StoreError):
    """The file exists but is no project; it was not touched."""

    def __init__(self, path: str, found: str) -> None:
        self.path = path
        self.found = found
        super().__init__(f"{path} is not an annotation project: {found}")


class NewerProjectError(StoreError):
    """A newer version of the program wrote the project; it was not touched."""

    def __init__(self, path: str, found: str, known: str) -> None:
        self.path = path
        self.found = found
        self.known = known
        super().__init__(
            f"{path} was written by a newer version of the program "
            f"(database version {found}, this program knows {known}); update the program"
        )


class ReadOnlyError(StoreError):
    """The project can be read but not written."""

    def __init__(self, path: str, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(f"{path} cannot be changed: {reason}")


class DiskFullError(StoreError):
    """No room left; nothing that was said to be saved is lost."""

    def __init__(self, path: str, *, needed: int = 0, free: int = 0) -> None:
        self.path = path
        self.needed = needed
        self.free = free
        sizes = f" ({needed:,} bytes needed, {free:,} free)" if needed else ""
        super().__init__(f"the disk is full: {path} could not be written{sizes}; make room")


class DamagedError(StoreError):
    """What is stored contradicts itself; ``annotator doctor`` says where."""
