# SPDX-License-Identifier: MIT
"""Draws values over time as a plain curve with a band for how sure they are."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from annotator.gui.widgets.icons import current_theme
from annotator.gui.widgets.text import tr
from annotator.review.axis import Point, runs, scale

HEIGHT_PX = 240
WIDEST_PX = 960
_MARGIN = 12.0
_POINT = 3.5


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
        for run in runs(self._points):
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
