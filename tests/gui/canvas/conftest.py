# SPDX-License-Identifier: MIT
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtTest import QTest

from annotator.edits.apply import Context, apply
from annotator.edits.edit import AddSpan, MoveSpan, RelabelSpan, RemoveRecord
from annotator.gui.canvas.view import SpanCanvas
from annotator.model.annotations import Annotations
from annotator.schema.files import default_schema
from tests.gui.canvas.scenes import words
from tests.marked import marked


class Paints(QObject):
    """Counts how often a widget is painted, and where."""

    def __init__(self, widget) -> None:
        super().__init__()
        self.count = 0
        self.rects = []
        widget.installEventFilter(self)

    def eventFilter(self, _widget, event):
        if event.type() == QEvent.Type.Paint:
            self.count += 1
            self.rects.append(event.region().boundingRect())
        return False


@dataclass
class Board:
    """A canvas whose wishes are carried out, as the window does."""

    canvas: SpanCanvas
    text: str = ""
    annotations: Annotations = field(default_factory=Annotations)
    said: list = field(default_factory=list)
    loads: int = 0

    def __post_init__(self) -> None:
        self.schema = default_schema()
        canvas = self.canvas
        canvas.announced.connect(self.said.append)
        canvas.label_requested.connect(lambda label, parts: self.carry_out(AddSpan(label, parts)))
        canvas.relabel_requested.connect(lambda id, label: self.carry_out(RelabelSpan(id, label)))
        canvas.move_requested.connect(lambda id, parts: self.carry_out(MoveSpan(id, parts)))
        canvas.remove_requested.connect(lambda id: self.carry_out(RemoveRecord(id)))

    def open(self, source: str, *, language: str = "en") -> None:
        self.text, spans = marked(source)
        self.show(self.text, spans, language=language)

    def show(self, text: str, spans=(), *, language: str = "en") -> None:
        self.text = text
        self.annotations = Annotations({span.id: span for span in spans})
        self.canvas.set_document(
            text, self.annotations, self.schema, self.tokenizer, language=language
        )

    def tokenizer(self):
        self.loads += 1
        return words

    def carry_out(self, edit) -> None:
        change = apply(edit, self.annotations, Context(len(self.text), self.schema, "me"))
        self.annotations = change.applied_to(self.annotations)
        self.canvas.set_annotations(self.annotations, change)

    def surfaces(self) -> list[tuple[str, str]]:
        return [(span.label, span.surface(self.text)) for span in self.annotations.spans()]

    def point(self, offset: int) -> QPoint:
        """Return a point on the character at ``offset``, near the side it is read from."""
        stage = self.canvas.stage
        number, place = stage.page.chunk_of(offset)
        block, top = stage.page.block(number), stage.scrolling.top_of(number)
        line = block.lines[block.line_at(place)]
        y = top + (line.top + line.base) / 2
        u16 = block.way.to_utf16(place)
        for left, right, first, last, rtl in block._boxes(line):
            if first <= u16 < last and right > left:
                near = min(2.0, (right - left) / 3)
                x = right - near if rtl else left + near
                return QPoint(round(stage.page.metrics.left + x), round(y))
        return QPoint(round(stage.page.metrics.left + block.caret_x(place, 0)), round(y))

    def drag(self, start: int, end: int, modifier=Qt.KeyboardModifier.NoModifier) -> None:
        """Press on the character at ``start``, move to the one at ``end``, let go."""
        viewport, left = self.canvas.viewport(), Qt.MouseButton.LeftButton
        first, last = self.point(start), self.point(end)
        QTest.mousePress(viewport, left, modifier, first)
        self.move(first + QPoint(0, 15), modifier)
        self.move(last, modifier)
        QTest.mouseRelease(viewport, left, modifier, last)

    def move(self, place: QPoint, modifier=Qt.KeyboardModifier.NoModifier) -> None:
        from PySide6.QtCore import QPointF
        from PySide6.QtGui import QMouseEvent
        from PySide6.QtWidgets import QApplication

        viewport = self.canvas.viewport()
        event = QMouseEvent(
            QEvent.Type.MouseMove,
            QPointF(place),
            QPointF(viewport.mapToGlobal(place)),
            Qt.MouseButton.NoButton,
            Qt.MouseButton.LeftButton,
            modifier,
        )
        QApplication.sendEvent(viewport, event)


@pytest.fixture
def board(qtbot):
    canvas = SpanCanvas()
    qtbot.addWidget(canvas)
    canvas.resize(800, 600)
    made = Board(canvas)
    with qtbot.waitExposed(canvas):
        canvas.show()
    return made
