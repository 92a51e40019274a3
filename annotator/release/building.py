# SPDX-License-Identifier: MIT
"""Makes a release: gathers, splits, writes all files beside the target, and puts them in place."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import orjson

from annotator.errors import InputError
from annotator.formats.format import Progress, WriteOptions, chosen
from annotator.formats.spacy_docbin.choices import SPANS_KEY, WRITING
from annotator.release.card import Card, written_card
from annotator.release.configs import written_configs
from annotator.release.gathering import Gathered, Spool, Taken, gathered
from annotator.release.layers import wanted_layers
from annotator.release.made import Release
from annotator.release.manifest import (
    MANIFEST,
    Entry,
    Manifest,
    newest_beside,
    read_manifest,
)
from annotator.release.parts import write_parts
from annotator.release.plan import ReleasePlan, ReleaseReport
from annotator.release.splitting import Unit, splits_of
from annotator.release.target import put_in_place, workshop, written_sums
from annotator.schema.definition import Schema
from annotator.store.session import Store
from annotator.store.values import Project

CORPUS = "corpus"


def release(
    store: Store, schema: Schema, plan: ReleasePlan, *, progress: Progress
) -> ReleaseReport:
    """Write a release of a project and say what it holds.

    Raises InputError if there is nothing to release, or the target holds something else, and what
    writing files raises; an older release in the target is then untouched.
    """
    layers = wanted_layers(plan.layers, store.annotators())
    project = store.project()
    choices = chosen(WRITING, plan.choices)
    previous = _previous(plan, project.id)
    with workshop(plan.target) as folder, Spool(folder / "spool") as spool:
        found = gathered(
            store.export_rows(), spool, layers, partial=plan.partial, progress=progress
        )
        if not found.taken:
            reasons = ", ".join(f"{reason}: {count:,}" for reason, count in found.left_out.items())
            raise InputError(
                f"there is no document to release ({reasons or 'the project is empty'})"
            )
        made = _split(plan, (project, schema, layers), found, previous)
        options = WriteOptions(schema, project.language, choices=choices)
        _write(made, folder / "release", options, progress)
        put_in_place(folder / "release", plan.target)
    return made.report


def _previous(plan: ReleasePlan, project: str) -> Path | None:
    if plan.previous is not None:
        if read_manifest(plan.previous).project != project:
            raise InputError(f"{plan.previous} is a release of another project")
        return plan.previous
    return newest_beside(plan.target, project)


def _split(
    plan: ReleasePlan,
    what: tuple[Project, Schema, str],
    found: Gathered,
    previous: Path | None,
) -> Release:
    project, schema, layers = what
    report = ReleaseReport(
        plan.target,
        layers,
        left_out=dict(found.left_out),
        not_shared=found.not_shared,
        previous=previous,
    )
    before: dict[str, str] = {}
    if previous is not None:
        earlier = read_manifest(previous)
        before = earlier.known()
        _tell_of_rules(plan, earlier, report)
    units = list(_units(found, {} if plan.resplit else before, report))
    split_of = {
        document: split
        for unit, split in zip(units, splits_of(units, plan.shares, plan.seed), strict=True)
        for document in unit.documents
    }
    for each in found.taken:
        _count(each, split_of[each.id], before, report)
    return Release(plan, project, schema, layers, found, split_of, before, report)


def _tell_of_rules(plan: ReleasePlan, earlier: Manifest, report: ReleaseReport) -> None:
    """Say that other rules than before hold for what is new only."""
    if plan.resplit or (plan.seed == earlier.seed and plan.shares == earlier.shares):
        return
    report.notes.append(
        "the seed or the sizes of the splits differ from the earlier release; they hold for new "
        "documents only (resplit splits all of them anew)"
    )


def _count(each: Taken, split: str, before: Mapping[str, str], report: ReleaseReport) -> None:
    report.documents[split] = report.documents.get(split, 0) + 1
    report.spans[split] = report.spans.get(split, 0) + each.spans
    if before.get(each.id) == split:
        report.kept += 1
    elif each.id in before:
        report.moved.append(f"{each.id} from {before[each.id]} to {split}")


def _units(found: Gathered, before: dict[str, str], report: ReleaseReport) -> Iterator[Unit]:
    """Yield near-duplicates together; those that an earlier release has split stay apart."""
    for cluster in found.near.clusters():
        members = [found.taken[number] for number in cluster]
        fixed: dict[str, list[Taken]] = {}
        for each in members:
            fixed.setdefault(before.get(each.id, ""), []).append(each)
        new = fixed.pop("", [])
        if len(cluster) > 1:
            report.near_duplicates.append(tuple(each.id for each in members))
        if len(fixed) > 1:
            apart = ", ".join(f"{each[0].id} in {split}" for split, each in fixed.items())
            report.notes.append(f"near-duplicates in different splits since before: {apart}")
        home = max(fixed, key=lambda split: (len(fixed[split]), split), default="")
        fixed.setdefault(home, []).extend(new)
        for split, some in fixed.items():
            if some:
                yield _unit(some, split)


def _unit(members: Sequence[Taken], fixed: str) -> Unit:
    labels: dict[str, int] = {}
    for each in members:
        for label, count in each.labels.items():
            labels[label] = labels.get(label, 0) + count
    return Unit(tuple(each.id for each in members), labels, fixed)


def _write(made: Release, folder: Path, options: WriteOptions, progress: Progress) -> None:
    corpus = folder / CORPUS
    corpus.mkdir(parents=True)
    written = write_parts(made, corpus, options, progress)
    made.report.ledgers.update(written.ledgers)
    made.report.notes.extend(written.notes)
    written_card(Card(made, written_configs(made, written, options, folder)), folder)
    (folder / "ledger.json").write_bytes(_ledgers(made, folder))
    (folder / MANIFEST).write_bytes(_manifest(made, options).to_bytes())
    written_sums(folder)


def _manifest(made: Release, options: WriteOptions) -> Manifest:
    return Manifest(
        made.project.id,
        made.layers,
        made.plan.seed,
        made.plan.shares,
        options.choices[SPANS_KEY.name],
        tuple(_entries(made)),
        {id: split for id, split in made.before.items() if id not in made.split_of},
    )


def _ledgers(made: Release, folder: Path) -> bytes:
    """Return the accounts of the training files, with names below the release."""
    data = {}
    for split, ledger in made.report.ledgers.items():
        account = ledger.to_data()
        account["target"] = Path(account["target"]).relative_to(folder).as_posix()
        account["files"] = []
        data[split] = account
    return orjson.dumps(data, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _entries(made: Release) -> Iterator[Entry]:
    first = {each: cluster[0] for cluster in made.report.near_duplicates for each in cluster}
    for each in made.found.taken:
        yield Entry(
            each.id,
            each.sha256,
            made.split_of[each.id],
            first.get(each.id, each.id),
            each.annotator,
            each.complete,
            each.spans,
        )
