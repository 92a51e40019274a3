# SPDX-License-Identifier: MIT
"""The window shows before anything heavy is imported, with and without a project to open."""

import json
import os
import subprocess
import sys

import pytest

PROGRAM = """
import json, sys
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

HEAVY = ("spacy", "sqlalchemy", "alembic", "numpy", "pydantic", "annotator.workspace")

class Watch(QObject):
    def eventFilter(self, watched, event):
        if event.type() is QEvent.Type.Paint and not self.done:
            self.done = True
            print(json.dumps([name for name in HEAVY if name in sys.modules]), flush=True)
            QApplication.instance().exit(0)
        return False

app = QApplication([])
watch = Watch()
watch.done = False
app.installEventFilter(watch)
from annotator.gui.app import run_window
sys.exit(run_window(sys.argv[1] or None))
"""


@pytest.mark.parametrize("location", ["", "missing.corpus"])
def test_the_window_is_painted_before_spacy_and_the_database_are_imported(tmp_path, location):
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "ANNOTATOR_CONFIG_DIR": str(tmp_path),
        "ANNOTATOR_LOG_DIR": str(tmp_path),
    }

    run = subprocess.run(
        [sys.executable, "-c", PROGRAM, location],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert run.returncode == 0, run.stderr
    assert json.loads(run.stdout) == []
