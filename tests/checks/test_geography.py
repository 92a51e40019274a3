# SPDX-License-Identifier: MIT
"""A06 to A10: coordinates, countries and ids of places."""

import re

import pytest

from annotator.checks.countries import country_boxes
from annotator.checks.finding import Severity
from annotator.schema.files import default_schema, parse_schema
from tests.checks.subjects import PLAIN, codes, found, mended, of, span, subject

CONFLICT = default_schema()
ALEPPO = {"place_type": "settlement", "mention": "named", "role": "scene", "precision": 1}


def place(**attributes):
    text = "Shells hit Aleppo."
    given = {**ALEPPO, **attributes}
    return of(text, span(text, "Aleppo", "LOCATION", **given), schema=CONFLICT)


def places(*facts):
    """Scenes in the countries that are given, as ``CODE`` or ``CODE:role``."""
    text = "Aleppo Homs Hama Idlib Latakia"
    words = text.split()
    spans = [
        span(
            text,
            word,
            "LOCATION",
            word,
            **{**ALEPPO, "role": fact.partition(":")[2] or "scene"},
            country=fact.partition(":")[0],
        )
        for word, fact in zip(words, facts, strict=False)
    ]
    return of(text, *spans, schema=CONFLICT)


class TestCoordinates:
    @pytest.mark.parametrize("lone", [{"lat": 36.2}, {"lon": 37.2}, {"lat": 0.0}])
    def test_half_a_place_is_an_error_and_is_removed(self, lone):
        (finding,) = found(place(**lone), "A06")

        assert finding.severity is Severity.ERROR
        assert codes(mended(place(**lone), "A06")) == []

    @pytest.mark.parametrize(
        "own",
        [
            {},
            {"lat": 36.2, "lon": 37.2},
            {"lat": 36.2, "lon": 37.2, "country": "SYR"},
            {"lat": -17.7, "lon": 178.0, "country": "FJI"},
            {"lat": -16.8, "lon": -180.0, "country": "FJI"},
            {"lat": 66.0, "lon": -172.0, "country": "RUS"},
            {"lat": 52.9, "lon": 172.9, "country": "USA"},
        ],
    )
    def test_a_place_in_its_country_is_right_also_over_the_antimeridian(self, own):
        assert codes(place(**own)) == []

    def test_a_place_outside_its_country_is_a_warning(self):
        (finding,) = found(place(lat=48.2, lon=16.4, country="SYR"), "A10")

        assert finding.severity is Severity.WARNING
        assert finding.message == "48.2, 16.4 does not lie in SYR"

    def test_swapped_coordinates_are_swapped_back(self):
        swapped = place(lat=44.0, lon=15.5, country="YEM")

        after = mended(swapped, "A10")

        assert codes(after) == []
        assert next(after.annotations.spans()).attributes["lat"] == 15.5

    @pytest.mark.parametrize("fix", [0, 1])
    def test_what_cannot_be_swapped_is_taken_away(self, fix):
        assert codes(mended(place(lat=48.2, lon=16.4, country="SYR"), "A10", fix)) == []

    def test_an_unknown_country_has_no_box(self):
        assert codes(place(lat=48.2, lon=16.4, country="XYZ")) == ["A09"]

    def test_labels_without_both_attributes_are_left_alone(self):
        assert codes(subject("[Aleppo|LOCATION lat=36]")) == ["A01"]


