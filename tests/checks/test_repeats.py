# SPDX-License-Identifier: MIT
"""D01, D02 and D03: the same words again in a document."""

from dataclasses import replace

import pytest

from annotator.checks.finding import Severity
from annotator.edits.apply import Context, apply
from annotator.model.annotations import Annotations
from annotator.model.records import Span
from annotator.schema.definition import Schema
from annotator.schema.files import default_schema, parse_schema
from tests.checks.subjects import PLAIN, codes, found, mended, policy, subject

SCHEMA = parse_schema(
    """
schema: test/1
labels:
  ACTOR:
    attributes:
      sort: {type: enum, required: true, values: [army, rebels, media]}
      mention: {type: enum, default: named, values: [named, nominal, adjectival]}
      country: {type: string, max_length: 3}
  LOCATION:
    attributes:
      mention: {type: enum, default: named, values: [named, nominal]}
      place: {type: enum, required: true, values: [town, region, post]}
  CASUALTY:
    attributes:
      outcome: {type: enum, required: true, values: [killed, injured]}
      count: {type: int}
      qualifier: {type: enum, values: [exact, at_least]}
""",
    name="test",
    format="yaml",
)


def read(source, schema=SCHEMA, language="en"):
    return subject(source, schema=schema, language=language)


def labels(checked):
    return [(one.label, one.surface(checked.text)) for one in checked.annotations.spans()]


class TestOtherLabel:
    ONCE_OTHERWISE = (
        "[Homs|LOCATION place=town], [Homs|ACTOR sort=army] and [Homs|LOCATION place=town]"
    )

    def test_the_one_that_differs_is_a_warning_at_its_place(self):
        checked = read(self.ONCE_OTHERWISE)

        (finding,) = found(checked, "D01")
        assert finding.severity is Severity.WARNING
        assert (finding.start, finding.record) == (6, "T2")
        assert finding.message == "'Homs' is ACTOR here and LOCATION 2 times"

    def test_it_is_labelled_like_the_others_with_what_it_lacks(self):
        checked = mended(read(self.ONCE_OTHERWISE), "D01")

        assert codes(checked) == []
        assert checked.annotations.span("T2").attributes["place"] == "town"

    def test_or_the_others_like_it_in_one_change(self):
        checked = mended(read(self.ONCE_OTHERWISE), "D01", 1)

        assert [label for label, _ in labels(checked)] == ["ACTOR"] * 3
        assert codes(checked) == []

    def test_of_two_the_second_is_shown(self):
        checked = read("[Homs|ACTOR sort=army] and [Homs|LOCATION place=town]")

        assert [(one.start, one.message) for one in found(checked, "D01")] == [
            (9, "'Homs' is LOCATION here and ACTOR elsewhere")
        ]

    @pytest.mark.parametrize(("kind", "count"), [("state_government", 0), ("rebel_group", 1)])
    def test_a_country_may_be_a_place_and_its_government_an_actor(self, kind, count):
        source = f"in [Iran|LOCATION place_type=country], [Iran|ACTOR actor_type={kind}] said"

        assert len(found(read(source, default_schema()), "D01")) == count

    def test_two_labels_at_one_place_are_left_to_the_check_of_places(self):
        assert codes(read("[[Homs|ACTOR sort=army]|LOCATION place=town]")) == ["N01"]

    def test_other_words_and_words_in_another_case_are_others(self):
        assert codes(read("[Syria|LOCATION place=region] [SYRIA|ACTOR sort=army]")) == []

    def test_a_line_break_in_the_words_makes_no_difference(self):
        schema = Schema.model_validate(
            {**SCHEMA.model_dump(by_alias=True), "span_policy": {"cross_paragraph": "allow"}}
        )
        checked = read("[Deir Salim|LOCATION place=town] [Deir\nSalim|ACTOR sort=army]", schema)

        assert [one.message for one in found(checked, "D01")] == [
            "'Deir Salim' is ACTOR here and LOCATION elsewhere"
        ]

    def test_a_label_that_the_schema_does_not_have_is_left_to_its_own_check(self):
        assert codes(read("[Homs|ACTOR sort=army] [Homs|PLACE]")) == ["S01"]


