# SPDX-License-Identifier: MIT
"""Kills, full disks and rivals: what was acknowledged is there, and nothing else is half there.

``ANNOTATOR_TEST_KILLS`` asks for more kills than the 30 of a common run.
"""

import os
import random
import resource
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from annotator.errors import ConflictError, DiskFullError, StoreError
from annotator.model.ids import new_id
from annotator.store.backup import Backups
from annotator.store.keeping import folder_of
from annotator.store.store import open_store
from tests.store.projects import add, added, assert_sound, new_document, new_project, span

ROOT = Path(__file__).resolve().parent.parent.parent
KILLS = int(os.environ.get("ANNOTATOR_TEST_KILLS", "30"))

WORK = """
import sys
from annotator.store.store import open_store
from tests.store.projects import added, span
store = open_store(sys.argv[1])
start = int(sys.argv[2])
for number in range(start, start + 100_000):
    store.commit([added("a", span(number % 30, number % 30 + 2, id=f"s{number}"))])
    print(number, flush=True)
"""

IMPORT = """
import sys
from annotator.model.ids import new_id
from annotator.store.store import open_store
from tests.store.projects import new_document
store = open_store(sys.argv[1])
print("open", flush=True)
store.add_documents(
    (new_document(f"i{number}") for number in range(50_000)), actor="anna", gesture=new_id()
)
"""


def started(code, *arguments):
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )


def test_nothing_acknowledged_is_lost_when_the_program_is_killed(path):
    store = new_project(path)
    add(store, new_document("a"))
    store.close()
    chance = random.Random(4)
    acknowledged: set[str] = set()
    start = 0

    for _ in range(KILLS):
        with started(WORK, path, start) as process:
            said = [process.stdout.readline()]
            timer = threading.Timer(
                chance.uniform(0.0, 0.15), process.send_signal, [signal.SIGKILL]
            )
            timer.start()
            said += process.stdout.readlines()
            timer.join()
        numbers = [int(line) for line in said if line.endswith("\n")]
        acknowledged |= {f"s{number}" for number in numbers}
        store = open_store(str(path))
        stored = {id for id in store.annotations("a", "anna").records if id.startswith("s")}
        store.close()
        assert acknowledged <= stored
        assert len(stored - acknowledged) <= 1
        acknowledged = stored
        start = 1 + max(int(id[1:]) for id in stored)

    store = open_store(str(path))
    assert_sound(store)
    store.close()


def test_an_import_that_is_killed_leaves_nothing_of_itself(path):
    store = new_project(path)
    add(store, new_document("a"))
    store.close()

    for wait_s in (0.05, 0.3, 0.8):
        with started(IMPORT, path) as process:
            assert process.stdout.readline() == "open\n"
            time.sleep(wait_s)
            process.kill()

        store = open_store(str(path))
        assert [summary.id for summary in store.summaries("", removed=True)] == ["a"]
        assert_sound(store)
        store.close()


@contextmanager
def small_disk(folder, size="3m"):
    """A file system of its own that is soon full; the test is skipped where none can be made."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    made = subprocess.run(command, capture_output=True, check=False)
    if made.returncode:
        pytest.skip("a small file system cannot be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@contextmanager
def small_files(limit):
    """No file may grow beyond ``limit`` bytes: a full disk for those who cannot mount one."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


def fill(store, document="a"):
    """Commit until the disk is full; return the operations that were kept, and the other one."""
    done = []
    while True:
        spans = [span(n % 30, n % 30 + 2, note="x" * 400) for n in range(40)]
        wish = added(document, *spans)
        try:
            store.commit([wish])
        except DiskFullError:
            return done, wish
        done.append(wish)


def test_a_full_disk_loses_nothing_and_work_goes_on_when_there_is_room(tmp_path):
    with small_disk(tmp_path / "disk") as disk:
        store = new_project(disk / "p.corpus")
        add(store, new_document("a"))
        ballast = disk / "ballast"
        ballast.write_bytes(bytes(300_000))

        done, refused = fill(store)

        assert len(store.annotations("a", "anna")) == 3 + 40 * len(done)
        ballast.unlink()
        store.commit([refused])
        assert len(store.annotations("a", "anna")) == 3 + 40 * (len(done) + 1)
        assert_sound(store)
        store.close()
        again = open_store(str(disk / "p.corpus"))
        assert len(again.annotations("a", "anna")) == 3 + 40 * (len(done) + 1)
        assert_sound(again)
        again.close()


