# SPDX-License-Identifier: MIT
"""What the tests of hostile imports share: a project, and proof that nothing in it has changed."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

TEXT = "The HTS militants struck Darat Izza."
LINE = {"id": "d1", "text": TEXT, "annotator": "ann"}
SPAN = {"id": "T1", "start": 4, "end": 7, "label": "ACTOR"}


@pytest.fixture
def project(annotator, tmp_path):
    path = tmp_path / "p.corpus"
    assert annotator("new", path).code == 0
    return path


def stored(project: Path) -> list:
    """Everything that is in the project, whatever the tables are."""
    with closing(sqlite3.connect(project)) as connection:
        tables = [
            name
            for (name,) in connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
            )
            if not name.startswith(("sqlite_", "search"))
        ]
        return [(name, connection.execute(f'SELECT * FROM "{name}"').fetchall()) for name in tables]


def refused(annotator, project, *arguments) -> str:
    before = stored(project)

    done = annotator("import", project, *arguments)

    assert done.code == 2, done.out + done.err
    assert done.out == ""
    assert "Traceback" not in done.err
    assert all(char.isprintable() or char == "\n" for char in done.err)
    assert all(len(line) < 600 for line in done.err.splitlines())
    assert stored(project) == before
    return done.err


def spans(*items) -> bytes:
    return json.dumps({**LINE, "spans": list(items)}).encode()
