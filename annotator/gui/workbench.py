# SPDX-License-Identifier: MIT
"""The text and the panes around it, side by side or, where there is little room, in tabs."""

from collections.abc import Sequence
from typing import TypeAlias, get_args

from PySide6.QtCore import QByteArray, QSettings, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from annotator.gui.canvas.look import ZOOMS
from annotator.gui.canvas.view import SpanCanvas
from annotator.gui.commands.desk import Direction, PaneName
from annotator.gui.panels.attributes import AttributesPanel
from annotator.gui.panels.documents import DocumentsPanel
from annotator.gui.panels.find_bar import FindBar
from annotator.gui.panels.guideline import GuidelinePanel
from annotator.gui.panels.history import HistoryPanel
from annotator.gui.panels.labels import LabelsPanel
from annotator.gui.panels.problems import ProblemsPanel
from annotator.gui.panels.relations import RelationsPanel
from annotator.gui.theme.theme import Theme
from annotator.gui.widgets.banner import Banner
from annotator.gui.widgets.choice_strip import ChoiceStrip
from annotator.gui.widgets.pane_tabs import PaneTabs
from annotator.gui.widgets.text import tr

NARROW_PX = 960
LOW_PX = 520
SIDE_PX = 304
NO_LIMIT_PX = 16_777_215
TAB_TITLES: dict[PaneName, str] = {
    "documents": "Documents",
    "labels": "Labels",
    "attributes": "Attributes",
    "problems": "Problems",
    "history": "History",
    "relations": "Links",
    "guideline": "Guideline",
}
TAB_ICONS: dict[PaneName, str] = {
    "documents": "document",
    "labels": "tag",
    "attributes": "rename",
    "problems": "warning",
    "history": "history",
    "relations": "link",
    "guideline": "guideline",
}
Panel: TypeAlias = (
    DocumentsPanel
    | LabelsPanel
    | AttributesPanel
    | ProblemsPanel
    | HistoryPanel
    | RelationsPanel
    | GuidelinePanel
)
PANES: tuple[PaneName, ...] = get_args(PaneName)


