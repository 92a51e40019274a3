# SPDX-License-Identifier: MIT
"""B: what belongs into a span."""

import pytest

from tests.checks.subjects import codes, found, mended, of, policy, span, subject, surfaces


class TestDeterminers:
    @pytest.mark.parametrize(
        "source",
        [
            "in [the region|LOCATION] today",
            "shelled [a village|LOCATION]",
            "[The army|ACTOR] left",
            "left. [The army|ACTOR] came",
            "left.” “[The army|ACTOR] came",
            "left\n[The army|ACTOR] came",
            "killed [their leader|ACTOR]",
            "with [this weapon|WEAPON]",
            "([The army|ACTOR] left)",
        ],
    )
    def test_a_leading_one_is_a_warning_and_can_be_left_out(self, source):
        checked = subject(source)

        assert codes(checked) == ["B01"]
        assert codes(mended(checked, "B01")) == []
        assert len(surfaces(mended(checked, "B01"))[0].split()) == 1

    @pytest.mark.parametrize(
        "source",
        [
            "in [The Hague|LOCATION] today",
            "says [The Guardian|ACTOR]",
            "near [Theodosia|LOCATION]",
            "[an-Nusra|ACTOR] fighters",
            "killed [some 50 people|CASUALTY]",
            "killed [another 19|CASUALTY]",
        ],
    )
    def test_what_only_looks_like_one_is_fine(self, source):
        assert found(subject(source), "B01") == []

    def test_all_white_space_after_it_is_left_out(self):
        assert surfaces(mended(subject("in [the  \u00a0region|LOCATION]"), "B01")) == ["region"]

    def test_the_policy_may_allow_it(self):
        assert (
            codes(subject("in [the region|LOCATION]", schema=policy(determiner_in_span=True))) == []
        )

    @pytest.mark.parametrize("language", ["en", "en-GB", "EN"])
    def test_english_is_known_in_all_its_spellings(self, language):
        assert codes(subject("in [the region|LOCATION]", language=language)) == ["B01"]

    @pytest.mark.parametrize("language", ["ar", "de", ""])
    def test_other_languages_are_left_alone(self, language):
        assert codes(subject("in [the region's|LOCATION]", language=language)) == []


class TestPossessives:
    @pytest.mark.parametrize(
        ("source", "left"),
        [
            ("[Turkey's|ACTOR] army", "Turkey"),
            ("[Turkey’s|ACTOR] army", "Turkey"),
            ("[the rebels'|ACTOR] base", "the rebels"),
            ("[rebels’|ACTOR] base", "rebels"),
        ],
    )
    def test_a_trailing_one_is_a_warning_and_can_be_left_out(self, source, left):
        checked = subject(source)

        assert surfaces(mended(checked, "B02")) == [left]
        assert found(mended(checked, "B02"), "B02") == []

    @pytest.mark.parametrize("source", ["[Hay’at Tahrir al-Sham|ACTOR]", "[Sana'a|LOCATION]"])
    def test_an_inner_apostrophe_is_fine(self, source):
        assert codes(subject(source)) == []

    def test_the_policy_may_allow_it(self):
        assert (
            found(subject("[Turkey's|ACTOR]", schema=policy(possessive_in_span=True)), "B02") == []
        )


