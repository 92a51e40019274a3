# SPDX-License-Identifier: MIT
"""Makes spans as they are selected, then leaves out what does not belong to their edges.

The two are two acts: one undo gives the span exactly as it was selected.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from annotator.checks.adjusting import adjusted, left_out
from annotator.checks.check import Subject
from annotator.checks.quantities import values_read, with_values_read
from annotator.edits.apply import Context, apply
from annotator.edits.change import Change, Step
from annotator.edits.edit import AddSpan, Edit, MoveSpan
from annotator.model.annotations import Annotations
from annotator.model.document import Document
from annotator.model.records import Span, Value
from annotator.schema.definition import Schema
from annotator.workspace.checking import LiveChecks
from annotator.workspace.door import Door

ADJUST = "span.adjust"


@dataclass(frozen=True, slots=True)
class Created:
    """What making a span came to; without steps in ``change`` it was there already.

    ``left_out`` has the words at its edges that were left out again, ``values`` what its words
    say about how many.
    """

    change: Change
    left_out: tuple[str, ...] = ()
    values: Mapping[str, Value] = field(default_factory=dict)


class Host(Protocol):
    """What knows the documents and this person's layers, and carries out edits."""

    annotator: str
    schema: Schema

    def document(self, id: str) -> Document:
        """Return a document."""

    def language_of(self, id: str) -> str:
        """Return a document's language."""

    def layer(self, id: str) -> Annotations:
        """Return the newest snapshot of the person's layer."""

    def apply(self, id: str, edit: Edit) -> Change:
        """Carry out a wish."""


def change_of(host: Host, id: str, edit: Edit, annotations: Annotations) -> Change:
    """Return the change that carries out a wish, with what the words say about how many set."""
    text = host.document(id).text
    change = apply(edit, annotations, Context(len(text), host.schema, host.annotator))
    return with_values_read(change, text, host.schema, host.language_of(id))


class Creating:
    """Makes spans in the layer of one person; for the thread that edits."""

    def __init__(self, host: Host, door: Door, checks: LiveChecks) -> None:
        self._host = host
        self._door = door
        self._checks = checks

    def add_span(self, id: str, edit: AddSpan) -> Created:
        """Make a span as ``Workspace.apply`` does, and adjust its edges as an act of its own."""
        change = self._host.apply(id, edit)
        span = change.steps[0].after if change.steps else None
        if not isinstance(span, Span):
            return Created(change)
        subject = self._subject(id)
        better = adjusted(subject, span)
        if better.fragments == span.fragments:
            return Created(change, values=values_read(change))
        better = self._move(id, better)
        values = values_read(Change(change.kind, (Step(span.id, None, better),)))
        return Created(change, left_out(subject.text, span, better), values)

    def _move(self, id: str, better: Span) -> Span:
        """Give the span the edges of a better one; return it as it then is."""
        host = self._host
        move = change_of(host, id, MoveSpan(better.id, better.fragments), host.layer(id))
        self._door.act([(id, host.annotator, Change(ADJUST, move.steps))])
        return host.layer(id).span(better.id) or better

    def _subject(self, id: str) -> Subject:
        host = self._host
        document, language = host.document(id), host.language_of(id)
        return self._checks.subject(document, host.layer(id), host.schema, language)
