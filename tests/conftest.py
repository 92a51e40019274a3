# SPDX-License-Identifier: MIT
"""What holds for all tests: no screen is used, and nobody's own settings are read or written.

Cyclic garbage is looked for between tests only, on the thread that runs them, as the window does
it (``annotator.gui.bridge.garbage``): on any other thread it may free a widget, and freeze.
"""

import gc
import os
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings

SCRATCH = pytest.StashKey[TemporaryDirectory]()
TESTS_TO_A_FULL_LOOK = 40


def pytest_configure(config: pytest.Config) -> None:
    gc.disable()
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


@pytest.hookimpl(trylast=True)
def pytest_runtest_logfinish() -> None:
    _, _, old = gc.get_count()
    gc.collect() if old > TESTS_TO_A_FULL_LOOK else gc.collect(1)
