# SPDX-License-Identifier: MIT
"""Optional libraries: loaded when a format needs them, named when they are missing."""

from importlib import import_module
from types import ModuleType

from annotator.errors import InputError


def library(name: str, extra: str) -> ModuleType:
    """Return a module of an optional dependency; InputError with how to get it if it is missing."""
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] != name.partition(".")[0]:
            raise
        raise InputError(
            f"this needs {name.partition('.')[0]}, which is not installed; "
            f"install it with: pip install 'conflict-annotator[{extra}]'"
        ) from None
