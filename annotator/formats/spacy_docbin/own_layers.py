# SPDX-License-Identifier: MIT
"""Documents of our own exports: what ``doc.user_data`` says, checked against the tokens."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from annotator.errors import InputError
from annotator.formats.format import Layer
from annotator.formats.spacy_docbin.choices import IGNORE, SPANS_KEY, USER_DATA
from annotator.formats.spacy_docbin.docs import Doc
from annotator.formats.spacy_docbin.marks import Mark, Marks
from annotator.formats.spacy_docbin.own_data import DATA, ID, cats_of, text_digest
from annotator.formats.spacy_docbin.packed import damaged
from annotator.formats.spacy_docbin.plain import is_text, is_value, plain_data
from annotator.model.records import RESERVED_IDS, DocumentInfo, DocumentLabel, Span

_FACTS = ("title", "source", "date", "language")


@dataclass(frozen=True, slots=True)
class OwnPart:
    """What one ``Doc`` of our export says: a document and one layer of it, or none."""

    id: str
    info: DocumentInfo
    layer: Layer | None


def is_own(user_data: Mapping[Any, Any]) -> bool:
    """Return whether our export has written this user data."""
    data = user_data.get(DATA)
    return type(data) is dict and {"id", "annotator", "complete", "spans"} <= data.keys()


def own_part(doc: Doc, marks: Marks) -> OwnPart:
    """Return what our export has written about a document.

    Raises InputError if that is damaged, and if the text, the entities or the spans were changed
    by somebody else since.
    """
    data = doc.user_data[DATA]
    id = doc.user_data.get(ID)
    if not is_text(id) or not id or id != data["id"]:
        raise damaged("the id in its user data is none")
    if "text" in data and data["text"] != text_digest(doc.text):
        raise _changed("the text")
    spans = _spans(doc, marks, data)
    labels = _labels(doc, data, {span.id for span in spans})
    return OwnPart(id, _info(data), _layer(data, spans, labels))


def _changed(what: str) -> InputError:
    return InputError(
        f"{what} is not what doc.user_data says: it was changed after the export; "
        f"choose {USER_DATA.name}={IGNORE} to read doc.ents and doc.spans as they are"
    )


def _layer(data: Mapping[str, Any], spans: list[Span], labels: list[DocumentLabel]) -> Layer | None:
    annotator, complete = data["annotator"], data["complete"]
    if annotator is None and not spans and not labels and complete is False:
        return None
    if not is_text(annotator) or type(complete) is not bool:
        raise damaged("its user data does not say whose layer it is, or whether it is complete")
    return Layer(annotator, (*spans, *labels), complete)


def _info(data: Mapping[str, Any]) -> DocumentInfo:
    facts = {name: data.get(name, "") for name in _FACTS}
    tags, meta = data.get("tags", ()), data.get("meta", {})
    if not all(is_text(fact) for fact in facts.values()):
        raise damaged("a fact in its user data is no text")
    if type(tags) is not tuple or not all(is_text(tag) for tag in tags) or type(meta) is not dict:
        raise damaged("the tags or the meta in its user data are none")
    try:
        return DocumentInfo(tags=tags, meta=plain_data(meta), **facts)
    except ValueError as error:
        raise damaged(f"the meta in its user data is no plain data: {error}") from None


def _spans(doc: Doc, marks: Marks, data: Mapping[str, Any]) -> list[Span]:
    raw = data["spans"]
    key = data.get("group", SPANS_KEY.default)
    if type(raw) is not tuple:
        raise damaged("the spans in its user data are no list")
    if not is_text(key):
        raise damaged("its user data does not say which group its spans are in")
    group = marks.groups.get(key, [])
    others = any(found for name, found in marks.groups.items() if name != key)
    if len(group) != len(raw) or others:
        raise _changed("doc.spans")
    places = {(mark.first, mark.last, mark.label) for mark in group}
    if not all((mark.first, mark.last, mark.label) in places for mark in marks.ents):
        raise _changed("doc.ents")
    ids: set[str] = set()
    found = []
    for item, mark in zip(raw, group, strict=True):
        span = _span(item, len(doc.text), ids)
        if not _is_there(span, item, (doc, mark)):
            raise _changed("doc.spans")
        found.append(span)
    return found


def _span(raw: object, length: int, ids: set[str]) -> Span:
    if type(raw) is not dict:
        raise damaged("a span in its user data is no map")
    start, end, label = raw.get("start"), raw.get("end"), raw.get("label")
    attributes = raw.get("attributes", {})
    if type(start) is not int or type(end) is not int or not 0 <= start < end <= length:
        raise damaged(f"a span in its user data is at {start!r}..{end!r}")
    if not is_text(label) or not label:
        raise damaged("a span in its user data has no label")
    if type(attributes) is not dict or not all(
        is_text(name) and is_value(value) for name, value in attributes.items()
    ):
        raise damaged("the attributes of a span in its user data are none")
    return Span(_new_id(raw.get("id"), ids), label, ((start, end),), attributes, _maker(raw))


def _is_there(span: Span, raw: Mapping[str, Any], there: tuple[Doc, Mark]) -> bool:
    """Return whether a span is where doc.spans has it, in the order of both."""
    doc, mark = there
    start, end = raw.get("written", (span.start, span.end))
    return (
        mark.label == span.label
        and mark.id == span.id
        and (doc.starts[mark.first], doc.ends[mark.last - 1]) == (start, end)
    )


def _labels(doc: Doc, data: Mapping[str, Any], ids: set[str]) -> list[DocumentLabel]:
    found: list[DocumentLabel] = []
    cats: dict[str, float] = {}
    for raw in data.get("labels", ()):
        if type(raw) is not dict or not is_text(raw.get("name")):
            raise damaged("a document label in its user data has no name")
        value = raw.get("value")
        if not is_value(value):
            raise damaged("the value of a document label in its user data is none")
        found.append(DocumentLabel(_new_id(raw.get("id"), ids), raw["name"], value, _maker(raw)))
        cats.update(cats_of(raw))
    if cats != doc.cats:
        raise _changed("doc.cats")
    return found


def _new_id(id: object, ids: set[str]) -> str:
    if not is_text(id) or not id or id in ids or id in RESERVED_IDS:
        raise damaged(f"a record in its user data has the id {id!r:.80}, which cannot be one")
    ids.add(id)
    return id


def _maker(raw: Mapping[str, Any]) -> str:
    made_by = raw.get("made_by", "")
    if not is_text(made_by):
        raise damaged("who made a record in its user data is no text")
    return made_by
