# SPDX-License-Identifier: MIT
"""The schema editor on a small schema, and what its tests do with it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.gui.dialogs.schema_editor import SchemaEditor
from annotator.gui.schema_pages.drafting import LABELS, Drafting, Place
from annotator.schema.files import parse_schema

SMALL = """
schema: small/1
labels:
  A:
    hotkey: "1"
    color: "#2148c7"
    attributes:
      kind: {type: enum, values: [x, y], default: x}
      size: {type: int, min: 1, max: 9}
      name: {type: string, required_if: "kind == 'x'"}
  B: {hotkey: "2", color: "#cc3a12"}
any_span:
  comment: {type: string, max_length: 10}
relations:
  r: [[A, B]]
events:
  types: [hit, miss]
  modality: [sure]
  roles: {who: [A]}
"""
KIND, SIZE, NAME = (Place("attribute", name, "A") for name in ("kind", "size", "name"))


def forget(editor):
    """Give up all changes, so that closing asks nothing."""
    editor.go_to(LABELS)
    editor.drafting.pending = {}
    while editor.drafting.can_undo:
        editor.drafting.undo()


@pytest.fixture
def editor(qtbot):
    schema = parse_schema(SMALL, name="small", format="yaml")
    made = SchemaEditor(Drafting(schema, writable=True), lambda label: None)
    qtbot.addWidget(made, before_close_func=forget)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is made.lists.tree)
    return made


def steps(editor):
    return list(editor.drafting.draft.steps)


def put(editor, key, value):
    """Type a value into a field of the page that is shown, and leave it."""
    entry = editor.page.entries[key]
    entry.field.put(value)
    entry.field.settled.emit()
    return entry.problem


def press(key, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget(), key, modifiers)
