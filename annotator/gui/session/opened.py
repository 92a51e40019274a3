# SPDX-License-Identifier: MIT
"""The open project on the workbench: which document is shown, and the panes that follow it."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from annotator.checks.finding import Finding
from annotator.edits.change import Change
from annotator.edits.edit import Edit
from annotator.errors import AnnotatorError
from annotator.gui.bridge.documents import DocumentRow
from annotator.gui.bridge.events import EventRelay
from annotator.gui.session import rows
from annotator.gui.session.preparing import Preparing
from annotator.gui.widgets.text import sentence, tr
from annotator.gui.workbench import Workbench
from annotator.model.annotations import Annotations
from annotator.model.document import Document
from annotator.workspace.events import (
    ConflictFound,
    DocumentChanged,
    DocumentsChanged,
    HistoryChanged,
    LayerChanged,
    SaveStateChanged,
    SchemaChanged,
    TokenizerReady,
)
from annotator.workspace.workspace import Workspace

T = TypeVar("T")

CHECK_AFTER_MS = 120


class Opened(QObject):
    """Shows one document at a time; everything the panes show of it comes from here.

    ``said`` carries a sentence for the status bar. ``changed`` says that something else may be
    possible now. ``saving_changed`` and ``conflicted`` pass on what the workspace tells.
    """

    said = Signal(str)
    changed = Signal()
    document_opened = Signal(str)
    saving_changed = Signal()
    conflicted = Signal(str, str)

    def __init__(
        self, workspace: Workspace, bench: Workbench, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.bench = bench
        self.document: Document | None = None
        self.findings: list[Finding] = []
        self.counts = rows.LabelCounts({}, {})
        self.carets: dict[str, int] = {}
        self._gathered: list[DocumentChanged] | None = None
        self._check_later = QTimer(self)
        self._check_later.setSingleShot(True)
        self._check_later.setInterval(CHECK_AFTER_MS)
        self._check_later.timeout.connect(self._follow)
        self._preparing = Preparing(bench.attributes, self)
        self._relay = EventRelay(self)
        self._relay.happened.connect(self._happened)
        self._relay.start(workspace.events.subscribe)
        bench.pane_shown.connect(self._pane_shown)
        bench.canvas.focused_span_changed.connect(self.show_span)
        bench.look_changed.connect(self._look_changed)

    @property
    def id(self) -> str:
        """The id of the document that is shown; empty if none is."""
        return self.document.id if self.document is not None else ""

    @property
    def annotations(self) -> Annotations:
        """The person's layer of the document that is shown."""
        return self.workspace.layer(self.id) if self.document is not None else Annotations()

    @property
    def writable(self) -> bool:
        """Whether anything can be changed."""
        return not self.workspace.read_only

    def stop(self) -> None:
        """Hear no more of the workspace."""
        self._check_later.stop()
        self._preparing.stop()
        self._relay.stop()
        self.bench.pane_shown.disconnect(self._pane_shown)
        self.bench.canvas.focused_span_changed.disconnect(self.show_span)
        self.bench.look_changed.disconnect(self._look_changed)

    def show_documents(self, documents: list[DocumentRow], counts: dict[str, int]) -> None:
        """Show the list of documents, and count the labels of the project."""
        self.counts.everywhere = dict(counts)
        self.bench.documents.set_rows(documents)
        self.bench.documents.set_current(self.id)
        self._show_labels()
        self.bench.fit_labels()
        self._preparing.start(self.workspace.schema)

    def read_documents(self) -> None:
        """Read the list of documents again."""
        model = self.bench.documents.model
        followers = model.ids_from(self.id)
        self.show_documents(rows.document_rows(self.workspace), self.workspace.label_counts())
        if self.document is None or model.row(self.id) is None:
            there = (id for id in followers if model.row(id) is not None)
            self.open(next(there, "") or model.id_at(0))
        elif self.annotations != self.bench.canvas.stage.annotations:
            self._show_other_annotations()

    def _show_other_annotations(self) -> None:
        """Show annotations that came by another way than an act of this window: an import."""
        self.bench.canvas.set_annotations(self.annotations, None)
        self.counts.take_document(self.annotations)
        self._show_labels()
        self.show_span(self.bench.canvas.focused_span)
        self._check_later.start()

    def open(self, id: str) -> bool:
        """Show a document, with the caret where it was; return whether it is shown.

        An empty id shows none. What is being typed into the attributes is kept first.
        """
        if id and id == self.id:
            return True
        self.bench.attributes.commit()
        if self.document is not None:
            self.carets[self.id] = self.bench.canvas.caret
        opened = self.attempt(lambda: self.workspace.document(id)) if id else None
        if id and opened is None:
            return False
        self.document = opened
        self.findings = []
        self._show_text()
        self.bench.documents.set_current(self.id)
        self._show_labels()
        self.show_span("")
        self._check_later.start()
        self.document_opened.emit(self.id)
        self.changed.emit()
        return True

    def reload(self, id: str) -> None:
        """Show a document as it is stored now, if it is the one that is shown."""
        self.workspace.reload(id)
        if id == self.id:
            self._show_text()
            self._show_labels()
            self.show_span(self.bench.canvas.focused_span)
            self._check_later.start()

    def _show_text(self) -> None:
        canvas = self.bench.canvas
        workspace = self.workspace
        document = self.document
        if document is None:
            canvas.set_document(
                "", Annotations(), workspace.schema, workspace.tokenizer, language=""
            )
            return
        language = workspace.language_of(document.id)
        canvas.set_document(
            document.text,
            self.annotations,
            workspace.schema,
            lambda: workspace.tokenizer(language),
            language=language,
        )
        self.counts.take_document(self.annotations)
        caret = self.carets.get(document.id, 0)
        if 0 < caret <= len(document.text):
            canvas.set_caret(caret)

    def apply(self, edit: Edit) -> Change | None:
        """Carry out a wish for the document that is shown; a refusal is said."""
        if self.document is None:
            return None
        id = self.id
        return self.attempt(lambda: self.workspace.apply(id, edit))

    def together(self, work: Callable[[], T]) -> T | None:
        """Return what ``work`` returns, with the list of documents brought up to date once.

        Of an act on several documents the workspace tells each one, then that the list has
        changed; showing each would open one document after the other.
        """
        self._gathered = []
        try:
            return self.attempt(work)
        finally:
            gathered, self._gathered = self._gathered, None
            self._show_labels()
            if len(gathered) == 1:
                self._document_changed(gathered[0])

    def attempt(self, work: Callable[[], T]) -> T | None:
        """Return what ``work`` returns; None, and its sentence said, if it is refused."""
        try:
            return work()
        except AnnotatorError as error:
            self.said.emit(sentence(error))
            return None

    def show_span(self, id: str) -> None:
        """Show the attributes of a span; an empty id shows none."""
        document = self.document
        span = self.annotations.span(id) if id and document is not None else None
        form = None
        if document is not None:
            schema, language = self.workspace.schema, self.workspace.language_of(document.id)
            form = rows.form_of(span, document, schema, writable=self.writable, language=language)
        self.bench.attributes.show_form(form)
        self.bench.labels.mark(span.label if span is not None else "")
        self.changed.emit()

    @Slot(object)
    def _happened(self, event: object) -> None:
        match event:
            case LayerChanged():
                self._layer_changed(event)
            case DocumentChanged():
                self._document_changed(event)
            case DocumentsChanged():
                self.read_documents()
            case HistoryChanged():
                self.changed.emit()
            case SaveStateChanged():
                self.saving_changed.emit()
            case ConflictFound():
                self.conflicted.emit(event.document, event.message)
            case TokenizerReady():
                self._check_later.start()
            case SchemaChanged():
                self._schema_changed()
            case _:
                pass

    def _layer_changed(self, event: LayerChanged) -> None:
        if event.layer != self.workspace.annotator:
            return
        is_here = event.document == self.id
        row = self.bench.documents.model.row(event.document)
        if row is not None:
            self.bench.documents.put_row(rows.row_with_layer(row, event.change, event.annotations))
        self.counts.take_change(event.change, is_here=is_here)
        if is_here:
            self.bench.canvas.set_annotations(event.annotations, event.change)
            self.show_span(self.bench.canvas.focused_span)
            self._check_later.start()
        if self._gathered is None:
            self._show_labels()

    def _document_changed(self, event: DocumentChanged) -> None:
        if self._gathered is not None:
            self._gathered.append(event)
            return
        model = self.bench.documents.model
        row = model.row(event.document)
        if row is None:
            self.read_documents()
            return
        follower = model.neighbour(event.document, 1) or model.neighbour(event.document, -1)
        self.bench.documents.put_row(rows.row_with_info(row, event.info))
        if event.info.removed != row.removed:
            self.counts.everywhere = self.workspace.label_counts()
            self._show_labels()
        if event.document == self.id and event.info.removed:
            self.open(follower)
        elif event.document == self.id:
            self.document_opened.emit(self.id)
            self._check_later.start()

    def _show_labels(self) -> None:
        self.bench.labels.set_rows(self.counts.rows(self.workspace.schema))

    def _schema_changed(self) -> None:
        """Show the labels, colours, keys, fields and findings of the schema as it is now."""
        schema = self.workspace.schema
        self.bench.canvas.set_schema(schema)
        self._show_labels()
        self.bench.fit_labels()
        self.show_span(self.bench.canvas.focused_span)
        self._preparing.start(schema)
        self._check_later.start()

    @Slot()
    def _look_changed(self) -> None:
        self._show_labels()
        self.show_span(self.bench.canvas.focused_span)

    def check(self) -> list[Finding]:
        """Check the document that is shown, now; return the findings."""
        self._check_later.stop()
        self._follow()
        return self.findings

    @Slot()
    def _follow(self) -> None:
        self.findings = [] if self.document is None else self.workspace.findings(self.id)
        self.bench.problems.set_rows(rows.problem_rows(self.findings))
        self.bench.set_problem_count(len(self.findings))
        self.bench.canvas.set_findings(self.findings)
        self._show_history()
        self.changed.emit()

    @Slot(str)
    def _pane_shown(self, name: str) -> None:
        if name == "history":
            self._show_history()

    def _show_history(self) -> None:
        if not self.bench.is_shown("history"):
            return
        entries = []
        if self.document is not None:
            entries = self.attempt(lambda: self.workspace.history(self.id)) or []
        now = datetime.now().astimezone()
        self.bench.history.set_rows(rows.history_rows(entries, self.workspace.annotator, now))

    def title(self) -> str:
        """Return the title of the document that is shown."""
        return "" if self.document is None else self.workspace.info(self.id).title or self.id

    def say_removed(self, count: int) -> None:
        """Say that documents were removed, and how to bring them back."""
        text = tr("Removed. Ctrl+Z brings it back.")
        if count > 1:
            text = tr("{count:,} documents removed. Ctrl+Z brings them back.").format(count=count)
        self.said.emit(text)
