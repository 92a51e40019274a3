# SPDX-License-Identifier: MIT
"""The text of a sentence, built of its tokens and compared with its text comment."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from annotator.formats.conllu.rows import EMPTY, RANGE, Row, Sentence
from annotator.model.records import Fragment

BLANK = " "
_ESCAPES = {"s": " ", "t": "\t", "r": "\r", "n": "\n", "p": "|", "\\": "\\"}
_ESCAPE = re.compile(r"\\(.)")
_LETTERS = {" ": "\\s", "\t": "\\t", "\r": "\\r", "\n": "\\n"}


def unescaped(spaces: str) -> str:
    r"""Return the white space that ``SpacesAfter=\s\n`` stands for."""
    return _ESCAPE.sub(lambda found: _ESCAPES.get(found[1], found[0]), spaces)


def escaped(spaces: str) -> str:
    r"""Return white space as it stands in ``SpacesAfter``."""
    return "".join(_LETTERS.get(character, character) for character in spaces)


@dataclass(slots=True)
class Surface:
    """Something that stands in the text: a word, or several written as one.

    ``rows`` are the places of its words among the rows; ``gap`` is what follows, ``exact`` if the
    file says which white space that is; ``closed`` if it says that there is none.
    """

    form: str
    rows: list[int]
    gap: str = BLANK
    exact: bool = False
    closed: bool = False


@dataclass(slots=True)
class Rebuilt:
    """The text of a sentence without what follows it; ``places`` are those of all rows with one.

    ``last`` is the surface at the end. ``words`` tells that the text is that of the words, though
    some are said to be written as one.
    """

    text: str
    places: dict[int, Fragment]
    last: Surface
    before: str = ""
    words: bool = False
    problem: tuple[int, str] | None = None


@dataclass(slots=True)
class _Line:
    surfaces: list[Surface] = field(default_factory=list)
    before: str = ""


def rebuilt(sentence: Sentence, *, check: bool) -> Rebuilt | None:
    """Return the text of a sentence, None if nothing in it stands in a text.

    With ``check`` the text comment decides where white space is, unless ``SpacesAfter`` does. The
    problem of a sentence whose tokens are not those of its comment has the line of the comment.
    """
    line = _surfaces(sentence.rows)
    if not line.surfaces:
        return None
    comment = sentence.comment("text") if check else None
    if comment is None:
        return _joined(line)
    number, text = comment
    found = _joined(line)
    if found.text == text:
        return found
    if _fit(line.surfaces, text):
        return _joined(line)
    words = _surfaces(sentence.rows, words=True)
    if len(words.surfaces) != len(line.surfaces) and _fit(words.surfaces, text):
        as_words = _joined(words)
        as_words.words = True
        return as_words
    found.problem = (number, found.text)
    return found


def _surfaces(rows: Sequence[Row], *, words: bool = False) -> _Line:
    """Return what stands in the text; with ``words`` each word by itself."""
    line = _Line()
    within = 0
    for place, row in enumerate(rows):
        if row.kind == EMPTY or (row.kind == RANGE and words):
            continue
        if row.kind != RANGE and row.first <= within and not words:
            line.surfaces[-1].rows.append(place)
            continue
        misc = row.misc
        if not misc and row.kind != RANGE:
            line.surfaces.append(Surface(row.form, [place]))
            continue
        form = unescaped(misc["SpacesInToken"]) if "SpacesInToken" in misc else row.form
        surface = Surface(form, [place])
        if row.kind == RANGE:
            within = row.last
        if "SpacesBefore" in misc and not line.surfaces:
            line.before = unescaped(misc["SpacesBefore"])
        _set_gap(surface, misc)
        line.surfaces.append(surface)
    return line


def _set_gap(surface: Surface, misc: Mapping[str, str]) -> None:
    if misc.get("SpacesAfter"):
        surface.gap, surface.exact = unescaped(misc["SpacesAfter"]), True
    elif misc.get("SpaceAfter") == "No":
        surface.gap, surface.closed = "", True


def _fit(surfaces: Sequence[Surface], text: str) -> bool:
    """Take the white space between tokens from the text; return whether they are all of it."""
    place = 0
    gaps: list[str] = []
    for surface in surfaces:
        start = place
        while (
            place < len(text) and text[place].isspace() and not text.startswith(surface.form, place)
        ):
            place += 1
        gaps.append(text[start:place])
        if not text.startswith(surface.form, place):
            return False
        place += len(surface.form)
    if text[place:].strip():
        return False
    for surface, gap in zip(surfaces, gaps[1:], strict=False):
        if not surface.exact:
            surface.gap = gap
    return True


def _joined(line: _Line) -> Rebuilt:
    pieces: list[str] = []
    places: dict[int, Fragment] = {}
    at = 0
    for surface in line.surfaces:
        end = at + len(surface.form)
        for row in surface.rows:
            places[row] = (at, end)
        pieces += (surface.form, surface.gap)
        at = end + len(surface.gap)
    pieces.pop()
    return Rebuilt("".join(pieces), places, line.surfaces[-1], line.before)
