# SPDX-License-Identifier: MIT
"""Reads the next document of a review while the person reads the one that is shown."""

from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer, Slot

from annotator.gui.canvas.stage import Prepared
from annotator.model.annotations import GOLD, Annotations
from annotator.workspace.reviewing import Reviewing
from annotator.workspace.workspace import Workspace

PAUSE_MS = 120
"""After so long without a key there is time; a step takes some 20 ms."""
BETWEEN_MS = 5


class LookAhead(QObject):
    """Goes on in small steps, each when the window has nothing else to do.

    What is read stays where the review finds it; ``prepared`` has the text's indexes.
    """

    def __init__(self, workspace: Workspace, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._reviewing: Reviewing = workspace.reviewing
        self._document = ""
        self._candidates: Iterator[str] = iter(())
        self._found: tuple[str, Annotations, Prepared] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._step)

    @property
    def is_done(self) -> bool:
        """Whether the next document is read, or none is left."""
        return not self._timer.isActive()

    def begin(self, document: str) -> None:
        """Look for what comes after a document, once the person pauses."""
        if document != self._document:
            self._document = document
            self._candidates = iter(self._reviewing.following(document))
            self._timer.start(PAUSE_MS)
        elif self._timer.isActive():
            self._timer.start(PAUSE_MS)

    def stop(self) -> None:
        """Look no further."""
        self._timer.stop()
        self._document, self._found = "", None

    def prepared(self, document: str, gold: Annotations) -> Prepared | None:
        """Return the indexes of a document and its gold, if they are there and still true."""
        if self._found is None or self._found[0] != document or self._found[1] is not gold:
            return None
        return self._found[2]

    @Slot()
    def _step(self) -> None:
        document = next(self._candidates, "")
        if not document:
            return
        if not self._reviewing.left(document):
            self._timer.start(BETWEEN_MS)
            return
        text = self._workspace.document(document).text
        gold = self._workspace.layer(document, GOLD)
        self._found = (document, gold, Prepared.of(text, gold))
