# SPDX-License-Identifier: MIT
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.gui.theme.colours import (
    APART,
    DEFICIENCIES,
    MARK_CONTRAST,
    TEXT_CONTRAST,
    contrast,
    distance,
    label_colours,
    mixed,
    parse,
    readable,
    seen_with,
    spell,
    told_apart,
)
from annotator.gui.theme.theme import DARK, HIGH_CONTRAST, LIGHT, THEMES

FOUR = ("#2563eb", "#16a34a", "#dc2626", "#9333ea")

colours = st.tuples(*[st.integers(0, 255)] * 3).map(lambda rgb: spell([c / 255 for c in rgb]))
themes = st.sampled_from(THEMES)


def test_contrast_is_that_of_the_wcag():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#ffffff", "#ffffff") == 1


def test_what_is_no_colour_is_refused():
    with pytest.raises(ValueError, match="blue"):
        parse("blue")


def test_mixing_shows_what_an_alpha_would():
    assert mixed("#000000", "#ffffff", 0.5) == "#808080"
    assert mixed("#123456", "#ffffff", 1) == "#123456"


@given(colours, themes)
def test_every_label_is_readable_in_every_theme(colour, theme):
    made = label_colours(colour, theme.surface, theme.text, dark=theme.dark)

    assert contrast(theme.text, made.tint) >= TEXT_CONTRAST
    assert contrast(theme.text, made.tint_strong) >= TEXT_CONTRAST
    assert contrast(made.ink, theme.surface) >= TEXT_CONTRAST
    assert contrast(made.ink, made.tint) >= TEXT_CONTRAST
    assert contrast(made.fill_ink, made.fill) >= TEXT_CONTRAST
    assert contrast(made.bar, theme.surface) >= MARK_CONTRAST
    assert contrast(made.fill, theme.surface) >= MARK_CONTRAST


@given(colours)
def test_a_colour_that_is_readable_already_is_left_alone(colour):
    made = readable(colour, ["#ffffff"], MARK_CONTRAST)

    assert (made == colour) == (contrast(colour, "#ffffff") >= MARK_CONTRAST)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_the_four_labels_are_told_apart_by_everyone(theme):
    made = theme.labels(dict(zip("ABCD", FOUR, strict=True)))

    for one, other in combinations(made.values(), 2):
        assert distance(one.bar, other.bar) >= APART - 1
        for deficiency in DEFICIENCIES:
            seen = (seen_with(one.bar, deficiency), seen_with(other.bar, deficiency))
            assert distance(*seen) >= APART - 1, deficiency


@given(st.lists(colours, max_size=14))
def test_telling_apart_keeps_the_number_and_the_first_colour(many):
    made = told_apart(many, "#ffffff")

    assert len(made) == len(many)
    if many:
        assert made[0] == readable(many[0], ["#ffffff"], MARK_CONTRAST)


def test_a_colour_chosen_twice_stays_the_same():
    assert told_apart(["#2563eb", "#2563eb"], "#ffffff") == ["#2563eb", "#2563eb"]


@pytest.mark.parametrize("theme", [LIGHT, DARK, HIGH_CONTRAST], ids=lambda theme: theme.name)
def test_what_must_be_read_has_the_contrast_of_wcag_aa(theme):
    for text in (theme.text, theme.muted, theme.danger, theme.warning, theme.ok, theme.info):
        for behind in (theme.window, theme.surface, theme.raised):
            assert contrast(text, behind) >= TEXT_CONTRAST
    for behind in (theme.selection, theme.match, theme.match_current, theme.chosen, theme.hover):
        assert contrast(theme.text, behind) >= TEXT_CONTRAST
    assert contrast(theme.accent_text, theme.accent) >= TEXT_CONTRAST
    assert contrast(theme.faint, theme.surface) >= TEXT_CONTRAST
    assert contrast(theme.border_strong, theme.surface) >= MARK_CONTRAST
    assert contrast(theme.selection_edge, theme.surface) >= MARK_CONTRAST