def test_an_import_into_a_full_disk_leaves_the_project_as_it_was(tmp_path):
    with small_disk(tmp_path / "disk") as disk:
        store = new_project(disk / "p.corpus")
        add(store, new_document("a"))

        with pytest.raises(DiskFullError, match=r"p\.corpus"):
            store.add_documents(
                (new_document(f"d{n}") for n in range(20_000)), actor="anna", gesture=new_id()
            )

        assert [summary.id for summary in store.summaries("", removed=True)] == ["a"]
        assert_sound(store)
        store.close()


def test_a_file_that_may_not_grow_is_a_full_disk(path):
    store = new_project(path)
    add(store, new_document("a"))

    with small_files(400_000):
        done, refused = fill_or_fail(store)

    store.commit([refused])
    assert len(store.annotations("a", "anna")) == 3 + 40 * (len(done) + 1)
    assert_sound(store)
    store.close()


def fill_or_fail(store):
    """Like ``fill``; SQLite calls a file that may not grow an I/O error on some systems."""
    done = []
    while True:
        wish = added("a", *(span(n % 30, n % 30 + 2, note="x" * 400) for n in range(40)))
        try:
            store.commit([wish])
        except StoreError:
            return done, wish
        done.append(wish)


def test_a_backup_without_room_is_refused_with_figures_and_leaves_no_part(tmp_path):
    with small_disk(tmp_path / "disk") as disk:
        store = new_project(disk / "p.corpus")
        add(store, *(new_document(f"d{n}", "x" * 4000) for n in range(200)))
        ballast = disk / "ballast"
        room = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
        ballast.write_bytes(bytes(max(0, room - 100_000)))

        with pytest.raises(DiskFullError) as caught:
            Backups(store).backup_if_changed("hourly")

        assert caught.value.needed > caught.value.free > 0
        assert list(folder_of(disk / "p.corpus").iterdir()) == []
        store.close()


def test_a_program_that_writes_the_file_at_the_same_time_is_waited_for(path):
    store = new_project(path)
    add(store, new_document("a"))
    rival = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    rival.execute("BEGIN IMMEDIATE")
    timer = threading.Timer(0.3, rival.execute, ["COMMIT"])
    timer.start()

    store.commit([added("a", span(0, 3))])

    timer.join()
    rival.close()
    assert len(store.annotations("a", "anna")) == 4
    store.close()


def test_reads_from_many_threads_see_whole_commits_while_one_writes(path):
    store = new_project(path)
    add(store, new_document("a"))
    seen: list[int] = []
    stop = threading.Event()

    def read():
        while not stop.is_set():
            seen.append(len(store.annotations("a", "anna")))
            store.summaries("anna")

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for number in range(40):
        store.commit(
            [added("a", span(number % 30, number % 30 + 1), span(number % 30, number % 30 + 3))]
        )
    stop.set()
    for reader in readers:
        reader.join()

    assert {(count - 3) % 2 for count in seen} == {0}
    assert_sound(store)
    store.close()


def test_two_who_edit_the_same_record_are_told_and_nothing_is_lost(path):
    store = new_project(path)
    add(store, new_document("a"))
    conflicts, done = [], []

    def work(name):
        for _ in range(30):
            wish = added("a", span(0, 3, id=f"s{len(done) + len(conflicts)}"), actor=name)
            try:
                store.commit([wish])
                done.append(wish)
            except ConflictError:
                conflicts.append(wish)

    workers = [threading.Thread(target=work, args=(name,)) for name in ("anna", "bassam")]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert len(done) + len(conflicts) == 60
    assert len(store.annotations("a", "anna")) == 3 + len(done)
    assert_sound(store)
    store.close()
