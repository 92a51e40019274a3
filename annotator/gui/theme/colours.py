# SPDX-License-Identifier: MIT
"""Arithmetic of colours, and the colours a label is drawn in; no Qt.

Colours are ``#rrggbb``. Contrast follows WCAG 2.2; simulated colour blindness follows Machado,
Oliveira and Fernandes 2009, "A physiologically-based model for simulation of color vision
deficiency", table 1 (severity 1.0), applied to linear RGB; distances are CIE76 in CIELAB (D65).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import dist, inf
from typing import TypeAlias

Triple: TypeAlias = tuple[float, float, float]

TEXT_CONTRAST = 4.5
"""What WCAG AA asks of small text against what is behind it."""

MARK_CONTRAST = 3.0
"""What WCAG AA asks of a line or an edge that carries meaning."""

APART = 18.0
"""How far apart two labels' bars are to be, for everyone; ten times what is just noticeable."""

_MOST_TOLD_APART = 12

DEFICIENCIES: dict[str, tuple[Triple, Triple, Triple]] = {
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


def parse(colour: str) -> Triple:
    """Return red, green and blue of ``#rrggbb`` between 0 and 1; ValueError if it is not one."""
    if len(colour) != 7 or colour[0] != "#":
        raise ValueError(f"{colour!r} is not a colour such as #2563eb")
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return red, green, blue


def spell(rgb: Sequence[float]) -> str:
    """Return ``#rrggbb`` of three numbers; they are clipped to 0..1."""
    return "#" + "".join(f"{round(255 * min(1.0, max(0.0, part))):02x}" for part in rgb)


def mixed(colour: str, other: str, share: float) -> str:
    """Return ``share`` of ``colour`` laid over ``other``, as an alpha would show it."""
    pairs = zip(parse(colour), parse(other), strict=True)
    return spell([share * mine + (1 - share) * theirs for mine, theirs in pairs])


def luminance(colour: str) -> float:
    """Return the relative luminance, 0 for black and 1 for white."""
    red, green, blue = _linear(parse(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(colour: str, other: str) -> float:
    """Return the contrast ratio, between 1 and 21."""
    dark, light = sorted((luminance(colour), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def readable(colour: str, behind: Sequence[str], ratio: float) -> str:
    """Return ``colour``, moved towards black or white until it has ``ratio`` to all of ``behind``.

    The nearer one is taken; if neither reaches it, the one of black and white that comes closest.
    """
    for step in range(41):
        for pole in ("#000000", "#ffffff"):
            tried = mixed(pole, colour, step / 40)
            if all(contrast(tried, surface) >= ratio for surface in behind):
                return tried
    return max(
        ("#000000", "#ffffff"), key=lambda pole: min(contrast(pole, back) for back in behind)
    )


def seen_with(colour: str, deficiency: str) -> str:
    """Return the colour as somebody with that deficiency sees it; see DEFICIENCIES."""
    linear = _linear(parse(colour))
    rows = DEFICIENCIES[deficiency]
    seen = [sum(a * b for a, b in zip(row, linear, strict=True)) for row in rows]
    return spell([_gamma(min(1.0, max(0.0, part))) for part in seen])


def distance(colour: str, other: str) -> float:
    """Return how different two colours look; about 2 is just noticeable side by side."""
    return dist(_lab(colour), _lab(other))


@dataclass(frozen=True, slots=True)
class LabelColours:
    """What one label is drawn in.

    ``tint`` lies behind the text, ``tint_strong`` behind the focused span; ``bar`` is the line
    below and the edges; ``ink`` is the label's name on the page; ``fill`` and ``fill_ink`` are the
    focused span's chip and its text.
    """

    tint: str
    tint_strong: str
    bar: str
    ink: str
    fill: str
    fill_ink: str


def label_colours(colour: str, surface: str, text: str, *, dark: bool) -> LabelColours:
    """Return the colours of a label whose own colour is ``colour``, on a page of ``surface``.

    The text stays readable on both tints, the name on page and tint, the chip's text on the chip.
    """
    tint = _tint(colour, surface, text, 0.22 if dark else 0.13)
    tint_strong = _tint(colour, surface, text, 0.42 if dark else 0.28)
    bar = readable(colour, [surface, tint], MARK_CONTRAST)
    ink = readable(colour, [surface, tint], TEXT_CONTRAST)
    fill, fill_ink = _chip(colour, surface)
    return LabelColours(tint, tint_strong, bar, ink, fill, fill_ink)


def _chip(colour: str, surface: str) -> tuple[str, str]:
    """Return the nearest darker colour that carries white text and stands out, else with black."""
    for step in range(41):
        fill = mixed("#000000", colour, step / 40)
        if contrast("#ffffff", fill) >= TEXT_CONTRAST and contrast(fill, surface) >= MARK_CONTRAST:
            return fill, "#ffffff"
    fill = readable(colour, [surface], MARK_CONTRAST)
    white = contrast("#ffffff", fill) >= TEXT_CONTRAST
    return fill, "#ffffff" if white else "#000000"


def told_apart(colours: Sequence[str], surface: str, *, least: float = APART) -> list[str]:
    """Return the colours, made lighter or darker where needed so that everyone can tell them apart.

    Each is moved, as little as possible, until its distance to those before it is at least
    ``least`` to ordinary eyes and with each deficiency, and its contrast to ``surface`` is that of
    a mark. Where that cannot be (there are too many), it is the farthest that can be had. A colour
    that comes twice is left alone: somebody wanted it so.
    """
    chosen: list[str] = []
    looks: list[tuple[Triple, ...]] = []
    for place, colour in enumerate(colours):
        variants = [readable(tried, [surface], MARK_CONTRAST) for tried in _variants(colour)]
        if colour in colours[:place] or place >= _MOST_TOLD_APART:
            variants = variants[:1]
        gaps = [_nearest(_looks(variant), looks) for variant in variants]
        enough = min(least, max(gaps))
        taken = next(v for v, gap in zip(variants, gaps, strict=True) if gap >= enough)
        chosen.append(taken)
        looks.append(_looks(taken))
    return chosen


def _variants(colour: str) -> list[str]:
    steps = [0.0]
    for step in range(1, 9):
        steps += [step / 12, -step / 12]
    return [mixed("#000000" if step > 0 else "#ffffff", colour, abs(step)) for step in steps]


@lru_cache(maxsize=1024)
def _looks(colour: str) -> tuple[Triple, ...]:
    return (_lab(colour), *(_lab(seen_with(colour, deficiency)) for deficiency in DEFICIENCIES))


def _nearest(look: Sequence[Triple], others: Sequence[Sequence[Triple]]) -> float:
    gaps = (
        dist(mine, theirs) for other in others for mine, theirs in zip(look, other, strict=True)
    )
    return min(gaps, default=inf)


def _tint(colour: str, surface: str, text: str, share: float) -> str:
    tint = mixed(colour, surface, share)
    while share > 0.02 and contrast(text, tint) < TEXT_CONTRAST:
        share *= 0.8
        tint = mixed(colour, surface, share)
    return tint


def _linear(rgb: Triple) -> Triple:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in rgb
    )
    return red, green, blue


def _gamma(part: float) -> float:
    return 12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055


def _lab(colour: str) -> Triple:
    red, green, blue = _linear(parse(colour))
    x = (0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047
    y = 0.2126729 * red + 0.7151522 * green + 0.0721750 * blue
    z = (0.0193339 * red + 0.1191920 * green + 0.9503041 * blue) / 1.08883
    fx, fy, fz = (
        part ** (1 / 3) if part > 216 / 24389 else (24389 / 27 * part + 16) / 116
        for part in (x, y, z)
    )
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)
