# SPDX-License-Identifier: MIT
"""What the page is drawn with at one zoom and in one theme: fonts, sizes, colours, names."""

from collections.abc import Mapping
from math import ceil

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPixmap

from annotator.gui.canvas.layout import MEASURE, Metrics, column
from annotator.gui.theme.colours import LabelColours, label_colours
from annotator.gui.theme.fonts import BODY_PX, body_font
from annotator.gui.theme.theme import Theme
from annotator.schema.definition import Schema

ZOOMS = (60, 70, 80, 90, 100, 110, 125, 140, 160, 180, 200, 225, 250, 275, 300)
NAME_PX = 9
_SAMPLE = "the armed groups in the northern countryside said that it was an attack on a post. "


class Look:
    """Fonts, sizes and colours; made anew when the zoom, the theme or the schema changes."""

    def __init__(self, theme: Theme, schema: Schema | None, zoom: int, body_px: int) -> None:
        self.theme = theme
        self.scale = zoom / 100 * body_px / BODY_PX
        self.body = body_font(max(6, round(BODY_PX * self.scale)))
        self.name_font = body_font(max(7, round(NAME_PX * self.scale)))
        self.name_font.setBold(True)
        self.number_font = body_font(max(8, round(11 * self.scale)))
        metrics = QFontMetricsF(self.body)
        self._ascent, self._height = metrics.ascent(), metrics.height()
        self._character = metrics.horizontalAdvance(_SAMPLE) / len(_SAMPLE)
        self.name_height = QFontMetricsF(self.name_font).height()
        self.labels = theme.labels(_colours(schema))
        self._stray: dict[str, LabelColours] = {}
        self.keys = {name: schema.key_of(name) for name in schema.labels} if schema else {}
        self.widths = self._widths()
        self._names: dict[tuple[str, bool, bool, float], QPixmap] = {}

    def metrics(self, viewport: float) -> Metrics:
        """Return the sizes of a page in a viewport so wide."""
        wanted = MEASURE * self._character
        left, width = column(viewport, wanted, 56 * self.scale, 24 * self.scale)
        return Metrics(
            left=round(left),
            width=width,
            ascent=self._ascent,
            text_height=float(ceil(self._height)),
            character=self._character,
            bar=max(2.0, round(2 * self.scale)),
            name=float(round(self.name_height)),
            scale=self.scale,
        )

    def label(self, name: str) -> LabelColours:
        """Return a label's colours; grey for a label that the schema does not have."""
        known = self.labels.get(name) or self._stray.get(name)
        if known is None:
            theme = self.theme
            known = label_colours("#6b7280", theme.surface, theme.text, dark=theme.dark)
            self._stray[name] = known
            self.widths[name] = self._width_of(name, "")
        return known

    def name(self, label: str, *, short: bool, filled: bool, ratio: float) -> QPixmap:
        """Return the picture of a label's name, or of its key; ``ratio`` is the screen's."""
        key = (label, short, filled, ratio)
        picture = self._names.get(key)
        if picture is None:
            picture = self._draw_name(label, short=short, filled=filled, ratio=ratio)
            self._names[key] = picture
        return picture

    def _draw_name(self, label: str, *, short: bool, filled: bool, ratio: float) -> QPixmap:
        colours = self.label(label)
        text = self.keys.get(label, "") if short else label
        width, height = self.widths[label][int(short)], round(self.name_height)
        picture = QPixmap(max(1, round(width * ratio)), max(1, round(height * ratio)))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if filled:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.fill))
            radius = 2.5 * self.scale
            painter.drawRoundedRect(QRectF(0, 0, width, height), radius, radius)
        painter.setFont(self.name_font)
        painter.setPen(QColor(colours.fill_ink if filled else colours.ink))
        ascent = QFontMetricsF(self.name_font).ascent()
        painter.drawText(QPointF(self._pad, ascent), text)
        painter.end()
        return picture

    @property
    def _pad(self) -> float:
        return 2.0 * self.scale

    def _widths(self) -> dict[str, tuple[float, float]]:
        return {name: self._width_of(name, self.keys[name]) for name in self.labels}

    def _width_of(self, name: str, key: str) -> tuple[float, float]:
        metrics = QFontMetricsF(self.name_font)
        full = metrics.horizontalAdvance(name) + 2 * self._pad
        return full, (metrics.horizontalAdvance(key) + 2 * self._pad) if key else 0.0


def _colours(schema: Schema | None) -> Mapping[str, str]:
    if schema is None:
        return {}
    return {name: label.color or "#6b7280" for name, label in schema.labels.items()}
