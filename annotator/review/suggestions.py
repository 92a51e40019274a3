# SPDX-License-Identifier: MIT
"""What is suggested for an item, by whom, how surely, and why; decided by a vote of sources."""

from collections import Counter
from dataclasses import dataclass

from annotator.review.item import Item

MAJORITY = "majority"
NOTHING = -1


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One answer to an item.

    ``candidate`` is its index among the item's candidates, or NOTHING for "mark nothing" where no
    annotator gave that answer. ``probability`` is 0..1, ``by`` names the source, and ``why`` is a
    sentence for the person.
    """

    candidate: int
    probability: float
    by: str
    why: str

    def is_none(self, item: Item) -> bool:
        """Return whether it says that nothing is to be marked."""
        return self.candidate == NOTHING or not item.candidates[self.candidate].records


def majority(item: Item) -> Suggestion | None:
    """Return the answer most annotators gave; None without a single most frequent one."""
    votes = Counter(
        {index: len(candidate.annotators) for index, candidate in enumerate(item.candidates)}
    )
    (first, count), *others = votes.most_common() or [(NOTHING, 0)]
    total = votes.total()
    if not total or (others and others[0][1] == count):
        return None
    answer = "this" if item.candidates[first].records else "nothing here"
    why = f"{count} of {total} annotators have {answer}"
    return Suggestion(first, count / total, MAJORITY, why)
