# SPDX-License-Identifier: MIT
"""The places a store can live in; each test of the store runs on all of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.store.projects import POSTGRES, new_project, postgres_location


@contextmanager
def fresh_location(kind: str, folder: Path) -> Iterator[str]:
    """A path, or the URL of an empty PostgreSQL schema; skips where there is no server."""
    if kind == "sqlite":
        yield str(folder / "p.corpus")
        return
    if not POSTGRES:
        pytest.skip("ANNOTATOR_TEST_POSTGRES is not set: see packaging/postgres_for_tests.sh")
    with postgres_location() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def location(request, tmp_path):
    """Where a project may be made: a path, or the URL of an empty PostgreSQL schema."""
    with fresh_location(request.param, tmp_path) as place:
        yield place


@pytest.fixture
def store(location):
    """A new, empty project."""
    made = new_project(location)
    yield made
    made.close()
