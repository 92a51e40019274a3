# SPDX-License-Identifier: MIT
"""Finds out where the spans of a file of CoNLL-U are, from its first sentences."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from annotator.formats.conllu.choices import AUTO, ENTITY, Wishes
from annotator.formats.conllu.rows import RANGE, WORD, Row, Sentence
from annotator.formats.tag_sequences import (
    BIO,
    IO,
    LABELS_ONLY,
    NO_TAGS,
    OUTSIDE,
    Evidence,
    Notation,
    Scheme,
    Tag,
    fitting,
)

_KEYS = ("name", "ne", "ner", "nertag", "ne_tag", "named_entity", "namedentity", "iob", "bio")
_MOST_OTHERS = 0.05
NOWHERE = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Where the spans are: a key, as brackets or as tags; the key is empty if there are none."""

    key: str = NOWHERE
    brackets: bool = False
    notation: Notation = LABELS_ONLY
    scheme: Scheme = BIO


def source_of(sentences: Sequence[Sentence], wishes: Wishes) -> Source:
    """Return where the spans of the file are that starts with these sentences."""
    values = _values(sentences)
    key = wishes.attr
    if key == AUTO:
        key = _found(values)
    if key == NOWHERE:
        return Source()
    counts = values.get(key, Counter())
    if _are_brackets(counts):
        return Source(key, brackets=True)
    notation, wrong = fitting(counts)
    if wrong > _MOST_OTHERS * sum(counts.values()):
        notation = LABELS_ONLY
    notation = replace(notation, label=wishes.label)
    scheme = wishes.scheme or _scheme(sentences, key, notation)
    return Source(key, brackets=False, notation=notation, scheme=scheme)


def _values(sentences: Sequence[Sentence]) -> dict[str, Counter[str]]:
    """Return the values of each key in the last column."""
    found: dict[str, Counter[str]] = {}
    for sentence in sentences:
        for row in sentence.rows:
            for key, value in row.misc.items():
                found.setdefault(key, Counter())[value] += 1
    return found


def _found(values: dict[str, Counter[str]]) -> str:
    """Return the key that has the spans."""
    entity = values.get(ENTITY)
    if entity and _are_brackets(entity):
        return ENTITY
    by_lower = {key.lower(): key for key in values}
    for name in (*_KEYS, ENTITY.lower()):
        key = by_lower.get(name)
        if key is None:
            continue
        counts = values[key]
        tagged = any(cell not in NO_TAGS for cell in counts)
        if fitting(counts)[1] <= _MOST_OTHERS * sum(counts.values()) or (
            tagged and counts[OUTSIDE]
        ):
            return key
    return NOWHERE


def _are_brackets(values: Iterable[str]) -> bool:
    some = set(values) - NO_TAGS
    return bool(some) and all("(" in value or ")" in value for value in some)


def _scheme(sentences: Sequence[Sentence], key: str, notation: Notation) -> Scheme:
    if not (notation.separator or notation.untyped):
        return IO
    evidence = Evidence()
    nothing = Tag(OUTSIDE, "")
    for sentence in sentences:
        rows = tagged_rows(sentence, key)
        cells = [sentence.rows[place].misc.get(key, OUTSIDE) for place in rows]
        evidence.add([notation.parsed(cell) or nothing for cell in cells])
    return evidence.scheme()


def tagged_rows(sentence: Sentence, key: str) -> list[int]:
    """Return the rows that carry tags: all words, or a line of several where these have none."""
    found: list[int] = []
    rows = sentence.rows
    until = 0
    for place, row in enumerate(rows):
        if row.kind == RANGE and key in row.misc and not _words_have(rows, place, key):
            found.append(place)
            until = row.last
        elif row.kind == WORD and row.first > until:
            found.append(place)
    return found


def _words_have(rows: Sequence[Row], place: int, key: str) -> bool:
    last = rows[place].last
    return any(
        key in row.misc for row in rows[place + 1 :] if row.kind == WORD and row.first <= last
    )
