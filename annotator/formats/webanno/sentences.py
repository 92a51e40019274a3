# SPDX-License-Identifier: MIT
"""The body of a WebAnno TSV file: its sentences and rows, and the text they stand on."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from annotator.formats.webanno.escapes import text_of

Tell = Callable[[int, str], None]
"""Takes a line and what is wrong with it."""

_ROW = re.compile(r"(\d+-\d+(?:\.\d+)?)\t(\d{1,12})-(\d{1,12})\t([^\t]*)(?:\t(.*))?\Z", re.DOTALL)
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Row:
    """A token or a part of one; the offsets are those of the file, ``cells`` its columns if any."""

    line: int
    unit: str
    start: int
    end: int
    surface: str
    cells: str | None


@dataclass(slots=True)
class Sentence:
    """The lines of a sentence's text, and its rows."""

    line: int
    texts: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)


@dataclass(slots=True)
class Body:
    """The sentences, and what else is said in lines that start with ``#``."""

    sentences: list[Sentence] = field(default_factory=list)
    remarks: dict[str, str] = field(default_factory=dict)


def body_of(lines: list[str], first: int, *, java: bool, tell: Tell) -> Body:
    """Return the sentences from the line numbered ``first``, counted from 0; tell what is wrong."""
    body = Body()
    sentence: Sentence | None = None
    for number, line in enumerate(lines[first:], first + 1):
        if line.startswith("#"):
            if sentence is None or sentence.rows:
                sentence = Sentence(number)
                body.sentences.append(sentence)
            _add_remark(body, sentence, line, java=java)
        elif not line.strip():
            sentence = None if sentence is None or sentence.rows else sentence
        elif sentence is None or not sentence.texts:
            tell(number, "a token before the #Text= of its sentence")
            return body
        elif (found := _ROW.match(line)) is None:
            tell(number, "no row of a token: sentence-token, start-end, the token, and the columns")
        else:
            start, end = int(found[2]), int(found[3])
            row = Row(number, found[1], start, end, found[4], found[5])
            sentence.rows.append(row)
    body.sentences = [each for each in body.sentences if each.texts or each.rows]
    return body


def _add_remark(body: Body, sentence: Sentence, line: str, *, java: bool) -> None:
    name, _, value = line[1:].partition("=")
    if name == "Text":
        sentence.texts.append(text_of(value, java=java))
    elif name and value and name != "Sentence.id":
        body.remarks.setdefault(name, value)


def units_of(text: str, *, utf16: bool) -> int:
    """Return the length of a text in the units of the file."""
    if not utf16 or text.isascii():
        return len(text)
    return len(text) + len(_ASTRAL.findall(text))


def text_of_sentences(
    sentences: list[Sentence], tell: Tell, *, utf16: bool, break_between: bool
) -> str:
    """Return the text: each sentence stands where its first token starts.

    What is between two is a line break, then blanks; only blanks without ``break_between``.
    """
    parts: list[str] = []
    length = 0
    for number, sentence in enumerate(sentences):
        said = "\n".join(sentence.texts)
        if not sentence.rows:
            if said.strip():
                tell(sentence.line, "a sentence without tokens: nobody knows where it stands")
            continue
        gap = _start(sentence, said) - length
        if gap < 0:
            tell(
                sentence.rows[0].line,
                f"the sentence starts at {length + gap:,}, the text before it ends at {length:,}",
            )
            gap = 0
        filling = " " * min(gap, _LONGEST_GAP)
        if gap > _LONGEST_GAP:
            tell(sentence.rows[0].line, f"{gap:,} characters are missing before the sentence")
        if number and gap and break_between:
            filling = "\n" + filling[1:]
        parts += (filling, said)
        length += gap + units_of(said, utf16=utf16)
    return "".join(parts)


_LONGEST_GAP = 10_000


def _start(sentence: Sentence, said: str) -> int:
    """Return where a sentence starts: at its first token, or at the blanks before that.

    WebAnno's sentences start with a token. Other programs write blanks before it too.
    """
    first = sentence.rows[0]
    blanks = len(said) - len(said.lstrip())
    if blanks and first.surface.strip() and said.startswith(first.surface, blanks):
        return first.start - min(blanks, first.start)
    return first.start
