# SPDX-License-Identifier: MIT
import threading
from datetime import UTC, datetime

import pytest

from annotator.edits.change import Change, Operation
from annotator.errors import ConflictError, DiskFullError
from annotator.model.ids import DocumentId, OperationId
from annotator.workspace.writer import Writer


def operation(id, document="d"):
    return Operation(
        OperationId(id),
        id,
        DocumentId(document),
        "ann",
        "ann",
        Change("span.add", ()),
        datetime(2026, 11, 24, tzinfo=UTC),
    )


class Disk:
    """Five lines of a store: keeps what is committed, and fails when told to."""

    def __init__(self):
        self.kept = []
        self.failure = None
        self.conflicting = set()
        self.open = threading.Event()
        self.open.set()

    def commit(self, operations):
        self.open.wait(10)
        if self.failure:
            raise self.failure
        for one in operations:
            if one.id in self.conflicting:
                raise ConflictError("r", one.document)
        self.kept.extend(one.id for one in operations)


@pytest.fixture
def disk():
    return Disk()


@pytest.fixture
def told():
    return []


@pytest.fixture
def conflicts():
    return []


@pytest.fixture
def writer(disk, told, conflicts):
    writer = Writer(
        disk.commit,
        told=told.append,
        conflict=lambda operation, error: conflicts.append(operation.id),
        idle=lambda: None,
        idle_s=1000,
    )
    yield writer
    disk.open.set()
    disk.failure = None
    writer.stop(5)


def test_operations_are_committed_in_the_order_they_came(writer, disk):
    for number in range(500):
        writer.submit([operation(f"{number:03}")])

    assert writer.flush(10)
    assert disk.kept == [f"{number:03}" for number in range(500)]
    assert writer.state.state == "saved"


def test_submitting_while_the_disk_hangs_returns_at_once_and_says_saving(writer, disk):
    disk.open.clear()

    writer.submit([operation("a")])
    writer.submit([operation("b")])

    assert writer.state.state == "saving"
    assert writer.state.pending == 2
    assert [one.id for one in writer.pending()] == ["a", "b"]
    assert not writer.flush(0.05)
    disk.open.set()
    assert writer.flush(5)


def test_a_full_disk_keeps_the_work_and_a_retry_saves_it(writer, disk, told):
    disk.failure = DiskFullError("p.corpus")
    writer.submit([operation("a")])
    while writer.state.state != "unsaved":
        threading.Event().wait(0.01)
    assert "disk is full" in writer.state.message
    assert [one.id for one in writer.pending()] == ["a"]

    disk.failure = None
    writer.retry()

    assert writer.flush(5)
    assert disk.kept == ["a"]
    assert writer.state.state == "saved"
    assert [state.state for state in told if state.state == "unsaved"]


def test_an_unknown_error_of_the_store_is_no_reason_to_lose_work(writer, disk, caplog):
    disk.failure = RuntimeError("a bug")
    writer.submit([operation("a")])
    while writer.state.state != "unsaved":
        threading.Event().wait(0.01)

    disk.failure = None
    writer.retry()

    assert writer.flush(5)
    assert disk.kept == ["a"]
    assert "RuntimeError" in caplog.text


def test_a_conflict_gives_up_that_operation_only_and_tells(writer, disk, conflicts):
    disk.conflicting = {"b"}
    disk.open.clear()
    for id in "abc":
        writer.submit([operation(id)])
    disk.open.set()

    assert writer.flush(5)
    assert disk.kept == ["a", "c"]
    assert conflicts == ["b"]


def test_a_call_runs_after_what_was_queued_before_it(writer, disk):
    writer.submit([operation("a")])

    seen = writer.call(lambda: list(disk.kept)).result(5)

    assert seen == ["a"]


def test_an_error_in_a_call_goes_to_whoever_waits_and_the_writer_lives_on(writer, disk):
    def fail():
        raise DiskFullError("x")

    with pytest.raises(DiskFullError):
        writer.call(fail).result(5)
    writer.submit([operation("a")])

    assert writer.flush(5)
    assert disk.kept == ["a"]


def test_stopping_returns_what_could_not_be_written(disk):
    disk.failure = DiskFullError("p.corpus")
    writer = Writer(
        disk.commit,
        told=lambda state: None,
        conflict=lambda *a: None,
        idle=lambda: None,
        idle_s=1000,
    )
    writer.submit([operation("a")])

    assert [one.id for one in writer.stop(0.3)] == ["a"]


def test_idle_work_that_is_asked_for_is_done_once_there_is_nothing_to_write(disk):
    idle = threading.Event()
    kept = []
    writer = Writer(
        disk.commit,
        told=lambda state: None,
        conflict=lambda *a: None,
        idle=lambda: (kept.extend(disk.kept), idle.set()),
        idle_s=1000,
    )
    writer.submit([operation("a")])
    assert writer.flush(10)
    assert not idle.is_set()

    writer.idle_within(0)

    assert idle.wait(10)
    assert kept == ["a"]
    assert writer.stop(5) == ()
