# SPDX-License-Identifier: MIT
"""The frame of dialogs that show what long work has found, before anything is done."""

from PySide6.QtCore import QSize, QTimer
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QWidget

from annotator.gui.bridge.tasks import TaskRun
from annotator.gui.widgets.dialog import FormDialog, stops_in
from annotator.gui.widgets.form_and_tabs import FormAndTabs
from annotator.gui.widgets.task_strip import TaskStrip
from annotator.gui.widgets.text import label, set_role

MARGIN_PX = 32


class WorkDialog(FormDialog):
    """A form with pages beside it, below a line that says what was found, or how far the work is.

    The line and the progress take turns in one place, so that nothing jumps.
    """

    def __init__(
        self, title: str, accept: str, form_title: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(title, accept, parent)
        self.summary = label(wrap=True)
        self.strip = TaskStrip()
        self.strip.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._turns = QStackedWidget()
        self._turns.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._turns.addWidget(self.summary)
        self._turns.addWidget(self.strip)
        self.sides = FormAndTabs(self.form, form_title)
        set_role(self.strip, "")
        inside = self.strip.layout()
        if inside is not None:
            inside.setContentsMargins(0, 0, 0, 0)
        self._column.removeWidget(self.form)
        self._column.takeAt(self._column.count() - 2)  # the pages take the room instead
        self._column.setSpacing(12)
        self._column.insertWidget(1, self._turns)
        self._column.insertWidget(2, self.sides, 1)
        self._order_later = QTimer(self)
        self._order_later.setSingleShot(True)
        self._order_later.timeout.connect(self.order_tabs)

    def fit(self, wanted: QSize) -> None:
        """Become as large as wanted, but no larger than the window; never smaller again."""
        parent = self.parentWidget()
        size = wanted.expandedTo(self.size()) if self.isVisible() else wanted
        if parent is not None:
            size = size.boundedTo(parent.window().size() - QSize(MARGIN_PX, MARGIN_PX))
            if self.isVisible() and size != self.size():
                middle = parent.window().geometry().center()
                self.move(middle.x() - size.width() // 2, middle.y() - size.height() // 2)
        self.resize(size)

    def follow(self, task: TaskRun) -> None:
        """Show how far work is, with a way to stop it."""
        self.strip.follow(task)
        self._turns.setCurrentWidget(self.strip)

    @property
    def is_working(self) -> bool:
        """Whether the progress of work is shown."""
        return self._turns.currentWidget() is self.strip

    def say(self, summary: str) -> None:
        """Say what was found; the work is over."""
        self.summary.setText(summary)
        self._turns.setCurrentWidget(self.summary)

    def grow(self) -> None:
        """Stay as it is: the pages have scroll bars."""

    def stops(self) -> list[QWidget]:
        """Return what Tab stops at before the buttons: the form from the top, then the pages."""
        form = sorted(stops_in(self.form), key=self._place)
        pages = [self.sides.tabs.widget(n) for n in range(self.sides.tabs.count())]
        beside = [
            stop
            for page in pages
            if page is not None and page is not self.sides.form
            for stop in sorted(stops_in(page), key=self._place)
        ]
        return [self.strip.cancel, *form, self.sides.tabs.tabBar(), *beside]

    def order_tabs_later(self) -> None:
        """Order what Tab stops at once fields that are new have their places."""
        self._order_later.start()

    def _place(self, widget: QWidget) -> tuple[int, int]:
        corner = widget.mapTo(self, widget.rect().topLeft())
        return corner.y(), corner.x()
