# SPDX-License-Identifier: MIT
"""The colours of the window, by what they are for: a light, a dark and a high-contrast theme."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from annotator.gui.theme.colours import LabelColours, label_colours, told_apart


@dataclass(frozen=True, slots=True)
class Theme:
    """What everything in the window is coloured with; values are ``#rrggbb``.

    ``window`` is behind the panes, ``surface`` is the page and the lists, ``raised`` what lies on
    them, ``hover`` a row or button under the mouse and ``chosen`` a row that is selected. ``faint``
    is for numbers and rules that may be overlooked; everything that must be read is ``text`` or
    ``muted``. ``selection`` is that of the page, unlike any tint of a label.
    """

    name: str
    dark: bool
    window: str
    surface: str
    raised: str
    hover: str
    chosen: str
    border: str
    border_strong: str
    text: str
    muted: str
    faint: str
    accent: str
    accent_text: str
    selection: str
    selection_edge: str
    match: str
    match_current: str
    danger: str
    warning: str
    ok: str
    info: str

    def labels(self, colours: Mapping[str, str]) -> dict[str, LabelColours]:
        """Return what each label is drawn in, by name; ``colours`` gives each its own colour."""
        return dict(zip(colours, _drawn(self, tuple(colours.values())), strict=True))


@lru_cache(maxsize=64)
def _drawn(theme: Theme, colours: tuple[str, ...]) -> tuple[LabelColours, ...]:
    """Return what labels of these colours are drawn in; kept, for it is asked at every key."""
    return tuple(
        label_colours(colour, theme.surface, theme.text, dark=theme.dark)
        for colour in told_apart(colours, theme.surface)
    )


LIGHT = Theme(
    name="light",
    dark=False,
    window="#f3f4f5",
    surface="#ffffff",
    raised="#ffffff",
    hover="#e9ebee",
    chosen="#dbe7e9",
    border="#dadde1",
    border_strong="#8b939d",
    text="#1b2027",
    muted="#59626d",
    faint="#6c7580",
    accent="#0f6b76",
    accent_text="#ffffff",
    selection="#c3ccd6",
    selection_edge="#5c6876",
    match="#fbe7a1",
    match_current="#f5bd3d",
    danger="#b42318",
    warning="#8f5a00",
    ok="#17693a",
    info="#3c5a80",
)

DARK = Theme(
    name="dark",
    dark=True,
    window="#1e2227",
    surface="#171a1e",
    raised="#282d34",
    hover="#2b3139",
    chosen="#23434a",
    border="#343b44",
    border_strong="#717c89",
    text="#e3e6ea",
    muted="#a1aab5",
    faint="#848e9a",
    accent="#58b6c0",
    accent_text="#0c1a1c",
    selection="#4a5663",
    selection_edge="#a9b5c2",
    match="#4a3d12",
    match_current="#7a5e08",
    danger="#f2867c",
    warning="#e3b055",
    ok="#6cc48d",
    info="#8db4e2",
)

HIGH_CONTRAST = Theme(
    name="high-contrast",
    dark=True,
    window="#000000",
    surface="#000000",
    raised="#000000",
    hover="#2e2e2e",
    chosen="#00474f",
    border="#ffffff",
    border_strong="#ffffff",
    text="#ffffff",
    muted="#e6e6e6",
    faint="#c0c0c0",
    accent="#5fe3f2",
    accent_text="#000000",
    selection="#5a5a5a",
    selection_edge="#ffffff",
    match="#5c4a00",
    match_current="#8a6d00",
    danger="#ff9c93",
    warning="#ffcf66",
    ok="#85f0a9",
    info="#a8d1ff",
)

THEMES = (LIGHT, DARK, HIGH_CONTRAST)


def theme_named(name: str) -> Theme | None:
    """Return the theme with this name; None when there is none, ``system`` for one."""
    return next((theme for theme in THEMES if theme.name == name), None)
