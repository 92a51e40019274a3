# SPDX-License-Identifier: MIT
"""Counts of people: their attributes against their words."""

from dataclasses import replace

import pytest

from annotator.checks.document import check_document
from annotator.checks.quantities import offered
from annotator.schema.definition import Schema
from annotator.schema.files import default_schema
from tests.checks.subjects import codes, found, mended, of, seed, span, subject

CONFLICT = default_schema()


def casualty(text, words, **attributes):
    given = {"outcome": "killed", "qualifier": "exact", "victim_type": "unknown", **attributes}
    return of(text, span(text, words, "CASUALTY", **given), schema=CONFLICT)


EXAMPLES = [
    ("C01", "12 died.", "12", {"count": 12, "count_min": 13, "qualifier": "about"}),
    ("C02", "12 died.", "12", {"count": 12, "count_max": 11, "qualifier": "about"}),
    ("C03", "12 died.", "12", {"count": 12, "count_max": 14}),
    (
        "C04",
        "At least 12 died.",
        "At least 12",
        {"count": 12, "count_max": 14, "qualifier": "at_least"},
    ),
    ("C05", "Soldiers died.", "Soldiers", {"qualifier": "plural"}),
    ("C06", "12 died.", "12", {"count": 21}),
    ("C07", "At least 12 died.", "12", {"count": 12}),
    ("C08", "At least 12 died.", "At least 12", {"count": 12}),
    ("C09", "12 died.", "12", {"count": 12, "outcome": "none"}),
    ("C10", "12 were wounded.", "12", {"count": 12}),
    ("C11", "12 killed and wounded.", "12", {"count": 12}),
    ("C13", "It fired 120 mm shells.", "120", {"count": 120}),
]


@pytest.mark.parametrize(("code", "text", "words", "attributes"), EXAMPLES)
def test_a_count_that_its_words_contradict_is_found_and_mended(code, text, words, attributes):
    checked = casualty(text, words, **attributes)

    assert code in codes(checked)
    assert found(mended(checked, code), code) == []


@pytest.mark.parametrize("language", ["EN", "en-GB", "EN-GB"])
def test_english_may_be_written_in_capitals_and_with_a_country(language):
    checked = replace(casualty("Soldiers died.", "Soldiers"), language=language)

    assert len(found(checked, "C05")) == 1


@pytest.mark.parametrize(
    ("text", "words", "attributes"),
    [
        ("At least 12 died.", "At least 12", {"count": 12, "qualifier": "at_least"}),
        ("In 2016 1,200 people died.", "1,200 people", {"count": 1200}),
        ("Dozens died.", "Dozens", {"qualifier": "plural"}),
        ("12 were killed and 30 wounded.", "12", {"count": 12}),
        ("No casualties were reported.", "No casualties", {"count": 0, "outcome": "none"}),
    ],
)
def test_a_count_that_says_what_its_words_say_is_right(text, words, attributes):
    found_codes = codes(casualty(text, words, **attributes))

    assert [code for code in found_codes if code[0] == "C"] == []


def test_a_missing_count_is_set_to_what_the_words_say():
    checked = casualty("12 died.", "12")

    (finding,) = found(checked, "A04")

    assert finding.fixes[0].title == "Set qualifier exact, count 12, count_min 12, count_max 12"
    assert codes(mended(checked, "A04")) == []


def test_what_the_words_say_is_offered_to_labels_with_a_count_only():
    assert offered(CONFLICT, "CASUALTY", "at least 153", "en") == {
        "qualifier": "at_least",
        "count": 153,
        "count_min": 153,
    }
    assert offered(CONFLICT, "ACTOR", "at least 153", "en") == {}


def test_a_schema_gives_a_check_another_severity_or_switches_it_off():
    data = CONFLICT.model_dump(by_alias=True)
    text = "At least 12 died."
    one = span(text, "12", "CASUALTY", outcome="killed", count=12, qualifier="exact")

    strict = Schema.model_validate({**data, "checks": {"C07": "error"}})
    silent = Schema.model_validate({**data, "checks": {"C07": "off"}})

    assert [str(each.severity) for each in found(of(text, one, schema=strict), "C07")] == ["error"]
    assert found(of(text, one, schema=silent), "C07") == []


def test_labels_without_a_count_are_left_alone():
    assert codes(subject("[At least 12|CASUALTY] died")) == []


def test_the_seed_has_no_error():
    text, records = seed()

    findings = check_document(of(text, *records, schema=CONFLICT))

    assert [each for each in findings if each.severity == "error"] == []


def test_an_article_counts_as_a_word_of_quantity():
    made = casualty("A doctor and her assistant died.", "A doctor and her assistant", count=2)

    assert "C05" not in codes(made)
