# SPDX-License-Identifier: MIT
"""The window is killed while somebody annotates: nothing that it called saved is lost.

Ten kills; ANNOTATOR_KILLS sets another number.
"""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from annotator.assets import corpora_dir
from annotator.workspace.doctoring import examine_project
from annotator.workspace.intake import Wishes
from annotator.workspace.workspace import Workspace

REPOSITORY = Path(__file__).parents[2]
KILLS = int(os.environ.get("ANNOTATOR_KILLS", "10"))

pytestmark = [
    pytest.mark.timeout(60 + 60 * KILLS),
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals"),
]


@pytest.fixture
def location(tmp_path) -> str:
    path = tmp_path / "p.corpus"
    workspace = Workspace.create(str(path), annotator="ann")
    workspace.import_paths([corpora_dir() / "sample.jsonl"], Wishes(format="jsonl"))
    workspace.close()
    return str(path)


@contextmanager
def typing(location, seed, *, count=0, every_ms=0, module="typing_window"):
    """Run the window with somebody typing in it, as ``module`` does; give the process."""
    running = subprocess.Popen(
        [sys.executable, "-m", f"tests.journeys.{module}", location]
        + [str(number) for number in (seed, count, every_ms)],
        cwd=REPOSITORY,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield running
    finally:
        running.kill()
        running.communicate()


def ended(running) -> tuple[str, str]:
    """What a process says until its end, on its two outputs; ``communicate`` would lose lines."""
    said = running.stdout.read(), running.stderr.read()
    running.wait(timeout=30)
    return said


def ids(lines, word: str) -> list[str]:
    """The ids said after a word; the last line may have been cut by the kill."""
    return [line.split()[1] for line in lines if line.startswith(word + " ") and len(line) > 40]


def logged(location) -> set[str]:
    with closing(sqlite3.connect(location)) as connection:
        return {id for (id,) in connection.execute("SELECT id FROM operations")}


def undo_and_redo(location) -> None:
    """What was done before the kill can be undone, and done again."""
    workspace = Workspace.open(location, annotator="ann")
    kind = workspace.undo_kind
    before = {row.id: workspace.layer(row.id) for row in workspace.documents()}
    undone = workspace.undo()
    assert (undone is None) == (kind in ("", "document.add"))
    if undone is not None:
        (id,) = undone.documents
        assert dict(workspace.layer(id).records) != dict(before[id].records)
        workspace.redo()
        assert dict(workspace.layer(id).records) == dict(before[id].records)
    for id in before:
        log = workspace.history(id)
        if log:
            assert dict(workspace.state_at(id, log[-1].number).records) == dict(
                workspace.layer(id).records
            )
    assert workspace.close() == ()


def test_kills_while_somebody_annotates_lose_nothing_that_was_saved(location, capsys):
    chance = random.Random(731)
    known = logged(location)
    for kill in range(KILLS):
        with typing(location, seed=kill) as running:
            lines = []
            until = chance.randrange(1, 25)
            while len(ids(lines, "saved")) < until:
                line = running.stdout.readline()
                assert line, running.communicate()
                lines.append(line)
            time.sleep(chance.random() * 0.05)
            running.kill()
            rest, errors = ended(running)
            lines += rest.splitlines()
            assert errors == ""
        saved, made = ids(lines, "saved"), ids(lines, "made")
        there = logged(location)
        assert set(saved) <= there
        assert known <= there
        assert there - known <= set(made)
        diagnosis = examine_project(location)
        assert diagnosis.sound, diagnosis.as_text()
        if kill % 3 == 0:  # the lock is free; at the other times the window itself finds it so
            undo_and_redo(location)
        known = logged(location)
    with capsys.disabled():
        print(f"\n{KILLS} kills, {len(known)} operations, none lost")


def test_a_window_asked_to_end_saves_everything_first(location):
    with typing(location, seed=1) as running:
        lines = []
        while len(ids(lines, "made")) < 40:
            line = running.stdout.readline()
            assert line, running.communicate()
            lines.append(line)
        running.send_signal(signal.SIGTERM)
        rest, errors = ended(running)
        lines += rest.splitlines()

    assert (running.returncode, errors) == (0, "")
    assert set(ids(lines, "made")) <= logged(location)
    assert not Path(location + "-wal").exists()
    assert not Path(location + ".lock.holder").exists()
    assert examine_project(location).sound
    undo_and_redo(location)
