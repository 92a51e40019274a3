# SPDX-License-Identifier: MIT
"""The words that a line repeats from the text: one line, though the text may have more."""

import re
from collections.abc import Sequence

BREAKS = re.compile(r"\r\n|[\r\n]")
_RUN = re.compile(r"[\r\n]+")
_GAP = re.compile(r"\s*[\r\n]\s*")


def words_of(text: str, parts: Sequence[tuple[int, int]]) -> str:
    """Return what brat writes as the words of a span: its pieces joined by blanks."""
    if len(parts) == 1:
        start, end = parts[0]
        return text[start:end]
    return " ".join(text[start:end] for start, end in parts)


def on_one_line(words: str) -> str:
    """Return words as programs write them that put a blank for each line break."""
    return BREAKS.sub(" ", words)


def fits(surface: str, text: str, parts: Sequence[tuple[int, int]]) -> bool:
    """Return whether a line may say this of a span, as brat and its like write it."""
    words = words_of(text, parts)
    given = surface.rstrip()
    if given == words.rstrip() or surface.startswith(f"{words}\t"):
        return True
    if len(parts) > 1 and given == "".join(text[start:end] for start, end in parts).rstrip():
        return True  # brat before 1.3
    return ("\n" in words or "\r" in words) and any(
        given == flat.rstrip()
        for flat in (
            on_one_line(words),
            _RUN.sub(" ", words),
            words.replace("\r", " ").replace("\n", " "),
            words.replace("\r", "\\r").replace("\n", "\\n"),
        )
    )


def lines_within(surface: str, following: Sequence[str], words: str) -> int:
    """Return how many of the following lines go on with words that hold raw line breaks.

    It is 0 if these words are not what the line and the next ones hold.
    """
    breaks = words.count("\n")
    if not breaks or len(following) < breaks:
        return 0
    given = "\n".join([surface, *following[:breaks]])
    return breaks if _plain(given) == _plain(words) else 0


def _plain(words: str) -> str:
    return words.replace("\r\n", "\n").rstrip("\r\n ")


def without_breaks(text: str, parts: Sequence[tuple[int, int]]) -> list[tuple[int, int]] | None:
    """Return the pieces brat would make of a span, which leave out its line breaks.

    None if a stretch starts or ends with one: brat cannot say so.
    """
    found: list[tuple[int, int]] = []
    for start, end in parts:
        words = text[start:end]
        if "\n" not in words and "\r" not in words:
            found.append((start, end))
            continue
        if words[0] in "\r\n" or words[-1] in "\r\n":
            return None
        place = start
        for gap in _RUN.finditer(text, start, end):
            found.append((place, gap.start()))
            place = gap.end()
        found.append((place, end))
    return found


def without_gaps(text: str, fragments: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    """Return fragments with those made one between which there is but a line break."""
    found = [fragments[0]]
    for start, end in fragments[1:]:
        if _GAP.fullmatch(text, found[-1][1], start):
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return tuple(found)
