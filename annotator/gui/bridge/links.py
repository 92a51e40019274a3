# SPDX-License-Identifier: MIT
"""What the pane of relations shows, as plain rows; the session makes them."""

from collections.abc import Mapping
from typing import Literal, NamedTuple, TypeAlias

LinkKind: TypeAlias = Literal["relation", "event", "entity"]


class LinkRow(NamedTuple):
    """A relation, an event or an entity: its id, what it is, and more about it in a second line."""

    kind: LinkKind
    id: str
    text: str
    more: str


class EntityForm(NamedTuple):
    """An entity to be edited: its id, its name, and the values of its fields by their names."""

    id: str
    name: str
    values: Mapping[str, str]
    writable: bool
