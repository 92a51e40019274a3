# SPDX-License-Identifier: MIT
"""What has happened in a workspace, told to whoever subscribed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from annotator.edits.change import Change
from annotator.model.annotations import Annotations
from annotator.model.records import DocumentInfo


@dataclass(frozen=True, slots=True)
class SaveState:
    """Whether everything is on the disk.

    ``state`` is ``saved``, ``saving``, ``unsaved`` (the disk refuses; ``message`` says why and the
    work is kept and tried again) or ``read-only``. ``pending`` counts operations not yet durable.
    """

    state: str
    pending: int = 0
    message: str = ""


@dataclass(frozen=True, slots=True)
class LayerChanged:
    """A layer has a new snapshot."""

    document: str
    layer: str
    change: Change
    annotations: Annotations


@dataclass(frozen=True, slots=True)
class DocumentChanged:
    """A document's title, tags or other info changed; ``info.removed`` may have changed too."""

    document: str
    info: DocumentInfo


@dataclass(frozen=True, slots=True)
class DocumentsChanged:
    """Documents were added or taken away: the list must be read again.

    Not ``only_told``: layers may be others too, and no other event has said so.
    """

    only_told: bool = False


@dataclass(frozen=True, slots=True)
class HistoryChanged:
    """What can be undone or redone is different now."""


@dataclass(frozen=True, slots=True)
class SaveStateChanged:
    """The save state is another; this event may come on the writer's thread."""

    save_state: SaveState


@dataclass(frozen=True, slots=True)
class ConflictFound:
    """A change could not be saved: somebody else had changed the record. Reload the document.

    This event comes on the writer's thread.
    """

    document: str
    message: str


@dataclass(frozen=True, slots=True)
class TokenizerReady:
    """The tokenizer of a language is loaded; this event comes on a thread of its own."""

    language: str


@dataclass(frozen=True, slots=True)
class SchemaChanged:
    """The project has another schema: labels may have come or gone."""


Event: TypeAlias = (
    LayerChanged
    | DocumentChanged
    | DocumentsChanged
    | HistoryChanged
    | SaveStateChanged
    | ConflictFound
    | TokenizerReady
    | SchemaChanged
)
Subscriber: TypeAlias = Callable[[Event], None]


class Events:
    """Tells each subscriber each event, in order, on the thread that causes it."""

    def __init__(self) -> None:
        self._subscribers: list[Subscriber] = []

    def subscribe(self, subscriber: Subscriber) -> Callable[[], None]:
        """Tell ``subscriber`` from now on; the function returned ends that."""
        self._subscribers.append(subscriber)

        def unsubscribe() -> None:
            if subscriber in self._subscribers:
                self._subscribers.remove(subscriber)

        return unsubscribe

    def tell(self, event: Event) -> None:
        """Tell all subscribers."""
        for subscriber in tuple(self._subscribers):
            subscriber(event)
