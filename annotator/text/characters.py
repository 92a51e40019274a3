# SPDX-License-Identifier: MIT
"""Which texts can be kept: any, but for two characters that not every store can hold."""

import re

from annotator.errors import InputError

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class UnstorableTextError(InputError):
    """A text with NUL or a lone surrogate, which databases and spaCy cannot keep.

    ``offset`` is the code point at which the first one stands.
    """

    def __init__(self, text: str, offset: int) -> None:
        self.offset = offset
        name = "NUL" if text[offset] == "\0" else f"the lone surrogate U+{ord(text[offset]):04X}"
        super().__init__(f"character {offset:,} is {name}, which cannot be stored")


def refuse_unstorable(text: str) -> None:
    """Raise UnstorableTextError if the text holds NUL or a lone surrogate."""
    found = _UNSTORABLE.search(text)
    if found:
        raise UnstorableTextError(text, found.start())


def escaped(text: str) -> str:
    r"""Return the text with each unprintable character as its escape, such as ``\x1b``."""
    return "".join(
        character if character.isprintable() else ascii(character)[1:-1] for character in text
    )
