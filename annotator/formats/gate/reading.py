# SPDX-License-Identifier: MIT
"""GATE XML in: places are where the nodes stand in the text, whatever they are called."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

from annotator.errors import InputError
from annotator.formats.annotation_sets.parts import Annotation, AnnotationSet, Link, SetsDocument
from annotator.formats.annotation_sets.reading import read_sets
from annotator.formats.decoding import NotTextError
from annotator.formats.each_file import Reading
from annotator.formats.format import ImportedDocument, Progress, ReadOptions
from annotator.formats.gate.control import hidden, is_version_1_1, uncovered
from annotator.formats.gate.xstream import number_of, value_of
from annotator.formats.sources import SourceFile
from annotator.formats.tally import Tally
from annotator.formats.whole import whole_file
from annotator.formats.xml import parsed_xml
from annotator.schema.names import shown

_STRING = "java.lang.String"
_WRAPPER = "gate.corpora.ObjectWrapper"
_WHOLE = ("Integer", "Long", "Short", "Byte", "BigInteger")
_FRACTIONS = ("Double", "Float", "BigDecimal")
_COLLECTIONS = ("List", "Set", "Vector", "Collection")


def read(
    files: Sequence[SourceFile], options: ReadOptions, progress: Progress
) -> Iterator[ImportedDocument]:
    """Yield the document of each file."""
    return read_sets(files, options, progress, _parsed)


def _parsed(file: SourceFile, reading: Reading, tally: Tally) -> SetsDocument:
    data = whole_file(file.path, reading.options.max_bytes)
    unhide: Callable[[str], str] = str
    if is_version_1_1(data):
        data, unhide = hidden(data), uncovered
    root = parsed_xml(data)
    if _name(root) != "GateDocument":
        raise InputError(f"this is no GATE document: its first element is {shown(_name(root))}")
    return _File(file, reading, tally, unhide).document(root)


@dataclass(slots=True)
class _File:
    """One file; ``unhide`` gives texts as they are where the file is XML 1.1."""

    file: SourceFile
    reading: Reading
    tally: Tally
    unhide: Callable[[str], str]

    def document(self, root: etree._Element) -> SetsDocument:
        """Return what the file holds."""
        features: dict[str, Any] = {}
        text = ""
        nodes: dict[str, int] = {}
        sets: dict[str, AnnotationSet] = {}
        for element in root:
            match _name(element):
                case "GateDocumentFeatures":
                    features = self._features(element)
                case "TextWithNodes":
                    text, nodes = self._text(element)
                case "AnnotationSet":
                    each = self._set_of(element, sets)
                    each.annotations.extend(self._annotations(element, nodes))
                case "RelationSet":
                    self._set_of(element, sets).links.extend(self._links(element))
                case other:
                    raise NotTextError(
                        f"{shown(other)} is no part of a GATE document", _line(element)
                    )
        return SetsDocument(text, features, list(sets.values()))

    def _set_of(self, element: etree._Element, sets: dict[str, AnnotationSet]) -> AnnotationSet:
        name = self.unhide(element.get("Name", ""))
        return sets.setdefault(name, AnnotationSet(name))

    def _text(self, element: etree._Element) -> tuple[str, dict[str, int]]:
        """Return the text, and the place of each node in it."""
        pieces = [self.unhide(element.text or "")]
        length = len(pieces[0])
        nodes: dict[str, int] = {}
        for node in element:
            id = node.get("id")
            if id is None or _name(node) != "Node" or len(node) or node.text:
                raise NotTextError("only empty Node elements may stand in the text", _line(node))
            nodes[id] = length
            piece = self.unhide(node.tail or "")
            pieces.append(piece)
            length += len(piece)
        return "".join(pieces), nodes

    def _annotations(self, element: etree._Element, nodes: dict[str, int]) -> Iterator[Annotation]:
        for number, child in enumerate(element):
            start = self._place(child, "StartNode", nodes)
            end = self._place(child, "EndNode", nodes)
            if start is None or end is None:
                continue
            id = self._number(child, "Id", number)
            label = self._named(child)
            if id is not None and label is not None:
                yield Annotation(id, label, start, end, self._features(child), _line(child))

    def _links(self, element: etree._Element) -> Iterator[Link]:
        for number, child in enumerate(element):
            id = self._number(child, "Id", number)
            label = self._named(child)
            members = [part for part in child.get("Members", "").split(";") if part]
            if id is None or label is None:
                continue
            if not all(part.isascii() and part.isdigit() for part in members):
                self._tell(child, f"the members must be numbers, not {shown(child.get('Members'))}")
                continue
            if any(data.text for data in child.iterchildren("UserData")):
                self.tally.count(
                    "the user data of 1 relation was left out",
                    "the user data of {} relations were left out",
                )
            numbers = tuple(int(part[:20]) for part in members)
            yield Link(id, label, numbers, self._features(child))

    def _place(self, child: etree._Element, name: str, nodes: dict[str, int]) -> int | None:
        node = child.get(name)
        if node is None:
            self._tell(child, f"{name} is missing")
            return None
        if node not in nodes:
            self._tell(child, f"{name} is {shown(node)}, and the text has no such node")
            return None
        return nodes[node]

    def _number(self, child: etree._Element, name: str, default: int) -> int | None:
        """Return a number; ``default`` where there is none, as in files of old versions."""
        text = child.get(name)
        if text is None:
            return default
        if not (text.isascii() and text.removeprefix("-").isdigit() and len(text) < 19):
            self._tell(child, f"{name} must be a number, not {shown(text)}")
            return None
        return int(text)

    def _named(self, child: etree._Element) -> str | None:
        label = child.get("Type")
        if not label:
            self._tell(child, "Type is missing")
            return None
        return self.unhide(label)

    def _tell(self, child: etree._Element, message: str) -> None:
        name = f"{_name(child).lower()} {child.get('Id', '')}".strip()
        self.reading.problem(self.file, _line(child), name, message)

    def _features(self, element: etree._Element) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for feature in element:
            if not isinstance(feature.tag, str) or not feature.tag.endswith("Feature"):
                continue
            name, value = "", None
            for part in feature:
                if _name(part) == "Name":
                    name = str(self._value(part))
                elif _name(part) == "Value":
                    value = self._value(part)
            found[name] = value
        return found

    def _value(self, element: etree._Element) -> Any:  # noqa: ANN401 - whatever a file holds
        kind = element.get("className", _STRING)
        text = self.unhide(element.text or "")
        if kind == _STRING:
            return text
        if kind == _WRAPPER:
            return self._wrapped(text)
        name = kind.rpartition(".")[2]
        if name in _WHOLE or name in _FRACTIONS:
            return number_of(text, whole=name in _WHOLE)
        if name == "Boolean":
            return text == "true"
        if kind.startswith("java.util.") and name.endswith(_COLLECTIONS):
            return self._collection(text, element.get("itemClassName", _STRING))
        return text

    def _wrapped(self, text: str) -> Any:  # noqa: ANN401 - whatever a file holds
        try:
            return value_of(text)
        except InputError:
            self.tally.count(
                "1 feature holds a Java object that cannot be read, and was kept as XML",
                "{} features hold Java objects that cannot be read, and were kept as XML",
            )
            return text

    def _collection(self, text: str, kind: str) -> list[Any]:
        """Return a list as versions before GATE 8 wrote it: items separated by semicolons."""
        items = [item for item in text.split(";") if item]
        name = kind.rpartition(".")[2]
        if name in _WHOLE or name in _FRACTIONS:
            return [number_of(item, whole=name in _WHOLE) for item in items]
        return list(items)


def _name(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _line(element: etree._Element) -> int:
    line = element.sourceline
    return line if isinstance(line, int) else 0
