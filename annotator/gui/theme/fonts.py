# SPDX-License-Identifier: MIT
"""The fonts that come with the program, and the sizes they are used in."""

from functools import lru_cache

from PySide6.QtGui import QFont, QFontDatabase

from annotator.assets import resource

FILES = (
    "NotoSans-Regular.ttf",
    "NotoSans-Bold.ttf",
    "NotoSansArabic-Regular.ttf",
    "NotoSansArabic-Bold.ttf",
)
FAMILIES = ("Noto Sans", "Noto Sans Arabic")

UI_PX = 13
BODY_PX = 17


@lru_cache(maxsize=1)
def load_fonts() -> tuple[str, ...]:
    """Make the shipped fonts known to Qt, once; return their families.

    Scripts they do not cover come from the fonts of the system. A font that cannot be loaded is
    passed over: the window is then in the system's font.
    """
    for name in FILES:
        QFontDatabase.addApplicationFont(str(resource("fonts", name)))
    return tuple(family for family in FAMILIES if QFontDatabase.hasFamily(family))


def ui_font(size_px: int = UI_PX) -> QFont:
    """Return the font of panes, menus and buttons; load_fonts must have been called."""
    return _font(size_px)


def body_font(size_px: int = BODY_PX) -> QFont:
    """Return the font that a text to annotate is shown in; load_fonts must have been called."""
    return _font(size_px)


def _font(size_px: int) -> QFont:
    font = QFont()
    families = load_fonts()
    if families:
        font.setFamilies(list(families))
    font.setPixelSize(size_px)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font
