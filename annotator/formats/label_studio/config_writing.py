# SPDX-License-Identifier: MIT
"""A label config made of a schema: what Label Studio needs to show what was exported."""

from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import quoteattr

from annotator.formats.xml import first_breach
from annotator.schema.attribute import Attribute
from annotator.schema.definition import Schema

TEXT = "text"
_HEAD = "<!-- Label config of an export, made from its schema -->"
_BOOLS = ("true", "false")


def is_ours(path: Path) -> bool:
    """Return whether a file is a config that an export has written."""
    with path.open("rb") as stream:
        return stream.read(len(_HEAD)) == _HEAD.encode()


def label_control(schema: Schema) -> str:
    """Return the name of the control of labels: one that no attribute has."""
    names = {name for label in schema.labels for name in schema.attributes_of(label)}
    name = "label"
    while name in names:
        name += "s"
    return name


def config_of(schema: Schema) -> str:
    """Return the config: labels, relations, and a control for each attribute of a region."""
    return "\n".join(_lines(schema)) + "\n"


def _lines(schema: Schema) -> Iterator[str]:
    yield _HEAD
    yield "<View>"
    if schema.relations:
        yield "  <Relations>"
        yield from (f"    <Relation value={_quoted(name)}/>" for name in schema.relations)
        yield "  </Relations>"
    control = label_control(schema)
    yield f'  <Labels name={_quoted(control)} toName="{TEXT}">'
    for name, label in schema.labels.items():
        yield f"    <Label value={_quoted(name)} background={_quoted(label.color)}/>"
    yield "  </Labels>"
    yield f'  <Text name="{TEXT}" value="${TEXT}"/>'
    for name, labels in _owners(schema).items():
        yield from _control(name, labels, control)
    yield f'  <TextArea name="note" toName="{TEXT}"/>'
    yield "</View>"


def _owners(schema: Schema) -> dict[str, dict[str, Attribute]]:
    """Return each attribute's name with the labels that have it."""
    found: dict[str, dict[str, Attribute]] = {}
    for label in schema.labels:
        for name, attribute in schema.attributes_of(label).items():
            if name not in (TEXT, "note"):
                found.setdefault(name, {})[label] = attribute
    return found


def _control(name: str, owners: dict[str, Attribute], control: str) -> Iterator[str]:
    """Yield a control; labels that have different attributes of one name share it."""
    head = (
        f'name={_quoted(name)} toName="{TEXT}" perRegion="true" whenTagName={_quoted(control)} '
        f"whenLabelValue={_quoted(','.join(owners))}"
    )
    kinds = {attribute.type for attribute in owners.values()}
    if kinds <= {"int", "float"}:
        yield f"  <Number {head}/>"
    elif kinds <= {"enum", "multi_enum", "bool"}:
        several = "multiple" if "multi_enum" in kinds else "single"
        yield f'  <Choices {head} choice="{several}">'
        yield from (f"    <Choice value={_quoted(value)}/>" for value in _values(owners))
        yield "  </Choices>"
    else:
        yield f'  <TextArea {head} editable="true"/>'


def _values(owners: dict[str, Attribute]) -> dict[str, None]:
    found: dict[str, None] = {}
    for attribute in owners.values():
        found |= dict.fromkeys(_BOOLS if attribute.type == "bool" else attribute.values)
    return found


def _quoted(name: str) -> str:
    safe = "".join("\ufffd" if first_breach(character) else character for character in name)
    return quoteattr(safe)
