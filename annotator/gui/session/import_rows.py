# SPDX-License-Identifier: MIT
"""Turns a preview into what the import dialog shows, and what was decided there into wishes."""

from collections.abc import Iterable, Mapping

from annotator.errors import SHOWN_PROBLEMS
from annotator.gui.bridge.names import (
    ADD,
    EVENT,
    LABEL,
    LEAVE_OUT,
    RELATION,
    Decision,
    Decisions,
    Doing,
    NameKey,
    NameRow,
)
from annotator.gui.dialogs.import_documents import Found, ImportWish
from annotator.gui.widgets.format_choices import FormatChoice
from annotator.gui.widgets.text import counted, tr
from annotator.schema.definition import Schema
from annotator.schema.names import problem_with_name
from annotator.workspace.intake import ADD as ADD_LABELS
from annotator.workspace.intake import REFUSE, Wishes
from annotator.workspace.mapping_files import NameMap
from annotator.workspace.previewing import ImportPreview


def found_of(preview: ImportPreview, schema: Schema) -> Found:
    """Return what the dialog shows of a preview."""
    return Found(
        summary=_summary(preview),
        documents=preview.documents,
        names=tuple(_rows(preview, schema)),
        choices=tuple(
            FormatChoice(one.name, one.description, one.values, one.default)
            for one in preview.choices
        ),
        problems=tuple(str(problem) for problem in preview.problems[:SHOWN_PROBLEMS]),
        problem_count=len(preview.problems),
        notes=tuple(preview.notes),
    )


def _summary(preview: ImportPreview) -> str:
    words = tr("{documents}, {layers}, {spans}.").format(
        documents=counted(preview.documents, tr("document"), tr("documents")),
        layers=counted(preview.layers, tr("layer"), tr("layers")),
        spans=counted(preview.spans, tr("span"), tr("spans")),
    )
    formats = ", ".join(
        f"{format.name} ({counted(files, tr('file'), tr('files'))})"
        for format, files in preview.formats
    )
    people = sorted(name for name in preview.annotators if name)
    sentences = [words, f"{formats}." if formats else ""]
    if len(people) > 1:
        several = tr("{number} annotators: {names}.")
        sentences.append(several.format(number=len(people), names=_some(people)))
    return " ".join(part for part in sentences if part)


def _some(names: list[str], most: int = 8) -> str:
    more = len(names) - most
    listed = ", ".join(names[:most])
    return tr("{names} and {more:,} more").format(names=listed, more=more) if more > 0 else listed


def _rows(preview: ImportPreview, schema: Schema) -> list[NameRow]:
    """Return a row for each name in the files; what the schema does not have comes first."""
    rows = [
        *_of_kind(LABEL, preview.labels, schema.labels, preview),
        *_of_kind(RELATION, preview.relations, schema.relations, preview),
        *_of_kind(EVENT, preview.events, schema.events.types, preview),
    ]
    return sorted(rows, key=lambda row: row.known)


def _of_kind(
    kind: str, counts: Mapping[str, int], names: Iterable[str], preview: ImportPreview
) -> Iterable[NameRow]:
    has = tuple(names)
    folded = {name.casefold(): name for name in has}
    near = preview.proposed if kind == LABEL else {}
    for name, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        known = name in has
        proposed = "" if known else near.get(name) or folded.get(name.casefold(), "")
        examples = tuple(preview.examples.get(name, ())) if kind == LABEL else ()
        unfit = "" if known else problem_with_name(name)
        reason = tr("It cannot be added: {reason}.").format(reason=unfit) if unfit else ""
        yield NameRow(kind, name, count, examples, known, has, proposed, reason)


def looking(wish: ImportWish) -> Wishes:
    """Return how the files are to be read for a preview."""
    return Wishes(format=wish.format, annotator=wish.annotator, choices=_choices(wish))


def wishes_of(wish: ImportWish) -> Wishes:
    """Return how the files are to be imported; what is decided about names is a mapping."""
    adds = any(decision.doing is Doing.ADD for decision in wish.decisions.values())
    return Wishes(
        format=wish.format,
        annotator=wish.annotator,
        names=name_map(wish.decisions),
        new_labels=ADD_LABELS if adds else REFUSE,
        good_only=wish.good_only,
        choices=_choices(wish),
    )


def _choices(wish: ImportWish) -> dict[str, str]:
    return {name: value for name, value in wish.choices.items() if value}


def name_map(decisions: Decisions, *, added: bool = False) -> NameMap:
    """Return decisions as a mapping; with ``added``, what is added as it is maps to itself."""
    maps: dict[str, dict[str, str]] = {LABEL: {}, RELATION: {}, EVENT: {}}
    for (kind, name), decision in decisions.items():
        match decision.doing:
            case Doing.RENAME:
                maps[kind][name] = decision.name
            case Doing.LEAVE_OUT:
                maps[kind][name] = ""
            case Doing.ADD if added or decision.name:
                maps[kind][name] = decision.name or name
    return NameMap(maps[LABEL], maps[RELATION], maps[EVENT])


def decisions_of(names: NameMap, schema: Schema) -> dict[NameKey, Decision]:
    """Return a mapping as decisions: a new name that the schema does not have is to be added."""
    kinds = (
        (LABEL, names.labels, schema.labels),
        (RELATION, names.relations, schema.relations),
        (EVENT, names.events, schema.events.types),
    )
    return {
        (kind, old): _decision(old, new, has)
        for kind, section, has in kinds
        for old, new in section.items()
    }


def _decision(old: str, new: str, has: Iterable[str]) -> Decision:
    if not new:
        return LEAVE_OUT
    if new in has:
        return Decision(Doing.RENAME, new)
    return ADD if new == old else Decision(Doing.ADD, new)