class TestCountry:
    @pytest.mark.parametrize("code", ["XYZ", "ZZZ", "AAA", "UKX"])
    def test_a_code_that_no_country_has_is_a_warning(self, code):
        (finding,) = found(place(country=code), "A09")

        assert finding.severity is Severity.WARNING
        assert code in finding.message
        assert codes(mended(place(country=code), "A09", len(finding.fixes) - 1)) == []

    def test_the_nearest_code_is_offered(self):
        (finding,) = found(place(country="SYA"), "A09")

        assert "Set country to SYR" in [fix.title for fix in finding.fixes]

    @pytest.mark.parametrize("code", ["SYR", "IRQ", "PSE", "XKX", "SSD", "GBR"])
    def test_countries_are_right(self, code):
        assert codes(place(country=code)) == []

    @pytest.mark.parametrize("value", ["Syria", "syr", "SY"])
    def test_what_is_no_code_is_a_matter_of_the_pattern_alone(self, value):
        assert codes(place(country=value)) == ["A02"]

    def test_a_country_in_words_is_left_alone(self):
        schema = parse_schema(
            "schema: own/1\nlabels: {PLACE: {attributes: {country: {type: string}}}}\n",
            name="own",
            format="yaml",
        )

        assert codes(subject("in [Dubai|PLACE country=UAE]", schema=schema)) == []

    def test_every_code_has_a_box_on_the_globe(self):
        boxes = country_boxes()

        assert len(boxes) == 250
        assert list(boxes) == sorted(boxes)
        assert all(re.fullmatch("[A-Z]{3}", code) for code in boxes)
        assert all(-90 <= box.south < box.north <= 90 for box in boxes.values())
        assert all(-180 <= side <= 180 for box in boxes.values() for side in (box.west, box.east))

    def test_the_countries_over_the_antimeridian_are_these(self):
        over = {code for code, box in country_boxes().items() if box.west > box.east}

        assert over == {"FJI", "KIR", "NZL", "RUS", "UMI", "USA"}

    @pytest.mark.parametrize(
        ("code", "lat", "lon"),
        [
            ("SYR", 36.20, 37.13),
            ("IRQ", 36.19, 44.01),
            ("UKR", 50.45, 30.52),
            ("YEM", 15.37, 44.19),
            ("SDN", 15.50, 32.56),
            ("COD", -4.32, 15.31),
            ("MMR", 16.87, 96.20),
            ("COL", 4.71, -74.07),
            ("RUS", 64.73, 177.51),
            ("USA", 21.31, -157.86),
            ("NZL", -43.95, -176.55),
        ],
    )
    def test_cities_lie_in_the_boxes_of_their_countries(self, code, lat, lon):
        assert country_boxes()[code].has(lat, lon)


class TestAbroad:
    def test_one_scene_in_another_country_than_all_others_is_a_warning(self):
        (finding,) = found(places("SYR", "SYR", "TUR"), "A07")

        assert finding.severity is Severity.WARNING
        assert finding.record == "Hama"
        assert codes(mended(places("SYR", "SYR", "TUR"), "A07")) == []

    @pytest.mark.parametrize(
        "facts",
        [
            ("SYR", "TUR"),
            ("SYR", "SYR", "SYR"),
            ("SYR", "SYR", "TUR", "TUR"),
            ("SYR", "SYR", "TUR", "IRQ"),
            ("SYR", "SYR", "TUR:background"),
            ("SYR", "SYR", "TUR:dateline"),
            ("SYR:background", "SYR:background", "TUR"),
        ],
    )
    def test_a_story_of_several_countries_or_a_place_that_is_no_scene_is_right(self, facts):
        assert found(places(*facts), "A07") == []


class TestIds:
    TEXT = "HTS said the base fell. Syria condemned it."

    def labelled(self, first, second):
        spans = [
            span(self.TEXT, words, label, words, **attributes)
            for words, label, attributes in (first, second)
        ]
        return of(self.TEXT, *spans, schema=CONFLICT)

    def test_one_id_on_two_labels_is_a_warning_at_the_second(self):
        checked = self.labelled(
            ("HTS", "ACTOR", {"wikidata": "Q1"}), ("base", "LOCATION", {"wikidata": "Q1"})
        )

        (finding,) = found(checked, "A08")

        assert (finding.severity, finding.record) == (Severity.WARNING, "base")
        assert finding.message == "wikidata Q1 is also that of ACTOR 'HTS'"
        assert found(mended(checked, "A08"), "A08") == []

    @pytest.mark.parametrize(
        ("first", "second"),
        [
            (
                ("HTS", "ACTOR", {"wikidata": "Q1"}),
                ("Syria", "ACTOR", {"wikidata": "Q1"}),
            ),
            (
                ("HTS", "ACTOR", {"wikidata": "Q1"}),
                ("Syria", "LOCATION", {"wikidata": "Q2"}),
            ),
            (
                ("base", "LOCATION", {"wikidata": "Q858", "place_type": "country"}),
                ("Syria", "ACTOR", {"wikidata": "Q858", "actor_type": "state_government"}),
            ),
        ],
    )
    def test_one_label_other_ids_or_a_country_and_its_government_are_right(self, first, second):
        assert found(self.labelled(first, second), "A08") == []

    def test_a_schema_without_ids_has_no_finding(self):
        checked = subject("[HTS|ACTOR wikidata=Q1] in [Aleppo|LOCATION wikidata=Q1]", schema=PLAIN)

        assert found(checked, "A08") == []
