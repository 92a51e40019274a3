# SPDX-License-Identifier: MIT
import re

import pytest
from PySide6.QtGui import QFontInfo, QImage, QPalette, QRawFont
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from annotator.gui.theme.fonts import FAMILIES, body_font, load_fonts
from annotator.gui.theme.style import apply_theme, follow_system, palette, style_sheet
from annotator.gui.theme.theme import DARK, LIGHT, THEMES, theme_named


def test_the_shipped_fonts_load_and_are_used(qapp):
    assert load_fonts() == FAMILIES
    assert QFontInfo(QApplication.font()).family() == "Noto Sans"
    shown = QRawFont.fromFont(body_font())
    assert all(shown.supportsCharacter(ord(letter)) for letter in "aЖ’“")


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_a_theme_changes_widgets_that_are_already_there(qtbot, qapp, theme):
    label = QLabel("text")
    qtbot.addWidget(label)
    button = QPushButton("go")
    qtbot.addWidget(button)

    apply_theme(qapp, theme)
    try:
        assert label.palette().color(QPalette.ColorRole.Window).name() == theme.window
        assert not button.grab().isNull()
    finally:
        apply_theme(qapp, LIGHT)


def test_the_environment_chooses_before_the_preference(qapp, monkeypatch):
    monkeypatch.setenv("ANNOTATOR_THEME", "dark")
    assert follow_system(qapp, "light") is DARK

    monkeypatch.delenv("ANNOTATOR_THEME")
    assert follow_system(qapp, "dark") is DARK
    assert follow_system(qapp, "system") in THEMES


def test_a_theme_is_found_by_its_name():
    assert theme_named("dark") is DARK
    assert theme_named("system") is None


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_the_pictures_of_the_style_can_be_read(qapp, theme):
    found = re.findall(r"url\(([^)]+)\)", style_sheet(theme))

    assert len(found) >= 3
    assert not any(QImage(file).isNull() for file in found)


def test_disabled_text_is_paler(qapp):
    made = palette(LIGHT)

    disabled = made.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text)

    assert disabled != made.color(QPalette.ColorGroup.Active, QPalette.ColorRole.Text)
