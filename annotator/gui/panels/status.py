# SPDX-License-Identifier: MIT
"""The status bar: what just happened, where the caret is, what is labelled, what is saved."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStatusBar, QToolButton, QWidget

from annotator.gui.widgets.icons import icon
from annotator.gui.widgets.text import ElidedLabel, label, plain_tooltip, quiet, set_tooltip, tr

NARROW_PX = 900
COUNTS_SHARE = 3  # the counts take a third of the line at most
SAVED_ICONS = {
    "saved": ("complete", "ok"),
    "saving": ("open", "muted"),
    "unsaved": ("warning", "warning"),
    "read-only": ("info", "info"),
}


class StatusLine(QStatusBar):
    """Shows the state of things; a click on the saved state asks to save again."""

    save_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self.setAccessibleName(tr("Status"))
        self.said = ElidedLabel()
        self.position = quiet()
        self.selection = quiet()
        self.counts = quiet()
        self._counted = ""
        self.zoom = quiet()
        self.saved = QToolButton()
        self.saved.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.saved.setIconSize(QSize(16, 16))
        self.saved.setAutoRaise(True)
        self.saved.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.saved.clicked.connect(self.save_requested.emit)
        self.addWidget(label(" "))
        self.addWidget(self.said, 1)
        for part in (self.selection, self.position, self.counts, self.zoom, self.saved):
            part.setContentsMargins(8, 0, 8, 0)
            part.hide()
            self.addPermanentWidget(part)

    def say(self, text: str) -> None:
        """Say what just happened; it stays until the next thing happens."""
        self.said.set_whole(text)

    def set_position(self, line: int, column: int, selected: int) -> None:
        """Show where the caret is: line and character in it from 1, characters selected."""
        text = tr("Line {line:,}, character {column:,}").format(line=line, column=column)
        self.position.setText(text)
        self.position.show()
        self.selection.setText(tr("{count:,} selected").format(count=selected))
        self.selection.setVisible(selected > 0)

    def set_counts(self, counts: Sequence[tuple[str, int]]) -> None:
        """Show how many spans of each label the document has."""
        self._counted = "   ".join(f"{name} {count:,}" for name, count in counts if count)
        self._fit()

    def set_zoom(self, percent: int) -> None:
        """Show the size of the text; nothing at its normal size."""
        self.zoom.setText(f"{percent} %")
        self.zoom.setVisible(percent != 100)

    def set_saved(self, state: str, message: str) -> None:
        """Show whether everything is saved."""
        texts = {
            "saved": tr("Saved"),
            "saving": tr("Saving…"),
            "unsaved": tr("Not saved: {reason}").format(reason=message),
            "read-only": tr("Read only"),
        }
        text = texts.get(state, state)
        name, role = SAVED_ICONS.get(state, ("warning", "warning"))
        if self.saved.text() != text:
            self.saved.setText(text if len(text) <= 40 else text[:39] + "…")
            self.saved.setIcon(icon(name, role))
            self.saved.setAccessibleName(text)
            self.saved.setToolTip(plain_tooltip(text))
        self.saved.show()

    def clear_document(self) -> None:
        """Show nothing about a document."""
        for part in (self.position, self.selection, self.counts):
            part.hide()

    def clear_project(self) -> None:
        """Show nothing about a project."""
        self.say("")
        self.clear_document()
        self.zoom.hide()
        self.saved.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the counts out where there is little room."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = self.width() // COUNTS_SHARE
        shown = self.counts.fontMetrics().elidedText(
            self._counted, Qt.TextElideMode.ElideRight, room
        )
        self.counts.setText(shown)
        set_tooltip(self.counts, self._counted if shown != self._counted else "")
        wanted = bool(self._counted) and self.width() >= NARROW_PX
        self.counts.setVisible(wanted and not self.position.isHidden())
