# SPDX-License-Identifier: MIT
"""A schema: what may be annotated in a project. All of it is data; ``files`` reads and writes it.

The models refuse unknown keys and any value of another type; the rules between fields are in
``rules``.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    Field,
    ModelWrapValidatorHandler,
    ValidationError,
    field_validator,
    model_validator,
)

from annotator.model.records import Value
from annotator.schema.attribute import STRICT, Attribute, Names, ShortName, as_tuple
from annotator.schema.rules import breaches_of, raise_with

HOTKEYS = tuple("123456789")
CHECK_CODE = re.compile(r"^[A-Z][0-9]{2}$")
COLORS = (
    "#2148c7",
    "#0a8077",
    "#cc3a12",
    "#6d0f44",
    "#473a1f",
    "#67624c",
    "#52526f",
    "#246bf9",
    "#182c8b",
)
"""The colours of labels that name none, in turn: legible on white, and chosen so that people who
see no red, no green or no blue tell them apart (each pair differs by 10 or more in CIEDE2000)."""


def _pairs(value: Any) -> Any:  # noqa: ANN401 - whatever a file holds
    if not isinstance(value, list | tuple):
        return value
    return tuple(tuple(pair) if isinstance(pair, list) else pair for pair in value)


def _not_blank(text: str) -> str:
    if not text.strip():
        raise ValueError("an example has at least one word")
    return text


Level: TypeAlias = Literal["allow", "warn", "error"]
Flattening: TypeAlias = Literal[
    "longest_wins", "label_priority", "innermost_wins", "named_first", "spans_key_only"
]
CheckLevel: TypeAlias = Literal["error", "warning", "info", "off"]
CheckCode: TypeAlias = Annotated[str, Field(pattern=CHECK_CODE.pattern)]
Color: TypeAlias = Annotated[str, Field(pattern=r"^(#[0-9a-fA-F]{6})?$")]
Attributes: TypeAlias = dict[ShortName, Attribute]
Flattenings: TypeAlias = Annotated[
    tuple[Flattening, ...],
    BeforeValidator(as_tuple, json_schema_input_type=list[Flattening]),
]
Ends: TypeAlias = Annotated[
    tuple[tuple[ShortName, ShortName], ...],
    BeforeValidator(
        _pairs,
        json_schema_input_type=list[Annotated[list[str], Field(min_length=2, max_length=2)]],
    ),
]


class Example(BaseModel):
    """A span that shows what a label is for, with the words around it."""

    model_config = STRICT

    before: str = Field(default="", description="The words before the span, with the blank.")
    span: Annotated[str, AfterValidator(_not_blank)] = Field(description="The words of the span.")
    after: str = Field(default="", description="The words after the span, with the blank.")
    note: str = Field(default="", description="What it shows, in one sentence.")


Examples: TypeAlias = Annotated[
    tuple[Example, ...], BeforeValidator(as_tuple, json_schema_input_type=list[Example])
]


class Label(BaseModel):
    """A label of spans; ``color`` is never empty once a schema is read."""

    model_config = STRICT

    description: str = Field(default="", description="What it stands for, in one sentence.")
    guideline: str = Field(
        default="", description="What is inside and what is outside, with examples; Markdown."
    )
    examples: Examples = Field(
        default=(), description="Spans that were accepted as examples, shown with the guideline."
    )
    hotkey: Literal["1", "2", "3", "4", "5", "6", "7", "8", "9"] | None = Field(
        default=None, description="The key that gives it; without one, the next free digit."
    )
    color: Color = Field(
        default="", description="#rrggbb, to be read as text on white; without one, a fitting one."
    )
    attributes: Attributes = Field(default_factory=dict, description="In the order they are shown.")


class Events(BaseModel):
    """Event frames: their types, and which labels each role takes."""

    model_config = STRICT

    types: Names = Field(default=(), description="What can happen.")
    modality: Names = Field(default=(), description="How it is said to have happened.")
    roles: Mapping[ShortName, Names] = Field(
        default_factory=dict, description="Each role with the labels it takes."
    )
    extra: Names = Field(default=(), description="What else a frame may carry.")


class Nesting(BaseModel):
    """What spans may do to each other."""

    model_config = STRICT

    different_label: Level = Field(default="allow", description="One inside another.")
    same_label: Level = Field(default="warn", description="One inside another of the same label.")
    identical_range: Level = Field(default="error", description="Two over the same characters.")
    crossing: Level = Field(default="error", description="Two that overlap, none inside the other.")


class SpanPolicy(BaseModel):
    """What spans may look like."""

    model_config = STRICT

    discontinuous: bool = Field(default=False, description="Spans of several stretches.")
    nesting: Nesting = Field(default_factory=Nesting)
    cross_sentence: Level = Field(default="warn", description="Spans over a sentence's end.")
    cross_paragraph: Level = Field(default="error", description="Spans over a line break.")
    hedge_in_casualty: bool = Field(default=True, description="'at least' is inside the span.")
    determiner_in_span: bool = Field(default=False, description="'the' may start a span.")
    possessive_in_span: bool = Field(default=False, description="'s may end a span.")
    pronouns: bool = Field(default=False, description="Pronouns may be spans.")
    adjust_edges: bool = Field(
        default=True, description="What these rules leave out is left out of a new span at once."
    )
    read_counts: bool = Field(
        default=True, description="Counts that the words say are set when a span is made or moved."
    )


class FlattenForNer(BaseModel):
    """How overlapping spans become flat entities for training, where a format needs that."""

    model_config = STRICT

    order: Flattenings = Field(
        default=("longest_wins", "label_priority"), description="Rules, the first one first."
    )
    label_priority: Names = Field(default=(), description="Which label wins a tie.")
    alternatives: Flattenings = Field(default=(), description="Other rules one may choose.")


class Schema(BaseModel):
    """What may be annotated in a project."""

    model_config = STRICT | {"title": "Annotation schema"}

    name: ShortName = Field(alias="schema", description="Its name and version, as in conflict/1.")
    note: str = Field(default="", description="What whoever reads it should know.")
    labels: dict[ShortName, Label] = Field(min_length=1, description="In the order of the panel.")
    any_span: Attributes = Field(default_factory=dict, description="Attributes of every span.")
    relations: dict[ShortName, Ends] = Field(
        default_factory=dict, description="Each relation with its pairs [source, target] of labels."
    )
    acyclic_relations: Names = Field(
        default=(), description="Relations that may not go in a circle."
    )
    events: Events = Field(default_factory=Events)
    span_policy: SpanPolicy = Field(default_factory=SpanPolicy)
    flatten_for_ner: FlattenForNer = Field(default_factory=FlattenForNer)
    checks: dict[CheckCode, CheckLevel] = Field(
        default_factory=dict,
        description="The severity of a check by its code, such as D03; off leaves it out.",
    )

    def attributes_of(self, label: str) -> Mapping[str, Attribute]:
        """Return the label's own attributes, then those of every span; none if it is unknown."""
        found = self.labels.get(label)
        return {} if found is None else {**found.attributes, **self.any_span}

    def defaults(self, label: str) -> dict[str, Value]:
        """Return the attributes that a new span of this label gets."""
        return {
            name: attribute.default
            for name, attribute in self.attributes_of(label).items()
            if attribute.default is not None
        }

    def label_for_key(self, key: str) -> str | None:
        """Return the label that ``1`` ... ``9`` gives; None if the key gives none."""
        return next((label for label, own in self._keys().items() if own == key), None)

    def key_of(self, label: str) -> str:
        """Return the key that gives a label; empty if all nine are taken or it is unknown."""
        return self._keys().get(label, "")

    def _keys(self) -> dict[str, str]:
        return _keys_of(tuple((name, label.hotkey) for name, label in self.labels.items()))

    @field_validator("labels", mode="after")
    @classmethod
    def _colored(cls, labels: dict[str, Label]) -> dict[str, Label]:
        taken = {label.color.lower() for label in labels.values()}
        free = [color for color in COLORS if color not in taken] or list(COLORS)
        colored: dict[str, Label] = {}
        number = 0
        for name, label in labels.items():
            if label.color:
                colored[name] = label
                continue
            colored[name] = label.model_copy(update={"color": free[number % len(free)]})
            number += 1
        return colored

    @model_validator(mode="wrap")
    @classmethod
    def _consistent(
        cls,
        data: Any,  # noqa: ANN401 - whatever a file holds
        handler: ModelWrapValidatorHandler["Schema"],
    ) -> "Schema":
        if isinstance(data, cls):
            return data
        breaches = tuple(breaches_of(data))
        try:
            schema = handler(data)
        except ValidationError as error:
            raise_with(error, breaches)
        if breaches:
            raise_with(None, breaches)
        return schema


@lru_cache(maxsize=100)
def _keys_of(labels: tuple[tuple[str, str | None], ...]) -> dict[str, str]:
    taken = {key for _, key in labels if key}
    free = iter([key for key in HOTKEYS if key not in taken])
    keys = ((name, key or next(free, "")) for name, key in labels)
    return {name: key for name, key in keys if key}
