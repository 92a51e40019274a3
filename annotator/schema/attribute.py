# SPDX-License-Identifier: MIT
"""One attribute of a span: its type, what it may hold, and when it must be set."""

import math
from collections.abc import Callable, Iterator
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    ValidationError,
    WithJsonSchema,
    model_validator,
)

from annotator.errors import InputError
from annotator.model.records import Attributes, Value
from annotator.schema.condition import parsed
from annotator.schema.names import problem_with_name, shown
from annotator.schema.patterns import PatternError, refuse_bad_pattern
from annotator.schema.rules import RuleBreach, raise_with
from annotator.schema.values import (
    choice_problem,
    choices_problem,
    chosen,
    chosen_several,
    number,
    number_problem,
    text_problem,
    truth,
    truth_problem,
    whole_number,
    whole_number_problem,
)

STRICT = ConfigDict(strict=True, extra="forbid", frozen=True)


def _named(name: str) -> str:
    problem = problem_with_name(name)
    if problem is not None:
        raise ValueError(problem)
    return name


def as_tuple(value: Any) -> Any:  # noqa: ANN401 - whatever a file holds
    """Return a list that a file holds as a tuple, and anything else as it is."""
    return tuple(value) if isinstance(value, list) else value


def _bound(value: Any) -> Any:  # noqa: ANN401 - whatever a file holds
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError(f"{shown(value)} is not a number")
    return value


def _plain(value: Any) -> Any:  # noqa: ANN401 - whatever a file holds
    if value is None or isinstance(value, str | int | float | tuple):
        return value
    raise ValueError(f"{shown(value)} can be no value")


TypeName: TypeAlias = Literal["enum", "multi_enum", "int", "float", "string", "bool"]
ShortName: TypeAlias = Annotated[str, AfterValidator(_named)]
Names: TypeAlias = Annotated[
    tuple[ShortName, ...],
    BeforeValidator(as_tuple, json_schema_input_type=list[str]),
]
Bound: TypeAlias = Annotated[
    Any, AfterValidator(_bound), WithJsonSchema({"type": ["number", "null"]})
]
_Default: TypeAlias = Annotated[
    Any,
    BeforeValidator(as_tuple),
    AfterValidator(_plain),
    WithJsonSchema({"type": ["string", "number", "boolean", "array", "null"]}),
]

_OPTIONS = {
    "values": ("enum", "multi_enum"),
    "min": ("int", "float"),
    "max": ("int", "float"),
    "pattern": ("string",),
    "max_length": ("string",),
}
"""Which options go with which types."""


class Attribute(BaseModel):
    """What a span's attribute may hold.

    ``values`` belong to enum and multi_enum, ``min`` and ``max`` to int and float, ``pattern`` and
    ``max_length`` to string. ``required_if`` is a condition on the span's other attributes, see
    ``condition``. ``codes`` names the code list that the values are taken from.
    """

    model_config = STRICT

    type: TypeName = Field(description="What kind of value it holds.")
    values: Names = Field(default=(), description="The values of an enum or multi_enum, in order.")
    default: _Default = Field(default=None, description="Filled in when a span is made.")
    required: bool = Field(default=False, description="A span without it is an error.")
    required_if: str | None = Field(
        default=None,
        description="It is required if this holds, for example: kind == 'device' and not model",
    )
    min: Bound = Field(default=None, description="The least number allowed.")
    max: Bound = Field(default=None, description="The greatest number allowed.")
    pattern: str | None = Field(
        default=None, description="What a string must match; no look-around; use ^ and $."
    )
    max_length: Annotated[int, Field(ge=1)] | None = Field(
        default=None, description="The greatest number of characters of a string."
    )
    codes: str = Field(default="", description="The code list the values come from.")
    description: str = Field(default="", description="Shown beside the field.")

    def problem_with(self, value: Value) -> str | None:
        """Return a sentence if the attribute may not hold ``value``, else None.

        None is no problem: it means that nothing is set.
        """
        return None if value is None else _JUDGES[self.type](self, value)

    def parse(self, typed: str) -> Value:
        """Return the value that a person's typing means; nothing typed gives None.

        Raises InputError, with a sentence, for what this attribute may not hold.
        """
        typed = typed.strip()
        if not typed:
            return None
        value = _PARSERS[self.type](self, typed)
        problem = self.problem_with(value)
        if problem is not None:
            raise InputError(problem)
        return value

    def is_required(self, attributes: Attributes) -> bool:
        """Return whether a span with these attributes must have this one set."""
        if self.required:
            return True
        return self.required_if is not None and parsed(self.required_if).holds(attributes)

    @model_validator(mode="wrap")
    @classmethod
    def _consistent(
        cls,
        data: Any,  # noqa: ANN401 - whatever a file holds
        handler: ModelWrapValidatorHandler["Attribute"],
    ) -> "Attribute":
        try:
            attribute = handler(data)
        except ValidationError as error:
            raise_with(error, ())
        breaches = tuple(_breaches(attribute))
        if breaches:
            raise_with(None, breaches)
        return attribute


