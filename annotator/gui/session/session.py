# SPDX-License-Identifier: MIT
"""One open project with all its verbs, from the moment it is shown until it is closed."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QSettings, QTimer, Signal

from annotator.errors import AnnotatorError
from annotator.gui.bridge.documents import DocumentRow
from annotator.gui.bridge.latest import wait_for_work
from annotator.gui.bridge.tasks import Progress
from annotator.gui.commands.annotate import KEYS
from annotator.gui.commands.desk import State
from annotator.gui.session import jobs
from annotator.gui.session.agreement import AgreementVerbs
from annotator.gui.session.annotating import AnnotatingVerbs
from annotator.gui.session.assigning import AssigningVerbs
from annotator.gui.session.consistency import ConsistencyVerbs
from annotator.gui.session.documents import DocumentVerbs
from annotator.gui.session.exporting import Exporting
from annotator.gui.session.finding import FindingVerbs
from annotator.gui.session.guiding import GuidingVerbs
from annotator.gui.session.importing import Importing
from annotator.gui.session.linking import LinkingVerbs
from annotator.gui.session.open_project import Office
from annotator.gui.session.opened import Opened
from annotator.gui.session.places import place_key
from annotator.gui.session.releasing import Releasing
from annotator.gui.session.reviewing import ReviewingVerbs
from annotator.gui.session.rows import labels_by_key
from annotator.gui.session.schema_changing import SchemaChanging
from annotator.gui.session.surviving import Surviving
from annotator.gui.widgets.text import counted, sentence, tr
from annotator.gui.workbench import Workbench
from annotator.workspace.workspace import Workspace

READ_ONLY = "read-only"
UNSAVED = "unsaved"
CONFLICT = "conflict"
WARNING = "warning"
LISTED = 8
WORK_WAIT_MS = 5_000
COVERED_MS = 60
"""So long the menus wait while a page is in front of the text and keys follow each other."""


class Session(QObject):
    """What the window holds while a project is open."""

    said = Signal(str)
    changed = Signal()

    def __init__(
        self,
        workspace: Workspace,
        bench: Workbench,
        *,
        settings: QSettings,
        office: Office,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.bench = bench
        self._conflict = ""
        self.opened = Opened(workspace, bench, self)
        self.annotating = AnnotatingVerbs(self.opened)
        self.linking = LinkingVerbs(self.opened)
        self.guiding = GuidingVerbs(self.opened)
        self.reviewing = ReviewingVerbs(self.opened)
        self.agreement = AgreementVerbs(self.opened, office)
        self.consistency = ConsistencyVerbs(self.opened)
        self.assigning = AssigningVerbs(self.opened)
        self.documents = DocumentVerbs(self.opened)
        self.finding = FindingVerbs(self.opened)
        self.importing = Importing(workspace, office, self)
        self.exporting = Exporting(self.opened, settings, office)
        self.releasing = Releasing(workspace, office, self)
        self.schema_changing = SchemaChanging(self.opened, office, self)
        self.surviving = Surviving(self.opened, self.exporting)
        self.surviving.changed.connect(bench.canvas.set_survival)
        self.opened.said.connect(self.said)
        self._changed_later = QTimer(self)
        self._changed_later.setSingleShot(True)
        self._changed_later.setInterval(COVERED_MS)
        self._changed_later.timeout.connect(self.changed)
        self.opened.changed.connect(self._tell)
        self.opened.saving_changed.connect(self._saving_changed)
        self.opened.conflicted.connect(self._conflicted)
        bench.banner.acted.connect(self._banner_acted)
        bench.problems.list.currentRowChanged.connect(self.changed)

    def start(self, documents: list[DocumentRow], counts: dict[str, int], document: str) -> None:
        """Show the project, at ``document`` if it is there, else at the first incomplete one."""
        self.opened.show_documents(documents, counts)
        ids = {row.id for row in documents}
        first = next((row.id for row in documents if not row.complete), "")
        last = documents[0].id if documents else ""
        self.opened.open(document if document in ids else first or last)
        if not documents:
            self.opened.open("")
        warnings = [sentence(AnnotatorError(warning)) for warning in self.workspace.warnings]
        if self.workspace.read_only:
            words = [tr("This project is open for reading only."), *warnings]
            self.bench.banner.say(READ_ONLY, "\n".join(words))
        elif warnings:
            self.bench.banner.say(WARNING, "\n".join(warnings))
        self.workspace.warm_up()
        self.changed.emit()

    def close(self, timeout_s: float) -> Sequence[str]:
        """Let go of the workbench and the project; return what could not be saved."""
        self.annotating.stop()
        self.linking.stop()
        self.guiding.stop()
        self.reviewing.stop()
        self.agreement.stop()
        self.consistency.stop()
        self.documents.stop()
        self.finding.stop()
        self.surviving.stop()
        self.importing.stop()
        self.exporting.stop()
        self.schema_changing.stop()
        self.opened.stop()
        self._changed_later.stop()
        wait_for_work(WORK_WAIT_MS)
        self.bench.banner.acted.disconnect(self._banner_acted)
        self.bench.problems.list.currentRowChanged.disconnect(self.changed)
        self.bench.banner.hide()
        return self.workspace.close(timeout_s)

    @property
    def location(self) -> str:
        """The path or URL."""
        return self.workspace.location

    @property
    def name(self) -> str:
        """The name."""
        return self.workspace.name

    @property
    def annotator(self) -> str:
        """Whose layer is worked on."""
        return self.workspace.annotator

    def document_title(self) -> str:
        """Return the title of the open document; empty if none is open."""
        return self.opened.title()

    def place(self) -> tuple[int, int, int]:
        """Return line and character, from 1 (0: no document is open), and the number selected."""
        document = self.opened.document
        if document is None:
            return 0, 0, 0
        caret = self.bench.canvas.caret
        start, end = self.bench.canvas.selection
        column = caret - document.text.rfind("\n", 0, caret)
        return document.text.count("\n", 0, caret) + 1, column, end - start

    def saved(self) -> tuple[str, str]:
        """Return the state of saving, and what is in the way."""
        state = self.workspace.save_state
        return state.state, state.message

    def release(self) -> None:
        """Ask what is to be released, and release it."""
        self.finish_typing()
        self.releasing.ask()

    def import_documents(self, paths: Sequence[Path]) -> None:
        """Ask how files are to be imported, and import them."""
        self.finish_typing()
        if self.workspace.read_only:
            self.said.emit(tr("This project is open for reading only."))
        else:
            self.importing.ask(paths)

    def export(self) -> None:
        """Ask for an export, and carry it out."""
        self.finish_typing()
        self.exporting.ask()

    def edit_schema(self) -> None:
        """Show the schema, and change it."""
        self.finish_typing()
        self.schema_changing.ask()

    def check_all(self, progress: Progress) -> tuple[str, str]:
        """Check every document on this thread, any; return a sentence and the findings."""
        return jobs.check_all(self.workspace, progress)

    def finish_typing(self) -> None:
        """Keep what is being typed into a field."""
        self.bench.attributes.commit()

    def flush(self, timeout_s: float) -> bool:
        """Wait until everything is saved; False when time ran out."""
        if self.workspace.save_state.state == UNSAVED:
            self.workspace.retry()
        return self.workspace.flush(timeout_s)

    def unsaved(self) -> str:
        """Return what is not saved and why, in sentences; empty if all is."""
        state = self.workspace.save_state
        if not state.pending:
            return ""
        words = tr("Not saved: {changes}.").format(
            changes=counted(state.pending, tr("change"), tr("changes"))
        )
        if state.message:
            words = f"{words} {sentence(AnnotatorError(state.message))}"
        listed = self.workspace.unsaved()
        more = len(listed) - LISTED
        lines = [words, "", *listed[:LISTED]]
        if more > 0:
            lines.append(tr("and {count} more").format(count=more))
        return "\n".join(lines)

    def state(self) -> State:
        """Return what is possible now."""
        workspace = self.workspace
        opened = self.opened
        place = self.bench.problems.current
        findings = opened.findings
        return State(
            project=True,
            document=opened.document is not None,
            writable=opened.writable,
            span=bool(self.bench.canvas.focused_span),
            complete=opened.annotations.complete,
            matches=self.finding.has_matches,
            problems=bool(findings),
            fixable=0 <= place < len(findings) and bool(findings[place].fixes),
            undo=workspace.undo_kind,
            redo=workspace.redo_kind,
            labels={
                key: label for key, label in labels_by_key(workspace.schema).items() if key in KEYS
            },
        )

    def keep_place(self, settings: QSettings) -> None:
        """Remember the open document and the caret for the next time."""
        key = place_key(self.workspace.location)
        settings.setValue(f"{key}/document", self.opened.id)
        settings.setValue(f"{key}/caret", self.bench.canvas.caret)

    def save(self) -> None:
        """Say whether everything is saved, and try again what is not."""
        self.bench.attributes.commit()
        state = self.workspace.save_state
        if state.state == "saved":
            self.said.emit(tr("Everything is saved already."))
        elif state.state == READ_ONLY:
            self.said.emit(tr("This project is open for reading only."))
        else:
            self.workspace.retry()
            changes = counted(state.pending, tr("change"), tr("changes"))
            self.said.emit(tr("Saving {changes}…").format(changes=changes))

    def _saving_changed(self) -> None:
        state = self.workspace.save_state
        if state.state == UNSAVED:
            words = tr("Not saved: {reason} Your work stays here and is tried again.")
            reason = state.message if state.message.endswith(".") else f"{state.message}."
            self.bench.banner.say(UNSAVED, words.format(reason=reason), action=tr("Retry"))
        elif state.state == "saved":
            self.bench.banner.withdraw(UNSAVED)
        self._tell()

    def _tell(self) -> None:
        """Say that something else may be possible: soon, while another page covers the text."""
        if self.bench.is_covered:
            self._changed_later.start()
        else:
            self.changed.emit()

    def _conflicted(self, document: str, message: str) -> None:
        self._conflict = document
        row = self.bench.documents.model.row(document)
        title = row.title or document if row is not None else document
        words = tr("Somebody else changed “{title}”: {message}").format(
            title=title, message=message
        )
        self.bench.banner.say(CONFLICT, words, action=tr("Reload"))

    def _banner_acted(self, topic: str) -> None:
        if topic == UNSAVED:
            self.workspace.retry()
        elif topic == CONFLICT:
            self.bench.banner.hide()
            self.opened.reload(self._conflict)
            self.said.emit(tr("Reloaded."))
