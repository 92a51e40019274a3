# SPDX-License-Identifier: MIT
"""An XMI file as it stands: the texts it has, and its feature structures by their ids."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from sys import intern

from lxml import etree

from annotator.errors import InputError
from annotator.formats.xml import parsed_xml

_ID = "{http://www.omg.org/XMI}id"
_NOWHERE = "uima.noNamespace."
_SHORT = 32
"""Values up to this length, such as labels and numbers, are mostly there many times."""
_SOFA, _VIEW, _NULL = "uima.cas.Sofa", "uima.cas.View", "uima.cas.NULL"


@dataclass(frozen=True, slots=True)
class Structure:
    """A feature structure: its features as they are written, arrays of texts as tuples."""

    id: str
    type: str
    features: Mapping[str, str | tuple[str, ...]]
    line: int

    def text(self, name: str) -> str:
        """Return a feature that is one text; empty if it is not there."""
        value = self.features.get(name, "")
        return value if isinstance(value, str) else ""


@dataclass(frozen=True, slots=True)
class View:
    """A text with the name of its view, and the ids of what is in its index."""

    id: str
    name: str
    text: str
    members: frozenset[str]


@dataclass(slots=True)
class Content:
    """What a file holds; ``elsewhere`` are views whose text is not in it."""

    views: list[View] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)
    structures: dict[str, Structure] = field(default_factory=dict)


def content_of(data: bytes) -> Content:
    """Return what an XMI file holds; InputError, NotTextError if it is none."""
    root = parsed_xml(data)
    if root.tag != "{http://www.omg.org/XMI}XMI":
        raise InputError(f"this is no XMI: it starts with <{root.tag.rpartition('}')[2]}>")
    content = Content()
    sofas: list[etree._Element] = []
    members: dict[str, set[str]] = {}
    while (element := next(iter(root), None)) is not None:
        root.remove(element)  # so that the tree goes while the structures come
        name = type_name(element.tag)
        if name == _SOFA:
            sofas.append(element)
        elif name == _VIEW:
            known = members.setdefault(element.get("sofa", ""), set())
            known.update(element.get("members", "").split())
        elif name != _NULL:
            _add_structure(content, element, name)
    for sofa in sofas:
        _add_view(content, sofa, members)
    return content


@lru_cache(maxsize=1_000)
def type_name(tag: str) -> str:
    """Return the name of the type that an element is of."""
    space, _, name = tag.rpartition("}")
    package = space.removeprefix("{").removeprefix("http:///").removesuffix(".ecore")
    full = f"{package.replace('/', '.')}.{name}" if package else name
    return full.removeprefix(_NOWHERE)


def _add_structure(content: Content, element: etree._Element, name: str) -> None:
    features: dict[str, str | tuple[str, ...]] = {
        intern(str(key)): intern(str(value)) if len(value) <= _SHORT else str(value)
        for key, value in element.attrib.items()
    }
    id = features.pop(_ID, "")
    line = element.sourceline if isinstance(element.sourceline, int) else 0
    if not isinstance(id, str) or not id:
        raise InputError(f"line {line}: an element of type {name} has no xmi:id")
    if id in content.structures:
        raise InputError(f"line {line}: two elements have the xmi:id {id}")
    if len(element):
        lists: dict[str, list[str]] = {}
        for child in element:
            lists.setdefault(str(child.tag), []).append(child.text or "")
        features.update((key, tuple(texts)) for key, texts in lists.items())
    content.structures[id] = Structure(id, name, features, line)


def _add_view(content: Content, sofa: etree._Element, members: Mapping[str, set[str]]) -> None:
    id, name = sofa.get(_ID, ""), sofa.get("sofaID", "")
    text = sofa.get("sofaString")
    if text is None:
        if sofa.get("sofaURI") is not None or sofa.get("sofaArray") is not None:
            content.elsewhere.append(name)
    elif text.strip():
        content.views.append(View(id, name, text, frozenset(members.get(id, ()))))
