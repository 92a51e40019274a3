# SPDX-License-Identifier: MIT
"""A release while it is made: what its files are written from."""

from dataclasses import dataclass

from annotator.release.gathering import Gathered, Taken
from annotator.release.plan import ReleasePlan, ReleaseReport
from annotator.schema.definition import Schema
from annotator.store.values import Project


@dataclass(frozen=True, slots=True)
class Release:
    """A release being made: the plan, the project, and what was gathered and split.

    ``before`` are the splits of documents in earlier releases.
    """

    plan: ReleasePlan
    project: Project
    schema: Schema
    layers: str
    found: Gathered
    split_of: dict[str, str]
    before: dict[str, str]
    report: ReleaseReport

    def numbers(self, split: str) -> list[int]:
        """Return the numbers of the documents of a split, in the order of the project."""
        return [n for n, each in enumerate(self.found.taken) if self.split_of[each.id] == split]

    def taken(self, split: str) -> list[Taken]:
        """Return what is remembered of the documents of a split."""
        return [self.found.taken[number] for number in self.numbers(split)]
