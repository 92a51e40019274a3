# SPDX-License-Identifier: MIT
"""Draws values over time as a plain curve with a band for how sure they are."""

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from annotator.gui.widgets.icons import current_theme
from annotator.gui.widgets.text import tr

HEIGHT_PX = 240
WIDEST_PX = 960
STEPS = (0.02, 0.05, 0.1, 0.2, 0.25, 0.5)
MOST_LINES = 6
_MARGIN = 12.0
_POINT = 3.5


class Point(Protocol):
    """A value (0..1) with its name and interval; None where it is not defined."""

    @property
    def name(self) -> str:
        """What stands below it."""

    @property
    def value(self) -> float | None:
        """How high it is."""

    @property
    def low(self) -> float | None:
        """Where its interval begins."""

    @property
    def high(self) -> float | None:
        """Where its interval ends."""


def scale(points: Sequence[Point]) -> tuple[float, float, float]:
    """Return the lowest and highest value of the axis and the step of its lines, all in 0..1.

    The axis ends at what is drawn, rounded outwards to whole steps; at most 6 lines are drawn.
    """
    drawn = [
        each
        for point in points
        for each in (point.value, point.low, point.high)
        if each is not None
    ]
    low, high = (min(drawn), max(drawn)) if drawn else (0.0, 1.0)
    for step in STEPS:
        first = int(low / step + 1e-9)
        last = -int(-high / step - 1 + 1e-9) if high > first * step else first + 1
        last = min(max(last, first + 2), round(1 / step))
        first = max(0, min(first, last - 2))
        if last - first < MOST_LINES:
            return first * step, last * step, step
    return 0.0, 1.0, STEPS[-1]


class Curve(QWidget):
    """A curve of up to some dozens of points; what it shows stands in the table below it too."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._points: Sequence[Point] = ()
        self.setAccessibleName(tr("Curve"))
        self.setFixedHeight(HEIGHT_PX)
        self.setMaximumWidth(WIDEST_PX)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return how large it would be."""
        return QSize(WIDEST_PX, HEIGHT_PX)

    def show_points(self, points: Sequence[Point], name: str) -> None:
        """Draw these; with fewer than two there is nothing to draw, and it hides."""
        self._points = tuple(points)
        self.setAccessibleName(name)
        values = [f"{point.name} {point.value:.3f}" for point in points if point.value is not None]
        self.setAccessibleDescription(", ".join(values))
        self.setVisible(len(values) > 1)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the axis, the band, the curve and the names."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = current_theme()
        metrics = QFontMetricsF(self.font())
        low, high, step = scale(self._points)
        left = metrics.horizontalAdvance("0.00") + 2 * _MARGIN
        area = QRectF(
            left,
            _MARGIN,
            self.width() - left - 2 * _MARGIN,
            self.height() - 2 * _MARGIN - metrics.height() - 8,
        )

        def height(value: float) -> float:
            return area.bottom() - (value - low) / (high - low) * area.height()

        count = round((high - low) / step)
        for line in range(count + 1):
            value = low + line * step
            y = height(value)
            painter.setPen(QPen(QColor(theme.border), 1))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(QColor(theme.muted))
            place = QRectF(0, y - metrics.height() / 2, left - _MARGIN, metrics.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignRight, f"{value:.2f}")
        apart = area.width() / max(1, len(self._points))
        across = [area.left() + (n + 0.5) * apart for n in range(len(self._points))]
        for run in _runs(self._points):
            _draw_run(painter, [(across[n], self._points[n]) for n in run], height)
        self._draw_names(painter, area, across, metrics)
        painter.end()

    def _draw_names(
        self, painter: QPainter, area: QRectF, across: Sequence[float], metrics: QFontMetricsF
    ) -> None:
        painter.setPen(QColor(current_theme().muted))
        widest = max((metrics.horizontalAdvance(point.name) for point in self._points), default=0)
        apart = area.width() / max(1, len(across))
        every = max(1, int((widest + _MARGIN) / apart) + 1) if apart < widest + _MARGIN else 1
        for n in range(0, len(across), every):
            place = QRectF(
                across[n] - widest / 2 - 2, area.bottom() + 8, widest + 4, metrics.height()
            )
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, self._points[n].name)


def _runs(points: Sequence[Point]) -> list[list[int]]:
    """Return the stretches of points that have a value: the curve does not go over a gap."""
    runs: list[list[int]] = [[]]
    for n, point in enumerate(points):
        if point.value is None:
            runs.append([])
        else:
            runs[-1].append(n)
    return [run for run in runs if run]


def _draw_run(
    painter: QPainter, points: Sequence[tuple[float, Point]], height: Callable[[float], float]
) -> None:
    """Draw the band, then the line over it, then the points."""
    accent = QColor(current_theme().accent)
    band = QColor(accent)
    band.setAlphaF(0.16)
    sure = [(x, p.low, p.high) for x, p in points if p.low is not None and p.high is not None]
    if len(sure) > 1:
        upper = [QPointF(x, height(high)) for x, _, high in sure]
        lower = [QPointF(x, height(low)) for x, low, _ in reversed(sure)]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(band)
        painter.drawPolygon(QPolygonF([*upper, *lower]))
    places = [QPointF(x, height(point.value or 0.0)) for x, point in points]
    painter.setPen(QPen(accent, 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(QPolygonF(places))
    painter.setBrush(accent)
    for place in places:
        painter.drawEllipse(place, _POINT, _POINT)
