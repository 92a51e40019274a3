# SPDX-License-Identifier: MIT
"""What is kept of a file that a text was taken out of, and what is said about it."""

from hashlib import sha256
from typing import Any

from annotator.formats.format import RawSource

META_KEY = "raw"
"""Under this name a document's meta says which file its text came from, and what was taken."""


def kept(
    name: str, media_type: str, data: bytes, extracted: str
) -> tuple[RawSource, dict[str, Any]]:
    """Return the raw source, and what the document's meta says of it: file, SHA-256, sentence."""
    told = {"file": name, "sha256": sha256(data).hexdigest(), "extracted": extracted}
    return RawSource(media_type, data, extracted), told
