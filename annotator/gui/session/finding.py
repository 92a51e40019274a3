# SPDX-License-Identifier: MIT
"""The verbs about finding: in the open document, and in all."""

from PySide6.QtCore import QObject

from annotator.gui.bridge.rows import ResultRow
from annotator.gui.bridge.tasks import Progress, TaskRun
from annotator.gui.commands.desk import Direction
from annotator.gui.dialogs.find_in_project import FindInProjectDialog
from annotator.gui.session.opened import Opened
from annotator.gui.session.rows import all_places
from annotator.gui.widgets.text import sentence, tr

LIMIT = 500


class FindingVerbs(QObject):
    """Carries out searches."""

    def __init__(self, opened: Opened) -> None:
        super().__init__(opened)
        self._opened = opened
        self._bar = opened.bench.find_bar
        self._places: list[tuple[int, int]] = []
        self._current = -1
        self._dialog: FindInProjectDialog | None = None
        self._task: TaskRun | None = None
        self._words = ""
        self._connections = (
            self._bar.typed.connect(self._typed),
            self._bar.step_requested.connect(self.find_next),
            self._bar.closed.connect(self._close),
            opened.document_opened.connect(self._renew),
        )

    def stop(self) -> None:
        """Hear no more of the bar, and close the search."""
        for connection in self._connections:
            QObject.disconnect(connection)
        if self._dialog is not None:
            self._dialog.close()
            self._dialog.deleteLater()
        self._bar.hide()

    @property
    def has_matches(self) -> bool:
        """Whether there is anything to step through."""
        return bool(self._places)

    def find(self) -> None:
        """Show the find bar, with what is selected."""
        self._bar.start(self._selected())
        self._renew()

    def find_next(self, direction: Direction) -> None:
        """Go to the next or previous match, from the end to the start; ask if nothing is sought."""
        if not self._bar.line.text():
            self.find()
            return
        if self._bar.isHidden():
            self._renew()
        if not self._places:
            self._opened.said.emit(tr("Nothing found."))
            return
        self._current = (self._current + direction) % len(self._places)
        self._show()

    def find_in_project(self) -> None:
        """Show the search through all documents."""
        if self._dialog is None:
            self._dialog = FindInProjectDialog(self._opened.bench.window())
            self._dialog.searched.connect(self._search)
            self._dialog.go_requested.connect(self._go)
        self._dialog.start(self._selected())

    def _selected(self) -> str:
        document = self._opened.document
        start, end = self._opened.bench.canvas.selection
        if document is None or start == end or end - start > 200:
            return ""
        return document.text[start:end]

    def _typed(self) -> None:
        self._renew()
        if self._places:
            self._show()

    def _renew(self) -> None:
        document = self._opened.document
        words = self._bar.line.text() if not self._bar.isHidden() else ""
        self._places = all_places(document.text, words) if document is not None else []
        caret = self._opened.bench.canvas.caret
        after = [number for number, (_, end) in enumerate(self._places) if end >= caret]
        self._current = after[0] if after else 0
        self._opened.bench.canvas.set_matches(self._places, self._current if self._places else -1)
        self._bar.set_count(self._current, len(self._places))

    def _show(self) -> None:
        start, end = self._places[self._current]
        canvas = self._opened.bench.canvas
        canvas.set_matches(self._places, self._current)
        canvas.set_caret(end, start)
        canvas.reveal(start, end)
        self._bar.set_count(self._current, len(self._places))

    def _close(self) -> None:
        self._bar.hide()
        self._places = []
        self._opened.bench.canvas.set_matches([], -1)
        self._opened.bench.go_to_text()

    def _search(self, words: str) -> None:
        dialog = self._dialog
        if dialog is None:
            return
        if not words:
            dialog.set_rows([], is_all=True)
            return
        self._words = words
        workspace = self._opened.workspace
        dialog.say(tr("Searching…"))

        def work(progress: Progress) -> list[ResultRow]:
            del progress
            return [
                ResultRow(
                    hit.document, hit.title, hit.before, hit.match, hit.after, hit.start, hit.end
                )
                for hit in workspace.search(words, limit=LIMIT)
            ]

        task = TaskRun(tr("Searching"), work, self)
        task.finished.connect(lambda rows: self._found(words, rows))
        task.failed.connect(lambda error: dialog.say(sentence(error)))
        self._task = task
        task.start()

    def _found(self, words: str, rows: list[ResultRow]) -> None:
        if self._dialog is not None and words == self._words:
            self._dialog.set_rows(rows, is_all=len(rows) < LIMIT)

    def _go(self, row: ResultRow) -> None:
        if self._opened.open(row.document):
            canvas = self._opened.bench.canvas
            canvas.set_caret(row.end, row.start)
            canvas.reveal(row.start, row.end)
            self._opened.bench.window().activateWindow()
            self._opened.bench.go_to_text()
