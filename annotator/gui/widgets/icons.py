# SPDX-License-Identifier: MIT
"""The window's icons: strokes in the colour of the text, whatever the theme."""

from functools import lru_cache

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from annotator.assets import resource
from annotator.gui.theme.theme import LIGHT, THEMES, Theme


class StrokeIcon(QIconEngine):
    """Draws an icon of resources/icons in the colour that ``role`` has in the theme of the moment.

    ``role`` is ``danger``, ``warning``, ``ok``, ``info``, ``accent`` or ``muted``; empty is text.
    """

    def __init__(self, name: str, role: str = "") -> None:
        super().__init__()
        self._name = name
        self._role = role

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """Draw the icon, square, in the middle of ``rect``."""
        del state
        side = min(rect.width(), rect.height())
        place = QRectF(0, 0, side, side)
        place.moveCenter(QRectF(rect).center())
        _renderer(self._name, _ink(self._role, mode)).render(painter, place)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """Return the icon on nothing."""
        return self._drawn(size, 1.0, mode, state)

    def scaledPixmap(
        self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float
    ) -> QPixmap:
        """Return the icon for a screen with ``scale`` dots to the pixel."""
        return self._drawn(size, scale, mode, state)

    def _drawn(self, size: QSize, scale: float, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint(painter, QRect(0, 0, size.width(), size.height()), mode, state)
        painter.end()
        pixmap.setDevicePixelRatio(scale)
        return pixmap

    def clone(self) -> QIconEngine:
        """Return another like this."""
        return StrokeIcon(self._name, self._role)


@lru_cache(maxsize=128)
def icon(name: str, role: str = "") -> QIcon:
    """Return the icon ``resources/icons/NAME.svg``; NotFoundError if there is none."""
    resource("icons", f"{name}.svg")
    return QIcon(StrokeIcon(name, role))


def app_icon() -> QIcon:
    """Return the program's own icon, in its own colours."""
    return QIcon(str(resource("icons", "annotator.svg")))


@lru_cache(maxsize=256)
def swatch(colour: str) -> QIcon:
    """Return a rounded square of a colour."""
    pixmap = QPixmap(32, 32)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawRoundedRect(4, 4, 24, 24, 6, 6)
    painter.end()
    made = QIcon(pixmap)
    made.addPixmap(pixmap, QIcon.Mode.Selected)  # else a chosen row would tint it
    return made


def current_theme() -> Theme:
    """Return the theme the application is shown in; the light one if it is none of ours."""
    base = QApplication.palette().color(QPalette.ColorRole.Base).name()
    text = QApplication.palette().color(QPalette.ColorRole.Text).name()
    return next((one for one in THEMES if (one.surface, one.text) == (base, text)), LIGHT)


def _ink(role: str, mode: QIcon.Mode) -> str:
    if mode is QIcon.Mode.Disabled:
        return (
            QApplication.palette()
            .color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text)
            .name()
        )
    if role:
        return str(getattr(current_theme(), role))
    return QApplication.palette().color(QPalette.ColorRole.Text).name()


@lru_cache(maxsize=256)
def _renderer(name: str, colour: str) -> QSvgRenderer:
    svg = resource("icons", f"{name}.svg").read_text("utf-8")
    return QSvgRenderer(svg.replace("currentColor", colour).encode())
