# SPDX-License-Identifier: MIT
"""Project files: who may read them, what is refused untouched, and who holds them."""

import os
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from annotator.errors import (
    DamagedError,
    InputError,
    InUseError,
    NewerProjectError,
    NotAProjectError,
    NotFoundError,
    ReadOnlyError,
    StoreError,
)
from annotator.store.location import parse_location
from annotator.store.placing import network_filesystem
from annotator.store.store import create_store, open_store
from annotator.store.upgrade import APPLICATION_ID, VERSION
from tests.store.projects import add, added, assert_sound, new_document, new_project, span

ROOT = Path(__file__).resolve().parent.parent.parent


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def everything_in(folder):
    return {
        path.name: sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.iterdir())
        if path.is_file()
    }


@pytest.fixture(params=[0o000, 0o022, 0o077, 0o777], ids=oct)
def umask(request):
    before = os.umask(request.param)
    yield
    os.umask(before)


def test_a_project_and_its_wal_are_private_whatever_the_umask(path, umask):
    store = new_project(path)
    add(store, new_document("a"))

    files = {found.name: mode(found) for found in path.parent.iterdir()}
    store.close()

    assert {"p.corpus", "p.corpus-wal", "p.corpus-shm"} <= set(files)
    assert set(files.values()) == {0o600}


def test_a_closed_project_is_one_file_with_all_of_it(path, tmp_path):
    store = new_project(path)
    add(store, new_document("a"))
    store.close()

    copy = tmp_path / "elsewhere" / "copy.corpus"
    copy.parent.mkdir()
    shutil.copyfile(path, copy)
    opened = open_store(str(copy))

    assert not path.with_name("p.corpus-wal").exists()
    assert len(opened.annotations("a", "anna")) == 3
    opened.close()


def test_the_file_says_that_it_is_one_of_ours(path):
    new_project(path).close()

    head = path.read_bytes()[:100]

    assert int.from_bytes(head[68:72]) == APPLICATION_ID
    assert int.from_bytes(head[60:64]) == VERSION


def test_the_log_and_the_texts_cannot_be_changed_by_any_program(path):
    store = new_project(path)
    add(store, new_document("a"))
    store.close()
    connection = sqlite3.connect(path)

    for statement in (
        "UPDATE operations SET actor = 'x'",
        "DELETE FROM operations",
        "UPDATE texts SET text = 'x'",
        "DELETE FROM texts",
    ):
        with pytest.raises(sqlite3.IntegrityError, match=r"only grows|never changes"):
            connection.execute(statement)
    connection.close()


def foreign_database(path):
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT)")
    connection.commit()
    connection.close()


def newer_project(path):
    new_project(path).close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.execute("PRAGMA journal_mode = DELETE")
    connection.close()


def cut_project(path):
    new_project(path).close()
    path.write_bytes(path.read_bytes()[:-4096])


@pytest.mark.parametrize("read_only", [False, True])
@pytest.mark.parametrize(
    ("make", "error", "words"),
    [
        (lambda path: path.write_bytes(b""), NotAProjectError, "empty"),
        (
            lambda path: path.write_text("Not a database, but long enough. " * 9),
            NotAProjectError,
            "no database",
        ),
        (lambda path: path.write_bytes(b"SQLite format 3\0"), DamagedError, "cut off"),
        (foreign_database, NotAProjectError, "another program"),
        (newer_project, NewerProjectError, "99"),
        (cut_project, DamagedError, "cut off"),
        (lambda path: path.mkdir(), NotAProjectError, "not a file"),
    ],
)
def test_what_is_no_project_is_refused_and_stays_as_it_is(path, make, error, words, read_only):
    make(path)
    before = everything_in(path.parent)

    with pytest.raises(error, match=words):
        open_store(str(path), read_only=read_only)

    assert everything_in(path.parent) == before


def test_a_project_that_is_not_there_is_named_and_nothing_is_made(path):
    with pytest.raises(NotFoundError, match=r"p\.corpus"):
        open_store(str(path))

    assert list(path.parent.iterdir()) == []


def test_making_a_project_never_overwrites_a_file(path):
    path.write_text("My notes.")

    with pytest.raises(StoreError, match="exists already"):
        new_project(path)

    assert path.read_text() == "My notes."
    assert [found.name for found in path.parent.iterdir()] == ["p.corpus"]


def test_a_project_that_cannot_be_made_leaves_nothing_behind(tmp_path):
    with pytest.raises(StoreError):
        new_project(tmp_path / "no such folder" / "p.corpus")

    assert list(tmp_path.iterdir()) == []


def test_names_with_blanks_and_other_scripts_and_url_signs_work(tmp_path):
    path = tmp_path / "حلب 100% #1?.corpus"

    store = new_project(path)
    add(store, new_document("a"))
    store.close()

    opened = open_store(str(path))
    assert len(opened.summaries("anna")) == 1
    opened.close()


def test_a_second_instance_is_told_who_holds_the_project(path, store):
    with pytest.raises(InUseError, match="process") as caught:
        open_store(str(path))

    words = caught.value.holder.split()
    assert words[:3] == ["process", str(os.getpid()), "of"]
    assert "since" in words


def test_a_name_left_by_a_holder_is_shown_without_control_characters(path, store):
    path.with_name("p.corpus.lock.holder").write_text("\x1b[31mevil\n")

    with pytest.raises(InUseError) as caught:
        open_store(str(path))

    assert "\x1b" not in str(caught.value)


def test_a_project_is_free_again_after_it_was_closed(path, store):
    store.close()

    open_store(str(path)).close()


HOLD = """
import sys, time
from annotator.store.store import open_store
store = open_store(sys.argv[1])
print("open", flush=True)
time.sleep(60)
"""


