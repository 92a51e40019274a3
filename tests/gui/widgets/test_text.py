# SPDX-License-Identifier: MIT
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QMessageBox

from annotator.errors import DiskFullError, InputError, Problem, ProblemsError
from annotator.gui.widgets.text import (
    ElidedLabel,
    label,
    message,
    plain_tooltip,
    read_only_text,
    sentence,
)

GUI = Path(__file__).parents[3] / "annotator" / "gui"
MARKUP = "<b>bold</b> <a href='file:///etc/passwd'>here</a>"
MAKES_LABELS = GUI / "widgets" / "text.py"


@pytest.mark.parametrize("make", [label, ElidedLabel])
def test_a_label_takes_no_text_for_markup(qtbot, make):
    widget = make(MARKUP)
    qtbot.addWidget(widget)

    assert widget.textFormat() is Qt.TextFormat.PlainText
    assert not widget.openExternalLinks()


def test_a_message_takes_no_text_for_markup(qtbot):
    box = message(None, "Title", MARKUP)
    qtbot.addWidget(box)

    assert box.textFormat() is Qt.TextFormat.PlainText
    assert box.text() == MARKUP


def test_a_long_text_is_shown_as_it_is(qtbot):
    field = read_only_text(MARKUP, name="Report")
    qtbot.addWidget(field)

    assert field.toPlainText() == MARKUP
    assert field.isReadOnly()


@given(st.text(alphabet="<>&;abc \n\"'/=", max_size=40))
def test_a_tooltip_shows_exactly_the_text(text):
    document = QTextDocument()
    document.setHtml(plain_tooltip(text))

    shown = document.toPlainText()
    assert re.sub(r"\s+", " ", shown).strip() == re.sub(r"\s+", " ", text).strip()


@pytest.mark.parametrize("path", sorted(GUI.rglob("*.py")), ids=lambda path: path.stem)
def test_no_module_makes_labels_or_message_boxes_of_its_own(path):
    source = path.read_text("utf-8")
    made = re.findall(r"\b(?:QLabel|QMessageBox|QInputDialog|QProgressDialog)\(", source)
    static = re.findall(r"\bQMessageBox\.(?:about|critical|information|question|warning)\(", source)
    opened = re.findall(r"\bQDesktopServices\b|\bQTextBrowser\b|\bsetHtml\(", source)

    if path == MAKES_LABELS:
        assert made == ["QLabel(", "QMessageBox("]
    else:
        assert made == []
    assert static == []
    assert opened == []


def test_an_elided_label_tells_a_screen_reader_the_whole(qtbot):
    widget = ElidedLabel("a long text that does not fit at all")
    qtbot.addWidget(widget)
    widget.resize(40, 20)
    widget.show()

    assert widget.text() != widget.whole
    assert widget.accessibleName() == "a long text that does not fit at all"


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (InputError("the file is empty"), "The file is empty."),
        (InputError("What is this?"), "What is this?"),
        (
            DiskFullError("/x"),
            "The disk is full: /x could not be written; make room.",
        ),
        (ProblemsError([Problem("f", 1, "", "a"), Problem("f", 2, "", "b")]), "F:1: a\nf:2: b"),
        (ValueError(), "ValueError."),
    ],
)
def test_an_error_is_said_as_a_sentence(error, expected):
    assert sentence(error) == expected


def test_a_message_that_is_too_long_is_cut(qtbot):
    box = message(None, "Title", "x" * 10_000, icon=QMessageBox.Icon.Warning)
    qtbot.addWidget(box)

    assert len(box.text()) < 1_000
