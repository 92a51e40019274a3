# SPDX-License-Identifier: MIT
"""HTML as text, with the way from places in the page, as Label Studio names them, to the text.

A place is a path to a node of the page (XPath) with an offset, or an offset from the start of all
text nodes, in which a line break (``br``) counts one. The text is that of the text nodes as they
are, but for white space between blocks, with a line break at each ``br`` and wherever a block
starts or ends.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree, html

from annotator.errors import InputError
from annotator.text.offsets import Utf16Map

_BLOCKS = re.compile(
    r"address|article|aside|blockquote|body|caption|center|dd|details|dialog|div|dl|dt"
    r"|fieldset|figcaption|figure|footer|form|h1|h2|h3|h4|h5|h6|header|hr|legend|li|main|nav|ol"
    r"|option|p|pre|section|summary|table|tbody|td|tfoot|th|thead|tr|ul"
)
_NOT_SHOWN = frozenset(("style", "noscript", "template", "title", "textarea", "select"))
_TAKEN_OUT = frozenset(("script", "iframe"))
"""Label Studio takes these out of a page before it shows it."""
_STEP = re.compile(r"([A-Za-z][\w:.\-]*|text\(\))(?:\[(\d{1,9})\])?")
_BODY = re.compile(r"<body\b[^>]*>", re.IGNORECASE)
_BODY_END = re.compile(r"</body\s*>", re.IGNORECASE)
_HTML = re.compile(r"<html\b", re.IGNORECASE)
_PAGE = "<html><body><div>{}</div></body></html>"


@dataclass(frozen=True, slots=True)
class _TextNode:
    """A text node: its text, and where that starts among all the text nodes."""

    text: str
    start: int


@dataclass(slots=True)
class Page:
    """A page as text; ``segments`` lead from places in the text nodes to places in the text."""

    text: str = ""
    nodes: dict[etree._Element, list[_TextNode | etree._Element]] = field(default_factory=dict)
    starts: dict[etree._Element, int] = field(default_factory=dict)
    ends: dict[etree._Element, int] = field(default_factory=dict)
    root: etree._Element | None = None
    length: int = 0
    _sources: list[int] = field(default_factory=list)
    _targets: list[int] = field(default_factory=list)
    _lengths: list[int] = field(default_factory=list)

    def add_segment(self, source: int, target: int, length: int) -> None:
        """Keep that so many characters from ``source`` on stand in the text at ``target``."""
        self._sources.append(source)
        self._targets.append(target)
        self._lengths.append(length)

    def stretch(self, start: int, end: int) -> tuple[int, int] | None:
        """Return where a stretch of the text nodes stands in the text; None if nowhere."""
        first = bisect_right(self._sources, start) - 1
        if first < 0 or start >= self._sources[first] + self._lengths[first]:
            first += 1
        last = bisect_left(self._sources, end) - 1
        if first > last or not 0 <= start < end:
            return None
        inside = max(0, start - self._sources[first])
        length = min(self._lengths[last], end - self._sources[last])
        return self._targets[first] + inside, self._targets[last] + length

    def places(self, path: str, offset: int) -> Iterator[int]:
        """Yield the places among the text nodes that a path and an offset may mean.

        The offset counts code points in a text node, or UTF-16 units; in an element it counts
        nodes, or characters. Nothing is yielded for a path that leads nowhere.
        """
        node = self._node(path)
        if isinstance(node, _TextNode):
            if 0 <= offset <= len(node.text):
                yield node.start + offset
            units = Utf16Map.of(node.text)
            if len(node.text) < units.length_u16 and 0 <= offset <= units.length_u16:
                yield node.start + units.floor_from_utf16(offset)
        elif node is not None:
            yield from self._places_in(node, offset)

    def _places_in(self, element: etree._Element, offset: int) -> Iterator[int]:
        children = self.nodes[element]
        start, end = self.starts[element], self.ends[element]
        if offset == 0:
            yield start
        elif 0 < offset < len(children):
            child = children[offset]
            yield child.start if isinstance(child, _TextNode) else self.starts[child]
        elif offset == len(children):
            yield end
        if 0 < offset <= end - start:
            yield start + offset

    def _node(self, path: str) -> _TextNode | etree._Element | None:
        found: _TextNode | etree._Element | None = self.root
        steps = [step for step in path.split("/") if step not in ("", ".")]
        for name in ("html", "body"):
            if steps and steps[0].lower().partition("[")[0] == name:
                del steps[0]
        for step in steps:
            parts = _STEP.fullmatch(step)
            if parts is None or found is None or isinstance(found, _TextNode):
                return None
            found = self._child(found, parts[1].lower(), int(parts[2] or 1))
        return found

    def _child(
        self, element: etree._Element, name: str, number: int
    ) -> _TextNode | etree._Element | None:
        for child in self.nodes[element]:
            is_text = isinstance(child, _TextNode)
            if (name == "text()") if is_text else (_tag(child) == name):
                number -= 1
                if number == 0:
                    return child
        return None


def page_of(source: str) -> Page:
    """Return a page of HTML as text; InputError if it is none."""
    source = source.replace("\r\n", "\n").replace("\r", "\n")
    parser = html.HTMLParser(huge_tree=True, remove_pis=False, remove_comments=False)
    try:
        document = html.document_fromstring(_with_root(source), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise InputError(f"the HTML cannot be read: {error}") from None
    body = document.find("body")
    root = body[0] if body is not None and len(body) and isinstance(body[0].tag, str) else body
    if root is None:
        raise InputError("the HTML holds no page")
    _add_bodies_to_tables(root)
    return _Walk(Page(root=root)).page(root)


def _with_root(source: str) -> str:
    """Return a page whose body holds one element, so that its text stays where it is."""
    start = _BODY.search(source)
    if start is None:
        return source if _HTML.search(source) else _PAGE.replace("{}", source)
    ends = list(_BODY_END.finditer(source, start.end()))
    end = ends[-1].start() if ends else len(source)
    inside = source[start.end() : end]
    return f"{source[: start.end()]}<div>{inside}</div>{source[end:]}"


def _add_bodies_to_tables(root: etree._Element) -> None:
    """Put rows that stand in no table body into one, as browsers do."""
    for table in root.iter("table"):
        body: etree._Element | None = None
        for child in list(table):
            if _tag(child) != "tr":
                body = None if isinstance(child.tag, str) else body
                continue
            if body is None:
                body = etree.Element("tbody")
                child.addprevious(body)
            body.append(child)


def _tag(element: object) -> str:
    tag = getattr(element, "tag", None)
    return tag.lower() if isinstance(tag, str) else ""


@dataclass(slots=True)
class _Walk:
    """Goes through a page once; ``hidden`` counts the elements around that show no text."""

    made: Page
    pieces: list[str] = field(default_factory=list)
    length: int = 0
    last: str = ""
    at_block: bool = True
    hidden: int = 0
    taken_out: int = 0

    def page(self, root: etree._Element) -> Page:
        """Return the page with its text and all its nodes."""
        for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
            if event == "start":
                self._open(element)
            else:
                if event == "end":
                    self._close(element)
                if element is not root:
                    parent = element.getparent()
                    if event != "end":
                        self.made.nodes[parent].append(element)
                        self.made.starts[element] = self.made.ends[element] = self.made.length
                    self._text(parent, element.tail)
        self.made.text = "".join(self.pieces)
        return self.made

    def _open(self, element: etree._Element) -> None:
        made, tag = self.made, _tag(element)
        made.nodes[element] = []
        made.starts[element] = made.length
        parent = element.getparent()
        if element is not made.root and parent is not None:
            made.nodes[parent].append(element)
        self.at_block = self.at_block or _BLOCKS.fullmatch(tag) is not None
        self.hidden += tag in _NOT_SHOWN
        self.taken_out += tag in _TAKEN_OUT
        if tag == "br" and not self.taken_out:
            self._shown("\n", made.length)
            made.length += 1
        self._text(element, element.text)

    def _close(self, element: etree._Element) -> None:
        tag = _tag(element)
        self.made.ends[element] = self.made.length
        self.at_block = self.at_block or _BLOCKS.fullmatch(tag) is not None
        self.hidden -= tag in _NOT_SHOWN
        self.taken_out -= tag in _TAKEN_OUT

    def _text(self, parent: etree._Element | None, text: str | None) -> None:
        if not text or parent is None or self.taken_out:
            return
        made = self.made
        made.nodes[parent].append(_TextNode(text, made.length))
        if not self.hidden and not (self.at_block and text.isspace() and _tag(parent) != "pre"):
            self._shown(text, made.length)
        made.length += len(text)

    def _shown(self, text: str, source: int) -> None:
        if self.at_block and self.length and self.last != "\n" and text[0] != "\n":
            self.pieces.append("\n")
            self.length += 1
        self.at_block = False
        self.made.add_segment(source, self.length, len(text))
        self.pieces.append(text)
        self.length += len(text)
        self.last = text[-1]
