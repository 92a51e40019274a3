# SPDX-License-Identifier: MIT
"""Backups: verified, private, rotated by the order of the log, never over a good one."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.errors import DamagedError, StoreError
from annotator.store.backup import DAMAGED_MARK, Backups, verify
from annotator.store.keeping import MIGRATION, Backup, backups_in, folder_of, kept
from annotator.store.store import open_store
from tests.store.damage import change
from tests.store.projects import add, added, new_document, span

START = datetime(2024, 11, 27, 12, 0, tzinfo=UTC)


def backup(sequence, hours, reason="hourly"):
    made_at = START + timedelta(hours=hours)
    return Backup(Path(f"{sequence}-{reason}"), sequence, 1, made_at, reason)


def test_a_backup_is_a_whole_project_of_its_own(path, store, tmp_path):
    add(store, new_document("a"))

    made = Backups(store).backup_if_changed("start")

    assert verify(made).sound
    copy = tmp_path / "copy.corpus"
    shutil.copyfile(made, copy)
    opened = open_store(str(copy))
    assert opened.annotations("a", "anna") == store.annotations("a", "anna")
    opened.close()


def test_backups_are_private_and_leave_no_other_file(path, store):
    made = Backups(store).backup_if_changed("start")

    assert made.parent.stat().st_mode & 0o777 == 0o700
    assert made.stat().st_mode & 0o777 == 0o600
    assert list(made.parent.iterdir()) == [made]


def test_a_backup_is_made_only_when_something_changed(store):
    backups = Backups(store)
    assert backups.backup_if_changed("start") is not None
    assert backups.backup_if_changed("hourly") is None

    add(store, new_document("a"))
    assert backups.backup_if_changed("hourly") is not None
    assert backups.backup_if_changed("hourly") is None

    store.save_schema('{"x": 1}', "anna")
    assert backups.backup_if_changed("hourly") is not None


def test_the_last_commit_is_in_the_backup_even_while_it_is_only_in_the_wal(path, store):
    add(store, new_document("a"))
    store.commit([added("a", span(0, 3))])

    made = Backups(store).backup_if_changed("hourly")

    reader = open_store(str(made), read_only=True)
    assert len(reader.annotations("a", "anna")) == 4
    reader.close()


def test_a_damaged_project_is_not_backed_up_and_every_backup_stays(path, store):
    add(store, new_document("a"))
    good = Backups(store).backup_if_changed("start")
    store.close()
    change(path, "UPDATE records SET surface = 'x' WHERE kind = 'span'")

    damaged = open_store(str(path))
    damaged.commit([added("a", span(0, 2))])
    with pytest.raises(DamagedError, match="'a'"):
        Backups(damaged).backup_if_changed("hourly")
    damaged.close()

    assert backups_in(folder_of(path))[0].path == good
    assert sorted(p.name for p in good.parent.iterdir()) == sorted([good.name, DAMAGED_MARK])


def test_a_backup_is_taken_again_once_the_project_is_sound(path, store):
    add(store, new_document("a"))
    folder = Backups(store).backup_if_changed("start").parent
    (folder / DAMAGED_MARK).write_text("found damaged")
    store.commit([added("a", span(0, 2))])

    assert Backups(store).backup_if_changed("hourly") is not None

    assert not (folder / DAMAGED_MARK).exists()


def test_files_that_are_no_backups_are_left_alone(path, store, tmp_path):
    folder = folder_of(path)
    folder.mkdir()
    names = ("notes.txt", "000000000001-0001-99999999T999999Z-x.corpus", "old.corpus")
    for name in names:
        (folder / name).write_text("mine")
    target = tmp_path / "elsewhere"
    target.write_text("mine too")
    (folder / "000000000009-0001-20241127T120000Z-x.corpus").symlink_to(target)
    (folder / "000000000001-0001-20241127T120000Z-x.corpus.partial").write_text("left over")

    made = Backups(store).backup_if_changed("start")

    assert {found.name for found in folder.iterdir()} == {
        *names,
        made.name,
        "000000000009-0001-20241127T120000Z-x.corpus",
    }
    assert target.read_text() == "mine too"


def test_a_backup_folder_that_is_a_link_is_not_written_to(path, store, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    folder_of(path).symlink_to(elsewhere)

    with pytest.raises(StoreError, match="link"):
        Backups(store).backup_if_changed("start")

    assert list(elsewhere.iterdir()) == []


def test_a_project_opened_for_reading_has_no_backups(path, store):
    reader = open_store(str(path), read_only=True)

    assert Backups(reader).backup_if_changed("start") is None
    assert not folder_of(path).exists()
    reader.close()


def test_a_project_older_than_its_backup_is_said_when_it_is_opened(path, store, tmp_path):
    add(store, new_document("a"))
    store.close()
    shutil.copyfile(path, tmp_path / "old")
    opened = open_store(str(path))
    opened.commit([added("a", span(0, 3))])
    Backups(opened).backup_if_changed("hourly")
    opened.close()
    shutil.copyfile(tmp_path / "old", path)

    again = open_store(str(path))

    assert len(again.warnings) == 1
    assert "older than its newest backup" in again.warnings[0]
    again.close()


def test_rotation_keeps_24_hours_7_days_and_4_weeks():
    made = [backup(n, n * 0.25) for n in range(4 * 24 * 60)]

    staying = kept(made)

    hours = sorted({b.made_at.strftime("%Y%m%d%H") for b in staying})
    days = sorted({b.made_at.date() for b in staying})
    assert staying[0] == made[-1]
    assert len(hours) == len(staying)
    assert len(staying) == 24 + 6 - 1 + 3
    assert days[-1] - days[0] >= timedelta(days=20)


def test_rotation_goes_by_the_log_when_the_clock_goes_back():
    before = [backup(n, n) for n in range(30)]
    after = [backup(100 + n, n - 48) for n in range(3)]

    staying = kept([*after, *before])

    assert staying[:3] == after[::-1]
    assert before[-1] in staying


def test_the_last_four_backups_before_a_migration_stay():
    migrations = [backup(n, n, MIGRATION) for n in range(6)]
    later = [backup(100 + n, 24 * 365 + n * 24) for n in range(60)]

    staying = kept([*migrations, *later])

    assert [b for b in staying if b.reason == MIGRATION] == migrations[:1:-1]


moments = st.builds(
    backup,
    st.integers(0, 500),
    st.integers(-2000, 2000),
    st.sampled_from(["hourly", MIGRATION, "start"]),
)


@given(st.lists(moments, max_size=60, unique_by=lambda b: b.sequence))
def test_rotation_keeps_the_newest_and_keeps_few_and_is_stable(made):
    staying = kept(made)

    assert set(staying) <= set(made)
    assert len(staying) <= 24 + 7 + 4 + 4
    assert kept(staying) == staying
    if made:
        assert max(made, key=lambda b: b.place) in staying
