# SPDX-License-Identifier: MIT
"""What the panes show, as plain rows; the session makes them."""

from typing import NamedTuple


class LabelRow(NamedTuple):
    """A label of the schema and how often it is used in this document and in the project."""

    label: str
    key: str
    colour: str
    description: str
    here: int
    everywhere: int


class ProblemRow(NamedTuple):
    """A finding: its severity (``error``, ``warning``, ``info``), sentence and fixes."""

    severity: str
    message: str
    place: str
    fixes: tuple[str, ...]


class HistoryRow(NamedTuple):
    """An entry of the document's history; ``mine`` if one can jump back to it."""

    number: int
    when: str
    who: str
    what: str
    mine: bool


class ResultRow(NamedTuple):
    """A hit of the search through the project."""

    document: str
    title: str
    before: str
    match: str
    after: str
    start: int
    end: int


class GuidelineText(NamedTuple):
    """What is said of a label, with its colour and tint as the theme draws them."""

    label: str
    colour: str
    tint: str
    markdown: str


class ExampleRow(NamedTuple):
    """A span of a label with the words around it.

    ``kind`` is ``schema``, ``gold``, ``own`` or ``flagged``. ``document`` is empty for one of the
    schema, whose ``place`` counts the schema's examples from 0.
    """

    kind: str
    before: str
    span: str
    after: str
    note: str
    document: str = ""
    start: int = 0
    end: int = 0
    place: int = -1


class ReviewItemRow(NamedTuple):
    """An item of the queue: its kinds, the words, the votes, what is suggested, and how it stands.

    ``state`` is ``open``, ``decided``, ``stale`` or ``agreed``; ``labels`` and ``annotators`` are
    for filtering.
    """

    id: str
    kinds: tuple[str, ...]
    words: str
    said: str
    suggested: str
    state: str
    labels: tuple[str, ...]
    reason: str
    flagged: bool


class InconsistencyRow(NamedTuple):
    """A finding over all documents: its severity, code, sentence, and how many places it has."""

    severity: str
    code: str
    said: str
    places: int


class PlaceRow(NamedTuple):
    """A place of such a finding: its document, what it is now and after the fix, and the words.

    ``is_fixable`` is false for a place without a fix or in somebody else's layer. The colours are
    those of the labels, empty for none.
    """

    document: str
    now: str
    then: str
    words: str
    is_fixable: bool
    now_colour: str = ""
    then_colour: str = ""
