# SPDX-License-Identifier: MIT
"""Which suggestion is shown for an item, what was shown, and what became of it."""

from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from random import Random

from annotator.model.records import Decision
from annotator.review.decisions import Standing, outcome_text, standing
from annotator.review.fitted import fitted
from annotator.review.item import Item
from annotator.review.items import items_of
from annotator.review.online import right_answers
from annotator.review.rules import Audit, audited, rule_was_right
from annotator.review.suggestions import DECISIONS, Suggester, Suggestion
from annotator.review.usage import Marked, usage_of
from annotator.store.values import StoredDocument
from annotator.workspace.cases import Cases, Known, cases_of
from annotator.workspace.complete_layers import complete_layers
from annotator.workspace.tasks import Progress

WITHHELD = 0.05
KEPT_SHOWN = 1_000
MOST_FITTED = 20_000
"""Dawid–Skene and MACE are fitted to at most so many items, in the background; so is the usage."""


@dataclass(frozen=True, slots=True)
class Override:
    """How often the person decided otherwise than a suggestion, shown or only thought.

    If both rates are far apart, what is shown sways the person.
    """

    shown: int
    overridden: int
    withheld: int
    withheld_otherwise: int


class Suggesting:
    """Suggests, remembers what was shown, and withholds it from a random share of items.

    It learns from each decision that stands, and unlearns what was taken back.
    """

    def __init__(self, seed: int, text_of: Callable[[str], str], cases: Cases) -> None:
        self.seed = seed
        self._cases = cases
        self.enabled = True
        self.withheld = WITHHELD
        self.suggester = Suggester()
        self.is_prepared = False
        self._text_of = text_of
        self._shown: OrderedDict[str, Suggestion] = OrderedDict()
        self._known: dict[str, dict[str, Decision]] = {}
        self._audits: dict[str, tuple[str, bool]] = {}
        self._withheld: dict[str, bool] = {}
        self._overrides: dict[str, bool] = {}

    def is_withheld(self, item: Item) -> bool:
        """Return whether the item is one of those that get no suggestion."""
        draw = Random(f"{self.seed}:withheld:{item.id}").random()  # noqa: S311 - a sample
        return draw < self.withheld

    def shown(self, item: Item) -> Suggestion | None:
        """Return the suggestion to show, and take note of it."""
        self._shown.pop(item.id, None)
        if not self.enabled or self.is_withheld(item) or not item.candidates:
            return None
        found = self.thought(item)
        if found is not None:
            self._shown[item.id] = found
            while len(self._shown) > KEPT_SHOWN:
                self._shown.popitem(last=False)
        return found

    def thought(self, item: Item) -> Suggestion | None:
        """Return what would be suggested, whether it may be shown or not."""
        return self.suggester.suggest(item, self._text_of(item.document))

    def given(self, item: Item) -> Suggestion | None:
        """Return the suggestion that was shown for an item, or None."""
        return self._shown.get(item.id)

    def sync(self, document: str, now: Standing) -> None:
        """Learn the decisions of a document that are new, and forget those that are gone."""
        known = self._known.setdefault(document, {})
        here = {decision.id: (id, decision) for id, decision in now.decided.items()}
        for id in known.keys() - here.keys():
            self._forget(id)
            del known[id]
        fresh = sorted(here.keys() - known.keys())
        if not fresh:
            return
        items = {item.id: item for item in now.items}
        for id in fresh:
            item, decision = items[here[id][0]], here[id][1]
            known[id] = decision
            self._learn(item, decision)

    def audit(self, rule: str) -> Audit:
        """Return what the audit of a rule has found in the documents that were seen."""
        return audited(right for id, right in self._audits.values() if id == rule)

    def overrides(self) -> Override:
        """Return how often suggestions were overridden, shown and withheld."""
        return Override(
            len(self._overrides),
            sum(self._overrides.values()),
            len(self._withheld),
            sum(self._withheld.values()),
        )

    def gather(
        self, stored: Iterable[StoredDocument], progress: Progress, *, fit: bool = True
    ) -> Callable[[], None]:
        """Return what brings in all stored decisions and cases; the gathering is for any thread.

        Dawid–Skene and MACE are fitted on the way if ``fit``, and it is counted how often each
        string is marked; that takes seconds.
        """
        found: list[tuple[str, Standing]] = []
        cases: dict[str, Known] = {}
        era = self._cases.era
        items: list[Item] = []
        marked: list[Marked] = []
        right: dict[str, int] = {}
        for done, document in enumerate(stored, start=1):
            progress(done, 0)
            layers = complete_layers(document)
            if len(layers) < 2:
                continue
            here = items_of(document.document.id, layers)
            cases[document.document.id] = cases_of(here, document.document.text)
            decisions = [r for r in document.records_of_own() if isinstance(r, Decision)]
            if fit and len(items) < MOST_FITTED:
                items += here
                marked.append((document.document.text, layers))
            if decisions:
                stand = standing(document.document.id, here, decisions)
                found.append((document.document.id, stand))
                right.update(_single_answers(stand))
        sources = fitted(items, right) if items else {}
        usage = usage_of(marked)

        def adopt() -> None:
            self.suggester.fitted = sources or self.suggester.fitted
            self._cases.adopt(cases, era)
            if marked:
                self.suggester.usage = usage
            for id, stand in found:
                if id not in self._known:
                    self.sync(id, stand)
            self.is_prepared = True

        return adopt

    def _learn(self, item: Item, decision: Decision) -> None:
        right = right_answers(item, decision)
        was_right = rule_was_right(item, decision, right)
        if was_right is not None:
            self._audits[decision.id] = (decision.method.removeprefix("audit:"), was_right)
        by_hand = not decision.method.startswith("rule:")
        if item.is_agreed or not by_hand:
            return
        if decision.suggestion:
            said = outcome_text(decision.result)
            self._overrides[decision.id] = decision.suggestion != said
        elif self.enabled and self.is_withheld(item):
            thought = self.thought(item)
            if thought is not None:
                self._withheld[decision.id] = thought.candidate not in right
        self.suggester.learn(item, self._text_of(item.document), decision)
        self._shown.pop(item.id, None)

    def _forget(self, id: str) -> None:
        self.suggester.forget(id)
        for each in (self._audits, self._withheld, self._overrides):
            each.pop(id, None)


def _single_answers(now: Standing) -> dict[str, int]:
    """Return the items of which one candidate alone was decided right, with its index."""
    items = {item.id: item for item in now.items}
    found: dict[str, int] = {}
    for id, decision in now.decided.items():
        right = right_answers(items[id], decision)
        if len(right) == 1:
            found[id] = next(iter(right))
    return found


__all__ = ["DECISIONS", "Override", "Suggesting", "Suggestion"]
