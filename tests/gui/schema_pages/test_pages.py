# SPDX-License-Identifier: MIT
"""The pages of the schema editor: what is typed becomes steps, or is said to be wrong beside it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.gui.schema_pages.drafting import (
    CHECKS,
    LABELS,
    POLICY,
    SCHEMA,
    Place,
    names_of,
)
from annotator.gui.schema_pages.split import SplitDialog
from annotator.schema.steps import (
    Add,
    Merge,
    Queue,
    Redefine,
    Remove,
    Rename,
    Settings,
    Split,
)
from tests.gui.schema_pages.conftest import KIND, NAME, SIZE, press, put, steps


def test_what_is_wrong_is_said_while_it_is_typed_and_nothing_is_changed(editor):
    press(Qt.Key.Key_F2)
    name = editor.page.entries["name"]
    assert QApplication.focusWidget() is name.field

    QTest.keyClicks(name.field, "B")

    assert name.problem == "There is a label 'B' already."
    assert editor.problem == "Not right yet: A."
    assert steps(editor) == []
    QTest.keyClicks(name.field, "C")
    assert name.problem == ""
    press(Qt.Key.Key_Return)
    assert steps(editor) == [Rename("A", "BC")]


@pytest.mark.parametrize("name", ["<b>x</b>", "=1+1", "None", "12", "العربية", "a & b", "NO"])
def test_odd_names_are_kept_as_they_are(editor, qtbot, name):
    assert put(editor, "name", name) == ""

    assert list(editor.drafting.schema.labels) == [name, "B"]
    assert editor.page.title.text() == f"Label {name}"
    assert editor.page.title.textFormat() is Qt.TextFormat.PlainText
    qtbot.waitUntil(lambda: editor.lists.tree.place == Place("label", name))


def test_a_key_of_another_label_is_refused_beside_the_field(editor):
    problem = put(editor, "hotkey", "2")

    assert problem == "B.hotkey: key '2' already belongs to 'A'."
    assert editor.page.key.currentText() == "2  ·  B"
    assert steps(editor) == []
    put(editor, "hotkey", "7")
    assert steps(editor) == [Redefine("A", definition={"hotkey": "7"})]
    assert editor.problem == ""


def test_what_is_refused_is_still_there_when_one_comes_back_to_it(editor):
    put(editor, "color", "blue")
    editor.go_to(KIND)
    assert editor.problem == "Not right yet: A."

    editor.go_to(Place("label", "A"))

    color = editor.page.entries["color"]
    assert color.field.value() == "blue"
    assert color.problem == "'blue' is no colour such as #1d4ed8."
    put(editor, "color", "#0a8077")
    assert steps(editor) == [Redefine("A", definition={"color": "#0a8077"})]


def test_a_colour_is_chosen_from_the_row_by_arrows_and_space(editor):
    squares = editor.page.entries["color"].field.squares
    squares.setFocus()

    press(Qt.Key.Key_Right)
    press(Qt.Key.Key_Space)

    assert steps(editor) == [Redefine("A", definition={"color": "#0a8077"})]


@pytest.mark.parametrize(
    ("place", "values", "wrong"),
    [
        (SIZE, {"min": "10"}, ("min", "Min 10 is above max 9.")),
        (SIZE, {"min": "few"}, ("min", "'few' is not a number.")),
        (SIZE, {"default": "99"}, ("default", "The default does not fit: 99 is above 9.")),
        (KIND, {"type": "string", "default": "x", "pattern": "("}, ("pattern", "")),
        (KIND, {"values": ()}, ("values", "Enum needs at least one value.")),
        (KIND, {"values": (("x", "x"), ("y", "x"))}, ("values", "'x' is listed twice.")),
        (NAME, {"required_if": "kind == 'z'"}, ("required_if", "'kind' is never 'z'.")),
        (NAME, {"required_if": "kind =="}, ("required_if", "")),
        (KIND, {"required_if": "name"}, ("required_if", "Goes in a circle: kind -> name -> kind")),
        (NAME, {"max_length": "0"}, ("max_length", "0 is below 1.")),
        (SIZE, {"type": "enum"}, ("values", "Enum needs at least one value.")),
    ],
)
def test_a_setting_of_an_attribute_that_does_not_fit_is_said_beside_it(
    editor, place, values, wrong
):
    editor.go_to(place)

    for key, value in values.items():
        put(editor, key, value)

    key, said = wrong
    problem = editor.page.entries[key].problem
    assert problem
    assert problem.startswith(said)
    assert steps(editor) == [] or editor.drafting.pending
    assert editor.problem == f"Not right yet: A.{place.name}."


def test_settings_that_only_fit_together_are_one_step(editor):
    editor.go_to(SIZE)
    put(editor, "type", "enum")
    editor.go_to(LABELS)
    editor.go_to(SIZE)
    assert editor.page.entries["type"].field.value() == "enum"
    assert steps(editor) == []

    put(editor, "values", (("", "small"), ("", "large")))

    (step,) = steps(editor)
    assert isinstance(step, Redefine)
    assert (step.name, step.kind, step.label) == ("size", "attribute", "A")
    assert step.definition["type"] == "enum"
    assert step.definition["values"] == ("small", "large")
    assert editor.drafting.pending == {}
    assert editor.problem == ""


def test_a_value_that_is_renamed_is_mapped_and_one_that_goes_is_not(editor, qtbot):
    editor.go_to(KIND)
    values = editor.page.entries["values"].field
    values.list.setFocus()
    values.list.setCurrentRow(1)

    press(Qt.Key.Key_F2)
    QTest.keyClicks(QApplication.focusWidget(), "z")
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(steps(editor)))
    press(Qt.Key.Key_Insert)
    QTest.keyClicks(QApplication.focusWidget(), "w")
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: steps(editor)[0].definition["values"] == ("x", "z", "w"))
    press(Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: steps(editor)[0].definition["values"] == ("x", "w", "z"))

    assert [step.map for step in steps(editor)] == [{"y": "z"}]
    values.list.setCurrentRow(1)
    press(Qt.Key.Key_Delete)
    assert steps(editor)[0].definition["values"] == ("x", "z")
    assert steps(editor)[0].map == {"y": "z"}


def test_a_default_that_is_typed_is_of_its_type(editor):
    editor.go_to(SIZE)
    put(editor, "default", "5")
    editor.go_to(Place("attribute", "comment"))
    put(editor, "type", "bool")
    put(editor, "default", "yes")

    assert [step.definition["default"] for step in steps(editor)] == [5, True]
    assert editor.drafting.schema.any_span["comment"].default is True


def test_pairs_of_a_relation_are_ticked_with_space(editor):
    editor.go_to(Place("relation", "r"))
    editor.page.pairs.setFocus()
    editor.page.pairs.setCurrentCell(1, 0)

    press(Qt.Key.Key_Space)
    put(editor, "acyclic", True)

    assert steps(editor) == [
        Redefine("r", "relation", [("A", "B"), ("B", "A")]),
        Settings({"acyclic_relations": ["r"]}),
    ]


def test_labels_of_a_role_are_ticked_with_space(editor):
    editor.go_to(Place("role", "who"))
    editor.page.labels.setFocus()
    editor.page.labels.setCurrentRow(1)

    press(Qt.Key.Key_Space)

    assert steps(editor) == [Redefine("who", "role", ["A", "B"])]


def test_types_of_event_and_modalities_have_a_name_to_change(editor):
    editor.go_to(Place("event", "hit"))
    put(editor, "name", "strike")
    editor.go_to(Place("modality", "sure"))
    put(editor, "name", "certain")

    assert steps(editor) == [
        Rename("hit", "strike", "event"),
        Rename("sure", "certain", "modality"),
    ]


def test_the_policy_and_the_name_of_the_schema_are_settings(editor):
    editor.go_to(POLICY)
    put(editor, "crossing", "warn")
    put(editor, "pronouns", True)
    editor.go_to(SCHEMA)
    put(editor, "name", "small/2")

    assert steps(editor) == [
        Settings(
            {
                "span_policy": {"nesting": {"crossing": "warn"}, "pronouns": True},
                "schema": "small/2",
            }
        )
    ]


def test_a_check_is_made_less_severe_switched_off_and_as_it_was(editor):
    editor.go_to(CHECKS)
    put(editor, "D03", "info")
    put(editor, "K01", "off")

    assert editor.drafting.schema.checks == {"D03": "info", "K01": "off"}
    put(editor, "K01", "")
    assert editor.drafting.schema.checks == {"D03": "info"}
    put(editor, "D03", "")
    assert editor.drafting.schema.checks == {}


def test_what_a_new_span_leaves_out_and_reads_is_a_setting(editor):
    editor.go_to(POLICY)
    put(editor, "adjust_edges", False)
    put(editor, "read_counts", False)

    policy = editor.drafting.schema.span_policy
    assert not policy.adjust_edges
    assert not policy.read_counts


def test_what_is_added_is_named_at_once_and_is_one_step(editor):
    press(Qt.Key.Key_Insert)
    QTest.keyClicks(QApplication.focusWidget(), "C")
    press(Qt.Key.Key_Return)
    editor._add("attribute", "C")
    QTest.keyClicks(QApplication.focusWidget(), "wheels")
    press(Qt.Key.Key_Return)

    assert steps(editor) == [Add("C"), Add("wheels", "attribute", {"type": "string"}, "C")]
    for kind in ("relation", "event", "role", "modality"):
        editor._add(kind, "")
        assert editor.place.name in names_of(editor.drafting.schema, kind)


def test_delete_removes_what_is_chosen_but_not_the_last_label(editor):
    press(Qt.Key.Key_Delete)
    assert steps(editor) == [Remove("A")]
    assert editor.place == LABELS

    editor.go_to(Place("label", "B"))
    editor.lists.tree.setFocus()
    press(Qt.Key.Key_Delete)

    assert steps(editor) == [Remove("A")]
    assert "is the only label" in editor.problem


def test_a_merge_is_chosen_from_a_menu(editor, qtbot):
    editor.go_to(Place("event", "hit"))
    press(Qt.Key.Key_E, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
    menu = QApplication.activePopupWidget()
    assert [action.text() for action in menu.actions()] == ["Into miss"]

    QTest.keyClick(menu, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: steps(editor) == [Merge(("hit",), "miss", "event")])
    assert editor.place == Place("event", "miss")


def test_a_label_is_split_by_values_or_by_hand(editor, qtbot):
    dialog = SplitDialog(editor.drafting, "A", editor)
    qtbot.addWidget(dialog)
    assert dialog.by.value() == "kind"
    assert not dialog.buttons.button(dialog.buttons.StandardButton.Ok).isEnabled()

    dialog.table.item(0, 1).setText("B")
    assert dialog.problem == "There is a label 'B' already"
    dialog.table.item(0, 1).setText("AX")
    assert dialog.result_value() == Split("A", "kind", {"x": "AX"})
    assert dialog.problem == ""
    dialog.by.put("")
    dialog.by.settled.emit()
    dialog.labels.setText("AX, AY,")
    dialog.note.setText("which?")
    assert dialog.result_value() == Queue("A", ("AX", "AY"), "which?")


def test_a_step_is_taken_back_and_done_again(editor):
    put(editor, "name", "C")
    put(editor, "description", "c")
    editor.lists.tree.setFocus()

    press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert steps(editor) == [Rename("A", "C")]
    assert editor.page.entries["description"].field.value() == ""
    press(
        Qt.Key.Key_Z,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    )
    assert len(steps(editor)) == 2
    editor.lists.changes.setFocus()
    editor.lists.changes.setCurrentRow(1)
    press(Qt.Key.Key_Delete)
    assert steps(editor) == [Rename("A", "C")]


def test_a_step_that_a_later_one_needs_is_not_taken_back_and_it_is_said_why(editor):
    editor._add("label", "")
    name = editor.place.name
    editor._do(Queue(name, ("D",)), editor.place)
    editor.lists.changes.setCurrentRow(0)

    editor._take_back()

    assert f"there is no label '{name}'" in editor.problem
    assert len(steps(editor)) == 2
