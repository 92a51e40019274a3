# SPDX-License-Identifier: MIT
"""Reads rows as plain tuples straight from the driver, for what must be fast."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy.engine import Connection
from sqlalchemy.sql import Select

FETCHED = 128


def tuples(connection: Connection, query: Select[Any]) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a query, some hundred of them in memory at a time."""
    compiled = query.compile(dialect=connection.dialect)
    parameters = compiled.construct_params()
    values = tuple(parameters[name] for name in compiled.positiontup or ())
    return tuples_of_sql(connection, str(compiled), values)


def tuples_of_sql(
    connection: Connection, sql: str, values: tuple[Any, ...] = ()
) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a statement in the driver's own words."""
    result = connection.exec_driver_sql(sql, values)
    cursor: Any = result.cursor
    try:
        while chunk := cursor.fetchmany(FETCHED):
            yield from chunk
    finally:
        result.close()
