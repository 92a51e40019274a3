# SPDX-License-Identifier: MIT
"""The type system of an export: the types that are always there, and a feature an attribute."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from annotator.formats.uima_kept import Kept
from annotator.formats.uima_layers import CHAIN, CHAIN_LINK, RELATION, TITLE_TYPE
from annotator.formats.uima_names import feature_name
from annotator.formats.xmi.facts import FACTS_FEATURES, FACTS_TYPE
from annotator.formats.xmi.own_types import (
    ARGUMENT,
    DOCUMENT_LABEL,
    EVENT,
    EVENT_FEATURES,
    EVENT_PLACES,
    NOTE,
    OWN,
)
from annotator.model.records import Entity, EventFrame, Relation, Span

_ANNOTATION = "uima.tcas.Annotation"
_TEXT = "uima.cas.String"
_TOP = "uima.cas.TOP"
_VALUE = (("value", _TEXT),)
_EVENT = (
    *((name, _TEXT) for name in EVENT_FEATURES),
    *((name, "uima.cas.Integer") for name in EVENT_PLACES),
    ("reportedBy", _ANNOTATION),
    ("arguments", "uima.cas.FSArray"),
)
_TITLE_FEATURES = ("documentTitle", "documentId", "documentUri")
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<typeSystemDescription xmlns="http://uima.apache.org/resourceSpecifier">\n<types>\n'
)
_TAIL = "</types>\n</typeSystemDescription>\n"
Features = Iterable[tuple[str, str]]


@dataclass(slots=True)
class TypeSystem:
    """The types of an export; ``layer`` is that of the spans."""

    layer: str
    _features: dict[str, set[str]] = field(default_factory=dict)
    _tags: dict[str, str] = field(default_factory=dict)
    _spaces: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        names = (TITLE_TYPE, FACTS_TYPE, self.layer, RELATION, CHAIN, CHAIN_LINK, *sorted(OWN))
        for name in names:
            package, _, short = name.rpartition(".")
            path = package.replace(".", "/") or "uima/noNamespace"
            prefix = self._spaces.setdefault(f"http:///{path}.ecore", f"t{len(self._spaces)}")
            self._tags[name] = f"{prefix}:{short}"
        self._spaces["http:///uima/cas.ecore"] = "cas"

    def add(self, kept: Kept) -> None:
        """Take in the features that the records of a document need."""
        for kind, names in kept.names.items():
            self._features.setdefault(kind, set()).update(map(feature_name, names))

    def tag(self, type_name: str) -> str:
        """Return the name of the element for a type."""
        return self._tags[type_name]

    def namespaces(self) -> str:
        """Return the declarations of the prefixes that tags have."""
        return " ".join(f'xmlns:{prefix}="{space}"' for space, prefix in self._spaces.items())

    def rendered(self) -> bytes:
        """Return the file."""
        ends = [("Governor", _ANNOTATION), ("Dependent", _ANNOTATION)]
        link = [("next", CHAIN_LINK), *_texts(("referenceType", "referenceRelation"))]
        first = [("first", CHAIN_LINK)]
        types = (
            _type(TITLE_TYPE, "uima.tcas.DocumentAnnotation", _texts(_TITLE_FEATURES)),
            _type(FACTS_TYPE, _TOP, _texts(FACTS_FEATURES)),
            _type(self.layer, _ANNOTATION, [*_VALUE, *self._of(Span.kind)]),
            _type(RELATION, _ANNOTATION, [*ends, *_VALUE, *self._of(Relation.kind)]),
            _type(CHAIN, "uima.cas.AnnotationBase", [*first, *self._of(Entity.kind)]),
            _type(CHAIN_LINK, _ANNOTATION, link),
            _type(EVENT, _ANNOTATION, [*_EVENT, *self._of(EventFrame.kind)]),
            _type(ARGUMENT, _TOP, [*_texts(("role",)), ("target", _ANNOTATION)]),
            _type(DOCUMENT_LABEL, _TOP, _texts(("name", "value"))),
            _type(NOTE, _TOP, [*_texts(("text",)), ("target", _TOP)]),
        )
        return "".join((_HEAD, *types, _TAIL)).encode()

    def _of(self, kind: str) -> list[tuple[str, str]]:
        return _texts(sorted(self._features.get(kind, ())))


def _texts(names: Sequence[str]) -> list[tuple[str, str]]:
    return [(name, _TEXT) for name in names]


def _type(name: str, above: str, features: Features) -> str:
    described = "".join(
        f"<featureDescription><name>{feature}</name><description/>"
        f"<rangeTypeName>{holds}</rangeTypeName></featureDescription>\n"
        for feature, holds in features
    )
    return (
        f"<typeDescription>\n<name>{name}</name>\n<description/>\n"
        f"<supertypeName>{above}</supertypeName>\n<features>\n{described}</features>\n"
        "</typeDescription>\n"
    )
