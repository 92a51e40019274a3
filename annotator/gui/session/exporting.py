# SPDX-License-Identifier: MIT
"""One export: the dialog, the rehearsal of what would be lost, the export and its account."""

from pathlib import Path

from PySide6.QtCore import QObject, QSettings, Qt, Signal
from PySide6.QtWidgets import QMessageBox

from annotator.errors import AnnotatorError
from annotator.gui.bridge.events import EventRelay
from annotator.gui.bridge.latest import Latest
from annotator.gui.bridge.tasks import Progress
from annotator.gui.dialogs.export import ExportDialog, ExportWish, Losses
from annotator.gui.dialogs.new_project import file_stem
from annotator.gui.session.export_rows import (
    export_formats,
    exported_sentence,
    ledger_json,
    losses_of,
    target_format_of,
    target_of,
)
from annotator.gui.session.open_project import Office
from annotator.gui.session.opened import Opened
from annotator.gui.session.target_format import keep_target, kept_target
from annotator.gui.widgets.loss_tree import LossRow
from annotator.gui.widgets.text import message, sentence, tr
from annotator.workspace.events import (
    DocumentChanged,
    DocumentsChanged,
    LayerChanged,
    SchemaChanged,
)
from annotator.workspace.exporting import Ledger
from annotator.workspace.surviving import TargetFormat

AFTER_AN_EDIT_MS = 1_500
LAST_FORMAT = "export/format"
Button = QMessageBox.StandardButton


