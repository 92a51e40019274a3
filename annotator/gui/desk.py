# SPDX-License-Identifier: MIT
"""The desk of the open window: where commands find the verbs they call."""

from dataclasses import replace

from PySide6.QtCore import QObject

from annotator.errors import AnnotatorError
from annotator.gui.commands.command import Command
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
)
from annotator.gui.dialogs.report import ReportDialog
from annotator.gui.session.open_project import OpenProject
from annotator.gui.session.projects import ProjectVerbs
from annotator.gui.theme.fonts import BODY_PX
from annotator.gui.widgets.text import sentence, tr
from annotator.gui.window import Window


class WindowVerbs:
    """Verbs about the window; a dialog is imported when it is asked for."""

    def __init__(self, window: Window) -> None:
        self._window = window

    def show_palette(self) -> None:
        """Show the command palette."""
        from annotator.gui.dialogs.palette import PaletteDialog

        window = self._window
        dialog = PaletteDialog(window.commands.offer, window)
        dialog.chosen.connect(lambda id: window.commands[id].trigger())
        corner = window.mapToGlobal(window.rect().topLeft())
        width = min(dialog.width(), window.width() - 32)
        dialog.resize(width, min(dialog.height(), window.height() - 64))
        dialog.move(corner.x() + (window.width() - width) // 2, corner.y() + 40)
        dialog.open()

    def show_keys(self) -> None:
        """Show the table of keys."""
        from annotator.gui.dialogs.keys import KeysDialog

        KeysDialog(self._window).show()

    def show_preferences(self) -> None:
        """Show the preferences."""
        from annotator.gui.dialogs.preferences import PreferencesDialog, PreferencesWish
        from annotator.settings import Settings, default_annotator

        preferences = self._window.preferences
        now = preferences.settings
        dialog = PreferencesDialog(
            PreferencesWish(now.annotator, now.theme, now.font_size),
            account=default_annotator(Settings()),
            body_px=BODY_PX,
            parent=self._window,
        )

        def accept() -> None:
            wish = dialog.result_value()
            preferences.put(
                replace(
                    preferences.settings,
                    annotator=wish.annotator,
                    theme=wish.theme,
                    font_size=wish.font_size,
                )
            )

        dialog.accepted.connect(accept)
        dialog.open()

    def show_about(self) -> None:
        """Show the versions of the program and of what it is built on."""
        from annotator.gui.dialogs.about import about_text

        words = tr("Builds training corpora about armed conflict. MIT licence.")
        ReportDialog(tr("Annotator"), words, about_text(), self._window).open()

    def next_pane(self, direction: Direction) -> None:
        """Give the keyboard to the next or previous pane."""
        self._window.workbench().next_pane(direction)

    def go_to_pane(self, name: PaneName) -> None:
        """Show a pane and give it the keyboard."""
        self._window.workbench().go_to_pane(name)

    def toggle_guideline(self) -> None:
        """Show the guideline beside the text, or show it no more."""
        self._window.workbench().toggle_guideline()

    def go_to_text(self) -> None:
        """Give the keyboard to the text."""
        self._window.workbench().go_to_text()

    def zoom(self, steps: int) -> None:
        """Make the text larger or smaller; 0 is the normal size."""
        self._window.workbench().zoom(steps)

    def quit(self) -> None:
        """Close the window."""
        self._window.close()


class WindowDesk(QObject):
    """Carries out the commands that the window's menus and keys ask for."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self.window = WindowVerbs(window)
        window.command_requested.connect(self.run)

    def run(self, command: Command) -> None:
        """Carry out a command if it is possible now; a refusal is said in the status bar."""
        if not self._window.commands.is_possible(command):
            self._window.status.say(tr("Not possible now: {title}").format(title=command.title))
            return
        try:
            command.run(self)
        except AnnotatorError as error:
            self._window.status.say(sentence(error))

    @property
    def project(self) -> ProjectVerbs:
        """Verbs about the project."""
        return self._window.projects

    @property
    def annotating(self) -> Annotating:
        """Verbs about spans."""
        return self._open().annotating

    @property
    def linking(self) -> Linking:
        """Verbs about relations, events and entities."""
        return self._open().linking

    @property
    def guiding(self) -> Guiding:
        """Verbs about the guideline."""
        return self._open().guiding

    @property
    def reviewing(self) -> Reviewing:
        """Verbs about review."""
        return self._open().reviewing

    @property
    def agreement(self) -> Agreement:
        """Verbs about agreement."""
        return self._open().agreement

    @property
    def assigning(self) -> Assigning:
        """Verbs about assignments."""
        return self._open().assigning

    @property
    def consistency(self) -> Consistency:
        """Verbs about consistency."""
        return self._open().consistency

    @property
    def documents(self) -> Documents:
        """Verbs about documents."""
        return self._open().documents

    @property
    def finding(self) -> Finding:
        """Verbs about finding."""
        return self._open().finding

    def _open(self) -> OpenProject:
        project = self._window.projects.project
        if project is None:
            raise LookupError("no project is open")  # the command's own "when" forbids it
        return project
