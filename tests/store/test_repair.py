# SPDX-License-Identifier: MIT
"""A repair gives back what the log or a backup proves, and says what it could not."""

import random
from dataclasses import replace

import pytest

from annotator.edits.change import Step
from annotator.errors import InUseError
from annotator.store.backup import Backups
from annotator.store.diagnosis import Part
from annotator.store.doctor import examine
from annotator.store.repair import KIND, repair
from annotator.store.store import open_store
from tests.store.damage import change, flip
from tests.store.projects import (
    add,
    added,
    assert_sound,
    folded_layer,
    new_document,
    new_project,
    operation,
    span,
)

IDS = [f"d{n}" for n in range(6)]


def state(store):
    """Everything a person would miss."""
    return {
        id: (
            store.document(id),
            store.info(id),
            {layer: store.annotations(id, layer).records for layer in ("anna", "bassam")},
            [e.operation for e in store.operations(id) if e.operation.change.kind != KIND],
        )
        for id in IDS
    }


def make(path):
    store = new_project(path)
    add(store, *(new_document(id, complete=True) for id in IDS))
    first = next(store.annotations("d1", "anna").spans())
    store.commit([operation("d1", (Step(first.id, first, replace(first, label="WEAPON")),))])
    store.commit([added("d2", span(0, 3), layer="bassam", actor="bassam")])
    return store


@pytest.fixture
def project(path):
    """A closed project without a backup, and what it holds."""
    store = make(path)
    held = state(store)
    store.close()
    return path, held


@pytest.fixture
def backed_up(path):
    """A closed project with a backup of all of it, and what it holds."""
    store = make(path)
    Backups(store).backup_if_changed("test")
    held = state(store)
    store.close()
    return path, held


def held_after(path):
    store = open_store(str(path))
    try:
        assert_sound(store)
        return state(store)
    finally:
        store.close()


def repairs_logged(path, id):
    store = open_store(str(path), read_only=True)
    try:
        return [e for e in store.operations(id) if e.operation.change.kind == KIND]
    finally:
        store.close()


def test_a_sound_project_is_left_as_it_is(project):
    path, _ = project
    before = path.read_bytes()

    assert repair(str(path)).repaired == ()

    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE records SET label = 'X', surface = 'y', data = '{}' WHERE layer_key = 6",
        "DELETE FROM records",
        "UPDATE layers SET span_count = 9, version = 1, annotator = annotator || 'x'",
        "UPDATE documents SET title = 'x', removed = 1, language = 'zz'",
        "UPDATE documents SET sha256 = '0' WHERE key = 3",
        "UPDATE documents SET head_hash = '0', last_number = 0, length = 1",
        "UPDATE operations SET hash = 'x' WHERE sequence = 5",
        "UPDATE operations SET kind = 'x' WHERE sequence = 6",
        "UPDATE operations SET sequence = 999 WHERE sequence = 5",
        "INSERT INTO layers VALUES (99, 3, 'ghost', 'annotation', 0, 0, 0, 0, 0)",
        "CREATE TRIGGER mine AFTER INSERT ON layers BEGIN DELETE FROM records; END",
        "DROP INDEX ix_operations_gestures",
        "DELETE FROM alembic_version",
    ],
)
def test_what_follows_from_the_log_is_restored_without_any_backup(project, statement):
    path, held = project
    change(path, statement)
    assert not examine(str(path)).sound

    diagnosis = repair(str(path))

    assert diagnosis.damages == ()
    assert held_after(path) == held


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE texts SET text = 'other' WHERE document_key = 3",
        "DELETE FROM texts WHERE document_key = 3",
        "UPDATE documents SET id = 'other' WHERE key = 3",
        "UPDATE operations SET change = 'x' WHERE sequence = 6",
        "UPDATE operations SET actor = 'x', made_at = 'y' WHERE document_key = 3",
        "DELETE FROM operations WHERE document_key = 3",
        "DELETE FROM operations WHERE document_key = 2 AND number = 2",
        "UPDATE project SET value = 'x'",
        "DELETE FROM schemas",
        "DELETE FROM documents WHERE key = 3",
        "DROP TABLE records",
        "DROP TABLE operations",
    ],
)
def test_what_the_log_cannot_give_comes_from_the_newest_backup(backed_up, statement):
    path, held = backed_up
    change(path, "PRAGMA foreign_keys = OFF", statement)
    assert not examine(str(path)).sound

    diagnosis = repair(str(path))

    assert diagnosis.damages == ()
    assert held_after(path) == held


def test_what_was_done_after_the_backup_is_kept_where_the_chain_proves_it(path):
    store = make(path)
    Backups(store).backup_if_changed("test")
    late = added("d2", span(4, 10))
    store.commit([late])
    held = state(store)
    store.close()
    change(path, "UPDATE operations SET actor = 'x' WHERE document_key = 3 AND number = 2")

    diagnosis = repair(str(path))

    assert diagnosis.damages == ()
    assert held_after(path) == held


