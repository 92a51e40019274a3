# SPDX-License-Identifier: MIT
"""Importing in the window: what files hold is seen before anything is imported."""

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.gui.bridge.names import ADD, LABEL, LEAVE_OUT, RELATION, Decision, Doing
from annotator.gui.dialogs.import_documents import ImportDialog
from annotator.gui.dialogs.report import ReportDialog
from tests.gui.window.conftest import CTRL, TEXTS, drop

TEXT = "Two soldiers of the 4th Brigade were wounded near Karsova when a drone hit a T-72."


def span(id, words, label, text=TEXT):
    start = text.index(words)
    return {"id": id, "start": start, "end": start + len(words), "label": label}


def written(folder, name, *records):
    path = folder / name
    path.write_text("\n".join(json.dumps(one, ensure_ascii=False) for one in records), "utf-8")
    return path


@pytest.fixture
def foreign(tmp_path):
    """A file with two labels and a relation that the schema does not have, and one nearly so."""
    spans = [
        span("1", "4th Brigade", "ORG"),
        span("2", "Karsova", "Location"),
        span("3", "drone", "WEAPON"),
        span("4", "T-72", "Vehicle"),
    ]
    struck = {"id": "5", "type": "struck", "source": "3", "target": "4"}
    document = {"id": "karsova", "text": TEXT, "spans": spans, "relations": [struck]}
    return written(tmp_path, "karsova.jsonl", document)


def looked(driver, *paths) -> ImportDialog:
    """Drop files and wait until the dialog shows what they hold."""
    drop(driver.window, *paths)
    dialog = driver.dialog(ImportDialog)
    driver.qtbot.waitUntil(lambda: not dialog.is_working and bool(dialog.summary.text()))
    return dialog


def imported(driver, documents):
    driver.qtbot.waitUntil(lambda: driver.bench.documents.model.totals()[1] == documents)
    driver.qtbot.waitUntil(lambda: not driver.window.projects.is_busy)


def press(key, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget(), key, modifiers)


def test_a_dropped_text_is_shown_and_enter_imports_it(driver, tmp_path):
    path = tmp_path / "fourth.txt"
    path.write_text("Shelling went on.", "utf-8")

    dialog = looked(driver, path)
    assert dialog.summary.text() == "1 document, 0 layers, 0 spans. Plain text (1 file)."
    assert driver.bench.documents.progress_text == "0 of 3 complete"
    press(Qt.Key.Key_Return)

    imported(driver, 4)
    assert driver.said == "1 document, 0 layers and 0 spans imported."


def test_escape_imports_nothing(driver, foreign):
    looked(driver, foreign)

    press(Qt.Key.Key_Escape)

    assert driver.bench.documents.progress_text == "0 of 3 complete"
    assert not [one for one in QApplication.topLevelWidgets() if one.isVisible()][1:]


def test_the_dialog_asks_for_files_and_takes_those_that_are_dropped_on_it(driver, tmp_path):
    path = tmp_path / "fifth.txt"
    path.write_text("Calm at last.", "utf-8")
    driver.press(Qt.Key.Key_I, CTRL)
    dialog = driver.dialog(ImportDialog)

    drop(dialog, path)
    driver.qtbot.waitUntil(lambda: not dialog.problem)
    dialog.accept()

    imported(driver, 4)


def test_foreign_names_are_listed_with_counts_examples_and_proposals(driver, foreign):
    dialog = looked(driver, foreign)

    rows = {row.key: row for row in dialog.names.names.rows}
    assert [row.known for row in dialog.names.names.rows] == [False] * 4 + [True]
    assert rows[LABEL, "ORG"].examples == ("4th Brigade",)
    assert rows[LABEL, "Location"].proposed == "LOCATION"
    assert rows[RELATION, "struck"].count == 1
    assert dialog.problem.startswith("3 names are not in the schema.")
    dialog.reject()


