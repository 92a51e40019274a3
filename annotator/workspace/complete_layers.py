# SPDX-License-Identifier: MIT
"""The layers that may be compared: those of annotators who have said that they are done."""

from annotator.model.annotations import GOLD, Annotations
from annotator.store.values import StoredDocument


def complete_layers(item: StoredDocument) -> dict[str, Annotations]:
    """Return the complete layers of a stored document by annotator, gold left out."""
    return {
        layer.annotator: Annotations({record.id: record for record in layer.records()})
        for layer in item.layers
        if layer.complete and layer.annotator != GOLD
    }
