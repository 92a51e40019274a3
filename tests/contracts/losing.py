# SPDX-License-Identifier: MIT
"""What must come back of a document through a format that declares certain features lost."""

from collections.abc import Iterable
from dataclasses import fields, replace

from annotator.formats.format import ExportedDocument, Feature, Layer, StoredLayer
from annotator.formats.values import typed_value, value_text
from annotator.formats.xml import first_breach
from annotator.model.records import (
    Attributes,
    DocumentInfo,
    DocumentLabel,
    Entity,
    EventFrame,
    Note,
    Record,
    Relation,
    Span,
    Value,
)
from annotator.text.scripts import implied_language
from tests.contracts.on_tokens import on_tokens, without_white_space
from tests.formats.exchange import schema

Losses = frozenset[Feature]
KINDS = {
    Span: Feature.SPANS,
    Relation: Feature.RELATIONS,
    EventFrame: Feature.EVENTS,
    Entity: Feature.ENTITIES,
    DocumentLabel: Feature.DOCUMENT_LABELS,
    Note: Feature.NOTES,
}
BREAKS = str.maketrans(dict.fromkeys("\t\n\v\f\r\x1c\x1d\x1e\x85\u2028\u2029", " "))


def without_losses(item: ExportedDocument, loses: Losses) -> ExportedDocument | None:
    """Return what must come back; None if the document itself is lost."""
    if Feature.CONTROL_CHARACTERS in loses and _has_control_characters(item):
        return None
    item = on_tokens(item, loses)
    layers = [
        Layer(layer.annotator, kept, layer.complete and Feature.COMPLETION not in loses)
        for layer in item.layers
        if (kept := records_without(layer.decoded(), loses))
        or (layer.complete and Feature.COMPLETION not in loses)
        or Feature.EMPTY_LAYERS not in loses
    ]
    if Feature.GAPS_OF_BREAKS in loses:
        layers = [_without_gaps(layer, item.document.text) for layer in layers]
    own = () if Feature.REVIEW in loses else item.own
    return ExportedDocument(item.document, _info(item, loses), tuple(layers), own)


def _without_gaps(layer: Layer, text: str) -> Layer:
    """Return a layer in which no span leaves out nothing but line breaks and blanks."""
    records = tuple(
        replace(record, fragments=_closed(record.fragments, text))
        if isinstance(record, Span)
        else record
        for record in layer.records
    )
    return replace(layer, records=records)


def _closed(fragments: tuple[tuple[int, int], ...], text: str) -> tuple[tuple[int, int], ...]:
    found = [fragments[0]]
    for start, end in fragments[1:]:
        gap = text[found[-1][1] : start]
        if gap.isspace() and set(gap) & {"\n", "\r"}:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return tuple(found)


def _has_control_characters(item: ExportedDocument) -> bool:
    return bool(first_breach(item.document.text))


def _info(item: ExportedDocument, loses: Losses) -> DocumentInfo:
    info = item.info
    if Feature.META in loses:
        info = DocumentInfo(language=info.language)
    if Feature.LANGUAGE in loses:
        info = replace(info, language=implied_language(item.document.text, "en"))
    return info


def records_without(records: Iterable[Record], loses: Losses) -> tuple[Record, ...]:
    """Return the records that come back, changed as the losses say."""
    kept = [record for record in records if not _is_lost(record, loses)]
    gone = {record.id for record in records} - {record.id for record in kept}
    gone |= {r.id for r in kept if isinstance(r, Relation) and {r.source, r.target} & gone}
    events = {record.id for record in kept if isinstance(record, EventFrame)}
    if Feature.RELATIONS_OF_EVENTS in loses:
        kept = [r for r in kept if not (isinstance(r, Relation) and {r.source, r.target} & events)]
    return tuple(changed for r in kept if (changed := _changed(_without(r, gone), loses)))


