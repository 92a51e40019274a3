# SPDX-License-Identifier: MIT
"""What hypothesis may try: texts with all that has ever broken an offset, and layers on them.

``annotated_documents()`` gives whole documents with several layers; ``layers(text)`` the records of
one. Values are what the product can store: no NUL, no lone surrogates, numbers of 64 bits.
"""

import os
from dataclasses import dataclass, replace

from hypothesis import settings
from hypothesis import strategies as st

from annotator.model.document import Document
from annotator.model.records import (
    Argument,
    Assignment,
    Decision,
    DocumentInfo,
    DocumentLabel,
    Entity,
    EventFrame,
    Note,
    Record,
    Relation,
    Seen,
    Span,
)

LABELS = ("ACTOR", "LOCATION", "WEAPON", "CASUALTY")
ANNOTATORS = ("anna", "بسام", "Li Wei", 'o\'neil "x"')
PIECES = (
    "Hay’at Tahrir al-Sham",
    "“Deterring Aggression.”",
    "حلب",
    "الجيش السوري",
    "שלום",
    "漢字",
    "हिन्दी",
    "🚀",
    "👩\u200d👩\u200d👧",
    "e\u0301",
    "\u00e9",
    "\r\n",
    "\r",
    "\n",
    "\n\n",
    "\t",
    " ",
    "\u00a0",
    "\u2028",
    "\u2029",
    "\u0085",
    "\u200b",
    "\u202e",
    "\ufeff",
    "\x1b[31m",
    "AK-47s",
    "U.S.-made",
    "<b>x</b>",
    '"',
    "\\",
    "=1+1",
    "in Idlib",
)


def examples(count: int) -> settings:
    """Settings for so many examples; ANNOTATOR_EXAMPLES=20 tries twenty times as many."""
    return settings(max_examples=count * int(os.environ.get("ANNOTATOR_EXAMPLES", "1")))


characters = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
words = st.text(characters, max_size=8)
names = st.text(characters, min_size=1, max_size=8)


def texts(*, min_pieces: int = 1, max_pieces: int = 20) -> st.SearchStrategy[str]:
    """Texts with at least one character that is not white space."""
    pieces = st.one_of(st.sampled_from(PIECES), words)
    joined = st.lists(pieces, min_size=min_pieces, max_size=max_pieces).map("".join)
    return joined.map(lambda text: text if text.strip() else text + "x")


integers = st.integers(min_value=-(2**63), max_value=2**63 - 1)
floats = st.floats(allow_nan=False, allow_infinity=False)
values = st.one_of(
    words, integers, floats, st.booleans(), st.none(), st.lists(words, max_size=3).map(tuple)
)
attributes = st.dictionaries(names, values, max_size=3)
plain_data = st.recursive(
    st.one_of(words, integers, floats, st.booleans(), st.none()),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(words, inner, max_size=3)),
    max_leaves=6,
)


