# SPDX-License-Identifier: MIT
"""The facts about a document as a JSON object that tools carry along with its text."""

from collections.abc import Mapping
from typing import Any

from annotator.model.records import DocumentInfo
from annotator.text.scripts import implied_language

_FACTS = ("title", "source", "date", "language")


def info_from(meta: Mapping[str, Any], text: str, language: str) -> DocumentInfo:
    """Return a document's info; whatever is not a fact that we know stays in its ``meta``.

    ``language`` is the project's.
    """
    rest = dict(meta)
    facts = {name: rest.pop(name) for name in _FACTS if isinstance(rest.get(name), str)}
    tags = rest.get("tags")
    if isinstance(tags, list) and all(isinstance(tag, str) for tag in tags):
        del rest["tags"]
    else:
        tags = []
    facts.setdefault("language", implied_language(text, language))
    return DocumentInfo(tags=tuple(tags), meta=rest, **facts)


def meta_of(info: DocumentInfo, text: str, language: str) -> dict[str, Any]:
    """Return what ``info_from`` makes the same info of."""
    meta: dict[str, Any] = {name: getattr(info, name) for name in _FACTS[:3]}
    meta = {name: value for name, value in meta.items() if value}
    if info.language != implied_language(text, language):
        meta["language"] = info.language
    if info.tags:
        meta["tags"] = list(info.tags)
    return {**meta, **info.meta}
