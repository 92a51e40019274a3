# SPDX-License-Identifier: MIT
from annotator.formats.surfaces import stands_at


def test_words_stand_only_at_a_place_that_is_in_the_text():
    text = "Stane fell."
    assert stands_at(text, 6, 11, "fell.")
    assert not stands_at(text, 6, 10, "fell.")
    for start, end in ((6, 99), (-5, 11), (-5, 99), (11, 99), (3, 3)):
        assert not stands_at(text, start, end, text[start:end])
