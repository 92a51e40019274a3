# SPDX-License-Identifier: MIT
"""Where spans are: inside the text, on whole characters, words and tokens, in one paragraph."""

import re
from collections.abc import Iterator
from unicodedata import category

import regex  # type: ignore[import-untyped]  # it ships no types

from annotator.checks.check import Found, Rule, SpanCheck, Subject
from annotator.checks.finding import Fix, Severity
from annotator.checks.moves import moved, removed, without_outer_space
from annotator.edits.edit import MoveSpan
from annotator.model.records import Fragment, Span
from annotator.schema.names import shown
from annotator.text.graphemes import ceil_boundary, floor_boundary
from annotator.text.tokens import TokenBoundaries

_LINE_BREAK = re.compile("[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
SENTENCE_END = regex.compile(
    r"""(?<=[\p{Ll}\d]{4})[.!?…]["'”’)\]]*\s+(?=["'“‘(\[]*\p{Lu})|[。！？؟۔]["'”’)\]]*\s*(?=\S)"""
)
_UNSPACED = regex.compile(
    r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}\p{Tibetan}]"
)
_WORD_REACH = 40


def is_inside(subject: Subject, span: Span) -> bool:
    """Whether the span lies in the text; no check but the first looks at one that does not."""
    length = len(subject.text)
    if len(span.fragments) == 1:  # nearly always, and asked about every span at every edit
        start, end = span.fragments[0]
        return 0 <= start < end <= length
    return bool(span.fragments) and all(0 <= start < end <= length for start, end in span.fragments)


def _outside(subject: Subject, span: Span) -> Iterator[Found]:
    if is_inside(subject, span):
        return
    length = len(subject.text)
    places = ", ".join(f"{start}..{end}" for start, end in span.fragments)
    start = min(max(0, span.start), length) if span.fragments else 0
    message = f"this span lies at {places or 'no place'}; the text has {length:,} characters"
    yield Found(message, start, start, removed("Remove the span", span.id))


def _outer_space(subject: Subject, span: Span) -> Iterator[Found]:
    text = subject.text
    trimmed: list[Fragment] = []
    for start, end in span.fragments:
        if not (text[start].isspace() or text[end - 1].isspace()):
            trimmed.append((start, end))
            continue
        inner = without_outer_space(text, start, end)
        if inner[0] < inner[1]:
            trimmed.append(inner)
    if tuple(trimmed) == span.fragments:
        return
    if not trimmed:
        fixes = removed("Remove the span", span.id)
        yield Found("this span holds nothing but white space", span.start, span.end, fixes)
        return
    fixes = (Fix("Leave out the white space", MoveSpan(span.id, tuple(trimmed))),)
    yield Found("this span starts or ends with white space", span.start, span.end, fixes)


def _paragraph_break(subject: Subject, span: Span) -> Iterator[Found]:
    start, end = without_outer_space(subject.text, span.start, span.end)
    found = _LINE_BREAK.search(subject.text, start, end)
    if found:
        _, stop = without_outer_space(subject.text, start, found.start())
        fixes = moved("End before the line break", span, start, stop)
        yield Found("this span goes over the end of a paragraph", span.start, span.end, fixes)


def _sentence_end(subject: Subject, span: Span) -> Iterator[Found]:
    found = SENTENCE_END.search(subject.text, span.start, span.end)
    if found:
        _, stop = without_outer_space(subject.text, span.start, found.end())
        fixes = moved("End with the sentence", span, span.start, stop)
        yield Found("this span goes over the end of a sentence", span.start, span.end, fixes)


def _split_character(subject: Subject, span: Span) -> Iterator[Found]:
    text = subject.text
    if not any(_may_split(text, edge) for part in span.fragments for edge in part):
        return
    whole = tuple(
        (floor_boundary(text, start), ceil_boundary(text, end)) for start, end in span.fragments
    )
    if whole != span.fragments:
        fixes = (Fix("Take the whole characters", MoveSpan(span.id, whole)),)
        yield Found("an edge of this span cuts a character in two", span.start, span.end, fixes)


def _may_split(text: str, edge: int) -> bool:
    if not 0 < edge < len(text):
        return False
    before, after = text[edge - 1], text[edge]
    return not after.isascii() or not before.isascii() or (before == "\r" and after == "\n")


def _cut_word(subject: Subject, span: Span) -> Iterator[Found]:
    text = subject.text
    cut = [edge for part in span.fragments for edge in part if cuts_word(text, edge)]
    if not cut:
        return
    cut_words = [_word_around(text, edge) for edge in cut]
    start = min(span.start, *(start for start, _ in cut_words))
    end = max(span.end, *(end for _, end in cut_words))
    fixes = moved("Take whole words", span, start, end)
    for word in cut_words:
        message = f"an edge of this span cuts the word {shown(text[slice(*word)])}"
        yield Found(message, span.start, span.end, fixes)


