# SPDX-License-Identifier: MIT
"""What an import adds to the schema is there at once, without opening the project again."""

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.schema.steps import Rename
from annotator.workspace.intake import ADD, Wishes
from annotator.workspace.workspace import Workspace
from tests.gui.window.conftest import CTRL, TEXTS


@pytest.fixture
def with_vehicles(driver, tmp_path, qtbot):
    """The window after an import that has added VEHICLE, on a layer of the second document."""
    text = TEXTS["second"]
    start = text.index("army")
    span = {"id": "V1", "start": start, "end": start + 4, "label": "VEHICLE"}
    line = {"id": "second", "text": text, "annotator": "anna", "spans": [span]}
    path = tmp_path / "vehicles.jsonl"
    path.write_text(json.dumps(line), "utf-8")
    driver.workspace.import_paths([path], Wishes(annotator="anna", new_labels=ADD))
    qtbot.waitUntil(lambda: "VEHICLE" in shown_labels(driver))
    return driver


def shown_labels(driver) -> dict[str, str]:
    """Return the labels in the pane, each with its key."""
    table = driver.bench.labels.list
    return {table.item(row, 1).text(): table.item(row, 0).text() for row in range(table.rowCount())}


def test_a_new_label_has_its_key_in_the_pane_in_the_menu_and_in_the_text(with_vehicles):
    key = shown_labels(with_vehicles)["VEHICLE"]

    action = with_vehicles.window.commands[f"annotate.label_{key}"]
    assert "VEHICLE" in action.text()
    assert action.isEnabled()
    with_vehicles.select("mortar")
    QTest.keyClick(with_vehicles.canvas, key)
    assert ("VEHICLE", "mortar") in with_vehicles.spans()


def test_a_new_label_has_its_colour_on_the_page(with_vehicles):
    schema = with_vehicles.workspace.schema
    look = with_vehicles.canvas.stage.page.look

    assert schema.labels["VEHICLE"].color
    assert look.keys["VEHICLE"] == schema.key_of("VEHICLE")
    assert look.labels["VEHICLE"] != look.labels["ACTOR"]


def test_a_span_of_a_new_label_is_no_problem_and_one_of_no_label_is(with_vehicles, qtbot):
    with_vehicles.press(Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert with_vehicles.id == "second"

    found = with_vehicles.project.opened.check()

    assert with_vehicles.spans() == [("VEHICLE", "army")]
    assert not [one for one in found if "VEHICLE" in one.message]


def test_the_form_follows_a_label_that_is_added_while_its_span_has_the_focus(
    driver, tmp_path, qtbot
):
    text = TEXTS["first"]
    start = text.index("mortar")
    span = {"id": "V1", "start": start, "end": start + 6, "label": "VEHICLE"}
    span["attributes"] = {"wheels": 4}
    line = {"id": "first", "text": text, "annotator": "anna", "spans": [span]}
    path = tmp_path / "vehicles.jsonl"
    path.write_text(json.dumps(line), "utf-8")
    driver.workspace.import_paths([path], Wishes(annotator="anna", new_labels=ADD))
    qtbot.waitUntil(lambda: driver.canvas.stage.annotations.span("V1") is not None)

    driver.canvas.focus_span("V1")

    form = driver.bench.attributes
    assert form.form.label == "VEHICLE"
    assert next(row.name for row in form.rows) == "wheels"


def test_a_schema_change_is_taken_back_in_the_window_as_any_act(start, location):
    workspace = Workspace.open(location, annotator="anna")
    labels = list(workspace.schema.labels)
    workspace.revising.apply(workspace.revising.plan([Rename(labels[0], "PARTY")]))
    workspace.close()
    driver = start(location)
    assert "PARTY" in driver.workspace.schema.labels

    driver.press(Qt.Key.Key_Z, CTRL)

    assert list(driver.workspace.schema.labels) == labels
    assert driver.said == "Undone: change schema"
