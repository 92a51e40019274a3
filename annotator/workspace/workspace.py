# SPDX-License-Identifier: MIT
"""The one object that windows and commands hold: an open project and its user."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from annotator.checks.finding import Finding
from annotator.edits.change import Change
from annotator.edits.edit import Edit, EditDocument
from annotator.errors import StoreError
from annotator.formats.ledger import Ledger
from annotator.model.annotations import DOCUMENT_LAYER, Annotations
from annotator.model.document import Document
from annotator.model.records import DocumentInfo
from annotator.release.plan import ReleasePlan, ReleaseReport
from annotator.schema.definition import Schema
from annotator.schema.files import default_schema, parse_schema, schema_text
from annotator.store.session import Store
from annotator.store.store import create_store, open_store
from annotator.store.values import DocumentSummary, KeptSource, SearchHit
from annotator.text.tokens import Tokenizer
from annotator.workspace.agreeing import Agreeing
from annotator.workspace.assigning import Assigning
from annotator.workspace.checking import CheckedLayer, LiveChecks, check_everything
from annotator.workspace.consistency import Consistencies
from annotator.workspace.creating import Creating, change_of
from annotator.workspace.door import Door
from annotator.workspace.events import (
    DocumentsChanged,
    Events,
    HistoryChanged,
    SaveState,
    SaveStateChanged,
    SchemaChanged,
    TokenizerReady,
)
from annotator.workspace.exporting import Target, export_to, rehearse
from annotator.workspace.gestures import Gestures, Prepared, Undone, told_of, undone
from annotator.workspace.guiding import Guiding
from annotator.workspace.history import HistoryEntry, describe, entries, state_at, way_back
from annotator.workspace.importing import ImportReport, import_into
from annotator.workspace.intake import NO_WISHES, Source, Wishes
from annotator.workspace.live import Live
from annotator.workspace.names import annotator_name, language_code, printable, storable
from annotator.workspace.previewing import ImportPreview, preview
from annotator.workspace.reviewing import Reviewing
from annotator.workspace.revising import Revising
from annotator.workspace.saving import Saving
from annotator.workspace.surviving import Reasons, Survival, TargetFormat
from annotator.workspace.tasks import Progress, no_progress
from annotator.workspace.tokens import Tokenizers

SAVED_WITHIN_S = 60.0


class Workspace:
    """An open project. Edits take effect at once and are written on a thread of their own.

    ``annotator`` is the name of this person's layer. Edits, undo and reading are for one thread;
    ``import_paths``, ``export``, ``check_all`` and ``search`` may run on another.
    """

    def __init__(self, store: Store, annotator: str) -> None:
        self._store = store
        self.annotator = annotator
        self.events = Events()
        project = store.project()
        self.name, self.language = project.name, project.language
        self.schema: Schema = parse_schema(project.schema, name=store.location, format="json")
        self._tokenizers = Tokenizers()
        self._checks = LiveChecks(self._tokenizers)
        self._saving = Saving(store, self.events.tell)
        self._live = Live(store, self._saving.pending)
        self._gestures = Gestures(store, self._live, annotator)
        self._survival = Survival(self._live, annotator)
        within = (store, self._live, self._gestures, self._carry_out)
        self._door = door = Door(*within, self._saving, self.events, annotator)
        self.assigning = Assigning(door)
        self.reviewing = Reviewing(door, self.assigning)
        self.revising = Revising(self, door)
        self.guiding = Guiding(self, door, self.revising)
        self.creating = Creating(self, door, self._checks)
        self.agreeing = Agreeing(store, self._require_saved, self._tokenizers)
        self.consistency = Consistencies(door, self.assigning, lambda: self.schema, self.apply_all)

    @classmethod
    def create(
        cls,
        location: str,
        *,
        annotator: str = "",
        name: str = "",
        language: str = "en",
        schema: Schema | None = None,
    ) -> "Workspace":
        """Make a new project and open it; refuses a file that exists.

        InputError for a language that is no code such as ``en`` or ``zh-TW``.
        """
        annotator = annotator_name(annotator)
        store = create_store(
            location,
            name=storable("name", name) if name else printable(Path(location).stem),
            language=language_code(language),
            schema_text=schema_text(schema or default_schema()),
            actor=annotator,
        )
        return cls(store, annotator)

    @classmethod
    def open(cls, location: str, *, annotator: str = "", read_only: bool = False) -> "Workspace":
        """Open a project; see ``store.open_store`` for what is refused and how."""
        annotator = annotator_name(annotator)
        return cls(open_store(location, read_only=read_only), annotator)

    @property
    def location(self) -> str:
        """The path or URL of the project."""
        return self._store.location

    @property
    def read_only(self) -> bool:
        """Whether nothing can be changed."""
        return self._store.read_only

    @property
    def warnings(self) -> tuple[str, ...]:
        """What the person should know about where the project lies, in sentences."""
        return tuple(self._store.warnings)

    @property
    def save_state(self) -> SaveState:
        """Whether everything is on the disk."""
        return self._saving.state

    @property
    def undo_kind(self) -> str:
        """The kind of what ``undo`` would take back; empty when there is nothing."""
        return self._gestures.undo_kind

    @property
    def redo_kind(self) -> str:
        """The kind of what ``redo`` would do again; empty when there is nothing."""
        return self._gestures.redo_kind

    def documents(self) -> list[DocumentSummary]:
        """Return all documents that are not removed, in the order they were imported."""
        return self.assigning.seen(self._live.summaries(self.annotator))

    def document(self, id: str) -> Document:
        """Return a document; NotFoundError if there is none."""
        return self._live.document(id)

    def info(self, id: str) -> DocumentInfo:
        """Return a document's title, source, date, language, tags and so on."""
        return self._live.layer(id, DOCUMENT_LAYER).info

    def raw_source(self, id: str) -> KeptSource | None:
        """Return the file that a document's text was taken out of, if it was kept."""
        return self._store.raw_source(id)

    def language_of(self, id: str) -> str:
        """Return the language that chooses the document's tokenizer."""
        return self.info(id).language or self.language

    def layer(self, id: str, annotator: str | None = None) -> Annotations:
        """Return the newest snapshot of this person's layer, or another's if that may be seen."""
        return self.assigning.layer(id, self.annotator if annotator is None else annotator)

    def annotators(self) -> tuple[str, ...]:
        """Return the names of all who have a layer that may be seen."""
        return self.assigning.annotators()

    def apply(self, id: str, edit: Edit) -> Change:
        """Carry out a wish, at once on the screen and soon on the disk; return the change.

        A change without steps means that nothing was to be done. Raises InputError classes for a
        wish that is refused and ReadOnlyError; nothing has changed then.
        """
        layer, change = self._change_of(id, edit)
        self._door.act([(id, layer, change)])
        return change

    def apply_all(self, edits: Sequence[tuple[str, Edit]]) -> None:
        """Carry out wishes for several documents (each at most once) as one act, one undo."""
        self._door.act([(id, *self._change_of(id, edit)) for id, edit in edits])

    def undo(self) -> Undone | None:
        """Take back this person's last act, whichever document it was in; None if there is none.

        ConflictError when somebody else has changed what the act had made.
        """
        return self.revising.undo() or self._again(self._gestures.prepare_undo())

    def redo(self) -> Undone | None:
        """Do again what was undone last; None if there is nothing."""
        return self.revising.redo() or self._again(self._gestures.prepare_redo())

    def history(self, id: str) -> list[HistoryEntry]:
        """Return who did what to a document, and when; the newest last."""
        return entries(self.assigning.log(id), self.document(id).text)

    def state_at(self, id: str, number: int) -> Annotations:
        """Return this person's layer as it was after operation ``number`` of the document."""
        return state_at(self._live.log(id), self.annotator, number)

    def jump_to(self, id: str, number: int) -> Change:
        """Bring this person's layer back to an earlier moment, as a new change."""
        change = way_back(self._live.log(id), self.annotator, number, self.layer(id))
        self._door.act([(id, self.annotator, change)])
        return change

    def findings(self, id: str) -> list[Finding]:
        """Return what does not fit the schema in this person's layer.

        What needs the document's tokenizer is left out until that is loaded, which is begun here;
        TokenizerReady tells when it is there.
        """
        language = self.language_of(id)
        self.warm_up(language)
        return self._checks.findings(self.document(id), self.layer(id), self.schema, language)

    def check_all(self, progress: Progress = no_progress) -> Iterator[CheckedLayer]:
        """Yield the findings of every stored layer; includes what needs the tokenizer."""
        self._require_saved(self.annotator)
        each = check_everything(self._store, self.schema, self.language, self._tokenizers, progress)
        return self.assigning.visible(each)

    def tokenizer(self, language: str = "") -> Tokenizer:
        """Return the tokenizer of a language (the project's if empty); the first takes a second."""
        return self._tokenizers.get(language or self.language)

    def tokenizer_ready(self, language: str = "") -> bool:
        """Return whether ``tokenizer`` would answer at once."""
        return self._tokenizers.is_ready(language or self.language)

    def warm_up(self, language: str = "") -> None:
        """Load a tokenizer (the project's) in the background; TokenizerReady tells when it is."""
        ready = TokenizerReady(language or self.language)
        self._tokenizers.warm_up(ready.language, lambda: self.events.tell(ready))

    def search(self, query: str, *, limit: int = 200) -> list[SearchHit]:
        """Find words in all documents."""
        return self._store.search(query, limit=limit)

    def label_counts(self) -> dict[str, int]:
        """Return how many spans of each label this person has made in documents not removed."""
        return self._live.label_counts(self.annotator)

    def preview_import(
        self, paths: Sequence[Path], wishes: Wishes = NO_WISHES, *, progress: Progress = no_progress
    ) -> ImportPreview:
        """Read files and say what an import would bring; nothing is changed. For any thread."""
        return preview(self._source(paths, wishes), progress)

    def import_paths(
        self, paths: Sequence[Path], wishes: Wishes = NO_WISHES, *, progress: Progress = no_progress
    ) -> ImportReport:
        """Import files or folders, all or nothing; see ``importing``. Waits for the writer."""
        source = self._source(paths, wishes)
        report = self._saving.call(
            lambda: import_into(self._store, source, actor=self.annotator, progress=progress),
            reason="import",
        )
        self._gestures.record_import(report)
        for id in report.touched:
            self._live.forget(id)
        if report.schema is not None:
            self.schema = report.schema
            self.events.tell(SchemaChanged())
        self.events.tell(DocumentsChanged())
        self.events.tell(HistoryChanged())
        return report

    def _source(self, paths: Sequence[Path], wishes: Wishes) -> Source:
        owner = storable("annotator", wishes.annotator) or self.annotator
        return Source(paths, self.schema, self.language, replace(wishes, annotator=owner))

    def export(self, target: Target, *, progress: Progress = no_progress) -> Ledger:
        """Write the data set and return the ledger; see ``exporting``."""
        self._require_saved(target.annotator)
        return export_to(self._store, self.schema, target, progress=progress)

    def rehearse_export(self, target: Target, *, progress: Progress = no_progress) -> Ledger:
        """Return the ledger an export would have; nothing is left on the disk. For any thread."""
        self._require_saved(target.annotator)
        return rehearse(self._store, self.schema, target, progress=progress)

    def release(self, plan: ReleasePlan, *, progress: Progress = no_progress) -> ReleaseReport:
        """Write a data set release and say what it holds; see ``releasing``. For any thread."""
        from annotator.workspace.releasing import release

        self._require_saved()
        return release(self._store, self.schema, plan, progress=progress)

    def survivors(self, id: str, target: TargetFormat) -> Callable[[Progress], Reasons]:
        """Return work, for any thread, that says which spans of this layer would not survive.

        It gives the reason for each span that the target format would lose or hold in part.
        """
        return self._survival.asked(id, target, self.schema, self.language_of(id))

    def reload(self, id: str) -> None:
        """Forget a document's unsaved view after a conflict, and read it again."""
        self._live.forget(id)
        self._gestures.reload()
        self.events.tell(HistoryChanged())

    def retry(self) -> None:
        """Try again now to save what the disk refused."""
        self._saving.retry()

    def flush(self, timeout_s: float) -> bool:
        """Wait until everything is on the disk; False when time ran out."""
        return self._saving.flush(timeout_s)

    def unsaved(self) -> tuple[str, ...]:
        """Return what is not on the disk yet, in words."""
        return tuple(
            f"{describe(operation.change, self.document(operation.document).text)} "
            f"in {operation.document}"
            for operation in self._saving.pending()
        )

    def close(self, timeout_s: float = 5.0) -> tuple[str, ...]:
        """Save what is pending and let go of the project; return what could not be saved."""
        self._saving.stop(timeout_s)
        lost = self.unsaved()
        self._store.close()
        return lost

    def _require_saved(self, whose: str = "") -> None:
        self.assigning.require_sight(whose)
        if not self.flush(SAVED_WITHIN_S):
            raise StoreError(f"some work is not saved yet ({self.save_state.message}); try again")

    def _change_of(self, id: str, edit: Edit) -> tuple[str, Change]:
        self._saving.require_writable()
        layer = DOCUMENT_LAYER if isinstance(edit, EditDocument) else self.annotator
        return layer, change_of(self, id, edit, self._live.layer(id, layer))

    def _again(self, prepared: Sequence[Prepared]) -> Undone | None:
        if not prepared:
            return None
        self._carry_out(prepared)
        return undone(prepared)

    def _carry_out(self, prepared: Sequence[Prepared]) -> None:
        self._saving.submit([item.operation for item in prepared])
        self._gestures.record(prepared)
        for item in prepared:
            self._live.record(item.operation, item.annotations)
        for event in (*told_of(prepared), HistoryChanged(), SaveStateChanged(self.save_state)):
            self.events.tell(event)
