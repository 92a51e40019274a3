# SPDX-License-Identifier: MIT
"""A page as a tree: bounded before it is built, and without what no reader sees."""

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree, html

from annotator.errors import InputError

MOST_BYTES = 16 * 1024 * 1024
MOST_ELEMENTS = 400_000
MOST_DEPTH = 250
MOST_ATTRIBUTES = 1_000
_UNSEEN_NAMES = (
    "script style template noscript iframe object embed applet textarea select datalist svg canvas "
    "audio video title"
)
_UNSEEN = frozenset(_UNSEEN_NAMES.split())
_PARSING: dict[str, Any] = {
    "collect_ids": False,
    "default_doctype": False,
    "encoding": "utf-8",
    "remove_comments": True,
    "remove_pis": True,
    "no_network": True,
}
_HIDING = re.compile(r"(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_NOT_XML = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class _Counter:
    """Counts what a tree would hold, without building it: what lxml calls a parser target."""

    def __init__(self) -> None:
        self.elements = 0
        self.depth = 0

    def start(self, tag: str | bytes, attrib: dict[str | bytes, str | bytes]) -> None:
        """Count an element; InputError if there is too much of anything."""
        self.elements += 1
        self.depth += 1
        if self.depth > MOST_DEPTH:
            raise InputError(f"the page's elements are nested more than {MOST_DEPTH} deep")
        if self.elements > MOST_ELEMENTS:
            raise InputError(f"the page has more than {MOST_ELEMENTS:,} elements")
        if len(attrib) > MOST_ATTRIBUTES:
            raise InputError(f"a <{tag!s}> of the page has {len(attrib):,} attributes")

    def end(self, tag: str | bytes) -> None:
        """Take note that an element has ended."""
        del tag
        self.depth -= 1

    def data(self, data: str | bytes) -> None:
        """Pass over text."""

    def comment(self, text: str | bytes) -> None:
        """Pass over a comment."""

    def close(self) -> None:
        """End, with nothing to give."""


def tree_of(text: str) -> tuple[html.HtmlElement, int]:
    """Return the root of a page and how many elements it has.

    Raises InputError for a page with too many elements, too many attributes, or nested too deep:
    to build its tree could take hours. Control characters that XML does not have are left out.
    """
    data = _NOT_XML.sub("", text).encode()
    counter = _Counter()
    counting: Any = etree.HTMLParser(target=counter, encoding="utf-8")
    try:
        counting.feed(data)
        counting.close()
    except etree.LxmlError:
        raise InputError("the page holds no elements") from None
    parser = html.HTMLParser(**_PARSING)
    try:
        root = html.document_fromstring(data, parser=parser)
    except etree.LxmlError:
        raise InputError("the page holds no elements") from None
    if any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log):
        raise InputError("the page is nested too deep, or has too long parts")
    return root, counter.elements


def remove_unseen(root: html.HtmlElement) -> int:
    """Remove what a reader does not see; return how many parts were hidden on purpose.

    What hides by a class and a style sheet is not known here.
    """
    hidden = 0
    for element in list(_unseen(root)):
        if element.getparent() is None:
            continue
        hidden += element.tag not in _UNSEEN
        element.drop_tree()
    return hidden


def _unseen(root: html.HtmlElement) -> Iterator[html.HtmlElement]:
    for element in root.iter(etree.Element):
        if element.tag in ("html", "body", "head"):
            continue
        style = element.get("style")
        if (
            element.tag in _UNSEEN
            or element.get("hidden") is not None
            or (style and _HIDING.search(style))
        ):
            yield element
