# SPDX-License-Identifier: MIT
"""An export leaves the old file whole until the new one is complete."""

import errno
import os
import stat
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from annotator.errors import (
    DiskFullError,
    InputError,
    NotFoundError,
    ReadOnlyError,
    StoreError,
)
from annotator.formats.files import (
    storage_error,
    target_notes,
    write_atomically,
    write_folder,
)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def put(target: Path, data: bytes, *, fault: Exception | None = None) -> None:
    with write_atomically(target) as stream:
        stream.write(data)
        if fault is not None:
            raise fault


def put_parts(folder: Path, *names: str, fault: Exception | None = None) -> None:
    with write_folder(folder, obsolete=[path.name for path in folder.glob("part-*")]) as writer:
        for name in names:
            writer.write(name, lambda stream: stream.write(b"new"))
        if fault is not None:
            raise fault


def test_a_new_file_gets_the_mode_that_the_umask_leaves(tmp_path):
    old = os.umask(0o027)
    try:
        put(tmp_path / "a", b"x")
    finally:
        os.umask(old)

    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o640


def test_a_replaced_file_keeps_its_mode(tmp_path):
    target = tmp_path / "a"
    target.write_bytes(b"old")
    target.chmod(0o606)

    put(target, b"new")

    assert target.read_bytes() == b"new"
    assert stat.S_IMODE(target.stat().st_mode) == 0o606


def test_an_error_on_the_way_leaves_the_old_file_and_nothing_else(tmp_path):
    target = tmp_path / "a"
    target.write_bytes(b"old")

    with pytest.raises(KeyError):
        put(target, b"half", fault=KeyError())

    assert target.read_bytes() == b"old"
    assert names(tmp_path) == ["a"]


def test_a_disk_that_is_full_leaves_the_old_file_and_is_said_in_a_sentence(tmp_path):
    resource = pytest.importorskip("resource")
    target = tmp_path / "a"
    target.write_bytes(b"old")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1024 * 1024, limits[1]))
    try:
        with pytest.raises(DiskFullError, match="the disk is full"):
            put(target, bytes(4 * 1024 * 1024))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)

    assert target.read_bytes() == b"old"
    assert names(tmp_path) == ["a"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_a_disk_that_is_really_full_is_told_by_the_same_error():
    with (
        Path("/dev/full").open("wb", buffering=0) as stream,
        pytest.raises(OSError, match="No space left") as found,
    ):
        stream.write(b"x")

    assert isinstance(storage_error(Path("x"), found.value), DiskFullError)


def test_too_little_room_is_refused_before_anything_is_written(tmp_path):
    with pytest.raises(DiskFullError) as found, write_atomically(tmp_path / "a", needed=2**62):
        pytest.fail("the block was entered")

    assert found.value.needed == 2**63
    assert 0 < found.value.free < 2**62
    assert names(tmp_path) == []


def test_a_symbolic_link_stays_and_its_file_is_replaced(tmp_path):
    (tmp_path / "real").write_bytes(b"old")
    link = tmp_path / "link"
    link.symlink_to("real")

    notes = target_notes(link)
    put(link, b"new")

    assert link.is_symlink()
    assert (tmp_path / "real").read_bytes() == b"new"
    assert "stays one" in notes[0]


def test_a_link_to_nothing_makes_the_file_it_points_to(tmp_path):
    link = tmp_path / "link"
    link.symlink_to("absent")

    put(link, b"new")

    assert (tmp_path / "absent").read_bytes() == b"new"


def test_a_link_to_itself_is_refused(tmp_path):
    link = tmp_path / "link"
    link.symlink_to("link")

    with pytest.raises(InputError, match="points back to itself"):
        put(link, b"new")

    assert link.is_symlink()


def test_other_hard_links_keep_the_old_content_and_that_is_noted(tmp_path):
    first, second = tmp_path / "first", tmp_path / "second"
    first.write_bytes(b"old")
    second.hardlink_to(first)

    notes = target_notes(first)
    put(first, b"new")

    assert second.read_bytes() == b"old"
    assert "hard links" in notes[0]


def test_a_folder_is_no_target(tmp_path):
    with pytest.raises(InputError, match="is a folder"):
        put(tmp_path, b"x")


@pytest.mark.skipif(os.name != "posix", reason="there are no pipes in the file system here")
def test_a_pipe_is_no_target_and_stays(tmp_path):
    os.mkfifo(tmp_path / "pipe")

    with pytest.raises(InputError, match="no ordinary file"):
        put(tmp_path / "pipe", b"x")

    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)


