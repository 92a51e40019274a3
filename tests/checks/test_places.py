# SPDX-License-Identifier: MIT
"""O: where spans are."""

import pytest

from annotator.checks.finding import Severity
from annotator.model.records import Span
from tests.checks.subjects import codes, found, mended, of, policy, span, subject, surfaces

TEXT = "Syrian army positions in western Aleppo."


def test_a_span_that_fits_has_no_finding():
    assert codes(subject("The [Syrian army|ACTOR] left [western Aleppo|LOCATION].")) == []


class TestInside:
    @pytest.mark.parametrize("fragments", [((0, 99),), ((5, 5),), ((7, 3),), ((-1, 4),), ()])
    def test_a_span_outside_the_text_is_an_error_and_the_only_finding(self, fragments):
        checked = of(TEXT, Span("T1", "ACTOR", fragments))

        (finding,) = found(checked, "O02")
        assert codes(checked) == ["O02"]
        assert finding.severity is Severity.ERROR
        assert 0 <= finding.start <= finding.end <= len(TEXT)
        assert mended(checked, "O02").annotations.records == {}

    def test_other_spans_are_checked_all_the_same(self):
        checked = of(TEXT, Span("T1", "ACTOR", ((0, 99),)), span(TEXT, " army", id="T2"))

        assert codes(checked) == ["O02", "O04"]


class TestOuterSpace:
    @pytest.mark.parametrize("space", [" ", "\u00a0", "\n", "\t", "\u2003", "  \r\n"])
    def test_it_is_trimmed(self, space):
        checked = subject(f"the[{space}Syrian army{space}|ACTOR]left")

        assert "O04" in codes(checked)
        assert surfaces(mended(checked, "O04")) == ["Syrian army"]
        assert codes(mended(checked, "O04")) == []

    def test_a_span_of_nothing_else_can_only_be_removed(self):
        checked = subject("one[  |ACTOR]two")

        assert surfaces(mended(checked, "O04")) == []

    def test_it_is_trimmed_from_every_part(self):
        text = "Aleppo and Idlib countryside"
        checked = of(
            text,
            Span("T1", "LOCATION", ((0, 7), (17, 28))),
            schema=policy(discontinuous=True),
        )

        assert mended(checked, "O04").annotations.span("T1").fragments == ((0, 6), (17, 28))


class TestParagraphs:
    @pytest.mark.parametrize("line_break", ["\n", "\r\n", "\u2028", "\u2029", "\x85", "\n\n"])
    def test_a_span_over_a_line_break_is_an_error_and_can_end_before_it(self, line_break):
        checked = subject(f"in [Aleppo {line_break}countryside|LOCATION] today")

        assert [one.severity for one in found(checked, "O05")] == [Severity.ERROR]
        assert surfaces(mended(checked, "O05")) == ["Aleppo"]

    def test_the_policy_may_allow_it_or_only_warn(self):
        source = "in [Aleppo\ncountryside|LOCATION]"

        assert codes(subject(source, schema=policy(cross_paragraph="allow"))) == []
        (finding,) = found(subject(source, schema=policy(cross_paragraph="warn")), "O05")
        assert finding.severity is Severity.WARNING

    def test_a_line_break_at_the_edge_is_only_outer_space(self):
        assert codes(subject("[Aleppo\n|LOCATION]today")) == ["O04"]


class TestSentences:
    @pytest.mark.parametrize(
        "source",
        [
            "[the fighters withdrew. Syrian troops|ACTOR] came",
            "[they left Aleppo!” The rebels|ACTOR] came",
            "in [2016. Aleppo|LOCATION] fell",
            "[他们离开了。军队|ACTOR]来了",
        ],
    )
    def test_a_span_over_the_end_of_a_sentence_is_a_warning(self, source):
        (finding,) = found(subject(source), "O09")

        assert finding.severity is Severity.WARNING

    def test_it_can_end_with_the_sentence(self):
        checked = subject("of [Aleppo. Syrian troops|ACTOR] came")

        assert surfaces(mended(checked, "O09")) == ["Aleppo."]

    @pytest.mark.parametrize(
        "source",
        [
            "[Gen. Joseph Votel|ACTOR]",
            "[U.S. Central Command|ACTOR]",
            "[St. Petersburg|LOCATION]",
            "[Brig. Gen. Ahmed|ACTOR]",
            "[al-Qaida in the Arabian Peninsula|ACTOR]",
            "[No. 5 Brigade|ACTOR]",
        ],
    )
    def test_an_abbreviation_ends_no_sentence(self, source):
        assert found(subject(source), "O09") == []

    def test_the_policy_may_allow_it(self):
        source = "[the fighters withdrew. Syrian troops|ACTOR] came"

        assert found(subject(source, schema=policy(cross_sentence="allow")), "O09") == []