@st.composite
def fragments(draw: st.DrawFn, text: str, *, discontinuous: bool = True) -> tuple:
    """One stretch of the text, or now and then several that do not touch."""
    most = min(3, len(text) // 2) if discontinuous and len(text) >= 6 else 1
    count = draw(st.integers(1, most)) if draw(st.integers(0, 3)) == 0 else 1
    offsets = st.integers(0, len(text))
    bounds = sorted(draw(st.sets(offsets, min_size=2 * count, max_size=2 * count)))
    return tuple(zip(bounds[::2], bounds[1::2], strict=True))


@st.composite
def spans(
    draw: st.DrawFn, text: str, *, max_size: int = 8, discontinuous: bool = True
) -> tuple[Span, ...]:
    """Spans that nest, cross, repeat, and cover the same range with two labels."""
    places = draw(
        st.lists(fragments(text, discontinuous=discontinuous), min_size=0, max_size=max_size)
    )
    if places and draw(st.booleans()):
        places.append(draw(st.sampled_from(places)))
    ids = draw(_ids("s", len(places)))
    return tuple(
        Span(
            id,
            draw(st.sampled_from(LABELS)),
            place,
            draw(attributes),
            draw(st.sampled_from(("", *ANNOTATORS))),
        )
        for id, place in zip(ids, places, strict=True)
    )


@st.composite
def _ids(draw: st.DrawFn, prefix: str, count: int) -> list[str]:
    return [f"{prefix}{number}{draw(words)}" for number in range(count)]


@st.composite
def layers(
    draw: st.DrawFn, text: str, *, max_spans: int = 8, discontinuous: bool = True
) -> tuple[Record, ...]:
    """The records of one layer: every kind but LayerStatus and DocumentInfo; no end dangles."""
    made = draw(spans(text, max_size=max_spans, discontinuous=discontinuous))
    span_ids = [span.id for span in made]
    if not span_ids:
        return (*made, *draw(_labels()), *draw(_notes([])))
    event_ids = draw(_ids("e", draw(st.integers(0, 2))))
    ends = [*span_ids, *event_ids]
    events = tuple(draw(_event(id, text, ends)) for id in event_ids)
    relations = tuple(draw(_relation(id, ends)) for id in draw(_ids("r", draw(st.integers(0, 3)))))
    entities = tuple(draw(_entity(id, span_ids)) for id in draw(_ids("n", draw(st.integers(0, 1)))))
    known = [*ends, *(relation.id for relation in relations)]
    return (*made, *relations, *events, *entities, *draw(_labels()), *draw(_notes(known)))


@st.composite
def _relation(draw: st.DrawFn, id: str, ends: list[str]) -> Relation:
    end = st.sampled_from(ends)
    return Relation(id, draw(names), draw(end), draw(end), draw(attributes), draw(words))


@st.composite
def _event(draw: st.DrawFn, id: str, text: str, ends: list[str]) -> EventFrame:
    place = fragments(text, discontinuous=False).map(lambda found: found[0])
    arguments = st.lists(st.builds(Argument, names, st.sampled_from(ends)), max_size=3)
    return EventFrame(
        id,
        draw(names),
        draw(place),
        tuple(draw(arguments)),
        draw(words),
        draw(st.one_of(st.none(), place)),
        draw(attributes),
        draw(words),
        draw(words),
        draw(st.sampled_from(["", *ends])),
    )


@st.composite
def _entity(draw: st.DrawFn, id: str, span_ids: list[str]) -> Entity:
    mentions = draw(st.lists(st.sampled_from(span_ids), unique=True, max_size=3))
    return Entity(id, tuple(mentions), draw(attributes), draw(words))


@st.composite
def _labels(draw: st.DrawFn) -> tuple[DocumentLabel, ...]:
    ids = draw(_ids("l", draw(st.integers(0, 2))))
    return tuple(DocumentLabel(id, draw(names), draw(values), draw(words)) for id in ids)


@st.composite
def _notes(draw: st.DrawFn, targets: list[str]) -> tuple[Note, ...]:
    ids = draw(_ids("m", draw(st.integers(0, 2))))
    target = st.sampled_from(["", *targets])
    return tuple(Note(id, draw(words), draw(target), draw(words)) for id in ids)


RESERVED_META = ("title", "source", "date", "language", "tags")

infos = st.builds(
    DocumentInfo,
    title=words,
    source=words,
    date=st.sampled_from(["", "2024-11-27", "Wednesday"]),
    language=st.sampled_from(["", "en", "ar", "xx"]),
    tags=st.lists(names, max_size=3).map(tuple),
    meta=st.dictionaries(
        words.filter(lambda name: name not in RESERVED_META), plain_data, max_size=3
    ),
)


@dataclass(frozen=True)
class AnnotatedDocument:
    """A document with its layers: (annotator, records, complete), as the store takes them."""

    document: Document
    info: DocumentInfo
    layers: tuple[tuple[str, tuple[Record, ...], bool], ...]
    own: tuple[Record, ...] = ()


@st.composite
def reviews(draw: st.DrawFn, text: str) -> tuple[Record, ...]:
    """Assignments and decisions, as a document's own layer may hold them."""
    assignments = st.builds(
        Assignment,
        id=words,
        annotator=names,
        role=st.sampled_from(["annotator", "adjudicator"]),
        due=st.sampled_from(["", "2026-12-01"]),
        blind=st.booleans(),
        group=words,
        why=words,
    )
    decisions = st.builds(
        Decision,
        id=words,
        item=words,
        start=st.just(0),
        end=st.integers(0, len(text)),
        outcome=st.sampled_from(["candidate", "none", "several", "custom"]),
        chosen=st.lists(names, max_size=2).map(tuple),
        result=layers(text, max_spans=2),
        candidates=st.lists(st.builds(Seen, names, words), max_size=2).map(tuple),
        suggestion=words,
        suggested_by=words,
        probability=st.one_of(st.none(), st.floats(0, 1)),
        method=st.sampled_from(["manual", "rule:unanimous"]),
        by=words,
        reason=words,
        note=words,
        flag=st.booleans(),
        ms=st.integers(0, 10**6),
    )
    found = [*draw(st.lists(assignments, max_size=1)), *draw(st.lists(decisions, max_size=1))]
    return tuple(replace(each, id=f"{each.kind}{each.id}") for each in found)


@st.composite
def annotated_documents(
    draw: st.DrawFn, *, id: str | None = None, max_layers: int = 3, discontinuous: bool = True
) -> AnnotatedDocument:
    """A document with its info and the layers of up to ``max_layers`` annotators."""
    text = draw(texts())
    annotators = draw(
        st.lists(st.sampled_from(ANNOTATORS), unique=True, max_size=min(max_layers, 4))
    )
    made = tuple(
        (name, draw(layers(text, discontinuous=discontinuous)), draw(st.booleans()))
        for name in annotators
    )
    document = Document.of(id or draw(names), text)
    return AnnotatedDocument(document, draw(infos), made, draw(reviews(text)))


@st.composite
def corpora(draw: st.DrawFn, *, max_documents: int = 3) -> tuple[AnnotatedDocument, ...]:
    """A few documents whose ids differ."""
    ids = draw(st.lists(names, unique=True, max_size=max_documents))
    return tuple(draw(annotated_documents(id=id)) for id in ids)
