# SPDX-License-Identifier: MIT
"""Documents to XMI files and the type system that they share."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from annotator.errors import InputError
from annotator.formats.account import Account
from annotator.formats.folder_of_documents import write_each
from annotator.formats.format import (
    ExportedDocument,
    Layer,
    Progress,
    StoredLayer,
    WriteOptions,
)
from annotator.formats.ledger import Ledger
from annotator.formats.uima_kept import Chain, Kept, kept_records
from annotator.formats.uima_layers import CHAIN, CHAIN_LINK, RELATION, TITLE_TYPE
from annotator.formats.uima_names import encoded, feature_name, is_encoded
from annotator.formats.values import value_text
from annotator.formats.xmi import SPAN_LAYER
from annotator.formats.xmi.facts import FACTS_TYPE, facts_text
from annotator.formats.xmi.own_types import (
    ARGUMENT,
    DOCUMENT_LABEL,
    EVENT,
    EVENT_FEATURES,
    NOTE,
)
from annotator.formats.xmi.type_xml import TypeSystem
from annotator.formats.xml import first_breach
from annotator.model.records import Attributes, EventFrame, Relation, Span
from annotator.schema.names import shown
from annotator.text.offsets import Utf16Map

SUFFIX = ".xmi"
TYPE_SYSTEM = "TypeSystem.xml"
_TYPE_NAME = re.compile(r"(?:[A-Za-z]\w*\.)*[A-Za-z]\w*", re.ASCII)
_SIGNS = str.maketrans(
    {
        "&": "&amp;",
        "<": "&lt;",
        ">": "&gt;",
        '"': "&quot;",
        "\n": "&#10;",
        "\r": "&#13;",
        "\t": "&#9;",
    }
)
_SOFA = 1
_FIRST_ID = 2


def write(
    documents: Iterator[ExportedDocument], target: Path, options: WriteOptions, progress: Progress
) -> Ledger:
    """Write a file for each document into a folder, with the type system of all of them.

    Spans are of one type, their attributes are its features; relations and chains have a type
    each. A document with characters that no XML may hold is not written.
    """
    layer = options.choices.get(SPAN_LAYER.name) or SPAN_LAYER.default
    if not _TYPE_NAME.fullmatch(layer):
        raise InputError(f"{shown(layer)} cannot be the name of a type")
    account = Account(Ledger("xmi", str(target)), options, progress)
    types = TypeSystem(layer)

    def render(
        item: ExportedDocument, layer: Layer | StoredLayer, account: Account
    ) -> Mapping[str, bytes] | None:
        found = account.grouped(item, layer)
        breach = first_breach(item.document.text)
        if breach:
            account.lose_document(found, f"it has {breach}, which no XML may hold")
            return None
        kept = kept_records(found, account.ledger, only_chains=False)
        types.add(kept)
        return {SUFFIX: _rendered(item, layer, kept, types).encode()}

    return write_each(documents, target, account, render, extra=_Late(types))


class _Late(Mapping[str, bytes]):
    """The type system, made when all documents are written."""

    def __init__(self, types: TypeSystem) -> None:
        self._types = types

    def __getitem__(self, name: str) -> bytes:
        if name != TYPE_SYSTEM:
            raise KeyError(name)
        return self._types.rendered()

    def __iter__(self) -> Iterator[str]:
        return iter((TYPE_SYSTEM,))

    def __len__(self) -> int:
        return 1


def _rendered(
    item: ExportedDocument, layer: Layer | StoredLayer, kept: Kept, types: TypeSystem
) -> str:
    elements = _Elements(types, Utf16Map.of(item.document.text))
    elements.add_facts(item, layer if item.layers else None)
    elements.add_spans(kept.spans)
    elements.add_events(kept.events)
    elements.add_relations(kept.relations)
    for chain in kept.chains:
        elements.add_chain(chain)
    elements.add_labels_and_notes(kept)
    members = " ".join(map(str, range(_FIRST_ID, elements.next_id)))
    text = item.document.text.translate(_SIGNS)
    return "".join(
        (
            '<?xml version="1.0" encoding="UTF-8"?>\n<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" ',
            types.namespaces(),
            ' xmi:version="2.0">\n<cas:NULL xmi:id="0"/>\n',
            *elements.lines,
            f'<cas:Sofa xmi:id="{_SOFA}" sofaNum="1" sofaID="_InitialView" mimeType="text" '
            f'sofaString="{text}"/>\n<cas:View sofa="{_SOFA}" members="{members}"/>\n</xmi:XMI>\n',
        )
    )


@dataclass(slots=True)
class _Elements:
    """The elements of one file, each a line."""

    types: TypeSystem
    offsets: Utf16Map
    lines: list[str] = field(default_factory=list)
    next_id: int = _FIRST_ID
    _ids: dict[str, int] = field(default_factory=dict)
    _places: dict[str, str] = field(default_factory=dict)

    def add_facts(self, item: ExportedDocument, layer: Layer | StoredLayer | None) -> None:
        """Add what is known about the document; ``layer`` is None if nobody has one."""
        info = item.info
        about = {
            "language": info.language,
            "documentTitle": info.title,
            "documentId": item.document.id,
            "documentUri": info.source,
        }
        self._add(TITLE_TYPE, self._place(0, self.offsets.length) + _written(about.items()))
        said = {"document": item.document.id, "date": info.date}
        if layer is not None:
            said["annotator"] = layer.annotator
            said["complete"] = "true" if layer.complete else "false"
        facts = facts_text(info.tags, info.meta)
        if facts:
            said["facts"] = facts
        self._add(FACTS_TYPE, _written(said.items()))

    def add_spans(self, spans: Iterable[Span]) -> None:
        """Add spans."""
        for span in spans:
            start, end = span.fragments[0]
            said = f' value="{_value(span.label)}"{_attributes(span.attributes)}'
            place = self._places[span.id] = self._place(start, end)
            self._ids[span.id] = self._add(self.types.layer, place + said)

    def add_relations(self, relations: Iterable[Relation]) -> None:
        """Add relations; each has the place of what it ends at, as in INCEpTION."""
        for relation in relations:
            source, target = self._ids[relation.source], self._ids[relation.target]
            said = (
                f' Governor="{source}" Dependent="{target}" value="{_value(relation.type)}"'
                f"{_attributes(relation.attributes)}"
            )
            place = self._places[relation.target]
            self._ids[relation.id] = self._add(RELATION, place + said)

    def add_events(self, events: Sequence[EventFrame]) -> None:
        """Add events and their arguments; the ids are given before, since events refer to each."""
        for event in events:
            self._ids[event.id] = self.next_id
            self._places[event.id] = self._place(*event.trigger)
            self.next_id += 1
        for event in events:
            ids = [
                self._add(ARGUMENT, f' role="{_value(a.role)}" target="{self._ids[a.target]}"')
                for a in event.arguments
                if a.target in self._ids
            ]
            said = [
                self._places[event.id],
                _written(_said_of(event)),
                _attributes(event.attributes),
            ]
            if event.time is not None:
                start, end = map(self.offsets.to_utf16, event.time)
                said.append(f' timeBegin="{start}" timeEnd="{end}"')
            if event.reported_by in self._ids:
                said.append(f' reportedBy="{self._ids[event.reported_by]}"')
            if ids:
                said.append(f' arguments="{" ".join(map(str, ids))}"')
            self._add(EVENT, "".join(said), self._ids[event.id])

    def add_labels_and_notes(self, kept: Kept) -> None:
        """Add what is said of the document, and notes on all that was added before."""
        for label in kept.labels:
            said = {"name": label.name, "value": value_text(label.value)}
            self._ids[label.id] = self._add(DOCUMENT_LABEL, _written(said.items()))
        for note in kept.notes:
            target = self._ids.get(note.target)
            about = f' target="{target}"' if target else ""
            self._add(NOTE, _written([("text", note.text)]) + about)

    def add_chain(self, chain: Chain) -> None:
        """Add a chain and its links."""
        first = self.next_id + 1
        start_of_it = f' first="{first}"' if chain.mentions else ""
        said = f' sofa="{_SOFA}"{start_of_it}{_attributes(chain.entity.attributes)}'
        self._ids[chain.entity.id] = self._add(CHAIN, said)
        for number, mention in enumerate(chain.mentions, 1):
            start, end = mention.span.fragments[0]
            following = f' next="{first + number}"' if number < len(chain.mentions) else ""
            said = f'{following} referenceType="{_value(mention.name)}"'
            self._add(CHAIN_LINK, self._place(start, end) + said)

    def _place(self, start: int, end: int) -> str:
        to_utf16 = self.offsets.to_utf16
        return f' sofa="{_SOFA}" begin="{to_utf16(start)}" end="{to_utf16(end)}"'

    def _add(self, type_name: str, said: str, id: int = 0) -> int:
        if not id:
            id = self.next_id
            self.next_id += 1
        self.lines.append(f'<{self.types.tag(type_name)} xmi:id="{id}"{said}/>\n')
        return id


def _written(features: Iterable[tuple[str, str]]) -> str:
    return "".join(f' {name}="{_value(value)}"' for name, value in features)


def _said_of(event: EventFrame) -> Iterator[tuple[str, str]]:
    values = (event.type, event.modality, event.time_value)
    for name, value in zip(EVENT_FEATURES, values, strict=True):
        if value or name == "value":
            yield name, value


def _attributes(attributes: Attributes) -> str:
    if not attributes:
        return ""
    return _written((feature_name(name), value_text(value)) for name, value in attributes.items())


def _value(text: str) -> str:
    """Return a value as it stands in an XML attribute; encoded if no XML may hold it."""
    if text.isalnum():
        return text
    if first_breach(text) or is_encoded(text):
        text = encoded(text)
    return text.translate(_SIGNS)
