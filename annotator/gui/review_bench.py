# SPDX-License-Identifier: MIT
"""The page of a review: a line in words, the rows of the item, the text, and the queue."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QSplitter, QVBoxLayout, QWidget

from annotator.gui.canvas.lane_board import LaneBoard
from annotator.gui.canvas.review_canvas import ReviewCanvas
from annotator.gui.panels.review_queue import ReviewQueue
from annotator.gui.theme.theme import Theme
from annotator.gui.widgets.text import ElidedLabel, heading, label, quiet, set_role, tr
from annotator.schema.definition import Schema

QUEUE_PX = 320
KEYS = (
    "Space the suggestion · 1…9 a row · 0 nothing · B both · Tab next · Ctrl+Space such cases · "
    "L all versions · V side by side · Ctrl+Enter finish · Esc back"
)


class ReviewBench(QWidget):
    """Places the parts of a review; who decides is ``session.reviewing``."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Review"))
        self.sentence = label(wrap=True)
        self.sentence.setMinimumHeight(20)
        self.suggestion = quiet(wrap=True)
        self.pending = label()
        set_role(self.pending, "warning")
        self.pending.hide()
        self.board = LaneBoard()
        self.canvas = ReviewCanvas()
        self.canvas.setAccessibleName(tr("Text with gold"))
        self.second = ReviewCanvas()
        self.second.setAccessibleName(tr("Text of the other annotator"))
        self.second.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.canvas.partner = self.second
        self.sides = (heading(""), heading(""))
        self.queue = ReviewQueue()
        self.keys = ElidedLabel(tr(KEYS))
        set_role(self.keys, "muted")
        self._lay_out()

    def _lay_out(self) -> None:
        top = QWidget()
        words = QVBoxLayout(top)
        words.setContentsMargins(20, 10, 20, 8)
        words.setSpacing(4)
        for widget in (self.sentence, self.suggestion, self.pending):
            words.addWidget(widget)
        top.setFixedHeight(92)
        foot = QWidget()
        feet = QVBoxLayout(foot)
        feet.setContentsMargins(20, 6, 20, 6)
        feet.addWidget(self.keys)
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(top)
        column.addWidget(self.board)
        column.addWidget(self._texts(), 1)
        column.addWidget(foot)
        middle.setMinimumWidth(360)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.addWidget(middle)
        self.splitter.addWidget(self.queue)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setSizes([960, QUEUE_PX])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.splitter)
        self.setTabOrder(self.canvas, self.queue.filter)

    def _texts(self) -> QWidget:
        """Return the text, with room for another one beside it."""
        both = QWidget()
        grid = QGridLayout(both)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        for place, (head, canvas) in enumerate(
            zip(self.sides, (self.canvas, self.second), strict=True)
        ):
            head.setContentsMargins(20, 8, 20, 4)
            grid.addWidget(head, 0, place)
            grid.addWidget(canvas, 1, place)
        grid.setColumnStretch(0, 1)
        self._grid = grid
        self.show_second(shown=False)
        return both

    def show_second(self, *, shown: bool) -> None:
        """Show two texts side by side, or one."""
        self.second.setVisible(shown)
        self._grid.setColumnStretch(1, int(shown))
        for head in self.sides:
            head.setVisible(shown)

    def say_sides(self, one: str, other: str) -> None:
        """Say whose the texts are."""
        for head, words in zip(self.sides, (one, other), strict=True):
            head.setText(words)

    def set_look(self, theme: Theme, body_px: int, schema: Schema) -> None:
        """Show the page in a theme, in a size of text, and in the colours of a schema."""
        for canvas in (self.canvas, self.second):
            canvas.set_schema(schema)
            canvas.set_theme(theme)
            canvas.set_body_size(body_px)
        own = {name: each.color for name, each in schema.labels.items()}
        self.board.set_look(theme, theme.labels(own))
