# SPDX-License-Identifier: MIT
"""How good annotators are, and what is likely right, from nothing but what they said.

With two annotators both models are weakly identified; ``known`` answers hold them in place.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Judgement: TypeAlias = tuple[Hashable, Hashable, Hashable]
"""The item, the annotator, and the label given."""
Floats: TypeAlias = NDArray[np.float64]

ROUNDS = 200
CLOSE = 1e-7
SMOOTHING = 0.01
RESTARTS = 10
KNOWING = 0.5
GUESSING = 10.0
SEED = 20131


@dataclass(frozen=True, slots=True)
class Learned:
    """``posterior`` (items x labels) is how likely each label is right; rows sum to 1.

    ``competence`` says of each annotator how often they are right (Dawid-Skene: the mean over
    labels by their prior; MACE: how seldom they guess), from 0 to 1. ``prior`` is by label.
    """

    items: tuple[Hashable, ...]
    annotators: tuple[Hashable, ...]
    labels: tuple[Hashable, ...]
    posterior: Floats
    competence: Mapping[Hashable, float]
    prior: Mapping[Hashable, float]

    def best(self) -> dict[Hashable, Hashable]:
        """Return the likeliest label of each item; of equal ones the first by name."""
        chosen = self.posterior.argmax(axis=1)
        return {item: self.labels[at] for item, at in zip(self.items, chosen, strict=True)}

    def probabilities(self, item: Hashable) -> dict[Hashable, float]:
        """Return how likely each label of an item is right."""
        row = self.posterior[self.items.index(item)]
        return {label: float(p) for label, p in zip(self.labels, row, strict=True)}


@dataclass(frozen=True, slots=True)
class _Table:
    """Judgements as arrays of indexes; ``fixed`` has rows of items whose answer is known."""

    items: tuple[Hashable, ...]
    annotators: tuple[Hashable, ...]
    labels: tuple[Hashable, ...]
    item: NDArray[np.intp]
    annotator: NDArray[np.intp]
    label: NDArray[np.intp]
    fixed: Floats
    is_fixed: NDArray[np.bool_]

    def clamped(self, posterior: Floats) -> Floats:
        return np.where(self.is_fixed[:, None], self.fixed, posterior)

    def votes(self) -> Floats:
        counts = np.zeros(self.fixed.shape)
        np.add.at(counts, (self.item, self.label), 1.0)
        return counts


def dawid_skene(
    judgements: Sequence[Judgement],
    *,
    known: Mapping[Hashable, Hashable] | None = None,
    smoothing: float = SMOOTHING,
    rounds: int = ROUNDS,
) -> Learned:
    """Return the maximum likelihood estimate of Dawid and Skene 1979, by EM from vote shares.

    An annotator may judge an item several times: counts are used, as in the paper. ``smoothing`` is
    added to each cell of a confusion matrix. ``known`` are items whose right label is certain.
    """
    table = _table(judgements, known or {})
    posterior = table.clamped(_shares(table.votes()))
    prior: Floats = np.zeros(0)
    confusion: Floats = np.zeros((0, 0, 0))
    for _ in range(rounds):
        prior = _shares(posterior.sum(axis=0) + smoothing)
        confusion = np.full(
            (len(table.annotators), *posterior.shape[1:], len(table.labels)), smoothing
        )
        for right in range(len(table.labels)):
            np.add.at(
                confusion[:, right], (table.annotator, table.label), posterior[table.item, right]
            )
        confusion /= confusion.sum(axis=2, keepdims=True)
        scores = np.tile(np.log(prior), (len(table.items), 1))
        np.add.at(scores, table.item, np.log(confusion)[table.annotator, :, table.label])
        after = table.clamped(_softmax(scores))
        moved = float(np.abs(after - posterior).max(initial=0.0))
        posterior = after
        if moved < CLOSE:
            break
    competence: Floats = confusion.diagonal(axis1=1, axis2=2) @ prior
    return _learned(table, posterior, competence, prior)


def mace(
    judgements: Sequence[Judgement],
    *,
    known: Mapping[Hashable, Hashable] | None = None,
    restarts: int = RESTARTS,
    rounds: int = 50,
    seed: int = SEED,
) -> Learned:
    """Return the estimate of MACE (Hovy et al. 2013): annotators either know or guess.

    Variational EM from ``restarts`` seeded starts, the likeliest kept, with the priors of the
    reference program: Beta(.5, .5) for knowing, Dirichlet(10) for guesses. Labels are as likely
    beforehand.
    """
    table = _table(judgements, known or {})
    random = np.random.default_rng(seed)
    best: tuple[float, Floats, Floats] | None = None
    for _ in range(max(1, restarts)):
        found = _mace_once(table, random, rounds)
        if best is None or found[0] > best[0] + CLOSE:
            best = found
    if best is None:
        raise ValueError("at least one start is needed")
    _, posterior, knows = best
    even = np.full(len(table.labels), 1 / max(1, len(table.labels)))
    return _learned(table, posterior, knows, even)


def _mace_once(
    table: _Table, random: np.random.Generator, rounds: int
) -> tuple[float, Floats, Floats]:
    from scipy.special import digamma

    annotators, labels = len(table.annotators), len(table.labels)
    mean = knows = random.uniform(0.5, 1.0, annotators)
    unknowing = 1 - knows
    guess = _shares(random.uniform(0.5, 1.0, (annotators, labels)))
    likelihood, posterior = -np.inf, table.fixed
    for _ in range(rounds):
        guessed = unknowing[table.annotator] * guess[table.annotator, table.label]
        scores = np.zeros((len(table.items), labels))
        np.add.at(scores, table.item, np.log(guessed)[:, None])
        gain = np.log(guessed + knows[table.annotator]) - np.log(guessed)
        np.add.at(scores, (table.item, table.label), gain)
        posterior = table.clamped(_softmax(scores))
        likelihood = float(_log_sum(scores, table).sum())
        share = knows[table.annotator] / (knows[table.annotator] + guessed)
        knew = posterior[table.item, table.label] * share
        known_count = np.bincount(table.annotator, knew, annotators)
        all_count = np.bincount(table.annotator, minlength=annotators)
        mean = (known_count + KNOWING) / (all_count + 2 * KNOWING)
        counts = np.full((annotators, labels), GUESSING)
        np.add.at(counts, (table.annotator, table.label), 1 - knew)
        whole = digamma(all_count + 2 * KNOWING)
        knows = np.exp(digamma(known_count + KNOWING) - whole)
        unknowing = np.exp(digamma(all_count - known_count + KNOWING) - whole)
        guess = np.exp(digamma(counts) - digamma(counts.sum(axis=1, keepdims=True)))
    return likelihood, posterior, mean


def _log_sum(scores: Floats, table: _Table) -> Floats:
    held = np.where(table.is_fixed[:, None] & (table.fixed == 0), -np.inf, scores)
    top = held.max(axis=1, keepdims=True, initial=-1e300)
    return np.asarray(top[:, 0] + np.log(np.exp(held - top).sum(axis=1)), np.float64)


def _table(judgements: Sequence[Judgement], known: Mapping[Hashable, Hashable]) -> _Table:
    """Return judgements as indexes; everything is sorted, so that no order matters."""
    items = _sorted({item for item, _, _ in judgements})
    annotators = _sorted({annotator for _, annotator, _ in judgements})
    given = {label for _, _, label in judgements}
    labels = _sorted(given | {known[item] for item in items if item in known})
    item_at, annotator_at, label_at = (
        {name: place for place, name in enumerate(names)} for names in (items, annotators, labels)
    )
    fixed = np.zeros((len(items), len(labels)))
    is_fixed = np.zeros(len(items), np.bool_)
    for item, label in known.items():
        if item in item_at:
            fixed[item_at[item], label_at[label]] = 1.0
            is_fixed[item_at[item]] = True
    return _Table(
        items,
        annotators,
        labels,
        np.array([item_at[item] for item, _, _ in judgements], np.intp),
        np.array([annotator_at[annotator] for _, annotator, _ in judgements], np.intp),
        np.array([label_at[label] for _, _, label in judgements], np.intp),
        fixed,
        is_fixed,
    )


def _sorted(names: set[Hashable]) -> tuple[Hashable, ...]:
    return tuple(sorted(names, key=lambda name: (type(name).__name__, name)))


def _shares(counts: Floats) -> Floats:
    return np.asarray(counts / counts.sum(axis=-1, keepdims=True), np.float64)


def _softmax(scores: Floats) -> Floats:
    shifted = np.exp(scores - scores.max(axis=1, keepdims=True))
    return _shares(shifted)


def _learned(table: _Table, posterior: Floats, right: Floats, prior: Floats) -> Learned:
    return Learned(
        table.items,
        table.annotators,
        table.labels,
        posterior,
        {name: float(value) for name, value in zip(table.annotators, right, strict=True)},
        {name: float(value) for name, value in zip(table.labels, prior, strict=True)},
    )
