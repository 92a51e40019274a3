# SPDX-License-Identifier: MIT
"""Work in several processes: in order, stopped in good order, and never left behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from annotator.errors import CancelledError, StoreError
from annotator.release.workers import results

PARENT = """
import sys, time
from annotator.release.workers import results
from tests.release.test_workers import slept

if __name__ == "__main__":
    list(results(slept, [sys.argv[1]], 2, lambda: None))
"""


def doubled(number):
    return 2 * number


def died(number):
    os._exit(number)


def slept(path):
    Path(path).write_text(str(os.getpid()))
    time.sleep(60)


def interrupted(number):
    signal.raise_signal(signal.SIGINT)
    return number


def nothing():
    return None


def test_results_come_in_the_order_of_what_is_given():
    assert list(results(doubled, [3, 1, 2], 2, nothing)) == [6, 2, 4]


def test_the_process_that_began_the_work_does_its_share():
    found = list(results(pid_elsewhere, list(range(12)), 2, nothing, here=pid_here))

    assert [number for number, _ in found] == list(range(12))
    places = {place for _, place in found}
    assert places <= {"here", "elsewhere"}
    assert found[-1][1] == "here"


def pid_elsewhere(number):
    time.sleep(0.02)
    return number, "elsewhere"


def pid_here(number):
    return number, "here"


def test_a_process_that_dies_is_said_in_a_sentence():
    with pytest.raises(StoreError, match="ended before it was done"):
        list(results(died, [7], 2, nothing))


def test_work_can_be_stopped(tmp_path):
    def stop():
        if (tmp_path / "pid").exists():
            raise CancelledError

    with pytest.raises(CancelledError):
        list(results(slept_briefly, [tmp_path / "pid"], 1, stop))


def slept_briefly(path):
    path.write_text("here")
    time.sleep(1)


@pytest.mark.skipif(os.name != "posix", reason="signals are masked on POSIX systems only")
def test_ctrl_c_is_for_the_process_that_began_the_work():
    assert list(results(interrupted, [5], 1, nothing)) == [5]


@pytest.mark.skipif(os.name != "posix", reason="the test kills a process by a signal")
def test_workers_end_when_their_parent_is_killed(tmp_path):
    (tmp_path / "parent.py").write_text(PARENT)
    root = str(Path(__file__).resolve().parents[2])
    command = [sys.executable, str(tmp_path / "parent.py"), str(tmp_path / "pid")]
    parent = subprocess.Popen(command, env={**os.environ, "PYTHONPATH": root})
    worker = _waited_for(lambda: (tmp_path / "pid").exists() and (tmp_path / "pid").read_text())

    parent.kill()
    parent.wait()

    _waited_for(lambda: not _runs(int(worker)))


def _waited_for(what):
    for _ in range(600):
        found = what()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError("it did not come to that within half a minute")


def _runs(pid):
    """Whether a process runs; one that has ended may still wait to be asked for."""
    if Path("/proc/self/stat").exists():
        stat = Path(f"/proc/{pid}/stat")
        return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] != "Z"
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