def cuts_word(text: str, edge: int) -> bool:
    """Whether an edge stands between two characters of one word."""
    if not 0 < edge < len(text):
        return False
    before, after = text[edge - 1], text[edge]
    if not (_in_word(before) and _in_word(after)):
        return False
    return not (_UNSPACED.match(before) or _UNSPACED.match(after))


def _in_word(character: str) -> bool:
    return character.isalnum() or category(character)[0] == "M"


def _word_around(text: str, edge: int) -> Fragment:
    start = end = edge
    while start > max(0, edge - _WORD_REACH) and _in_word(text[start - 1]):
        start -= 1
    while end < min(len(text), edge + _WORD_REACH) and _in_word(text[end]):
        end += 1
    return start, end


def _off_tokens(subject: Subject, span: Span) -> Iterator[Found]:
    tokens = subject.tokens
    if tokens is None:
        return
    for start, end in span.fragments:
        said = _off_start(subject.text, tokens, start) or _off_end(subject.text, tokens, end)
        if said:
            fixes = _token_fixes(tokens, span, (start, end))
            yield Found(f"this span cannot live in a DocBin: {said}", start, end, fixes)


def _off_start(text: str, tokens: TokenBoundaries, start: int) -> str:
    if tokens.is_start(start) or text[start].isspace():
        return ""
    token = tokens.at(start)
    return f"it starts inside the token {shown(text[slice(*token)])}" if token else ""


def _off_end(text: str, tokens: TokenBoundaries, end: int) -> str:
    if tokens.is_end(end) or text[end - 1].isspace():
        return ""
    token = tokens.at(end - 1)
    return f"it ends inside the token {shown(text[slice(*token)])}" if token else ""


def _token_fixes(tokens: TokenBoundaries, span: Span, part: Fragment) -> tuple[Fix, ...]:
    fixes: list[Fix] = []
    wide = tokens.covering(*part)
    if wide:
        fixes.append(_replaced("Grow to whole tokens", span, part, wide))
    start = part[0] if tokens.is_start(part[0]) else tokens.next_start(part[0])
    end = part[1] if tokens.is_end(part[1]) else tokens.previous_end(part[1])
    if start is not None and end is not None and start < end:
        fixes.append(_replaced("Shrink to whole tokens", span, part, (start, end)))
    return tuple(fixes)


def _replaced(title: str, span: Span, old: Fragment, new: Fragment) -> Fix:
    fragments = tuple(new if part == old else part for part in span.fragments)
    return Fix(title, MoveSpan(span.id, fragments))


def _several_parts(subject: Subject, span: Span) -> Iterator[Found]:
    del subject
    if len(span.fragments) > 1:
        message = f"this span has {len(span.fragments)} parts; the schema wants them in one piece"
        fixes = (Fix("Take everything in between", MoveSpan(span.id, ((span.start, span.end),))),)
        yield Found(message, span.start, span.end, fixes)


def _disordered(subject: Subject, span: Span) -> Iterator[Found]:
    del subject
    parts = span.fragments
    if all(parts[i][1] < parts[i + 1][0] for i in range(len(parts) - 1)):
        return
    fixes = (Fix("Put the parts in order", MoveSpan(span.id, parts)),)
    start, end = min(start for start, _ in parts), max(end for _, end in parts)
    yield Found("the parts of this span overlap, touch or are not in order", start, end, fixes)


INSIDE_CHECK = SpanCheck(
    Rule("O02", Severity.ERROR, "A span lies inside the text.", "remove the span"), _outside
)

PLACE_CHECKS = (
    INSIDE_CHECK,
    SpanCheck(
        Rule("O04", Severity.ERROR, "A span neither starts nor ends with white space.", "trim it"),
        _outer_space,
    ),
    SpanCheck(
        Rule(
            "O05",
            Severity.ERROR,
            "A span does not go over the end of a paragraph (a line break).",
            "end before the line break",
            policy="cross_paragraph",
        ),
        _paragraph_break,
    ),
    SpanCheck(
        Rule(
            "O06",
            Severity.ERROR,
            "A span does not cut what readers see as one character: an emoji family, a letter "
            "with its marks.",
            "grow to whole characters",
        ),
        _split_character,
    ),
    SpanCheck(
        Rule("O07", Severity.WARNING, "A span does not cut a word.", "grow to the whole word"),
        _cut_word,
    ),
    SpanCheck(
        Rule(
            "O08",
            Severity.WARNING,
            "A span starts and ends where tokens do; else spaCy's training format cannot hold it.",
            "grow or shrink to whole tokens",
        ),
        _off_tokens,
    ),
    SpanCheck(
        Rule(
            "O09",
            Severity.WARNING,
            "A span does not go over the end of a sentence.",
            "end with the sentence",
            policy="cross_sentence",
        ),
        _sentence_end,
    ),
    SpanCheck(
        Rule(
            "O10",
            Severity.ERROR,
            "A span is one piece.",
            "take everything in between",
            policy="discontinuous",
        ),
        _several_parts,
    ),
    SpanCheck(
        Rule(
            "O11",
            Severity.ERROR,
            "The parts of a span are in order and do not touch.",
            "put them in order",
        ),
        _disordered,
    ),
)