def _is_lost(record: Record, loses: Losses) -> bool:
    if KINDS[type(record)] in loses:
        return True
    if isinstance(record, DocumentLabel) and Feature.LABEL_VALUES in loses:
        return record.value is not True
    if isinstance(record, Note) and not record.target and Feature.DOCUMENT_NOTES in loses:
        return True
    return isinstance(record, Span) and len(record.fragments) > 1 and Feature.DISCONTINUOUS in loses


def _without(record: Record, gone: set[str]) -> Record | None:
    """Return a record without what refers to lost ones."""
    if isinstance(record, Relation) and {record.source, record.target} & gone:
        return None
    if isinstance(record, EventFrame):
        arguments = tuple(a for a in record.arguments if a.target not in gone)
        reported_by = "" if record.reported_by in gone else record.reported_by
        return replace(record, arguments=arguments, reported_by=reported_by)
    if isinstance(record, Entity):
        return replace(record, mentions=tuple(m for m in record.mentions if m not in gone))
    if isinstance(record, Note) and record.target in gone:
        return replace(record, target="")
    return record


def _changed(record: Record | None, loses: Losses) -> Record | None:
    if record is None:
        return None
    if hasattr(record, "attributes"):
        record = replace(record, attributes=_attributes(record, loses))
    if isinstance(record, Entity) and Feature.ENTITY_DETAILS in loses:
        record = replace(record, attributes={}) if record.mentions else None
    if isinstance(record, EventFrame):
        record = _event(record, loses)
    if isinstance(record, DocumentLabel):
        record = replace(record, value=_value(record.value, ("", record.name), loses))
        if Feature.LABEL_VALUES in loses:
            record = replace(record, made_by="")
    if isinstance(record, Note):
        if Feature.NOTE_TARGETS in loses:
            record = replace(record, target="")
        record = replace(record, text=_words(record.text, loses))
    return replace(record, made_by="") if record and Feature.MADE_BY in loses else record


def _event(event: EventFrame, loses: Losses) -> EventFrame:
    if Feature.EVENT_DETAILS in loses:
        return replace(event, modality="", time=None, time_value="", reported_by="")
    return replace(event, time_value=_words(event.time_value, loses))


def _words(words: str, loses: Losses) -> str:
    if Feature.CONTROLS_IN_VALUES in loses:
        words = "".join("\ufffd" if first_breach(each) else each for each in words)
    return words.translate(BREAKS) if Feature.BREAKS_IN_VALUES in loses else words


def _attributes(record: Record, loses: Losses) -> Attributes:
    own = Feature.SPAN_ATTRIBUTES if isinstance(record, Span) else Feature.OTHER_ATTRIBUTES
    if Feature.ATTRIBUTES in loses or own in loses:
        return {}
    label = record.label if isinstance(record, Span) else ""
    return {
        name: _value(value, (label, name), loses)
        for name, value in record.attributes.items()
        if value_text(value) or Feature.EMPTY_VALUES not in loses
    }


def _value(value: Value, owner: tuple[str, str], loses: Losses) -> Value:
    """Return a value as it comes back; ``owner`` is the label and the attribute's name."""
    if isinstance(value, tuple) and Feature.LISTS in loses:
        value = value_text(value)
    if value is None and Feature.UNKNOWN_VALUES in loses:
        value = ""
    if isinstance(value, str):
        value = _words(value, loses)
    numbers = Feature.NUMBERS in loses and value is not True
    if (numbers or Feature.VALUE_TYPES in loses) and not isinstance(value, tuple):
        return typed_value(schema(), *owner, value_text(value))
    return value


def with_plain_names(item: ExportedDocument) -> ExportedDocument:
    """Return a document whose names and ids are a letter and then letters and digits.

    None of them is a name that means something in a format.
    """
    layers = tuple(
        replace(layer, records=tuple(_plainly_named(record) for record in layer.decoded()))
        for layer in item.layers
    )
    return replace(item, layers=layers)


