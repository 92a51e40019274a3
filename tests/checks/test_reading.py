# SPDX-License-Identifier: MIT
"""What checks read in a text once: its sentences."""

from annotator.checks.reading import sentence_at, sentence_starts


def test_a_sentence_starts_after_another_and_after_a_line_break():
    text = "It fell. They fled\nNobody stayed."

    assert [text[start:][:4] for start in sentence_starts(text)] == ["It f", "They", "Nobo"]
    assert [sentence_at(text, text.index(word)) for word in ("fell", "fled", "stayed")] == [0, 1, 2]


def test_a_very_long_sentence_is_one():
    text = "and on " * 3_000

    assert list(sentence_starts(text)) == [0]
