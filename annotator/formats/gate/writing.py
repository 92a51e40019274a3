# SPDX-License-Identifier: MIT
"""GATE XML out: a file a document, a set an annotator, node ids in UTF-16 units as Java counts."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from annotator.formats.account import Account
from annotator.formats.annotation_sets.parts import AnnotationSet, SetsDocument
from annotator.formats.annotation_sets.writing import SetsWriting
from annotator.formats.folder_of_documents import write_documents
from annotator.formats.format import (
    ExportedDocument,
    Layer,
    Progress,
    StoredLayer,
    WriteOptions,
)
from annotator.formats.gate.xstream import wrapped
from annotator.formats.ledger import Ledger
from annotator.formats.xml import first_breach
from annotator.text.offsets import Utf16Map

_RETURN = {"\r": "&#13;"}
_IN_NAMES = {"\r": "&#13;", "\n": "&#10;", "\t": "&#9;"}
_WRAPPER = "gate.corpora.ObjectWrapper"


def write(
    documents: Iterator[ExportedDocument], target: Path, options: WriteOptions, progress: Progress
) -> Ledger:
    """Write each document into a file of the folder, with a set for each annotator."""
    account = Account(Ledger("gate", str(target)), options, progress)
    return write_documents(documents, target, account, _render)


def _render(
    item: ExportedDocument, layers: Sequence[Layer | StoredLayer], account: Account
) -> Mapping[str, bytes] | None:
    writing = SetsWriting(item, account, first_breach, holds_null=False)
    found = writing.document(layers)
    return None if found is None else {".xml": "".join(_lines(found)).encode()}


def _lines(found: SetsDocument) -> Iterator[str]:
    yield "<?xml version='1.0' encoding='UTF-8'?>\n"
    yield '<GateDocument version="3">\n<GateDocumentFeatures>\n'
    yield _features(found.features)
    yield "</GateDocumentFeatures>\n<TextWithNodes>"
    units = Utf16Map.of(found.text)
    yield from _text(found, units)
    yield "</TextWithNodes>\n"
    for each in found.sets:
        yield from _set(each, units)
    for each in found.sets:
        if each.links:
            yield from _links(each)
    yield "</GateDocument>\n"


def _text(found: SetsDocument, units: Utf16Map) -> Iterator[str]:
    places = {a.start for each in found.sets for a in each.annotations}
    places |= {a.end for each in found.sets for a in each.annotations}
    last = 0
    for place in sorted(places):
        yield escape(found.text[last:place], _RETURN)
        yield f'<Node id="{units.to_utf16(place)}"/>'
        last = place
    yield escape(found.text[last:], _RETURN)


def _set(each: AnnotationSet, units: Utf16Map) -> Iterator[str]:
    yield f"<AnnotationSet{_name(each.name)}>\n"
    for a in each.annotations:
        start, end = units.to_utf16(a.start), units.to_utf16(a.end)
        yield (
            f'<Annotation Id="{a.id}" Type={_quoted(a.type)} '
            f'StartNode="{start}" EndNode="{end}">\n{_features(a.features)}</Annotation>\n'
        )
    yield "</AnnotationSet>\n"


def _links(each: AnnotationSet) -> Iterator[str]:
    yield f"<RelationSet{_name(each.name)}>\n"
    for link in each.links:
        members = ";".join(str(member) for member in link.members)
        yield (
            f'<Relation Id="{link.id}" Type={_quoted(link.type)} Members="{members}">\n'
            f"<UserData></UserData>\n{_features(link.features)}</Relation>\n"
        )
    yield "</RelationSet>\n"


def _name(name: str) -> str:
    return f" Name={_quoted(name)}" if name else ""


def _quoted(name: str) -> str:
    return quoteattr(name, _IN_NAMES)


def _features(features: Mapping[str, Any]) -> str:
    return "".join(
        f"<Feature>\n  <Name{_value(name)}</Name>\n  <Value{_value(value)}</Value>\n</Feature>\n"
        for name, value in features.items()
    )


def _value(value: object) -> str:
    """Return the rest of a start tag, with the class, and the text after it."""
    if isinstance(value, str) and not first_breach(value):
        return f' className="java.lang.String">{escape(value, _RETURN)}'
    if isinstance(value, bool):
        return f' className="java.lang.Boolean">{"true" if value else "false"}'
    if isinstance(value, int):
        kind = "Integer" if -(2**31) <= value < 2**31 else "Long"
        return f' className="java.lang.{kind}">{value}'
    if isinstance(value, float):
        return f' className="java.lang.Double">{value!r}'
    return f' className="{_WRAPPER}">{escape(wrapped(value))}'