class TestPunctuation:
    @pytest.mark.parametrize(
        ("text", "marked_words", "left"),
        [
            ("in Aleppo, today", "Aleppo,", "Aleppo"),
            ("in Aleppo.", "Aleppo.", "Aleppo"),
            ("the “Tigers” left", "“Tigers”", "Tigers"),
            ('the "Tigers" left', '"Tigers"', "Tigers"),
            ("the 'Tigers' left", "'Tigers'", "Tigers"),
            ("(HTS) left", "(HTS)", "HTS"),
            ("(HTS) left", "HTS)", "HTS"),
            ("(HTS) left", "(HTS", "HTS"),
            ("army - positions", "- positions", "positions"),
            ("army – positions", "army –", "army"),
            ("in Aleppo (“SAA”), today", "(“SAA”),", "SAA"),
            ("في حلب،", "حلب،", "حلب"),
            ("阿勒颇。", "阿勒颇。", "阿勒颇"),
        ],
    )
    def test_it_is_trimmed_at_once(self, text, marked_words, left):
        checked = of(text, span(text, marked_words))

        assert "B05" in codes(checked)
        assert surfaces(mended(checked, "B05")) == [left]
        assert codes(mended(checked, "B05")) == []

    @pytest.mark.parametrize(
        "words_of_it",
        [
            "the U.S.",
            "Halliburton Inc.",
            "Islamic State (IS)",
            "(Free) Syrian Army",
            "50%",
            "Group “Tigers”",
            '"A" and "B"',
            "‘Asa’ib Ahl al-Haq",
            "'Ndrangheta",
            "Shabaa’",
            "#hashtag",
            "@user",
            "Martyr (no. 3) “Lion”",
        ],
    )
    def test_what_belongs_to_a_name_stays(self, words_of_it):
        text = f"and {words_of_it} again"
        checked = of(text, span(text, words_of_it))

        assert found(checked, "B05") == []

    def test_a_full_stop_inside_a_token_belongs_to_it(self):
        text = "in Kfar. today"
        checked = of(text, span(text, "Kfar."))
        tokens = type(checked.tokens).of([(0, 2), (3, 8), (9, 14)])
        seen = type(checked)(text, checked.annotations, checked.schema, tokens, "en")

        assert found(checked, "B05") != []
        assert found(seen, "B05") == []

    def test_a_span_of_nothing_else_can_only_be_removed(self):
        checked = subject("army [“, ”|ACTOR] left")

        assert surfaces(mended(checked, "B05")) == []


class TestBrackets:
    def test_a_missing_partner_right_behind_can_be_taken_in(self):
        text = "the Islamic State (IS) left"
        checked = of(text, span(text, "Islamic State (IS"))

        assert codes(checked) == ["B06"]
        assert surfaces(mended(checked, "B06")) == ["Islamic State (IS)"]
        assert surfaces(mended(checked, "B06", fix=1)) == ["Islamic State"]

    def test_a_missing_partner_right_before_can_be_taken_in(self):
        text = "he (the leader) of it"
        checked = of(text, span(text, "leader) of it"))

        assert surfaces(mended(checked, "B06")) == ["of it"]
        text = "the (Free) Army"
        assert surfaces(mended(of(text, span(text, "Free) Army")), "B06")) == ["(Free) Army"]

    @pytest.mark.parametrize("words_of_it", ["A (B [C] D) E", "A « B » C", "A “B” C", "A B"])
    def test_pairs_are_fine(self, words_of_it):
        assert found(of(words_of_it, span(words_of_it, words_of_it)), "B06") == []

    @pytest.mark.parametrize("words_of_it", ["A (B] C", "A ) B ( C", "A “B C"])
    def test_what_is_no_pair_is_found(self, words_of_it):
        assert len(found(of(words_of_it, span(words_of_it, words_of_it)), "B06")) == 1

    def test_a_bracket_at_the_edge_is_only_punctuation(self):
        text = "in (Aleppo) today"

        assert codes(of(text, span(text, "Aleppo)"))) == ["B05"]


class TestPronouns:
    @pytest.mark.parametrize("word", ["they", "He", "us", "I", "themselves"])
    def test_a_pronoun_is_a_warning(self, word):
        checked = subject(f"then [{word}|ACTOR] left")

        assert codes(checked) == ["B07"]
        assert surfaces(mended(checked, "B07")) == []

    @pytest.mark.parametrize("word", ["US", "IT", "WHO", "Theydon"])
    def test_a_name_is_none(self, word):
        assert codes(subject(f"then [{word}|ACTOR] left")) == []

    def test_the_policy_may_allow_them(self):
        assert codes(subject("then [they|ACTOR] left", schema=policy(pronouns=True))) == []
