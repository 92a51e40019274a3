# SPDX-License-Identifier: MIT
"""Makes the forms of the labels while the person reads: one takes longer than a key may."""

from PySide6.QtCore import QObject, QTimer, Slot

from annotator.gui.panels.attributes import AttributesPanel
from annotator.schema.definition import Schema

PREPARE_AFTER_MS = 60


class Preparing(QObject):
    """Makes one form after the other, with pauses, until each label has its own."""

    def __init__(self, panel: AttributesPanel, parent: QObject) -> None:
        super().__init__(parent)
        self._panel = panel
        self._schema: Schema | None = None
        self._labels: list[str] = []
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(PREPARE_AFTER_MS)
        self._later.timeout.connect(self._prepare_one)

    def start(self, schema: Schema) -> None:
        """Begin with the labels of a schema."""
        self._schema = schema
        self._labels = list(schema.labels)
        self._later.start()

    def stop(self) -> None:
        """Leave the rest until it is needed."""
        self._later.stop()

    @Slot()
    def _prepare_one(self) -> None:
        if self._labels and self._schema is not None:
            label = self._labels.pop(0)
            self._panel.prepare(label, self._schema.attributes_of(label))
            self._later.start()
