# SPDX-License-Identifier: MIT
"""The change that the schema editor makes: steps, back and forth, and what is half said."""

from collections.abc import Mapping
from typing import Any, NamedTuple, TypeAlias

from PySide6.QtCore import QObject, Signal

from annotator.errors import InputError, StepRefusedError
from annotator.schema.definition import Schema
from annotator.schema.draft import Draft, begun, with_step, with_steps, without_step
from annotator.schema.names import free_name
from annotator.schema.revision import revised
from annotator.schema.steps import SchemaStep

Breach: TypeAlias = tuple[tuple[str | int, ...], str]
"""A place in the schema that would be wrong, and a sentence about it."""


class Place(NamedTuple):
    """What a page is about.

    ``kind`` is one of ``schema.steps.KINDS``, or names a part of the schema that has no name of
    its own: ``labels``, ``relations``, ``events``, ``policy`` ... ``label`` is the label an
    attribute belongs to, empty for attributes of every span.
    """

    kind: str
    name: str = ""
    label: str = ""


SCHEMA, POLICY, CHECKS = Place("schema"), Place("policy"), Place("checks")
LABELS, ANY_SPAN, RELATIONS = Place("labels"), Place("any_span"), Place("relations")
EVENTS, ROLES, MODALITIES = Place("events"), Place("roles"), Place("modalities")
GROUPS = (SCHEMA, LABELS, ANY_SPAN, RELATIONS, EVENTS, ROLES, MODALITIES, POLICY, CHECKS)


def names_of(schema: Schema, kind: str, label: str = "") -> tuple[str, ...]:
    """Return the names of a kind; KeyError for a label that is not there."""
    if kind == "attribute":
        return tuple(schema.labels[label].attributes if label else schema.any_span)
    return {
        "label": tuple(schema.labels),
        "relation": tuple(schema.relations),
        "event": schema.events.types,
        "role": tuple(schema.events.roles),
        "modality": schema.events.modality,
    }[kind]


def is_there(schema: Schema, place: Place) -> bool:
    """Return whether the schema has what a place names."""
    if place in GROUPS:
        return True
    if place.label and place.label not in schema.labels:
        return False
    return place.name in names_of(schema, place.kind, place.label)


def new_name(schema: Schema, kind: str, label: str = "") -> str:
    """Return a name for something new that nothing of its kind has yet."""
    taken = set(names_of(schema, kind, label))
    if kind == "attribute":
        taken |= set(schema.any_span)
        taken |= {name for each in schema.labels.values() for name in each.attributes}
    stem = "NEW_LABEL" if kind == "label" else f"new_{kind}"
    return free_name(stem, taken)


class Drafting(QObject):
    """Holds the draft, and the drafts before it; ``changed`` says that any of it is another.

    ``pending`` are values that were typed and that the schema refuses, by place and field.
    """

    changed = Signal()

    def __init__(self, schema: Schema, *, writable: bool, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.writable = writable
        self.pending: dict[Place, dict[str, Any]] = {}
        self._drafts: list[Draft] = [begun(schema)]
        self._at = 0

    @property
    def draft(self) -> Draft:
        """The draft as it is now."""
        return self._drafts[self._at]

    @property
    def schema(self) -> Schema:
        """The schema as it is now."""
        return self.draft.schema

    @property
    def can_undo(self) -> bool:
        """Whether a step can be taken back."""
        return self._at > 0

    @property
    def can_redo(self) -> bool:
        """Whether a step can be done again."""
        return self._at + 1 < len(self._drafts)

    def judge(self, step: SchemaStep) -> tuple[Breach, ...]:
        """Return what would be wrong with a step; nothing is changed."""
        try:
            revised(self.schema, step)
        except StepRefusedError as error:
            return error.breaches
        return ()

    def do(self, step: SchemaStep) -> tuple[Breach, ...]:
        """Take a step, or return what is wrong with it."""
        try:
            draft = with_step(self.draft, step)
        except StepRefusedError as error:
            return error.breaches
        if draft is not self.draft:
            self._put(draft)
        return ()

    def take_back(self, number: int) -> str:
        """Take back one of the steps, from 0; return why not, or nothing."""
        try:
            draft = without_step(self.draft, number)
        except InputError as error:
            return str(error)
        self._put(draft)
        return ""

    def put_steps(self, steps: tuple[SchemaStep, ...]) -> None:
        """Put other steps in the place of these; InputError if they cannot be."""
        self._put(with_steps(self.draft, steps))

    def undo(self) -> None:
        """Take back the last step."""
        if self.can_undo:
            self._at -= 1
            self._tidy()

    def redo(self) -> None:
        """Do again what was taken back last."""
        if self.can_redo:
            self._at += 1
            self._tidy()

    def hold(self, place: Place, values: Mapping[str, Any]) -> None:
        """Keep what was typed and is refused; nothing lets go of what was kept for a place."""
        if values:
            self.pending[place] = dict(values)
        else:
            self.pending.pop(place, None)

    def renamed(self, old: Place, new: Place) -> None:
        """Keep what is half said for things that have another name now."""
        moved: dict[Place, dict[str, Any]] = {}
        for place, values in self.pending.items():
            inside = old.kind == "label" and place.label == old.name
            there = place._replace(label=new.name) if inside else place
            moved[new if place == old else there] = values
        self.pending = moved

    def _put(self, draft: Draft) -> None:
        self._drafts = [*self._drafts[: self._at + 1], draft]
        self._at += 1
        self._tidy()

    def _tidy(self) -> None:
        self.pending = {
            place: values for place, values in self.pending.items() if is_there(self.schema, place)
        }
        self.changed.emit()