def test_a_write_protected_file_is_no_target(tmp_path):
    target = tmp_path / "a"
    target.write_bytes(b"old")
    target.chmod(0o444)

    with pytest.raises(ReadOnlyError, match="write-protected"):
        put(target, b"new")

    assert target.read_bytes() == b"old"


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(NotFoundError, match="there is no folder"):
        put(tmp_path / "absent" / "a", b"x")


@pytest.mark.parametrize("number", [errno.EROFS, errno.EACCES, errno.EPERM])
def test_what_may_not_be_written_is_told_as_read_only(number):
    assert isinstance(storage_error(Path("x"), OSError(number, "no")), ReadOnlyError)


def test_an_io_error_is_told_with_the_file():
    error = storage_error(Path("x"), OSError(errno.EIO, "Input/output error"))

    assert type(error) is StoreError
    assert str(error) == "x could not be written: Input/output error"


def test_what_is_exported_is_no_target_by_any_name(tmp_path):
    project = tmp_path / "p.corpus"
    project.write_bytes(b"project")
    (tmp_path / "twin").hardlink_to(project)
    (tmp_path / "link").symlink_to(project)

    for name in ("p.corpus", "twin", "link"):
        with (
            pytest.raises(InputError, match="what is being exported"),
            write_atomically(tmp_path / name, sources=[project]),
        ):
            pytest.fail("the block was entered")

    assert project.read_bytes() == b"project"


def test_what_a_kill_leaves_behind_is_removed_by_the_next_export(tmp_path):
    target = tmp_path / "a"
    target.write_bytes(b"old")
    program = f"""
        import time
        from pathlib import Path
        from annotator.formats.files import write_atomically
        with write_atomically(Path({str(target)!r})) as stream:
            stream.write(b"half")
            stream.flush()
            print("ready", flush=True)
            time.sleep(60)
    """
    child = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(program)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    with child:
        assert child.stdout.readline() == b"ready\n"
        put(tmp_path / "other", b"x")
        while_running = names(tmp_path)
        child.kill()

    put(tmp_path / "other", b"y")

    assert len(while_running) == 3  # the temporary file of a running export is left alone
    assert target.read_bytes() == b"old"
    assert names(tmp_path) == ["a", "other"]


def test_a_folder_gets_its_files_together(tmp_path):
    folder = tmp_path / "out"

    with write_folder(folder, obsolete=[path.name for path in folder.glob("part-*")]) as writer:
        sizes = [writer.write(f"part-{n}", lambda stream: stream.write(b"abc")) for n in (1, 2)]
        before = [name for name in names(folder) if name.startswith("part")]

    assert sizes == [3, 3]
    assert before == []
    assert names(folder) == ["part-1", "part-2"]


def test_a_folder_loses_only_what_an_older_export_has_left(tmp_path):
    for name in ("part-1", "part-9", "notes.txt"):
        (tmp_path / name).write_bytes(b"old")

    put_parts(tmp_path, "part-1")

    assert names(tmp_path) == ["notes.txt", "part-1"]
    assert (tmp_path / "part-1").read_bytes() == b"new"


def test_an_error_on_the_way_leaves_a_folder_as_it_was(tmp_path):
    (tmp_path / "part-1").write_bytes(b"old")

    with pytest.raises(KeyError):
        put_parts(tmp_path, "part-1", fault=KeyError())

    assert names(tmp_path) == ["part-1"]
    assert (tmp_path / "part-1").read_bytes() == b"old"


def test_an_error_on_the_way_removes_a_folder_that_was_made(tmp_path):
    with pytest.raises(KeyError):
        put_parts(tmp_path / "out", "part-1", fault=KeyError())

    assert names(tmp_path) == []


def test_a_file_is_no_target_folder(tmp_path):
    (tmp_path / "file").write_bytes(b"x")

    with (
        pytest.raises(InputError, match="is a file"),
        write_folder(tmp_path / "file"),
    ):
        pytest.fail("the block was entered")


def test_the_new_content_is_synced_before_it_takes_the_place_of_the_old(tmp_path, monkeypatch):
    calls = []
    real = {"fsync": os.fsync, "replace": os.replace, "rename": os.rename}
    monkeypatch.setattr(os, "fsync", lambda fd: (calls.append("fsync"), real["fsync"](fd)))
    monkeypatch.setattr(os, "replace", lambda a, b: (calls.append("place"), real["replace"](a, b)))

    put(tmp_path / "a", b"x")

    assert calls == ["fsync", "place", "fsync"]
