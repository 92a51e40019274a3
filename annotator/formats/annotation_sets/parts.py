# SPDX-License-Identifier: MIT
"""What a document of GATE is made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Annotation:
    """A typed stretch of the text; ``line`` is where it stands in its file, 0 if unknown."""

    id: int
    type: str
    start: int
    end: int
    features: Mapping[str, Any]
    line: int = 0


@dataclass(frozen=True, slots=True)
class Link:
    """A typed relation between annotations (or relations) of one set."""

    id: int
    type: str
    members: tuple[int, ...]
    features: Mapping[str, Any]


@dataclass(slots=True)
class AnnotationSet:
    """Annotations under a name, which is empty for the default set."""

    name: str
    annotations: list[Annotation] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)


@dataclass(slots=True)
class SetsDocument:
    """A text with its sets and the features of the document."""

    text: str
    features: dict[str, Any]
    sets: list[AnnotationSet]
