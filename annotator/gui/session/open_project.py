# SPDX-License-Identifier: MIT
"""What the window knows of an open project, without importing the workspace for it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QSettings, SignalInstance

from annotator.gui.bridge.tasks import Progress
from annotator.gui.commands.desk import Annotating, Documents, Finding, State
from annotator.gui.dialogs.export import ExportFormat, ExportWish
from annotator.gui.dialogs.import_documents import ImportWish


class OpenProject(Protocol):
    """The open project: verbs, state, and the long work that can be done with it."""

    @property
    def annotating(self) -> Annotating:
        """Verbs about spans."""

    @property
    def documents(self) -> Documents:
        """Verbs about documents."""

    @property
    def finding(self) -> Finding:
        """Verbs about finding."""

    @property
    def said(self) -> SignalInstance:
        """Carries a sentence for the status bar."""

    @property
    def changed(self) -> SignalInstance:
        """Says that something else may be possible now."""

    @property
    def location(self) -> str:
        """The path or URL."""

    @property
    def name(self) -> str:
        """The name."""

    @property
    def annotator(self) -> str:
        """Whose layer is worked on."""

    def state(self) -> State:
        """Return what is possible now."""

    def document_title(self) -> str:
        """Return the title of the open document; empty if none is open."""

    def place(self) -> tuple[int, int, int]:
        """Return line (from 1; 0 if no document is open), character, characters selected."""

    def saved(self) -> tuple[str, str]:
        """Return the state of saving, and what is in the way."""

    def save(self) -> None:
        """Say whether everything is saved, and try again what is not."""

    def annotators(self) -> Sequence[str]:
        """Return the names of all who have a layer."""

    def import_formats(self) -> Sequence[tuple[str, str]]:
        """Return id and name of the formats that can be read."""

    def export_formats(self) -> Sequence[ExportFormat]:
        """Return the formats that can be written."""

    def import_documents(self, wish: ImportWish, progress: Progress) -> str:
        """Import on this thread, any; return the report."""

    def export(self, wish: ExportWish, progress: Progress) -> tuple[str, str]:
        """Export on this thread, any; return a sentence and the account."""

    def export_stem(self) -> Path:
        """Return the target to propose, without its suffix."""

    def keep_place(self, settings: QSettings) -> None:
        """Remember the open document and the caret for the next time."""

    def finish_typing(self) -> None:
        """Keep what is being typed into a field."""

    def flush(self, timeout_s: float) -> bool:
        """Wait until everything is saved; False when time ran out."""

    def unsaved(self) -> str:
        """Return what is not saved and why, in sentences; empty if all is."""

    def close(self, timeout_s: float) -> Sequence[str]:
        """Let go of the workbench and the project; return what could not be saved."""
