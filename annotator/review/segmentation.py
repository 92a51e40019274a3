# SPDX-License-Identifier: MIT
"""Errors of a segmentation against a reference by windows: Pk and WindowDiff, 0 the best.

Both depend on which segmentation is the reference; ``boundary_similarity`` does not, and is better
where neither is.
"""

from collections.abc import Sequence

from annotator.review.value import Value, ratio

TOO_SHORT = "the text is no longer than the window"
_FEWEST = 2


def window_size(reference: Sequence[int]) -> int:
    """Return half the mean length of the reference's segments, rounded, at least 2."""
    return max(_FEWEST, round(sum(reference) / len(reference) / 2)) if reference else _FEWEST


def pk(reference: Sequence[int], other: Sequence[int], *, window: int = 0) -> Value:
    """Return the share of windows whose ends are in one segment here and in several there.

    Segments are given by their lengths in units, which must sum to the same: ValueError otherwise.
    ``window`` is in units, 0 for half a mean segment of the reference. ``n`` counts windows.

    Source: Beeferman, Berger and Lafferty 1999, "Statistical models for text segmentation".
    """
    return _errors(reference, other, window, most=1)


def window_diff(reference: Sequence[int], other: Sequence[int], *, window: int = 0) -> Value:
    """Return the share of windows that hold other numbers of boundaries here and there.

    Segments, ``window`` and ``n`` are as of ``pk``.

    Source: Pevzner and Hearst 2002, "A critique and improvement of an evaluation metric for text
    segmentation".
    """
    return _errors(reference, other, window, most=None)


def _errors(
    reference: Sequence[int], other: Sequence[int], window: int, *, most: int | None
) -> Value:
    if sum(reference) != sum(other):
        raise ValueError(f"the segments cover {sum(reference)} and {sum(other)} units")
    size = window or window_size(reference)
    counts = [_boundaries_within(each, size) for each in (reference, other)]
    differ = sum(
        one != two if most is None else min(one, most) != min(two, most)
        for one, two in zip(*counts, strict=True)
    )
    return ratio(differ, len(counts[0]), n=len(counts[0]), reason=TOO_SHORT)


def _boundaries_within(segments: Sequence[int], size: int) -> list[int]:
    """Return how many boundaries lie within each window, from the first unit on."""
    segment = [number for number, length in enumerate(segments) for _ in range(length)]
    return [last - first for first, last in zip(segment, segment[size:], strict=False)]
