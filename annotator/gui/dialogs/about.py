# SPDX-License-Identifier: MIT
"""Says which versions are running."""

import platform

import PySide6
from PySide6.QtCore import qVersion

from annotator import __version__
from annotator.gui.widgets.text import tr

PACKAGES = ("spacy", "SQLAlchemy", "pydantic")


def about_text() -> str:
    """Return the versions, one a line.

    Nothing is imported for it: spaCy alone takes a second.
    """
    rows = [
        ("Annotator", __version__),
        ("Python", platform.python_version()),
        ("PySide6", PySide6.__version__),
        ("Qt", qVersion() or ""),
        *((name, _installed(name)) for name in PACKAGES),
        (tr("System"), platform.platform()),
    ]
    width = max(len(name) for name, value in rows if value)
    return "\n".join(f"{name:<{width}}  {value}" for name, value in rows if value)


def _installed(package: str) -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(package)
    except PackageNotFoundError:
        return tr("not installed")
