# SPDX-License-Identifier: MIT
"""Names that come from the command line, from settings and from the account: fit to be stored."""

import os
import re

from annotator.errors import InputError
from annotator.model.annotations import GOLD
from annotator.settings import default_annotator, load_settings
from annotator.text.characters import UnstorableTextError, refuse_unstorable

LONGEST = 100
_LANGUAGE = re.compile(r"[a-zA-Z]{2,8}([-_][a-zA-Z0-9]{1,8})*")


def annotator_name(given: str) -> str:
    """Return the name of a person's layer: as given, else as set, else that of the account."""
    name = storable("annotator", given or default_annotator(load_settings()))
    if name == GOLD:
        raise InputError(f"nobody can be called {GOLD!r}: that is the layer that a review makes")
    return name


def storable(what: str, name: str) -> str:
    """Return the name; InputError if it holds what cannot be stored, or is endless."""
    try:
        refuse_unstorable(name)
    except UnstorableTextError as error:
        raise InputError(f"the {what} cannot be used: {error}") from None
    if len(name) > LONGEST:
        raise InputError(f"the {what} has {len(name):,} characters; at most {LONGEST} are allowed")
    return name


def printable(name: str) -> str:
    """Return a file's name with bytes that are no UTF-8 replaced, and not endless."""
    return os.fsencode(name).decode("utf-8", errors="replace")[:LONGEST]


def language_code(given: str) -> str:
    """Return the code; InputError if it is none. Any language may be named, known or not."""
    if not _LANGUAGE.fullmatch(given):
        raise InputError(f"{given!r} is no code of a language, such as en, ar or zh-TW")
    return given
