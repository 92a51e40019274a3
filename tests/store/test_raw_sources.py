# SPDX-License-Identifier: MIT
"""Raw sources in damaged, older and repaired projects."""

import sqlite3
from random import Random

import pytest
from sqlalchemy import text

from annotator.errors import DamagedError
from annotator.store import upgrade
from annotator.store.backup import Backups
from annotator.store.diagnosis import Part
from annotator.store.doctor import examine
from annotator.store.engine import open_sqlite
from annotator.store.keeping import MIGRATION, backups_in, folder_of
from annotator.store.raw import DAMAGED, MISSING
from annotator.store.repair import repair
from annotator.store.store import open_store
from tests.contracts.test_store_raw import PAGE, with_raw
from tests.store.damage import change, content, flip
from tests.store.projects import POSTGRES, add, new_document, new_project, postgres_location

CHANGES = [
    "UPDATE raw_sources SET data = x'00' WHERE document_key = 1",
    "UPDATE raw_sources SET data = 'text' WHERE document_key = 1",
    "UPDATE raw_sources SET size = size - 1 WHERE document_key = 1",
    "UPDATE raw_sources SET size = 9223372036854775807 WHERE document_key = 1",
    "UPDATE raw_sources SET media_type = 'text/plain' WHERE document_key = 1",
    "UPDATE raw_sources SET extracted = 'all of it' WHERE document_key = 1",
    "UPDATE raw_sources SET sha256 = 'x' WHERE document_key = 1",
    "UPDATE raw_sources SET hash = 'x' WHERE document_key = 1",
    "UPDATE raw_sources SET data = CAST(data || x'00' AS BLOB) WHERE document_key = 1",
]
LOSS = "DELETE FROM raw_sources WHERE document_key = 1"
SWAP = (
    "UPDATE raw_sources SET document_key = 9 WHERE document_key = 1",
    "UPDATE raw_sources SET document_key = 1 WHERE document_key = 2",
    "UPDATE raw_sources SET document_key = 2 WHERE document_key = 9",
)


@pytest.fixture
def project(path):
    """A closed project: two documents with raw sources, and one without."""
    store = new_project(path)
    add(store, with_raw("a"), with_raw("b"), new_document("c"))
    store.close()
    return path


@pytest.fixture
def backed_up(path):
    store = new_project(path)
    add(store, with_raw("a"), with_raw("b"), new_document("c"))
    Backups(store).backup_if_changed("test")
    store.close()
    return path


@pytest.mark.parametrize("statement", CHANGES)
def test_a_raw_source_that_was_changed_is_found_and_named(project, statement):
    change(project, statement)

    (damage,) = examine(str(project)).damages

    assert (damage.part, damage.document, damage.message) == (Part.SOURCE, "a", DAMAGED)
    store = open_store(str(project), read_only=True)
    with pytest.raises(DamagedError, match="raw source of document 'a' is damaged"):
        store.raw_source("a")
    assert store.raw_source("b") == PAGE
    store.close()


def test_a_raw_source_that_is_gone_is_found_and_named(project):
    change(project, LOSS)

    (damage,) = examine(str(project)).damages

    assert (damage.part, damage.document, damage.message) == (Part.SOURCE, "a", MISSING)


def test_raw_sources_that_changed_places_are_found(project):
    change(project, *SWAP)

    assert examine(str(project)).damaged_documents == ("a", "b")


def test_every_changed_byte_of_a_raw_source_is_noticed(path):
    store = new_project(path)
    add(store, with_raw("a", type(PAGE)("text/html", Random(7).randbytes(30_000), "by hand")))
    store.close()
    sound, before = path.read_bytes(), content(path)
    random = Random(2024)

    for _ in range(60):
        path.write_bytes(flip(sound, random.randrange(4096, len(sound)), 1 << random.randrange(8)))
        if content(path) != before:
            assert not examine(str(path)).sound


@pytest.mark.parametrize("statement", [*CHANGES, LOSS])
def test_a_damaged_raw_source_comes_from_the_newest_backup(backed_up, statement):
    before = content(backed_up)
    change(backed_up, statement)

    done = repair(str(backed_up))

    assert done.sound
    assert "document 'a': its raw source came from a backup" in done.repaired
    assert content(backed_up) == before


def test_a_raw_source_that_nothing_has_is_named_and_the_project_left_as_it_is(project):
    change(project, CHANGES[0])
    before = content(project)

    done = repair(str(project))

    assert [(d.part, d.document) for d in done.damages] == [(Part.SOURCE, "a")]
    assert done.repaired == ()
    assert content(project) == before


def test_repairing_something_else_keeps_every_raw_source(project):
    change(project, "UPDATE layers SET span_count = 99")

    assert repair(str(project)).sound

    store = open_store(str(project))
    assert (store.raw_source("a"), store.raw_source("b")) == (PAGE, PAGE)
    store.close()


