# SPDX-License-Identifier: MIT
"""Follows which spans of the open document the project's target format would not hold."""

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from annotator.errors import AnnotatorError
from annotator.gui.bridge.events import EventRelay
from annotator.gui.bridge.latest import Latest
from annotator.gui.session.exporting import Exporting
from annotator.gui.session.opened import Opened
from annotator.gui.widgets.text import sentence, tr
from annotator.workspace.events import (
    DocumentChanged,
    DocumentsChanged,
    LayerChanged,
    SchemaChanged,
)
from annotator.workspace.surviving import Reasons

LOOK_AFTER_MS = 300


class Surviving(QObject):
    """Asks again after each edit, on another thread; ``changed`` carries the reasons by span.

    Nothing is asked while the project has no target format.
    """

    changed = Signal(object)

    def __init__(self, opened: Opened, exporting: Exporting) -> None:
        super().__init__(opened)
        self._opened = opened
        self._exporting = exporting
        self._complaint = ""
        self.reasons: Reasons = {}
        self._looking = Latest(self)
        self._looking.finished.connect(self._show)
        self._looking.failed.connect(self._failed)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(LOOK_AFTER_MS)
        self._later.timeout.connect(self._look)
        self._relay = EventRelay(self)
        self._relay.happened.connect(self._happened)
        self._relay.start(opened.workspace.events.subscribe)
        opened.document_opened.connect(self._renew)
        exporting.target_changed.connect(self._renew)

    def stop(self) -> None:
        """Hear no more of the workspace, and mark nothing."""
        self._relay.stop()
        self._later.stop()
        self._looking.stop()
        self._show({})

    def _happened(self, event: object) -> None:
        is_mine = (
            isinstance(event, LayerChanged | DocumentChanged) and event.document == self._opened.id
        )
        if is_mine or isinstance(event, DocumentsChanged | SchemaChanged):
            self._later.start()

    @Slot()
    def _renew(self) -> None:
        self._looking.stop()
        self._show({})
        self._later.start()

    @Slot()
    def _look(self) -> None:
        target, opened = self._exporting.target_format, self._opened
        if opened.document is None or not target.format:
            self._looking.stop()
            self._show({})
            return
        title = tr("Looking for what would be lost")
        self._looking.start(title, opened.workspace.survivors(opened.id, target))

    def _show(self, reasons: Reasons) -> None:
        if reasons != self.reasons:
            self.reasons = reasons
            self.changed.emit(reasons)

    def _failed(self, error: BaseException) -> None:
        """Say once why it is not known what would be lost."""
        self._show({})
        if isinstance(error, AnnotatorError) and str(error) != self._complaint:
            self._complaint = str(error)
            self._opened.said.emit(sentence(error))
