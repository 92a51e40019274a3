# SPDX-License-Identifier: MIT
import pytest

from annotator.settings import Settings, save_settings
from tests.gui.conftest import qapp  # noqa: F401 - the application in the shipped font


@pytest.fixture(autouse=True)
def _own_preferences(tmp_path, monkeypatch):
    monkeypatch.setenv("ANNOTATOR_CONFIG_DIR", str(tmp_path / "config"))
    save_settings(Settings(annotator="ann"))
