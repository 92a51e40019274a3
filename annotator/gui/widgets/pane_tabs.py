# SPDX-License-Identifier: MIT
"""Tabs that are all in sight: closer together, or as icons, where there is little room."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon, QResizeEvent
from PySide6.QtWidgets import QTabWidget, QWidget

from annotator.gui.widgets.icons import icon
from annotator.gui.widgets.text import plain_tooltip, set_role

PADDING = 12
"""Beside each name, as the style has it, in pixels."""


class PaneTabs(QTabWidget):
    """Tabs with names; tight ones are icons, and only the one in front has its name as well.

    Where even that is too wide, the one in front is an icon too. What has no name in sight has
    it as its tooltip, and for a screen reader in any case. Names that do not fit otherwise stand
    closer together.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDocumentMode(True)
        self.setUsesScrollButtons(True)
        self.tabBar().setExpanding(False)
        self._is_tight = False
        self._names: list[tuple[str, str]] = []
        self.currentChanged.connect(lambda _: self._show_names())

    def set_tight(self, *, tight: bool) -> None:
        """Show icons instead of names."""
        self._is_tight = tight
        elide = Qt.TextElideMode
        self.setElideMode(elide.ElideNone if tight else elide.ElideRight)
        set_role(self.tabBar(), "tight" if tight else "")
        self._show_names()

    def set_names(self, names: list[tuple[str, str]]) -> None:
        """Name the tabs, each by its title and its icon."""
        self._names = names
        self._show_names()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show what there is room for now."""
        super().resizeEvent(event)
        self._show_names()

    def _show_names(self) -> None:
        if len(self._names) != self.count():
            return
        self._write(in_front=True)
        bar = self.tabBar()
        if not self._is_tight:
            names = sum(bar.fontMetrics().horizontalAdvance(title) for title, _ in self._names)
            is_wide = names + 2 * PADDING * len(self._names) > self.width()
            set_role(bar, "close" if is_wide else "")
        if (
            self._is_tight
            and sum(bar.tabRect(n).width() for n in range(bar.count())) > self.width()
        ):
            self._write(in_front=False)

    def _write(self, *, in_front: bool) -> None:
        for place, (title, picture) in enumerate(self._names):
            is_short = self._is_tight and not (in_front and place == self.currentIndex())
            self.setTabText(place, "" if is_short else title)
            self.setTabIcon(place, icon(picture) if self._is_tight else QIcon())
            self.setTabToolTip(place, plain_tooltip(title) if is_short else "")
            self.tabBar().setAccessibleTabName(place, title)
