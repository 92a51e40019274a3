# SPDX-License-Identifier: MIT
"""Documents of anybody else's DocBins: entities, groups of spans and categories become a layer."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from annotator.errors import InputError
from annotator.formats.spacy_docbin.choices import SPANS_KEY
from annotator.formats.spacy_docbin.docs import Doc
from annotator.formats.spacy_docbin.marks import ENTS, Mark, Marks
from annotator.formats.spacy_docbin.own_data import ID
from annotator.formats.spacy_docbin.plain import is_text, is_value, plain_data
from annotator.model.records import DocumentInfo, DocumentLabel, Span, Value
from annotator.text.scripts import implied_language
from annotator.text.titles import title_of

Tell = Callable[[str, int], None]
"""Takes a sentence with ``{count}`` in it, and how many it adds to that."""

IN_BOTH = "spans that are in doc.ents and in doc.spans, taken once: {count}"
ONLY_GROUPS = "spans that are in doc.spans but not in doc.ents: {count}"
TWICE = "spans that stand twice in one group, taken once: {count}"
NOT_READ = "spans in groups of doc.spans that are not read: {count}"
NO_PLAIN_DATA = "values in doc.user_data that are no plain data, left out: {count}"
NO_PLACE = "extension attributes of tokens, or of stretches that are no spans, left out: {count}"
_EXTENSION = "._."


@dataclass(slots=True)
class _Merged:
    """A span with the groups it is in; what one says of it and another does not is kept."""

    mark: Mark
    kb_id: str
    id: str
    groups: list[str] = field(default_factory=list)

    def takes(self, mark: Mark, group: str) -> bool:
        """Return whether this may be the same span as one of another group."""
        if group in self.groups:
            return (mark.kb_id, mark.id) == (self.kb_id, self.id)
        return (not mark.kb_id or self.kb_id in ("", mark.kb_id)) and (
            not mark.id or self.id in ("", mark.id)
        )


def foreign_spans(doc: Doc, marks: Marks, wanted: Callable[[str], bool], tell: Tell) -> list[Span]:
    """Return the spans of the entities and of the groups, each once, in the order of the text."""
    merged: dict[tuple[int, int, str], list[_Merged]] = {}
    for mark in marks.ents:
        _merge(merged, mark, ENTS, tell)
    for name, group in marks.groups.items():
        if not wanted(name):
            tell(NOT_READ, len(group))
            continue
        for mark in group:
            _merge(merged, mark, name, tell)
    found = sorted(
        (span for spans in merged.values() for span in spans),
        key=lambda span: (span.mark.first, -span.mark.last, span.mark.label),
    )
    if any(marks.groups.values()):
        tell(IN_BOTH, sum(1 for span in found if ENTS in span.groups and len(span.groups) > 1))
        tell(ONLY_GROUPS, sum(1 for span in found if ENTS not in span.groups))
    extensions = _extensions_of_spans(doc.user_data, tell)
    spans = list(_as_spans(doc, found, extensions))
    left = sum(len(values) for values in extensions.values())
    tell(NO_PLACE, left)
    return spans


def _merge(
    merged: dict[tuple[int, int, str], list[_Merged]], mark: Mark, group: str, tell: Tell
) -> None:
    there = merged.setdefault((mark.first, mark.last, mark.label), [])
    for span in there:
        if not span.takes(mark, group):
            continue
        if group in span.groups:
            tell(TWICE, 1)
        else:
            span.groups.append(group)
            span.kb_id = span.kb_id or mark.kb_id
            span.id = span.id or mark.id
        return
    there.append(_Merged(mark, mark.kb_id, mark.id, [group]))


def _as_spans(
    doc: Doc, merged: list[_Merged], extensions: dict[tuple[int, int], dict[str, Value]]
) -> Iterator[Span]:
    used: set[tuple[int, int]] = set()
    for number, span in enumerate(merged, start=1):
        place = int(doc.starts[span.mark.first]), int(doc.ends[span.mark.last - 1])
        if not span.mark.label:
            raise InputError(f"a span at {place[0]}..{place[1]} has no label")
        if place[0] == place[1]:
            raise InputError(f"a span at {place[0]} has no character")
        attributes: dict[str, Value] = dict(extensions.get(place, {}))
        used.add(place)
        if span.kb_id:
            attributes["kb_id"] = span.kb_id
        if span.id:
            attributes["id"] = span.id
        names = [name for name in span.groups if name not in (ENTS, SPANS_KEY.default)]
        if names:
            attributes["group"] = names[0] if len(names) == 1 else tuple(names)
        yield Span(f"T{number}", span.mark.label, (place,), attributes)
    for place in used & extensions.keys():
        del extensions[place]


def _extensions_of_spans(
    user_data: Mapping[Any, Any], tell: Tell
) -> dict[tuple[int, int], dict[str, Value]]:
    """Return what ``span._.name`` is by the characters of the span."""
    found: dict[tuple[int, int], dict[str, Value]] = {}
    for key, value in user_data.items():
        if not _is_extension(key) or key[2] is None:
            continue
        name, start, end = key[1:4]
        if type(start) is int and type(end) is int and is_text(name) and is_value(value):
            found.setdefault((start, end), {})[name] = value
        else:
            tell(NO_PLACE, 1)
    return found


def _is_extension(key: object) -> bool:
    return type(key) is tuple and len(key) >= 4 and key[0] == _EXTENSION


def foreign_info(doc: Doc, language: str, tell: Tell) -> DocumentInfo:
    """Return what is known about a document; the user data becomes its meta.

    ``doc._.name`` is under ``extensions`` there, all else under ``user_data``.
    """
    meta: dict[str, dict[str, Any]] = {}
    for key, value in doc.user_data.items():
        if _is_extension(key):
            if key[2] is not None:
                continue
            group, name = "extensions", key[1]
        else:
            group, name = "user_data", key
            if name == ID and is_text(value):
                continue
        try:
            meta.setdefault(group, {}).update(plain_data({name: value}))
        except ValueError:
            tell(NO_PLAIN_DATA, 1)
    found = {group: values for group, values in meta.items() if values}
    return DocumentInfo(
        title=title_of(doc.text), language=implied_language(doc.text, language), meta=found
    )


def foreign_labels(doc: Doc) -> list[DocumentLabel]:
    """Return ``doc.cats``; InputError for what is no number or has no name."""
    found = []
    for number, (name, value) in enumerate(doc.cats.items(), start=1):
        if not is_text(name) or type(value) not in (bool, int, float) or not is_value(value):
            raise InputError(f"doc.cats has {name!r:.80} with the value {value!r:.80}")
        found.append(DocumentLabel(f"L{number}", name, value))
    return found
