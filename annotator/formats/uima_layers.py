# SPDX-License-Identifier: MIT
"""What UIMA's annotations become: spans, relations and entities, whichever file they stand in.

A span layer gives spans: one of its features is the label, the others are attributes. Its slots
and the relation layers give relations, chains give entities. The layers that a pipeline makes,
such as tokens and parts of speech, are left out unless they are chosen.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from annotator.formats.each_file import Reading
from annotator.formats.format import Choice
from annotator.formats.sources import SourceFile
from annotator.formats.uima_names import plain_name
from annotator.formats.values import typed_value
from annotator.model.records import Entity, Record, Relation, Span, Value

LAYER = Choice(
    "layer",
    "Which layers are read: their names, long or short, with commas between, or all. Without it, "
    "all but those of a pipeline, such as tokens, parts of speech and dependencies.",
)
LABEL = Choice(
    "label",
    "The feature of a layer that is the label; 'layer' for the layer's name. Without it value, "
    "entity, label, category or identifier, else the layer's first feature.",
)
THE_LAYER = "layer"
ALL = "all"
TITLE_TYPE = "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData"
NAMED_ENTITY = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"
CHAIN_LINK = "de.tudarmstadt.ukp.dkpro.core.api.coref.type.CoreferenceLink"
CHAIN = "de.tudarmstadt.ukp.dkpro.core.api.coref.type.CoreferenceChain"
RELATION = "webanno.custom.Relation"

_LABEL_FEATURES = ("value", "entity", "label", "category")
_TYPE_FEATURES = ("value", "type", "label", "category", "relation", "DependencyType")
_MADE_BY_PIPELINES = re.compile(
    r"de\.tudarmstadt\.ukp\.dkpro\.core\.api\.(?!ner\.|coref\.|semantics\.)"
    r"|de\.tudarmstadt\.ukp\.(?:clarin\.webanno|inception)\."
    r"|org\.dkpro\.core\.api\.|uima\.(?!tcas\.Annotation\Z)"
)
_SHORT_OF_PIPELINES = frozenset(
    ("Token", "Sentence", "Paragraph", "Lemma", "Stem", "POS", "DocumentAnnotation")
)
_NUMBERED = re.compile(r"(.*)#(\d+)\Z", re.DOTALL)


@dataclass(slots=True, eq=False)
class Annotation:
    """A stretch of the text in a layer, with what its features say; ``line`` is where it is.

    ``slots`` are (feature, role, target); the role may be empty.
    """

    type: str
    start: int
    end: int
    features: dict[str, Value] = field(default_factory=dict)
    slots: list[tuple[str, str, "Annotation | None"]] = field(default_factory=list)
    line: int = 0


@dataclass(slots=True, eq=False)
class Link:
    """A relation between two annotations; either end may be missing."""

    type: str
    source: Annotation | None
    target: Annotation | None
    features: dict[str, Value] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Chain:
    """Links in order, with the features ``referenceType`` and ``referenceRelation``."""

    type: str
    links: list[Annotation]
    features: dict[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Made:
    """The records of a text, and the id of what was found by what it was; see ``id_of``."""

    records: tuple[Record, ...]
    ids: Mapping[int, str]


@dataclass(slots=True)
class Found:
    """The annotations of one text.

    ``columns`` are the features of each layer in its order. ``others`` become records that only the
    format itself knows; here they get ids, so that relations may end in them.
    """

    spans: list[Annotation] = field(default_factory=list)
    relations: list[Link] = field(default_factory=list)
    chains: list[Chain] = field(default_factory=list)
    others: list[Annotation] = field(default_factory=list)
    columns: dict[str, list[str]] = field(default_factory=dict)


@dataclass(slots=True)
class LeftOut:
    """What files had that is no record, told of in one sentence for each reason."""

    layers: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    span_layers: set[str] = field(default_factory=set)

    def sentences(self) -> list[str]:
        """Return what to tell the person."""
        told = []
        if self.layers:
            counts = ", ".join(f"{short(name)} {n:,}" for name, n in sorted(self.layers.items()))
            told.append(f"left out, by layer (choose with layer=): {counts}")
        if len(self.span_layers) > 1:
            names = ", ".join(sorted(short(name) for name in self.span_layers))
            told.append(
                f"spans come from {len(self.span_layers)} layers (choose with layer=): {names}"
            )
        told.extend(f"{reason}: {count:,}" for reason, count in sorted(self.reasons.items()))
        return told


def short(type_name: str) -> str:
    """Return the name of a layer without its package."""
    return type_name.rpartition(".")[2]


@dataclass(slots=True)
class Layers:
    """Turns annotations into records, as the person has chosen."""

    reading: Reading
    left_out: LeftOut

    def records(self, found: Found, file: SourceFile) -> Made:
        """Return the records of a text; labels that nobody wants are told as problems."""
        return _Text(self, found, file).records()

    def wants(self, type_name: str) -> bool:
        """Return whether a layer is read."""
        chosen = self.reading.options.choices.get(LAYER.name, "")
        if not chosen:
            made = _MADE_BY_PIPELINES.match(type_name) or short(type_name) in _SHORT_OF_PIPELINES
            return not made
        names = {name.strip() for name in chosen.split(",")}
        return bool(names & {ALL, type_name, short(type_name)})

    def label_feature(self, columns: Sequence[str], preferred: Iterable[str]) -> str:
        """Return the feature that is the label; empty for the layer's name."""
        chosen = self.reading.options.choices.get(LABEL.name, "")
        if chosen == THE_LAYER:
            return ""
        for name in (chosen, *preferred):
            if name in columns:
                return name
        return columns[0] if columns else ""


