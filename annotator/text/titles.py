# SPDX-License-Identifier: MIT
"""A title for a text that has none."""

_MOST = 80


def title_of(text: str) -> str:
    """Return the first line with words, white space made single blanks, cut at a word if long."""
    first = next((line for line in text[:2000].splitlines() if line.strip()), "")
    words = " ".join(first.split())
    if len(words) <= _MOST:
        return words
    cut, blank, _ = words[:_MOST].rpartition(" ")
    return (cut if blank else words[: _MOST - 1]).rstrip(" ,;:.-–—") + "…"
