# SPDX-License-Identifier: MIT
"""Releases of a project, for windows and commands."""

from annotator.release.building import release
from annotator.release.difference import Difference, SpanDifference, difference
from annotator.release.plan import (
    AGREED,
    GOLD,
    SPLITS,
    TEST,
    ReleasePlan,
    ReleaseReport,
    parsed_sizes,
)
from annotator.release.scoring import Score, scores

__all__ = [
    "AGREED",
    "GOLD",
    "SPLITS",
    "TEST",
    "Difference",
    "ReleasePlan",
    "ReleaseReport",
    "Score",
    "SpanDifference",
    "difference",
    "parsed_sizes",
    "release",
    "scores",
]
