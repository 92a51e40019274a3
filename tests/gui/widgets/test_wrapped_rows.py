# SPDX-License-Identifier: MIT
"""Rows of a list that show all of their text."""

import pytest
from PySide6.QtWidgets import QListWidget

from annotator.gui.theme.style import apply_theme
from annotator.gui.theme.theme import LIGHT
from annotator.gui.widgets.wrapped_rows import wrap_rows


@pytest.fixture
def picture(qtbot, qapp):
    apply_theme(qapp, LIGHT)

    def drawn(text):
        view = QListWidget()
        qtbot.addWidget(view)
        wrap_rows(view)
        view.addItem(text)
        view.resize(320, 120)
        view.show()
        return view.grab().toImage()

    return drawn


@pytest.mark.parametrize("first", ["Aleppo", "حلب", "'حلب' is LOCATION", "हिन्दी", "👩\u200d🚀"])
def test_the_second_line_is_drawn_however_high_the_first_one_is(picture, first):
    assert picture(f"{first}\none") != picture(f"{first}\nother")
