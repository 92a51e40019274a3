# SPDX-License-Identifier: MIT
"""What the words say about how many: read as a span is made, kept where a person set it."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.assets import corpora_dir
from annotator.checks.quantities import (
    offered,
    read_from,
    said_values,
    values_read,
    with_values_read,
)
from annotator.edits.apply import Context, apply
from annotator.edits.edit import AddSpan, MoveSpan, RelabelSpan, SetAttributes, Several
from annotator.model.annotations import Annotations
from annotator.model.records import Span
from annotator.schema.definition import Schema
from annotator.schema.files import default_schema

CONFLICT = default_schema()
SILENT = Schema.model_validate(
    {**CONFLICT.model_dump(by_alias=True), "span_policy": {"read_counts": False}}
)
TWO = {"quantity": 2, "quantity_qualifier": "exact"}
TWENTY = {"quantity": 20, "quantity_qualifier": "exact"}
NAMES = ("count", "count_min", "count_max", "qualifier", "quantity", "quantity_qualifier")


class Desk:
    """One text and its layer, with edits carried out as a workspace does."""

    def __init__(self, text, schema=CONFLICT, language="en"):
        self.text, self.schema, self.language = text, schema, language
        self.annotations = Annotations()

    def do(self, edit):
        change = apply(edit, self.annotations, Context(len(self.text), self.schema))
        change = with_values_read(change, self.text, self.schema, self.language)
        self.annotations = change.applied_to(self.annotations)
        return change

    def place(self, words):
        start = self.text.index(words)
        return ((start, start + len(words)),)

    def add(self, words, label="CASUALTY", **attributes):
        self.do(AddSpan(label, self.place(words), attributes))
        return self.span

    @property
    def span(self):
        return next(iter(self.annotations.spans()))

    @property
    def values(self):
        return {name: v for name, v in self.span.attributes.items() if name in NAMES}


@pytest.mark.parametrize(
    ("text", "words", "values"),
    [
        (
            "At least 153 people died.",
            "At least 153 people",
            {"count": 153, "count_min": 153, "qualifier": "at_least"},
        ),
        (
            "Two soldiers died.",
            "Two soldiers",
            {"count": 2, "count_min": 2, "count_max": 2, "qualifier": "exact"},
        ),
        (
            "It killed 80-90 men.",
            "80-90 men",
            {"count_min": 80, "count_max": 90, "qualifier": "range"},
        ),
        ("Dozens died.", "Dozens", {"qualifier": "plural"}),
        ("Soldiers died.", "Soldiers", {"qualifier": "exact"}),
        ("A 15-year-old boy died.", "15-year-old boy", {"qualifier": "exact"}),
    ],
)
def test_a_new_span_has_the_count_that_its_words_say(text, words, values):
    desk = Desk(text)

    desk.add(words)

    assert desk.values == values


@pytest.mark.parametrize(
    ("text", "words", "values"),
    [
        ("Two tanks burnt.", "Two tanks", {"quantity": 2, "quantity_qualifier": "exact"}),
        ("They lost two T-72 tanks.", "T-72 tanks", {"quantity": 2, "quantity_qualifier": "exact"}),
        (
            "They fired at least 20 rockets.",
            "rockets",
            {"quantity": 20, "quantity_qualifier": "at_least"},
        ),
        ("They fired dozens of rockets.", "rockets", {"quantity_qualifier": "plural"}),
        ("They fired 10 to 20 rockets.", "rockets", {"quantity_qualifier": "range"}),
        ("They fired two 120 mm mortars.", "120 mm mortars", {"quantity": 2}),
        ("A heavy machine gun fired.", "heavy machine gun", {}),
        ("They fired 120 mm mortars.", "mortars", {}),
        ("A BM-21 Grad fired.", "BM-21 Grad", {}),
        ("On 5 March tanks came.", "tanks", {}),
        ("In 2015 tanks came.", "tanks", {}),
        ("It cost $20 rockets were cheap.", "rockets", {}),
        ("He lost 20, tanks came.", "tanks", {}),
        ("Of the 20 killed by rockets", "rockets", {}),
        ("In 2014 rebels fired two rockets.", "rockets", TWO),
        ("On 5 May, two rockets hit it.", "rockets", TWO),
        ("Some 5 km away, two rockets fell.", "rockets", TWO),
        ("For $20 million it bought two rockets.", "rockets", TWO),
        ("In 2014 they fired dozens of rockets.", "rockets", {"quantity_qualifier": "plural"}),
        ("In 2014 or 2015 rockets fell.", "rockets", {}),
        ("They cost $10 to 20 rockets fell.", "rockets", {}),
    ],
)
def test_a_number_of_things_is_read_also_where_it_stands_before_the_span(text, words, values):
    desk = Desk(text)

    desk.add(words, "WEAPON")

    assert desk.values == values | (
        {"quantity_qualifier": "exact"} if values == {"quantity": 2} else {}
    )


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("en", "By 2014 tanks came.", "tanks"),
        ("en", "In March of 2014 tanks came.", "tanks"),
        ("fr", "En 2014 chars et canons furent livrés.", "chars"),
        ("fr", "En mars 2014 chars et canons furent livrés.", "chars"),
        ("fr", "Depuis 2014 chars et canons manquent.", "chars"),
        ("fr", "L'année 2014 chars et canons manquaient.", "chars"),
        ("es", "En 2014 tanques entraron.", "tanques"),
        ("es", "En marzo 2014 tanques entraron.", "tanques"),
        ("es", "En marzo de 2014 tanques entraron.", "tanques"),
        ("es", "En septiembre del 2014 tanques entraron.", "tanques"),
        ("es", "A finales de 2014 tanques entraron.", "tanques"),
        ("de", "Im Mai 2014 Panzer zu schicken war falsch.", "Panzer"),
        ("de", "Im Jahr 2014 Panzer zu schicken war falsch.", "Panzer"),
        ("de", "Seit 2014 Panzer zu schicken war falsch.", "Panzer"),
        ("de", "Bis 2014 Panzer zu schicken war falsch.", "Panzer"),
        ("ru", "В мае 2014 танков было мало.", "танков"),
        ("ru", "В 2014 танков было мало.", "танков"),
        ("ru", "В конце мая 2014 танков было мало.", "танков"),
        ("ru", "К августу 2014 танков было мало.", "танков"),
        ("uk", "У травні 2014 танків було мало.", "танків"),
        ("uk", "Після 2014 танків було мало.", "танків"),
        ("ar", "في عام 2014 دبابات دخلت المدينة", "دبابات"),
        ("ar", "وفي 2014 دبابات دخلت المدينة", "دبابات"),
        ("ar", "في مايو 2014 دبابات دخلت المدينة", "دبابات"),
        ("ar", "في كانون الثاني 2014 دبابات دخلت المدينة", "دبابات"),
        ("pt", "Em 2014 tanques entraram.", "tanques"),
        ("pt-BR", "Em março de 2014 tanques entraram.", "tanques"),
        ("", "2014 tanks", "tanks"),
    ],
)
def test_a_year_is_no_quantity_in_any_language(language, text, words):
    desk = Desk(text, language=language)

    desk.add(words, "WEAPON")

    assert desk.values == {}


@pytest.mark.parametrize(
    ("language", "text", "words", "values"),
    [
        ("fr", "Le 5 mai 20 chars sont arrivés.", "chars", TWENTY),
        ("fr", "Ils ont perdu plus de 2000 chars.", "chars", {"quantity_qualifier": "more_than"}),
        ("es", "El 5 de mayo veinte tanques entraron.", "tanques", TWENTY),
        ("de", "Am 5. Mai kamen 20 Panzer.", "Panzer", TWENTY),
        ("de", "Es waren 1900 bis 2000 Panzer.", "Panzer", {"quantity_qualifier": "range"}),
        ("ru", "5 мая 20 танков вошли в город.", "танков", TWENTY),
        ("ar", "دخلت المدينة 20 دبابة", "دبابة", TWENTY),
        ("pt", "Vieram 20 tanques.", "tanques", TWENTY),
    ],
)
def test_a_number_after_a_date_is_still_read_in_other_languages(language, text, words, values):
    desk = Desk(text, language=language)

    desk.add(words, "WEAPON")

    assert desk.values.items() >= values.items()


@pytest.mark.parametrize(
    ("language", "surface"),
    [
        ("en", "aged 15"),
        ("fr", "âgée de 15"),
        ("de", "im Alter von 15"),
        ("es", "a la edad de 15"),
        ("ru", "в возрасте 15"),
        ("uk", "у віці 15"),
        ("ar", "طفل عمره 15"),
    ],
)
def test_an_age_is_no_count_in_any_language(language, surface):
    assert offered(CONFLICT, "CASUALTY", surface, language) == {}


def test_nothing_is_read_for_a_label_that_counts_nothing():
    desk = Desk("Two soldiers died.")

    assert desk.add("Two soldiers", "ACTOR").attributes == CONFLICT.defaults("ACTOR")


def test_what_an_edit_itself_says_about_the_count_is_kept():
    desk = Desk("Two soldiers died.")

    desk.add("Two soldiers", count=3)

    assert desk.values == {"count": 3, "qualifier": "exact"}


def test_another_label_reads_the_count_in_the_same_step():
    desk = Desk("At least 153 died.")
    span = desk.add("At least 153", "ACTOR")

    change = desk.do(RelabelSpan(span.id, "CASUALTY"))

    assert len(change.steps) == 1
    assert desk.values == {"count": 153, "count_min": 153, "qualifier": "at_least"}


def test_values_follow_the_words_when_an_edge_moves():
    desk = Desk("At least 153 soldiers died.")
    span = desk.add("153 soldiers")

    change = desk.do(MoveSpan(span.id, desk.place("At least 153 soldiers")))

    assert desk.values == {"count": 153, "count_min": 153, "qualifier": "at_least"}
    assert values_read(change) == {"qualifier": "at_least"}
    assert desk.annotations.span(span.id) == change.steps[0].after

    desk.do(MoveSpan(span.id, desk.place("soldiers")))

    assert desk.values == {"qualifier": "exact"}


@pytest.mark.parametrize("values", [{"count": 150}, {"qualifier": "about"}, {"count_max": 200}])
def test_values_that_a_person_has_set_stay_when_an_edge_moves(values):
    desk = Desk("At least 153 soldiers died.")
    span = desk.add("153 soldiers")
    desk.do(SetAttributes(span.id, values))
    before = desk.span.attributes

    desk.do(MoveSpan(span.id, desk.place("At least 153 soldiers")))

    assert desk.span.attributes == before


def test_several_new_spans_each_have_the_count_of_their_own_words():
    desk = Desk("Two soldiers died, then 153.")
    places = (desk.place("Two soldiers"), desk.place("153"))

    desk.do(Several(tuple(AddSpan("CASUALTY", place) for place in places), "span.add"))

    assert [span.attributes["count"] for span in desk.annotations.spans()] == [2, 153]


def test_an_edit_that_itself_sets_values_after_a_move_is_left_alone():
    desk = Desk("At least 153 soldiers died.")
    span = desk.add("153 soldiers")
    move = MoveSpan(span.id, desk.place("At least 153 soldiers"))

    desk.do(Several((move, SetAttributes(span.id, {"count": 150})), "span.move"))

    assert desk.span.attributes["count"] == 150


def test_a_schema_can_say_that_counts_are_not_read():
    desk = Desk("At least 153 died.", SILENT)

    span = desk.add("At least 153")
    desk.do(MoveSpan(span.id, desk.place("153")))

    assert desk.values == {"qualifier": "exact"}


def test_a_value_that_the_schema_forbids_is_not_set_and_its_qualifier_neither():
    desk = Desk("20 million died.")

    desk.add("20 million")

    assert desk.values == {"qualifier": "exact"}


def test_what_a_calibre_or_an_age_says_is_not_offered_as_a_count():
    assert offered(CONFLICT, "CASUALTY", "15-year-old boy", "en") == {}
    assert offered(CONFLICT, "CASUALTY", "50 percent of them", "en") == {}


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"count": 153, "count_min": 153, "qualifier": "at_least"}, "count 153, at least"),
        (
            {"count_min": 80, "count_max": 90, "qualifier": "range"},
            "count min 80, count max 90, range",
        ),
        (
            {"count": 1200, "count_min": 1200, "count_max": 1200, "qualifier": "exact"},
            "count 1,200, exact",
        ),
        ({"quantity": 2, "quantity_qualifier": "exact"}, "quantity 2, exact"),
        ({"qualifier": "plural"}, "plural"),
        ({"qualifier": "exact"}, ""),
        ({}, ""),
    ],
)
def test_values_are_said_in_few_words(values, words):
    assert said_values(values) == words


@given(st.lists(st.sampled_from([(0, 3), (0, 12), (9, 12), (9, 21), (13, 21)]), min_size=1))
def test_moving_back_and_forth_gives_what_making_it_there_gives(places):
    text = "At least 153 soldiers died."
    desk = Desk(text)
    span = desk.add("soldiers")

    for place in places:
        desk.do(MoveSpan(span.id, (place,)))

    fresh = Desk(text)
    fresh.do(AddSpan("CASUALTY", (places[-1],)))
    assert desk.span.attributes == fresh.span.attributes


def test_the_counts_of_the_sample_articles_are_read_as_they_were_annotated_or_left_open():
    read, left_open = 0, []
    for line in (corpora_dir() / "sample.jsonl").read_text("utf-8").strip().split("\n"):
        article = json.loads(line)
        language = article["meta"].get("language", "en")
        for one in article["spans"]:
            if one["label"] != "CASUALTY":
                continue
            span = Span("x", one["label"], ((one["start"], one["end"]),), one["attributes"])
            values = read_from(CONFLICT, span, article["text"], language)
            if not values:
                left_open.append(span.surface(article["text"]))
                continue
            read += 1
            for name in ("count", "qualifier"):
                assert values.get(name) == one["attributes"].get(name), span.surface(
                    article["text"]
                )

    assert read > 40
    assert left_open == ["a doctor and her assistant", "2 dead and 5 wounded"]
