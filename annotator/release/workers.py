# SPDX-License-Identifier: MIT
"""Work in several processes, which end with the one that began them.

This module imports nothing heavy: a new process loads it before it looks after its parent.
"""

import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import connection, get_context, parent_process
from typing import TypeAlias, TypeVar

from annotator.errors import StoreError

Given = TypeVar("Given")
Result = TypeVar("Result")
Tick: TypeAlias = Callable[[], None]
"""Called now and then; it raises CancelledError to stop the work."""

_POLL_S = 0.2


def processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def results(
    work: Callable[[Given], Result],
    given: Sequence[Given],
    processes: int,
    tick: Tick,
    here: Callable[[Given], Result] | None = None,
) -> Iterator[Result]:
    """Yield the result of each piece of work, in the order in which they are given.

    With ``here``, which does the same as ``work``, this process is one of them: it takes pieces
    from the end that nobody has begun, while the others take them from the start.
    Raises StoreError if a process ends before its work is done.
    """
    others = max(1, processes - 1) if here else processes
    context = get_context("spawn")
    with ProcessPoolExecutor(others, mp_context=context, initializer=_follow_parent) as pool:
        with _interrupts_kept():
            waiting = [pool.submit(work, piece) for piece in given]
        try:
            done = _done_here(here, given, waiting) if here else {}
            for number, future in enumerate(waiting):
                yield done[number] if number in done else _result(future, tick)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _done_here(
    here: Callable[[Given], Result], given: Sequence[Given], waiting: "Sequence[Future[Result]]"
) -> dict[int, Result]:
    """Return the results of the pieces, by number, that no other process had begun."""
    done: dict[int, Result] = {}
    for number in reversed(range(len(given))):
        if waiting[number].cancel():
            done[number] = here(given[number])
    return done


def _result(future: "Future[Result]", tick: Tick) -> Result:
    while not future.done():
        tick()
        wait([future], timeout=_POLL_S)
    try:
        return future.result()
    except BrokenProcessPool:
        raise StoreError(
            "a process that was writing ended before it was done; the machine may be short of "
            "memory (try it with one process)"
        ) from None


@contextmanager
def _interrupts_kept() -> Iterator[None]:
    """Start processes that do not hear Ctrl+C: the one that began them does, and stops them."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _follow_parent() -> None:
    """End this process as soon as its parent is gone, even if that was killed."""
    parent = parent_process()
    if parent is None:
        return

    def follow() -> None:
        connection.wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=follow, daemon=True).start()
