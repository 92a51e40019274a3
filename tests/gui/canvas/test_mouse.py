# SPDX-License-Identifier: MIT
from random import Random

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDropEvent, QGuiApplication, QHelpEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip

from annotator.gui.canvas.mouse import tooltip_of
from annotator.gui.canvas.scene import whole_tokens
from annotator.model.records import Span
from annotator.text.graphemes import clusters
from tests.gui.canvas.scenes import words

ALT = Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
MIXED = (
    "The group هيئة تحرير الشام (HTS) attacked حلب with 💣🚁 and fled; e\u0301te\u0301.\n"
    "قال المرصد السوري (SOHR) إن 153 قتلوا في حلب و Idlib أمس.\n"
    "👩\u200d👩\u200d👧 and 🇸🇾 stood near Qarat."
)
LONG = "\n".join(f"Paragraph {n} tells of forces that shelled two villages." for n in range(300))


def test_dragging_selects_just_the_graphemes_dragged_over_with_alt(board):
    board.show(MIXED)
    random = Random(5)
    index = board.canvas.stage.page.index
    for _ in range(30):
        chunk = random.randrange(len(index))
        bounds = [index.starts[chunk] + place for place in clusters(index.text_of(chunk))]
        start, end = sorted(random.sample(bounds[:-1], 2))

        board.drag(start, end, ALT)

        low, high = board.canvas.selection
        assert board.text[low:high] == board.text[start:end]


def test_dragging_selects_whole_tokens(board):
    board.show(MIXED)
    scene = board.canvas.stage.scene
    random, tokens = Random(6), words(MIXED)
    for _ in range(30):
        start, end = sorted(random.sample(tokens.starts, 2))
        start, end = scene.floor(start), scene.floor(end)

        board.drag(start, end)

        low, high = board.canvas.selection
        assert board.text[low:high] == board.text[slice(*whole_tokens(scene, start, end + 1))]


def test_the_tokenizer_is_not_loaded_before_a_gesture_needs_it(board):
    board.open("[Rebels|ACTOR] shelled")
    QApplication.processEvents()
    assert board.loads == 0

    board.drag(8, 12)

    assert board.loads == 1


def test_a_double_click_selects_the_token(board):
    board.show("Rebels (HTS) shelled")

    QTest.mouseDClick(
        board.canvas.viewport(),
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        board.point(9),
    )

    assert board.text[slice(*board.canvas.selection)] == "HTS"


def test_a_shift_click_extends_the_selection(board):
    board.show("Rebels shelled two posts")
    board.canvas.set_caret(0)

    QTest.mouseClick(board.canvas.viewport(), Qt.MouseButton.LeftButton, SHIFT, board.point(9))

    assert board.text[slice(*board.canvas.selection)] == "Rebels shelled"


def test_a_press_on_a_span_focuses_the_innermost(board):
    board.open("near [the [Syrian|ACTOR] base|LOCATION] today")

    QTest.mouseClick(
        board.canvas.viewport(), Qt.MouseButton.LeftButton, pos=board.point(board.text.index("yr"))
    )
    inner = board.canvas.focused_span
    QTest.mouseClick(
        board.canvas.viewport(), Qt.MouseButton.LeftButton, pos=board.point(board.text.index("ase"))
    )

    assert inner == "T2"
    assert board.canvas.focused_span == "T1"


def test_a_press_on_a_name_focuses_its_span(board):
    board.open("near [the [Syrian|ACTOR] base|LOCATION] today")
    stage = board.canvas.stage
    line = stage.page.block(0).lines[0]
    name = next(name for name in line.names if name.span == "T1")
    top = stage.scrolling.top_of(0) + line.base + line.lanes[name.lane].top + 6

    QTest.mouseClick(
        board.canvas.viewport(),
        Qt.MouseButton.LeftButton,
        pos=QPoint(int(stage.page.metrics.left + name.left + 4), int(top)),
    )

    assert board.canvas.focused_span == "T1"


def test_a_press_beside_the_spans_takes_the_focus_away(board):
    board.open("near [the base|LOCATION] today")
    board.canvas.focus_span("T1")

    QTest.mouseClick(board.canvas.viewport(), Qt.MouseButton.LeftButton, pos=board.point(1))

    assert board.canvas.focused_span == ""


@pytest.mark.parametrize(
    ("edge", "to", "surface"),
    [("end", "today", "the base today"), ("start", "near", "near the base")],
)
def test_an_edge_of_the_focused_span_can_be_dragged(board, edge, to, surface):
    board.open("near [the base|LOCATION] today")
    board.canvas.focus_span("T1")
    span = board.annotations.span("T1")
    stage = board.canvas.stage
    (segment,) = stage.page.block(0).lines[0].segments
    x = segment.end_x if edge == "end" else segment.start_x
    grip = QPoint(round(stage.page.metrics.left + x), board.point(span.start).y())
    goal = board.point(board.text.index(to) + 2)

    viewport = board.canvas.viewport()
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, grip)
    board.move(goal)
    shown_while_dragged = stage.overlay.moving
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, goal)

    assert board.surfaces() == [("LOCATION", surface)]
    assert board.text[slice(*shown_while_dragged)] == surface
    assert stage.overlay.moving is None


def test_the_wheel_scrolls_and_with_control_zooms(board):
    def wheel(modifier):
        return QWheelEvent(
            QPointF(50, 50),
            QPointF(50, 50),
            QPoint(),
            QPoint(0, -120),
            Qt.MouseButton.NoButton,
            modifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )

    board.show(LONG)
    QApplication.sendEvent(board.canvas.viewport(), wheel(Qt.KeyboardModifier.NoModifier))
    assert board.canvas.verticalScrollBar().value() > 0

    QApplication.sendEvent(board.canvas.viewport(), wheel(CONTROL))
    assert board.canvas.zoom_percent == 90


def test_a_tooltip_shows_attributes_as_plain_text(board):
    span = Span("a", "ACTOR", ((0, 3),), {"canonical_name": "<b>x</b>", "note": None})
    board.show("<b>bold</b> text", [span])
    place = board.point(1)

    QApplication.sendEvent(
        board.canvas.viewport(),
        QHelpEvent(QEvent.Type.ToolTip, place, board.canvas.viewport().mapToGlobal(place)),
    )

    assert "&lt;b&gt;x&lt;/b&gt;" in QToolTip.text()
    assert "<b>" not in QToolTip.text()
    assert "note: unknown" in tooltip_of([span])
    QToolTip.hideText()


def test_nothing_that_is_dropped_or_pasted_changes_the_text(board):
    board.open("the [Rebels|ACTOR] struck")
    data = QMimeData()
    data.setText("evil")
    QGuiApplication.clipboard().setText("evil")
    drop = QDropEvent(
        QPointF(50, 50),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )

    QApplication.sendEvent(board.canvas.viewport(), drop)
    QTest.mouseClick(board.canvas.viewport(), Qt.MouseButton.MiddleButton, pos=board.point(2))
    QTest.keyClick(board.canvas, Qt.Key.Key_V, CONTROL)
    QTest.keyClicks(board.canvas, "abc")

    assert board.canvas.stage.text == "the Rebels struck"
    assert board.surfaces() == [("ACTOR", "Rebels")]
