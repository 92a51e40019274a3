# SPDX-License-Identifier: MIT
"""Makes a release: gathers, splits, writes all files beside the target, and puts them in place."""

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex

import orjson

from annotator.errors import InputError
from annotator.formats.files import remove_leftovers, storage_errors
from annotator.formats.format import Progress, WriteOptions, chosen
from annotator.formats.spacy_docbin.choices import WRITING
from annotator.release.card import Card, written_card
from annotator.release.configs import written_configs
from annotator.release.gathering import Gathered, Spool, Taken, gathered
from annotator.release.layers import wanted_layers
from annotator.release.made import Release
from annotator.release.manifest import (
    MANIFEST,
    SUMS,
    Entry,
    Manifest,
    is_release,
    newest_beside,
    read_manifest,
    sums_of,
)
from annotator.release.parts import write_parts
from annotator.release.plan import ReleasePlan, ReleaseReport
from annotator.release.splitting import Unit, splits_of
from annotator.schema.definition import Schema
from annotator.store.session import Store
from annotator.store.values import Project

CORPUS = "corpus"
_PREFIX, _SUFFIX = ".annotator-export-", ".tmp"


def release(
    store: Store, schema: Schema, plan: ReleasePlan, *, progress: Progress
) -> ReleaseReport:
    """Write a release of a project and say what it holds.

    Raises InputError if there is nothing to release, or the target holds something else, and what
    writing files raises; an older release in the target is then untouched.
    """
    layers = wanted_layers(plan.layers, store.annotators())
    project = store.project()
    previous = _previous(plan, project.id)
    with _workshop(plan.target) as folder, Spool(folder / "spool") as spool:
        found = gathered(
            store.export_rows(), spool, layers, partial=plan.partial, progress=progress
        )
        if not found.taken:
            reasons = ", ".join(f"{reason}: {count:,}" for reason, count in found.left_out.items())
            raise InputError(
                f"there is no document to release ({reasons or 'the project is empty'})"
            )
        made = _split(plan, (project, schema, layers), found, previous)
        _write(made, folder / "release", progress)
        _put_in_place(folder / "release", plan.target)
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
    report = ReleaseReport(plan.target, layers, left_out=dict(found.left_out), previous=previous)
    before = read_manifest(previous).splits() if previous is not None else {}
    units = list(_units(found, before, report))
    split_of = {
        document: split
        for unit, split in zip(units, splits_of(units, plan.shares, plan.seed), strict=True)
        for document in unit.documents
    }
    for each in found.taken:
        split = split_of[each.id]
        report.documents[split] = report.documents.get(split, 0) + 1
        report.spans[split] = report.spans.get(split, 0) + each.spans
        if each.id in before:
            if before[each.id] == split:
                report.kept += 1
            else:
                report.moved.append(f"{each.id} from {before[each.id]} to {split}")
    return Release(plan, project, schema, layers, found, split_of, report)


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


def _write(made: Release, folder: Path, progress: Progress) -> None:
    corpus = folder / CORPUS
    corpus.mkdir(parents=True)
    choices = chosen(WRITING, made.plan.choices)
    options = WriteOptions(made.schema, made.project.language, choices=choices)
    made.report.ledgers.update(write_parts(made, corpus, options, progress))
    written_card(Card(made, written_configs(made, folder)), folder)
    (folder / "ledger.json").write_bytes(_ledgers(made, folder))
    manifest = Manifest(
        made.project.id, made.layers, made.plan.seed, made.plan.shares, tuple(_entries(made))
    )
    (folder / MANIFEST).write_bytes(manifest.to_bytes())
    files = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]
    (folder / SUMS).write_bytes(sums_of(folder, files))


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


@contextmanager
def _workshop(target: Path) -> Iterator[Path]:
    """Give a folder beside the target for what is being made; it is gone in the end."""
    parent = target.absolute().parent
    if target.exists():
        _refuse_foreign(target)
    with storage_errors(parent):
        parent.mkdir(parents=True, exist_ok=True)
        remove_leftovers(parent)
        folder = parent / f"{_PREFIX}{token_hex(8)}{_SUFFIX}"
        folder.mkdir()
    try:
        with storage_errors(target):
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _refuse_foreign(target: Path) -> None:
    if not target.is_dir():
        raise InputError(f"{target} is a file; name a folder")
    if any(target.iterdir()) and not is_release(target):
        raise InputError(f"{target} holds files that are no release; name a new folder")


def _put_in_place(made: Path, target: Path) -> None:
    """Give the release its place; the one that was there goes when the new one is there."""
    target = Path(os.path.realpath(target))
    old = made.parent / "old"
    if target.exists():
        target.rename(old)
    try:
        made.rename(target)
    except OSError:
        with suppress(OSError):
            old.rename(target)
        raise
