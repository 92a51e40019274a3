# SPDX-License-Identifier: MIT
"""What a change of the schema would do: counts and examples for each step, before it is done."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from annotator.edits.carrying import Carrier, Loss, Records
from annotator.edits.converting import written
from annotator.errors import InputError
from annotator.model.records import EventFrame, Record, Relation, Span, identical
from annotator.schema.definition import Schema
from annotator.schema.names import shown
from annotator.schema.steps import (
    Add,
    Merge,
    Queue,
    Redefine,
    Remove,
    Rename,
    SchemaStep,
    Settings,
    Split,
)
from annotator.workspace.revision_warnings import warned, warning

MOST_EXAMPLES = 5
AROUND = 60
"""Code points of the text before and after an example."""
ADDED, REMOVED, CHANGED = "added", "removed", "changed"
_PLURAL = {"entity": "entities", "label": "document labels"}
_SINGULAR = {
    f"{_PLURAL.get(kind, f'{kind}s')} {verb}": f"{one} {verb}"
    for kind, one in (
        ("span", "span"),
        ("relation", "relation"),
        ("event", "event"),
        ("entity", "entity"),
        ("label", "document label"),
        ("note", "note"),
        ("decision", "decision"),
    )
    for verb in (ADDED, REMOVED, CHANGED)
}


@dataclass(frozen=True, slots=True)
class Example:
    """One record that changes: where it is, its text, and what it is before and after.

    ``left`` and ``right`` are what stands around the text; empty if it has no place.
    """

    document: str
    text: str
    before: str
    after: str
    left: str = ""
    right: str = ""


@dataclass(frozen=True, slots=True)
class Lost:
    """Values (or, without ``attribute``, records) that a step cannot keep, and how many.

    ``value`` is as it is quoted, ``written`` as a map of values names it (empty if it cannot).
    ``allowed`` is whether the step says to drop them.
    """

    name: str
    attribute: str
    value: str
    count: int
    document: str
    allowed: bool
    written: str = ""

    def sentence(self) -> str:
        """Return the loss in words."""
        if not self.attribute:
            return f"{self.count:,} × {shown(self.name)} with all that hangs on them"
        return f"{self.count:,} × {self.name}.{self.attribute} = {self.value}"


@dataclass(frozen=True, slots=True)
class StepPlan:
    """What one step would do. ``counts`` are of records by what happens to them, in words.

    ``documents`` is in how many documents, ``warning`` what is kept but should be looked at.
    """

    step: SchemaStep
    counts: Mapping[str, int]
    examples: tuple[Example, ...]
    lost: tuple[Lost, ...]
    documents: int = 0
    warning: str = ""

    @property
    def title(self) -> str:
        """The step in words."""
        return described(self.step)

    def counted(self) -> tuple[str, ...]:
        """Return the counts in words, such as ``1 span changed``."""
        return tuple(
            f"{count:,} {_SINGULAR.get(what, what) if count == 1 else what}"
            for what, count in self.counts.items()
        )

    @property
    def refused(self) -> tuple[Lost, ...]:
        """What would be lost although the step does not say so."""
        return tuple(each for each in self.lost if not each.allowed)


@dataclass(frozen=True, slots=True)
class RevisionPlan:
    """What a list of steps would do to a project, and the schemas before and after."""

    before: Schema
    after: Schema
    steps: tuple[StepPlan, ...]

    @property
    def refused(self) -> bool:
        """Whether something would be lost that no step says to drop."""
        return any(each.refused for each in self.steps)

    def require_decided(self) -> None:
        """Raise InputError if something would be lost that no step says to drop."""
        for number, each in enumerate(self.steps, start=1):
            if each.refused:
                line = f" (line {each.step.line})" if each.step.line else ""
                lost = "; ".join(one.sentence() for one in each.refused[:MOST_EXAMPLES])
                raise InputError(
                    f"step {number}{line}, {each.title}, would lose: {lost}. "
                    f"{_WAY_OUT.get(type(each.step), '')}"
                )

    def as_text(self) -> str:
        """Return the plan in lines."""
        lines: list[str] = []
        for number, each in enumerate(self.steps, start=1):
            lines.append(f"{number}. {each.title}")
            lines.extend(f"   {words}" for words in each.counted())
            if not each.counts:
                lines.append("   no annotation changes")
            else:
                documents = "document" if each.documents == 1 else "documents"
                lines.append(f"   in {each.documents:,} {documents}")
            if each.warning:
                lines.append(f"   to look at: {each.warning}")
            lines.extend(
                f"   {one.document}: “{one.text}” {one.before} -> {one.after}"
                for one in each.examples
            )
            lines.extend(
                f"   {'dropped' if one.allowed else 'REFUSED, would be lost'}: {one.sentence()}"
                for one in each.lost
            )
        return "\n".join(lines) or "nothing to do"

    def to_data(self) -> dict[str, Any]:
        """Return the plan as plain JSON values."""
        return {
            "refused": self.refused,
            "labels": list(self.after.labels),
            "steps": [
                {
                    "step": each.title,
                    "counts": dict(each.counts),
                    "documents": each.documents,
                    "warning": each.warning,
                    "examples": [_plain(one) for one in each.examples],
                    "lost": [_plain(one) for one in each.lost],
                }
                for each in self.steps
            ],
        }


_WAY_OUT: Mapping[type, str] = {
    Merge: "Say `unfit: drop`, or `unfit: add` to take the attributes along",
    Redefine: "Give a `map` for the values, or say `unfit: drop`",
    Remove: "Say `held: drop`, or merge it into something else",
}


def _plain(value: Example | Lost) -> dict[str, Any]:
    return {name: getattr(value, name) for name in value.__slots__}


@dataclass(slots=True)
class Tally:
    """Counts what a carrier does, layer by layer; ``text_of`` gives the text of a document."""

    carrier: Carrier
    text_of: Callable[[str], str]
    counts: Counter[str] = field(default_factory=Counter)
    examples: list[Example] = field(default_factory=list)
    lost: dict[tuple[str, str, str, bool, str], tuple[int, str]] = field(default_factory=dict)
    documents: set[str] = field(default_factory=set)
    warned: int = 0

    def take(self, document: str, old: Records, new: Records, surfaces: Mapping[str, str]) -> None:
        """Take in what one layer has become."""
        self.warned += warned(self.carrier, new)
        for loss in self.carrier.losses:
            self._lose(document, loss)
        self.carrier.losses.clear()
        if new is old:
            return
        for id, record in old.items():
            after = new.get(id)
            if after is not record and not identical(record, after):
                self._change(document, surfaces.get(id, ""), (record, after), record)
        added = [record for id, record in new.items() if id not in old]
        for record in added:
            target = getattr(record, "target", "")
            self._change(document, surfaces.get(target, ""), (None, record), old.get(target))

    def planned(self) -> StepPlan:
        """Return the plan of the step."""
        lost = tuple(
            Lost(name, attribute, value, count, document, allowed, in_words)
            for (name, attribute, value, allowed, in_words), (count, document) in self.lost.items()
        )
        step = self.carrier.step
        return StepPlan(
            step,
            dict(self.counts),
            tuple(self.examples),
            lost,
            len(self.documents),
            warning(step, self.warned) if self.warned else "",
        )

    def _lose(self, document: str, loss: Loss) -> None:
        in_words = "" if isinstance(loss.value, tuple | None) else written(loss.value)
        key = (loss.name, loss.attribute, shown(loss.value), loss.allowed, in_words)
        count, first = self.lost.get(key, (0, document))
        self.lost[key] = (count + 1, first)

    def _change(
        self,
        document: str,
        surface: str,
        change: tuple[Record | None, Record | None],
        place: Record | None,
    ) -> None:
        before, after = change
        record = after if after is not None else before
        kind = "" if record is None else record.kind
        verb = ADDED if before is None else REMOVED if after is None else CHANGED
        self.counts[f"{_PLURAL.get(kind, f'{kind}s')} {verb}"] += 1
        self.documents.add(document)
        if len(self.examples) < MOST_EXAMPLES:
            around = _around(place, self.text_of(document)) if surface else ("", "")
            words = _words(before, after)
            self.examples.append(Example(document, surface[:60], *words, *around))


def _around(record: Record | None, text: str) -> tuple[str, str]:
    """Return what stands before and after a span, each cut at a blank."""
    if not isinstance(record, Span):
        return "", ""
    left = text[max(record.start - AROUND, 0) : record.start]
    right = text[record.end : record.end + AROUND]
    if record.start > AROUND:
        left = left[left.find(" ") + 1 :]
    if record.end + AROUND < len(text):
        right = right[: right.rfind(" ") + 1] or right
    return left, right


def _words(before: Record | None, after: Record | None) -> tuple[str, str]:
    """Return what differs between two records, in words."""
    if isinstance(before, Span) and isinstance(after, Span) and before.label == after.label:
        names = dict.fromkeys((*before.attributes, *after.attributes))
        changed = [n for n in names if before.attributes.get(n) != after.attributes.get(n)]
        olds = ", ".join(
            f"{n}={shown(before.attributes[n])}" for n in changed if n in before.attributes
        )
        news = ", ".join(
            f"{n}={shown(after.attributes[n])}" for n in changed if n in after.attributes
        )
        return olds or "nothing", news or "nothing"
    return _name(before), _name(after)


def _name(record: Record | None) -> str:
    if record is None:
        return "nothing"
    if isinstance(record, Span):
        return record.label
    if isinstance(record, Relation):
        return record.type
    if isinstance(record, EventFrame):
        roles = ", ".join(dict.fromkeys(each.role for each in record.arguments))
        return f"{record.type} ({roles})" if roles else record.type
    return record.kind


def described(step: SchemaStep) -> str:
    """Return a step in words, such as ``rename label 'ACTOR' to 'AGENT'``."""
    return _WORDS[type(step)](step)


_WORDS: Mapping[type, Callable[[Any], str]] = {
    Rename: lambda step: f"rename {_thing(step)} to {shown(step.to)}",
    Merge: lambda step: f"merge {step.kind} {_shown(step.names)} into {shown(step.into)}",
    Split: lambda step: f"split label {shown(step.name)} by {shown(step.by)}: {_ways(step)}",
    Queue: lambda step: f"split label {shown(step.name)} by hand into {_shown(step.into)}",
    Remove: lambda step: f"remove {_thing(step)}",
    Add: lambda step: f"add {_thing(step)}",
    Redefine: lambda step: f"change {_thing(step)}{_parts(step)}",
    Settings: lambda step: f"set {_shown(step.values)}",
}


def _shown(names: Iterable[str]) -> str:
    return ", ".join(shown(name) for name in names)


def _parts(step: Redefine) -> str:
    """Return what a step says of values, else which settings of a label it names."""
    if step.map:
        return ": " + ", ".join(f"{shown(a)} -> {shown(b)}" for a, b in step.map.items())
    is_label = step.kind == "label" and isinstance(step.definition, Mapping)
    return f": {', '.join(step.definition)}" if is_label else ""


def _ways(step: Split) -> str:
    return ", ".join(f"{shown(value)} -> {shown(label)}" for value, label in step.into.items())


def _thing(step: Rename | Remove | Add | Redefine) -> str:
    owner = f" of {shown(step.label)}" if step.label else " of every span"
    return f"{step.kind} {shown(step.name)}{owner if step.kind == 'attribute' else ''}"
