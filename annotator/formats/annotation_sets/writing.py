# SPDX-License-Identifier: MIT
"""A document with its layers as GATE has it: a set for each annotator, ids without gaps."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from annotator.formats.account import Account
from annotator.formats.annotation_sets import (
    COMPLETE,
    DOCUMENT_ID,
    LABELS,
    NOTES,
    OWN_FEATURES,
    SOURCE,
)
from annotator.formats.annotation_sets.parts import Annotation, AnnotationSet, Link, SetsDocument
from annotator.formats.format import ExportedDocument, Layer, StoredLayer
from annotator.formats.grouped import (
    ATTRIBUTE,
    Grouped,
    lose_attributes,
    lose_records,
    lose_spans,
)
from annotator.formats.ledger import SPAN, shown
from annotator.model.records import Attributes, Record, Relation, Span
from annotator.text.scripts import implied_language

Breach: TypeAlias = Callable[[str], str]
"""Says which character of a name the format cannot hold; empty if it can hold it."""


@dataclass(slots=True)
class SetsWriting:
    """Turns one document and its layers into sets, counting into the account."""

    item: ExportedDocument
    account: Account
    breach: Breach
    holds_null: bool
    next_id: int = 0
    labels: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    notes: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def document(self, layers: Sequence[Layer | StoredLayer]) -> SetsDocument | None:
        """Return the document; None after counting its records lost if its text has a breach."""
        groups = [self.account.grouped(self.item, layer) for layer in layers]
        breach = self.breach(self.item.document.text)
        if breach:
            for group in groups:
                self.account.lose_document(group, f"the text has {breach}, which XML cannot hold")
            return None
        sets = [self._set(group) for group in groups] if self.item.layers else []
        features = self._features()
        complete = [layer.annotator for layer in layers if layer.complete]
        if complete:
            features[COMPLETE] = complete
        return SetsDocument(self.item.document.text, features, sets)

    def _set(self, found: Grouped) -> AnnotationSet:
        made = AnnotationSet(found.annotator)
        numbers: dict[str, int] = {}
        written = self.account.ledger.written
        for span in found.spans:
            if not self._fits(span, found):
                continue
            numbers[span.id] = self.next_id
            features = self._attributes(span.attributes)
            annotation = Annotation(self.next_id, span.label, span.start, span.end, features)
            made.annotations.append(annotation)
            self.next_id += 1
            written[SPAN] += 1
        for relation in found.relations:
            self._link(relation, made, numbers)
        self._lose_others(found)
        self._label(found)
        self._note(found, numbers)
        return made

    def _fits(self, span: Span, found: Grouped) -> bool:
        breach = self.breach(span.label)
        if len(span.fragments) > 1:
            lose_spans(self.account.ledger, found, [span], "it has several stretches")
        elif breach:
            reason = f"its label has {breach}, which XML cannot hold"
            lose_spans(self.account.ledger, found, [span], reason)
        else:
            return True
        return False

    def _link(self, relation: Relation, made: AnnotationSet, numbers: dict[str, int]) -> None:
        ledger = self.account.ledger
        source, target = numbers.get(relation.source), numbers.get(relation.target)
        breach = self.breach(relation.type)
        if source is None or target is None:
            lose_records(ledger, [relation], "one of its ends is not written")
            return
        if breach:
            lose_records(ledger, [relation], f"its type has {breach}, which XML cannot hold")
            return
        features = self._attributes(relation.attributes)
        made.links.append(Link(self.next_id, relation.type, (source, target), features))
        numbers[relation.id] = self.next_id
        self.next_id += 1
        ledger.written[relation.kind] += 1

    def _attributes(self, attributes: Attributes) -> dict[str, Any]:
        features: dict[str, Any] = {}
        for name, value in attributes.items():
            breach = self.breach(name)
            if breach:
                self.account.ledger.lose(ATTRIBUTE, f"its name has {breach}")
                continue
            features[name] = self._value(value)
            self.account.ledger.written[ATTRIBUTE] += 1
        return features

    def _value(self, value: object) -> object:
        if value is None and not self.holds_null:
            return ""
        return list(value) if isinstance(value, tuple) else value

    def _lose_others(self, found: Grouped) -> None:
        lost: Iterable[tuple[Sequence[Record], str]] = (
            (found.events, "the format has no events"),
            (found.entities, "the format has no entities"),
        )
        for records, reason in lost:
            for record in records:
                self.account.ledger.lose(record.kind, reason)
                lose_attributes(self.account.ledger, record, f"of a {record.kind}")

    def _label(self, found: Grouped) -> None:
        for label in found.labels:
            item = {"name": label.name, "value": self._value(label.value)}
            self.labels.setdefault(found.annotator, []).append(item)
            self.account.ledger.written[label.kind] += 1

    def _note(self, found: Grouped, numbers: dict[str, int]) -> None:
        for note in found.notes:
            item: dict[str, Any] = {"text": note.text}
            if note.target in numbers:
                item["target"] = numbers[note.target]
            self.notes.setdefault(found.annotator, []).append(item)
            self.account.ledger.written[note.kind] += 1

    def _features(self) -> dict[str, Any]:
        """Return the features of the document; ours stand before free facts of the same name."""
        info, text = self.item.info, self.item.document.text
        features: dict[str, Any] = {
            DOCUMENT_ID: self.item.document.id,
            "title": info.title,
            SOURCE: info.source,
        }
        if info.date:
            features["date"] = info.date
        if info.language or implied_language(text, self.account.options.language):
            features["language"] = info.language
        if info.tags:
            features["tags"] = list(info.tags)
        if self.labels:
            features[LABELS] = self.labels
        if self.notes:
            features[NOTES] = self.notes
        for name, value in info.meta.items():
            if name in OWN_FEATURES:
                self.account.ledger.notes.append(
                    f"{shown(self.item.document.id)}: the free fact {name!r} has the name of one "
                    "of the document's own and was not written"
                )
            else:
                features[name] = value
        return features
