# SPDX-License-Identifier: MIT
"""One import, from the files to the report: the dialog, the look at the files, the import."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Qt

from annotator.errors import AmbiguousFormatError, AnnotatorError
from annotator.gui.bridge.latest import Latest
from annotator.gui.bridge.tasks import Progress
from annotator.gui.dialogs.import_documents import Found, ImportDialog, ImportWish
from annotator.gui.session.import_rows import (
    decisions_of,
    found_of,
    looking,
    name_map,
    wishes_of,
)
from annotator.gui.session.open_project import Office
from annotator.gui.widgets.text import sentence, tr
from annotator.workspace.exporting import known_formats
from annotator.workspace.mapping_files import read_map, save_map
from annotator.workspace.workspace import Workspace


class Importing(QObject):
    """Asks how files are to be imported, and imports them; one dialog at a time."""

    def __init__(self, workspace: Workspace, office: Office, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._office = office
        self._dialog: ImportDialog | None = None
        self._looking = Latest(self)
        self._looking.finished.connect(self._looked)
        self._looking.failed.connect(self._refused)
        self._looking.cancelled.connect(self._stopped)

    def ask(self, paths: Sequence[Path]) -> None:
        """Show the dialog with these files; more can be added."""
        if self._dialog is not None:
            self._dialog.paths.add(paths)
            return
        formats = [(one.id, one.name) for one in known_formats() if one.read is not None]
        parent = self._office.as_widget()
        dialog = ImportDialog(formats, self._workspace.annotator, paths, parent)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)  # it may come back
        dialog.read_requested.connect(self._look)
        dialog.load_requested.connect(self._load)
        dialog.save_requested.connect(self._save)
        dialog.accepted.connect(self._import)
        dialog.rejected.connect(self._close)
        self._dialog = dialog
        dialog.open()

    def stop(self) -> None:
        """Let go of the dialog and of what is being read."""
        self._close()

    @property
    def is_reading(self) -> bool:
        """Whether files are being looked at."""
        return self._looking.is_running

    def _close(self) -> None:
        self._looking.stop()
        dialog, self._dialog = self._dialog, None
        if dialog is not None:
            dialog.close()
            dialog.deleteLater()

    # the look at the files

    def _look(self, wish: ImportWish) -> None:
        workspace = self._workspace

        def work(progress: Progress) -> Found:
            found = workspace.preview_import(wish.paths, looking(wish), progress=progress)
            return found_of(found, workspace.schema)

        task = self._looking.start(tr("Reading"), work)
        if self._dialog is not None:
            self._dialog.follow(task)

    def _looked(self, found: Found) -> None:
        if self._dialog is not None:
            self._dialog.show_found(found)

    def _refused(self, error: BaseException) -> None:
        dialog = self._dialog
        if dialog is None:
            return
        if isinstance(error, AmbiguousFormatError):
            words = tr("{file} does not say which format it is in. Choose the format.")
            dialog.show_refused(words.format(file=Path(error.path).name), error.candidates)
        elif isinstance(error, AnnotatorError | OSError):
            dialog.show_refused(sentence(error))
        else:
            self._close()
            self._office.show_error(tr("The files were not read"), error)

    def _stopped(self) -> None:
        if self._dialog is not None:
            self._dialog.show_stopped()

    # the mapping

    def _load(self, file: Path) -> None:
        if self._dialog is None:
            return
        try:
            names = read_map(file)
        except (AnnotatorError, OSError) as error:
            self._office.show_error(tr("The mapping was not loaded"), error)
            return
        self._dialog.take_mapping(decisions_of(names, self._workspace.schema))

    def _save(self, file: Path) -> None:
        if self._dialog is None:
            return
        names = name_map(self._dialog.result_value().decisions, added=True)
        try:
            save_map(names, file)
        except (AnnotatorError, OSError) as error:
            self._office.show_error(tr("The mapping was not saved"), error)
            return
        self._dialog.say_of_names(tr("Saved in {name}.").format(name=file.name))

    # the import

    def _import(self) -> None:
        if self._dialog is None:
            return
        self._looking.stop()
        wish = self._dialog.result_value()
        workspace = self._workspace

        def work(progress: Progress) -> list[str]:
            report = workspace.import_paths(wish.paths, wishes_of(wish), progress=progress)
            return report.lines()

        self._office.run(tr("Importing"), work, self._imported, self._not_imported, self._again)

    def _imported(self, lines: object) -> None:
        self._close()
        if isinstance(lines, list):
            self._office.said.emit(sentence(AnnotatorError(lines[0])))
            if len(lines) > 1:
                said = sentence(AnnotatorError(lines[0]))
                self._office.report(tr("Imported"), said, "\n".join(lines[1:]), None)

    def _not_imported(self, error: BaseException) -> None:
        self._again()
        self._office.show_error(tr("Nothing was imported"), error)

    def _again(self) -> None:
        """Bring the dialog back as it was."""
        if self._dialog is not None:
            self._dialog.open()
