# SPDX-License-Identifier: MIT
"""What a person prefers, while the window is open: read once, written when it changes."""

from pathlib import Path

from PySide6.QtCore import QObject, QSettings, Signal

from annotator.errors import ProblemsError
from annotator.settings import Settings, load_settings, save_settings, settings_file

MOST_RECENT = 10


class Preferences(QObject):
    """A person's settings, and the state of the window beside them.

    A settings file that cannot be understood is left as it is: the defaults hold until the program
    ends, and ``problem`` says why.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.problem = ""
        try:
            self.settings = load_settings()
        except ProblemsError as error:
            self.settings = Settings()
            self.problem = str(error)
        self.window_state = QSettings(
            str(settings_file().parent / "window.ini"), QSettings.Format.IniFormat
        )

    def put(self, settings: Settings) -> None:
        """Take other settings and write them."""
        if settings == self.settings:
            return
        self.settings = settings
        if not self.problem:
            try:
                save_settings(settings)
            except OSError as error:
                self.problem = f"the preferences could not be saved: {error.strerror}"
        self.changed.emit()

    def remember(self, location: str) -> None:
        """Put a project at the top of the recent ones."""
        others = tuple(one for one in self.settings.recent if one != location)
        recent = (location, *others)[:MOST_RECENT]
        self.put(self.settings.model_copy(update={"recent": recent}))

    def recent(self) -> list[tuple[str, bool]]:
        """Return the recent projects, and whether each is still there."""
        return [(one, "://" in one or Path(one).exists()) for one in self.settings.recent]
