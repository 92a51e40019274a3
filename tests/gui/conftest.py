# SPDX-License-Identifier: MIT
import os

import pytest

if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.pop("ANNOTATOR_THEME", None)


@pytest.fixture(scope="session")
def qapp(qapp_args, qapp_cls, pytestconfig):
    """The application in the shipped font and the light theme."""
    from annotator.gui.theme.style import apply_theme
    from annotator.gui.theme.theme import LIGHT

    app = qapp_cls.instance() or qapp_cls(qapp_args)
    app.setApplicationName(pytestconfig.getini("qt_qapp_name"))
    apply_theme(app, LIGHT)
    return app
