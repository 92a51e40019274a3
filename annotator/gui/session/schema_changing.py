# SPDX-License-Identifier: MIT
"""The schema of the open project: the editor, what its changes would do, and the change."""

from PySide6.QtCore import QObject, Qt

from annotator.errors import AnnotatorError
from annotator.gui.bridge.latest import Latest
from annotator.gui.bridge.tasks import Progress
from annotator.gui.dialogs.schema_editor import SchemaEditor
from annotator.gui.dialogs.schema_plan import SchemaPlanDialog
from annotator.gui.schema_pages.drafting import Drafting
from annotator.gui.schema_pages.preview import Sample
from annotator.gui.session.open_project import Office
from annotator.gui.session.opened import Opened
from annotator.gui.session.schema_rows import decided, step_rows, summary_of
from annotator.gui.widgets.text import counted, sentence, tr
from annotator.workspace.revision_plan import RevisionPlan

AROUND = 40


class SchemaChanging(QObject):
    """Shows the schema and carries out what is changed in it; one editor at a time."""

    def __init__(self, opened: Opened, office: Office, parent: QObject) -> None:
        super().__init__(parent)
        self._opened = opened
        self._workspace = opened.workspace
        self._office = office
        self._editor: SchemaEditor | None = None
        self._review: SchemaPlanDialog | None = None
        self._plan: RevisionPlan | None = None
        self._planning = Latest(self)
        self._planning.finished.connect(self._planned)
        self._planning.failed.connect(self._not_planned)
        self._planning.cancelled.connect(self._back)

    def ask(self) -> None:
        """Show the editor."""
        if self._editor is not None:
            return
        workspace = self._workspace
        drafting = Drafting(workspace.schema, writable=not workspace.read_only)
        editor = SchemaEditor(drafting, self._sample_of, self._office.as_widget())
        editor.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)  # it may come back
        editor.review_requested.connect(self._look)
        editor.rejected.connect(self._close)
        self._editor = editor
        editor.open()

    @property
    def editor(self) -> SchemaEditor | None:
        """The editor, while it is open."""
        return self._editor

    def stop(self) -> None:
        """Let go of the dialogs and of what is being planned."""
        self._close()

    def _close(self) -> None:
        self._end_review()
        editor, self._editor = self._editor, None
        if editor is not None:
            editor.hide()
            editor.deleteLater()

    def _sample_of(self, label: str) -> Sample | None:
        """Return a span of a label in the open document."""
        document = self._opened.document
        if document is None:
            return None
        for span in self._opened.annotations.spans():
            if span.label == label:
                text = document.text
                left = text[max(span.start - AROUND, 0) : span.start]
                right = text[span.end : span.end + AROUND]
                return Sample(left.rpartition("\n")[2], text[span.start : span.end], right)
        return None

    # what the changes would do

    def _look(self) -> None:
        editor = self._editor
        if editor is None:
            return
        review = self._review
        if review is None:
            review = SchemaPlanDialog(editor)
            review.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)  # it may come back
            review.decided.connect(self._decide)
            review.accepted.connect(self._apply)
            review.rejected.connect(self._back)
            self._review = review
            review.open()
        steps = editor.drafting.draft.steps
        revising = self._workspace.revising
        self._plan = None  # what was decided since is not in it

        def work(progress: Progress) -> RevisionPlan:
            return revising.plan(steps, progress)

        review.follow(self._planning.start(tr("Looking at all annotations"), work))

    def _planned(self, plan: RevisionPlan) -> None:
        self._plan = plan
        if self._review is not None:
            self._review.show_plan(step_rows(plan), summary_of(plan))

    def _not_planned(self, error: BaseException) -> None:
        if self._review is not None and isinstance(error, AnnotatorError):
            self._review.show_refused(sentence(error))
        else:
            self._back()
            self._office.show_error(tr("The changes were not looked at"), error)

    def _decide(self, place: int, value: str, way: str) -> None:
        if self._editor is not None:
            drafting = self._editor.drafting
            try:
                drafting.put_steps(decided(drafting.draft, place, value, way))
            except AnnotatorError as error:
                self._office.said.emit(sentence(error))
                return
            self._look()

    def _back(self) -> None:
        """Go back to the editor."""
        self._end_review()
        if self._editor is not None:
            self._editor.renew()
            self._editor.activateWindow()

    def _end_review(self) -> None:
        self._planning.stop()
        review, self._review = self._review, None
        self._plan = None
        if review is not None:
            review.hide()
            review.deleteLater()

    # the change

    def _apply(self) -> None:
        plan, editor = self._plan, self._editor
        if plan is None or editor is None:
            return
        self._end_review()
        editor.hide()
        revising = self._workspace.revising

        def work(progress: Progress) -> int:
            return revising.apply(plan, progress)

        self._office.run(tr("Changing the schema"), work, self._applied, self._failed, self._again)

    def _applied(self, layers: object) -> None:
        self._close()
        if isinstance(layers, int):
            words = tr("The schema is changed, with {layers}. Ctrl+Z takes it back.")
            changed = counted(layers, tr("layer"), tr("layers"))
            self._office.said.emit(words.format(layers=changed))

    def _failed(self, error: BaseException) -> None:
        self._again()
        self._office.show_error(tr("The schema was not changed"), error)

    def _again(self) -> None:
        """Bring the editor back as it was."""
        if self._editor is not None:
            self._editor.open()