class Workbench(QWidget):
    """Places the canvas and the panes; ``pane_shown`` names the one that came into sight."""

    pane_shown = Signal(str)
    place_changed = Signal()
    zoomed = Signal(int)
    announced = Signal(str)
    look_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.canvas = SpanCanvas()
        self.canvas.setAccessibleName(tr("Text"))
        self.banner = Banner()
        self.find_bar = FindBar()
        self.documents = DocumentsPanel()
        self.labels = LabelsPanel()
        self.attributes = AttributesPanel()
        self.problems = ProblemsPanel()
        self.history = HistoryPanel()
        self.relations = RelationsPanel()
        self.guideline = GuidelinePanel()
        self.strip = ChoiceStrip()
        self.body_px = 0
        self._page: QWidget | None = None
        self._is_narrow: bool | None = None
        self._has_guideline = True
        self._problem_count = 0
        self._lay_out()
        self._arrange(narrow=False)
        self.canvas.caret_changed.connect(lambda _: self.place_changed.emit())
        self.canvas.selection_changed.connect(lambda *_: self.place_changed.emit())
        self.canvas.zoom_changed.connect(self.zoomed)
        self.canvas.announced.connect(self.announced)
        for panel in self.panels().values():
            panel.leave_requested.connect(self.go_to_text)

    @property
    def zoom_percent(self) -> int:
        """The size of the text in percent."""
        return self.canvas.zoom_percent

    def take_actions(self, text: Sequence[QAction], documents: Sequence[QAction]) -> None:
        """Let the keys of these work in the text and in the list of documents."""
        self.canvas.addActions(list(text))
        self.documents.set_actions(documents)

    def set_look(self, theme: Theme, body_px: int) -> None:
        """Show the text in a theme, and in a size; 0 is the usual size."""
        self.body_px = body_px
        self.canvas.set_theme(theme)
        self.canvas.set_body_size(body_px)
        self.look_changed.emit()

    def put_in_front(self, page: QWidget) -> None:
        """Show a page of another kind of work instead of text and panes."""
        if page.parent() is not self or self._whole.indexOf(page) < 0:
            self._whole.addWidget(page)
        if self._page is not None and self._page is not page:
            self._page.hide()
        self.splitter.hide()
        page.show()
        self._page = page

    def put_back(self) -> None:
        """Show text and panes again."""
        if self._page is not None:
            self._page.hide()
            self._page = None
            self.splitter.show()
            self.go_to_text()

    @property
    def is_covered(self) -> bool:
        """Whether a page of another kind of work is in front."""
        return self._page is not None

    def has_documents(self) -> bool:
        """Whether there is any document."""
        return self.documents.model.totals()[1] > 0

    def counts_here(self) -> Sequence[tuple[str, int]]:
        """Return each label with how often it is used in the open document."""
        return self.labels.counts_here()

    def zoom(self, steps: int) -> None:
        """Make the text larger or smaller; 0 is the normal size."""
        self.canvas.zoom(steps)

    def panels(self) -> dict[PaneName, Panel]:
        """Return the panes by name, in the order F6 walks them."""
        return {
            "documents": self.documents,
            "labels": self.labels,
            "attributes": self.attributes,
            "problems": self.problems,
            "history": self.history,
            "relations": self.relations,
            "guideline": self.guideline,
        }

    def _lay_out(self) -> None:
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banner)
        column.addWidget(self.find_bar)
        column.addWidget(self.canvas, 1)
        column.addWidget(self.strip)
        middle.setMinimumWidth(200)
        self._left = QSplitter(Qt.Orientation.Vertical)
        self._left.setChildrenCollapsible(False)
        self.tabs = PaneTabs()
        self.tabs.tabBar().setAccessibleName(tr("Panes"))
        self.tabs.currentChanged.connect(self._tell_pane)
        self._right = QSplitter(Qt.Orientation.Vertical)
        self._right.setChildrenCollapsible(False)
        self._right.addWidget(self.tabs)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.addWidget(self._left)
        self.splitter.addWidget(middle)
        self.splitter.addWidget(self._right)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([SIDE_PX, 672, SIDE_PX])
        self.splitter.setCollapsible(1, False)
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._whole.addWidget(self.splitter)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put all panes into tabs when there is little room, side by side when there is."""
        super().resizeEvent(event)
        size = event.size()
        self._arrange(narrow=size.width() < NARROW_PX or size.height() < LOW_PX)

    @property
    def is_narrow(self) -> bool:
        """Whether all panes are tabs."""
        return bool(self._is_narrow)

    def _arrange(self, *, narrow: bool) -> None:
        if narrow is self._is_narrow:
            return
        self._is_narrow = narrow
        current = self.shown_pane()
        beside = ("documents", "labels", "guideline")
        tabbed = [name for name in PANES if narrow or name not in beside]
        self.tabs.blockSignals(True)
        self.tabs.clear()
        self.tabs.set_tight(tight=narrow)
        panels = self.panels()
        if not narrow:
            self._left.addWidget(self.documents)
            self._left.addWidget(self.guideline)
            self._right.insertWidget(0, self.labels)
        for name in tabbed:
            self.tabs.addTab(panels[name], tr(TAB_TITLES[name]))
        if not narrow:
            self.documents.show()
            self.labels.show()
            self.guideline.setVisible(self._has_guideline)
        self._left.setVisible(not narrow)
        if current in tabbed:
            self.tabs.setCurrentIndex(tabbed.index(current))
        self.tabs.blockSignals(False)
        self._title_tabs()
        self.fit_labels()

    def fit_labels(self) -> None:
        """Give the labels no more height than they need, and the rest to the tabs."""
        wanted = self.labels.wanted_height()
        self.labels.setMinimumHeight(0 if self._is_narrow else min(wanted, 160))
        self.labels.setMaximumHeight(NO_LIMIT_PX if self._is_narrow else wanted)

    def shown_pane(self) -> PaneName:
        """Return the name of the tab in front."""
        widget = self.tabs.currentWidget()
        names = [name for name, panel in self.panels().items() if panel is widget]
        return names[0] if names else "attributes"

    def is_shown(self, name: PaneName) -> bool:
        """Return whether a pane is in sight."""
        return self.panels()[name].isVisible()

    def show_pane(self, name: PaneName) -> None:
        """Bring a pane into sight."""
        panel = self.panels()[name]
        place = self.tabs.indexOf(panel)
        if place >= 0:
            self.tabs.setCurrentIndex(place)
        if panel is self.guideline and not self._is_narrow:
            self._has_guideline = True
            panel.show()
        at_left = panel in (self.documents, self.guideline)
        side = 0 if at_left and not self._is_narrow else 2
        sizes = self.splitter.sizes()
        if sizes[side] == 0:  # the person had pushed it to the edge
            sizes[side] = SIDE_PX
            sizes[1] = max(sizes[1] - SIDE_PX, 200)
            self.splitter.setSizes(sizes)

    def toggle_guideline(self) -> None:
        """Show the guideline beside the text, or show it no more."""
        if not self.is_shown("guideline"):
            self.show_pane("guideline")
            return
        had_keyboard = self._pane_with_keyboard() == "guideline"
        if self._is_narrow:
            self.show_pane("attributes")
        else:
            self._has_guideline = False
            self.guideline.hide()
        if had_keyboard:
            self.go_to_text()

    def go_to_pane(self, name: PaneName) -> None:
        """Show a pane and give it the keyboard."""
        self.show_pane(name)
        panel = self.panels()[name]
        if isinstance(panel, AttributesPanel | RelationsPanel | GuidelinePanel):
            panel.enter()
        else:
            panel.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_to_text(self) -> None:
        """Give the keyboard to the text."""
        self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def next_pane(self, direction: Direction) -> None:
        """Give the keyboard to the next pane; the text is one of them."""
        stops: list[PaneName | None] = ["documents", None, *PANES[1:]]
        if not self._is_narrow and not self._has_guideline:
            stops.remove("guideline")
        place = stops.index(self._pane_with_keyboard())
        stop = stops[(place + direction) % len(stops)]
        if stop is None:
            self.go_to_text()
        else:
            self.go_to_pane(stop)

    def set_problem_count(self, count: int) -> None:
        """Show the number of problems in the tab's title."""
        self._problem_count = count
        self._title_tabs()

    def save_state(self, settings: QSettings) -> None:
        """Keep the sizes of the panes and the tab in front."""
        if not self._is_narrow:
            settings.setValue("workbench/splitter", self.splitter.saveState())
            settings.setValue("workbench/left", self._left.saveState())
        settings.setValue("workbench/pane", self.shown_pane())
        settings.setValue("workbench/guideline", int(self._has_guideline))
        settings.setValue("workbench/zoom", self.canvas.zoom_percent)

    def restore_state(self, settings: QSettings) -> None:
        """Bring back what ``save_state`` kept."""
        state = settings.value("workbench/splitter")
        if isinstance(state, QByteArray):
            self.splitter.restoreState(state)
        left = settings.value("workbench/left")
        if isinstance(left, QByteArray):
            self._left.restoreState(left)
        self._has_guideline = str(settings.value("workbench/guideline", 1)) != "0"
        self.guideline.setVisible(self._has_guideline or bool(self._is_narrow))
        kept = settings.value("workbench/pane")
        for name in PANES:
            if name == kept and self.tabs.indexOf(self.panels()[name]) >= 0:
                self.show_pane(name)
        zoom = str(settings.value("workbench/zoom") or "")
        if zoom.isdigit() and int(zoom) in ZOOMS:
            self.canvas.zoom(ZOOMS.index(int(zoom)) - ZOOMS.index(100))

    def _pane_with_keyboard(self) -> PaneName | None:
        focus = self.window().focusWidget()
        for name, panel in self.panels().items():
            if focus is not None and (focus is panel or panel.isAncestorOf(focus)):
                return name
        return None

    def _title_tabs(self) -> None:
        names = []
        for name, panel in self.panels().items():
            if self.tabs.indexOf(panel) >= 0:
                title = tr(TAB_TITLES[name])
                if name == "problems" and self._problem_count:
                    title += f" {self._problem_count:,}"
                names.append((title, TAB_ICONS[name]))
        self.tabs.set_names(names)

    def _tell_pane(self) -> None:
        self.pane_shown.emit(self.shown_pane())
