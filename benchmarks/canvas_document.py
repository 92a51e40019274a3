# SPDX-License-Identifier: MIT
"""A made-up document of any length: one span a hundred characters, five in a hundred nested."""

from random import Random

from annotator.model.annotations import Annotations
from annotator.model.records import Span

LABELS = ("ACTOR", "LOCATION", "WEAPON", "CASUALTY")
_SENTENCE = (
    "forces shelled the villages near Qarat and wounded twelve people while a convoy of trucks "
    "moved north along the river before dawn, the monitor said; militia fighters withdrew from "
    "two hills after drones struck their depot on Tuesday and the council asked for a truce"
)


def document(length: int, *, one_line: bool = False, seed: int = 7) -> tuple[str, Annotations]:
    """Return a text of ``length`` characters in paragraphs of some 400, and its spans."""
    random, words = Random(seed), _SENTENCE.split()
    parts: list[str] = []
    size = 0
    since_break = 0
    while size < length:
        word = random.choice(words)
        sep = " "
        since_break += len(word) + 1
        if not one_line and since_break > random.randint(300, 500):
            sep, since_break = ".\n", 0
        parts.append(word + sep)
        size += len(word) + len(sep)
    text = "".join(parts)[:length]
    spans = {}
    for number, start in enumerate(range(10, length - 60, 100)):
        begin, end = _words_from(text, start, 2)
        spans[f"s{number}"] = Span(f"s{number}", LABELS[number % 4], ((begin, end),))
        if number % 20 == 0:
            inner = _words_from(text, start, 1)
            spans[f"n{number}"] = Span(f"n{number}", LABELS[(number + 1) % 4], (inner,))
    return text, Annotations(spans)


def _words_from(text: str, start: int, count: int) -> tuple[int, int]:
    begin = text.find(" ", start) + 1
    end = begin
    for _ in range(count):
        end = text.find(" ", end + 1)
    end = end if end > begin else begin + 1
    newline = text.find("\n", begin, end)
    if newline > begin:
        end = newline
    return begin, max(begin + 1, end)
