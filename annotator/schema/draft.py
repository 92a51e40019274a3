# SPDX-License-Identifier: MIT
"""A change of a schema that is being made: what it was, the steps so far, and what it is now.

Steps that say the same thing twice become one: who renames a label, looks at it and renames it
again has renamed it once. That is done only where the annotations come out the same.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from annotator.errors import InputError
from annotator.model.records import Value
from annotator.schema.definition import Schema
from annotator.schema.revision import deepened, revise, revised
from annotator.schema.steps import Add, Queue, Redefine, Remove, Rename, SchemaStep, Settings

Steps: TypeAlias = tuple[SchemaStep, ...]
Named: TypeAlias = Rename | Remove | Add | Redefine
_NAMED = (Rename, Remove, Add, Redefine)
_PASSABLE = (Rename, Add, Redefine, Settings)
"""What a later step may be moved past: none of these moves annotations from one name to another
that was there before."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A schema, steps that change it, and the schema after them, which is always a good one."""

    base: Schema
    steps: Steps
    schema: Schema

    def place_of(self, kind: str, name: str, label: str = "") -> tuple[str, str, str] | None:
        """Return kind, name and label of something before the steps; None if it was not there."""
        for step in reversed(self.steps):
            if isinstance(step, Add) and (step.kind, step.name, step.label) == (kind, name, label):
                return None
            if not isinstance(step, Rename):
                continue
            if step.kind == kind and step.to == name and step.label == label:
                name = step.name
            elif step.kind == "label" and step.to == label:
                label = step.name
        return kind, name, label


def begun(schema: Schema) -> Draft:
    """Return a draft without steps."""
    return Draft(schema, (), schema)


def with_step(draft: Draft, step: SchemaStep) -> Draft:
    """Return the draft with one step more; the same draft if the step changes nothing.

    Raises StepRefusedError for a step that cannot be.
    """
    after = revised(draft.schema, step, number=len(draft.steps) + 1)
    if after == draft.schema and not _touches_annotations(step):
        return draft
    for steps in _shorter(draft, step):
        if _leads_to(draft.base, steps, after):
            return Draft(draft.base, steps, after)
    return Draft(draft.base, (*draft.steps, step), after)


def without_step(draft: Draft, place: int) -> Draft:
    """Return the draft without one of its steps; StepRefusedError if later ones need it."""
    return with_steps(draft, (*draft.steps[:place], *draft.steps[place + 1 :]))


def with_steps(draft: Draft, steps: Sequence[SchemaStep]) -> Draft:
    """Return the draft with these steps instead of its own; StepRefusedError as above."""
    return Draft(draft.base, tuple(steps), revise(draft.base, steps))


def _touches_annotations(step: SchemaStep) -> bool:
    if isinstance(step, Queue):
        return True
    return isinstance(step, Redefine) and bool(step.map)


def _leads_to(base: Schema, steps: Steps, after: Schema) -> bool:
    try:
        return revise(base, steps) == after
    except InputError:
        return False


def _shorter(draft: Draft, step: SchemaStep) -> Iterator[Steps]:
    """Yield lists that may say the same as the steps and then ``step``, the shortest first."""
    steps = draft.steps
    if isinstance(step, Remove):
        yield from _without_what_was_added(steps, step)
    for place in reversed(range(len(steps))):
        joined = _joined(steps[place], step)
        if joined is not None:
            joined = _only_real_values(joined, revise(draft.base, steps[:place]))
            later = tuple(_following(each, step) for each in steps[place + 1 :])
            if not _touches_annotations(joined):
                yield (*steps[:place], *later)  # it may say nothing any more
            yield (*steps[:place], joined, *later)
            return
        if not isinstance(steps[place], _PASSABLE):
            return


def _without_what_was_added(steps: Steps, step: Remove) -> Iterator[Steps]:
    """Yield the steps without those about something that they themselves have added."""

    def is_about(each: SchemaStep) -> bool:
        if not isinstance(each, _NAMED):
            return False
        same = each.kind == step.kind and each.label == step.label and _name(each) == step.name
        inside = step.kind == "label" and each.kind == "attribute" and each.label == step.name
        return same or inside

    if any(isinstance(each, Add) and is_about(each) for each in steps):
        yield tuple(each for each in steps if not is_about(each))


def _name(step: Named) -> str:
    return step.to if isinstance(step, Rename) else step.name


def _following(step: SchemaStep, last: SchemaStep) -> SchemaStep:
    """Return a step as it reads when a rename that came after it comes before it."""
    if not isinstance(last, Rename) or not isinstance(step, _NAMED):
        return step
    if last.kind == "label" and step.label == last.name:
        return replace(step, label=last.to)
    is_same = (step.kind, step.label, step.name) == (last.kind, last.label, last.name)
    return replace(step, name=last.to) if is_same else step


def _joined(first: SchemaStep, then: SchemaStep) -> SchemaStep | None:
    """Return one step that says both, or None."""
    if isinstance(first, Settings) and isinstance(then, Settings):
        return Settings(deepened(first.values, then.values))
    if not isinstance(first, _NAMED) or not isinstance(then, _NAMED):
        return None
    if (first.kind, first.label, _name(first)) != (then.kind, then.label, then.name):
        return None
    join = _JOIN.get((type(first), type(then)))
    return None if join is None else join(first, then)


def _redefined(first: Redefine, then: Redefine) -> Redefine:
    return replace(
        then,
        definition=_defined(first.definition, then.definition),
        map=composed(first.map, then.map),
    )


def _only_real_values(step: SchemaStep, schema: Schema) -> SchemaStep:
    """Return a step without maps of values that came and went while the schema was edited."""
    if not isinstance(step, Redefine) or step.kind != "attribute" or not step.map:
        return step
    attributes = schema.labels[step.label].attributes if step.label else schema.any_span
    values = attributes[step.name].values
    if not values:
        return step
    return replace(step, map={old: new for old, new in step.map.items() if old in values})


def _defined(old: Any, new: Any) -> Any:  # noqa: ANN401 - what a schema file says of something
    both = isinstance(old, Mapping) and isinstance(new, Mapping)
    return {**old, **new} if both else new


def composed(first: Mapping[str, Value], then: Mapping[str, Value]) -> dict[str, Value]:
    """Return the mapping of values that does what two do, one after the other."""
    made = {old: then.get(new, new) if isinstance(new, str) else new for old, new in first.items()}
    made.update({old: new for old, new in then.items() if old not in first})
    return {old: new for old, new in made.items() if new != old}


_JOIN: Mapping[tuple[type, type], Callable[[Any, Any], SchemaStep]] = {
    (Rename, Rename): lambda first, then: replace(then, name=first.name),
    (Rename, Remove): lambda first, then: replace(then, name=first.name),
    (Add, Rename): lambda first, then: replace(first, name=then.to),
    (Add, Redefine): lambda first, then: replace(
        first, definition=_defined(first.definition, then.definition)
    ),
    (Redefine, Redefine): _redefined,
    (Redefine, Remove): lambda _, then: then,
}
