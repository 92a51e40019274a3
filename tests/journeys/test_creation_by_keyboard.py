# SPDX-License-Identifier: MIT
"""Spans made by key events alone: their counts, what is left out of them, and the way back."""

import json

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.edits.edit import EditDocument
from annotator.workspace.intake import Wishes
from annotator.workspace.workspace import Workspace
from tests.journeys.keyboard import ALT, CTRL, NONE, SHIFT, Key, sit_down

ENGLISH = "The army’s tanks killed at least 153 people in Drenak."
ARABIC = "قال الجيش إن ما لا يقل عن ١٥٣ شخصا قتلوا في المدينة."


@pytest.fixture
def sit(qtbot, tmp_path):
    people = []

    def with_text(text, language):
        file = tmp_path / "one.jsonl"
        file.write_text(json.dumps({"id": "one", "text": text}), "utf-8")
        location = str(tmp_path / "one.corpus")
        workspace = Workspace.create(location, annotator="ann")
        workspace.import_paths([file], Wishes(format="jsonl", annotator="ann"))
        workspace.apply("one", EditDocument({"language": language}))
        workspace.close()
        people.append(sit_down(qtbot, location))
        return people[-1]

    yield with_text
    for person in people:
        person.window.close()


def spans(person):
    text = person.workspace.document("one").text
    return [(span.surface(text), span.attributes) for span in person.workspace.layer("one").spans()]


def select(person, words, onward=Key.Key_Right):
    """Walk to the words by token, and select them; ``onward`` is the key in reading direction."""
    start = person.workspace.document("one").text.index(words)
    while person.canvas.caret < start:
        person.press(onward)
    while person.canvas.selection[1] < start + len(words):
        person.press(onward, SHIFT)
    while person.canvas.selection[1] > start + len(words):
        person.press(Key.Key_Left, SHIFT | CTRL)
    assert person.canvas.selection == (start, start + len(words))


def counts(attributes):
    names = ("count", "count_min", "count_max", "qualifier")
    return {name: attributes[name] for name in names if name in attributes}


LEFT, RIGHT = Key.Key_Left, Key.Key_Right


@pytest.mark.parametrize(
    ("text", "language", "words", "without", "onward", "back"),
    [
        (ENGLISH, "en", "at least 153 people", "153 people", RIGHT, LEFT),
        (ARABIC, "ar", "ما لا يقل عن ١٥٣ شخصا", "١٥٣ شخصا", LEFT, RIGHT),
    ],
)
def test_a_count_is_read_follows_its_edge_and_stays_once_it_is_set(
    sit, text, language, words, without, onward, back
):
    person = sit(text, language)
    select(person, without, onward)

    person.press(Key.Key_4)
    assert counts(spans(person)[0][1])["qualifier"] == "exact"
    person.press(back, ALT | SHIFT, len(words.split()) - len(without.split()))
    assert spans(person)[0][0] == words
    assert counts(spans(person)[0][1]) == {"count": 153, "count_min": 153, "qualifier": "at_least"}

    person.fill({"count": 150})
    person.press(onward, ALT | SHIFT)
    assert spans(person)[0][1]["count"] == 150


def test_what_is_left_out_is_taken_in_by_one_undo_and_the_span_goes_by_the_next(sit):
    person = sit(ENGLISH, "en")
    select(person, "The army’s")

    person.press(Key.Key_1)
    assert [surface for surface, _ in spans(person)] == ["army"]
    person.press(Key.Key_Z, CTRL)
    assert [surface for surface, _ in spans(person)] == ["The army’s"]
    person.press(Key.Key_Z, CTRL)
    assert spans(person) == []
    person.press(Key.Key_Z, CTRL | SHIFT, 2)
    assert [surface for surface, _ in spans(person)] == ["army"]


def test_a_key_held_down_makes_one_span_and_loses_neither_focus_nor_place(sit):
    person = sit(ENGLISH, "en")
    select(person, "The army’s")
    person.press(Key.Key_1)
    focused, caret = person.canvas.focused_span, person.canvas.caret

    for _ in range(10):
        event = QKeyEvent(QEvent.Type.KeyPress, Key.Key_1, NONE, "1", autorep=True)
        QApplication.sendEvent(QApplication.focusWidget(), event)
    QTest.keyRelease(QApplication.focusWidget(), Key.Key_1)

    assert [surface for surface, _ in spans(person)] == ["army"]
    assert (person.canvas.focused_span, person.canvas.caret) == (focused, caret)