def test_names_become_what_was_decided_and_the_window_follows_at_once(driver, foreign):
    dialog = looked(driver, foreign)
    names = dialog.names.names
    decisions = {
        (LABEL, "ORG"): Decision(Doing.RENAME, "ACTOR"),
        (LABEL, "Vehicle"): ADD,
        (RELATION, "struck"): LEAVE_OUT,
    }
    names.take(decisions)
    dialog.accept()

    report = driver.dialog(ReportDialog)
    assert "labels added to the schema: Vehicle" in report.text
    assert "label 'ORG' became 'ACTOR': 1" in report.text
    driver.close(report)
    imported(driver, 4)
    driver.project.opened.open("karsova")
    assert sorted(driver.spans()) == [
        ("ACTOR", "4th Brigade"),
        ("LOCATION", "Karsova"),
        ("Vehicle", "T-72"),
        ("WEAPON", "drone"),
    ]
    assert not list(driver.workspace.layer("karsova").relations())
    assert driver.bench.labels.counts_here()[-1] == ("Vehicle", 1)
    assert driver.canvas.stage.page.look.keys["Vehicle"]


def test_an_import_is_undone_by_one_key(driver, foreign):
    dialog = looked(driver, foreign)
    dialog.names.names.decide(dialog.names.names.undecided(), LEAVE_OUT)
    dialog.accept()
    driver.close(driver.dialog(ReportDialog))
    imported(driver, 4)

    driver.canvas.setFocus()
    driver.press(Qt.Key.Key_Z, CTRL)

    assert driver.bench.documents.progress_text == "0 of 3 complete"


def test_a_file_with_errors_lists_them_all_and_the_good_ones_can_be_had(driver, tmp_path):
    path = tmp_path / "bad.jsonl"
    good = json.dumps({"id": "good", "text": "All quiet."})
    path.write_text(f'{{"id": "x"}}\nnonsense\n{good}\n{{"id": "<b>y</b>", "text": 3}}\n', "utf-8")

    dialog = looked(driver, path)

    assert "bad.jsonl:1" in dialog.problems.toPlainText()
    assert "bad.jsonl:2" in dialog.problems.toPlainText()
    assert "bad.jsonl:4" in dialog.problems.toPlainText()
    assert dialog.problem.startswith("3 problems.")
    dialog.good_only.setChecked(True)
    dialog.accept()
    report = driver.dialog(ReportDialog)
    assert "3 problems; what has one was left out as asked:" in report.text
    driver.close(report)
    imported(driver, 4)
    assert "good" in {one.id for one in driver.workspace.documents()}


def test_a_refused_import_brings_the_dialog_back_with_what_was_decided(driver, tmp_path):
    other = {"id": "first", "text": TEXT, "spans": [span("1", "Karsova", "ORG")]}
    dialog = looked(driver, written(tmp_path, "other.jsonl", other))
    dialog.names.names.decide([0], Decision(Doing.RENAME, "LOCATION"))
    dialog.accept()

    report = driver.dialog(ReportDialog)
    assert report.windowTitle() == "Nothing was imported"
    assert "another document of this id has another text" in report.text
    report.close()
    driver.qtbot.waitUntil(dialog.isVisible)
    assert dialog.result_value().decisions[LABEL, "ORG"] == Decision(Doing.RENAME, "LOCATION")
    dialog.reject()


def test_a_file_that_does_not_say_what_it_is_asks_for_the_format(driver, tmp_path):
    path = tmp_path / "report.md"
    path.write_text("HTS fighters struck Darat Izza.", "utf-8")
    drop(driver.window, path)
    dialog = driver.dialog(ImportDialog)
    driver.qtbot.waitUntil(lambda: "does not say which format" in dialog.problem)
    assert dialog.format.itemData(1) == "text"
    assert "--format" not in dialog.problem

    press(Qt.Key.Key_Down)
    driver.qtbot.waitUntil(lambda: not dialog.problem)
    press(Qt.Key.Key_Return)

    imported(driver, 4)


