# SPDX-License-Identifier: MIT
"""What a check says: something that does not fit, where it is, and what would mend it."""

from dataclasses import dataclass
from enum import StrEnum

from annotator.edits.edit import Edit


class Severity(StrEnum):
    """An error is against the schema, a warning may be meant, an information only tells."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """Return 0 for an error, then 1 and 2: the order in which they are shown."""
        return _RANKS[self]


_RANKS = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


@dataclass(frozen=True, slots=True)
class Fix:
    """One way to mend a finding; ``edit`` is one change and is undone as one.

    ``title`` is the text of a menu entry; it may quote the document and is never markup. Nothing
    speaks for a ``guess`` but that the schema has it: only a person can choose it.
    """

    title: str
    edit: Edit
    guess: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that does not fit, at ``start`` .. ``end`` of the text.

    ``code`` is that of its check and never changes; ``record`` is the id of the record it is
    about, empty for the document. The likeliest fix comes first.
    """

    code: str
    severity: Severity
    message: str
    start: int
    end: int
    record: str = ""
    fixes: tuple[Fix, ...] = ()
