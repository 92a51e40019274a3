# SPDX-License-Identifier: MIT
"""A strip at the foot of the window that shows long work and lets one stop it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QPushButton, QWidget

from annotator.gui.bridge.tasks import TaskRun
from annotator.gui.widgets.text import label, quiet, set_role, tr


class TaskStrip(QFrame):
    """Shows one task while it runs; hidden otherwise."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "bar")
        self._task: TaskRun | None = None
        self._title = label()
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setMinimumWidth(64)
        self._count = quiet()
        self.cancel = QPushButton(tr("Cancel"))
        self.cancel.clicked.connect(self._cancel)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(16)
        row.addWidget(self._title)
        row.addWidget(self._bar, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._count)
        row.addWidget(self.cancel)
        self.hide()

    def follow(self, task: TaskRun) -> None:
        """Show a task until it ends."""
        self._task = task
        self._title.setText(task.title)
        self._bar.setAccessibleName(task.title)
        self._count.setText("")
        self._bar.setRange(0, 0)
        self.cancel.setEnabled(True)
        task.progressed.connect(self._show_progress)
        task.ended.connect(self.hide)
        self.show()

    def _show_progress(self, done: int, total: int) -> None:
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        text = f"{done:,}"
        if total:
            text = tr("{done:,} of {total:,}").format(done=done, total=total)
        self._count.setText(text)

    def _cancel(self) -> None:
        if self._task is not None:
            self.cancel.setEnabled(False)
            self._task.cancel()
