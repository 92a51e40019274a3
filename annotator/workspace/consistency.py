# SPDX-License-Identifier: MIT
"""How consistent a project is: looks once at everything stored, then only at what has changed.

The index stays in memory while the project is open. Edits, undo, imports, removed documents and
other people's work reach it before each answer.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Container, Iterable, Sequence
from dataclasses import dataclass, field, replace
from threading import Lock

from annotator.checks.corpus import CorpusIndex
from annotator.checks.corpus_findings import CorpusFindings, Inconsistency, Spot
from annotator.edits.edit import AddSpan, Edit, LayerEdit, RelabelSpan, Several
from annotator.errors import NotFoundError, StoreError
from annotator.model.annotations import DOCUMENT_LAYER, GOLD, Annotations
from annotator.model.records import Span
from annotator.schema.definition import Schema
from annotator.store.values import StoredDocument, StoredLayer
from annotator.workspace.assigning import Assigning
from annotator.workspace.door import Door
from annotator.workspace.events import (
    ConflictFound,
    DocumentChanged,
    DocumentsChanged,
    Event,
    LayerChanged,
    SchemaChanged,
)
from annotator.workspace.tasks import Progress

EVERYBODY = ""
CONTEXT = 40
"""So many characters are shown before and after a place."""
SAVED_WITHIN_S = 60.0
_SOME = 200
"""When more documents than this have changed by other means, everything is read anew."""


@dataclass(frozen=True, slots=True)
class Consistency:
    """The findings, the likeliest first, and in how many layers it was looked for them."""

    findings: tuple[Inconsistency, ...]
    layers: int


@dataclass(frozen=True, slots=True)
class Place:
    """A place of a finding in its text; ``mended`` are the words that the fix would cover."""

    spot: Spot
    before: str
    words: str
    after: str
    mended: str


@dataclass(frozen=True, slots=True)
class Mended:
    """What a fix did: how many places it mended, and how many were no longer as they were seen."""

    places: int
    left: int


@dataclass(slots=True)
class _Heard:
    """What was told since the index was last made right."""

    layers: dict[tuple[str, str], Annotations] = field(default_factory=dict)
    documents: set[str] = field(default_factory=set)
    stored: bool = False


@dataclass(slots=True)
class _Looked:
    """An index, of whom it is, and the moment of the log up to which it is right."""

    whose: str
    hidden: frozenset[str]
    schema: Schema
    sequence: int
    index: CorpusIndex
    found: CorpusFindings


class Consistencies:
    """The door to the consistency of a project.

    ``asked``, ``stands`` and ``mend`` belong on the thread that edits; what ``asked`` returns may
    run on any, and so may ``places``, which never waits for a first look.
    """

    def __init__(
        self,
        door: Door,
        assigning: Assigning,
        schema: Callable[[], Schema],
        apply_all: Callable[[Sequence[tuple[str, Edit]]], None],
    ) -> None:
        self._door = door
        self._assigning = assigning
        self._schema = schema
        self._apply_all = apply_all
        self._looked: _Looked | None = None
        self._hears = False
        self._heard = _Heard()
        self._working = Lock()  # one look at a time
        self._lock = Lock()  # the index, which a look after edits changes for a moment
        self._hearing = Lock()
        door.events.subscribe(self._happened)

    def asked(self, whose: str = EVERYBODY) -> Callable[[Progress], Consistency]:
        """Return work that looks for what is not consistent: in one annotator's layer, in all.

        All but gold, which has to be named. Layers that may not be seen yet are left out. The first
        look reads everything and can be stopped by ``progress``; later ones are quick.
        """
        schema = self._schema()
        hidden: Iterable[str] = ()
        if whose != self._door.actor:
            hidden = self._assigning.hidden()
        wanted = _Looked(whose, frozenset(hidden), schema, -1, *_made(schema))
        return lambda progress: self._look(wanted, progress)

    def places(self, finding: Inconsistency, *, most: int = 500) -> tuple[Place, ...]:
        """Return the first places of a finding, with what stands around them."""
        texts: dict[str, str] = {}

        def text_of(document: str) -> str:
            if document not in texts:
                texts[document] = self._door.store.document(document).text
            return texts[document]

        with self._lock:
            if self._looked is None:
                return ()
            spots = self._looked.found.spots(finding, text_of, most)
        return tuple(_place(spot, text_of(spot.document)) for spot in spots)

    def stands(self, spot: Spot) -> bool:
        """Return whether a place is still as it was seen; also for one in another's layer."""
        return _is_still(spot, self._door.live.layer(spot.document, spot.layer))

    def mend(self, spots: Sequence[Spot]) -> Mended:
        """Mend these places as one act.

        Places that have changed since they were seen are left as they are, and so are those in
        somebody else's layer.
        """
        edits: dict[str, list[LayerEdit]] = defaultdict(list)
        taken: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for spot in spots:
            if not spot.wanted or spot.layer != self._door.actor:
                continue
            layer = self._door.live.layer(spot.document, spot.layer)
            new = (spot.new_start, spot.new_end)
            if _is_still(spot, layer) and not _overlaps(new, taken[spot.document]):
                taken[spot.document].append(new)
                edits[spot.document].append(spot.edit())
        if edits:
            self._apply_all(
                [(id, Several(tuple(each), _kind(each[0]))) for id, each in edits.items()]
            )
        done = sum(map(len, edits.values()))
        return Mended(done, len(spots) - done)

    def _happened(self, event: Event) -> None:
        with self._hearing:
            if not self._hears:
                return
            match event:
                case LayerChanged():
                    self._heard.layers[event.document, event.layer] = event.annotations
                case DocumentChanged():
                    self._heard.documents.add(event.document)
                case ConflictFound():
                    self._heard.documents.add(event.document)
                case DocumentsChanged() | SchemaChanged():
                    self._heard.stored = True
                case _:
                    pass

    def _look(self, wanted: _Looked, progress: Progress) -> Consistency:
        with self._working:
            looked = self._looked
            if looked is not None and _is_same(looked, wanted):
                found = self._changes(looked)
                if found is not None:
                    return found
            return self._all(wanted, progress)

    def _all(self, wanted: _Looked, progress: Progress) -> Consistency:
        """Read everything; what is heard meanwhile is put in at the next look."""
        self._looked = None
        self._listen(hears=True)
        try:
            self._require_saved()
            wanted.sequence = self._door.store.last_sequence()
            total = len(self._door.store.summaries(self._door.actor))
            for number, item in enumerate(self._door.store.export_rows(), start=1):
                self._take_in(wanted, item)
                progress(number, total)
            wanted.index.settle()
        except BaseException:
            self._listen(hears=False)
            raise
        found = wanted.found.findings()
        self._looked = wanted
        return Consistency(tuple(found), len(wanted.index))

    def _take_in(self, wanted: _Looked, item: StoredDocument) -> None:
        for layer in item.layers:
            if self._wants(wanted, item.document.id, layer.annotator):
                spans = _spans(layer)
                if spans or layer.complete:
                    id, text = item.document.id, item.document.text
                    wanted.index.put(id, layer.annotator, text, spans)

    def _changes(self, looked: _Looked) -> Consistency | None:
        """Look at what was heard of; None if that is so much that all must be read anew."""
        heard = self._listen(hears=True)
        try:
            changed = heard.documents
            if heard.stored or changed:
                self._require_saved()
            if heard.stored:
                looked.sequence, newer = self._door.store.changed_since(looked.sequence)
                changed = changed | newer
            if len(changed) > _SOME:
                return None
            with self._lock:
                self._put_heard(looked, heard, changed)
                self._put_stored(looked, changed)
                looked.index.settle()
                return Consistency(tuple(looked.found.findings()), len(looked.index))
        except BaseException:
            self._looked = None  # what was heard is lost: the next look reads everything
            raise

    def _put_heard(self, looked: _Looked, heard: _Heard, but: Container[str]) -> None:
        for (id, name), layer in heard.layers.items():
            if id not in but and self._wants(looked, id, name):
                _put(looked.index, id, name, self._text(id), layer)

    def _put_stored(self, looked: _Looked, changed: Collection[str]) -> None:
        there = looked.index.layers_of(changed) if changed else {}
        for id in sorted(changed):
            now = self._read(looked, id)
            for name in sorted({*there.get(id, ()), *now}):
                _put(looked.index, id, name, self._text(id), now.get(name, Annotations()))

    def _text(self, id: str) -> str:
        try:
            return self._door.store.document(id).text
        except NotFoundError:
            return ""

    def _read(self, looked: _Looked, id: str) -> dict[str, Annotations]:
        """Return the layers of a document that are looked at, as they are stored."""
        store = self._door.store
        try:
            if store.info(id).removed:
                return {}
            names = [layer.annotator for layer in store.layers(id)]
            wanted = [name for name in names if self._wants(looked, id, name)]
            return {name: store.annotations(id, name) for name in wanted}
        except NotFoundError:
            return {}

    def _require_saved(self) -> None:
        saving = self._door.saving  # a backup that is being made is nothing to wait for
        if saving.pending() and not saving.flush(SAVED_WITHIN_S):
            raise StoreError("some work is not saved yet; try again")

    def _wants(self, looked: _Looked, document: str, layer: str) -> bool:
        if layer == self._door.actor:
            return looked.whose in (EVERYBODY, layer)
        if document in looked.hidden or layer == DOCUMENT_LAYER:
            return False
        return layer != GOLD if looked.whose == EVERYBODY else layer == looked.whose

    def _listen(self, *, hears: bool) -> _Heard:
        """Return what was heard so far; hear on, or nothing more."""
        with self._hearing:
            heard, self._heard = self._heard, _Heard()
            self._hears = hears
        return heard


