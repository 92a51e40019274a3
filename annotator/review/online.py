# SPDX-License-Identifier: MIT
"""A model that learns from the adjudicator's own decisions, one by one, at once.

For each answer to an item it keeps how often such an answer was right, at five levels, from coarse
to fine: who gave it; what kind of answer it is and how many gave it; the kinds of conflict, the
label, whether it is longer or shorter, and what the others have; how often its words are marked
elsewhere; the very words. Each level is shrunk towards the coarser one, by 10, 4, 4 and 2
decisions. So it says something after the first decision, and is exact where it has seen much.
Everything can be replayed from the decisions.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from annotator.model.records import Decision, Record, Relation, Span
from annotator.review.bulk import normalised
from annotator.review.calibration import Bin, Steps, isotonic, reliability
from annotator.review.decisions import CUSTOM
from annotator.review.item import Candidate, Item
from annotator.review.items import content
from annotator.review.usage import Usage

SHRINKAGE = (10.0, 4.0, 4.0, 2.0)
MARKED, EMPTY = 0.6, 0.4
"""How often a lone mark, and a lone "nothing here", is right before anything was learned."""
WHO = 6.0
"""How many decisions the trust in one annotator is shrunk by."""
RECALIBRATED_EVERY = 25
NOTHING = -1

Key: TypeAlias = tuple[Hashable, ...]


@dataclass(frozen=True, slots=True)
class Option:
    """One answer as the model sees it: who gave it, and its key at each level.

    ``nearly`` says of those who gave another answer how much of this one they have: half for its
    labels, half for its places.
    """

    candidate: int
    marked: bool
    supporters: tuple[str, ...]
    keys: tuple[Key, ...]
    nearly: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Case:
    """An item as the model sees it."""

    options: tuple[Option, ...]
    annotators: tuple[str, ...]
    markers: frozenset[str]


@dataclass(frozen=True, slots=True)
class Prediction:
    """The likeliest answer; ``seen`` decisions were on cases like it, ``right`` of them this way.

    ``probability`` is calibrated, ``raw`` is not. ``level`` is the finest level with a decision.
    """

    candidate: int
    probability: float
    raw: float
    right: int
    seen: int
    level: int


@dataclass(slots=True)
class _Learned:
    case: Case
    right: frozenset[int]
    predicted: Prediction | None


def case_of(item: Item, text: str, usage: Usage | None = None) -> Case:
    """Return an item as the model sees it; "nothing" is an option also where nobody gave it."""
    seen = _Seen(item, text, usage or Usage())
    options = [_option(index, candidate, seen) for index, candidate in enumerate(item.candidates)]
    if all(option.marked for option in options):
        options.append(_option(NOTHING, Candidate((), ()), seen))
    markers = frozenset(version.annotator for version in item.versions if version.records)
    names = tuple(version.annotator for version in item.versions)
    return Case(tuple(options), names, markers)


def right_answers(item: Item, decision: Decision) -> frozenset[int]:
    """Return the indexes of the candidates that a decision made right; NOTHING for "nothing"."""
    if decision.outcome == CUSTOM:
        said = [content(record) for record in decision.result]
        return frozenset(
            index
            for index, candidate in enumerate(item.candidates)
            if [content(record) for record in candidate.records] == said
        )
    if not decision.result:
        empty = [index for index, each in enumerate(item.candidates) if not each.records]
        return frozenset(empty or [NOTHING])
    chosen = set(decision.chosen)
    return frozenset(
        index
        for index, candidate in enumerate(item.candidates)
        if candidate.records and chosen.issuperset(candidate.annotators)
    )


class OnlineModel:
    """Counts of what was right, and what they say about the next item."""

    def __init__(self) -> None:
        self._counts: dict[Key, list[int]] = {}
        self._learned: dict[str, _Learned] = {}
        self._steps = Steps()
        self._since = 0

    def __len__(self) -> int:
        return len(self._learned)

    def __contains__(self, id: object) -> bool:
        return id in self._learned

    def predict(self, case: Case) -> Prediction:
        """Return the likeliest answer and how likely it is."""
        likely = self.probabilities(case)
        best = max(range(len(likely)), key=lambda index: (likely[index], -index))
        option = case.options[best]
        right, seen, level = self._evidence(option)
        calibrated = self._steps.at(likely[best])
        return Prediction(option.candidate, calibrated, likely[best], right, seen, level)

    def probabilities(self, case: Case) -> list[float]:
        """Return how likely each option is, in their order; the sum is at most 1."""
        likely = [self._backed_off(option, case) for option in case.options]
        total = sum(likely)
        return [each / total for each in likely] if total > 1 else likely

    def learn(self, id: str, case: Case, right: frozenset[int]) -> None:
        """Learn what was right in a case, once for each decision (``id``).

        What the model would have said is kept first: its calibration comes of that.
        """
        predicted = self.predict(case) if case.options else None
        self._learned[id] = _Learned(case, right, predicted)
        self._count(case, right, 1)
        self._since += 1
        if self._since >= RECALIBRATED_EVERY:
            self._since = 0
            self._steps = isotonic(self.record())

    def forget(self, id: str) -> None:
        """Unlearn a decision that was taken back."""
        learned = self._learned.pop(id, None)
        if learned is not None:
            self._count(learned.case, learned.right, -1)

    def record(self) -> list[tuple[float, bool]]:
        """Return each past prediction's probability and whether it was right."""
        return [
            (each.predicted.raw, each.predicted.candidate in each.right)
            for each in self._learned.values()
            if each.predicted is not None
        ]

    def reliability(self) -> tuple[Bin, ...]:
        """Return how true the probabilities were, for a plot."""
        return reliability(self.record())

    def _count(self, case: Case, right: frozenset[int], by: int) -> None:
        for option in case.options:
            hit = option.candidate in right
            for key in option.keys:
                self._add(key, int(hit), by)
        for option in case.options:
            for name in option.supporters:
                self._add(("who", name, option.marked), int(option.candidate in right), by)

    def _add(self, key: Key, hit: int, by: int) -> None:
        counts = self._counts.setdefault(key, [0, 0])
        counts[0] += by * hit
        counts[1] += by

    def _backed_off(self, option: Option, case: Case) -> float:
        probability = self._prior(option, case)
        for key, weight in zip(option.keys, SHRINKAGE, strict=True):
            right, seen = self._counts.get(key, (0, 0))
            probability = (right + weight * probability) / (seen + weight)
        return probability

    def _prior(self, option: Option, case: Case) -> float:
        """Return the share of an answer by what is known of those who gave it and who did not."""
        scores = [self._score(each, case) for each in case.options]
        total = sum(scores) or 1.0
        return self._score(option, case) / total

    def _score(self, option: Option, case: Case) -> float:
        score = 1.0
        for name in case.annotators:
            trust = self._trust(name, marked=name in case.markers)
            other = (1 - trust) * (1 + option.nearly.get(name, 0.0))
            score *= trust if name in option.supporters else other
        return score

    def _trust(self, name: str, *, marked: bool) -> float:
        right, seen = self._counts.get(("who", name, marked), (0, 0))
        return (right + WHO * (MARKED if marked else EMPTY)) / (seen + WHO)

    def _evidence(self, option: Option) -> tuple[int, int, int]:
        for level in range(len(option.keys) - 1, -1, -1):
            right, seen = self._counts.get(option.keys[level], (0, 0))
            if seen:
                return right, seen, level
        return 0, 0, -1


