# SPDX-License-Identifier: MIT
"""Who is to annotate what, kept between reads: asked at each report, and seldom changed."""

from threading import Lock

from sqlalchemy.engine import Connection

from annotator.model.records import Assignment
from annotator.store import comparing, reading, rows


class KeptAssignments:
    """The assignments of a project as they were read last; for any thread."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._sequence = -1
        self._rows: dict[str, list[str]] = {}
        self._made: list[tuple[str, Assignment]] = []

    def read(self, connection: Connection) -> list[tuple[str, Assignment]]:
        """Return every assignment with the id of its document, in order of import.

        All are read only if one of a document that has changed since is another one now.
        """
        with self._lock:
            if self._sequence < 0:
                sequence, is_old = comparing.last_sequence(connection), True
            else:
                sequence, changed = comparing.changed_since(connection, self._sequence)
                is_old = self._differs(connection, changed)
            if is_old:
                found = reading.assignments(connection)
                self._rows = _by_document(found)
                made = ((id, rows.record_of(data)) for id, data in found)
                self._made = [(id, each) for id, each in made if isinstance(each, Assignment)]
            self._sequence = sequence
            return list(self._made)

    def _differs(self, connection: Connection, changed: set[str]) -> bool:
        now = _by_document(reading.assignments(connection, sorted(changed)))
        return any(now.get(id) != self._rows.get(id) for id in changed)


def _by_document(found: list[tuple[str, str]]) -> dict[str, list[str]]:
    made: dict[str, list[str]] = {}
    for id, data in found:
        made.setdefault(id, []).append(data)
    return made
