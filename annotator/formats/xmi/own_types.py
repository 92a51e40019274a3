# SPDX-License-Identifier: MIT
"""The types of ours that hold what DKPro Core and INCEpTION have no type for.

Events, document labels and notes are structures as any other: a pipeline can use them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from annotator.errors import OffsetError
from annotator.formats.uima_names import decoded, plain_name
from annotator.formats.values import typed_value
from annotator.formats.xmi.elements import Content, Structure
from annotator.model.records import (
    Argument,
    DocumentLabel,
    EventFrame,
    Fragment,
    Note,
    Record,
    Value,
)
from annotator.schema.definition import Schema
from annotator.text.offsets import Utf16Map

EVENT, ARGUMENT = "annotator.Event", "annotator.EventArgument"
DOCUMENT_LABEL, NOTE = "annotator.DocumentLabel", "annotator.Note"
OWN = frozenset((EVENT, ARGUMENT, DOCUMENT_LABEL, NOTE))
EVENT_FEATURES = ("value", "modality", "timeValue")
EVENT_PLACES = ("timeBegin", "timeEnd")
_KNOWN = frozenset(
    (*EVENT_FEATURES, *EVENT_PLACES, "begin", "end", "sofa", "reportedBy", "arguments")
)


@dataclass(slots=True)
class OwnRecords:
    """Makes records of our own structures; ``ids`` are those of the records by their xmi:id."""

    content: Content
    ids: Mapping[str, str]
    offsets: Utf16Map
    schema: Schema
    tell: Callable[[int, str, str], None]

    def of(self, structures: list[Structure]) -> list[Record]:
        """Return the records; what is wrong with a structure is told."""
        made: list[Record] = []
        for number, structure in enumerate(structures, 1):
            if structure.type == EVENT:
                event = self._event(structure)
                made += [event] if event else []
            elif structure.type == DOCUMENT_LABEL:
                name = decoded(structure.text("name"))
                value = self._typed(name, structure.text("value"))
                made.append(DocumentLabel(f"l{number}", name, value))
            elif structure.type == NOTE:
                target = self._id(structure, structure.text("target"))
                made.append(Note(f"n{number}", decoded(structure.text("text")), target))
        return made

    def _event(self, structure: Structure) -> EventFrame | None:
        trigger = self._place(structure, ("begin", "end"))
        has_time = "timeBegin" in structure.features
        time = self._place(structure, EVENT_PLACES) if has_time else None
        if trigger is None or (has_time and time is None):
            return None
        kind, modality, time_value = (decoded(structure.text(name)) for name in EVENT_FEATURES)
        return EventFrame(
            self.ids[structure.id],
            kind,
            trigger,
            tuple(self._arguments(structure)),
            modality,
            time,
            self._attributes(structure),
            time_value=time_value,
            reported_by=self._id(structure, structure.text("reportedBy")),
        )

    def _arguments(self, structure: Structure) -> list[Argument]:
        found = []
        for id in structure.text("arguments").split():
            argument = self.content.structures.get(id)
            target = self._id(structure, argument.text("target")) if argument else ""
            if argument and target:
                found.append(Argument(decoded(argument.text("role")), target))
            else:
                self.tell(structure.line, "arguments", f"there is no argument {id[:40]}")
        return found

    def _attributes(self, structure: Structure) -> dict[str, Value]:
        return {
            plain_name(name): self._typed(plain_name(name), value)
            for name, value in structure.features.items()
            if name not in _KNOWN and isinstance(value, str)
        }

    def _typed(self, name: str, value: str) -> Value:
        return typed_value(self.schema, "", name, decoded(value))

    def _id(self, structure: Structure, written: str) -> str:
        """Return the id of the record that a reference means; tell if there is no such one."""
        if written and written not in self.ids:
            sentence = f"there is no record with the xmi:id {written[:40]}"
            self.tell(structure.line, structure.type, sentence)
        return self.ids.get(written, "")

    def _place(self, structure: Structure, names: tuple[str, str]) -> Fragment | None:
        try:
            start, end = (self.offsets.from_utf16(int(structure.text(name))) for name in names)
        except (ValueError, OffsetError) as error:
            self.tell(structure.line, names[0], f"{structure.type}: {error}")
            return None
        if start < end:
            return start, end
        self.tell(structure.line, names[1], f"{structure.type}: it ends where it starts, or before")
        return None
