# SPDX-License-Identifier: MIT
"""A disk that is full or cannot be written: it is said, and nothing is lost."""

import os
import resource
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from annotator.assets import corpora_dir
from annotator.gui.dialogs.report import ReportDialog
from annotator.workspace.doctoring import examine_project
from annotator.workspace.exporting import Target
from annotator.workspace.intake import Wishes
from annotator.workspace.workspace import Workspace
from tests.journeys.keyboard import Key, sit_down
from tests.journeys.test_faults_killed import ended, ids, logged, typing

REPOSITORY = Path(__file__).parents[2]
SHARED_MEMORY = 32768  # SQLite's file for readers, which an export needs too
PLACE = 'a folder/it\'s "حلب" #1?%41 & <b>.corpus'

pytestmark = [
    pytest.mark.timeout(120),
    pytest.mark.skipif(sys.platform != "linux", reason="the limits are those of Linux"),
]


@pytest.fixture
def location(tmp_path) -> str:
    path = tmp_path / PLACE
    path.parent.mkdir(exist_ok=True)
    workspace = Workspace.create(str(path), annotator="ann")
    workspace.import_paths([corpora_dir() / "sample.jsonl"], Wishes(format="jsonl"))
    workspace.close()
    return str(path)


@contextmanager
def no_room(folder: Path):
    """Make the file system of a folder read-only; skip where that needs more than we may."""
    if os.geteuid() != 0:
        folder.chmod(0o555)
        for path in folder.iterdir():
            path.chmod(0o444)
        yield
        folder.chmod(0o755)
        return
    mount = ["mount", "--bind", str(folder), str(folder)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("root may not mount here, and is refused nothing otherwise")
    try:
        subprocess.run(["mount", "-o", "remount,bind,ro", str(folder)], check=True)
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def until(running, lines, word: str, count: int = 1) -> None:
    """Read what the window says until a word has come so often."""
    seen = 0
    while seen < count:
        line = running.stdout.readline()
        assert line, running.communicate()
        lines.append(line)
        seen += line.startswith(word + " ")


def test_a_disk_that_fills_up_is_said_and_all_is_saved_once_there_is_room(location):
    with typing(location, seed=3, every_ms=5) as running:
        lines = []
        until(running, lines, "saved", 5)
        everything = resource.RLIM_INFINITY
        resource.prlimit(running.pid, resource.RLIMIT_FSIZE, (1000, everything))
        until(running, lines, "refused")
        said = lines[-1]
        until(running, lines, "made", 10)
        resource.prlimit(running.pid, resource.RLIMIT_FSIZE, (everything, everything))
        before = set(ids(lines, "made"))
        while not before <= set(ids(lines, "saved")):
            until(running, lines, "saved")
        running.send_signal(signal.SIGTERM)
        rest, errors = ended(running)
        lines += rest.splitlines()

    assert said.startswith("refused Not saved: ")
    assert said.endswith("Your work stays here and is tried again.\n")
    assert (running.returncode, errors) == (0, "")
    assert set(ids(lines, "made")) <= logged(location)
    assert examine_project(location).sound


def limited(size: int, *arguments) -> subprocess.CompletedProcess:
    """Run a command that may write no file of more than so many bytes."""
    return subprocess.run(
        [sys.executable, "-m", "annotator", *map(str, arguments)],
        cwd=REPOSITORY,
        check=False,
        capture_output=True,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)),
    )


@pytest.mark.parametrize("format", ["jsonl", "spacy"])
def test_an_export_without_room_leaves_the_old_one_whole(location, tmp_path, format):
    target = tmp_path / "out" / f"out.{format}"
    target.parent.mkdir()
    target.write_bytes(b"the old export")

    done = limited(SHARED_MEMORY, "export", location, target, "--format", format)

    assert done.returncode == 2
    assert "the disk is full: " in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert target.read_bytes() == b"the old export"
    assert [path.name for path in target.parent.iterdir()] == [target.name]


def test_an_import_without_room_is_refused_and_changes_nothing(location, tmp_path):
    (tmp_path / "more.txt").write_text("Shelling hit Idlib. " * 50_000)
    before = logged(location)

    done = limited(Path(location).stat().st_size, "import", location, tmp_path / "more.txt")

    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert "Traceback" not in done.stderr
    assert logged(location) == before
    assert examine_project(location).sound
    again = limited(resource.RLIM_INFINITY, "import", location, tmp_path / "more.txt")
    assert again.returncode == 0, again.stderr


def test_a_new_project_without_room_leaves_nothing_behind(tmp_path):
    done = limited(5000, "new", tmp_path / "p.corpus")

    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert "Traceback" not in done.stderr
    assert list(tmp_path.glob("*p.corpus*")) == []


def test_a_project_that_cannot_be_written_opens_for_reading_with_a_banner(
    location, tmp_path, qtbot
):
    with no_room(Path(location).parent):
        person = sit_down(qtbot, location)
        bench = person.window.workbench()
        before = dict(person.workspace.layer(person.document).records)
        assert bench.banner.isVisible()
        assert bench.banner.text.startswith("This project is open for reading only.")
        person.press(Key.Key_1)
        person.press(Key.Key_Delete)
        assert dict(person.workspace.layer(person.document).records) == before
        ledger = person.workspace.export(Target(tmp_path / "out.jsonl", "jsonl"))
        person.window.close()

    assert ledger.balanced
    shown = [one for one in person.window.findChildren(ReportDialog) if one.isVisible()]
    assert shown == []
