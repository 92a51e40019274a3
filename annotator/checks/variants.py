# SPDX-License-Identifier: MIT
"""Which strings are one name with other boundaries: with an article, a title, quotes, a possessive.

The words are known for English; in other languages only signs of punctuation are.
"""

from annotator.checks.sequences import Words

_BEFORE = (
    "a an the this that these those its their his her our your my "
    "mr mrs ms dr sir lord president premier minister general gen colonel col major maj captain "
    "capt lieutenant lt sergeant sgt commander sheikh king queen prince emir senator sen governor"
)
_SIGNS = "\"'«»()[]{}<>,;:.!?…-*¡¿、。，「」『』（）؟،؛"


class Variants:
    """Tells what is left of a string, as a sequence, without what may stand at its edges."""

    def __init__(self, words: Words) -> None:
        signs = words.codes(" ".join(_SIGNS))
        self._apostrophe, self._s = words.codes("'"), words.codes("s")
        self._before = words.codes(_BEFORE) + signs
        self._after = signs

    def core(self, codes: str) -> str:
        """Return what is left; the string itself if that would be nothing."""
        rest = codes.rstrip(self._after)
        if rest.endswith(self._apostrophe + self._s):
            rest = rest[:-2].rstrip(self._after)
        return rest.lstrip(self._before) or codes
