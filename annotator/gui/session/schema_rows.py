# SPDX-License-Identifier: MIT
"""Turns a plan of a schema change into what is shown of it, and decisions into other steps."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from annotator.gui.dialogs.schema_plan import ExampleRow, LostRow, StepRow, Way
from annotator.gui.widgets.text import counted, tr
from annotator.schema.definition import Schema
from annotator.schema.draft import Draft
from annotator.schema.revision import revise
from annotator.schema.steps import ADD, DROP, Merge, Redefine, Remove, SchemaStep
from annotator.workspace.revision_plan import Lost, RevisionPlan, StepPlan

NOTHING_ID = "nothing"
MERGE, MAP = "merge:", "map:"


def step_rows(plan: RevisionPlan) -> list[StepRow]:
    """Return a row for each step of a plan."""
    steps = [each.step for each in plan.steps]
    return [
        _row(each, revise(plan.before, steps[:place]), revise(plan.before, steps[: place + 1]))
        for place, each in enumerate(plan.steps)
    ]


def summary_of(plan: RevisionPlan) -> str:
    """Return what a plan does as a whole, in a sentence."""
    changed = sum(sum(each.counts.values()) for each in plan.steps)
    steps = counted(len(plan.steps), tr("change of the schema"), tr("changes of the schema"))
    if not changed:
        return tr("{steps}; no annotation changes.").format(steps=steps)
    words = tr("{steps}; {annotations}. A backup is made first, and undo takes all of it back.")
    annotations = counted(changed, tr("annotation changes"), tr("annotations change"))
    return words.format(steps=steps, annotations=annotations)


def _row(plan: StepPlan, before: Schema, after: Schema) -> StepRow:
    counts = ", ".join(plan.counted())
    if counts:
        documents = counted(plan.documents, tr("document"), tr("documents"))
        counts = tr("{counts} in {documents}").format(counts=counts, documents=documents)
    ways = _ways(plan.step, before) if plan.lost else ()
    return StepRow(
        title=plan.title[:1].upper() + plan.title[1:],
        counts=counts or tr("no annotation changes"),
        examples=tuple(
            ExampleRow(one.document, one.left, one.text, one.right, one.before, one.after)
            for one in plan.examples
        ),
        lost=tuple(_lost(one, plan.step, after) for one in plan.lost),
        warning=plan.warning and f"{plan.warning[:1].upper()}{plan.warning[1:]}.",
        ways=ways,
    )


def _lost(lost: Lost, step: SchemaStep, after: Schema) -> LostRow:
    words = f"{lost.name}.{lost.attribute} = {lost.value}" if lost.attribute else lost.name
    ways: list[Way] = []
    if isinstance(step, Redefine) and step.kind == "attribute" and lost.written:
        attributes = after.labels[step.label].attributes if step.label else after.any_span
        ways = [Way(f"{MAP}{each}", each) for each in attributes[step.name].values]
        ways.append(Way(NOTHING_ID, tr("Nothing: the value goes")))
    return LostRow(words, lost.count, not lost.allowed, lost.written, tuple(ways))


def _ways(step: SchemaStep, before: Schema) -> tuple[Way, ...]:
    """Return what may become of all that a step cannot keep."""
    if isinstance(step, Merge):
        into = step.into
        return (
            Way(
                ADD,
                tr("Take their attributes along to {label}").format(label=into),
                step.unfit == ADD,
            ),
            Way(DROP, tr("Drop these values"), step.unfit == DROP),
        )
    if isinstance(step, Redefine):
        return (Way(DROP, tr("Drop all of these values"), step.unfit == DROP),)
    if not isinstance(step, Remove):
        return ()
    ways = [Way(DROP, tr("Remove them, with all that hangs on them"), step.held == DROP)]
    if step.kind == "attribute":
        ways = [Way(DROP, tr("Drop these values"), step.held == DROP)]
    names: Mapping[str, Sequence[str]] = {
        "label": tuple(before.labels),
        "relation": tuple(before.relations),
        "event": before.events.types,
        "role": tuple(before.events.roles),
        "modality": before.events.modality,
    }
    others = [name for name in names.get(step.kind, ()) if name != step.name]
    ways += [Way(f"{MERGE}{name}", tr("Make them {name}").format(name=name)) for name in others]
    return tuple(ways)


def decided(draft: Draft, place: int, value: str, way: str) -> tuple[SchemaStep, ...]:
    """Return the steps after it was decided what becomes of a lost value, or of all (empty)."""
    steps = list(draft.steps)
    step = steps[place]
    if isinstance(step, Remove) and way.startswith(MERGE):
        steps[place] = Merge((step.name,), way.removeprefix(MERGE), step.kind)
    elif isinstance(step, Remove):
        steps[place] = replace(step, held=way)
    elif isinstance(step, Merge) or (isinstance(step, Redefine) and not value):
        steps[place] = replace(step, unfit=way)
    elif isinstance(step, Redefine):
        new = None if way == NOTHING_ID else way.removeprefix(MAP)
        steps[place] = replace(step, map={**step.map, value: new})
    return tuple(steps)