class TestOtherType:
    def test_one_of_another_type_is_a_warning_and_set_like_the_others(self):
        checked = read(
            "[Homs|LOCATION place=town], [Homs|LOCATION place=region], [Homs|LOCATION place=town]"
        )

        (finding,) = found(checked, "D02")
        assert (finding.severity, finding.record) == (Severity.WARNING, "T2")
        assert finding.message == "place of 'Homs' is region here and town 2 times"
        assert codes(mended(checked, "D02")) == []
        others = mended(checked, "D02", 1)
        assert [one.attributes["place"] for one in others.annotations.spans()] == ["region"] * 3

    def test_the_type_is_what_is_required_and_has_no_default(self):
        checked = read(
            "[Homs|LOCATION place=town mention=named] [Homs|LOCATION place=town mention=nominal]"
        )

        assert codes(checked) == []

    def test_missing_and_wrong_values_are_left_to_their_own_checks(self):
        checked = read("[Homs|LOCATION place=town] [Homs|LOCATION] [Homs|LOCATION place=city]")

        assert codes(checked) == ["A03", "A02"]

    def test_counts_of_people_may_have_different_outcomes(self):
        source = "[five|CASUALTY outcome=killed] died, [five|CASUALTY outcome=injured] were hurt"

        assert found(read(source), "D02") == []

    def test_a_schema_without_types_says_nothing(self):
        assert codes(read("[Homs|LOCATION] [Homs|LOCATION]", PLAIN)) == []

    def test_in_the_default_schema_it_is_the_type_of_actor_place_and_weapon(self):
        schema = default_schema()
        checked = subject(
            "[Homs|LOCATION place_type=settlement] [Homs|LOCATION place_type=region]\n"
            "[HTS|ACTOR actor_type=rebel_group] [HTS|ACTOR actor_type=criminal_group]\n"
            "[mortars|WEAPON category=mortar] [mortars|WEAPON category=artillery]",
            schema=schema,
        )

        assert [one.message.split()[0] for one in found(checked, "D02")] == [
            "place_type",
            "actor_type",
            "category",
        ]


def repeats(source, schema=SCHEMA, language="en"):
    """The start and the words of each unannotated repeat."""
    checked = read(source, schema, language)
    return [(one.start, checked.text[one.start : one.end]) for one in found(checked, "D03")]


HTS = "[HTS|ACTOR sort=rebels]"


