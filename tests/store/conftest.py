# SPDX-License-Identifier: MIT
import pytest

from tests.store.projects import new_project


@pytest.fixture
def path(tmp_path):
    return tmp_path / "p.corpus"


@pytest.fixture
def store(path):
    made = new_project(path)
    yield made
    made.close()
