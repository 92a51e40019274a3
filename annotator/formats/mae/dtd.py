# SPDX-License-Identifier: MIT
"""The DTD of a task: the schema as MAE and MedTator want it."""

from collections.abc import Iterable, Iterator, Mapping

from annotator.formats.mae.markup import XmlNames, quoted
from annotator.formats.mae.meanings import (
    FROM,
    MODALITY,
    REPORTED_BY,
    TIME,
    TIME_VALUE,
    TO,
    TRIGGER,
)
from annotator.formats.mae.rendering import Names
from annotator.schema.attribute import Attribute
from annotator.schema.definition import Schema


def task_of(schema: Schema) -> str:
    """Return the name of the task, which is that of the root element and of the DTD."""
    return XmlNames(reserved=("TEXT", "TAGS")).of(schema.name)


def dtd(schema: Schema, names: Names) -> bytes:
    """Return the file; tags of spans hold text, tags of links are empty and have roles."""
    lines = [f'<!ENTITY name "{task_of(schema)}">', ""]
    for label in schema.labels:
        tag = names.tags.of(label)
        lines.append(f"<!ELEMENT {tag} ( #PCDATA ) >")
        lines += _attributes(tag, schema.attributes_of(label), names)
        lines.append("")
    for name in schema.relations:
        lines += [*_link(names.tags.of(name), (FROM, TO)), ""]
    if schema.events.types:
        for name in (TRIGGER, TIME):
            lines += [f"<!ELEMENT {name} ( #PCDATA ) >", ""]
    roles = (TRIGGER, TIME, REPORTED_BY, *(names.roles.of(role) for role in schema.events.roles))
    for name in schema.events.types:
        tag = names.tags.of(name)
        lines += _link(tag, dict.fromkeys(roles))
        lines.append(_attribute(tag, MODALITY, schema.events.modality))
        lines += [_attribute(tag, TIME_VALUE, ()), ""]
    return "\n".join(lines).encode()


def _attributes(tag: str, attributes: Mapping[str, Attribute], names: Names) -> Iterator[str]:
    for name, attribute in attributes.items():
        values = ("true", "false") if attribute.type == "bool" else attribute.values
        if attribute.type == "multi_enum":
            values = ()
        yield _attribute(tag, names.attributes.of(name), values)


def _attribute(tag: str, name: str, values: tuple[str, ...]) -> str:
    if not values or any("|" in value or ")" in value for value in values):
        return f'<!ATTLIST {tag} {name} CDATA "" >'
    return f'<!ATTLIST {tag} {name} ( {" | ".join(map(quoted, values))} ) #IMPLIED "" >'


def _link(tag: str, roles: Iterable[str]) -> Iterator[str]:
    yield f"<!ELEMENT {tag} EMPTY >"
    for number, role in enumerate(roles):
        yield f'<!ATTLIST {tag} arg{number} IDREF prefix="{role}" #IMPLIED>'
