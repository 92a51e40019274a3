# SPDX-License-Identifier: MIT
import gc

import pytest
import shiboken6
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication

from annotator.gui.canvas import accessible
from annotator.gui.canvas.view import SpanCanvas


@pytest.fixture
def reader(qapp):
    """A screen reader is listening."""
    QAccessible.setActive(True)
    yield
    QAccessible.setActive(False)


def interface(board):
    return QAccessible.queryAccessibleInterface(board.canvas)


def test_a_screen_reader_is_given_the_paragraph_at_the_caret(board):
    board.open("[Rebels|ACTOR] struck 💣 near Idlib\nThen it was calm")
    text = interface(board).textInterface()

    assert text.text(0, text.characterCount()) == "Rebels struck 💣 near Idlib"

    board.canvas.set_caret(len(board.text))
    text = interface(board).textInterface()
    assert text.text(0, text.characterCount()) == "Then it was calm"


def test_caret_and_selection_are_given_in_the_units_of_qt(board):
    board.show("Rebels 💣 struck")
    board.canvas.set_caret(8, 15)
    text = interface(board).textInterface()

    assert text.cursorPosition() == 9
    assert text.selectionCount() == 1


def test_the_canvas_says_what_it_is(board):
    board.show("text")
    found = interface(board)
    state = found.state()

    assert found.role() == QAccessible.Role.EditableText
    assert state.readOnly
    assert state.multiLine
    assert found.text(QAccessible.Text.Name) == "Text"


@pytest.mark.parametrize("type", list(QAccessible.InterfaceType))
def test_every_kind_of_interface_can_be_asked_for(board, type):
    board.show("text")
    found = interface(board).interface_cast(type)

    if type == QAccessible.InterfaceType.TextInterface:
        assert found.characterCount() == 4
    else:
        assert isinstance(found, shiboken6.VoidPtr)
        assert int(found) == 0


def test_spans_are_marked_in_the_mirror(board):
    board.open("the [Rebels|ACTOR] struck")
    mirror = board.canvas._voice.mirror()
    cursor = mirror.textCursor()

    cursor.setPosition(6)
    assert cursor.charFormat().fontUnderline()
    cursor.setPosition(2)
    assert not cursor.charFormat().fontUnderline()


def test_the_mirror_never_changes_the_text(board):
    board.show("\ufeffthe\u00a0text")
    mirror = board.canvas._voice.mirror()

    assert mirror.isReadOnly()
    assert board.canvas.stage.text == "\ufeffthe\u00a0text"


def test_working_while_a_screen_reader_listens(board, reader):
    board.open("the [Rebels|ACTOR] struck\n[Idlib|LOCATION] 💣 fell")
    for _ in range(3):
        board.canvas.next_span(1)
    board.canvas.move_caret("token", -1)
    board.canvas.move_caret("document", 1, extend=True)
    board.canvas.clear()
    board.canvas.set_caret(3, 0)
    board.canvas.apply_label("WEAPON")
    board.canvas.remove_focused()
    QApplication.processEvents()

    assert [sentence.split(":")[0] for sentence in board.said] == [
        "ACTOR",
        "LOCATION",
        "There is no span after this place.",
        "Added WEAPON",
        "Removed WEAPON",
    ]


def test_asking_over_and_over_and_closing_the_canvas_is_safe(qapp, reader):
    for _ in range(20):
        canvas = SpanCanvas()
        found = QAccessible.queryAccessibleInterface(canvas)
        for _ in range(50):
            assert found.textInterface().characterCount() == 0
        canvas.deleteLater()
        del canvas, found
        QApplication.sendPostedEvents(None, 52)
        gc.collect()

    assert accessible._interfaces == {} or len(accessible._interfaces) <= 1


def test_other_widgets_keep_their_own_interfaces(qtbot, qapp):
    from PySide6.QtWidgets import QPushButton, QScrollArea

    for widget in (QScrollArea(), QPushButton("go")):
        qtbot.addWidget(widget)
        assert QAccessible.queryAccessibleInterface(widget).isValid()