def test_a_raw_source_without_a_whole_copy_is_kept_as_it_is_by_a_repair_of_others(project):
    change(project, CHANGES[5], "UPDATE layers SET span_count = 99")

    done = repair(str(project))

    assert [(d.part, d.document) for d in done.damages] == [(Part.SOURCE, "a")]
    with sqlite3.connect(project) as connection:
        kept = connection.execute("SELECT extracted FROM raw_sources WHERE document_key = 1")
        assert kept.fetchone() == ("all of it",)
    connection.close()


def test_a_backup_holds_the_raw_sources(backed_up):
    (backup,) = backups_in(folder_of(backed_up))

    store = open_store(str(backup.path), read_only=True)

    assert store.raw_source("a") == PAGE
    store.close()


@pytest.fixture
def first_version(monkeypatch):
    """Make this program one of version 1 while the block runs."""

    def make(location):
        migrate = upgrade.migrate
        with monkeypatch.context() as patched:
            patched.setattr(upgrade, "VERSION", 1)
            patched.setattr(upgrade, "migrate", lambda connection: migrate(connection, 1))
            store = new_project(location)
            # what version 1 knew of a new document: everything but the raw sources
            from annotator.store import bulk

            patched.setattr(bulk, "_TABLES", bulk._TABLES[:-1])
            add(store, new_document("a"), new_document("b"))
            store.close()

    return make


def test_a_project_of_version_1_is_migrated_after_a_verified_backup(path, first_version):
    first_version(path)
    assert upgrade.read_header(path).version == 1
    old = content(path)

    store = open_store(str(path))
    add(store, with_raw("c"))

    assert store.raw_source("c") == PAGE
    assert store.raw_source("a") is None
    assert len(store.annotations("a", "anna")) == 3
    store.close()
    assert upgrade.read_header(path).version == 2
    assert examine(str(path)).sound
    (backup,) = [b for b in backups_in(folder_of(path)) if b.reason == MIGRATION]
    assert upgrade.read_header(backup.path).version == 1
    assert content(backup.path) == old


def test_a_project_of_version_1_is_examined_as_it_is(path, first_version):
    first_version(path)

    assert examine(str(path)).damages == ()

    change(path, "UPDATE layers SET span_count = 99 WHERE key = 2")
    assert examine(str(path)).damaged_documents == ("a",)


def test_a_damaged_project_of_version_1_is_repaired_into_the_newest_version(path, first_version):
    first_version(path)
    change(path, "UPDATE layers SET span_count = 99 WHERE key = 2")

    assert repair(str(path)).sound

    assert upgrade.read_header(path).version == upgrade.VERSION
    store = open_store(str(path))
    assert len(store.annotations("a", "anna")) == 3
    store.close()


def test_a_project_with_raw_sources_takes_others_from_a_backup_of_version_1(path, first_version):
    first_version(path)
    open_store(str(path)).close()
    store = open_store(str(path))
    add(store, with_raw("c"))
    store.close()
    change(path, "UPDATE texts SET text = 'x' || text WHERE document_key = 1")

    assert repair(str(path)).sound

    store = open_store(str(path))
    assert store.raw_source("c") == PAGE
    store.close()


@pytest.mark.skipif(not POSTGRES, reason="ANNOTATOR_TEST_POSTGRES is not set")
def test_a_project_of_version_1_on_a_server_is_migrated(first_version):
    with postgres_location() as location:
        first_version(location)

        store = open_store(location)
        add(store, with_raw("c"))

        assert store.raw_source("c") == PAGE
        store.close()
        assert examine(location).sound


@pytest.mark.skipif(not POSTGRES, reason="ANNOTATOR_TEST_POSTGRES is not set")
def test_the_server_guards_the_raw_sources_and_the_doctor_names_damage(monkeypatch):
    with postgres_location() as location:
        store = new_project(location)
        add(store, with_raw("a"))
        with pytest.raises(Exception, match="refused"):
            _run(store, "UPDATE raw_sources SET size = 1")

        _run(
            store,
            "ALTER TABLE raw_sources DISABLE TRIGGER USER",
            "UPDATE raw_sources SET extracted = 'x'",
        )
        found = examine(location)
        store.close()

        assert (Part.SOURCE, "a") in [(d.part, d.document) for d in found.damages]
        assert "nothing refuses update on raw_sources" in [d.message for d in found.damages]
        after = repair(location)
        assert not after.repaired
        assert (Part.SOURCE, "a") in [(d.part, d.document) for d in after.damages]


def _run(store, *statements):
    with store.database.writing() as connection:
        for statement in statements:
            connection.execute(text(statement))


def test_no_program_can_change_or_remove_a_raw_source(project):
    database = open_sqlite(project)
    for statement in ("UPDATE raw_sources SET size = 1", "DELETE FROM raw_sources"):
        with (
            pytest.raises(Exception, match="refused"),
            database.writing() as connection,
        ):
            connection.execute(text(statement))
    database.close()
