# SPDX-License-Identifier: MIT
"""XML as MAE and MedTator write it: the text as CDATA, a tag a line."""

import re
from dataclasses import dataclass, field

from annotator.schema.names import shown

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MARKUP = str.maketrans(
    {
        "&": "&amp;",
        "<": "&lt;",
        ">": "&gt;",
        '"': "&quot;",
        "\t": "&#9;",
        "\n": "&#10;",
        "\r": "&#13;",
    }
)
_START = (
    "A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_STARTS = re.compile(f"[{_START}]")
_UNFIT = re.compile(f"[^{_START}0-9.\u00b7\u0300-\u036f\u203f\u2040-]")
PLACE = ("id", "spans", "start", "end", "text")
"""The attributes of a tag that say which it is and where."""


def cdata(text: str) -> str:
    """Return a text as CDATA from which every reader of XML gets the same text."""
    inner = text.replace("]]>", "]]]]><![CDATA[>").replace("\r", "]]>&#13;<![CDATA[")
    return f"<![CDATA[{inner}]]>"


def visible(words: str) -> str:
    """Return words with what no XML may hold replaced by U+FFFD."""
    return _NOT_XML.sub("\ufffd", words)


def quoted(words: str) -> str:
    """Return words as they stand between the quotes of an attribute."""
    return words.translate(_MARKUP)


@dataclass(slots=True)
class XmlNames:
    """The names of one kind in an export; two that differ stay different.

    ``reserved`` are not given. ``forbidden`` may not stand in a name, nor ``ending`` at its end.
    """

    reserved: tuple[str, ...] = ()
    forbidden: str = ""
    ending: str = ""
    _written: dict[str, str] = field(default_factory=dict)
    _taken: set[str] = field(default_factory=set)

    def of(self, name: str) -> str:
        """Return a name as XML takes it: what it has no place for becomes an underscore."""
        written = self._written.get(name)
        if written is None:
            written = self._written[name] = self._fitting(name)
            self._taken.add(written)
        return written

    def _fitting(self, name: str) -> str:
        fitting = _UNFIT.sub("_", name)
        if self.forbidden:
            fitting = fitting.replace(self.forbidden, "_")
        if not _STARTS.match(fitting) or fitting.lower().startswith("xml"):
            fitting = f"_{fitting}"
        if self.ending and fitting.endswith(self.ending):
            fitting += "_"
        candidate, number = fitting, 1
        while candidate in self._taken or candidate in self.reserved:
            number += 1
            candidate = f"{fitting}-{number}"
        return candidate

    def notes(self) -> list[str]:
        """Return a sentence for each name that is written in another way."""
        return [
            f"the name {shown(name)} is written as {shown(written)}, since XML or MAE has no other"
            for name, written in sorted(self._written.items())
            if name != written
        ]