class Exporting(QObject):
    """Asks for exports and carries them out, while the window stays as it is.

    ``target_changed`` says that the project is annotated for another format.
    """

    target_changed = Signal()

    def __init__(self, opened: Opened, settings: QSettings, office: Office) -> None:
        super().__init__(opened)
        self._opened = opened
        self._settings = settings
        self._office = office
        self._dialog: ExportDialog | None = None
        self.target_format: TargetFormat = kept_target(settings, opened.workspace.location)
        self._rehearsing = Latest(self)
        self._rehearsing.finished.connect(self._rehearsed)
        self._rehearsing.failed.connect(self._not_rehearsed)
        self._rehearsing.cancelled.connect(self._rehearsal_stopped)
        self._writing = Latest(self)
        self._writing.finished.connect(self._written)
        self._writing.failed.connect(self._not_written)
        self._writing.cancelled.connect(self._writing_stopped)
        self._relay = EventRelay(self)
        self._relay.happened.connect(self._happened)
        self._relay.start(opened.workspace.events.subscribe)

    @property
    def is_writing(self) -> bool:
        """Whether an export is being written."""
        return self._writing.is_running

    def ask(self) -> None:
        """Show the dialog; one that is there comes to the front."""
        if self._dialog is None:
            workspace, target = self._opened.workspace, self.target_format
            dialog = ExportDialog(
                export_formats(), workspace.annotators(), self._stem(), self._office.as_widget()
            )
            dialog.rehearse_requested.connect(self._rehearse)
            dialog.export_requested.connect(self._confirm)
            later = Qt.ConnectionType.QueuedConnection  # what goes there may change the list
            dialog.losses.go_requested.connect(self._go, later)
            dialog.rejected.connect(self._closed)
            self._dialog = dialog
            last = target.format or str(self._settings.value(LAST_FORMAT) or "")
            dialog.start(last, target.choices, target.format)
        self._dialog.show()
        self._dialog.raise_()
        self._dialog.activateWindow()

    def stop(self) -> None:
        """Let go of the dialog and of what is going on."""
        self._relay.stop()
        self._closed()

    def _closed(self) -> None:
        self._rehearsing.stop()
        self._writing.stop()
        dialog, self._dialog = self._dialog, None
        if dialog is not None:
            dialog.close()

    def _stem(self) -> Path:
        """Return the target to propose, without its suffix."""
        workspace = self._opened.workspace
        if "://" in workspace.location:
            return Path.home() / file_stem(workspace.name)
        return Path(workspace.location).with_suffix("")

    # rehearsing

    def _rehearse(self, wish: ExportWish) -> None:
        if self._writing.is_running or self._dialog is None:
            return
        self._opened.bench.attributes.commit()
        workspace = self._opened.workspace
        titles = self._opened.bench.documents.model.titles()
        name = next(one.name for one in export_formats() if one.id == wish.format)

        def work(progress: Progress) -> Losses:
            ledger = workspace.rehearse_export(target_of(wish), progress=progress)
            return losses_of(ledger, name, lambda id: titles.get(id, ""))

        self._dialog.follow(self._rehearsing.start(tr("Looking for what would be lost"), work))

    def _rehearsed(self, losses: Losses) -> None:
        if self._dialog is not None:
            self._dialog.show_losses(losses)

    def _not_rehearsed(self, error: BaseException) -> None:
        if self._dialog is None:
            return
        if isinstance(error, AnnotatorError | OSError):
            self._dialog.show_refused(sentence(error))
        else:
            self._closed()
            self._office.show_error(tr("Nothing was exported"), error)

    def _rehearsal_stopped(self) -> None:
        if self._dialog is not None:
            self._dialog.show_stopped()

    def _happened(self, event: object) -> None:
        """Look again at what would be lost after an edit."""
        changes = LayerChanged | DocumentChanged | DocumentsChanged | SchemaChanged
        if isinstance(event, changes) and self._dialog is not None and not self.is_writing:
            self._dialog.rehearse_soon(AFTER_AN_EDIT_MS)

    def _go(self, row: LossRow) -> None:
        if not self._opened.open(row.document):
            return
        canvas = self._opened.bench.canvas
        if self._opened.annotations.span(row.record) is not None:
            canvas.focus_span(row.record)
        else:
            canvas.set_caret(row.end, row.start)
        canvas.reveal(row.start, row.end)
        self._opened.bench.window().activateWindow()
        self._opened.bench.go_to_text()

    # writing

    def _confirm(self, wish: ExportWish) -> None:
        if not _is_something(wish.target):
            self._write(wish)
            return
        box = message(
            self._dialog,
            tr("Export"),
            tr("{name} is there already. Replace it?").format(name=wish.target.name),
            icon=QMessageBox.Icon.Question,
            buttons=Button.Yes | Button.Cancel,
        )
        box.button(Button.Yes).setText(tr("Replace"))
        box.accepted.connect(lambda: self._write(wish))
        box.open()

    def _write(self, wish: ExportWish) -> None:
        dialog = self._dialog
        if dialog is None:
            return
        self._opened.bench.attributes.commit()
        self._rehearsing.stop()
        workspace = self._opened.workspace

        def work(progress: Progress) -> tuple[ExportWish, Ledger]:
            return wish, workspace.export(target_of(wish), progress=progress)

        dialog.follow(self._writing.start(tr("Exporting"), work))
        dialog.set_writing(writing=True)

    def _written(self, done: tuple[ExportWish, Ledger]) -> None:
        wish, ledger = done
        self._closed()
        self._settings.setValue(LAST_FORMAT, wish.format)
        self._remember(wish)
        said = exported_sentence(ledger, wish.target)
        self._office.said.emit(said)
        stem = wish.target.with_suffix("")
        self._office.report(
            tr("Exported"),
            said,
            ledger.as_text(),
            (stem.with_name(f"{stem.name}-account.json"), ledger_json(ledger)),
        )

    def _remember(self, wish: ExportWish) -> None:
        location = self._opened.workspace.location
        was = self.target_format
        if wish.is_target:
            self.target_format = target_format_of(wish)
        elif was.format == wish.format:
            self.target_format = TargetFormat()
        if self.target_format != was:
            keep_target(self._settings, location, self.target_format)
            self.target_changed.emit()

    def _not_written(self, error: BaseException) -> None:
        if self._dialog is not None:
            self._dialog.set_writing(writing=False)
            self._dialog.rehearse_soon()
        self._office.show_error(tr("Nothing was exported"), error)

    def _writing_stopped(self) -> None:
        if self._dialog is not None:
            self._dialog.set_writing(writing=False)
            self._dialog.rehearse_soon()
        self._office.said.emit(tr("Stopped. Nothing was written."))


def _is_something(target: Path) -> bool:
    """Return whether a file, or a folder with something in it, would be replaced."""
    return target.is_file() or (target.is_dir() and any(target.iterdir()))