class _Text:
    """The records of one text while they are made."""

    def __init__(self, layers: Layers, found: Found, file: SourceFile) -> None:
        self.layers = layers
        self.found = found
        self.file = file
        self.made: list[Record] = []
        self.ids: dict[int, str] = {}
        self.places: dict[tuple[int, int, str], list[str]] = {}
        self.label_features: dict[str, str] = {}
        self.wanted: dict[str, bool] = {}
        self.counts: Counter[str] = Counter()

    def records(self) -> Made:
        for annotation in self.found.spans:
            if self._wants(annotation.type):
                self._add_span(annotation)
            else:
                self.layers.left_out.layers[annotation.type] += 1
        for annotation in self.found.others:
            self.ids[id_of(annotation)] = self._new_id("v")
        for annotation in self.found.spans:
            if annotation.slots:
                self._add_slots(annotation)
        for link in self.found.relations:
            self._add_relation(link)
        for chain in self.found.chains:
            self._add_chain(chain)
        return Made(tuple(self.made), self.ids)

    def _wants(self, type_name: str) -> bool:
        wanted = self.wanted.get(type_name)
        if wanted is None:
            wanted = self.wanted[type_name] = self.layers.wants(type_name)
        return wanted

    def _new_id(self, prefix: str) -> str:
        self.counts[prefix] += 1
        return f"{prefix}{self.counts[prefix]}"

    def _label(
        self, type_name: str, features: Mapping[str, Value], preferred: Sequence[str]
    ) -> str:
        """Take the label's feature; it is the layer's name where that is not set."""
        feature = self.label_features.get(type_name)
        if feature is None:
            columns = self.found.columns.get(type_name, list(features))
            feature = self.layers.label_feature(columns, preferred)
            self.label_features[type_name] = feature
        value = features.get(feature)
        return value if isinstance(value, str) and value else short(type_name)

    def _attributes(
        self, label: str, type_name: str, features: Mapping[str, Value]
    ) -> dict[str, Value]:
        taken = self.label_features[type_name]
        schema = self.layers.reading.options.schema
        attributes: dict[str, Value] = {}
        for feature, value in features.items():
            if feature == taken and value == label:
                continue
            name = plain_name(feature)
            typed = typed_value(schema, label, name, value) if isinstance(value, str) else value
            attributes[name] = typed
        return attributes

    def _add_span(self, annotation: Annotation) -> None:
        if annotation.start >= annotation.end:
            self.layers.left_out.reasons["left out, without any character of the text"] += 1
            return
        self.layers.left_out.span_layers.add(annotation.type)
        label = self._label(annotation.type, annotation.features, _LABEL_FEATURES)
        attributes = self._attributes(label, annotation.type, annotation.features)
        self._put_span(annotation, label, attributes)

    def _put_span(self, annotation: Annotation, label: str, attributes: dict[str, Value]) -> None:
        place = (self.file, annotation.line, short(annotation.type))
        self.layers.reading.accepts(label, place)
        id = self.ids[id_of(annotation)] = self._new_id("s")
        where = (annotation.start, annotation.end)
        self.places.setdefault((*where, label), []).append(id)
        self.made.append(Span(id, label, (where,), attributes))

    def _add_slots(self, host: Annotation) -> None:
        source = self.ids.get(id_of(host))
        for feature, role, filler in host.slots:
            target = self.ids.get(id_of(filler))
            if source is None or target is None:
                self._lose_end(host.type)
            else:
                name = role or plain_name(feature)
                self.made.append(Relation(self._new_id("r"), name, source, target))

    def _add_relation(self, link: Link) -> None:
        source, target = self.ids.get(id_of(link.source)), self.ids.get(id_of(link.target))
        if not self._wants(link.type):
            self.layers.left_out.layers[link.type] += 1
        elif source is None or target is None:
            self._lose_end(link.type)
        else:
            name = self._label(link.type, link.features, _TYPE_FEATURES)
            attributes = self._attributes("", link.type, link.features)
            taken = self.label_features[link.type]
            if attributes.get(plain_name(taken)) == name:
                del attributes[plain_name(taken)]
            id = self.ids[id_of(link)] = self._new_id("r")
            self.made.append(Relation(id, name, source, target, attributes))

    def _lose_end(self, type_name: str) -> None:
        reason = (
            f"relations left out, one of their ends is left out or missing ({short(type_name)})"
        )
        self.layers.left_out.reasons[reason] += 1

    def _add_chain(self, chain: Chain) -> None:
        if not self._wants(chain.type) or any(not self._wants(link.type) for link in chain.links):
            self.layers.left_out.layers.update(link.type for link in chain.links)
            return
        mentions = [self._mention(link) for link in chain.links]
        known = tuple(dict.fromkeys(id for id in mentions if id))
        if known or not chain.links:
            self.label_features.setdefault(chain.type, "")
            attributes = self._attributes("", chain.type, chain.features)
            id = self.ids[id_of(chain)] = self._new_id("e")
            self.made.append(Entity(id, known, attributes))
        following = (*mentions[1:], "")
        for link, source, target in zip(chain.links, mentions, following, strict=False):
            name = link.features.get("referenceRelation")
            if not isinstance(name, str) or not name:
                continue
            if source and target:
                self.made.append(Relation(self._new_id("r"), name, source, target))
            else:
                self._lose_end(link.type)

    def _mention(self, link: Annotation) -> str:
        """Return the id of the span that a chain's link means, making one if there is none."""
        if link.start >= link.end:
            self.layers.left_out.reasons["left out, without any character of the text"] += 1
            return ""
        self.label_features.setdefault(link.type, "referenceType")
        given = link.features.get("referenceType")
        label = given if isinstance(given, str) and given else short(link.type)
        known = self._span_at(link, label)
        if known:
            return known
        self.layers.left_out.span_layers.add(link.type)
        others = {
            name: value for name, value in link.features.items() if not name.startswith("reference")
        }
        self._put_span(link, label, self._attributes(label, link.type, others))
        return self.ids[id_of(link)]

    def _span_at(self, link: Annotation, label: str) -> str:
        """Return the span with the link's place and label; ``LABEL#2`` is the second of them."""
        here = self.places.get((link.start, link.end, label))
        if here:
            return here[0]
        numbered = _NUMBERED.match(label)
        here = self.places.get((link.start, link.end, numbered[1])) if numbered else None
        number = int(numbered[2]) if numbered and len(numbered[2]) < 9 else 0
        return here[number - 1] if here and 0 < number <= len(here) else ""


def id_of(found: Annotation | Link | Chain | None) -> int:
    """Return what tells annotations apart; two may be equal in all they hold."""
    return id(found)
