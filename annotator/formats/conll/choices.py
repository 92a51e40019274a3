# SPDX-License-Identifier: MIT
"""What may be chosen when columns are read and written."""

from collections.abc import Mapping
from dataclasses import dataclass

from annotator.formats.format import Choice, chosen
from annotator.formats.tag_sequences import IOE1, SCHEMES, Scheme
from annotator.formats.tokenised import MISALIGNED, SENTENCES

REFUSE, CONLLEVAL, DISCARD = "refuse", "conlleval", "discard"
MARKS, FILE, SENTENCE, BLANK_LINES = "marks", "file", "sentence", "blank-lines"
AUTO = "auto"
_JOINERS = {"blank": " ", "nothing": ""}

READING = (
    Choice("token_column", "the column of the tokens: its name or its number from 1"),
    Choice("tag_column", "the columns of the tags, separated by commas: names or numbers from 1"),
    Choice("scheme", "what the letters of the tags mean", (AUTO, *SCHEMES), AUTO),
    Choice(
        "repair",
        "tags that the scheme does not allow: refused; read as conlleval does; left out",
        (REFUSE, CONLLEVAL, DISCARD),
        REFUSE,
    ),
    Choice(
        "documents",
        "what is a document: what -DOCSTART- and comments mark (else the file); the file; "
        "each sentence; what two or more blank lines separate",
        (MARKS, FILE, SENTENCE, BLANK_LINES),
        MARKS,
    ),
    Choice(
        "joiner",
        "what joins tokens: a blank, or nothing for Chinese and Japanese; always a blank; nothing",
        (AUTO, *_JOINERS),
        AUTO,
    ),
    Choice("label", "the label of spans whose tags name none", default="ENTITY"),
    Choice(
        "encoding",
        "the encoding of the file",
        ("utf-8", "iso-8859-1", "iso-8859-15", "windows-1252", "windows-1256"),
        "utf-8",
    ),
)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What was chosen for reading; ``scheme`` and ``joiner`` are None if they are to be found."""

    token: str
    tags: str
    scheme: Scheme | None
    repair: str
    documents: str
    joiner: str | None
    label: str
    encoding: str

    @classmethod
    def of(cls, choices: Mapping[str, str]) -> "Wishes":
        """Return the wishes for a value of some choices; the others have their defaults."""
        values = chosen(READING, choices)
        return cls(
            values["token_column"],
            values["tag_column"],
            SCHEMES.get(values["scheme"]),
            values["repair"],
            values["documents"],
            _JOINERS.get(values["joiner"]),
            values["label"] or "ENTITY",
            values["encoding"],
        )


_WRITTEN = tuple(name for name in SCHEMES if name != IOE1.name)
WRITING = (
    Choice("scheme", "what the letters of the tags mean", _WRITTEN, "bio"),
    Choice("columns", "token and tag, or token, _, _ and tag as in CoNLL-2003", ("2", "4"), "4"),
    Choice(
        "docstart",
        "the line before each document: -DOCSTART- (id); -DOCSTART- -X- O O as spaCy reads it; "
        "none",
        ("ids", "plain", "none"),
        "ids",
    ),
    MISALIGNED,
    SENTENCES,
)
