# SPDX-License-Identifier: MIT
"""The characters of a page: decoded as the page says, exactly or not at all."""

import codecs
import re
from dataclasses import dataclass

from annotator.errors import InputError
from annotator.formats.decoding import NotTextError, place_of

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_HEAD = 16 * 1024
_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
_META = re.compile(rb"<meta\s[^>]{0,1000}", re.IGNORECASE)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:\-]{1,40})", re.IGNORECASE)
_XML = re.compile(rb"\s*<\?xml[^>]{0,300}?encoding\s*=\s*[\"']([A-Za-z0-9_.:\-]{1,40})")
_AS_BROWSERS_DO = {  # https://encoding.spec.whatwg.org: what pages mean by these names
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "utf-16": "utf-8",
    "utf-16-le": "utf-8",
    "utf-16-be": "utf-8",
}


@dataclass(frozen=True, slots=True)
class Decoded:
    """A page's text, the encoding it was in, and who said so."""

    text: str
    encoding: str
    said_by: str


def decoded_page(data: bytes, chosen: str) -> Decoded:
    """Return the text of a page: in the chosen encoding, else the one it names, else UTF-8.

    Raises NotTextError with line and column for bytes that the encoding does not have, and
    InputError for an encoding that is not known.
    """
    codec, said_by = _encoding_of(data, chosen)
    try:
        text = data.decode(codec)
    except UnicodeDecodeError as error:
        raise _undecodable(data, error, codec, said_by) from None
    if "\0" in text:
        raise NotTextError("the page holds a NUL character, which no text holds")
    return Decoded(text.removeprefix("\ufeff"), _shown(codec), said_by)


def _encoding_of(data: bytes, chosen: str) -> tuple[str, str]:
    if chosen:
        return _codec(chosen, "as was asked for"), "as was asked for"
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return codec, "by its byte-order mark"
    named = _named(data[:_HEAD])
    if named:
        return _codec(named, "the page says so"), "as the page says"
    return "utf-8", "which it does not say"


def _named(head: bytes) -> str:
    """Return the encoding that the head of a page names; empty if it names none."""
    found = _XML.match(head)
    if found:
        return found[1].decode()
    for tag in _META.findall(_COMMENT.sub(b"", head)):
        charset = _CHARSET.search(tag)
        if charset:
            return charset[1].decode()
    return ""


def _codec(name: str, reason: str) -> str:
    try:
        known = codecs.lookup(name)
    except LookupError:
        raise InputError(
            f"the encoding {name!r} ({reason}) is not known; name it (--set encoding=...)"
        ) from None
    if not getattr(known, "_is_text_encoding", True) or known.name in _NO_PAGE:
        raise InputError(f"{name!r} ({reason}) is no encoding of pages")
    if reason == "as was asked for":
        return known.name
    return _AS_BROWSERS_DO.get(known.name, known.name)


_NO_PAGE = {"idna", "punycode", "raw_unicode_escape", "unicode_escape", "undefined", "utf-7"}


def _undecodable(data: bytes, error: UnicodeDecodeError, codec: str, said_by: str) -> NotTextError:
    line, column = place_of(data, error.start)
    sentence = (
        f"not {_shown(codec)} ({said_by}): byte 0x{data[error.start]:02X} at line {line:,}, "
        f"column {column:,}; name its encoding (--set encoding=windows-1252, for instance)"
    )
    return NotTextError(sentence, line)


def _shown(codec: str) -> str:
    """Return an encoding as pages name it."""
    name = codec.removesuffix("-sig")
    return f"windows-{name[2:]}" if name.startswith("cp125") else name
