# SPDX-License-Identifier: MIT
"""Opens a PostgreSQL database, and says why if it cannot be reached at all."""

from sqlalchemy.engine import URL

from annotator.store.engine import Database, open_postgres
from annotator.store.faults import reaching


def reach_postgres(url: URL, shown: str, *, read_only: bool = False) -> Database:
    """Return connections to a database that answers; StoreError with the reason if none does."""
    database = open_postgres(url, shown, read_only=read_only)
    try:
        with reaching(url, shown), database.reader.connect():
            return database
    except BaseException:
        database.close()
        raise
