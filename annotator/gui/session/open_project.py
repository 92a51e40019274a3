# SPDX-License-Identifier: MIT
"""What the window knows of an open project, without importing the workspace for it."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QSettings, SignalInstance
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from annotator.gui.bridge.tasks import Progress, Work
from annotator.gui.commands.desk import (
    Agreement,
    Annotating,
    Assigning,
    Consistency,
    Direction,
    Documents,
    Finding,
    Guiding,
    Linking,
    PaneName,
    Reviewing,
    State,
)
from annotator.gui.theme.theme import Theme


class Bench(Protocol):
    """The text and the panes around it, as far as the window knows of them."""

    @property
    def place_changed(self) -> SignalInstance:
        """Says that the caret or the selection is elsewhere."""

    @property
    def zoomed(self) -> SignalInstance:
        """Carries the size of the text in percent."""

    @property
    def announced(self) -> SignalInstance:
        """Carries what the text says of itself."""

    @property
    def zoom_percent(self) -> int:
        """The size of the text in percent."""

    def take_actions(self, text: Sequence[QAction], documents: Sequence[QAction]) -> None:
        """Let the keys of these work in the text and in the list of documents."""

    def set_look(self, theme: Theme, body_px: int) -> None:
        """Show the text in a theme, and in a size; 0 is the usual size."""

    def has_documents(self) -> bool:
        """Whether there is any document."""

    def counts_here(self) -> Sequence[tuple[str, int]]:
        """Return each label with how often it is used in the open document."""

    def zoom(self, steps: int) -> None:
        """Make the text larger or smaller; 0 is the normal size."""

    def next_pane(self, direction: Direction) -> None:
        """Give the keyboard to the next or previous pane."""

    def go_to_pane(self, name: PaneName) -> None:
        """Show a pane and give it the keyboard."""

    def toggle_guideline(self) -> None:
        """Show the guideline beside the text, or show it no more."""

    def go_to_text(self) -> None:
        """Give the keyboard to the text."""

    def save_state(self, settings: QSettings) -> None:
        """Keep the sizes of the panes and the tab in front."""

    def restore_state(self, settings: QSettings) -> None:
        """Bring back what ``save_state`` kept."""


class Office(Protocol):
    """What the open project needs of the window for its long work and its reports."""

    @property
    def said(self) -> SignalInstance:
        """Carries a sentence for the status bar."""

    def as_widget(self) -> QWidget:
        """Return what dialogs belong to."""

    def run(
        self,
        title: str,
        work: Work,
        done: Callable[[object], None],
        failed: Callable[[BaseException], None],
        cancelled: Callable[[], None],
    ) -> None:
        """Run long work that nothing else may be done beside; only one at a time."""

    def show_error(self, title: str, error: BaseException) -> None:
        """Show why something was refused; a bug is told as one."""

    def report(self, title: str, said: str, text: str, kept: tuple[Path, str] | None) -> None:
        """Show a sentence and a long text; ``kept`` is a file to offer, and what goes into it."""


class OpenProject(Protocol):
    """The open project: verbs, state, and the long work that can be done with it."""

    @property
    def annotating(self) -> Annotating:
        """Verbs about spans."""

    @property
    def linking(self) -> Linking:
        """Verbs about relations, events and entities."""

    @property
    def guiding(self) -> Guiding:
        """Verbs about the guideline."""

    @property
    def reviewing(self) -> Reviewing:
        """Verbs about review."""

    @property
    def agreement(self) -> Agreement:
        """Verbs about agreement."""

    @property
    def assigning(self) -> Assigning:
        """Verbs about assignments."""

    @property
    def consistency(self) -> Consistency:
        """Verbs about consistency."""

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
        """Return line and character, from 1 (0: no document is open), and the number selected."""

    def saved(self) -> tuple[str, str]:
        """Return the state of saving, and what is in the way."""

    def save(self) -> None:
        """Say whether everything is saved, and try again what is not."""

    def import_documents(self, paths: Sequence[Path]) -> None:
        """Ask how files are to be imported, and import them."""

    def release(self) -> None:
        """Ask what is to be released, and release it."""

    def export(self) -> None:
        """Ask for an export, and carry it out."""

    def edit_schema(self) -> None:
        """Show the schema, and change it."""

    def check_all(self, progress: Progress) -> tuple[str, str]:
        """Check every document on this thread, any; return a sentence and the findings."""

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
