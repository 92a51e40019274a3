# SPDX-License-Identifier: MIT
"""What reviewing and assigning need of a workspace."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from annotator.edits.change import Change
from annotator.model.annotations import DOCUMENT_LAYER
from annotator.store.session import Store
from annotator.workspace.events import Events
from annotator.workspace.gestures import Gestures, Prepared
from annotator.workspace.live import Live
from annotator.workspace.saving import Saving


@dataclass(frozen=True, slots=True)
class Door:
    """The store, what is held of it, and the way to change it; ``actor`` is the person."""

    store: Store
    live: Live
    gestures: Gestures
    carry_out: Callable[[Sequence[Prepared]], None]
    saving: Saving
    events: Events
    actor: str

    def require_writable(self) -> None:
        """Raise ReadOnlyError if nothing can be written."""
        self.saving.require_writable()

    def act(self, changes: Sequence[tuple[str, str, Change]]) -> None:
        """Carry out changes (document, layer, change) as one act; those without steps are none."""
        wanted = [change for change in changes if change[2].steps]
        if wanted:
            self.carry_out(self.gestures.prepare(wanted))

    def layers_of(self, document: str) -> tuple[str, ...]:
        """Return the names of the layers of a document, also of those not yet saved."""
        names = {layer.annotator for layer in self.store.layers(document)}
        waiting = self.saving.pending()
        names.update(each.layer for each in waiting if each.document == document)
        return tuple(sorted(names - {DOCUMENT_LAYER}))
