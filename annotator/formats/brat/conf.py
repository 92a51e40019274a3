# SPDX-License-Identifier: MIT
"""``annotation.conf``: the schema as brat wants it, so that it shows and edits what is written."""

import re
from collections.abc import Iterable, Iterator

from annotator.formats.brat.meanings import MODALITY, REPORTED_BY, TIME
from annotator.schema.attribute import Attribute
from annotator.schema.definition import Schema

_FIT = re.compile(r"[A-Za-z0-9_-]+")
_ANY = "<ENTITY>"


def annotation_conf(schema: Schema) -> bytes:
    """Return the file; a name that brat cannot define is left out, which a comment says."""
    sections = (
        ("entities", _entities(schema)),
        ("relations", _relations(schema)),
        ("events", _events(schema)),
        ("attributes", _attributes(schema)),
    )
    lines: list[str] = []
    for name, content in sections:
        lines += [f"[{name}]", *content, ""]
    return "\n".join(lines).encode()


def _fit(names: Iterable[str]) -> list[str]:
    return [name for name in names if _FIT.fullmatch(name)]


def _left_out(names: Iterable[str]) -> Iterator[str]:
    for name in names:
        if not _FIT.fullmatch(name):
            yield f"# left out, since brat takes A-Z a-z 0-9 - _ here: {name!a}"


def _entities(schema: Schema) -> Iterator[str]:
    yield from _left_out(schema.labels)
    yield from _fit(schema.labels)
    if schema.events.types and TIME not in schema.labels:
        yield TIME


def _relations(schema: Schema) -> Iterator[str]:
    yield f"<OVERLAP>\tArg1:{_ANY}, Arg2:{_ANY}, <OVL-TYPE>:<ANY>"
    yield f"Equiv\tArg1:{_ANY}, Arg2:{_ANY}, <REL-TYPE>:symmetric-transitive"
    yield from _left_out(schema.relations)
    for name in _fit(schema.relations):
        for source, target in schema.relations[name] or ((_ANY, _ANY),):
            if len(_fit((source, target))) == 2 or source == _ANY:
                yield f"{name}\tArg1:{source}, Arg2:{target}"


def _events(schema: Schema) -> Iterator[str]:
    events = schema.events
    roles = [f"{role}*:{'|'.join(_fit(events.roles[role])) or _ANY}" for role in _fit(events.roles)]
    if TIME not in events.roles:
        roles.append(f"{TIME}?:{TIME}")
    if REPORTED_BY not in events.roles:
        roles.append(f"{REPORTED_BY}?:{_ANY}")
    yield from _left_out((*events.types, *events.roles))
    for name in _fit(events.types):
        yield f"{name}\t{', '.join(roles)}"


def _attributes(schema: Schema) -> Iterator[str]:
    owners: dict[str, list[str]] = {}
    attributes: dict[str, list[Attribute]] = {}
    for label in schema.labels:
        for name, attribute in schema.attributes_of(label).items():
            owners.setdefault(name, []).append(label)
            attributes.setdefault(name, []).append(attribute)
    yield from _left_out(owners)
    for name in _fit(owners):
        values = _values(attributes[name])
        labels = "|".join(_fit(owners[name])) or _ANY
        yield f"{name}\tArg:{labels}{f', Value:{values}' if values else ''}"
    modality = "|".join(_fit(schema.events.modality))
    if schema.events.types and modality:
        yield f"{MODALITY}\tArg:<EVENT>, Value:{modality}"


def _values(attributes: Iterable[Attribute]) -> str:
    values = [value for attribute in attributes for value in attribute.values]
    return "|".join(dict.fromkeys(_fit(values)))
