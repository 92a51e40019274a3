# SPDX-License-Identifier: MIT
"""Guesses a text's language by its script alone; nothing is loaded for it."""

from bisect import bisect_right
from collections import Counter

_SAMPLE = 2_000
_SOME_JAPANESE = 0.05
_LATIN = ""
_RANGES = (  # first and last letter of a block, and the language taken for its script
    (0x41, 0x5A, _LATIN),
    (0x61, 0x7A, _LATIN),
    (0xC0, 0x24F, _LATIN),
    (0x370, 0x3FF, "el"),
    (0x400, 0x52F, "ru"),
    (0x531, 0x58F, "hy"),
    (0x590, 0x5FF, "he"),
    (0x600, 0x6FF, "ar"),
    (0x750, 0x77F, "ar"),
    (0x8A0, 0x8FF, "ar"),
    (0x900, 0x97F, "hi"),
    (0x980, 0x9FF, "bn"),
    (0xB80, 0xBFF, "ta"),
    (0xC00, 0xC7F, "te"),
    (0xE00, 0xE7F, "th"),
    (0x1000, 0x109F, "my"),
    (0x10A0, 0x10FF, "ka"),
    (0x1100, 0x11FF, "ko"),
    (0x1200, 0x139F, "am"),
    (0x1780, 0x17FF, "km"),
    (0x1E00, 0x1EFF, _LATIN),
    (0x1F00, 0x1FFF, "el"),
    (0x3040, 0x30FF, "ja"),
    (0x31F0, 0x31FF, "ja"),
    (0x3400, 0x4DBF, "zh"),
    (0x4E00, 0x9FFF, "zh"),
    (0xAC00, 0xD7AF, "ko"),
    (0xFB1D, 0xFB4F, "he"),
    (0xFB50, 0xFDFF, "ar"),
    (0xFE70, 0xFEFC, "ar"),
    (0x20000, 0x323AF, "zh"),
)
_ALSO_WRITTEN_SO = {
    "ar": "fa ur ps ku ckb sd ug",
    "he": "yi",
    "ru": "uk bg sr mk be kk ky tg mn tt",
    "am": "ti",
    "hi": "mr ne sa",
    "bn": "as",
    "zh": "yue",
}
_NO_ASCII_LETTER = bytes(byte for byte in range(256) if byte > 0x7F or not chr(byte).isalpha())


def guess_language(text: str, default: str) -> str:
    """Return a language code for the text: by its script, and ``default`` where that may be right.

    Most letters of the first 2,000 characters decide. Latin letters always give ``default``; Arabic
    ones give ``ar`` unless ``default`` is itself written so (``fa``, ``ur``, ...), and so on. A few
    per cent of kana among Han characters make a text Japanese. A text without letters gives
    ``default``.
    """
    if text.isascii():
        return default
    sample = text[:_SAMPLE]
    ascii_part = sample.encode("ascii", errors="ignore")
    letters = len(ascii_part.translate(None, _NO_ASCII_LETTER))
    if len(sample) - len(ascii_part) <= letters:  # quotes and dashes in a Latin text
        return default
    counts = _letters_by_language(sample)
    if counts["ja"] > _SOME_JAPANESE * counts["zh"]:
        counts["ja"] += counts.pop("zh", 0)
    latin = counts.pop(_LATIN, 0)
    best = max(counts, key=lambda code: counts[code], default=_LATIN)
    if best == _LATIN or counts[best] <= latin:
        return default
    base = default.partition("-")[0].lower()
    return default if base in (best, *_ALSO_WRITTEN_SO.get(best, "").split()) else best


def _letters_by_language(sample: str) -> Counter[str]:
    counts: Counter[str] = Counter()
    for character, count in Counter(sample).items():
        place = bisect_right(_RANGES, ord(character), key=lambda block: block[0]) - 1
        if place >= 0 and ord(character) <= _RANGES[place][1]:
            counts[_RANGES[place][2]] += count
    return counts


def implied_language(text: str, default: str) -> str:
    """Return the language that a document has if nobody says: empty for the project's own.

    ``default`` is the project's; another comes only from a script it is not written in.
    """
    guessed = guess_language(text, default)
    return "" if guessed == default else guessed
