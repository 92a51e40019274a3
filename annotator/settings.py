# SPDX-License-Identifier: MIT
"""What a user may set, kept as TOML in the user's configuration folder.

The window's geometry is not here; Qt keeps that.
"""

import getpass
import os
from pathlib import Path
from typing import Literal

import platformdirs
import tomlkit
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from tomlkit.exceptions import TOMLKitError

from annotator.errors import Problem, ProblemsError

APP_NAME = "conflict-annotator"


class Settings(BaseModel):
    """A person's preferences.

    ``annotator`` names the layer that the person's work goes into; ``recent`` holds the locations
    of projects, the latest first.
    """

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    annotator: str = Field(default="", max_length=100)
    theme: Literal["system", "light", "dark"] = "system"
    font_size: int = Field(default=0, ge=0, le=40)
    recent: tuple[str, ...] = ()


def settings_file() -> Path:
    """Return where the preferences are kept; ANNOTATOR_CONFIG_DIR overrides the folder."""
    folder = os.environ.get("ANNOTATOR_CONFIG_DIR")
    base = Path(folder) if folder else Path(platformdirs.user_config_dir(APP_NAME, appauthor=False))
    return base / "settings.toml"


def load_settings(path: Path | None = None) -> Settings:
    """Return the preferences; the defaults when there is no file.

    Raises ProblemsError when the file cannot be understood: it is never overwritten silently.
    """
    path = path or settings_file()
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return Settings()
    except (OSError, UnicodeDecodeError) as error:
        raise ProblemsError([Problem(str(path), 0, "", f"cannot be read: {error}")]) from error
    try:
        data = tomlkit.parse(text).unwrap()
        if isinstance(data.get("recent"), list):
            data["recent"] = tuple(data["recent"])
        return Settings.model_validate(data)
    except TOMLKitError as error:
        raise ProblemsError([Problem(str(path), 0, "", str(error))]) from error
    except ValidationError as error:
        raise ProblemsError(
            [
                Problem(str(path), 0, ".".join(map(str, found["loc"])), found["msg"])
                for found in error.errors(include_url=False)
            ]
        ) from error


def save_settings(settings: Settings, path: Path | None = None) -> None:
    """Write the preferences, readable only by their owner, replacing the file as a whole."""
    path = path or settings_file()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    temporary = path.with_name(path.name + ".new")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(tomlkit.dumps(settings.model_dump(mode="json")))
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)


def default_annotator(settings: Settings) -> str:
    """Return the person's name for their layer: as set, else the name of their account."""
    if settings.annotator:
        return settings.annotator
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "annotator"
