# SPDX-License-Identifier: MIT
"""Geometry against Qt: what the rectangles cover is what Qt itself paints as selected."""

from random import Random

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QTextCharFormat, QTextLayout

from annotator.gui.canvas.laid_out import LaidOut
from annotator.gui.canvas.layout import Metrics
from annotator.gui.canvas.shown import runs_rtl
from annotator.gui.theme.fonts import body_font
from annotator.model.records import Span
from annotator.text.graphemes import clusters

TEXTS = (
    "The group هيئة تحرير الشام (HTS) attacked حلب in 2024.",
    "قال المرصد السوري (SOHR) إن 153 قتلوا في حلب و Idlib أمس.",
    "ירושלים and Gaza עזה 12 killed",
    "office affix لا إله إلا الله fi",
    "مُحَمَّد 💣 Aleppo 😀 حلب",
    "Forces shelled two villages north of the river before dawn and wounded twelve, it said.",
)
WIDTHS = {"ACTOR": (40.0, 9.0)}


def laid_out(text: str, spans=(), width: float = 400) -> LaidOut:
    font = body_font()
    sizes = QFontMetricsF(font)
    metrics = Metrics(
        left=0,
        width=width,
        ascent=sizes.ascent(),
        text_height=sizes.height(),
        character=8,
        bar=2,
        name=12,
        scale=1,
    )
    block = LaidOut(text, font, metrics, rtl=runs_rtl(text), ends_paragraph=True)
    block.place(spans, 0, WIDTHS, (0.0, width))
    return block


def painted_columns(block: LaidOut, start: int, end: int, line) -> set[int]:
    image = QImage(460, int(block.height) + 10, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    selected = QTextLayout.FormatRange()
    selected.start = block.way.to_utf16(start)
    selected.length = block.way.to_utf16(end) - selected.start
    red = QTextCharFormat()
    red.setBackground(QColor("red"))
    red.setForeground(QColor("red"))
    selected.format = red
    painter = QPainter(image)
    painter.setPen(QColor("white"))
    block.layout.draw(painter, QPointF(20, 0), [selected])
    painter.end()
    y = int(line.top + 2)
    return {x for x in range(460) if QColor(image.pixel(x, y)).green() < 128}


def own_columns(block: LaidOut, start: int, end: int, number: int) -> set[int]:
    columns = set()
    for line, left, right in block.rects(start, end):
        if line == number:
            columns |= set(range(round(20 + left), round(20 + right)))
    return columns


@pytest.mark.parametrize("text", TEXTS)
def test_rectangles_cover_what_qt_paints_as_selected(qapp, text):
    block, bounds, random = laid_out(text), clusters(text), Random(3)

    for _ in range(40):
        start, end = sorted(random.sample(bounds, 2))
        for number, line in enumerate(block.lines):
            wrong = painted_columns(block, start, end, line) ^ own_columns(
                block, start, end, number
            )
            assert len(wrong) <= 6, text[start:end]


@pytest.mark.parametrize("text", TEXTS)
def test_a_point_on_a_character_finds_it_and_its_nearer_side(qapp, text):
    block, wrong, tried = laid_out(text), 0, 0

    for line in block.lines:
        for left, right, u0, u1, rtl in block._boxes(line):
            if right - left < 3 or u0 >= line.solid_u16:
                continue
            start, end = block.way.from_utf16(u0), block.way.from_utf16(u1)
            near = left + (right - left) * (0.8 if rtl else 0.2)
            far = left + (right - left) * (0.2 if rtl else 0.8)
            hits = [block.hit(x, line.top + 5) for x in (near, far)]
            tried += 1
            wrong += [hit.offset for hit in hits] != [start, end]

    # ligatures of lam and alef share their width, and Qt itself cannot tell their halves apart
    assert wrong <= 2
    assert tried > 15


def test_a_right_to_left_paragraph_is_aligned_to_the_right(qapp):
    ((_, left, right),) = laid_out("حلب").rects(0, 3)

    assert right == pytest.approx(400, abs=2)
    assert left > 300


def test_white_space_that_hangs_over_the_edge_is_not_covered(qapp):
    text = "word " * 40
    block = laid_out(text)

    rects = block.rects(0, len(text))

    assert len(rects) == len(block.lines) > 1
    assert all(right <= 401 for _, _, right in rects)


def test_spans_of_the_first_level_do_not_move_the_text(qapp):
    text = TEXTS[5]
    bare = [line.top for line in laid_out(text, width=200).lines]
    spans = [Span(f"s{n}", "ACTOR", ((n * 10, n * 10 + 8),)) for n in range(8)]

    block = laid_out(text, spans, width=200)

    assert [line.top for line in block.lines] == bare


def test_a_nested_span_moves_only_what_is_below_its_line(qapp):
    text = TEXTS[5]
    outer = Span("o", "ACTOR", ((40, 60),))
    block = laid_out(text, [outer], width=200)
    before = [line.top for line in block.lines]
    line = block.line_at(45)

    changed = block.place([outer, Span("i", "ACTOR", ((42, 47),))], 0, WIDTHS, (0, 200))

    after = [line.top for line in block.lines]
    assert after[: line + 1] == before[: line + 1]
    assert all(new > old for new, old in zip(after[line + 1 :], before[line + 1 :], strict=True))
    assert block.lines[0] not in changed
    assert block.lines[line] in changed


def test_placing_the_same_spans_again_changes_no_line(qapp):
    spans = [Span("a", "ACTOR", ((0, 6),)), Span("b", "ACTOR", ((8, 20),))]
    block = laid_out(TEXTS[5], spans)

    assert block.place(spans, 0, WIDTHS, (0, 400)) == []


def test_the_pieces_of_a_discontinuous_span_are_joined_by_gaps(qapp):
    block = laid_out(TEXTS[5], [Span("a", "ACTOR", ((0, 6), (15, 18), (24, 32)))])

    kinds = [segment.gap for segment in block.lines[0].segments]
    starts = [segment.start_x is not None for segment in block.lines[0].segments]

    assert kinds == [False, True, False, True, False]
    assert starts == [True, False, False, False, False]


def test_a_span_from_another_chunk_neither_starts_nor_ends_here(qapp):
    font_text = "middle of a long one"
    block = laid_out(font_text)

    block.place([Span("a", "ACTOR", ((0, 1000),))], 500, WIDTHS, (0, 400))

    (segment,) = block.lines[0].segments
    assert segment.start_x is None
    assert segment.end_x is None
    assert block.lines[0].names == ()


@pytest.mark.parametrize("text", TEXTS[:2])
def test_a_span_in_mixed_text_starts_and_ends_at_its_own_letters(qapp, text):
    start, end = text.index("(") - 4, text.index(")") + 1
    block = laid_out(text, [Span("a", "ACTOR", ((start, end),))])

    segments = [segment for line in block.lines for segment in line.segments]

    assert sum(segment.start_x is not None for segment in segments) == 1
    assert sum(segment.end_x is not None for segment in segments) == 1
