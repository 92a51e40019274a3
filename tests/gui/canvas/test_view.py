# SPDX-License-Identifier: MIT
import sys

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.checks.finding import Finding, Severity
from annotator.edits.change import Change, Step
from annotator.edits.edit import AddSpan
from annotator.gui.canvas.interaction import State
from annotator.gui.canvas.stage import Prepared
from annotator.gui.theme.theme import DARK, HIGH_CONTRAST, LIGHT
from annotator.model.annotations import Annotations
from annotator.model.records import Span
from tests.gui.canvas.conftest import Paints

ALT = Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
MIXED = (
    "The group هيئة تحرير الشام (HTS) attacked حلب with 💣🚁 and fled; e\u0301te\u0301.\n"
    "قال المرصد السوري (SOHR) إن 153 قتلوا في حلب و Idlib أمس.\n"
    "👩\u200d👩\u200d👧 and 🇸🇾 stood near Qarat."
)
LONG = "\n".join(f"Paragraph {n} tells of forces that shelled two villages." for n in range(300))


def picture(board) -> QImage:
    return board.canvas.viewport().grab().toImage()


def key(board, name: Qt.Key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(board.canvas, name, modifier)


def test_by_keys_alone_a_token_is_labelled_and_the_new_span_has_the_focus(board):
    board.show("ERBIL, Iraq - Rebels struck")

    key(board, Qt.Key.Key_Home, CONTROL)
    key(board, Qt.Key.Key_Right, SHIFT)
    board.canvas.apply_label("LOCATION")

    (span,) = board.annotations.spans()
    assert board.surfaces() == [("LOCATION", "ERBIL")]
    assert board.canvas.focused_span == span.id
    assert board.canvas.selection == (span.end, span.end)


def test_a_label_on_a_focused_span_relabels_it_and_keeps_the_focus(board):
    board.open("[Rebels|ACTOR] struck")
    board.canvas.next_span(1)

    board.canvas.apply_label("LOCATION")

    assert board.surfaces() == [("LOCATION", "Rebels")]
    assert board.canvas.focused_span == "T1"


def test_removing_the_focused_span_leaves_the_caret_where_it_was(board):
    board.open("the [Rebels|ACTOR] struck")
    board.canvas.next_span(1)

    board.canvas.remove_focused()

    assert board.surfaces() == []
    assert board.canvas.focused_span == ""
    assert board.canvas.caret == 10
    assert any("Removed ACTOR: Rebels" in sentence for sentence in board.said)


def test_edges_move_by_commands(board):
    board.open("near the [Syrian|LOCATION] base today")
    board.canvas.focus_span("T1")

    board.canvas.move_span_edge("end", 1)
    board.canvas.move_span_edge("start", -1)
    board.canvas.move_span_edge("end", 1, "grapheme")

    assert board.surfaces() == [("LOCATION", "the Syrian base ")]
    assert board.canvas.focused_span == "T1"
    assert board.canvas.caret == board.annotations.span("T1").end


def test_up_and_down_keep_the_column_and_go_through_short_lines(board):
    board.show("A first line that is long enough\n\nshort\nAnother line that is long enough")
    board.canvas.set_caret(20)
    places = []
    for _ in range(3):
        key(board, Qt.Key.Key_Down)
        places.append(board.canvas.caret)
    for _ in range(3):
        key(board, Qt.Key.Key_Up)

    assert board.text[places[0] - 1 : places[0] + 1] == "\n\n"
    assert places[1] == board.text.index("short") + 5
    assert board.canvas.caret == 20


def test_home_and_end_go_to_the_edges_of_the_line_as_it_is_wrapped(board):
    board.show("word " * 60)
    board.canvas.set_caret(150)

    key(board, Qt.Key.Key_Home)
    home = board.canvas.caret
    key(board, Qt.Key.Key_End)

    assert 0 < home < 150 < board.canvas.caret < 300
    assert board.text[board.canvas.caret - 1] == "d"


def test_page_down_moves_by_about_a_viewport_and_shows_the_caret(board):
    board.show(LONG)

    key(board, Qt.Key.Key_PageDown)
    first = board.canvas.caret
    key(board, Qt.Key.Key_PageDown)
    rect = board.canvas.stage.line_rect(board.canvas.caret)
    second = board.canvas.caret
    key(board, Qt.Key.Key_PageUp)

    assert 200 < first < second
    assert rect.top() >= 0
    assert rect.bottom() <= board.canvas.viewport().height()
    assert abs(board.canvas.caret - first) < 120


def test_the_end_of_a_long_document_is_shown_and_its_beginning_again(board):
    board.show(LONG)

    key(board, Qt.Key.Key_End, CONTROL)
    at_end = board.canvas.verticalScrollBar().value()
    key(board, Qt.Key.Key_Home, CONTROL)

    assert at_end == board.canvas.verticalScrollBar().maximum()
    assert board.canvas.caret == 0
    assert board.canvas.verticalScrollBar().value() == 0


def test_keys_that_are_not_the_carets_are_left_to_the_window(board):
    board.show("text")
    for name in (Qt.Key.Key_1, Qt.Key.Key_C, Qt.Key.Key_Tab, Qt.Key.Key_PageDown):
        modifier = CONTROL if name == Qt.Key.Key_PageDown else Qt.KeyboardModifier.NoModifier
        key(board, name, modifier)

    assert board.canvas.caret == 0
    assert board.text == "text"


def test_copying_gives_the_selected_text(board):
    board.open("the [Rebels|ACTOR] struck")
    board.canvas.focus_span("T1")
    assert board.canvas.selected_text() == "Rebels"

    board.canvas.set_caret(3, 0)
    key(board, Qt.Key.Key_C, CONTROL)

    assert QGuiApplication.clipboard().text() == "the"


def test_signals_carry_code_points(board):
    board.show("💣💣 fell")
    carets, selections, labels = [], [], []
    board.canvas.caret_changed.connect(carets.append)
    board.canvas.selection_changed.connect(lambda *places: selections.append(places))
    board.canvas.label_requested.connect(lambda *wish: labels.append(wish))

    key(board, Qt.Key.Key_End)
    key(board, Qt.Key.Key_Home, SHIFT)
    board.canvas.apply_label("WEAPON")

    assert carets == [7, 0, 7]
    assert selections[1] == (0, 7)
    assert labels == [("WEAPON", ((0, 7),))]


def test_adding_a_span_changes_pixels_of_its_line_only(board):
    board.show(LONG)
    QApplication.processEvents()
    before, paints = picture(board), Paints(board.canvas.viewport())
    paints.rects.clear()

    board.carry_out(AddSpan("ACTOR", ((10, 20),)))
    QApplication.processEvents()

    painted = [rect for rect in paints.rects if rect.height()]
    after = picture(board)
    line = board.canvas.stage.line_rect(12)
    assert after != before
    assert painted
    assert all(rect.height() < 80 for rect in painted)
    assert painted[0].contains(QPoint(100, int(line.center().y())))


@pytest.mark.parametrize("theme", [LIGHT, DARK, HIGH_CONTRAST], ids=lambda theme: theme.name)
def test_a_theme_is_changed_live(board, theme):
    board.open("the [Rebels|ACTOR] struck")

    board.canvas.set_theme(theme)

    corner = picture(board).pixelColor(2, 2).name()
    assert corner == theme.surface


def test_zoom_stays_between_60_and_300_percent_and_keeps_the_place(board):
    board.show(LONG)
    board.canvas.reveal(8000, 8000)
    seen = board.canvas.stage.scrolling.first_seen()[0]

    for _ in range(30):
        board.canvas.zoom(1)
    largest = board.canvas.zoom_percent
    large = board.canvas.stage.scrolling.first_seen()[0]
    for _ in range(30):
        board.canvas.zoom(-1)
    smallest = board.canvas.zoom_percent
    board.canvas.zoom(0)

    assert (smallest, board.canvas.zoom_percent, largest) == (60, 100, 300)
    assert abs(large - seen) < 200
    assert abs(board.canvas.stage.scrolling.first_seen()[0] - seen) < 200


def test_what_is_seen_stays_when_the_window_is_made_narrower(board):
    board.show(LONG)
    board.canvas.reveal(8000, 8000)
    seen = board.canvas.stage.scrolling.first_seen()[0]

    board.canvas.resize(500, 600)
    QApplication.processEvents()

    assert abs(board.canvas.stage.scrolling.first_seen()[0] - seen) < 150


def test_estimates_that_turn_out_wrong_do_not_move_the_text(board, qtbot):
    board.show(LONG)
    board.canvas.reveal(8000, 8000)
    page, before = board.canvas.stage.page, board.canvas.stage.scrolling.first_seen()

    qtbot.waitUntil(lambda: page.inexact_after(0) < 0, timeout=10_000)

    assert board.canvas.stage.scrolling.first_seen() == before
    bar = board.canvas.verticalScrollBar()
    exact = sum(page.block(n).height for n in range(len(page)))
    assert bar.maximum() == pytest.approx(exact + 48 - board.canvas.viewport().height(), abs=2)


def test_matches_and_findings_are_drawn_and_told_apart_by_form(board):
    board.show("Rebels struck two posts near Idlib")
    QApplication.processEvents()
    pictures = [picture(board)]
    for severity in Severity:
        board.canvas.set_findings([Finding("x", severity, "m", 0, 6)])
        pictures.append(picture(board))
    board.canvas.set_findings([])
    board.canvas.set_matches([(18, 23), (7, 13)], 0)
    pictures.append(picture(board))
    board.canvas.set_matches([(18, 23), (7, 13)], 1)
    pictures.append(picture(board))

    assert all(one != other for n, one in enumerate(pictures) for other in pictures[:n])


def test_a_change_from_elsewhere_keeps_caret_and_focus(board):
    board.open("[Rebels|ACTOR] struck [Idlib|LOCATION]")
    board.canvas.focus_span("T1")
    gone = board.annotations.span("T2")
    change = Change("span.remove", (Step("T2", gone, None),))

    board.annotations = change.applied_to(board.annotations)
    board.canvas.set_annotations(board.annotations, change)

    assert board.canvas.focused_span == "T1"
    assert board.canvas.caret == 6


def test_annotations_without_a_known_change_are_all_shown_anew(board):
    board.open("[Rebels|ACTOR] struck [Idlib|LOCATION]")
    board.canvas.focus_span("T1")
    before = picture(board)

    board.canvas.set_annotations(Annotations(), None)

    assert board.canvas.focused_span == ""
    assert picture(board) != before


def test_a_label_the_schema_does_not_have_is_shown_all_the_same(board):
    plain = "Rebels struck"
    board.show(plain)
    before = picture(board)

    board.show(plain, [Span("a", "GHOST", ((0, 6),))])

    assert picture(board) != before


def test_a_document_whose_indexes_were_made_elsewhere_looks_the_same(board):
    board.open("[Rebels|ACTOR] struck [Idlib|LOCATION]")
    before = picture(board)

    board.canvas.set_document(
        board.text,
        board.annotations,
        board.schema,
        board.tokenizer,
        prepared=Prepared.of(board.text, board.annotations),
    )

    assert picture(board) == before


@pytest.mark.parametrize("text", ["", "\n", "\n\n\n", " ", "x" * 10_000, "\ufeff", "💣" * 5000])
def test_odd_documents_are_shown_and_walked(board, text):
    board.show(text)
    QApplication.processEvents()

    for name in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_End, Qt.Key.Key_PageDown):
        key(board, name)
    key(board, Qt.Key.Key_End, CONTROL)
    assert board.canvas.caret == len(text)
    for name in (Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_Home, Qt.Key.Key_PageUp):
        key(board, name)
    board.canvas.next_span(1)
    board.canvas.cycle_spans()

    assert 0 <= board.canvas.caret <= len(text)


