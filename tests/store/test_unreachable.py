# SPDX-License-Identifier: MIT
"""A project that cannot be reached or is not for this program is refused with the reason."""

import sys

import pytest

from annotator.errors import InputError, NewerProjectError, StoreError
from annotator.store.doctor import examine
from annotator.store.location import parse_location
from annotator.store.store import open_store
from tests.store.damage import change


@pytest.mark.parametrize("act", [open_store, examine])
def test_a_server_that_never_answered_is_not_called_lost(act, tmp_path):
    url = f"postgresql://anna:s3cret@/news?host={tmp_path}"

    with pytest.raises(StoreError, match=r"cannot reach the database .*: .*No such file") as caught:
        act(url)

    assert "lost" not in str(caught.value)
    assert "s3cret" not in str(caught.value)


def test_a_missing_driver_is_a_sentence_that_names_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)

    with pytest.raises(InputError, match=r"pip install conflict-annotator\[postgres\]"):
        parse_location("postgresql://anna@db/news")


@pytest.mark.parametrize("read_only", [True, False])
def test_tables_of_an_unknown_revision_are_refused_and_not_touched(path, store, read_only):
    store.close()
    change(path, "UPDATE alembic_version SET version_num = '9999_future'")
    before = path.read_bytes()

    with pytest.raises(NewerProjectError, match="9999_future"):
        open_store(str(path), read_only=read_only)

    assert path.read_bytes() == before
