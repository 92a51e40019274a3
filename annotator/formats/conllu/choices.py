# SPDX-License-Identifier: MIT
"""What may be chosen when CoNLL-U is read and written."""

from collections.abc import Mapping
from dataclasses import dataclass

from annotator.formats.format import Choice, chosen
from annotator.formats.tag_sequences import SCHEMES, Scheme
from annotator.formats.tokenised import MISALIGNED, SENTENCES

AUTO = "auto"
REFUSE, CONLLEVAL, DISCARD = "refuse", "conlleval", "discard"
MARKS, FILE, SENTENCE = "marks", "file", "sentence"
COMMENT, TOKENS = "comment", "tokens"
ENTITY = "Entity"
KEYS = ("name", "NE", "NER", "ner")
"""Keys under which tags such as B-PER are found in the last column, as NorNE and others have it."""

READING = (
    Choice(
        "attr",
        "the key of the last column, or the column of CoNLL-U Plus, that has the spans: tags such "
        "as B-PER, or brackets as in Entity=(1-person; found if none is named",
        default=AUTO,
    ),
    Choice("scheme", "what the letters of the tags mean", (AUTO, *SCHEMES), AUTO),
    Choice(
        "repair",
        "tags that the scheme does not allow: refused; read as conlleval does; left out",
        (REFUSE, CONLLEVAL, DISCARD),
        REFUSE,
    ),
    Choice(
        "documents",
        "what is a document: what newdoc comments mark (else the file); the file; each sentence",
        (MARKS, FILE, SENTENCE),
        MARKS,
    ),
    Choice(
        "text",
        "the text of a sentence: its text comment, which the tokens must fit; or the tokens, with "
        "blanks between them but where SpaceAfter=No says there is none",
        (COMMENT, TOKENS),
        COMMENT,
    ),
    Choice("label", "the label of spans whose tags or brackets name none", default="ENTITY"),
)

WRITING = (
    Choice(
        "ner",
        "where the spans go in the last column: brackets (Entity=(1-ACTOR), which may overlap, or "
        "one tag a token under this key",
        (ENTITY, *KEYS),
        ENTITY,
    ),
    Choice(
        "scheme",
        "what the letters of the tags mean, where there are tags",
        ("bio", "bioes", "bilou", "iob1"),
        "bio",
    ),
    MISALIGNED,
    SENTENCES,
)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What was chosen for reading; ``scheme`` is None if it is to be found."""

    attr: str
    scheme: Scheme | None
    repair: str
    documents: str
    check_text: bool
    label: str

    @classmethod
    def of(cls, choices: Mapping[str, str]) -> "Wishes":
        """Return the wishes for a value of some choices; the others have their defaults."""
        values = chosen(READING, choices)
        return cls(
            values["attr"] or AUTO,
            SCHEMES.get(values["scheme"]),
            values["repair"],
            values["documents"],
            values["text"] == COMMENT,
            values["label"] or "ENTITY",
        )
