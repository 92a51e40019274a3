# SPDX-License-Identifier: MIT
"""Which marks of any number of annotators are meant to be the same.

A cluster has at most one mark of each annotator. The same mark of several annotators is always in
one cluster. What the best clusters are is said by their pairs, as in ``matching``: as many pairs as
possible of the best kind, then of the next, then those that share more. This is exact for two
annotators and for components of up to seven different marks; larger ones (nested in several ways)
are matched annotator by annotator, in the order of their names.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import TypeAlias

from annotator.review.matching import (
    Mark,
    assign,
    best_pairs,
    components,
    likeness,
    overlap_share,
)

_EXACT_UP_TO = 7
Score: TypeAlias = tuple[int, int, int, float]
_NOTHING: Score = (0, 0, 0, 0.0)


@dataclass(frozen=True, slots=True)
class Node:
    """A mark, and all annotators who have it."""

    mark: Mark
    annotators: frozenset[str]


Cluster: TypeAlias = tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Component:
    """Marks that overlap, directly or through others, as clusters in text order."""

    clusters: tuple[Cluster, ...]


def clustered(marks: Mapping[str, AbstractSet[Mark]]) -> tuple[Component, ...]:
    """Return the clusters of the annotators' marks, by component, in text order."""
    owners: dict[Mark, set[str]] = {}
    for annotator, theirs in marks.items():
        for mark in theirs:
            owners.setdefault(mark, set()).add(annotator)
    nodes = sorted(
        (Node(mark, frozenset(names)) for mark, names in owners.items()),
        key=lambda node: node.mark,
    )
    everybody = frozenset(marks)
    return tuple(
        Component(_clusters([nodes[index] for index in component], everybody))
        for component in components([node.mark[0] for node in nodes])
    )


def _clusters(nodes: Sequence[Node], everybody: frozenset[str]) -> tuple[Cluster, ...]:
    """Return the clusters of one component, in text order."""
    found: list[Cluster] = [(node,) for node in nodes if node.annotators == everybody]
    rest = [node for node in nodes if node.annotators != everybody]
    for part in components([node.mark[0] for node in rest]):
        found.extend(_of_part([rest[index] for index in part], everybody))
    return tuple(sorted(found, key=lambda cluster: [node.mark for node in cluster]))


def _of_part(nodes: Sequence[Node], everybody: frozenset[str]) -> list[Cluster]:
    annotators = [name for node in nodes for name in node.annotators]
    if len(set(annotators)) == len(annotators):
        return [tuple(nodes)]
    if len(everybody) == 2:
        return _of_two(nodes, min(everybody))
    if len(nodes) <= _EXACT_UP_TO:
        return _Search(nodes).best()
    return _progressive(nodes)


def _of_two(nodes: Sequence[Node], first: str) -> list[Cluster]:
    one = [node for node in nodes if first in node.annotators]
    other = [node for node in nodes if first not in node.annotators]
    pairs = best_pairs([node.mark for node in one], [node.mark for node in other])
    paired = {one[i] for i, _ in pairs} | {other[j] for _, j in pairs}
    together = [tuple(sorted((one[i], other[j]), key=lambda node: node.mark)) for i, j in pairs]
    return together + [(node,) for node in nodes if node not in paired]


def _gain(node: Node, cluster: Sequence[Node]) -> Score:
    """Return what a node adds to a cluster: pairs of each kind, and how much they share."""
    exact, label, overlap, share = _NOTHING
    for other in cluster:
        alike = likeness(node.mark, other.mark)
        pairs = len(node.annotators) * len(other.annotators)
        if alike >= 3:
            exact += pairs
        elif alike == 2:
            label += pairs
        elif alike == 1:
            overlap += pairs
        share += pairs * overlap_share(node.mark[0], other.mark[0])
    return exact, label, overlap, share


def _sum(one: Score, other: Score) -> Score:
    return one[0] + other[0], one[1] + other[1], one[2] + other[2], one[3] + other[3]


@dataclass(slots=True)
class _Search:
    """All ways to put a few nodes into clusters; the first of the best ones."""

    nodes: Sequence[Node]
    _best: tuple[Score, list[Cluster]] = field(default=((-1, 0, 0, 0.0), []), init=False)

    def best(self) -> list[Cluster]:
        """Return the clusters of the greatest score."""
        self._extend(0, [], _NOTHING)
        return self._best[1]

    def _extend(self, index: int, clusters: list[list[Node]], score: Score) -> None:
        if index == len(self.nodes):
            if score > self._best[0] and all(_holds_together(cluster) for cluster in clusters):
                self._best = (score, [tuple(cluster) for cluster in clusters])
            return
        node = self.nodes[index]
        for cluster in clusters:
            if any(node.annotators & other.annotators for other in cluster):
                continue
            gain = _gain(node, cluster)
            cluster.append(node)
            self._extend(index + 1, clusters, _sum(score, gain))
            cluster.pop()
        clusters.append([node])
        self._extend(index + 1, clusters, score)
        clusters.pop()


def _holds_together(cluster: Sequence[Node]) -> bool:
    return len(components([node.mark[0] for node in cluster])) == 1


def _progressive(nodes: Sequence[Node]) -> list[Cluster]:
    clusters: list[list[Node]] = []
    for annotator in sorted({min(node.annotators) for node in nodes}):
        new = [node for node in nodes if min(node.annotators) == annotator]
        base = 1.0 + len(nodes) * max(len(node.annotators) for node in nodes)
        weights = [[_joining(node, cluster, base) for cluster in clusters] for node in new]
        pairs = assign(weights) if clusters else []
        for row, column in pairs:
            clusters[column].append(new[row])
        placed = {row for row, _ in pairs}
        clusters.extend([node] for row, node in enumerate(new) if row not in placed)
    return [tuple(sorted(cluster, key=lambda node: node.mark)) for cluster in clusters]


def _joining(node: Node, cluster: Sequence[Node], base: float) -> float:
    if any(node.annotators & other.annotators for other in cluster):
        return 0.0
    exact, label, overlap, share = _gain(node, cluster)
    return exact * base**3 + label * base**2 + overlap * base + share
