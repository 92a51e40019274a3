# SPDX-License-Identifier: MIT
"""The format that a project is annotated for: remembered for each project, on this machine."""

import json

from PySide6.QtCore import QSettings

from annotator.gui.session.places import place_key
from annotator.workspace.exporting import known_formats
from annotator.workspace.surviving import TargetFormat


def kept_target(settings: QSettings, location: str) -> TargetFormat:
    """Return the target format of a project; none if it was never chosen, or is not known here."""
    key = place_key(location)
    format = str(settings.value(f"{key}/target_format") or "")
    writable = {one.id for one in known_formats() if one.write is not None}
    if format not in writable:
        return TargetFormat()
    return TargetFormat(format, _choices(str(settings.value(f"{key}/target_choices") or "")))


def keep_target(settings: QSettings, location: str, target: TargetFormat) -> None:
    """Remember the target format of a project."""
    key = place_key(location)
    settings.setValue(f"{key}/target_format", target.format)
    settings.setValue(f"{key}/target_choices", json.dumps(dict(target.choices)))


def _choices(text: str) -> dict[str, str]:
    try:
        found = json.loads(text or "{}")
    except ValueError:
        return {}
    if not isinstance(found, dict):
        return {}
    return {name: value for name, value in found.items() if isinstance(value, str)}