def _made(schema: Schema) -> tuple[CorpusIndex, CorpusFindings]:
    index = CorpusIndex()
    return index, CorpusFindings(index, schema)


def _is_same(looked: _Looked, wanted: _Looked) -> bool:
    return (
        looked.whose == wanted.whose
        and looked.schema is wanted.schema
        and looked.hidden == wanted.hidden
    )


def _spans(layer: StoredLayer) -> list[Span]:
    data = [record for record in layer.data if record.get("kind") == Span.kind]
    records = replace(layer, data=data).records()
    return [record for record in records if isinstance(record, Span)]


def _put(index: CorpusIndex, document: str, name: str, text: str, layer: Annotations) -> None:
    """Put a layer in; take it out if nobody has annotated anything in it."""
    spans = list(layer.spans())
    if spans or layer.complete:
        index.put(document, name, text, spans)
    else:
        index.drop(document, name)


def _place(spot: Spot, text: str) -> Place:
    return Place(
        spot,
        text[max(spot.start - CONTEXT, 0) : spot.start],
        text[spot.start : spot.end],
        text[spot.end : spot.end + CONTEXT],
        text[spot.new_start : spot.new_end],
    )


def _is_still(spot: Spot, layer: Annotations) -> bool:
    """Whether a place is as it was seen, and its fix makes no span that is there already."""
    new = ((spot.new_start, spot.new_end),)
    if spot.span:
        span = layer.span(spot.span)
        if span is None or (span.label, span.fragments) != (spot.label, ((spot.start, spot.end),)):
            return False
        return not any(
            other.label == spot.wanted and other.fragments == new
            for other in layer.spans()
            if other.id != spot.span
        )
    return not _overlaps(new[0], (part for span in layer.spans() for part in span.fragments))


def _overlaps(place: tuple[int, int], others: Iterable[tuple[int, int]]) -> bool:
    return any(start < place[1] and end > place[0] for start, end in others)


def _kind(edit: LayerEdit) -> str:
    if isinstance(edit, AddSpan):
        return "consistency.mark"
    return "consistency.relabel" if isinstance(edit, RelabelSpan) else "consistency.move"
