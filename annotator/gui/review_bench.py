# SPDX-License-Identifier: MIT
"""The page of a review: a line in words, the rows of the item, the text, and the queue."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from annotator.gui.canvas.lane_board import LaneBoard
from annotator.gui.canvas.review_canvas import ReviewCanvas
from annotator.gui.panels.review_queue import ReviewQueue
from annotator.gui.theme.theme import Theme
from annotator.gui.widgets.text import ElidedLabel, label, quiet, set_role, tr
from annotator.schema.definition import Schema

QUEUE_PX = 320
KEYS = (
    "Space takes the suggestion · 1…9 a row · 0 nothing · B both · Tab next · "
    "Ctrl+Space all such cases · Ctrl+Enter finish · Esc back"
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
        column.addWidget(self.canvas, 1)
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

    def set_look(self, theme: Theme, body_px: int, schema: Schema) -> None:
        """Show the page in a theme, in a size of text, and in the colours of a schema."""
        self.canvas.set_theme(theme)
        self.canvas.set_body_size(body_px)
        own = {name: each.color for name, each in schema.labels.items()}
        self.board.set_look(theme, theme.labels(own))
