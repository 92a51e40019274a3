# SPDX-License-Identifier: MIT
"""The same document in a QTextEdit, its spans as character formats: what one would do at first."""

from time import perf_counter

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit

from annotator.gui.theme.fonts import body_font
from benchmarks.canvas_document import LABELS

COLOURS = dict(zip(LABELS, ("#dbeafe", "#dcfce7", "#fee2e2", "#f3e8ff"), strict=True))


class Peer:
    """A QTextEdit that shows one document."""

    def __init__(self) -> None:
        self.widget = QTextEdit()
        self.widget.setReadOnly(True)
        self.widget.setFont(body_font())
        self.widget.resize(1000, 760)

    def open(self, text, annotations, _prepared=None) -> None:
        document = self.widget.document()
        document.setUndoRedoEnabled(False)
        self.widget.setPlainText(text)
        cursor = QTextCursor(document)
        cursor.beginEditBlock()
        for span in annotations.spans():
            self._colour(cursor, span)
        cursor.endEditBlock()
        cursor.setPosition(0)
        self.widget.setTextCursor(cursor)

    def _colour(self, cursor, span) -> None:
        look = QTextCharFormat()
        look.setBackground(QColor(COLOURS[span.label]))
        look.setFontUnderline(True)
        cursor.setPosition(span.start)
        cursor.setPosition(span.end, QTextCursor.MoveMode.KeepAnchor)
        cursor.mergeCharFormat(look)

    def add(self, _annotations, change) -> None:
        cursor = QTextCursor(self.widget.document())
        for step in change.steps:
            if step.after is not None:
                self._colour(cursor, step.after)

    def first_visible(self) -> tuple[int, int]:
        from PySide6.QtCore import QPoint

        viewport = self.widget.viewport()
        first = self.widget.cursorForPosition(QPoint(5, 5)).position()
        last = self.widget.cursorForPosition(QPoint(5, viewport.height() - 5)).position()
        return first, last

    def settle(self, limit_s: float) -> None:
        until = perf_counter() + limit_s
        while perf_counter() < until:
            QCoreApplication.processEvents()
