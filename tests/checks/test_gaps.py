# SPDX-License-Identifier: MIT
"""D04 and D06: what seems to have been left out."""

from dataclasses import replace

import pytest

from annotator.checks.finding import Severity
from annotator.schema.files import default_schema
from tests.checks.subjects import PLAIN, codes, found, mended, subject, surfaces

SCHEMA = default_schema()
PARAGRAPH = "Nothing that anybody would mark stands in this long paragraph about the weather. " * 2


def read(source, schema=SCHEMA, language="en"):
    return subject(source, schema=schema, language=language)


class TestUncounted:
    def test_a_number_of_people_killed_outside_a_count_is_a_warning_at_the_number(self):
        checked = read("Officials said at least 12 civilians were killed.")

        (finding,) = found(checked, "D04")
        assert finding.severity is Severity.WARNING
        assert (finding.start, finding.end) == (15, 26)
        assert finding.message == "'at least 12' counts people (killed), but is in no CASUALTY"

    def test_it_can_be_labelled_with_what_the_words_say(self):
        checked = mended(read("Officials said at least 12 civilians were killed."), "D04")

        (span,) = checked.annotations.spans()
        assert span.surface(checked.text) == "at least 12 civilians"
        assert span.attributes["outcome"] == "killed"
        assert span.attributes["count"] == span.attributes["count_min"] == 12
        assert span.attributes["qualifier"] == "at_least"
        assert codes(checked) == []

    def test_or_the_number_alone(self):
        assert surfaces(mended(read("12 civilians were killed."), "D04", 1)) == ["12"]

    def test_the_span_takes_in_what_it_would_cross(self):
        checked = read("killing 12 men of [Homs in Syria|LOCATION place_type=region]")

        assert surfaces(mended(checked, "D04")) == ["Homs in Syria", "12 men of Homs in Syria"]

    def test_a_number_that_is_an_actor_can_still_be_counted(self):
        checked = read("[12 soldiers|ACTOR actor_type=state_military mention=nominal] were killed")

        (finding,) = found(checked, "D04")
        assert [fix.title for fix in finding.fixes] == ["Label '12' CASUALTY"]

    @pytest.mark.parametrize(
        "source",
        [
            "[12 civilians|CASUALTY outcome=killed count=12] were killed",
            "[12|CASUALTY outcome=killed count=12] civilians were killed",
            "[At least 12|CASUALTY outcome=killed count=12] were killed",
            "[Brigade 12|ACTOR actor_type=rebel_group] fighters were killed",
            "[12 rifles|WEAPON category=small_arms] were captured",
            "killed 12 km west of it",
            "he was killed in March 12 years ago",
            "since 2011 died",
            "12 people came",
        ],
    )
    def test_other_numbers_and_counted_ones_are_not_found(self, source):
        assert found(read(source), "D04") == []

    def test_a_subject_that_is_not_to_be_read_deeply_is_not_searched(self):
        checked = replace(read("12 civilians were killed"), deep=False)

        assert found(checked, "D04") == []

    @pytest.mark.parametrize("language", ["EN", "en-GB", "EN-GB"])
    def test_english_may_be_written_in_capitals_and_with_a_country(self, language):
        assert len(found(read("12 civilians were killed", language=language), "D04")) == 1

    def test_other_languages_and_schemas_without_counts_say_nothing(self):
        assert found(read("12 civilians were killed", language="de"), "D04") == []
        assert found(read("12 civilians were killed", schema=PLAIN), "D04") == []


def document(*paragraphs, between="\n"):
    return read(between.join(paragraphs))


HOMS, HTS = "[Homs|LOCATION place_type=settlement]", "[HTS|ACTOR actor_type=rebel_group]"
FULL = f"{HOMS} and {HTS}, " * 2 + PARAGRAPH


class TestEmptyParagraph:
    @pytest.mark.parametrize("between", ["\n", "\n\n", "\r\n", "\u2029"])
    def test_a_paragraph_without_a_span_among_others_that_have_many_is_told(self, between):
        checked = document(FULL, FULL, PARAGRAPH, FULL, between=between)

        (finding,) = found(checked, "D06")
        assert finding.severity is Severity.INFO
        assert checked.text[finding.start : finding.end] == PARAGRAPH
        assert finding.message == "no span in this paragraph of 26 words; the others have some"

    def test_short_paragraphs_may_be_empty(self):
        assert found(document(FULL, FULL, "A headline", FULL), "D06") == []

    def test_nothing_is_told_while_most_is_still_to_do(self):
        assert found(document(FULL, FULL, FULL, PARAGRAPH, PARAGRAPH), "D06") == []
        assert found(document(FULL, PARAGRAPH, FULL), "D06") == []

    def test_lines_of_a_paragraph_between_blank_lines_are_one(self):
        broken = PARAGRAPH + "\n" + FULL

        assert found(document(FULL, broken, FULL, FULL, between="\n\n"), "D06") == []
        assert len(found(document(FULL, broken, FULL, FULL, between="\n"), "D06")) == 1
