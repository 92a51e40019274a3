# SPDX-License-Identifier: MIT
"""What a text is shown as: the same characters, but for those that would mislead or be lost; no Qt.

PySide's way from str to QString drops a leading U+FEFF and swaps the bytes after a leading U+FFFE
(6.11.3), and either would move every offset. Controls and what reorders text by command are shown
as something harmless of the same length in UTF-16. What is invisible gets a mark painted over it.
"""

import re

_CONTROLS = {code: 0x2400 + code for code in range(0x20) if code != 0x09}
_SUBSTITUTES = {
    **_CONTROLS,
    0x7F: 0x2421,
    **dict.fromkeys(range(0x80, 0xA0), 0xFFFD),
    **dict.fromkeys(range(0xFDD0, 0xFDF0), 0xFFFD),
    **dict.fromkeys((0xFFFC, 0xFFFE, 0xFFFF), 0xFFFD),
    **dict.fromkeys(range(0x202A, 0x202F), 0x2060),
    0xFEFF: 0x2060,
    0x2028: 0x2424,
    0x2029: 0x2424,
}
_STRANGE = re.compile("[" + "".join(map(re.escape, map(chr, _SUBSTITUTES))) + "]")
_HIDDEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff]"
    "|(?<=[\x00-\u024f])[\u200c\u200d]"
    "|(?<![\U0001f3f4\U000e0020-\U000e007f])[\U000e0000-\U000e007f]+"
)
_RTL = re.compile(
    "[\u0590-\u08ff\u200f\u202b\u202e\u2067\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff"
    "\U0001e800-\U0001efff]"
)
_STRONG = re.compile(
    "(?P<rtl>[\u0590\u05be\u05c0\u05c3\u05c6\u05d0-\u05ff\u0608\u060b\u060d\u061b-\u064a"
    "\u066d-\u066f\u0671-\u06d5\u06e5\u06e6\u06ee\u06ef\u06fa-\u0710\u0712-\u072f\u074d-\u07a5"
    "\u07b1-\u07ea\u07f4\u07f5\u07fa-\u0815\u0840-\u0858\u0860-\u08ff\u200f\ufb1d\ufb1f-\ufdff"
    "\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff])"
    "|[^\\W\\d_]"
)


def shown(text: str) -> str:
    """Return what to give to Qt for ``text``: as many code points and as many UTF-16 units."""
    if text.isascii() and text.isprintable():
        return text
    return _STRANGE.sub(lambda found: chr(_SUBSTITUTES[ord(found[0])]), text)


def hidden(text: str) -> list[int]:
    """Return the offsets of what cannot be seen and should be: joiners out of place, marks, tags.

    A run of tag characters counts once; joiners between letters that need them do not.
    """
    if text.isascii():
        return []
    return [found.start() for found in _HIDDEN.finditer(text)]


def has_rtl(text: str) -> bool:
    """Whether any part of the text may run from right to left."""
    return not text.isascii() and _RTL.search(text) is not None


def runs_rtl(text: str) -> bool:
    """Whether a paragraph runs from right to left: its first strong letter does."""
    if not has_rtl(text):
        return False
    found = _STRONG.search(text)
    return found is not None and found["rtl"] is not None