class TestUnannotated:
    def test_a_name_that_was_missed_is_a_warning_and_can_be_labelled_like_the_others(self):
        checked = read("[HTS|ACTOR sort=rebels country=SYR] fought; later HTS left.")

        (finding,) = found(checked, "D03")
        assert finding.severity is Severity.WARNING
        assert finding.message == "'HTS' is annotated once as ACTOR, not here"
        after = mended(checked, "D03")
        assert codes(after) == []
        assert list(after.annotations.spans())[1].attributes == {
            "sort": "rebels",
            "mention": "named",
            "country": "SYR",
        }

    def test_all_repeats_can_be_labelled_in_one_change(self):
        checked = read(f"{HTS} here, HTS there, HTS everywhere")
        first, second = found(checked, "D03")
        context = Context(len(checked.text), checked.schema)

        change = apply(second.fixes[1].edit, checked.annotations, context)

        assert [fix.title for fix in first.fixes] == ["Label it ACTOR", "Label all 2 ACTOR"]
        after = replace(checked, annotations=change.applied_to(checked.annotations))
        assert labels(after) == [("ACTOR", "HTS")] * 3
        assert codes(after) == []

    def test_the_label_and_the_attributes_are_those_of_most(self):
        checked = read(
            "[HTS|ACTOR sort=army] [HTS|ACTOR sort=rebels] [HTS|ACTOR sort=rebels country=SYR] HTS"
        )

        added = list(mended(checked, "D03").annotations.spans())[-1]
        assert (added.attributes["sort"], added.attributes.get("country")) == ("rebels", None)

    @pytest.mark.parametrize(
        "source",
        [
            f"{HTS} and hts and Hts",
            f"{HTS} and HTSX, XHTS, HTS2",
            "[Hay|ACTOR sort=rebels] and Hay’at",
            "[at|ACTOR sort=rebels] and Hay’at",
            "[opposition|ACTOR sort=rebels] and opposition",
            "[Fighters|ACTOR sort=rebels mention=nominal] fled. Fighters came back.",
            f"{HTS} and [HTS fighters|ACTOR sort=rebels mention=nominal]",
            f"{HTS} and [HTS Bridge|LOCATION place=post]",
            f"{HTS} and H[TS and|LOCATION place=post mention=nominal]",
            f"{HTS} and [[HTS|ACTOR sort=rebels] posts|LOCATION place=post mention=nominal]",
            "[Five|CASUALTY outcome=killed] fell. Five came.",
            "[X|ACTOR sort=army] and X",
        ],
    )
    def test_what_is_no_unannotated_name_is_not_found(self, source):
        assert repeats(source) == []

    @pytest.mark.parametrize(
        ("source", "at"),
        [
            (f"{HTS} and HTS-held land", 8),
            (f"{HTS} and HTS’s land", 8),
            (f"{HTS} and (HTS).", 9),
            (f"{HTS} and [HTS posts|LOCATION place=post mention=nominal]", 8),
            ("[Russian|ACTOR sort=army mention=adjectival] jets and Russian tanks", 17),
            ("[al-Qaeda|ACTOR sort=rebels] and al-Qaeda", 13),
        ],
    )
    def test_a_name_is_found_also_inside_compounds_and_nominal_spans(self, source, at):
        assert [start for start, _ in repeats(source)] == [at]

    def test_a_name_around_another_span_may_be_labelled(self):
        source = "[Bank of Syria|ACTOR sort=media] and Bank of [Syria|LOCATION place=region]"

        assert repeats(source) == [(18, "Bank of Syria")]

    def test_nothing_is_to_be_labelled_where_the_schema_wants_no_nesting(self):
        schema = Schema.model_validate(
            {
                **SCHEMA.model_dump(by_alias=True),
                "span_policy": {"nesting": {"different_label": "error"}},
            }
        )

        source = f"{HTS} and [HTS posts|LOCATION place=post mention=nominal], HTS"
        assert repeats(source, schema) == [(19, "HTS")]

    def test_of_two_names_that_overlap_the_longer_is_found(self):
        source = (
            "[Syrian Army|ACTOR sort=army], [Syrian Army Command|ACTOR sort=army]; "
            "Syrian Army Command, Syrian Army"
        )

        assert [words for _, words in repeats(source)] == ["Syrian Army Command", "Syrian Army"]

    def test_letters_without_case_make_names_as_well(self):
        source = "[حلب|LOCATION place=town] ثم حلب؛ وحلب"

        assert repeats(source, language="ar") == [(7, "حلب")]

    def test_scripts_without_blanks_are_searched_too(self):
        assert repeats("[北京|LOCATION place=town]和北京市", language="zh") == [(3, "北京")]

    def test_spans_outside_the_text_and_in_pieces_name_nothing(self):
        checked = read("HTS and HTS")
        spans = (Span("T1", "ACTOR", ((40, 43),)), Span("T2", "ACTOR", ((0, 1), (2, 3))))
        broken = replace(
            checked,
            annotations=Annotations({one.id: one for one in spans}),
            schema=policy(discontinuous=True),
        )

        assert found(broken, "D03") == []

    def test_repeats_outside_the_first_few_are_found_as_well(self):
        source = f"{HTS} " + "and HTS " * 300

        assert len(repeats(source)) == 300