def test_a_project_is_free_again_after_its_holder_was_killed(path):
    new_project(path).close()
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    with holder:
        assert holder.stdout.readline() == "open\n"
        with pytest.raises(InUseError, match=f"process {holder.pid}"):
            open_store(str(path))

        holder.send_signal(signal.SIGKILL)
        holder.wait()

    open_store(str(path)).close()


def test_reading_needs_no_lock_and_sees_what_is_committed_meanwhile(path, store):
    add(store, new_document("a"))

    reader = open_store(str(path), read_only=True)
    assert len(reader.annotations("a", "anna")) == 3
    store.commit([added("a", span(0, 3))])
    assert len(reader.annotations("a", "anna")) == 4

    with pytest.raises(ReadOnlyError):
        reader.commit([added("a", span(0, 4))])
    with pytest.raises(ReadOnlyError):
        reader.save_schema("{}", "anna")
    with pytest.raises(ReadOnlyError):
        add(reader, new_document("b"))
    reader.close()
    assert_sound(store)


def test_a_read_only_file_opens_for_reading_only_and_is_left_as_it_is(path):
    store = new_project(path)
    add(store, new_document("a"))
    store.close()
    path.with_name("p.corpus.lock").unlink()
    path.chmod(0o400)
    before = everything_in(path.parent)

    with pytest.raises(ReadOnlyError, match="read-only"):
        open_store(str(path))
    reader = open_store(str(path), read_only=True)
    assert len(reader.annotations("a", "anna")) == 3
    reader.close()

    assert everything_in(path.parent) == before


def test_a_read_only_folder_opens_for_reading_only_and_gets_no_new_file(tmp_path):
    folder = tmp_path / "medium"
    folder.mkdir()
    store = new_project(folder / "p.corpus")
    add(store, new_document("a"))
    store.close()
    (folder / "p.corpus.lock").unlink()
    folder.chmod(0o500)
    try:
        with pytest.raises(ReadOnlyError, match="folder is read-only"):
            open_store(str(folder / "p.corpus"))
        reader = open_store(str(folder / "p.corpus"), read_only=True)
        assert [document.document.id for document in reader.export_rows()] == ["a"]
        reader.close()
        assert [found.name for found in folder.iterdir()] == ["p.corpus"]
    finally:
        folder.chmod(0o700)


def test_a_wal_that_a_read_only_folder_hides_is_said(tmp_path):
    folder = tmp_path / "medium"
    folder.mkdir()
    store = new_project(tmp_path / "p.corpus")
    add(store, new_document("a"))
    for suffix in ("", "-wal"):
        shutil.copyfile(tmp_path / f"p.corpus{suffix}", folder / f"p.corpus{suffix}")
    store.close()
    folder.chmod(0o500)
    try:
        reader = open_store(str(folder / "p.corpus"), read_only=True)
        assert "-wal" in reader.warnings[0]
        reader.close()
    finally:
        folder.chmod(0o700)


def test_triggers_and_views_of_somebody_else_are_reported(path):
    new_project(path).close()
    connection = sqlite3.connect(path)
    connection.execute(
        "CREATE TRIGGER sneaky AFTER INSERT ON layers BEGIN DELETE FROM records; END"
    )
    connection.execute("CREATE VIEW spy AS SELECT * FROM texts")
    connection.commit()
    connection.close()

    store = open_store(str(path))

    assert len(store.warnings) == 1
    assert "2 triggers or views" in store.warnings[0]
    store.close()


MOUNTS = """\
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
30 22 0:40 / /mnt/team rw - nfs4 server:/team rw
31 22 0:41 / /mnt/team/local\\040disk rw - xfs /dev/sdb1 rw
32 22 0:42 / /mnt/stick rw - fuseblk /dev/sdc1 rw
33 22 0:43 / /home/a/remote rw - fuse.sshfs a@b:/ rw
34 22 0:44 / /mnt/win rw - cifs //server/share rw
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/home/a/p.corpus", ""),
        ("/mnt/team/p.corpus", "nfs4"),
        ("/mnt/team/local disk/p.corpus", ""),
        ("/mnt/teams/p.corpus", ""),
        ("/mnt/stick/p.corpus", ""),
        ("/home/a/remote/x/p.corpus", "fuse.sshfs"),
        ("/mnt/win/p.corpus", "cifs"),
    ],
)
def test_network_file_systems_are_known_by_their_mounts(path, kind):
    assert network_filesystem(Path(path), MOUNTS) == kind


def test_a_machine_that_names_no_mounts_has_no_network_file_system():
    assert network_filesystem(Path("/home/p.corpus"), "") == ""


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("postgresql://anna:p@ss/w#1@db/news", "%40"),
        ("mysql://anna:secret@db/news", "not in mysql"),
        ("://", "no database URL|not a database URL"),
    ],
)
def test_an_unclear_url_is_refused_without_repeating_it(url, words):
    with pytest.raises(InputError, match=words) as caught:
        parse_location(url)

    assert "secret" not in str(caught.value)
    assert "p@ss" not in str(caught.value)


def test_the_password_of_a_url_is_never_shown():
    location = parse_location("postgresql://anna:s3cret%40@db/news?sslpassword=s3cret")

    assert "s3cret" not in location.shown
    assert location.url.password == "s3cret@"


def test_a_server_that_is_not_there_is_said_without_the_password(tmp_path):
    url = f"postgresql://anna:s3cret@/news?host={tmp_path}"

    with pytest.raises(StoreError) as caught:
        create_store(url, name="n", language="en", schema_text="{}", actor="a")

    assert "s3cret" not in str(caught.value)
    assert "connection" in str(caught.value)
