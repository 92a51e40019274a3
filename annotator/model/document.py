# SPDX-License-Identifier: MIT
"""A document: a text that never changes, under an id."""

from dataclasses import dataclass
from hashlib import sha256

from annotator.model.ids import DocumentId


def text_hash(text: str) -> str:
    """Return the SHA-256 of the text's UTF-8 bytes, as 64 hexadecimal digits."""
    return sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Document:
    """A text under an id; what may change about it is its ``DocumentInfo`` record.

    ``sha256`` is ``text_hash(text)``; the store and ``doctor`` compare the two.
    """

    id: DocumentId
    text: str
    sha256: str

    @classmethod
    def of(cls, id: str, text: str) -> "Document":
        """Return the document with its hash computed."""
        return cls(DocumentId(id), text, text_hash(text))
