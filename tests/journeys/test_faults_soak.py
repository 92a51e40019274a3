# SPDX-License-Identifier: MIT
"""Long work in the window: what is on the screen is what the log says, and nothing piles up.

800 keys; ANNOTATOR_SOAK sets another number (15,000 make some 5,000 operations).
"""

import os
import signal
import sys
from pathlib import Path

import pytest

from annotator.assets import corpora_dir
from annotator.workspace.doctoring import examine_project
from annotator.workspace.intake import Wishes
from annotator.workspace.workspace import Workspace
from tests.journeys.test_faults_killed import ended, ids, logged, typing

KEYS = int(os.environ.get("ANNOTATOR_SOAK", "800"))

pytestmark = [
    pytest.mark.timeout(60 + KEYS // 4),
    pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc"),
]


def memory(pid: int) -> tuple[int, int, int]:
    """Kilobytes in memory, threads, and open files of a process."""
    status = Path(f"/proc/{pid}/status").read_text().splitlines()
    facts = dict(line.split(":", 1) for line in status)
    files = len(list(Path(f"/proc/{pid}/fd").iterdir()))
    return int(facts["VmRSS"].split()[0]), int(facts["Threads"]), files


def test_long_work_leaves_a_state_that_is_the_fold_of_its_log(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("ANNOTATOR_LOG_DIR", str(tmp_path / "log"))
    location = str(tmp_path / "p.corpus")
    workspace = Workspace.create(location, annotator="ann")
    workspace.import_paths([corpora_dir() / "sample.jsonl"], Wishes(format="jsonl"))
    workspace.close()

    with typing(location, seed=8, count=KEYS) as running:
        lines, seen = [], []
        while not lines or not lines[-1].startswith("done"):
            line = running.stdout.readline()
            assert line, ended(running)
            lines.append(line)
            if len(lines) % 200 == 100:
                seen.append(memory(running.pid))
        seen.append(memory(running.pid))
        running.send_signal(signal.SIGTERM)
        _, errors = ended(running)

    assert (running.returncode, errors) == (0, "")
    made = ids(lines, "made")
    assert set(made) <= logged(location)
    assert set(made) == set(ids(lines, "saved"))
    log = (tmp_path / "log" / "window.log").read_text()
    assert [line for line in log.splitlines() if "Qt:" in line or " ERROR " in line] == []
    assert examine_project(location).sound
    workspace = Workspace.open(location, annotator="ann", read_only=True)
    for row in workspace.documents():
        last = workspace.history(row.id)[-1].number
        assert dict(workspace.state_at(row.id, last).records) == dict(
            workspace.layer(row.id).records
        )
    workspace.close()
    middle = seen[len(seen) // 2]
    with capsys.disabled():
        print(f"\n{KEYS} keys, {len(made)} operations; memory in kB, threads, files:")
        print(*seen[:: max(1, len(seen) // 8)], seen[-1])
    assert seen[-1][0] < middle[0] * 1.1 + 10_000
    assert seen[-1][1] <= middle[1] + 2
    assert seen[-1][2] <= middle[2] + 6
