# SPDX-License-Identifier: MIT
"""Which column is what: chosen by a person, or told by its name."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from annotator.errors import InputError
from annotator.schema.names import listed, shown

ROLES = ("text", "id", "title", "source", "date", "language", "annotator", "spans")
_NO_COLUMN = "none"
_KNOWN: Mapping[str, tuple[str, ...]] = {
    "text": (
        *("text", "body", "content", "article", "article_text", "article_body", "full_text"),
        *("fulltext", "raw_text", "document_text", "sentence", "story", "message", "post"),
        *("tweet", "document", "texto", "texte", "текст", "نص", "النص", "متن"),
    ),
    "id": (
        *("id", "doc_id", "docid", "document_id", "article_id", "text_id", "uid", "uuid"),
        *("guid", "_id", "task_id", "filename", "file_name", "file", "url", "link"),
    ),
    "title": ("title", "headline", "heading", "subject", "titulo", "titre", "العنوان"),
    "source": (
        *("source", "publisher", "outlet", "newspaper", "publication", "agency", "site"),
        *("source_name", "domain"),
    ),
    "date": (
        *("date", "published", "pub_date", "published_at", "publish_date", "date_published"),
        *("publication_date", "datetime", "timestamp"),
    ),
    "language": ("language", "lang", "locale"),
    "annotator": ("annotator", "annotator_name", "annotator_id", "completed_by"),
    "spans": ("label", "labels", "entities", "spans", "annotations", "ner", "ner_spans"),
}
_SIGNS = re.compile(r"[\s\-.]+")


@dataclass(frozen=True, slots=True)
class Naming:
    """The columns by role, and those that have none: (number from 0, name)."""

    roles: Mapping[str, int]
    others: tuple[tuple[int, str], ...]
    has_header: bool
    width: int = 0
    names: tuple[str, ...] = field(default=())

    def cell(self, role: str, cells: Sequence[str]) -> str:
        """Return the cell of a role; empty if no column has it."""
        place = self.roles.get(role)
        return "" if place is None else cells[place]

    def name_of(self, role: str) -> str:
        """Return what the column of a role is called."""
        return self.names[self.roles[role]]


def naming_of(
    first: Sequence[str], choices: Mapping[str, str], spans_in: Mapping[int, str]
) -> Naming:
    """Return which column is what; ``first`` is the first row.

    ``spans_in`` are cells of the rows after it, by column, to see whether there are lists in one.
    Raises InputError for a column that is not there, for two of one name, and where none holds the
    text.
    """
    said = choices.get("header", "auto")
    has_header = said == "yes" or (said != "no" and _looks_like_header(first, choices))
    names = _names(first) if has_header else [str(number + 1) for number in range(len(first))]
    roles: dict[str, int] = {}
    for role in ROLES:
        place = _chosen(role, names, choices)
        if place is None and has_header and choices.get(role, "") != _NO_COLUMN:
            place = _told(role, names, roles, spans_in)
        if place is not None:
            roles[role] = place
    if "spans" not in roles:
        roles.pop("annotator", None)  # nothing would be theirs
    if "text" not in roles and len(names) == 1 and not has_header and said == "no":
        roles["text"] = 0
    if "text" not in roles:
        raise InputError(_no_text(first))
    used = set(roles.values()) - {roles["id"]} if _is_address(roles, names) else set(roles.values())
    others = tuple((place, name) for place, name in enumerate(names) if place not in used)
    return Naming(roles, others, has_header, len(names), tuple(names))


def _is_address(roles: Mapping[str, int], names: Sequence[str]) -> bool:
    """Return whether the id is an address or a file's name, which is kept as a fact too."""
    return "id" in roles and _plain(names[roles["id"]]) in ("url", "link", "file", "filename")


def _looks_like_header(first: Sequence[str], choices: Mapping[str, str]) -> bool:
    plain = {_plain(cell) for cell in first}
    if any(plain & set(known) for role, known in _KNOWN.items() if role in ("text", "id")):
        return True
    chosen = {choices.get(role, "").strip() for role in ROLES} - {""}
    return bool(chosen & {cell.strip() for cell in first})


def _names(first: Sequence[str]) -> list[str]:
    names = [cell.strip() or f"column {place + 1}" for place, cell in enumerate(first)]
    twice = [name for name in names if names.count(name) > 1]
    if twice:
        raise InputError(f"two columns are called {shown(twice[0])}")
    return names


def _chosen(role: str, names: Sequence[str], choices: Mapping[str, str]) -> int | None:
    wanted = choices.get(role, "").strip()
    if not wanted or wanted == _NO_COLUMN:
        return None
    if wanted in names:
        return names.index(wanted)
    folded = [name.casefold() for name in names]
    if wanted.casefold() in folded:
        return folded.index(wanted.casefold())
    if wanted.isdecimal() and 1 <= int(wanted) <= len(names):
        return int(wanted) - 1
    raise InputError(f"there is no column {shown(wanted)} ({role}); there are {listed(names)}")


def _told(
    role: str, names: Sequence[str], taken: Mapping[str, int], spans_in: Mapping[int, str]
) -> int | None:
    plain = [_plain(name) for name in names]
    for known in _KNOWN[role]:
        place = plain.index(known) if known in plain else -1
        if place < 0 or place in taken.values():
            continue
        if role != "spans" or spans_in.get(place, "").lstrip()[:1] in ("[", "{"):
            return place
    return None


def _plain(name: str) -> str:
    return _SIGNS.sub("_", name.strip().casefold())


def _no_text(first: Sequence[str]) -> str:
    return (
        f"no column is called text, body, content or the like; the first row is {listed(first)}: "
        "name the column (--set text=NAME), or say that there is no header (--set header=no)"
    )