@dataclass(frozen=True, slots=True)
class _Seen:
    """An item with what its words can be compared with."""

    item: Item
    text: str
    usage: Usage

    def steps(self, candidate: Candidate) -> tuple[int, ...]:
        """Return how often the words of each span of an answer are marked elsewhere."""
        return tuple(
            self.usage.step(
                record.surface(self.text),
                record.label,
                annotators=len(self.item.versions),
                marks=len(candidate.annotators),
            )
            for record in candidate.records
            if isinstance(record, Span)
        )


def _option(index: int, candidate: Candidate, seen: _Seen) -> Option:
    item, text = seen.item, seen.text
    kinds = tuple(sorted(item.kinds))
    shape = _shape(candidate, item)
    votes = (len(candidate.annotators), len(item.versions))
    label = _labels(candidate.records) or ("", *_labels_of_all(item))
    others = tuple(
        sorted(
            (_shape(other, item), _labels(other.records), other.annotators)
            for place, other in enumerate(item.candidates)
            if place != index
        )
    )
    used = tuple(
        sorted(
            (_shape(other, item), seen.steps(other))
            for place, other in enumerate(item.candidates)
            if place != index
        )
    )
    words = normalised(text[item.start : item.end])
    return Option(
        index,
        bool(candidate.records),
        candidate.annotators,
        (
            ("votes", shape, *votes),
            ("pattern", kinds, shape, label, candidate.annotators, others),
            ("usage", kinds, shape, candidate.annotators, seen.steps(candidate), used),
            ("words", kinds, words, shape, label, candidate.annotators),
        ),
        _nearly(candidate, item),
    )


def _nearly(candidate: Candidate, item: Item) -> dict[str, float]:
    """Return what part of an answer each annotator has who gave another."""
    labels, places = _labels(candidate.records), _places(candidate.records)
    return {
        version.annotator: (
            (_labels(version.records) == labels) + (_places(version.records) == places)
        )
        / 2
        for version in item.versions
        if version.records and candidate.records and version.annotator not in candidate.annotators
    }


def _places(records: Sequence[Record]) -> tuple[Hashable, ...]:
    return tuple(
        record.fragments if isinstance(record, Span) else (record.source, record.target)
        for record in records
        if isinstance(record, Span | Relation)
    )


def answer_code(candidate: Candidate, item: Item) -> str:
    """Return labels and relative size of an answer, as text that other items' answers can have."""
    return f"{'+'.join(_labels(candidate.records))} {_shape(candidate, item)}"


def _shape(candidate: Candidate, item: Item) -> str:
    """Return whether an answer is empty, the longest, the shortest or between, or the only size."""
    if not candidate.records:
        return "empty"
    sizes = {_size(each.records) for each in item.candidates if each.records}
    if len(sizes) == 1:
        return "same"
    size = _size(candidate.records)
    return "longest" if size == max(sizes) else "shortest" if size == min(sizes) else "between"


def _size(records: Sequence[Record]) -> int:
    return sum(
        end - start
        for record in records
        if isinstance(record, Span)
        for start, end in record.fragments
    )


def _labels(records: Sequence[Record]) -> tuple[str, ...]:
    return tuple(
        record.label if isinstance(record, Span) else record.type
        for record in records
        if isinstance(record, Span | Relation)
    )


def _labels_of_all(item: Item) -> tuple[str, ...]:
    return tuple(sorted({label for each in item.candidates for label in _labels(each.records)}))


def replayed(cases: Mapping[str, tuple[Case, frozenset[int]]]) -> OnlineModel:
    """Return the model that decisions have made, in the order of their ids: that of time."""
    model = OnlineModel()
    for id in sorted(cases):
        model.learn(id, *cases[id])
    return model
