# SPDX-License-Identifier: MIT
"""All checks together: on the seed, in order, live, and with fixes that work."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.assist.tokenizer import load_tokenizer
from annotator.checks.document import LiveCheck, Subject, check_document
from annotator.checks.finding import Severity
from annotator.edits.apply import Context, apply
from annotator.edits.edit import AddSpan, MoveSpan, RelabelSpan, RemoveRecord, SetAttributes
from annotator.model.annotations import Annotations
from annotator.model.records import Relation, Span
from annotator.schema.files import default_schema
from annotator.text.tokens import TokenBoundaries
from tests.checks.subjects import codes, of, seed, subject, words
from tests.strategies import examples, layers, texts


def seed_subject() -> Subject:
    text, records = seed()
    tokens = load_tokenizer("en")(text)
    annotations = Annotations({record.id: record for record in records})
    return Subject(text, annotations, default_schema(), tokens, "en")


def test_the_seed_has_no_error_and_the_two_warnings_that_were_meant():
    findings = check_document(seed_subject())

    warnings = [one for one in findings if one.severity is not Severity.INFO]
    assert [(one.code, one.severity, one.message) for one in warnings] == [
        (
            "D02",
            Severity.WARNING,
            "place_type of 'Aleppo' is settlement here and region elsewhere",
        ),
        ("N03", Severity.WARNING, "ACTOR 'opposition' lies in ACTOR 'opposition-affiliated media'"),
    ]


LIKE_THE_SEED = (
    "[Rebels|ACTOR actor_type=rebel_group mention=nominal] took [Homs|LOCATION place_type=region "
    "precision=3], said [[exile|ACTOR actor_type=political_opposition mention=nominal] radio|ACTOR "
    "actor_type=media mention=nominal]. South of [Homs|LOCATION place_type=settlement "
    "precision=1], [at least 9|CASUALTY outcome=killed count=9 count_min=9 qualifier=at_least "
    "victim_type=mixed aggregation=total] were killed: [5 HTS men|CASUALTY outcome=killed count=5 "
    "qualifier=exact victim_type=unknown aggregation=part] and [4 [SNA|ACTOR "
    "actor_type=rebel_group mention=named] men|CASUALTY outcome=killed count=4 qualifier=exact "
    "victim_type=unknown aggregation=part]. [Radio Homs|ACTOR actor_type=media mention=named] said "
    "[rebels|ACTOR actor_type=rebel_group mention=nominal] stayed; rebels denied it."
)


def test_an_article_like_the_seed_has_two_warnings_and_a_sum():
    links = (Relation(f"r{part}", "part_of_total", f"T{part}", "T6") for part in (7, 8))
    defaults = {"mention": "named", "role": "scene"}
    checked = subject(LIKE_THE_SEED, *links, schema=default_schema())
    records = {
        record.id: replace(record, attributes={**defaults, **record.attributes})
        if isinstance(record, Span) and record.label == "LOCATION"
        else record
        for record in checked.annotations.records.values()
    }

    findings = check_document(replace(checked, annotations=Annotations(records)))

    assert [(one.code, one.message) for one in findings] == [
        ("N03", "ACTOR 'exile' lies in ACTOR 'exile radio'"),
        ("D02", "place_type of 'Homs' is settlement here and region elsewhere"),
        ("R08", "5 + 4 = 9"),
    ]


def without(attribute):
    def plant(span):
        left = {name: value for name, value in span.attributes.items() if name != attribute}
        return replace(span, attributes=left)

    return plant


def shifted(start, end):
    def plant(span):
        return replace(span, fragments=((span.start + start, span.end + end),))

    return plant


def with_value(name, value):
    return lambda span: replace(span, attributes={**span.attributes, name: value})


@pytest.mark.parametrize(
    ("label", "plant", "code"),
    [
        ("ACTOR", without("actor_type"), "A03"),
        ("LOCATION", without("place_type"), "A03"),
        ("CASUALTY", without("outcome"), "A03"),
        ("ACTOR", with_value("actor_type", "rebels"), "A02"),
        ("LOCATION", with_value("precision", 8), "A02"),
        ("LOCATION", with_value("country", "Syria"), "A02"),
        ("WEAPON", with_value("colour", "red"), "A01"),
        ("ACTOR", lambda span: replace(span, label="ACTORS"), "S01"),
        ("ACTOR", shifted(0, 1), "O04"),
        ("WEAPON", shifted(1, 0), "O07"),
        ("WEAPON", shifted(1, 0), "O08"),
        ("WEAPON", shifted(0, 10_000), "O02"),
    ],
)
def test_an_error_planted_into_the_seed_is_found_with_its_code(label, plant, code):
    clean = seed_subject()
    for span in [one for one in clean.annotations.spans() if one.label == label][:3]:
        records = {**clean.annotations.records, span.id: plant(span)}
        planted = replace(clean, annotations=Annotations(records))

        assert code in [one.code for one in check_document(planted) if one.record == span.id]


def test_findings_come_by_place_then_severity_then_code():
    findings = check_document(
        subject("[the |ACTOR x=1]then [[Syria|ACTOR]|LOCATION], [Sy|ACTOR]ria", language="en")
    )

    assert [(one.start, one.code) for one in findings] == [
        (0, "A01"),
        (0, "O04"),
        (0, "B01"),
        (9, "N01"),
        (16, "O07"),
        (16, "O08"),
    ]
    keys = [(one.start, one.severity.rank, one.code) for one in findings]
    assert keys == sorted(keys)


def test_an_empty_document_has_no_findings():
    assert codes(of("")) == []


@given(st.data())
@settings(max_examples=50)
def test_nothing_that_can_be_stored_makes_a_check_fail(data):
    text = data.draw(texts())
    records = data.draw(layers(text))
    checked = of(text, *records, schema=default_schema())

    for finding in check_document(checked):
        assert 0 <= finding.start <= finding.end <= len(text)
        assert finding.message.isprintable()
        assert all(fix.title.isprintable() for fix in finding.fixes)


@given(st.data())
@settings(max_examples=50)
def test_every_fix_is_one_change_that_can_be_undone(data):
    text = data.draw(texts())
    checked = of(text, *data.draw(layers(text)), schema=default_schema())
    context = Context(len(text), checked.schema, "anna")

    for finding in check_document(checked):
        for fix in finding.fixes:
            change = apply(fix.edit, checked.annotations, context)
            after = change.applied_to(checked.annotations)

            assert change.steps, (finding, fix)
            assert change.inverted().applied_to(after).records == checked.annotations.records


WORDS = [
    "the ",
    "Aleppo",
    ", ",
    "(",
    ")",
    "’s",
    "\n",
    "e\u0301",
    "👩\u200d👧",
    "حلب",
    " ",
    "“",
    ". The ",
]


@given(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=8).map("".join),
    st.integers(0, 30),
    st.integers(1, 30),
)
def test_following_the_first_fixes_comes_to_an_end(text, start, length):
    start %= len(text)
    span = Span("T1", "ACTOR", ((start, min(len(text), start + length)),))
    checked = replace(of(text, span), tokens=None)

    for _ in range(30):
        fixes = [
            finding.fixes[0].edit
            for finding in check_document(checked)
            if finding.fixes and isinstance(finding.fixes[0].edit, MoveSpan | RemoveRecord)
        ]
        if not fixes:
            break
        change = apply(fixes[0], checked.annotations, Context(len(text), checked.schema))
        checked = replace(checked, annotations=change.applied_to(checked.annotations))
    else:
        pytest.fail(
            f"the fixes go in a circle at {[one.fragments for one in checked.annotations.spans()]}"
        )


REPEATING = (
    *("HTS", "Homs", "Syrian Army", "Syrian Army Command", "حلب", " and ", ", ", ". ", "\n", " "),
    *("9 men were killed: 4 boys", " and ", "5 girls", "at least 12 died", " in ", "HTS posts"),
)
VALUES = {
    "actor_type": ("rebel_group", "media"),
    "place_type": ("settlement", "region"),
    "mention": ("named", "nominal"),
    "outcome": ("killed", "injured"),
    "count": (9, 4, 5),
    "qualifier": ("exact", "at_least"),
    "aggregation": ("single", "total", "part"),
}


@st.composite
def repeating(draw):
    """A document that says and marks the same things again and again, with its parts linked."""
    pieces = draw(st.lists(st.sampled_from(REPEATING), min_size=4, max_size=16))
    text, spans = "", []
    for number, piece in enumerate(pieces):
        if len(piece) > 2 and draw(st.integers(0, 2)):
            place = ((len(text), len(text) + len(piece.strip())),)
            label = draw(st.sampled_from(["ACTOR", "LOCATION", "CASUALTY"]))
            own = default_schema().attributes_of(label)
            values = {name: draw(st.sampled_from(VALUES[name])) for name in VALUES if name in own}
            spans.append(Span(f"s{number}", label, place, values))
        text += piece
    links = [
        Relation(f"r{number}", "part_of_total", draw(st.sampled_from(spans)).id, spans[0].id)
        for number in range(draw(st.integers(0, 3)) if spans else 0)
    ]
    return of(text, *spans, *links, schema=default_schema())


@given(repeating())
@examples(60)
def test_every_fix_of_a_document_that_repeats_itself_is_one_change(checked):
    context = Context(len(checked.text), checked.schema, "anna")

    for finding in check_document(checked):
        for fix in finding.fixes:
            change = apply(fix.edit, checked.annotations, context)
            after = change.applied_to(checked.annotations)

            assert change.steps, (finding, fix)
            assert change.inverted().applied_to(after).records == checked.annotations.records


def edits_of(checked, data):
    """One edit: a fix of a finding, or something else that people do."""
    fixes = [fix.edit for finding in check_document(checked) for fix in finding.fixes]
    spans = [span.id for span in checked.annotations.spans()]
    others = [RemoveRecord(id) for id in checked.annotations.records]
    others += [RelabelSpan(id, label) for id in spans for label in ("ACTOR", "LOCATION")]
    places = st.tuples(st.integers(0, len(checked.text) - 1), st.integers(1, 12))
    start, length = data.draw(places)
    place = ((start, min(len(checked.text), start + length)),)
    others += [AddSpan("ACTOR", place), *(MoveSpan(id, place) for id in spans)]
    return data.draw(st.sampled_from([*fixes, *others]))


class TestLive:
    @given(repeating(), st.data())
    @examples(40)
    def test_after_any_edits_it_says_what_a_fresh_check_says(self, checked, data):
        live = LiveCheck()
        assert live.findings(checked) == check_document(checked)

        for _ in range(4):
            context = Context(len(checked.text), checked.schema, "anna")
            change = apply(edits_of(checked, data), checked.annotations, context)
            before, checked = (
                checked,
                replace(checked, annotations=change.applied_to(checked.annotations)),
            )

            assert live.findings(checked) == check_document(checked)
            if data.draw(st.booleans()):
                assert live.findings(before) == check_document(before)
                assert live.findings(checked) == check_document(checked)

    @given(st.data())
    @settings(max_examples=40)
    def test_after_any_changes_it_says_what_a_fresh_check_says(self, data):
        text = data.draw(texts())
        live = LiveCheck()
        for _ in range(3):
            checked = of(text, *data.draw(layers(text)), schema=default_schema())

            assert live.findings(checked) == check_document(checked)

    def test_it_sees_an_edit_of_one_span(self):
        live = LiveCheck()
        checked = seed_subject()
        before = live.findings(checked)
        span = next(one for one in checked.annotations.spans() if one.label == "WEAPON")
        change = apply(
            SetAttributes(span.id, {"quantity": 0, "category": "mortar"}),
            checked.annotations,
            Context(len(checked.text), checked.schema),
        )
        broken = Annotations({**checked.annotations.records, span.id: replace(span, attributes={})})

        assert (
            live.findings(replace(checked, annotations=change.applied_to(checked.annotations)))
            == before
        )
        assert len(live.findings(replace(checked, annotations=broken))) == len(before) + 2
        assert live.findings(checked) == before

    def test_it_notices_another_schema_other_tokens_and_another_language(self):
        live = LiveCheck()
        checked = of("the Turkish-backed army", Span("T1", "ACTOR", ((4, 11),)))
        split = replace(checked, tokens=TokenBoundaries.of([(0, 3), (4, 11), (11, 12)]))
        strict = replace(split, schema=default_schema())

        for one in (checked, split, strict, checked, replace(checked, language="ar"), checked):
            assert live.findings(one) == check_document(one)

    def test_it_notices_another_text(self):
        live = LiveCheck()
        span = Span("T1", "ACTOR", ((0, 4),))
        for text in ("army left", "armyleft", "arm  left", "the left"):
            checked = replace(of(text, span), tokens=words(text))

            assert live.findings(checked) == check_document(checked)
