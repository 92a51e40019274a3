# SPDX-License-Identifier: MIT
"""The window itself: palette, preferences, sizes, themes, what a screen reader hears."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QTabBar

from annotator.gui.actions import WHILE_BUSY
from annotator.gui.commands.registry import COMMANDS
from annotator.gui.dialogs.keys import KeysDialog
from annotator.gui.dialogs.palette import PaletteDialog
from annotator.gui.dialogs.preferences import PreferencesDialog
from annotator.gui.dialogs.report import ReportDialog
from annotator.gui.theme.theme import DARK
from annotator.gui.workbench import TAB_TITLES
from annotator.settings import load_settings
from tests.gui.window.conftest import CTRL, SHIFT


def test_the_palette_runs_what_is_chosen(driver):
    driver.press(Qt.Key.Key_P, CTRL | SHIFT)
    dialog = driver.dialog(PaletteDialog)
    QTest.keyClicks(dialog.line, "mark as comp")

    QTest.keyClick(dialog.line, Qt.Key.Key_Return)

    assert driver.workspace.layer("first").complete


def test_the_palette_knows_other_names_and_says_when_it_finds_nothing(driver):
    driver.press(Qt.Key.Key_P, CTRL | SHIFT)
    dialog = driver.dialog(PaletteDialog)

    QTest.keyClicks(dialog.line, "zoom")
    found = [dialog.list.item(row).text() for row in range(dialog.list.count())]
    assert found[:3] == ["View: Larger text", "View: Smaller text", "View: Normal text size"]

    QTest.keyClicks(dialog.line, "qqq")
    assert dialog.list.item(0).text() == "No command found"
    QTest.keyClick(dialog.line, Qt.Key.Key_Return)
    assert dialog.isVisible()
    dialog.close()


def test_the_palette_shows_keys_and_moves_with_the_arrows(driver):
    driver.press(Qt.Key.Key_P, CTRL | SHIFT)
    dialog = driver.dialog(PaletteDialog)
    QTest.keyClicks(dialog.line, "document")
    first = dialog.list.currentItem().text()

    QTest.keyClick(dialog.line, Qt.Key.Key_Down)

    assert dialog.list.currentItem().text() != first
    assert dialog.focusWidget() is dialog.line
    dialog.close()


def test_what_is_not_possible_cannot_be_chosen_in_the_palette(start):
    driver = start()
    driver.press(Qt.Key.Key_P, CTRL | SHIFT)
    dialog = driver.dialog(PaletteDialog)
    QTest.keyClicks(dialog.line, "export")
    chosen = []
    dialog.chosen.connect(chosen.append)

    QTest.keyClick(dialog.line, Qt.Key.Key_Return)

    assert chosen == []
    assert dialog.isVisible()
    dialog.close()


def test_every_command_is_in_a_menu(driver):
    in_menus = set()
    for menu in driver.window.menuBar().findChildren(
        type(driver.window.menuBar().actions()[0].menu())
    ):
        in_menus |= {action.data() for action in menu.actions() if action.data()}

    assert {command.id for command in COMMANDS} <= in_menus


def test_the_commands_allowed_while_busy_exist():
    assert set(WHILE_BUSY) <= {command.id for command in COMMANDS}


def test_preferences_change_the_theme_at_once_and_are_kept(driver):
    driver.press(Qt.Key.Key_Comma, CTRL)
    dialog = driver.dialog(PreferencesDialog)
    dialog.theme.setCurrentIndex(dialog.theme.findData("dark"))
    dialog.annotator.setText("Zoë")
    dialog.accept()

    base = QApplication.palette().color(QApplication.palette().ColorRole.Base).name()
    assert base == DARK.surface
    assert load_settings().theme == "dark"
    assert load_settings().annotator == "Zoë"


def test_keys_are_shown_and_can_be_filtered(driver):
    driver.press(Qt.Key.Key_F1)
    dialog = driver.dialog(KeysDialog)

    QTest.keyClicks(dialog.filter, "undo")

    titles = [dialog.table.item(row, 1).text() for row in range(dialog.table.rowCount())]
    assert "Undo" in titles
    assert len(titles) < 5
    dialog.close()


def test_about_names_the_versions(driver):
    driver.window.commands["help.about"].trigger()
    dialog = driver.dialog(ReportDialog)

    for name in ("Python", "PySide6", "Qt", "spacy"):
        assert name in dialog.text
    dialog.close()


@pytest.mark.parametrize("size", [(1280, 800), (640, 400), (1000, 500), (480, 320)])
def test_at_every_size_everything_is_reachable_and_nothing_sticks_out(driver, size):
    driver.window.resize(*size)
    QApplication.processEvents()

    assert driver.window.width() <= max(size[0], driver.window.minimumSizeHint().width())
    assert (driver.window.width(), driver.window.height()) == size
    for name, panel in driver.bench.panels().items():
        driver.bench.go_to_pane(name)
        QApplication.processEvents()
        assert panel.isVisible(), name
        right = panel.mapTo(driver.window, panel.rect().bottomRight())
        assert driver.window.rect().contains(right), name
    assert driver.canvas.width() > 150
    assert driver.canvas.height() > 100


def test_where_there_is_little_room_every_tab_still_has_a_name(driver):
    driver.window.resize(640, 400)
    QApplication.processEvents()
    driver.bench.set_problem_count(0)  # whatever the checks have found by now

    bar = driver.bench.tabs.tabBar()
    names = [bar.accessibleTabName(place) for place in range(bar.count())]
    assert names == [TAB_TITLES[name] for name in driver.bench.panels()]
    places = range(bar.count())
    assert [bool(bar.tabText(place)) for place in places].count(True) == 1
    assert all(bar.tabToolTip(place) or bar.tabText(place) for place in places)


@pytest.mark.parametrize("size", [(640, 400), (480, 320), (900, 600)])
def test_where_there_is_little_room_every_tab_is_inside_its_bar(driver, size):
    driver.window.resize(*size)
    driver.bench.set_problem_count(1_234)
    for name in driver.bench.panels():
        driver.bench.show_pane(name)
        QApplication.processEvents()

        bar = driver.bench.tabs.tabBar()
        assert bar.count() == len(driver.bench.panels())
        for place in range(bar.count()):
            assert bar.rect().contains(bar.tabRect(place)), (name, place)


def test_going_from_narrow_to_wide_and_back_loses_no_pane(driver):
    for size in ((640, 400), (1280, 800), (640, 400), (1280, 800)):
        driver.window.resize(*size)
        QApplication.processEvents()

    assert not driver.bench.is_narrow
    assert driver.bench.documents.isVisible()
    assert driver.bench.labels.isVisible()
    assert driver.bench.guideline.isVisible()
    assert driver.bench.tabs.count() == len(driver.bench.panels()) - 3


def test_whatever_takes_the_keyboard_has_a_name_for_a_screen_reader(driver):
    driver.select("HTS")
    driver.press(Qt.Key.Key_1)
    driver.press(Qt.Key.Key_F, CTRL)

    nameless = []
    for widget in driver.window.findChildren(object):
        kinds = (QLineEdit, QComboBox, QAbstractButton, QTabBar)
        if not isinstance(widget, kinds) or not widget.isVisible():
            continue
        is_inner = isinstance(widget.parent(), QComboBox | QTabBar | QLineEdit)
        has_text = isinstance(widget, QAbstractButton) and widget.text()
        if not is_inner and not has_text and not widget.accessibleName():
            nameless.append(widget)
    assert nameless == []


def test_the_status_bar_follows_caret_selection_and_labels(driver):
    driver.window.resize(1280, 800)
    driver.select("Two soldiers")
    assert driver.window.status.position.text() == "Line 2, character 13"
    assert driver.window.status.selection.text() == "12 selected"

    driver.press(Qt.Key.Key_4)

    assert driver.window.status.counts.text() == "CASUALTY 1"
    driver.saved()
    driver.qtbot.waitUntil(lambda: driver.window.status.saved.text() == "Saved")
