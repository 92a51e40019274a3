# SPDX-License-Identifier: MIT
from dataclasses import dataclass

import pytest

from annotator.cli.main import Screen, run


@dataclass
class Done:
    code: int
    out: str
    err: str


@pytest.fixture
def annotator(capsys, monkeypatch, tmp_path):
    """Run a command as `annotator ...` would, without a screen."""
    monkeypatch.setenv("ANNOTATOR_CONFIG_DIR", str(tmp_path / "config"))

    def call(*arguments):
        code = run([str(argument) for argument in arguments], Screen(lambda: "no screen", _never))
        captured = capsys.readouterr()
        return Done(code, captured.out, captured.err)

    return call


def _never(location):
    raise AssertionError("no window was to be opened")
