# SPDX-License-Identifier: MIT
import os
import subprocess
import sys

import pytest

from annotator.__main__ import bad_pair_reason, no_screen_reason


@pytest.mark.parametrize(
    ("python", "pyside", "is_bad"),
    [
        ((3, 11), "6.12.0", True),
        ((3, 10), "6.13.1", True),
        ((3, 11), "6.11.3", False),
        ((3, 12), "6.12.0", False),
        ((3, 13), "6.12.0", False),
        ((3, 11), "", False),
    ],
)
def test_a_python_and_a_pyside_that_abort_together_are_refused_by_name(python, pyside, is_bad):
    reason = bad_pair_reason(python, pyside)

    assert bool(reason) is is_bad
    if is_bad:
        assert pyside in reason
        assert f"Python {python[0]}.{python[1]}" in reason


def test_the_installed_pair_is_a_good_one():
    import PySide6

    assert bad_pair_reason(sys.version_info[:2], PySide6.__version__) == ""


def test_without_a_screen_the_reason_says_so():
    assert "DISPLAY" in no_screen_reason({})


def test_a_screen_that_does_not_answer_is_named():
    assert ":4711" in no_screen_reason({"DISPLAY": ":4711"})


def test_a_platform_that_needs_no_screen_is_let_through():
    assert no_screen_reason({"QT_QPA_PLATFORM": "offscreen"}) == ""


def test_opening_the_window_without_a_screen_is_a_sentence_and_no_abort(tmp_path):
    gone = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    environment = {name: value for name, value in os.environ.items() if name not in gone}

    done = subprocess.run(
        [sys.executable, "-m", "annotator", str(tmp_path / "p.corpus")],
        capture_output=True,
        text=True,
        env=environment,
        timeout=60,
        check=False,
    )

    assert done.returncode == 2
    assert "no screen" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_window_takes_one_project_only():
    done = subprocess.run(
        [sys.executable, "-m", "annotator", "a.corpus", "b.corpus"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert done.returncode == 2
    assert "one project" in done.stderr
