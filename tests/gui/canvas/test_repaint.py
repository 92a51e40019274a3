# SPDX-License-Identifier: MIT
"""Only what changed is painted again; what is then on the screen is what a full repaint shows."""

from random import Random

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from annotator.edits.change import Change, Step
from annotator.gui.canvas.view import SpanCanvas
from annotator.model.annotations import Annotations
from annotator.model.records import Span
from tests.gui.canvas.conftest import Board

SENTENCES = (
    "Paragraph {} tells of forces that shelled two villages north of the river before dawn. ",
    "قال المرصد السوري (SOHR) إن {} قتلوا في حلب و Idlib أمس. ",
    "💣 {} fell near 👩\u200d👩\u200d👧 e\u0301te\u0301. ",
)
LABELS = ("ACTOR", "LOCATION", "WEAPON", "CASUALTY")


def on_screen(canvas) -> QImage:
    QApplication.processEvents()
    size = canvas.viewport().size()
    return canvas.screen().grabWindow(canvas.winId(), 0, 0, size.width(), size.height()).toImage()


def long_text(random: Random) -> str:
    return "\n".join(
        random.choice(SENTENCES).format(number) * random.randint(0, 4) for number in range(50)
    )


class Hand:
    """Does something at random with a canvas."""

    def __init__(self, board: Board, random: Random) -> None:
        self.board, self.canvas, self.random = board, board.canvas, random
        self.made = 0

    def act(self) -> str:
        act = self.random.choice(
            [self.add, self.add, self.change, self.scroll, self.caret, self.focus, self.key]
        )
        act()
        return act.__name__

    def put(self, id: str, before: Span | None, after: Span | None) -> None:
        change = Change("span.put", (Step(id, before, after),))
        self.board.annotations = change.applied_to(self.board.annotations)
        self.canvas.set_annotations(self.board.annotations, change)

    def add(self) -> None:
        random, length = self.random, len(self.board.text)
        near = self.canvas.stage.hit(100, random.randint(0, 480)).offset
        start = max(0, min(length - 2, near + random.randint(-100, 100)))
        end = min(length, start + random.choice([3, 8, 20, 120, 900]))
        parts = ((start, end),)
        if end + 20 < length and random.random() < 0.2:
            parts = (*parts, (end + 5, end + 15))
        self.made += 1
        self.put(f"s{self.made}", None, Span(f"s{self.made}", random.choice(LABELS), parts))

    def change(self) -> None:
        records = list(self.board.annotations.records.values())
        if not records:
            return
        old = self.random.choice(records)
        end = min(len(self.board.text), max(old.start + 1, old.end + self.random.randint(-5, 40)))
        moved = Span(old.id, self.random.choice(LABELS), ((old.start, end),))
        self.put(old.id, old, self.random.choice([None, moved]))

    def scroll(self) -> None:
        bar = self.canvas.verticalScrollBar()
        bar.setValue(bar.value() + self.random.choice([-300, -40, -7, 7, 40, 300, 3000, -3000]))

    def caret(self) -> None:
        length = len(self.board.text)
        anchor = self.random.choice([None, self.random.randint(0, length)])
        self.canvas.set_caret(self.random.randint(0, length), anchor)

    def focus(self) -> None:
        self.random.choice([self.canvas.clear, self.canvas.cycle_spans])()
        self.canvas.next_span(self.random.choice([-1, 1]))

    def key(self) -> None:
        unit = self.random.choice(["token", "grapheme", "line", "page", "line_edge"])
        self.canvas.move_caret(unit, self.random.choice([-1, 1]), self.random.random() < 0.5)


@pytest.mark.parametrize("seed", [1, 5, 8])
def test_what_is_painted_piece_by_piece_is_what_a_full_repaint_shows(board, seed):
    random = Random(seed)
    board.show(long_text(random))
    board.canvas.setFocus()
    hand = Hand(board, random)
    for _ in range(60):
        done = hand.act()

        piecemeal = on_screen(board.canvas)
        board.canvas.viewport().update()

        assert on_screen(board.canvas) == piecemeal, done


@pytest.mark.parametrize("seed", [2, 9])
def test_a_page_that_was_changed_looks_like_one_that_was_opened_so(board, qtbot, seed):
    random = Random(seed)
    board.show(long_text(random))
    hand = Hand(board, random)
    for _ in range(40):
        hand.act()
    stage = board.canvas.stage
    fresh = SpanCanvas()
    qtbot.addWidget(fresh)
    fresh.resize(board.canvas.size())
    fresh.set_document(board.text, board.annotations, board.schema, board.tokenizer)
    fresh.stage.overlay.state = stage.overlay.state
    with qtbot.waitExposed(fresh):
        fresh.show()
    fresh.stage.scrolling.put_back(stage.scrolling.first_seen())

    pictures = []
    for canvas in (board.canvas, fresh):
        canvas.activateWindow()
        canvas.setFocus()
        qtbot.waitUntil(canvas.hasFocus)
        pictures.append(canvas.viewport().grab().toImage())

    assert pictures[0] == pictures[1]


def test_a_page_without_annotations_after_all_were_removed_is_as_at_first(board):
    board.show(SENTENCES[0] * 6)
    before = board.canvas.viewport().grab().toImage()
    hand = Hand(board, Random(4))
    for _ in range(8):
        hand.add()
    for span in list(board.annotations.spans()):
        hand.put(span.id, span, None)
    board.canvas.set_caret(0)

    assert board.annotations.records == Annotations().records
    assert board.canvas.viewport().grab().toImage() == before