class TestCharacters:
    @pytest.mark.parametrize(
        ("text", "place", "whole"),
        [
            ("e\u0301tat", (0, 1), "e\u0301"),
            ("e\u0301tat", (1, 5), "e\u0301tat"),
            ("a 👩\u200d👩\u200d👧 b", (2, 3), "👩\u200d👩\u200d👧"),
            ("🇸🇾🇹🇷", (1, 4), "🇸🇾🇹🇷"),
            ("x\r\ny", (0, 2), "x\r\n"),
            ("☀\ufe0f", (0, 1), "☀\ufe0f"),
        ],
    )
    def test_a_cut_character_is_an_error_and_can_be_taken_whole(self, text, place, whole):
        checked = of(text, Span("T1", "ACTOR", (place,)))

        assert [one.severity for one in found(checked, "O06")] == [Severity.ERROR]
        assert surfaces(mended(checked, "O06")) == [whole]
        assert found(mended(checked, "O06"), "O06") == []

    @pytest.mark.parametrize("text", ["حلب", "漢字", "🚀", "👩\u200d👩\u200d👧", "e\u0301"])
    def test_whole_characters_of_any_script_are_fine(self, text):
        assert codes(subject(f"[{text}|ACTOR]")) == []


class TestWords:
    def test_a_cut_word_is_a_warning_and_can_be_taken_whole(self):
        checked = subject("the [Syria|LOCATION]n army")

        (finding,) = found(checked, "O07")
        assert finding.severity is Severity.WARNING
        assert "'Syrian'" in finding.message
        assert surfaces(mended(checked, "O07")) == ["Syrian"]

    def test_both_edges_are_looked_at(self):
        assert len(found(subject("Sy[ri|ACTOR]an"), "O07")) == 2

    def test_a_name_before_a_hyphen_cuts_no_word(self):
        assert found(subject("[Turkish|ACTOR]-backed"), "O07") == []

    def test_scripts_without_blanks_have_no_words_to_cut(self):
        assert found(subject("叙利亚[军队|ACTOR]撤退"), "O07") == []

    def test_a_mark_between_letters_hides_no_cut(self):
        assert len(found(of("الجَيش", Span("T1", "ACTOR", ((0, 4),))), "O07")) == 1


class TestTokens:
    def test_a_span_inside_a_token_cannot_live_in_a_docbin(self):
        checked = subject("[Turkish|ACTOR]-backed fighters")

        (finding,) = found(checked, "O08")
        assert finding.severity is Severity.WARNING
        assert finding.message == (
            "this span cannot live in a DocBin: it ends inside the token 'Turkish-backed'"
        )

    def test_it_can_grow_to_whole_tokens(self):
        checked = subject("the Turkish-[backed fighters|ACTOR]")

        assert surfaces(mended(checked, "O08")) == ["Turkish-backed fighters"]

    def test_it_can_shrink_to_whole_tokens(self):
        checked = subject("the Turkish-[backed fighters|ACTOR]")

        assert surfaces(mended(checked, "O08", fix=1)) == ["fighters"]

    def test_it_cannot_shrink_to_nothing(self):
        (finding,) = found(subject("[Turkish|ACTOR]-backed"), "O08")

        assert [fix.title for fix in finding.fixes] == ["Grow to whole tokens"]

    def test_without_tokens_nothing_is_said(self):
        checked = subject("[Turkish|ACTOR]-backed")
        blind = type(checked)(checked.text, checked.annotations, checked.schema, None, "en")

        assert found(blind, "O08") == []

    def test_outer_space_is_not_told_twice(self):
        assert codes(subject("the[ army |ACTOR]left")) == ["O04"]

    def test_each_part_is_looked_at_and_mended_alone(self):
        text = "north-west and south-east Aleppo"
        checked = of(
            text,
            Span("T1", "LOCATION", ((0, 10), (21, 32))),
            schema=policy(discontinuous=True),
        )

        assert mended(checked, "O08").annotations.span("T1").fragments == ((0, 10), (15, 32))


class TestParts:
    TEXT = "Aleppo and Idlib countryside"
    SPAN = Span("T1", "LOCATION", ((0, 6), (17, 28)))

    def test_several_parts_are_an_error_and_can_be_joined(self):
        checked = of(self.TEXT, self.SPAN)

        assert [one.severity for one in found(checked, "O10")] == [Severity.ERROR]
        assert surfaces(mended(checked, "O10")) == [self.TEXT]

    def test_the_policy_may_allow_them(self):
        assert codes(of(self.TEXT, self.SPAN, schema=policy(discontinuous=True))) == []

    @pytest.mark.parametrize(
        ("fragments", "ordered"),
        [
            (((17, 28), (0, 6)), ((0, 6), (17, 28))),
            (((0, 6), (6, 10)), ((0, 10),)),
            (((0, 8), (4, 10)), ((0, 10),)),
        ],
    )
    def test_parts_that_touch_or_are_out_of_order_are_put_right(self, fragments, ordered):
        schema = policy(discontinuous=True)
        checked = of(self.TEXT, Span("T1", "LOCATION", fragments), schema=schema)

        assert mended(checked, "O11").annotations.span("T1").fragments == ordered
