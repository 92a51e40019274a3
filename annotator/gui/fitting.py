# SPDX-License-Identifier: MIT
"""Keeps a window on the screen: no larger than it, and with the whole title bar in sight."""

from collections.abc import Iterable

from PySide6.QtCore import QRect, QSize

TITLE_BAR_PX = 32
EDGE_PX = 4


def fitting_size(wanted: QSize, available: QRect) -> QSize:
    """Return the size for a first start: as wanted, less where the screen is smaller."""
    return wanted.boundedTo(_room(available).size())


def fitting_place(kept: QRect, screens: Iterable[QRect]) -> QRect:
    """Return the place for a window that was ``kept``, within one of the screens there are now.

    The screen that holds most of the window has it; the first one if none does.
    """
    rooms = [_room(screen) for screen in screens]
    if not rooms:
        return kept
    room = max(rooms, key=lambda one: _area(one.intersected(kept)))
    place = QRect(kept.topLeft(), kept.size().boundedTo(room.size()))
    place.moveLeft(min(max(place.left(), room.left()), room.right() - place.width() + 1))
    place.moveTop(min(max(place.top(), room.top()), room.bottom() - place.height() + 1))
    return place


def _room(available: QRect) -> QRect:
    """Return what a screen has for a window's inside, within an estimated frame."""
    return available.adjusted(EDGE_PX, TITLE_BAR_PX, -EDGE_PX, -EDGE_PX)


def _area(rect: QRect) -> int:
    return rect.width() * rect.height() if rect.isValid() else 0
