# SPDX-License-Identifier: MIT
"""Takes what is to be released out of the store, once, into a file of its own.

All that follows works on that file: whatever is annotated meanwhile, a release is of one moment,
and other processes need no database.
"""

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO

import orjson

from annotator.formats.format import ExportedDocument, Progress, StoredLayer
from annotator.model.document import Document
from annotator.model.records import INFO_ID, DocumentInfo, from_data, to_data
from annotator.release.agreement import Agreement
from annotator.release.layers import chosen_layer
from annotator.release.near_duplicates import NearDuplicates
from annotator.store.values import StoredDocument


@dataclass(frozen=True, slots=True)
class Taken:
    """What is remembered of a document: its place in the file is its number.

    ``labels`` count its spans; ``info`` are its source, date and language.
    """

    id: str
    sha256: str
    annotator: str
    complete: bool
    labels: dict[str, int]
    info: tuple[str, str, str]
    characters: int

    @property
    def spans(self) -> int:
        """How many spans it has."""
        return sum(self.labels.values())


@dataclass(slots=True)
class Gathered:
    """What was taken out of a store.

    ``overlapping`` counts spans that share a character with another, ``kinds`` all records.
    ``agreement`` is of all annotators, whosever layers are released.
    """

    spool: "Spool"
    near: NearDuplicates
    taken: list[Taken] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
    overlapping: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    not_shared: Counter[str] = field(default_factory=Counter)
    agreement: Agreement = field(default_factory=Agreement)

    def take(self, item: StoredDocument, layers: str, *, partial: bool) -> None:
        """Take in a document, or count why it is left out."""
        self.agreement.add(item)
        chosen = chosen_layer(item, layers, partial=partial)
        if chosen.layer is None:
            self.left_out[chosen.reason] += 1
            return
        self.not_shared.update(chosen.not_shared)
        text, layer = item.document.text, chosen.layer
        spans = [record for record in layer.records if record["kind"] == "span"]
        self.kinds.update(record["kind"] for record in layer.records)
        self.overlapping += _overlapping(spans)
        info = item.info
        self.taken.append(
            Taken(
                item.document.id,
                item.document.sha256,
                layer.annotator,
                layer.complete,
                dict(Counter(span["label"] for span in spans)),
                (info.source, info.date, info.language),
                len(text),
            )
        )
        self.spool.add(item, layer)
        self.near.add(text)


def gathered(
    documents: Iterable[StoredDocument],
    spool: "Spool",
    layers: str,
    *,
    partial: bool,
    progress: Progress,
) -> Gathered:
    """Take every document's layer out of a store; in memory stay counts and sketches only."""
    found = Gathered(spool, NearDuplicates(spool.text))
    for done, item in enumerate(documents):
        progress(done, 0)
        found.take(item, layers, partial=partial)
    spool.flush()
    return found


def _overlapping(spans: Iterable[Mapping[str, Any]]) -> int:
    """Return how many spans share a character with another one."""
    places = sorted((span["fragments"][0][0], span["fragments"][-1][1]) for span in spans)
    touched = [False] * len(places)
    furthest, holder = -1, -1
    for number, (start, end) in enumerate(places):
        if start < furthest:
            touched[number] = touched[holder] = True
        if end > furthest:
            furthest, holder = end, number
    return sum(touched)


class Spool:
    """The file: a line of JSON for each document with its layer, found again by number."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._offsets = array("Q")
        self._end = 0
        self._stream: BinaryIO = path.open("w+b", buffering=1 << 20)

    def __enter__(self) -> "Spool":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stream.close()
        self.path.unlink(missing_ok=True)

    def add(self, item: StoredDocument, layer: StoredLayer) -> None:
        """Write a document with its layer."""
        line = orjson.dumps(
            {
                "id": item.document.id,
                "sha256": item.document.sha256,
                "text": item.document.text,
                "info": to_data(item.info),
                "annotator": layer.annotator,
                "complete": layer.complete,
                "records": layer.records,
            },
            option=orjson.OPT_APPEND_NEWLINE,
        )
        self._offsets.append(self._end)
        self._stream.seek(self._end)
        self._stream.write(line)
        self._end += len(line)

    def flush(self) -> None:
        """Bring what was written to the file, for others to read."""
        self._stream.flush()

    def text(self, number: int) -> str:
        """Return the text of a document."""
        self._stream.flush()
        self._stream.seek(self._offsets[number])
        text: str = orjson.loads(self._stream.readline())["text"]
        return text

    def places(self, numbers: Iterable[int]) -> list[int]:
        """Return where the lines of these documents begin, for ``documents_at``."""
        return [self._offsets[number] for number in numbers]


def documents_at(path: Path, places: Iterable[int]) -> Iterator[ExportedDocument]:
    """Yield the documents of a spool whose lines begin at these places, in this order."""
    with path.open("rb", buffering=1 << 18) as stream:
        for place in places:
            stream.seek(place)
            data = orjson.loads(stream.readline())
            info = from_data({**data["info"], "id": INFO_ID})
            if not isinstance(info, DocumentInfo):
                raise TypeError("a line of the spool has no info")
            layer = StoredLayer(data["annotator"], data["records"], data["complete"])
            document = Document(data["id"], data["text"], data["sha256"])
            yield ExportedDocument(document, info, (layer,))
