# SPDX-License-Identifier: MIT
"""The wishes: what a person may want to do to a layer or a document.

``apply`` makes a ``Change`` of a wish, or refuses it with a sentence.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from annotator.model.records import (
    Attributes,
    DocumentLabel,
    Entity,
    EventFrame,
    Fragment,
    Note,
    Relation,
    Value,
)


@dataclass(frozen=True, slots=True)
class AddSpan:
    """Label a stretch; attributes not given get the schema's defaults."""

    label: str
    fragments: tuple[Fragment, ...]
    attributes: Attributes = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RelabelSpan:
    """Give a span another label; attributes the new label does not have are dropped."""

    span: str
    label: str


@dataclass(frozen=True, slots=True)
class MoveSpan:
    """Give a span other boundaries."""

    span: str
    fragments: tuple[Fragment, ...]


@dataclass(frozen=True, slots=True)
class RemoveRecord:
    """Remove a record, and the relations, arguments and mentions that would dangle."""

    record: str


@dataclass(frozen=True, slots=True)
class SetAttributes:
    """Set attributes of a span, relation, event or entity; ``REMOVE`` as the value removes one."""

    record: str
    values: Mapping[str, Value | type["REMOVE"]]


class REMOVE:
    """Stands for "no value" in ``SetAttributes``; None is a value ("said to be unknown")."""


@dataclass(frozen=True, slots=True)
class AddRelation:
    """Link two records; the id in ``relation`` may be empty: a new one is then made."""

    relation: Relation


@dataclass(frozen=True, slots=True)
class PutEvent:
    """Add an event frame, or replace the one with the same id."""

    event: EventFrame


@dataclass(frozen=True, slots=True)
class PutEntity:
    """Add an entity, or replace the one with the same id."""

    entity: Entity


@dataclass(frozen=True, slots=True)
class PutDocumentLabel:
    """Add a document label, or replace the one with the same id."""

    label: DocumentLabel


@dataclass(frozen=True, slots=True)
class PutNote:
    """Add a note, or replace the one with the same id."""

    note: Note


@dataclass(frozen=True, slots=True)
class SetComplete:
    """Say that the layer is done, or that it is not."""

    complete: bool


@dataclass(frozen=True, slots=True)
class EditDocument:
    """Change what may be changed about a document: title, source, date, language, tags, meta.

    ``values`` names fields of ``DocumentInfo``.
    """

    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Several:
    """Several wishes for one layer, carried out in their order as one change called ``kind``."""

    edits: "tuple[LayerEdit, ...]"
    kind: str


LayerEdit: TypeAlias = (
    AddSpan
    | RelabelSpan
    | MoveSpan
    | RemoveRecord
    | SetAttributes
    | AddRelation
    | PutEvent
    | PutEntity
    | PutDocumentLabel
    | PutNote
    | SetComplete
    | Several
)
Edit: TypeAlias = LayerEdit | EditDocument