def _breaches(attribute: Attribute) -> Iterator[RuleBreach]:
    yield from _misplaced_options(attribute)
    yield from _bad_values(attribute)
    yield from _bad_texts(attribute)
    least, most = attribute.min, attribute.max
    if least is not None and most is not None and least > most:
        yield RuleBreach(("min",), f"min {least} is above max {most}")


def _misplaced_options(attribute: Attribute) -> Iterator[RuleBreach]:
    for option, types in _OPTIONS.items():
        if getattr(attribute, option) not in ((), None) and attribute.type not in types:
            message = f"{option} goes with {' or '.join(types)}, not with {attribute.type}"
            yield RuleBreach((option,), message)


def _bad_values(attribute: Attribute) -> Iterator[RuleBreach]:
    if attribute.type in _OPTIONS["values"] and not attribute.values:
        yield RuleBreach(("values",), f"{attribute.type} needs at least one value")
    seen: set[str] = set()
    for place, value in enumerate(attribute.values):
        if value in seen:
            yield RuleBreach(("values", place), f"{shown(value)} is listed twice")
        seen.add(value)


def _bad_texts(attribute: Attribute) -> Iterator[RuleBreach]:
    pattern_is_good = True
    if attribute.pattern is not None:
        try:
            refuse_bad_pattern(attribute.pattern)
        except PatternError as error:
            pattern_is_good = False
            yield RuleBreach(("pattern",), str(error))
    if attribute.required_if is not None:
        try:
            parsed(attribute.required_if)
        except InputError as error:
            yield RuleBreach(("required_if",), str(error))
    if pattern_is_good:
        problem = attribute.problem_with(attribute.default)
        if problem is not None:
            yield RuleBreach(("default",), f"the default does not fit: {problem}")


_JUDGES: dict[str, Callable[[Attribute, Value], str | None]] = {
    "enum": lambda attribute, value: choice_problem(value, attribute.values),
    "multi_enum": lambda attribute, value: choices_problem(value, attribute.values),
    "int": lambda attribute, value: whole_number_problem(value, attribute.min, attribute.max),
    "float": lambda attribute, value: number_problem(value, attribute.min, attribute.max),
    "string": lambda attribute, value: text_problem(value, attribute.max_length, attribute.pattern),
    "bool": lambda _attribute, value: truth_problem(value),
}

_PARSERS: dict[str, Callable[[Attribute, str], Value]] = {
    "enum": lambda attribute, typed: chosen(typed, attribute.values),
    "multi_enum": lambda attribute, typed: chosen_several(typed, attribute.values),
    "int": lambda _attribute, typed: whole_number(typed),
    "float": lambda _attribute, typed: number(typed),
    "string": lambda _attribute, typed: typed,
    "bool": lambda _attribute, typed: truth(typed),
}