def test_a_file_of_no_format_is_refused_in_a_sentence_in_the_dialog(driver, tmp_path):
    path = tmp_path / "picture.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    drop(driver.window, path)

    dialog = driver.dialog(ImportDialog)
    driver.qtbot.waitUntil(lambda: "no format that can be read" in dialog.problem)
    assert not dialog.buttons.button(dialog.buttons.StandardButton.Ok).isEnabled()
    dialog.reject()


def test_a_mapping_that_was_saved_decides_the_same_names_the_next_time(driver, foreign, tmp_path):
    file = tmp_path / "mine.yaml"
    dialog = looked(driver, foreign)
    first = {
        (LABEL, "ORG"): Decision(Doing.RENAME, "ACTOR"),
        (LABEL, "Vehicle"): ADD,
        (RELATION, "struck"): LEAVE_OUT,
    }
    dialog.names.names.take(first)
    dialog.save_requested.emit(file)
    assert "ORG: ACTOR" in file.read_text("utf-8")
    dialog.reject()

    again = looked(driver, foreign)
    assert again.problem
    again.load_requested.emit(file)

    assert first.items() <= again.result_value().decisions.items()
    assert not again.problem
    again.reject()


def test_a_mapping_that_cannot_be_read_is_refused_with_its_lines(driver, foreign, tmp_path):
    file = tmp_path / "broken.yaml"
    file.write_text("labels:\n  ORG: [1]\n", "utf-8")
    dialog = looked(driver, foreign)

    dialog.load_requested.emit(file)

    report = driver.dialog(ReportDialog)
    assert "broken.yaml:" in report.text
    report.close()
    assert dialog.isVisible()
    dialog.reject()


def test_importing_annotations_of_the_open_document_shows_them(driver, tmp_path):
    text = TEXTS["first"]
    line = {"id": "first", "text": text, "spans": [span("T1", "mortar", "WEAPON", text)]}
    looked(driver, written(tmp_path, "layer.jsonl", {**line, "annotator": "anna"}))

    press(Qt.Key.Key_Return)

    driver.qtbot.waitUntil(lambda: driver.canvas.stage.annotations.span("T1") is not None)
    assert driver.bench.labels.counts_here()[2] == ("WEAPON", 1)
    assert driver.bench.documents.model.row("first").spans == 1


def test_what_names_nobody_goes_to_the_annotator_that_was_named(driver, tmp_path):
    text = TEXTS["second"]
    line = {"id": "second", "text": text, "spans": [span("T1", "army", "ACTOR", text)]}
    dialog = looked(driver, written(tmp_path, "layer.jsonl", line))
    dialog.annotator.setText("lena")

    dialog.accept()

    driver.qtbot.waitUntil(lambda: "lena" in driver.workspace.annotators())


def test_a_project_that_is_only_read_imports_nothing_and_says_so(driver, tmp_path, location):
    driver.window.projects.open_location(location, read_only=True)
    driver.qtbot.waitUntil(lambda: driver.project is not None and driver.workspace.read_only)
    path = tmp_path / "a.txt"
    path.write_text("Calm.", "utf-8")

    drop(driver.window, path)

    assert driver.said == "This project is open for reading only."


def test_closing_the_project_while_files_are_read_lets_go_of_the_dialog(driver, tmp_path):
    many = [{"id": f"d{number}", "text": TEXT} for number in range(3_000)]
    drop(driver.window, written(tmp_path, "many.jsonl", *many))
    dialog = driver.dialog(ImportDialog)
    driver.qtbot.waitUntil(lambda: dialog.is_working)

    driver.window.projects.close_project()

    assert driver.project is None
    assert not [
        one
        for one in QApplication.topLevelWidgets()
        if isinstance(one, ImportDialog) and one.isVisible()
    ]
