# SPDX-License-Identifier: MIT
"""Damage on purpose: changes project files behind the program's back, and compares them."""

import sqlite3
from pathlib import Path

GUARDS = tuple(
    f"{table}_no_{event}"
    for table in ("operations", "texts", "raw_sources")
    for event in ("update", "delete")
)


def change(path: Path, *statements: str) -> None:
    """Run SQL on a closed project, with its triggers out of the way and then back."""
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        rows = connection.execute(
            "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall()
        triggers = [row for row in rows if row[0] in GUARDS]
        for name, _, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)
        for _, table, sql in triggers:
            if connection.execute(f"PRAGMA table_info({table})").fetchall():
                connection.execute(sql)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    finally:
        connection.close()


def content(path: Path) -> object:
    """All that a project file says, in a form that compares; "unreadable" if SQLite gives up."""
    uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    try:
        connection = sqlite3.connect(uri, uri=True)
    except sqlite3.Error:
        return "unreadable"
    try:
        names = [
            row[0]
            for row in connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
            )
        ]
        tables = {name: rows_of(connection, name) for name in names}
        objects = rows_of(connection, "sqlite_master")
        versions = [
            connection.execute(f"PRAGMA {name}").fetchone()
            for name in ("user_version", "application_id")
        ]
        return repr((tables, [row[:3] + row[4:] for row in objects], versions))
    except (sqlite3.Error, UnicodeDecodeError):
        return "unreadable"
    finally:
        connection.close()


def rows_of(connection: sqlite3.Connection, table: str) -> list[tuple]:
    """The rows of a table, read from the table itself and not from an index."""
    return sorted(connection.execute(f"SELECT * FROM {table} NOT INDEXED"), key=repr)


def flip(data: bytes, place: int, mask: int) -> bytes:
    """The bytes with one of them changed."""
    return data[:place] + bytes([data[place] ^ mask]) + data[place + 1 :]