def test_the_end_of_a_log_that_nothing_has_is_said_and_the_state_is_kept(project):
    path, held = project
    change(path, "UPDATE operations SET actor = 'x' WHERE document_key = 2 AND number = 3")

    diagnosis = repair(str(path))

    assert [(d.part, d.document) for d in diagnosis.damages] == [(Part.LOG, "d1")]
    assert "beyond entry 2" in str(diagnosis.damages[0])
    store = open_store(str(path))
    assert_sound(store)
    assert store.annotations("d1", "anna").records == held["d1"][2]["anna"]
    assert store.annotations("d1", "anna").records == folded_layer(store, "d1", "anna").records
    store.close()
    assert repairs_logged(path, "d1")[0].operation.change.steps


def test_a_text_that_nothing_has_is_named_and_kept_as_it_is(project):
    path, held = project
    change(path, "UPDATE texts SET text = 'other' WHERE document_key = 3")

    diagnosis = repair(str(path))

    assert [str(damage) for damage in diagnosis.damages] == [
        "document 'd2': its text is not the one that was imported"
    ]
    assert "no backup holds this text of document 'd2'" in diagnosis.notes[-1]
    assert diagnosis.repaired == ()
    assert list(path.parent.glob("p.damaged-*")) == []
    store = open_store(str(path))
    assert [summary.id for summary in store.summaries("anna")] == IDS
    assert store.annotations("d1", "anna").records == held["d1"][2]["anna"]
    store.close()


def test_each_repaired_document_has_an_entry_in_its_log_and_no_other_one(project):
    path, _ = project
    change(path, "UPDATE records SET surface = 'x' WHERE layer_key = 6 AND id = 'T1'")

    diagnosis = repair(str(path))

    assert [len(repairs_logged(path, id)) for id in IDS] == [0, 0, 1, 0, 0, 0]
    assert any("'d2'" in sentence for sentence in diagnosis.repaired)


def test_the_damaged_file_is_kept_as_it_was(project):
    path, _ = project
    change(path, "DELETE FROM records")
    before = path.read_bytes()

    diagnosis = repair(str(path))

    (kept,) = path.parent.glob("p.damaged-*.corpus")
    assert kept.read_bytes() == before
    assert kept.stat().st_mode & 0o777 == 0o600
    assert kept.name in diagnosis.repaired[-1]
    assert sorted(found.name for found in path.parent.iterdir() if ".repaired" in found.name) == []


def test_a_project_that_is_open_is_not_repaired(path):
    store = make(path)

    with pytest.raises(InUseError):
        repair(str(path))

    store.close()


def test_a_smashed_header_is_repaired_from_the_backup(backed_up):
    path, held = backed_up
    path.write_bytes(b"garbage!" * 12 + path.read_bytes()[96:])

    diagnosis = repair(str(path))

    assert_only_warned(diagnosis)
    assert held_after(path) == held


def assert_only_warned(diagnosis):
    """Nothing is damaged, but a file that cannot be read may have held more than its backup."""
    (damage,) = diagnosis.damages
    assert damage.part is Part.FILE
    assert "UTC (6 documents), and work done after it may be missing" in damage.message


def test_a_project_whose_list_of_documents_is_gone_is_repaired_with_a_warning(backed_up):
    path, held = backed_up
    change(path, "PRAGMA foreign_keys = OFF", "DROP TABLE documents")

    assert_only_warned(repair(str(path)))
    assert held_after(path) == held


def test_a_cut_project_is_not_called_sound_when_its_backup_is_older(path):
    store = new_project(path)
    Backups(store).backup_if_changed("start")
    add(store, *(new_document(f"d{n}", "word " * 500) for n in range(200)))
    store.close()
    path.write_bytes(path.read_bytes()[:50_000])

    diagnosis = repair(str(path))

    assert diagnosis.documents == 0
    assert diagnosis.repaired[-1] in diagnosis.as_text()
    assert not diagnosis.sound
    assert "UTC (0 documents), and work done after it may be missing" in diagnosis.as_text()
    assert examine(str(path)).sound
    assert list(path.parent.glob("p.damaged-*.corpus"))


def test_random_damage_never_leaves_a_project_that_lies(backed_up):
    path, held = backed_up
    data = path.read_bytes()
    chance = random.Random(7)
    for _ in range(12):
        broken = data
        for _ in range(20):
            broken = flip(broken, chance.randrange(len(data)), 1 << chance.randrange(8))
        path.write_bytes(broken)
        for aside in path.parent.glob("p.damaged-*"):
            aside.unlink()

        diagnosis = repair(str(path))

        if diagnosis.damages:
            assert_only_warned(diagnosis)
        assert held_after(path) == held


def test_only_the_first_hundred_repairs_are_listed_and_the_kept_copy(path):
    store = new_project(path)
    add(store, *(new_document(f"d{n}") for n in range(150)))
    store.close()
    change(path, "DELETE FROM records")

    lines = repair(str(path)).as_text().splitlines()

    assert sum(line.startswith("repaired: document") for line in lines) == 100
    assert "and 50 more" in lines
    assert any("p.damaged-" in line for line in lines)