def test_repainting_does_not_use_up_references_to_none(board):
    board.open("[Rebels|ACTOR] struck")
    before = sys.getrefcount(None)

    for _ in range(200):
        board.canvas.viewport().update()

    assert sys.getrefcount(None) > before - 100


def test_the_overview_goes_where_it_is_pressed(board):
    board.show(LONG)
    strip = board.canvas._overview
    QTest.mouseClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(4, strip.height() // 2))

    middle = len(LONG) / 2
    assert abs(board.canvas.stage.scrolling.first_seen()[0] - middle) < len(LONG) / 8


def test_the_overview_shows_spans_few_or_many(board, qtbot):
    for count in (20, 3000):
        spans = [Span(f"s{n}", "ACTOR", ((n * 5, n * 5 + 3),)) for n in range(count)]
        board.show(LONG, spans)
        strip = board.canvas._overview
        strip.refresh()
        qtbot.wait(200)
        image = strip.grab().toImage()
        colours = {image.pixelColor(2, y).name() for y in range(image.height())}
        assert len(colours) > 1


def test_a_label_that_was_refused_does_not_steal_the_focus_later(board):
    board.show("Rebels struck Idlib")
    board.canvas.label_requested.disconnect()
    board.canvas.set_caret(6, 0)
    board.canvas.apply_label("ACTOR")

    board.carry_out(AddSpan("LOCATION", ((14, 19),)))

    assert board.canvas.stage.overlay.state == State(6, 0)
