# SPDX-License-Identifier: MIT
"""How much each sign of an error in gold counts, learned from what people have decided.

Every version that a person took or did not take by hand is a lesson: had it been gold, would it
have been an error? A logistic regression (Newton's method, with a penalty) weighs the signals.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from annotator.model.records import Decision, Span
from annotator.review.item import Candidate, Item
from annotator.review.online import right_answers
from annotator.review.strings import Words, string_of
from annotator.review.suspicions import BLANK, SIGNALS, Fault, Guesses, Suspect, Votes

FEWEST = 40
FEWEST_OF_A_KIND = 8
PENALTY = 1.0
_STEPS = 50
_CLOSE = 1e-8
_EDGE = 0.02


@dataclass(frozen=True, slots=True)
class Lesson:
    """A place as it would look in gold, and whether that was an error."""

    suspect: Suspect
    is_error: bool


@dataclass(frozen=True, slots=True)
class Weights:
    """What was learned from ``lessons`` decided versions; ``values`` begins with the constant."""

    values: tuple[float, ...]
    lessons: int

    def __call__(self, suspect: Suspect) -> float:
        """Return how likely a place is an error, 0 to 1, as the lessons have it."""
        z = float(np.dot(self.values, _features(suspect)))
        return float(1 / (1 + np.exp(-z)))


def learned(lessons: Sequence[Lesson]) -> Weights | None:
    """Return the weights, or None where there are too few lessons, or too few of one kind.

    At least 40 are asked for, 8 of errors and 8 of none. The order does not matter.
    """
    errors = sum(lesson.is_error for lesson in lessons)
    if len(lessons) < FEWEST or min(errors, len(lessons) - errors) < FEWEST_OF_A_KIND:
        return None
    features = np.array([_features(lesson.suspect) for lesson in lessons])
    target = np.array([lesson.is_error for lesson in lessons], dtype=float)
    penalty = PENALTY * np.eye(features.shape[1])
    penalty[0, 0] = 1e-6
    weights = np.zeros(features.shape[1])
    for _ in range(_STEPS):
        likely = 1 / (1 + np.exp(-np.clip(features @ weights, -30, 30)))
        slope = features.T @ (target - likely) - penalty @ weights
        curve = (features * (likely * (1 - likely))[:, None]).T @ features + penalty
        step = np.linalg.solve(curve, slope)
        weights += step
        if np.abs(step).max() < _CLOSE:
            break
    return Weights(tuple(float(weight) for weight in weights), len(lessons))


def lessons_of(
    item: Item,
    text: str,
    decision: Decision,
    uses: Mapping[Words, Counter[str]],
    guesses: Guesses | None = None,
) -> Iterator[Lesson]:
    """Yield what a decision about one place says of each version of it.

    ``uses`` are those of all strings in gold, as ``string_uses`` gives them; what gold has at this
    place is taken out of them first.
    """
    right = right_answers(item, decision)
    given = [span for each in item.candidates for span in _spans(each)]
    for place, candidate in enumerate(item.candidates):
        spans = _spans(candidate)
        if len(spans) > 1 or (not spans and candidate.records) or not given:
            continue
        fault = Fault.WRONG if spans else Fault.MISSED
        span = spans[0] if spans else given[0]
        votes = sum(len(each.annotators) for each in item.candidates if span in _spans(each))
        surface = span.surface(text)
        said = span.label if spans else BLANK
        counts = _without(uses, decision, text, span) + Counter({said: 1})
        suspect = Suspect(
            item.document,
            span.start,
            span.end,
            fault,
            span.label,
            surface,
            tuple(sorted(counts.items())),
            Votes(votes, len(item.versions)),
            read=None if guesses is None else guesses.get((span.start, span.end, span.label), 0.0),
        )
        yield Lesson(suspect, place not in right)


def _spans(candidate: Candidate) -> list[Span]:
    return [record for record in candidate.records if isinstance(record, Span)]


def _without(
    uses: Mapping[Words, Counter[str]], decision: Decision, text: str, span: Span
) -> Counter[str]:
    """Return the uses of a span's string but for what gold has at its place."""
    string = string_of(span.surface(text))
    counts = Counter(uses.get(string, {}))
    result = [record for record in decision.result if isinstance(record, Span)]
    if not any(one.start < span.end and span.start < one.end for one in result):
        counts[BLANK] -= 1
    for one in result:
        if string_of(one.surface(text)) == string:
            counts[one.label] -= 1
    return +counts


def _features(suspect: Suspect) -> list[float]:
    """Return 1, the log odds of each signal, and whether a span is said to be missed."""
    odds = [_log_odds(signal(suspect)) for signal in SIGNALS]
    return [1.0, *odds, float(suspect.fault is Fault.MISSED)]


def _log_odds(value: float) -> float:
    kept = min(1 - _EDGE, max(_EDGE, value))
    return float(np.log(kept / (1 - kept)))
