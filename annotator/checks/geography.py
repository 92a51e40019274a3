# SPDX-License-Identifier: MIT
"""Places on the globe: coordinates, countries and the ids of gazetteers.

Attributes are found by their names: ``lat`` and ``lon`` in degrees, ``country`` with ISO 3166-1
alpha-3 codes, ``wikidata``, ``geonames_id``. A schema without them gets no finding.
"""

from collections import Counter
from collections.abc import Iterator
from difflib import get_close_matches

from annotator.checks.check import Found, LayerCheck, Rule, SpanCheck, Subject
from annotator.checks.countries import country_boxes
from annotator.checks.finding import Severity
from annotator.checks.moves import with_values
from annotator.edits.edit import REMOVE
from annotator.model.records import Span, Value
from annotator.schema.names import bare, shown

SCENES = frozenset({"scene", "target"})
LEAST_OTHERS = 2
"""So many other scenes must lie in one country before one abroad is remarkable."""
_ALPHA_3 = "^[A-Z]{3}$"
_IDS = ("wikidata", "geonames_id")


def _degrees(subject: Subject, span: Span) -> tuple[float, float] | None:
    """Return latitude and longitude, where the schema gives the label both and both are set."""
    own = subject.schema.attributes_of(span.label)
    values = (span.attributes.get("lat"), span.attributes.get("lon"))
    if "lat" not in own or "lon" not in own or any(isinstance(value, bool) for value in values):
        return None
    lat, lon = values
    return (lat, lon) if isinstance(lat, int | float) and isinstance(lon, int | float) else None


def _country(subject: Subject, span: Span) -> str:
    """Return the code in ``country``; empty if there is none or it is no alpha-3 code."""
    attribute = subject.schema.attributes_of(span.label).get("country")
    value = span.attributes.get("country")
    if attribute is None or not isinstance(value, str) or len(value) != 3:
        return ""
    is_coded = attribute.pattern == _ALPHA_3 or (attribute.codes or "").startswith("ISO 3166-1")
    return value if is_coded and value.isascii() and value.isupper() else ""


def _half_a_place(subject: Subject, span: Span) -> Iterator[Found]:
    own = subject.schema.attributes_of(span.label)
    if "lat" not in own or "lon" not in own:
        return
    have = [name for name in ("lat", "lon") if span.attributes.get(name) is not None]
    if len(have) == 1:
        missing = "lon" if have == ["lat"] else "lat"
        message = f"{have[0]} is set and {missing} is not; a place needs both"
        fix = with_values(f"Remove {have[0]}", span, **{have[0]: REMOVE})
        yield Found(message, span.start, span.end, (fix,))


def _unknown_country(subject: Subject, span: Span) -> Iterator[Found]:
    code = _country(subject, span)
    if not code or code in country_boxes():
        return
    fixes = [
        with_values(f"Set country to {near}", span, country=near)
        for near in get_close_matches(code, country_boxes(), n=4, cutoff=0.6)
    ]
    message = f"country: {shown(code)} is no code of ISO 3166-1 alpha-3"
    yield Found(
        message, span.start, span.end, (*fixes, with_values("Remove country", span, country=REMOVE))
    )


def _outside_country(subject: Subject, span: Span) -> Iterator[Found]:
    place = _degrees(subject, span)
    box = country_boxes().get(_country(subject, span)) if place else None
    if place is None or box is None or box.has(*place):
        return
    lat, lon = place
    fixes = []
    if -90 <= lon <= 90 and box.has(lon, lat):
        fixes.append(with_values("Swap lat and lon", span, lat=lon, lon=lat))
    fixes.append(with_values("Remove lat and lon", span, lat=REMOVE, lon=REMOVE))
    fixes.append(with_values("Remove country", span, country=REMOVE))
    message = f"{lat}, {lon} does not lie in {span.attributes['country']}"
    yield Found(message, span.start, span.end, tuple(fixes))


def _abroad(subject: Subject) -> Iterator[Found]:
    scenes = [
        (span, code)
        for span in subject.spans()
        if span.attributes.get("role") in SCENES
        and "place_type" in subject.schema.attributes_of(span.label)
        and (code := _country(subject, span))
    ]
    counts = Counter(code for _, code in scenes)
    if len(counts) != 2:
        return
    (usual, others), (_, alone) = counts.most_common()
    if alone != 1 or others < LEAST_OTHERS:
        return
    for span, code in scenes:
        if code != usual:
            message = f"this place is in {code}, every other scene in {usual}"
            fix = with_values(f"Set country to {usual}", span, country=usual)
            yield Found(message, span.start, span.end, (fix,), span.id)


def _one_id_two_labels(subject: Subject) -> Iterator[Found]:
    for name in _IDS:
        first_with: dict[Value, Span] = {}
        for span in subject.spans():
            value = span.attributes.get(name)
            if not value or name not in subject.schema.attributes_of(span.label):
                continue
            first = first_with.setdefault(value, span)
            if first.label != span.label and not (is_state(first) and is_state(span)):
                said = shown(first.surface(subject.text))
                message = f"{name} {value} is also that of {bare(first.label)} {said}"
                fix = with_values(f"Remove {name}", span, **{name: REMOVE})
                yield Found(message, span.start, span.end, (fix,), span.id)


def is_state(span: Span) -> bool:
    """Whether it is a country, or its government: what may act and be a place under one id."""
    own = span.attributes
    return own.get("place_type") == "country" or own.get("actor_type") == "state_government"


GEOGRAPHY_CHECKS = (
    SpanCheck(
        Rule(
            "A06",
            Severity.ERROR,
            "Latitude and longitude are set together or not at all.",
            "remove the lone one",
        ),
        _half_a_place,
    ),
    LayerCheck(
        Rule(
            "A07",
            Severity.WARNING,
            "A scene does not lie in another country than every other scene of the document.",
            "set the country of the others",
        ),
        _abroad,
    ),
    LayerCheck(
        Rule(
            "A08",
            Severity.WARNING,
            "One wikidata or geonames_id does not stand on two labels; a country and its "
            "government may share one.",
            "remove the second",
        ),
        _one_id_two_labels,
    ),
    SpanCheck(
        Rule(
            "A09",
            Severity.WARNING,
            "A country is one of the codes of ISO 3166-1 alpha-3, or XKX.",
            "set the nearest code, or remove it",
        ),
        _unknown_country,
    ),
    SpanCheck(
        Rule(
            "A10",
            Severity.WARNING,
            "A place with coordinates lies in the rough box around its country.",
            "swap them, or remove them or the country",
        ),
        _outside_country,
    ),
)
