# SPDX-License-Identifier: MIT
"""How a label will look in the text: on a light and a dark page, and what is hard to see."""

import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QTextLayout,
    QTextLine,
    QTextOption,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from annotator.gui.theme.colours import (
    APART,
    DEFICIENCIES,
    TEXT_CONTRAST,
    contrast,
    distance,
    seen_with,
)
from annotator.gui.theme.fonts import body_font, ui_font
from annotator.gui.theme.theme import DARK, LIGHT, Theme
from annotator.gui.widgets.icons import current_theme
from annotator.gui.widgets.text import tr

HEIGHT_PX = 76
PAD_PX = 12
NAME_PX = 10
SHORT = 18


class Sample(NamedTuple):
    """A span with what stands around it."""

    left: str
    surface: str
    right: str


NOWHERE = Sample("Reports speak of ", "the words marked", " near the river on Monday.")


class Preview(QWidget):
    """Paints a sentence with a span of one label, on both pages side by side."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = ""
        self._colours: dict[str, str] = {}
        self._sample = NOWHERE
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumHeight(HEIGHT_PX)

    def sizeHint(self) -> QSize:
        """Return room for one line on each page."""
        return QSize(400, HEIGHT_PX)

    def show_label(self, label: str, colours: Mapping[str, str], sample: Sample | None) -> None:
        """Show a label among the others; ``colours`` gives each its own colour."""
        self._label, self._colours = label, dict(colours)
        self._sample = sample or NOWHERE
        words = f"{self._sample.left}{self._sample.surface}{self._sample.right}"
        self.setAccessibleName(tr("How {label} looks: {words}").format(label=label, words=words))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw both pages."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = (self.width() - 8) / 2
        for place, theme in enumerate((LIGHT, DARK)):
            box = QRectF(place * (width + 8), 0.5, width, self.height() - 1)
            self._paint(painter, theme, box)
        painter.end()

    def _paint(self, painter: QPainter, theme: Theme, box: QRectF) -> None:
        painter.setPen(QColor(current_theme().border))
        painter.setBrush(QColor(theme.surface))
        painter.drawRoundedRect(box, 6, 6)
        if self._label not in self._colours:
            return
        colours = theme.labels(self._colours)[self._label]
        painter.save()
        painter.setClipRect(box.adjusted(1, 1, -1, -1))
        left, surface, right = (_visible(part) for part in self._sample)
        left = left[-SHORT:]
        layout = _laid_out(f"{left}{surface}{right}")
        line = layout.lineAt(0)
        top = box.top() + 16
        ends = [_x(line, place) for place in _sides(left, surface)]
        origin = box.left() + PAD_PX
        if _reads_leftward(f"{left}{surface}{right}"):
            origin = box.right() - PAD_PX - line.naturalTextWidth()
        start, end = origin + min(ends), origin + max(ends)
        marked = QRectF(start, top, end - start, line.height())
        painter.fillRect(marked, QColor(colours.tint))
        painter.setPen(QColor(theme.text))
        layout.draw(painter, QPointF(origin, top))
        painter.fillRect(QRectF(start, marked.bottom(), end - start, 2), QColor(colours.bar))
        font = QFont(ui_font(NAME_PX))
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(QColor(colours.ink))
        base = marked.bottom() + 4 + QFontMetricsF(font).ascent()
        painter.drawText(QPointF(start + 1, base), self._label)
        painter.restore()


def _x(line: QTextLine, place_u16: int) -> float:
    found: Any = line.cursorToX(place_u16)  # the stub leaves out that it gives a pair
    return float(found[0] if isinstance(found, tuple) else found)


def _sides(left: str, surface: str) -> tuple[int, int]:
    """Return where the span starts and ends, in UTF-16 units as Qt counts."""
    start_u16 = len(left.encode("utf-16-le")) // 2
    return start_u16, start_u16 + len(surface.encode("utf-16-le")) // 2


def _visible(text: str) -> str:
    return "".join(char if char.isprintable() else " " for char in text)


def _reads_leftward(text: str) -> bool:
    """Return whether the first letter that has a direction is Arabic, Hebrew or the like."""
    directions = (unicodedata.bidirectional(char) for char in text)
    return next((each for each in directions if each in {"L", "R", "AL"}), "L") != "L"


def _laid_out(text: str) -> QTextLayout:
    layout = QTextLayout(text, body_font(15))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.NoWrap)
    option.setAlignment(Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignLeft)
    layout.setTextOption(option)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(10_000)
    layout.endLayout()
    return layout


def hard_to_see(label: str, colours: Mapping[str, str]) -> Sequence[str]:
    """Return sentences about a label's colour: too pale, or too near that of another label."""
    own = colours[label]
    found: list[str] = []
    ratio = contrast(own, LIGHT.surface)
    if ratio < TEXT_CONTRAST:
        words = tr(
            "Contrast to white is {ratio:.1f}; {least} is needed to read it, so it is drawn darker."
        )
        found.append(words.format(ratio=ratio, least=TEXT_CONTRAST))
    for other, colour in colours.items():
        if other == label:
            continue
        if colour == own:
            found.append(tr("{label} has the same colour.").format(label=other))
        elif distance(own, colour) < APART:
            found.append(tr("{label} has nearly the same colour.").format(label=other))
        elif _is_near_for_some(own, colour):
            words = tr("People who do not see every colour may take it for {label}.")
            found.append(words.format(label=other))
    return found


def _is_near_for_some(one: str, other: str) -> bool:
    return any(
        distance(seen_with(one, each), seen_with(other, each)) < APART / 2 for each in DEFICIENCIES
    )
