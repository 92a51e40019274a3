# SPDX-License-Identifier: MIT
"""Saved web pages: the article's text, found by trafilatura; the page itself is kept unchanged.

trafilatura and lxml are imported when something is read, not before.
"""

import re
from collections.abc import Iterator, Sequence

from annotator.formats.format import (
    ALL_ANNOTATION,
    Choice,
    Format,
    ImportedDocument,
    Progress,
    ReadOptions,
)
from annotator.formats.sources import SourceFile

EXTRA = "html"
_START = re.compile(
    rb"\s*(?:<!--.*?-->\s*|<\?xml[^>]{0,500}\?>\s*|<!doctype\s+html[^>]{0,500}>\s*)*"
    rb"<(?:html|!doctype\s+html)[\s>]",
    re.IGNORECASE | re.DOTALL,
)
_ARCHIVE = re.compile(rb"^(?:From: <Saved by |MIME-Version:)", re.MULTILINE)

READING = (
    Choice(
        "extract",
        "article: the article's text, without menus, comments and advertisements; "
        "all: whatever the page shows",
        ("article", "all"),
        "article",
    ),
    Choice(
        "encoding",
        "what the page is written in, where it does not say so or says so wrongly, "
        "such as windows-1256",
    ),
)


def read(
    files: Sequence[SourceFile], options: ReadOptions, progress: Progress
) -> Iterator[ImportedDocument]:
    """Yield a document for each page; see ``reading.read``."""
    from annotator.formats.html.reading import read as read_now

    return read_now(files, options, progress)


def recognises(head: bytes) -> bool:
    """Whether a file starts as a web page does, or as a web archive, which is refused by name."""
    plain = head.replace(b"\0", b"").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    return bool(_START.match(plain.removeprefix(b"\xef\xbb\xbf"))) or is_web_archive(head)


def is_web_archive(head: bytes) -> bool:
    """Whether these are the first bytes of a page saved as one file with its pictures."""
    if head.startswith(b"bplist00"):
        return b"WebMainResource" in head
    mail = head[:2000]
    return b"multipart/related" in mail and _ARCHIVE.search(mail) is not None


FORMAT = Format(
    "html",
    "Web page",
    (".html", ".htm", ".xhtml"),
    read,
    None,
    loses=ALL_ANNOTATION,
    recognises=recognises,
    extra=EXTRA,
    reading=READING,
)
