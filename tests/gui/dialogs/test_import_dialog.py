# SPDX-License-Identifier: MIT
"""The dialog that shows what files hold before they are imported."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QFileDialog

from annotator.gui.bridge.names import ADD, LABEL, LEAVE_OUT, RELATION, Decision, Doing, NameRow
from annotator.gui.dialogs.import_documents import Found, ImportDialog
from annotator.gui.widgets.format_choices import FormatChoice

OK = QDialogButtonBox.StandardButton.Ok
ALT = Qt.KeyboardModifier.AltModifier
FORMATS = [("text", "Plain text"), ("conll", "CoNLL"), ("jsonl", "JSON Lines")]
SCHEMA = ("ACTOR", "LOCATION")
ORG = NameRow(LABEL, "ORG", 5, ("4th Brigade",), known=False, names=SCHEMA)
LOC = NameRow(LABEL, "Location", 3, known=False, names=SCHEMA, proposed="LOCATION")
KNOWN = NameRow(LABEL, "ACTOR", 2, names=SCHEMA)
STRUCK = NameRow(RELATION, "struck", 1, known=False, names=("part_of",))
TO_ACTOR = Decision(Doing.RENAME, "ACTOR")


@pytest.fixture
def dialog(qtbot, tmp_path):
    """The dialog on one file, before anything was read."""
    made = ImportDialog(FORMATS, "anna", [tmp_path / "a.jsonl"])
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(made)
    with qtbot.waitActive(made), qtbot.waitSignal(made.read_requested):
        made.show()
        made.activateWindow()
    return made


def found(*names, **facts) -> Found:
    return Found("1 document.", documents=1, names=names, **facts)


def can_accept(dialog) -> bool:
    return dialog.buttons.button(OK).isEnabled()


def press(key, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget(), key, modifiers)


def test_without_files_nothing_can_be_imported(qtbot):
    dialog = ImportDialog(FORMATS, "anna")
    qtbot.addWidget(dialog)

    assert not can_accept(dialog)


def test_each_file_is_listed_once_and_an_empty_annotator_is_the_usual_one(dialog, tmp_path):
    dialog.paths.add([tmp_path / "a.jsonl", tmp_path / "b.txt", tmp_path / "b.txt"])
    dialog.annotator.clear()

    wish = dialog.result_value()

    assert wish.paths == (tmp_path / "a.jsonl", tmp_path / "b.txt")
    assert wish.format == ""
    assert wish.annotator == "anna"


def test_delete_takes_a_file_off_the_list(dialog):
    dialog.show_found(found())
    dialog.paths.list.setCurrentRow(0)
    dialog.paths.list.setFocus()

    press(Qt.Key.Key_Delete)

    assert dialog.paths.paths() == ()
    assert not can_accept(dialog)


def test_files_are_read_again_when_there_are_more_or_another_format(dialog, qtbot, tmp_path):
    dialog.show_found(found())
    assert can_accept(dialog)

    with qtbot.waitSignal(dialog.read_requested) as asked:
        dialog.paths.add([tmp_path / "b.txt"])
        assert not can_accept(dialog)
    assert len(asked.args[0].paths) == 2

    with qtbot.waitSignal(dialog.read_requested) as asked:
        dialog.format.setCurrentIndex(dialog.format.findData("conll"))
    assert asked.args[0].format == "conll"


def test_several_changes_at_once_read_the_files_once(dialog, qtbot, tmp_path):
    dialog.show_found(found())
    asked = []
    dialog.read_requested.connect(asked.append)

    dialog.paths.add([tmp_path / "b.txt"])
    dialog.paths.add([tmp_path / "c.txt"])
    dialog.format.setCurrentIndex(1)
    qtbot.waitUntil(lambda: len(asked) > 0)

    assert len(asked) == 1
    assert len(asked[0].paths) == 3


def test_plain_text_is_imported_by_one_enter(dialog, qtbot):
    dialog.show_found(found())

    with qtbot.waitSignal(dialog.accepted):
        press(Qt.Key.Key_Return)


def test_escape_imports_nothing(dialog, qtbot):
    dialog.show_found(found())

    with qtbot.waitSignal(dialog.rejected):
        press(Qt.Key.Key_Escape)


def test_an_unknown_label_stops_the_import_until_something_is_decided(dialog):
    dialog.show_found(found(ORG, LOC, KNOWN))

    assert not can_accept(dialog)
    assert dialog.problem.startswith("1 name is not in the schema.")
    press(Qt.Key.Key_Return)
    assert dialog.isVisible()

    dialog.names.names.decide([0], TO_ACTOR)
    assert can_accept(dialog)
    assert dialog.result_value().decisions == {
        ORG.key: TO_ACTOR,
        LOC.key: Decision(Doing.RENAME, "LOCATION"),
        KNOWN.key: Decision(Doing.KEEP),
    }


def test_a_name_is_decided_by_keys_alone(dialog, qtbot):
    dialog.show_found(found(ORG, KNOWN))
    assert QApplication.focusWidget() is dialog.names

    press(Qt.Key.Key_Space)
    menu = QApplication.activePopupWidget()
    QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)

    decided = dialog.result_value().decisions[ORG.key]
    assert decided == Decision(Doing.RENAME, "LOCATION")
    with qtbot.waitSignal(dialog.accepted):
        press(Qt.Key.Key_Return)


def test_the_rest_is_added_or_left_out_by_a_mnemonic(dialog, qtbot):
    dialog.show_found(found(ORG, STRUCK, KNOWN))

    press(Qt.Key.Key_D, ALT)
    qtbot.waitUntil(lambda: can_accept(dialog))
    assert dialog.result_value().decisions[STRUCK.key] == ADD

    dialog.show_found(found(ORG, NameRow(LABEL, "MISC", 1, known=False, names=SCHEMA), KNOWN))
    press(Qt.Key.Key_U, ALT)
    qtbot.waitUntil(lambda: can_accept(dialog))
    decisions = dialog.result_value().decisions
    assert decisions[LABEL, "MISC"] == LEAVE_OUT
    assert decisions[ORG.key] == ADD


def test_what_was_decided_holds_when_the_files_are_read_again(dialog):
    dialog.show_found(found(ORG, KNOWN))
    dialog.names.names.decide([0], TO_ACTOR)

    dialog.show_refused("The disk is gone.")
    dialog.show_found(found(KNOWN))
    dialog.show_found(found(ORG, KNOWN))

    assert dialog.result_value().decisions[ORG.key] == TO_ACTOR


def test_problems_stop_the_import_unless_the_good_ones_are_wanted(dialog, qtbot):
    dialog.show_found(found(problems=("a.jsonl:2: text: is missing",), problem_count=250))

    assert not can_accept(dialog)
    assert dialog.problem.startswith("250 problems.")
    assert dialog.problems.toPlainText() == "a.jsonl:2: text: is missing\nand 249 more"

    press(Qt.Key.Key_G, ALT)
    qtbot.waitUntil(lambda: can_accept(dialog))
    assert dialog.result_value().good_only


def test_good_only_is_not_asked_of_files_without_problems(dialog):
    dialog.show_found(found(problems=("x",), problem_count=1))
    dialog.good_only.setChecked(True)

    dialog.show_found(found())

    assert dialog.good_only.isHidden()
    assert not dialog.result_value().good_only


def test_files_without_a_document_cannot_be_imported(dialog):
    dialog.show_found(Found("Nothing."))

    assert dialog.problem == "There is no document that can be imported."


def test_an_ambiguous_file_offers_its_candidates_first_and_the_keyboard_is_there(dialog, qtbot):
    dialog.show_refused("a.x does not say which format it is in.", ("conll", "jsonl"))

    assert not can_accept(dialog)
    assert dialog.problem == "a.x does not say which format it is in."
    assert QApplication.focusWidget() is dialog.format
    assert [dialog.format.itemData(place) for place in (1, 2)] == ["conll", "jsonl"]
    with qtbot.waitSignal(dialog.read_requested) as asked:
        press(Qt.Key.Key_Down)
    assert asked.args[0].format == "conll"


def test_a_choice_of_the_format_is_asked_and_changing_it_reads_again(dialog, qtbot):
    choices = (
        FormatChoice("scheme", "How spans are written.", ("auto", "bio", "bilou"), "auto"),
        FormatChoice("column", "The column of the tags."),
    )
    dialog.show_found(found(choices=choices))
    assert dialog.result_value().choices == {"scheme": "auto", "column": ""}

    with qtbot.waitSignal(dialog.read_requested) as asked:
        dialog.choices.fields["scheme"].setCurrentIndex(2)
    assert asked.args[0].choices["scheme"] == "bilou"

    dialog.show_found(found(choices=choices))
    with qtbot.waitSignal(dialog.read_requested) as asked:
        dialog.choices.fields["column"].setFocus()
        QTest.keyClicks(dialog.choices.fields["column"], "4")
        press(Qt.Key.Key_Tab)
    assert asked.args[0].choices == {"scheme": "bilou", "column": "4"}


def test_a_mapping_that_is_loaded_decides_and_says_how_much(dialog, monkeypatch):
    dialog.show_found(found(ORG, LOC, KNOWN))

    dialog.take_mapping({ORG.key: LEAVE_OUT, (LABEL, "OTHER"): ADD})

    assert dialog.result_value().decisions[ORG.key] == LEAVE_OUT
    assert dialog._names_note.text() == "The mapping settles 1 name of these files."


def test_a_mapping_is_saved_as_yaml_whatever_the_name_says(dialog, qtbot, monkeypatch, tmp_path):
    dialog.show_found(found(ORG))
    name = str(tmp_path / "mine")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (name, ""))

    with qtbot.waitSignal(dialog.save_requested) as asked:
        press(Qt.Key.Key_V, ALT)

    assert asked.args == [Path(f"{name}.yaml")]


def test_tab_comes_by_everything_from_the_top_to_the_buttons(dialog):
    choices = (FormatChoice("scheme", "How spans are written.", ("auto", "bio"), "auto"),)
    dialog.show_found(found(KNOWN, choices=choices))
    QApplication.processEvents()
    dialog.paths.add_files.setFocus()

    walked = []
    while QApplication.focusWidget() not in walked:
        walked.append(QApplication.focusWidget())
        press(Qt.Key.Key_Tab)

    wanted = [
        dialog.paths.add_files,
        dialog.paths.add_folder,
        dialog.paths.list,
        dialog.format,
        dialog.annotator,
        dialog.choices.fields["scheme"],
        dialog.sides.tabs.tabBar(),
        dialog.names,
        dialog.load,
        dialog.save,
        dialog.buttons.button(OK),
    ]
    assert [one for one in walked if one in wanted] == wanted
    unnamed = [one for one in walked if not (one.accessibleName() or getattr(one, "text", str)())]
    assert unnamed == []


def test_in_a_small_window_the_form_is_a_tab_beside_the_names(dialog):
    dialog.show_found(found(ORG, KNOWN))

    dialog.resize(600, 380)

    assert dialog.sides.is_narrow
    assert dialog.sides.tabs.widget(0) is dialog.sides.form
    assert dialog.sides.tabs.isVisible()
    dialog.resize(1000, 560)
    assert not dialog.sides.is_narrow
    assert dialog.sides.form.isVisible()
    assert dialog.names.isVisible()
