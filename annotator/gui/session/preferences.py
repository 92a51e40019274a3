# SPDX-License-Identifier: MIT
"""What a person prefers, while the window is open: read once, written when it changes."""

import os
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, QSettings, QStandardPaths, Signal

from annotator.errors import ProblemsError

MOST_RECENT = 10
THEME = "window/theme"
FOLDER = "conflict-annotator"


@dataclass(frozen=True, slots=True)
class Preferred:
    """What ``annotator.settings.Settings`` holds, without its library."""

    annotator: str = ""
    theme: str = "system"
    font_size: int = 0
    recent: tuple[str, ...] = ()


class Preferences(QObject):
    """A person's settings, and the state of the window beside them.

    The settings file is read when it is first needed, after the window has shown: its library
    takes a tenth of a second. The theme is needed before, so the window's state has it too.

    A settings file that cannot be understood is left as it is: the defaults hold until the program
    ends, and ``problem`` says why.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.problem = ""
        self._preferred: Preferred | None = None
        self.window_state = QSettings(str(_window_file()), QSettings.Format.IniFormat)

    @property
    def theme(self) -> str:
        """The theme: ``system``, ``light`` or ``dark``."""
        if self._preferred is not None:
            return self._preferred.theme
        return str(self.window_state.value(THEME) or "system")

    @property
    def settings(self) -> Preferred:
        """The settings; the file is read the first time."""
        if self._preferred is None:
            self._preferred = self._read()
            self.window_state.setValue(THEME, self._preferred.theme)
        return self._preferred

    def _read(self) -> Preferred:
        from annotator.settings import load_settings

        try:
            found = load_settings()
        except ProblemsError as error:
            self.problem = str(error)
            return Preferred()
        return Preferred(found.annotator, found.theme, found.font_size, found.recent)

    def put(self, preferred: Preferred) -> None:
        """Take other settings and write them."""
        if preferred == self.settings:
            return
        self._preferred = preferred
        self.window_state.setValue(THEME, preferred.theme)
        if not self.problem:
            self._write(preferred)
        self.changed.emit()

    def _write(self, preferred: Preferred) -> None:
        from annotator.settings import Settings, save_settings

        try:
            save_settings(Settings.model_validate(asdict(preferred)))
        except OSError as error:
            self.problem = f"the preferences could not be saved: {error.strerror}"

    def remember(self, location: str) -> None:
        """Put a project at the top of the recent ones."""
        others = tuple(one for one in self.settings.recent if one != location)
        self.put(replace(self.settings, recent=(location, *others)[:MOST_RECENT]))

    def recent(self) -> list[tuple[str, bool]]:
        """Return the recent projects, and whether each is still there."""
        return [(one, "://" in one or Path(one).exists()) for one in self.settings.recent]


def _window_file() -> Path:
    """Return where the state of the window is kept: beside the settings."""
    folder = os.environ.get("ANNOTATOR_CONFIG_DIR")
    if folder:
        return Path(folder) / "window.ini"
    place = QStandardPaths.StandardLocation.GenericConfigLocation
    return Path(QStandardPaths.writableLocation(place)) / FOLDER / "window.ini"
