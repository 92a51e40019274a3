# SPDX-License-Identifier: MIT
"""Which items are the same case: the same words, and the same answers by the same annotators."""

from typing import TypeAlias

from annotator.model.records import Record, Relation, Span
from annotator.review.item import Item

Signature: TypeAlias = tuple[object, ...]


def normalised(words: str) -> str:
    """Return words in small letters, with single blanks."""
    return " ".join(words.casefold().split())


def signature(item: Item, text: str) -> Signature:
    """Return what two items have in common exactly when they are the same case.

    Places count from the start of the item, so that the same conflict elsewhere is the same.
    """
    versions = tuple(
        (version.annotator, tuple(_answer(record, item.start) for record in version.records))
        for version in item.versions
    )
    return normalised(text[item.start : item.end]), versions


def _answer(record: Record, origin: int) -> Signature:
    if isinstance(record, Span):
        places = tuple((start - origin, end - origin) for start, end in record.fragments)
        return record.label, places, repr(sorted(record.attributes.items()))
    if isinstance(record, Relation):
        return record.type, repr(sorted(record.attributes.items()))
    return (record.kind,)
