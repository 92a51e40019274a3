# SPDX-License-Identifier: MIT
"""What our own XMI files say of a document for which UIMA has no place: a structure of our type."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from annotator.errors import InputError
from annotator.formats.json_text import parsed
from annotator.formats.uima_names import decoded
from annotator.formats.xmi.elements import Content, View

FACTS_TYPE = "annotator.DocumentFacts"
FACTS_FEATURES = ("document", "annotator", "complete", "date", "facts")


@dataclass(frozen=True, slots=True)
class Facts:
    """The document's id, whose layer it is, whether that is complete, and other facts."""

    id: str = ""
    annotator: str = ""
    complete: bool = False
    date: str = ""
    tags: tuple[str, ...] = ()
    meta: Mapping[str, Any] = field(default_factory=dict)
    is_ours: bool = False


def facts_of(content: Content, view: View) -> Facts:
    """Return the facts in a view; none for files that are not ours."""
    for structure in content.structures.values():
        if structure.type == FACTS_TYPE and structure.id in view.members:
            rest = structure.text("facts")
            said = parsed(rest.encode(), 8 * len(rest) + 1000) if rest else {}
            tags, meta = said.get("tags", []), said.get("meta", {})
            if not isinstance(tags, list) or not all(isinstance(tag, str) for tag in tags):
                raise InputError(f"line {structure.line}: tags must be a list of texts")
            return Facts(
                decoded(structure.text("document")),
                decoded(structure.text("annotator")),
                structure.text("complete") == "true",
                decoded(structure.text("date")),
                tuple(tags),
                meta if isinstance(meta, dict) else {},
                is_ours=True,
            )
    return Facts()


def facts_text(tags: tuple[str, ...], meta: Mapping[str, Any]) -> str:
    """Return tags and other facts as JSON of ASCII characters, as ``facts_of`` reads them."""
    held = {name: value for name, value in (("tags", list(tags)), ("meta", dict(meta))) if value}
    return json.dumps(held) if held else ""
