# SPDX-License-Identifier: MIT
"""The one thread that writes: the window never waits for the disk.

Operations are committed in the order they came, several in one transaction when the disk is slow.
What the disk refuses is kept and tried again; it is given up only when the store says that
somebody else changed the record first.
"""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, TypeVar

from annotator.edits.change import Operation
from annotator.errors import AnnotatorError, ConflictError, StoreError
from annotator.workspace.events import SaveState

T = TypeVar("T")
RETRY_S = 5.0
BATCH = 200

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Commit:
    """Operations that belong into one transaction."""

    operations: tuple[Operation, ...]


@dataclass(frozen=True, slots=True)
class _Call:
    """Other work that writes; whoever asked for it waits for the future."""

    work: Callable[[], Any]
    future: "Future[Any]"

    def run(self) -> None:
        try:
            self.future.set_result(self.work())
        except BaseException as error:  # whoever waits gets it
            self.future.set_exception(error)


class Writer:
    """Commits operations on its own thread.

    ``commit`` writes operations in one transaction and raises our errors. ``told`` hears each new
    SaveState, ``conflict`` each operation that was given up; both are called on the writer's
    thread. ``idle`` is called every ``idle_s`` seconds between jobs (backups).
    """

    def __init__(
        self,
        commit: Callable[[Sequence[Operation]], None],
        *,
        told: Callable[[SaveState], None],
        conflict: Callable[[Operation, ConflictError], None],
        idle: Callable[[], None],
        idle_s: float,
    ) -> None:
        self._commit = commit
        self._told = told
        self._conflict = conflict
        self._idle = idle
        self._idle_s = idle_s
        self._idle_at = time.monotonic() + idle_s
        self._jobs: deque[_Commit | _Call] = deque()
        self._changed = threading.Condition()
        self._stopping = False
        self._failure = ""
        self._retry_at = 0.0
        self._busy = False
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._thread.start()

    @property
    def is_running(self) -> bool:
        """Whether ``stop`` was not called yet."""
        with self._changed:
            return not self._stopping

    @property
    def state(self) -> SaveState:
        """The save state as of now."""
        with self._changed:
            return self._state()

    def submit(self, operations: Sequence[Operation]) -> None:
        """Queue operations that belong into one transaction; returns at once."""
        with self._changed:
            self._jobs.append(_Commit(tuple(operations)))
            self._changed.notify_all()

    def call(self, work: Callable[[], T]) -> "Future[T]":
        """Queue any work that writes; what it returns or raises is in the future."""
        future: Future[T] = Future()
        with self._changed:
            self._jobs.append(_Call(work, future))
            self._changed.notify_all()
        return future

    def pending(self) -> tuple[Operation, ...]:
        """Return the operations that are not yet durable, in order."""
        with self._changed:
            return tuple(
                operation
                for job in self._jobs
                if isinstance(job, _Commit)
                for operation in job.operations
            )

    def retry(self) -> None:
        """Try again now what the disk refused."""
        with self._changed:
            self._retry_at = 0.0
            self._changed.notify_all()

    def idle_within(self, seconds: float) -> None:
        """Call ``idle`` after so many seconds, as soon as there is nothing to write."""
        with self._changed:
            self._idle_at = min(self._idle_at, time.monotonic() + seconds)
            self._changed.notify_all()

    def flush(self, timeout_s: float) -> bool:
        """Wait until everything queued is durable; False when time ran out."""
        deadline = time.monotonic() + timeout_s
        with self._changed:
            while self._jobs or self._busy:
                left = deadline - time.monotonic()
                if left <= 0:
                    return False
                self._changed.wait(left)
            return True

    def stop(self, timeout_s: float) -> tuple[Operation, ...]:
        """Write what is queued, end the thread, and return what could not be written."""
        self.retry()
        self.flush(timeout_s)
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
        self._thread.join(timeout_s)
        return self.pending()

    def _state(self) -> SaveState:
        pending = sum(len(job.operations) for job in self._jobs if isinstance(job, _Commit))
        if self._failure:
            return SaveState("unsaved", pending, self._failure)
        if self._jobs or self._busy:
            return SaveState("saving", pending)
        return SaveState("saved")

    def _run(self) -> None:
        while True:
            with self._changed:
                self._wait_for_work()
                if self._stopping:
                    return
                jobs = self._next_jobs()
                self._busy = bool(jobs)
            if not jobs:
                self._run_idle()
                continue
            self._work(jobs)
            with self._changed:
                self._busy = False
                state = self._state()
                self._changed.notify_all()
            self._told(state)

    def _wait_for_work(self) -> None:
        while not self._stopping:
            now = time.monotonic()
            if self._jobs and now >= self._retry_at:
                return
            if now >= self._idle_at and not self._failure:
                return
            until = self._retry_at if self._jobs else self._idle_at
            self._changed.wait(max(0.01, min(until - now, 1.0)))

    def _next_jobs(self) -> "_Call | list[_Commit]":
        """Return a call, or as many commits as may go into one transaction; perhaps none."""
        commits: list[_Commit] = []
        if time.monotonic() < self._retry_at:
            return commits
        for job in self._jobs:
            if isinstance(job, _Call):
                return commits or job
            commits.append(job)
            if len(commits) == BATCH:
                break
        return commits

    def _work(self, jobs: "_Call | list[_Commit]") -> None:
        if isinstance(jobs, _Call):
            jobs.run()
            self._done(1)
        elif self._try_commit([operation for job in jobs for operation in job.operations]):
            self._done(len(jobs))

    def _try_commit(self, operations: list[Operation]) -> bool:
        try:
            self._commit(operations)
        except ConflictError:
            self._give_up_conflicting()
            return False
        except StoreError as error:
            self._keep(str(error))
            return False
        except Exception as error:
            log.exception("commit failed")
            self._keep(f"an internal error ({type(error).__name__}) kept the work from being saved")
            return False
        return True

    def _give_up_conflicting(self) -> None:
        """Commit job by job; give up the first that conflicts, keep the rest queued."""
        while True:
            with self._changed:
                job = self._jobs[0] if self._jobs else None
            if not isinstance(job, _Commit):
                return
            try:
                self._commit(job.operations)
            except ConflictError as conflict:
                self._done(1)
                self._conflict(job.operations[0], conflict)
                return
            except AnnotatorError as failure:
                self._keep(str(failure))
                return
            self._done(1)

    def _keep(self, message: str) -> None:
        with self._changed:
            self._failure = message
            self._retry_at = time.monotonic() + RETRY_S

    def _done(self, count: int) -> None:
        with self._changed:
            for _ in range(count):
                self._jobs.popleft()
            self._failure = ""
            self._retry_at = 0.0

    def _run_idle(self) -> None:
        self._idle_at = time.monotonic() + self._idle_s
        try:
            self._idle()
        except AnnotatorError as error:
            log.warning("backup failed: %s", error)
