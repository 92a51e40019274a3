# SPDX-License-Identifier: MIT
"""Rows that go into the database on a thread of their own, while the next ones are being read.

The driver lets go of Python's lock once for each statement it runs. One statement a row would
make the two threads wait for each other at every row, so many rows go into one statement. Their
number is a power of two, so that few different statements are ever made.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from typing import Any

from sqlalchemy.engine import Connection

MOST_ROWS = 1024

Rows = tuple[str, Sequence[tuple[Any, ...]]]
"""The statement that inserts one row, and the rows."""


@dataclass(slots=True)
class Pouring:
    """Inserts rows through a connection nobody else may use between ``pour`` and ``settle``."""

    _connection: Connection
    _pool: ThreadPoolExecutor
    _running: Future[None] | None = None

    def pour(self, rows: Sequence[Rows]) -> None:
        """Begin to insert rows, in this order, and return at once."""
        self.settle()
        self._running = self._pool.submit(_insert, self._connection, rows)

    def settle(self) -> None:
        """Wait until all rows are in; raises what went wrong with them."""
        running, self._running = self._running, None
        if running is not None:
            running.result()


@contextmanager
def pouring(connection: Connection) -> Iterator[Pouring]:
    """Give a Pouring. At the end of the block all rows are in, or the error comes out.

    If the block fails, the thread has ended before the error goes on.
    """
    with ThreadPoolExecutor(1, "pouring") as pool:
        pours = Pouring(connection, pool)
        yield pours
        pours.settle()


def _insert(connection: Connection, rows: Sequence[Rows]) -> None:
    driver = connection.connection.driver_connection
    for statement, values in rows:
        if isinstance(driver, sqlite3.Connection):
            _insert_many(driver, statement, values)
        elif values:
            connection.exec_driver_sql(statement, list(values))


def _insert_many(
    driver: sqlite3.Connection, statement: str, values: Sequence[tuple[Any, ...]]
) -> None:
    if not values:
        return
    head, _, one = statement.rpartition(" VALUES ")
    limit = driver.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER) // len(values[0])
    size, place = MOST_ROWS, 0
    while size > limit:
        size //= 2
    while place < len(values):
        while size > len(values) - place:
            size //= 2
        many = f"{head} VALUES {','.join([one] * size)}"
        driver.execute(many, tuple(chain.from_iterable(values[place : place + size])))
        place += size
