# SPDX-License-Identifier: MIT
"""The verbs about documents: open, complete, rename, tag, remove."""

from PySide6.QtCore import QObject

from annotator.edits.edit import EditDocument, SetComplete
from annotator.gui.commands.desk import Direction
from annotator.gui.dialogs.ask_line import AskLineDialog, tags_of
from annotator.gui.session.opened import Opened
from annotator.gui.session.rows import error_count
from annotator.gui.widgets.text import tr


class DocumentVerbs(QObject):
    """Carries out what the list of documents asks for."""

    def __init__(self, opened: Opened) -> None:
        super().__init__(opened)
        self._opened = opened
        self._panel = opened.bench.documents
        self._connection = self._panel.open_requested.connect(self._open)

    def stop(self) -> None:
        """Hear no more of the list."""
        QObject.disconnect(self._connection)

    def open_next(self, direction: Direction) -> None:
        """Open the next or previous document of the list as it is shown."""
        id = self._panel.model.neighbour(self._opened.id, direction)
        if id:
            self._open(id, to_text=True)
        else:
            text = tr("This is the last document.") if direction > 0 else ""
            self._opened.said.emit(text or tr("This is the first document."))

    def complete_and_go_on(self) -> None:
        """Mark the document complete and open the next incomplete one."""
        if not self._mark(complete=True):
            return
        errors = error_count(self._opened.check())
        following = self._panel.model.next_incomplete(self._opened.id)
        words = tr("Complete.")
        if errors:
            words = tr("Complete, with 1 error left.")
        if errors > 1:
            words = tr("Complete, with {count:,} errors left.").format(count=errors)
        if following:
            self._open(following, to_text=True)
        else:
            words += " " + tr("All documents are complete.")
        self._opened.said.emit(words)

    def set_complete(self, *, complete: bool) -> None:
        """Mark the document complete or not, and stay."""
        self._mark(complete=complete)

    def _mark(self, *, complete: bool) -> bool:
        self._opened.bench.attributes.commit()
        change = self._opened.apply(SetComplete(complete))
        if change is None:
            return False
        self._opened.said.emit(tr("Complete.") if complete else tr("Not complete."))
        return True

    def rename(self) -> None:
        """Ask for another title of the current document."""
        ids = self._chosen()[:1]
        if not ids:
            return
        title = self._opened.workspace.info(ids[0]).title
        dialog = AskLineDialog(
            tr("Rename document"), tr("Title"), title, needed=True, parent=self._panel.window()
        )
        dialog.accepted.connect(lambda: self._edit(ids, {"title": dialog.result_value()}))
        dialog.open()

    def tag(self) -> None:
        """Ask for the tags of the documents chosen."""
        ids = self._chosen()
        if not ids:
            return
        line = ", ".join(self._opened.workspace.info(ids[0]).tags)
        name = tr("Tags") if len(ids) == 1 else tr("Tags of {count:,}").format(count=len(ids))
        dialog = AskLineDialog(
            tr("Tag documents"),
            name,
            line,
            note=tr("With commas between them. They can be filtered in the list."),
            parent=self._panel.window(),
        )
        dialog.accepted.connect(lambda: self._edit(ids, {"tags": tags_of(dialog.result_value())}))
        dialog.open()

    def remove(self) -> None:
        """Remove the documents chosen in the list; undo brings them back."""
        ids = self._panel.chosen()
        if ids and self._edit(ids, {"removed": True}):
            self._opened.say_removed(len(ids))

    def _chosen(self) -> list[str]:
        """Return what the list has chosen while it has the keyboard, else the open document."""
        if self._panel.list.hasFocus():
            return self._panel.chosen()
        return [self._opened.id] if self._opened.id else []

    def _edit(self, ids: list[str], values: dict[str, object]) -> bool:
        edits = [(id, EditDocument(values)) for id in ids]

        def work() -> bool:
            self._opened.workspace.apply_all(edits)
            return True

        return bool(self._opened.together(work))

    def _open(self, id: str, to_text: bool) -> None:  # noqa: FBT001 - a Qt signal's argument
        if self._opened.open(id) and to_text:
            self._opened.bench.go_to_text()
