# SPDX-License-Identifier: MIT
"""What keys do in the text, and that they do nothing of the kind in a text field."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from tests.gui.window.conftest import ALT, CTRL, SHIFT

KEYPAD = Qt.KeyboardModifier.KeypadModifier


def test_a_digit_labels_what_is_selected(driver):
    driver.select("HTS fighters")

    driver.press(Qt.Key.Key_1)

    assert driver.spans() == [("ACTOR", "HTS fighters")]
    assert driver.bench.attributes.form.label == "ACTOR"


def test_a_digit_of_the_keypad_labels_too(driver):
    driver.select("Darat Izza")

    driver.press(Qt.Key.Key_2, KEYPAD)

    assert driver.spans() == [("LOCATION", "Darat Izza")]


def test_a_digit_without_a_label_does_nothing(driver):
    driver.select("Darat Izza")

    driver.press(Qt.Key.Key_9)

    assert driver.spans() == []


def test_a_digit_on_a_focused_span_gives_it_another_label(driver):
    driver.select("mortar")
    driver.press(Qt.Key.Key_1)

    driver.press(Qt.Key.Key_3)

    assert driver.spans() == [("WEAPON", "mortar")]


def test_delete_removes_the_focused_span_and_undo_brings_it_back_focused(driver):
    driver.select("mortar")
    driver.press(Qt.Key.Key_3)

    driver.press(Qt.Key.Key_Delete)
    assert driver.spans() == []

    driver.press(Qt.Key.Key_Z, CTRL)
    assert driver.spans() == [("WEAPON", "mortar")]
    assert driver.canvas.focused_span
    assert driver.said == "Undone: remove span"

    driver.press(Qt.Key.Key_Z, CTRL | SHIFT)
    assert driver.spans() == []


def test_alt_and_arrows_move_the_edges_of_the_focused_span(driver):
    driver.select("soldiers")
    driver.press(Qt.Key.Key_4)

    driver.press(Qt.Key.Key_Left, ALT | SHIFT)
    driver.press(Qt.Key.Key_Right, ALT, times=2)
    assert driver.spans() == [("CASUALTY", "Two soldiers were killed")]

    driver.press(Qt.Key.Key_Left, ALT)
    driver.press(Qt.Key.Key_Left, ALT | CTRL)
    driver.press(Qt.Key.Key_Right, ALT | CTRL | SHIFT)
    assert driver.spans() == [("CASUALTY", "wo soldiers wer")]


def test_brackets_walk_the_spans_and_escape_lets_go(driver):
    driver.select("HTS")
    driver.press(Qt.Key.Key_1)
    driver.select("mortar")
    driver.press(Qt.Key.Key_3)

    driver.press(Qt.Key.Key_BracketLeft)
    assert driver.bench.attributes.form.surface == "HTS"
    driver.press(Qt.Key.Key_BracketRight)
    assert driver.bench.attributes.form.surface == "mortar"
    driver.press(Qt.Key.Key_Escape)
    assert driver.canvas.focused_span == ""
    assert driver.bench.attributes.form is None


def test_c_cycles_the_spans_under_the_caret(driver):
    driver.select("HTS fighters")
    driver.press(Qt.Key.Key_1)
    driver.select("HTS")
    driver.press(Qt.Key.Key_2)
    driver.canvas.set_caret(1)

    driver.press(Qt.Key.Key_C)
    first = driver.bench.attributes.form.surface
    driver.press(Qt.Key.Key_C)

    assert {first, driver.bench.attributes.form.surface} == {"HTS", "HTS fighters"}


@pytest.mark.parametrize("where", ["filter", "find", "attribute"])
def test_in_a_text_field_every_plain_key_is_text(driver, where):
    driver.select("HTS fighters")
    driver.press(Qt.Key.Key_1)
    if where == "filter":
        driver.bench.documents.filter.setFocus()
    elif where == "find":
        driver.press(Qt.Key.Key_F, CTRL)
    else:
        row = next(row for row in driver.bench.attributes.rows if row.name == "canonical_name")
        row.field.setFocus()
    line = QApplication.focusWidget()
    line.clear()

    for key, text in (("1", "1"), ("2", "2"), ("[", "["), ("]", "]"), ("c", "c"), ("a", "a")):
        QTest.keyClick(line, key)
        assert line.text().endswith(text)
    QTest.keyClick(line, Qt.Key.Key_3, KEYPAD)
    QTest.keyClick(line, Qt.Key.Key_Delete)
    QTest.keyClick(line, Qt.Key.Key_Backspace)

    assert line.text() == "12[]ca"
    assert driver.spans() == [("ACTOR", "HTS fighters")]


def test_enter_on_a_span_goes_to_the_first_missing_value_and_back(driver):
    driver.select("mortar")
    driver.press(Qt.Key.Key_3)

    driver.press(Qt.Key.Key_Return)
    driver.write("mortar")
    driver.press(Qt.Key.Key_Return)

    span = next(iter(driver.workspace.layer(driver.id).spans()))
    assert span.attributes["category"] == "mortar"
    driver.press(Qt.Key.Key_Escape)
    assert driver.canvas.hasFocus()


def test_f6_walks_all_panes_and_comes_back(driver):
    names = []
    for _ in range(len(driver.bench.panels()) + 1):
        driver.press(Qt.Key.Key_F6)
        names.append(QApplication.focusWidget())

    assert names[-1] is driver.canvas
    bench = driver.bench
    assert names[0] is bench.labels.list
    assert names[2] is bench.problems.list
    assert names[3] is bench.history.list
    assert names[4] is bench.relations.list
    assert names[-2] is bench.documents.list

    driver.press(Qt.Key.Key_F6, SHIFT)
    assert QApplication.focusWidget() is bench.documents.list


def test_control_page_walks_the_documents(driver):
    driver.press(Qt.Key.Key_PageDown, CTRL)
    assert driver.id == "second"
    assert driver.bench.documents.chosen() == ["second"]

    driver.press(Qt.Key.Key_PageUp, CTRL)
    driver.press(Qt.Key.Key_PageUp, CTRL)
    assert driver.id == "first"
    assert driver.said == "This is the first document."


def test_control_z_in_a_text_field_undoes_the_typing_only(driver):
    driver.select("HTS")
    driver.press(Qt.Key.Key_1)
    driver.bench.documents.filter.setFocus()
    driver.write("x")

    driver.press(Qt.Key.Key_Z, CTRL)

    assert driver.bench.documents.filter.text() == ""
    assert driver.spans() == [("ACTOR", "HTS")]


def test_a_click_on_a_label_labels_and_gives_the_keyboard_back_to_the_text(driver):
    driver.select("Darat Izza")
    panel = driver.bench.labels
    place = panel.list.visualItemRect(panel.list.item(1, 1)).center()

    QTest.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=place)

    assert driver.spans() == [("LOCATION", "Darat Izza")]
    assert driver.canvas.hasFocus()
    assert panel.counts_here()[1] == ("LOCATION", 1)


def test_a_click_on_a_label_that_counts_reads_the_count_too(driver):
    driver.select("Two soldiers")
    panel = driver.bench.labels
    place = panel.list.visualItemRect(panel.list.item(3, 1)).center()

    QTest.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=place)

    (span,) = driver.workspace.layer(driver.id).spans()
    assert (span.label, span.attributes["count"]) == ("CASUALTY", 2)
    assert driver.said == "Read from the text: count 2, exact."


def test_zoom_keys_change_the_size_of_the_text(driver):
    driver.press(Qt.Key.Key_Plus, CTRL)
    assert driver.canvas.zoom_percent > 100
    assert driver.window.status.zoom.text() == f"{driver.canvas.zoom_percent} %"

    driver.press(Qt.Key.Key_0, CTRL)
    assert driver.canvas.zoom_percent == 100


def test_a_new_count_shows_what_its_words_say_and_one_undo_takes_both_back(driver):
    driver.select("Two soldiers")

    driver.press(Qt.Key.Key_4)

    shown = {row.name: row.field.text() for row in driver.bench.attributes.rows[:5]}
    assert (shown["count"], shown["count_min"], shown["qualifier"]) == ("2", "2", "exact")
    assert driver.said == "Read from the text: count 2, exact."
    assert driver.bench.attributes.form.read == "count 2, exact"
    assert any(
        one.text() == "As the text says: count 2, exact." and one.isVisible()
        for one in driver.bench.attributes.findChildren(QLabel)
    )
    driver.press(Qt.Key.Key_Z, CTRL)
    assert driver.spans() == []


def test_another_label_shows_what_the_words_say_and_one_undo_takes_both_back(driver):
    driver.select("Two soldiers")
    driver.press(Qt.Key.Key_1)
    before = next(iter(driver.workspace.layer(driver.id).spans()))

    driver.press(Qt.Key.Key_4)

    assert next(iter(driver.workspace.layer(driver.id).spans())).attributes["count"] == 2
    driver.press(Qt.Key.Key_Z, CTRL)
    assert next(iter(driver.workspace.layer(driver.id).spans())) == before


def test_an_article_is_left_out_of_a_new_span_and_one_undo_takes_it_in_for_good(driver):
    driver.project.opened.open("second")
    driver.select("The army")

    driver.press(Qt.Key.Key_1)

    assert driver.spans() == [("ACTOR", "army")]
    assert driver.said == "Left out “The”; Ctrl+Z takes it in."
    focused = driver.canvas.focused_span
    assert driver.bench.attributes.form.surface == "army"
    driver.press(Qt.Key.Key_Z, CTRL)
    assert driver.spans() == [("ACTOR", "The army")]
    assert driver.canvas.focused_span == focused
    driver.press(Qt.Key.Key_1)
    assert driver.spans() == [("ACTOR", "The army")]
    driver.press(Qt.Key.Key_Z, CTRL | SHIFT)
    assert driver.spans() == [("ACTOR", "army")]
    driver.press(Qt.Key.Key_Z, CTRL, times=2)
    assert driver.spans() == []


def test_a_key_that_repeats_labels_once_and_keeps_the_focus(driver):
    driver.project.opened.open("second")
    driver.select("The army")

    driver.press(Qt.Key.Key_1, times=5)

    assert driver.spans() == [("ACTOR", "army")]
    assert driver.bench.attributes.form.surface == "army"
    driver.press(Qt.Key.Key_Right, ALT)
    assert driver.spans() == [("ACTOR", "army shelled")]
