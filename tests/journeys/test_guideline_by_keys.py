# SPDX-License-Identifier: MIT
"""An annotator who is unsure reads the guideline, follows an example, and adds one, by keys."""

from PySide6.QtWidgets import QApplication

from annotator.assets import corpora_dir
from annotator.edits.edit import SetComplete
from annotator.schema.files import default_schema
from annotator.workspace.intake import Wishes
from annotator.workspace.workspace import Workspace
from tests.journeys.keyboard import ALT, CTRL, SHIFT, Key, sit_down

WORKED_ON, DONE = "drenak-truce", "karsova-background"


def project(tmp_path):
    """The sample articles, of which one is complete."""
    location = tmp_path / "sample.corpus"
    workspace = Workspace.create(str(location), annotator="ann")
    workspace.import_paths([corpora_dir() / "sample.jsonl"], Wishes(format="jsonl"))
    for document in workspace.documents():
        workspace.apply(document.id, SetComplete(complete=document.id == DONE))
    workspace.close()
    return location


def rows(panel):
    return [panel.list.item(number).text() for number in range(panel.list.count())]


def test_reading_the_guideline_following_an_example_and_adding_one(qtbot, tmp_path):
    person = sit_down(qtbot, project(tmp_path))
    person.window.resize(1280, 800)
    bench = person.window.workbench()
    panel = bench.guideline
    person.window.projects.project.opened.open(WORKED_ON)
    bench.go_to_text()

    # the label of the span that has the focus is explained
    person.press(Key.Key_BracketRight)
    label = person.workspace.layer(WORKED_ON).span(person.canvas.focused_span).label
    qtbot.waitUntil(lambda: panel.label == label)
    words = default_schema().labels[label].description.split()[:4]
    assert " ".join(words) in panel.text.toPlainText()

    # an accepted example is one key after another away, and leads into its document
    qtbot.waitUntil(lambda: "From your complete documents" in rows(panel), timeout=20_000)
    person.press(Key.Key_7, ALT)
    person.press(Key.Key_Tab)
    person.press(Key.Key_Down)
    assert panel.current >= 0
    person.press(Key.Key_Return)
    assert person.document == DONE
    assert QApplication.focusWidget() is person.canvas
    there = person.workspace.layer(DONE).span(person.canvas.focused_span)
    assert there.label == label

    # it becomes an example of the guideline, and undo takes it out
    person.press(Key.Key_X, CTRL | SHIFT)
    (example,) = person.workspace.schema.labels[label].examples
    assert example.span == there.surface(person.workspace.document(DONE).text)
    qtbot.waitUntil(lambda: rows(panel)[0] == "Accepted examples")
    person.press(Key.Key_Z, CTRL)
    assert person.workspace.schema.labels[label].examples == ()

    # one from the corpus is accepted in the list, and taken out again there
    qtbot.waitUntil(lambda: "From your complete documents" in rows(panel), timeout=20_000)
    person.press(Key.Key_7, ALT)
    person.press(Key.Key_Tab)
    person.press(Key.Key_Home)
    person.press(Key.Key_A)
    assert len(person.workspace.schema.labels[label].examples) == 1
    qtbot.waitUntil(lambda: rows(panel)[0] == "Accepted examples")
    person.press(Key.Key_Home)
    person.press(Key.Key_Delete)
    assert person.workspace.schema.labels[label].examples == ()

    # and out of the way
    person.press(Key.Key_G, CTRL | SHIFT)
    assert not panel.isVisible()
    assert QApplication.focusWidget() is person.canvas
