# SPDX-License-Identifier: MIT
"""The steps by which a schema changes; ``revision`` carries them out.

``kind`` says what is meant: a label, an attribute (of ``label``, or of every span if that is
empty), a relation, a type of event, a role of events or a modality. ``line`` is where a step
stands in its file, 0 if it came from elsewhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from annotator.model.records import Value

KINDS = ("label", "attribute", "relation", "event", "role", "modality")
REFUSE, DROP, ADD = "refuse", "drop", "add"


@dataclass(frozen=True, slots=True)
class Rename:
    """Give something another name, which nothing of its kind has yet."""

    name: str
    to: str
    kind: str = "label"
    label: str = ""
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Merge:
    """Make several of a kind one that exists; any kind but attributes.

    ``unfit`` says what becomes of values that the label they come to cannot hold: ``refuse`` the
    step, ``drop`` them, or ``add`` the attributes it lacks.
    """

    names: tuple[str, ...]
    into: str
    kind: str = "label"
    unfit: str = REFUSE
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Split:
    """Give spans of a label new labels by the value of an attribute; the others keep theirs."""

    name: str
    by: str
    into: Mapping[str, str]
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Queue:
    """Put a note on every span of a label, so that a person gives each one of the new labels."""

    name: str
    into: tuple[str, ...]
    note: str = ""
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Remove:
    """Take something out of the schema.

    ``held`` says what becomes of annotations that use it: ``refuse`` the step, or ``drop`` them
    with all that would mean nothing without them. To relabel them instead is a ``Merge``.
    """

    name: str
    kind: str = "label"
    label: str = ""
    held: str = REFUSE
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Add:
    """Add something; ``definition`` is what a schema file says of it.

    A list of pairs for a relation, a list of labels for a role, nothing for a type of event or a
    modality. With ``fill``, spans without a new attribute get its default.
    """

    name: str
    kind: str = "label"
    definition: Any = None
    label: str = ""
    fill: bool = False
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Redefine:
    """Change what is said of something; an attribute's type and values may change.

    ``definition`` replaces the settings it names. ``map`` gives new values for old ones, None
    for none; values that fit neither are refused, or dropped where ``unfit`` is ``drop``.
    """

    name: str
    kind: str = "label"
    definition: Any = None
    label: str = ""
    map: Mapping[str, Value] = field(default_factory=dict)
    unfit: str = REFUSE
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Settings:
    """Set what belongs to the schema as a whole.

    That is its name (``schema``), ``note``, ``span_policy``, ``acyclic_relations``,
    ``flatten_for_ner`` and ``checks``, of which a level of None takes one out again.
    """

    values: Mapping[str, Any]
    line: int = field(default=0, compare=False)


SchemaStep: TypeAlias = Rename | Merge | Split | Queue | Remove | Add | Redefine | Settings
