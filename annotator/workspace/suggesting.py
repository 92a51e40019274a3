# SPDX-License-Identifier: MIT
"""Which suggestion is shown for an item, and what was shown."""

from collections import OrderedDict
from random import Random

from annotator.model.records import Decision
from annotator.review.item import Item
from annotator.review.suggestions import Suggestion, majority

WITHHELD = 0.05
KEPT_SHOWN = 1_000


class Suggesting:
    """Suggests, remembers what was shown, and withholds it from a random share of items.

    The comparison of the two tells how far suggestions sway the person.
    """

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.enabled = True
        self.withheld = WITHHELD
        self._shown: OrderedDict[str, Suggestion] = OrderedDict()

    def is_withheld(self, item: Item) -> bool:
        """Return whether the item is one of those that get no suggestion."""
        draw = Random(f"{self.seed}:withheld:{item.id}").random()  # noqa: S311 - a sample
        return draw < self.withheld

    def shown(self, item: Item, text: str) -> Suggestion | None:
        """Return the suggestion to show, and take note of it."""
        del text
        if not self.enabled or self.is_withheld(item):
            self._shown.pop(item.id, None)
            return None
        found = majority(item)
        if found is not None:
            self._shown[item.id] = found
            while len(self._shown) > KEPT_SHOWN:
                self._shown.popitem(last=False)
        return found

    def given(self, item: Item) -> Suggestion | None:
        """Return the suggestion that was shown for an item, or None."""
        return self._shown.get(item.id)

    def learn(self, item: Item, decision: Decision, text: str) -> None:
        """Take note of what was decided."""
        del decision, text
        self._shown.pop(item.id, None)
