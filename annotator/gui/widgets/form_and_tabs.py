# SPDX-License-Identifier: MIT
"""A form with pages beside it; where there is little room the form is the first of the pages."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QTabWidget, QWidget

from annotator.gui.widgets.text import tr

NARROW_PX = 760
FORM_PX = 368
GAP_PX = 24
NO_LIMIT_PX = 16_777_215


class FormAndTabs(QWidget):
    """Shows a form at the left and pages in tabs at the right; pages may be hidden.

    ``form_title`` is the title of the form where it is a tab itself.
    """

    def __init__(self, form: QWidget, form_title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = QScrollArea()
        self.form.setWidgetResizable(True)
        self.form.setFrameShape(QFrame.Shape.NoFrame)
        self.form.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.form.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.form.setWidget(form)
        self._form_title = form_title
        self._is_narrow = False
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.tabBar().setAccessibleName(tr("Pages"))
        self._pages: list[QWidget] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(GAP_PX)
        self._row.addWidget(self.form)
        self._row.addWidget(self.tabs, 1)
        self._arrange()

    @property
    def is_narrow(self) -> bool:
        """Whether the form is a tab."""
        return self._is_narrow

    def add_page(self, page: QWidget, title: str, *, shown: bool = True) -> None:
        """Add a page at the right."""
        self._pages.append(page)
        self.tabs.addTab(page, title)
        self.show_page(page, title, shown=shown)

    def show_page(self, page: QWidget, title: str, *, shown: bool) -> None:
        """Show a page under a title, or hide it."""
        place = self.tabs.indexOf(page)
        self.tabs.setTabText(place, title)
        self.tabs.setTabVisible(place, shown)
        self._arrange()

    def go_to(self, page: QWidget) -> None:
        """Bring a page to the front."""
        self.tabs.setCurrentWidget(page)

    def go_to_form(self) -> None:
        """Bring the form into sight."""
        if self._is_narrow:
            self.tabs.setCurrentWidget(self.form)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make the form a tab where there is little room, and back."""
        super().resizeEvent(event)
        narrow = event.size().width() < NARROW_PX
        if narrow is not self._is_narrow:
            self._is_narrow = narrow
            if narrow:
                self._row.removeWidget(self.form)
                self.tabs.insertTab(0, self.form, self._form_title)
                self.tabs.setCurrentIndex(0)
            else:
                self.tabs.removeTab(self.tabs.indexOf(self.form))
                self._row.insertWidget(0, self.form)
                self.form.show()
        self._arrange()

    def _arrange(self) -> None:
        """Give the form the whole width while there is no page to show."""
        shown = any(self.tabs.isTabVisible(self.tabs.indexOf(page)) for page in self._pages)
        self.tabs.setVisible(shown or self._is_narrow)
        self.tabs.tabBar().setVisible(shown)
        is_beside = shown and not self._is_narrow
        self.form.setMinimumWidth(FORM_PX if is_beside else 0)
        self.form.setMaximumWidth(FORM_PX if is_beside else NO_LIMIT_PX)
