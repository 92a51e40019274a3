# SPDX-License-Identifier: MIT
"""Soft labels of a whole project, document by document."""

from collections.abc import Iterator
from typing import Any

from annotator.model.annotations import GOLD
from annotator.model.records import Decision
from annotator.review.item import Item
from annotator.review.items import items_of
from annotator.review.soft_labels import plain, soft_items
from annotator.store.session import Store
from annotator.workspace.complete_layers import complete_layers
from annotator.workspace.tasks import Progress, no_progress

_TOGETHER = 2


def soft_labels(store: Store, *, progress: Progress = no_progress) -> Iterator[dict[str, Any]]:
    """Yield an item with its answers for each place that at least two annotators have looked at.

    Annotators are weighed over the whole project. For any thread; ``progress`` may raise to stop.
    """
    total = len(store.summaries(GOLD))
    items: list[Item] = []
    texts: dict[str, str] = {}
    decisions: dict[str, Decision] = {}
    for number, stored in enumerate(store.export_rows(), start=1):
        progress(number, total)
        layers = complete_layers(stored)
        if len(layers) < _TOGETHER:
            continue
        texts[stored.document.id] = stored.document.text
        items += items_of(stored.document.id, layers)
        own = stored.records_of_own()
        decisions.update({one.item: one for one in own if isinstance(one, Decision)})
    for item in soft_items(items, decisions):
        yield plain(item, texts[item.document])
