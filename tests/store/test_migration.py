# SPDX-License-Identifier: MIT
"""Older projects are brought up to date as a whole, after a backup, or not at all."""

import shutil
import sqlite3

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from annotator.errors import NewerProjectError, ReadOnlyError
from annotator.store import upgrade
from annotator.store.keeping import MIGRATION, backups_in, folder_of
from annotator.store.store import open_store
from annotator.store.tables import metadata
from annotator.store.upgrade import MIGRATIONS
from tests.store.damage import content
from tests.store.projects import add, new_document, new_project

THIRD = """
from alembic import op
import sqlalchemy as sa
revision = "0003"
down_revision = "0002"
def upgrade():
    op.create_table("extra", sa.Column("id", sa.Integer(), primary_key=True))
    op.execute("INSERT INTO extra (id) VALUES (1)")
    op.create_table("more", sa.Column("id", sa.Integer(), primary_key=True))
"""
FAILING = THIRD + '    raise RuntimeError("in the middle")\n'


@pytest.fixture
def project(path):
    """A closed project of this program's version."""
    store = new_project(path)
    add(store, new_document("a"))
    store.close()
    return path


@pytest.fixture
def newer_program(tmp_path, monkeypatch):
    """Make this program one that knows version 3; the argument is the third migration."""

    def become(source):
        folder = tmp_path / "migrations"
        shutil.copytree(MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
        (folder / "versions" / "0003_third.py").write_text(source)
        monkeypatch.setattr(upgrade, "MIGRATIONS", folder)
        monkeypatch.setattr(upgrade, "VERSION", 3)

    return become


def tables_of(path):
    connection = sqlite3.connect(path)
    try:
        return {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
    finally:
        connection.close()


def test_an_older_project_is_migrated_after_a_backup(project, newer_program):
    newer_program(THIRD)

    store = open_store(str(project))

    assert len(store.annotations("a", "anna")) == 3
    (backup,) = backups_in(folder_of(project))
    assert backup.reason == MIGRATION
    assert upgrade.read_header(project).version == 3
    assert upgrade.read_header(backup.path).version == 2
    store.close()
    assert {"extra", "more"} <= tables_of(project)
    assert "extra" not in tables_of(backup.path)


def test_a_migration_that_fails_in_the_middle_leaves_the_project_as_it_was(project, newer_program):
    before = content(project)
    newer_program(FAILING)

    with pytest.raises(RuntimeError, match="in the middle"):
        open_store(str(project))

    assert content(project) == before
    assert not {"extra", "more"} & tables_of(project)
    assert upgrade.read_header(project).version == 2
    with pytest.raises(RuntimeError):  # the lock is free again
        open_store(str(project))


def test_a_program_that_does_not_know_the_version_refuses_the_migrated_project(
    project, newer_program, monkeypatch
):
    newer_program(THIRD)
    open_store(str(project)).close()
    monkeypatch.undo()
    before = project.read_bytes()

    for read_only in (False, True):
        with pytest.raises(NewerProjectError, match="database version 3"):
            open_store(str(project), read_only=read_only)

    assert project.read_bytes() == before


def test_an_older_project_is_not_migrated_by_reading_it(project, newer_program):
    before = project.read_bytes()
    newer_program(THIRD)

    with pytest.raises(ReadOnlyError, match="older version"):
        open_store(str(project), read_only=True)

    assert project.read_bytes() == before


def test_the_migrations_make_the_tables_the_program_uses(store):
    with store.database.writing() as connection:
        context = MigrationContext.configure(
            connection, opts={"include_object": lambda o, name, *_: name != "alembic_version"}
        )
        assert compare_metadata(context, metadata) == []
