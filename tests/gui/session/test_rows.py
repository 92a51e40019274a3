# SPDX-License-Identifier: MIT
import itertools
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.edits.change import Change, Step
from annotator.gui.bridge.documents import DocumentRow
from annotator.gui.session.rows import (
    LabelCounts,
    all_places,
    form_of,
    labels_by_key,
    row_with_layer,
    when,
)
from annotator.model.annotations import Annotations
from annotator.model.document import Document
from annotator.model.records import LayerStatus, Span
from annotator.schema.files import default_schema
from annotator.text.matching import folded

A = Span("a", "ACTOR", ((0, 3),))
B = Span("b", "WEAPON", ((4, 6),))


@given(st.text(alphabet="aAbß İ\U0001f4a3", max_size=40), st.text(alphabet="aAbß İ", max_size=3))
def test_every_place_found_holds_the_words_and_they_do_not_overlap(text, words):
    places = all_places(text, words)

    assert all(0 <= start < end <= len(text) for start, end in places)
    assert all(folded(text[start:end]) == folded(words) for start, end in places)
    assert all(one[1] <= other[0] for one, other in itertools.pairwise(places))
    if words and words in text:
        assert places


def test_case_is_ignored_and_offsets_are_those_of_the_text():
    assert all_places("\U0001f4a3 Idlib, IDLIB", "idlib") == [(2, 7), (9, 14)]


@pytest.mark.parametrize(
    ("text", "words", "places"),
    [
        ("كان مدنيًا هنا", "مدنيا", [(4, 10)]),
        ("لجنة شعبية", "شَعْبِيَّة", [(5, 10)]),
        ("لجنة شَعْبِيَّة.", "شعبية", [(5, 15)]),
        ("Hay’at, hay'at", "hay'at", [(0, 6), (8, 14)]),
        ("\U0001f4a3 Mu\u0308ller, MÜLLER", "muller", [(2, 9), (11, 17)]),
        ("İstanbul and istanbul", "istanbul", [(0, 8), (13, 21)]),
        ("a.b a b", ".", [(1, 2)]),
        ("u\u0308", "\u0308", []),
    ],
)
def test_diacritics_and_the_kind_of_quotes_do_not_matter(text, words, places):
    assert all_places(text, words) == places


def test_no_more_places_are_given_than_asked_for():
    assert len(all_places("a" * 100, "a", limit=7)) == 7


def test_counts_follow_changes():
    counts = LabelCounts({"ACTOR": 5}, {})
    counts.take_document(Annotations({"a": A}))

    counts.take_change(Change("span.add", (Step("b", None, B),)), is_here=True)
    counts.take_change(Change("span.remove", (Step("a", A, None),)), is_here=False)

    assert counts.here == {"ACTOR": 1, "WEAPON": 1}
    assert counts.everywhere == {"ACTOR": 4, "WEAPON": 1}


def test_labels_that_the_schema_does_not_know_are_listed_last():
    counts = LabelCounts({}, {"OLD": 2, "ACTOR": 1})

    rows = counts.rows(default_schema())

    assert rows[0].label == "ACTOR"
    assert (rows[-1].label, rows[-1].key, rows[-1].here) == ("OLD", "", 2)


def test_a_row_of_a_document_follows_its_layer():
    row = DocumentRow("d", "D", spans=3)
    change = Change("x", (Step("a", A, None), Step("status", None, LayerStatus(complete=True))))

    after = row_with_layer(row, change, Annotations({"status": LayerStatus(complete=True)}))

    assert (after.spans, after.complete) == (2, True)


def test_a_moment_of_today_is_a_time_and_of_another_day_a_date():
    zone = timezone(timedelta(hours=3))
    now = datetime(2026, 11, 24, 1, 0, tzinfo=zone)

    assert when(datetime(2026, 11, 23, 21, 30, 5, tzinfo=UTC), now) == "00:30:05"
    assert when(datetime(2026, 11, 23, 20, 30, tzinfo=UTC), now) == "2026-11-23 23:30"


def test_every_key_of_the_default_schema_has_its_label():
    assert labels_by_key(default_schema()) == {
        "1": "ACTOR",
        "2": "LOCATION",
        "3": "WEAPON",
        "4": "CASUALTY",
    }


def test_a_span_with_a_label_the_schema_does_not_know_has_an_empty_form():
    span = Span("x", "OLD", ((0, 3),), {"kind": "y"})

    form = form_of(span, Document.of("d", "abc"), default_schema(), writable=True)

    assert form.surface == "abc"
    assert form.attributes == {}


def test_a_form_says_which_values_are_what_the_words_of_its_span_say():
    document = Document.of("d", "At least 153 died.")
    values = {"qualifier": "at_least", "count": 153, "count_min": 153}
    span = Span("x", "CASUALTY", ((0, 12),), {"outcome": "killed", **values})
    other = Span("x", "CASUALTY", ((0, 12),), {**values, "count": 150})

    def read(one, language):
        form = form_of(one, document, default_schema(), writable=True, language=language)
        return form.read

    assert read(span, "en") == "count 153, at least"
    assert read(other, "en") == ""
    assert read(span, "ar") == ""
