# SPDX-License-Identifier: MIT
import pytest
from PySide6.QtCore import QRect, QSize

from annotator.gui.fitting import TITLE_BAR_PX, fitting_place, fitting_size
from annotator.gui.session.preferences import Preferences
from annotator.gui.window import Window

SMALL = QRect(0, 0, 640, 400)
LARGE = QRect(640, 0, 1920, 1080)


@pytest.mark.parametrize("screen", [SMALL, QRect(0, 30, 1280, 770), LARGE])
def test_a_first_window_fits_the_screen_with_its_title_bar(screen):
    size = fitting_size(QSize(1280, 800), screen)

    assert size.width() <= screen.width()
    assert size.height() + TITLE_BAR_PX <= screen.height()


def test_a_first_window_is_as_wanted_where_there_is_room():
    assert fitting_size(QSize(1280, 800), LARGE) == QSize(1280, 800)


@pytest.mark.parametrize(
    "kept",
    [
        QRect(-4000, 100, 1280, 800),
        QRect(5000, 3000, 300, 200),
        QRect(600, -200, 3000, 2000),
        QRect(700, 100, 800, 600),
    ],
)
def test_a_kept_window_comes_back_on_a_screen_that_is_there(kept):
    place = fitting_place(kept, [SMALL, LARGE])

    assert any(screen.contains(place) for screen in (SMALL, LARGE))
    assert place.top() >= TITLE_BAR_PX


def test_a_kept_window_that_fits_stays_where_it_was():
    kept = QRect(700, 100, 800, 600)

    assert fitting_place(kept, [SMALL, LARGE]) == kept


def test_the_window_starts_no_larger_than_its_screen(qtbot):
    window = Window(Preferences())
    qtbot.addWidget(window)

    available = window.screen().availableGeometry()
    assert available.contains(QRect(available.topLeft(), window.size()))
