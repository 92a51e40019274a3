# SPDX-License-Identifier: MIT
"""What holds for all tests: no screen is used, and nobody's own settings are read or written."""

import os
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings

SCRATCH = pytest.StashKey[TemporaryDirectory]()


def pytest_configure(config: pytest.Config) -> None:
    scratch = TemporaryDirectory(prefix="annotator-tests-")
    config.stash[SCRATCH] = scratch
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        os.environ[name] = str(Path(scratch.name) / name.lower())
    # the machine may be busy: how long an example takes says nothing about the code
    settings.register_profile("annotator", deadline=None, parent=settings.get_profile("default"))
    settings.load_profile("annotator")


def pytest_unconfigure(config: pytest.Config) -> None:
    if SCRATCH in config.stash:
        config.stash[SCRATCH].cleanup()
