# SPDX-License-Identifier: MIT
"""Keys that panes share, and how keys are written on this machine."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget


def on_key(widget: QWidget, keys: str, slot: Callable[[], object]) -> QShortcut:
    """Call ``slot`` when ``keys`` are pressed while ``widget`` or a part of it has the focus."""
    shortcut = QShortcut(QKeySequence(keys), widget)
    shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    shortcut.activated.connect(slot)
    return shortcut


def native(keys: str) -> str:
    """Return a key sequence as this machine writes it, for a menu or the palette."""
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
