# SPDX-License-Identifier: MIT
"""Rows as plain tuples, to and from the driver without a detour, for what must be fast."""

from collections.abc import Generator
from typing import Any

from sqlalchemy import Table, insert
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.sql import Select

FETCHED = 128


Tuples = Generator[tuple[Any, ...], None, None]


def tuples(connection: Connection, query: Select[Any]) -> Tuples:
    """Yield the rows of a query, some hundred of them in memory at a time."""
    compiled = query.compile(dialect=connection.dialect)
    parameters = compiled.construct_params()
    values = tuple(parameters[name] for name in compiled.positiontup or ())
    return tuples_of_sql(connection, str(compiled), values)


def tuples_of_sql(connection: Connection, sql: str, values: tuple[Any, ...] = ()) -> Tuples:
    """Yield the rows of a statement in the driver's own words."""
    result = connection.exec_driver_sql(sql, values)
    # SQLAlchemy has read the first rows of a streamed result already, so these come through it
    cursor: Any = result if connection.dialect.name != "sqlite" else result.cursor
    try:
        while chunk := cursor.fetchmany(FETCHED):
            yield from chunk
    finally:
        if not connection.closed:  # an error may keep an abandoned generator past its connection
            result.close()


def insert_sql(table: Table, dialect: Dialect) -> str:
    """Return the statement that inserts a tuple of all columns, in the table's order.

    The sequence of the log is left out: the database gives it.
    """
    names = [column.name for column in table.columns if column.name != "sequence"]
    statement = insert(table).values(dict.fromkeys(names))
    return str(statement.compile(dialect=dialect, column_keys=names))
