# SPDX-License-Identifier: MIT
"""Turns formats and ledgers into what the export dialog shows, and its wishes into targets."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from annotator.gui.dialogs.export import ExportFormat, ExportWish, Losses
from annotator.gui.widgets.format_choices import FormatChoice
from annotator.gui.widgets.loss_tree import LossGroup, LossRow
from annotator.gui.widgets.text import counted, tr
from annotator.workspace.exporting import (
    Feature,
    Format,
    Ledger,
    Loss,
    Target,
    known_formats,
    plural,
)
from annotator.workspace.surviving import TargetFormat

SPAN = "span"
FIRST_LOSSES = 100
"""How many of the spans that are lost for one reason are listed."""


def export_formats() -> list[ExportFormat]:
    """Return the formats that can be written, with what they lose in words."""
    return [_export_format(one) for one in known_formats() if one.write is not None]


def _export_format(format: Format) -> ExportFormat:
    return ExportFormat(
        id=format.id,
        name=format.name,
        suffix=format.suffixes[0],
        loses=tuple(sorted(lost.value for lost in format.loses)),
        folder=format.folder,
        one_layer=Feature.LAYERS in format.loses,
        choices=tuple(
            FormatChoice(one.name, one.description, one.values, one.default)
            for one in format.writing
        ),
    )


def target_of(wish: ExportWish) -> Target:
    """Return where and how to write."""
    return Target(
        wish.target,
        wish.format,
        wish.annotator,
        complete_only=wish.complete_only,
        choices={name: value for name, value in wish.choices.items() if value},
    )


def target_format_of(wish: ExportWish) -> TargetFormat:
    """Return the format of a wish as that which a project is annotated for."""
    return TargetFormat(wish.format, target_of(wish).choices)


def losses_of(ledger: Ledger, name: str, title_of: Callable[[str], str]) -> Losses:
    """Return what an export in the format called ``name`` would lose."""
    lost = sum(ledger.lost.values())
    groups = [
        *_lost_groups(ledger, title_of),
        *_partly_groups(ledger, title_of),
        *(LossGroup("info", note) for note in ledger.notes),
    ]
    if not groups:
        groups = [LossGroup("info", tr("Nothing is lost."))]
    return Losses(_headline(ledger, name), lost + sum(ledger.partly.values()), tuple(groups))


def _headline(ledger: Ledger, name: str) -> str:
    spans = counted(ledger.spans_in, tr("span"), tr("spans"))
    sentences = []
    if ledger.spans_lost:
        words = tr("{lost:,} of {spans} cannot live in {format}.")
        sentences.append(words.format(lost=ledger.spans_lost, spans=spans, format=name))
    if ledger.partly:
        words = tr("{partly:,} of {spans} are kept in part only.")
        sentences.append(words.format(partly=sum(ledger.partly.values()), spans=spans))
    others = Counter[str]()
    for (kind, _), count in ledger.lost.items():
        if kind != SPAN:
            others[kind] += count
    if others:
        listed = ", ".join(
            tr("{lost:,} of {all:,} {kind}").format(
                lost=count, all=max(ledger.taken[kind], count), kind=plural(kind)
            )
            for kind, count in sorted(others.items())
        )
        sentences.append(tr("Not written: {listed}.").format(listed=listed))
    if not sentences:
        documents = counted(ledger.documents, tr("document"), tr("documents"))
        words = tr("{documents} with {spans}: nothing is lost.")
        sentences.append(words.format(documents=documents, spans=spans))
    return " ".join(sentences)


def _lost_groups(ledger: Ledger, title_of: Callable[[str], str]) -> Iterator[LossGroup]:
    listed = _by_reason(ledger.losses)
    order = sorted(ledger.lost.items(), key=lambda item: (item[0][0] != SPAN, -item[1], item[0]))
    for (kind, reason), count in order:
        words = counted(count, kind, plural(kind))
        title = tr("{records} lost: {reason}").format(records=words, reason=reason)
        losses = listed.get(reason, []) if kind == SPAN else []
        yield _group("error", title, losses, count if losses else 0, title_of)


def _partly_groups(ledger: Ledger, title_of: Callable[[str], str]) -> Iterator[LossGroup]:
    listed = _by_reason(ledger.reduced)
    for reason, count in sorted(ledger.partly.items(), key=lambda item: (-item[1], item[0])):
        words = counted(count, tr("span"), tr("spans"))
        title = tr("{spans} in part: {reason}").format(spans=words, reason=reason)
        yield _group("warning", title, listed.get(reason, []), count, title_of)


def _group(
    severity: str, title: str, losses: list[Loss], count: int, title_of: Callable[[str], str]
) -> LossGroup:
    rows = tuple(
        LossRow(
            document=loss.document,
            title=title_of(loss.document),
            annotator=loss.annotator,
            record=loss.record,
            start=loss.start,
            end=loss.end,
            label=loss.label,
            surface=loss.surface,
            detail=loss.detail,
        )
        for loss in losses[:FIRST_LOSSES]
    )
    return LossGroup(severity, title, rows, max(count - len(rows), 0))


def _by_reason(losses: list[Loss]) -> dict[str, list[Loss]]:
    found: dict[str, list[Loss]] = {}
    for loss in losses:
        some = found.setdefault(loss.reason, [])
        if len(some) < FIRST_LOSSES:
            some.append(loss)
    return found


def exported_sentence(ledger: Ledger, target: Path) -> str:
    """Return what an export did, in a sentence or two."""
    said = tr("{documents} and {spans} exported to {target}.").format(
        documents=counted(ledger.documents, tr("document"), tr("documents")),
        spans=counted(ledger.spans_out, tr("span"), tr("spans")),
        target=target.name,
    )
    if ledger.spans_lost:
        lost = counted(ledger.spans_lost, tr("span"), tr("spans"))
        said += " " + tr("{lost} could not be written; the account says why.").format(lost=lost)
    return said


def ledger_json(ledger: Ledger) -> str:
    """Return a ledger as JSON, for a file."""
    return json.dumps(ledger.to_data(), ensure_ascii=False, indent=2) + "\n"