def _plainly_named(record: Record) -> Record:
    changes: dict[str, object] = {"id": _slug(record.id)}
    if hasattr(record, "attributes"):
        changes["attributes"] = {_slug(name): v for name, v in record.attributes.items()}
    if isinstance(record, Relation):
        changes |= {"source": _slug(record.source), "target": _slug(record.target)}
    if isinstance(record, Relation | EventFrame):
        changes["type"] = _slug(record.type)
    if isinstance(record, EventFrame):
        changes["modality"] = _slug(record.modality)
        changes["reported_by"] = _slug(record.reported_by)
        changes["arguments"] = tuple(
            replace(a, role=_slug(a.role), target=_slug(a.target)) for a in record.arguments
        )
    if isinstance(record, Entity):
        changes["mentions"] = tuple(_slug(id) for id in record.mentions)
    if isinstance(record, DocumentLabel):
        changes["name"] = _slug(record.name)
    if isinstance(record, Note):
        changes["target"] = _slug(record.target)
    return replace(record, **changes)


def _slug(name: str) -> str:
    return "n" + name.encode().hex() if name else ""


def comparable(item: ExportedDocument | None, loses: Losses) -> object:
    """Return a document as a value that is equal to another's if nothing else was lost."""
    if item is None:
        return None
    item = _promised(item, loses)
    if Feature.TEXT in loses:
        item = without_white_space(item)
    if Feature.LABEL_VALUES in loses:
        item = _without_label_ids(item)
    layers = sorted(
        (
            "" if Feature.ANNOTATOR in loses else layer.annotator,
            sorted(repr(_plain(record, _names_of(layer, loses))) for record in layer.decoded()),
            layer.complete,
        )
        for layer in item.layers
        if layer.decoded() or layer.complete or Feature.EMPTY_LAYERS not in loses
    )
    id = "" if Feature.DOCUMENT_IDS in loses else item.document.id
    info = item.info
    if Feature.META in loses:  # a reader gives a title and a source all the same
        info = DocumentInfo(language=info.language)
    return id, item.document.text, info, layers, sorted(map(repr, item.own))


def _promised(item: ExportedDocument, loses: Losses) -> ExportedDocument:
    """Return a document without kinds of records of which a format may give some back all the same.

    Entities are such a kind where groups of mentions are kept but not those of a single one.
    """
    layers = tuple(
        Layer(
            layer.annotator,
            tuple(record for record in layer.decoded() if KINDS[type(record)] not in loses),
            layer.complete,
        )
        for layer in item.layers
    )
    return replace(item, layers=layers)


def _without_label_ids(item: ExportedDocument) -> ExportedDocument:
    layers = tuple(
        Layer(
            layer.annotator,
            tuple(
                replace(record, id="") if isinstance(record, DocumentLabel) else record
                for record in layer.decoded()
            ),
            layer.complete,
        )
        for layer in item.layers
    )
    return replace(item, layers=layers)


def _names_of(layer: Layer | StoredLayer, loses: Losses) -> dict[str, str]:
    """Return for each id what the record is, so that references can be compared without ids."""
    if Feature.IDS not in loses:
        return {}
    return {record.id: _identity(record) for record in layer.decoded()}


def _identity(record: Record) -> str:
    if isinstance(record, Span):
        return f"span {record.label} {record.fragments} {_values(record.attributes)}"
    if isinstance(record, EventFrame):
        return f"event {record.type} {record.trigger}"
    return f"{record.kind} {getattr(record, 'type', '')}"


def _plain(record: Record, names: dict[str, str]) -> list[object]:
    plain: list[object] = [record.kind]
    for field in fields(record):
        value = getattr(record, field.name)
        if field.name == "id":
            value = "" if names else value
        elif field.name in ("source", "target", "reported_by"):
            value = names.get(value, value)
        elif field.name == "arguments":
            value = sorted((a.role, names.get(a.target, a.target)) for a in value)
        elif field.name == "mentions":
            value = sorted(names.get(id, id) for id in value)
        elif field.name == "attributes":
            value = _values(value)
        plain.append((field.name, value))
    return plain


def _values(attributes: Attributes) -> list[tuple[str, str, Value]]:
    return sorted(
        ((name, type(value).__name__, value) for name, value in attributes.items()),
        key=lambda item: item[:2],
    )
