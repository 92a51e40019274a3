# SPDX-License-Identifier: MIT
"""The article of a page and the facts about it, found by trafilatura; nothing is fetched."""

import logging
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from itertools import islice
from typing import Any

from lxml import etree, html

from annotator.errors import InputError
from annotator.formats.extras import library
from annotator.formats.html.visible import ARTICLE, text_of

MOST_ELEMENTS = 20_000
"""Looking for an article takes seconds in a page with more: news pages have some thousands."""
_LINKED = 0.9
_MOST_LINKS = 2_000
_LAST_DATE = "2100-01-01"
"""Dates up to here are believed, whatever day it is now: the same page gives the same date."""
_TALKATIVE = ("trafilatura", "htmldate", "courlan", "justext", "readability")
_ENTITY = re.compile(r"&(?=[#\w])")
_FIRST_STAND_IN = 0x2A000
"""Rare Han characters: printable letters that stand for what trafilatura would leave out."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a page says about itself; empty where it says nothing."""

    title: str
    date: str
    language: str
    site: str
    more: dict[str, Any]


NO_FACTS = Facts("", "", "", "", {})


def tool() -> str:
    """Return name and version of what finds the article."""
    return f"trafilatura {version('trafilatura')}"


def facts_of(root: html.HtmlElement, extra: str) -> Facts:
    """Return what the head of a page says, and its structured data; only stated dates count."""
    metadata = library("trafilatura.metadata", extra)
    dates = {"original_date": True, "extensive_search": False, "max_date": _LAST_DATE}
    with _quiet():
        found = metadata.extract_metadata(root, date_config=dates)
    more = {
        "author": _clean(found.author),
        "url": _clean(found.url),
        "description": _clean(found.description),
    }
    return Facts(
        _clean(found.title),
        _clean(found.date),
        _language(root),
        _clean(found.sitename) or _clean(found.hostname),
        {name: value for name, value in more.items() if value},
    )


def article_of(root: html.HtmlElement, extra: str) -> str:
    """Return the text of the article, a line for each paragraph; the tree is used up.

    Raises InputError if there is none. What trafilatura would drop from within words (joiners,
    marks of direction) is kept.
    """
    trafilatura = library("trafilatura", extra)
    links = _links(root)
    restore = _protect(root)
    with _quiet():
        found = trafilatura.bare_extraction(
            root,
            fast=False,
            include_comments=False,
            include_tables=True,
            include_formatting=False,
            include_links=False,
            include_images=False,
            deduplicate=False,
            with_metadata=False,
        )
    body = None if found is None else found.body
    text = "" if body is None else restore(text_of(body, ARTICLE))
    if not text.strip() or _is_list_of_links(text, links):
        raise InputError(
            "no article was found on this page; all that it shows can be taken (--set extract=all)"
        )
    return text


def _is_list_of_links(text: str, links: Iterable[str]) -> bool:
    """Return whether nearly all of a text is the words of links, as on a start page."""
    linked = sum(len(words) for words in links if words in text)
    return linked > _LINKED * len(text)


def _links(root: html.HtmlElement) -> list[str]:
    every = (" ".join(link.itertext()).split() for link in root.iter("a"))
    return [" ".join(words) for words in islice(every, _MOST_LINKS) if words]


def _protect(root: html.HtmlElement) -> Callable[[str], str]:
    """Put letters in the place of characters that would be lost; return what puts them back.

    trafilatura drops all that is not printable, with the joiners of Persian and the marks of
    right-to-left text (version 2.3.1), and resolves entities twice.
    """
    held = "".join(root.itertext())
    odd = sorted({char for char in held if not char.isprintable() and not char.isspace()} | {"&"})
    letters = (chr(code) for code in range(_FIRST_STAND_IN, 0x2A6DE) if chr(code) not in held)
    stand_ins = dict(zip(odd, letters, strict=False))
    ampersand = stand_ins.pop("&")
    table = str.maketrans(stand_ins)

    def protected(text: str) -> str:
        return _ENTITY.sub(ampersand, text).translate(table)

    for element in root.iter(etree.Element):
        if element.text:
            element.text = protected(element.text)
        if element.tail:
            element.tail = protected(element.tail)
    back = str.maketrans(
        {stand_in: char for char, stand_in in stand_ins.items()} | {ampersand: "&"}
    )
    return lambda text: text.translate(back)


def _clean(value: str | None) -> str:
    """Return a fact on one line."""
    return " ".join(value.split()) if isinstance(value, str) else ""


_FAILURES = (
    *(ValueError, TypeError, AttributeError, LookupError, AssertionError, ArithmeticError),
    *(RecursionError, etree.LxmlError),
)
_CODE = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]{1,8})*")


def _language(root: html.HtmlElement) -> str:
    """Return the language that the page says it is in."""
    said = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang")
    found = _CODE.fullmatch((said or root.get("xml:lang") or "").strip())
    return found[1].lower() if found else ""


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep the libraries from printing parts of the page, and turn their failures into ours."""
    before = {name: logging.getLogger(name).level for name in _TALKATIVE}
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    try:
        yield
    except _FAILURES as error:
        raise InputError(
            f"{tool()} cannot read this page ({type(error).__name__}); "
            "all that it shows can be taken (--set extract=all)"
        ) from error
    finally:
        for name, level in before.items():
            logging.getLogger(name).setLevel(level)
