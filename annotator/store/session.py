# SPDX-License-Identifier: MIT
"""One open project: everything the store can do with it. ``store`` opens one."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from annotator.edits.change import Operation
from annotator.edits.history import Gesture
from annotator.model.annotations import Annotations
from annotator.model.document import Document
from annotator.model.records import Assignment, DocumentInfo
from annotator.store import bulk, comparing, lists, raw, reading, search, writing
from annotator.store.assignments import KeptAssignments
from annotator.store.engine import Database
from annotator.store.faults import ConnectionLostError
from annotator.store.keeping_schemas import save_schema
from annotator.store.lock import ProjectLock
from annotator.store.values import (
    DocumentSummary,
    KeptSource,
    LayerSummary,
    LoggedOperation,
    NewDocument,
    Project,
    SearchHit,
    StoredDocument,
)

RETRY_S = 60.0
"""How long a commit waits for a PostgreSQL server that went away."""


def _no_progress(done: int, total: int) -> None:
    del done, total


@dataclass(slots=True)
class Store:
    """One open project. ``warnings`` are sentences for the person who opened it.

    ``path`` is its file, or None if it is in PostgreSQL.

    ``commit``, ``add_documents`` and ``save_schema`` belong on one writer thread; everything that
    reads may be called from any thread. A read sees one moment, and never half a commit.
    """

    location: str
    database: Database
    path: Path | None = None
    read_only: bool = False
    warnings: tuple[str, ...] = ()
    retry_s: float = RETRY_S
    lock: ProjectLock | None = None
    _texts: writing.Texts = field(default_factory=writing.Texts)
    _assignments: KeptAssignments = field(default_factory=KeptAssignments)

    def project(self) -> Project:
        """Return what the project is."""
        with self.database.reading() as connection:
            return reading.read_project(connection)

    def save_schema(self, text: str, actor: str) -> None:
        """Keep ``text`` as the newest schema; the older ones stay.

        The same text again does nothing.
        """
        with self.database.writing() as connection:
            save_schema(connection, text, actor)

    def summaries(self, annotator: str, *, removed: bool = False) -> list[DocumentSummary]:
        """Return all documents in the order of import, with that annotator's counts.

        With ``removed``, removed ones too.
        """
        with self.database.reading() as connection:
            return lists.summaries(connection, annotator, removed=removed)

    def document(self, id: str) -> Document:
        """Return a document; NotFoundError, or DamagedError if its text is not what came in."""
        with self.database.reading() as connection:
            return reading.document(connection, id)

    def info(self, id: str) -> DocumentInfo:
        """Return a document's info; one whose import was undone is shown as removed."""
        with self.database.reading() as connection:
            return reading.info(connection, id)

    def raw_source(self, id: str) -> KeptSource | None:
        """Return the file a document's text was taken out of, if it was kept.

        NotFoundError for an unknown document, DamagedError if it is not what came in.
        """
        with self.database.reading() as connection:
            return raw.read(connection, id)

    def annotations(self, id: str, layer: str) -> Annotations:
        """Return a layer of a document (its own for ``""``); empty if there is no such layer."""
        with self.database.reading() as connection:
            return reading.annotations(connection, id, layer)

    def layers(self, id: str) -> tuple[LayerSummary, ...]:
        """Return the annotators' layers of a document, by name."""
        with self.database.reading() as connection:
            return reading.layer_summaries(connection, id)

    def annotators(self) -> tuple[str, ...]:
        """Return the names of all who have annotated something, sorted."""
        with self.database.reading() as connection:
            return reading.annotators(connection)

    def operations(self, id: str) -> list[LoggedOperation]:
        """Return the log of a document, by number."""
        with self.database.reading() as connection:
            return reading.log_of_document(connection, id)

    def gesture(self, gesture: str) -> list[LoggedOperation]:
        """Return all operations of a gesture, in order; none if there is no such gesture."""
        with self.database.reading() as connection:
            return reading.log_of_gesture(connection, gesture)

    def gestures_of(self, actor: str) -> list[Gesture]:
        """Return one person's gestures in the order of the log, for ``undo_stack``."""
        with self.database.reading() as connection:
            return reading.gestures(connection, actor)

    def label_counts(self, annotator: str, *, without: Iterable[str] = ()) -> dict[str, int]:
        """Return how many spans of each label that annotator has in documents not removed.

        Those in the documents ``without`` are not counted.
        """
        with self.database.reading() as connection:
            return reading.label_counts(connection, annotator, without=without)

    def assignments(self) -> list[tuple[str, Assignment]]:
        """Return every assignment with the id of its document, in order of import."""
        with self.database.reading() as connection:
            return self._assignments.read(connection)

    def existing_ids(self, ids: Iterable[str]) -> set[str]:
        """Return those of the ids that documents have, removed ones left out."""
        with self.database.reading() as connection:
            return reading.existing_ids(connection, ids)

    def hashes(self) -> dict[str, str]:
        """Return the text hash of each document that is not removed, by id."""
        with self.database.reading() as connection:
            return reading.hashes(connection)

    def search(
        self, query: str, *, limit: int, progress: Callable[[int, int], None] | None = None
    ) -> list[SearchHit]:
        """Return where ``query`` stands in documents that are not removed; see ``search``.

        The first search after an import brings the index up to date, which writes in between;
        ``progress`` may stop it by raising, and what is indexed stays.
        """
        return search.search(self.database, query, limit=limit, progress=progress)

    def last_sequence(self) -> int:
        """Return the sequence of the newest entry of the log; it grows with every commit."""
        with self.database.reading() as connection:
            return comparing.last_sequence(connection)

    def completed_layers(self) -> tuple[int, list[tuple[str, str, str]]]:
        """Return (document, its newest hash, annotator) of each completed layer, and the moment.

        The moment is ``last_sequence``. Documents are in order of import, removed ones left out.
        """
        with self.database.reading() as connection:
            return comparing.completed_layers(connection)

    def completed_by(self, annotator: str) -> set[str]:
        """Return the documents that an annotator has completed, removed ones too."""
        with self.database.reading() as connection:
            return comparing.completed_by(connection, annotator)

    def completed_spans(self, ids: Sequence[str] | None = None) -> list[comparing.CompletedLayer]:
        """Return the completed layers with their spans; of some documents, or of all."""
        with self.database.reading() as connection:
            return comparing.completed_spans(connection, ids)

    def changed_since(self, sequence: int) -> tuple[int, set[str]]:
        """Return ``last_sequence``, and which documents have newer entries than ``sequence``."""
        with self.database.reading() as connection:
            return comparing.changed_since(connection, sequence)

    def export_rows(self) -> Iterator[StoredDocument]:
        """Yield all documents that are not removed with all their layers, in order of import.

        Memory stays flat. All of it is one moment, whatever is written meanwhile.
        """
        with self.database.reading(stream=True) as connection:
            yield from lists.stored_documents(connection)

    def commit(self, operations: Sequence[Operation]) -> None:
        """Write operations in one transaction; when this returns they are on the disk.

        Operations that are there already (same id) are skipped, so after an error the same call
        may be made again. ConflictError if a ``before`` is not what is stored, NotFoundError for
        an unknown document: then nothing was written.
        """
        if not operations:
            return
        self._insistently(lambda: self._commit_once(operations))

    def _commit_once(self, operations: Sequence[Operation]) -> None:
        with self.database.writing() as connection:
            writing.write(connection, operations, self._texts)

    def add_documents(
        self,
        documents: Iterable[NewDocument],
        *,
        actor: str,
        gesture: str,
        progress: Callable[[int, int], None] = _no_progress,
        then: Callable[[], Sequence[Operation]] = tuple,
        schema: Callable[[], str] = str,
    ) -> int:
        """Add documents with their layers in one transaction, all logged as one gesture.

        ``then`` is called when ``documents`` has ended and gives operations that belong to the
        same transaction; ``schema`` likewise gives the text of a new schema, or nothing.
        Returns how many documents there were. Whatever ``documents``, ``then``, ``schema`` or
        ``progress`` raises comes through, and nothing is kept. The id of a removed document
        with the same text brings that one back; any other id that is taken is an InputError.
        """
        with self.database.writing(bulk=True) as connection:
            added = bulk.add(connection, documents, actor=actor, gesture=gesture, progress=progress)
            writing.write(connection, then(), self._texts)
            text = schema()
            if text:
                save_schema(connection, text, actor)
            return added

    def close(self) -> None:
        """Close the connections and let others open the project; twice is fine."""
        self.database.close()
        if self.lock is not None:
            self.lock.release()

    def _insistently(self, act: Callable[[], None]) -> None:
        """Call ``act`` until the server answers.

        What was lost may be the reply or the commit; operation ids make twice the same as once.
        """
        wait_s, until = 0.1, time.monotonic() + self.retry_s
        while True:
            try:
                act()
            except ConnectionLostError:
                if time.monotonic() + wait_s > until:
                    raise
                time.sleep(wait_s)
                wait_s = min(wait_s * 2, 5.0)
            else:
                return
