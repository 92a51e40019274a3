# SPDX-License-Identifier: MIT
"""XML in and out, without document types, entities of its own, or anything from elsewhere."""

import re

from lxml import etree

from annotator.errors import InputError
from annotator.formats.decoding import NotTextError

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DOCTYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_PROLOG = 64 * 1024


def parsed_xml(data: bytes) -> etree._Element:
    """Return the root element of a file.

    Raises NotTextError with the line for what is no XML, and InputError for a document type
    declaration: whatever one may do, from entities to other files, no data needs it.
    """
    _refuse_doctype(data)
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        dtd_validation=False,
        no_network=True,
        huge_tree=len(data) > 10_000_000,
        remove_comments=True,
        remove_pis=True,
        strip_cdata=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        line = error.lineno or 0
        raise NotTextError(f"not XML: {_sentence(error)}", line) from None
    except ValueError as error:
        raise InputError(f"not XML: {error}") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise InputError("a document type declaration (DOCTYPE) is not allowed; remove it")
    return root


def first_breach(text: str) -> str:
    """Return the first character that no XML may hold, as U+001B; empty if there is none."""
    found = _NOT_XML.search(text)
    return f"U+{ord(found[0]):04X}" if found else ""


def _refuse_doctype(data: bytes) -> None:
    """Refuse before parsing; what hides from this, in UTF-16, is refused after it."""
    if _DOCTYPE.search(data, 0, _PROLOG):
        raise InputError("a document type declaration (DOCTYPE) is not allowed; remove it")


def _sentence(error: etree.XMLSyntaxError) -> str:
    return str(error.msg).split(", line ")[0]
