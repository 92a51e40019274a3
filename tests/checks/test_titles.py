# SPDX-License-Identifier: MIT
"""B03 and B04: quantities and titles before a name."""

import pytest

from annotator.checks.finding import Severity
from annotator.schema.files import default_schema
from tests.checks.subjects import PLAIN, found, mended, of, span, surfaces

CONFLICT = default_schema()


def only(words, label="ACTOR", schema=CONFLICT, language="en", **attributes):
    text = f"They saw {words} yesterday."
    return of(text, span(text, words, label, **attributes), schema=schema, language=language)


class TestQuantity:
    @pytest.mark.parametrize(
        ("words", "label", "left"),
        [
            ("80 HTS militants", "ACTOR", "HTS militants"),
            ("two Syrians", "ACTOR", "Syrians"),
            ("at least 80 militants", "ACTOR", "militants"),
            ("About 200 fighters", "ACTOR", "fighters"),
            ("a dozen soldiers", "ACTOR", "soldiers"),
            ("dozens of soldiers", "ACTOR", "soldiers"),
            ("Dozens of soldiers", "ACTOR", "soldiers"),
            ("tens of thousands of people", "ACTOR", "people"),
            ("several villages", "LOCATION", "villages"),
            ("a number of towns", "LOCATION", "towns"),
            ("many of the villages", "LOCATION", "villages"),
            ("three villages", "LOCATION", "villages"),
            ("12 drones", "WEAPON", "drones"),
            ("١١ جنديًا", "ACTOR", "جنديًا"),
            ("1,200 rockets", "WEAPON", "rockets"),
            ("19 members of the Syrian National Army", "ACTOR", None),
        ],
    )
    def test_a_quantity_in_front_is_a_warning_and_is_left_out(self, words, label, left):
        (finding,) = found(only(words, label), "B03")

        assert finding.severity is Severity.WARNING
        assert found(mended(only(words, label), "B03"), "B03") == []
        if left is not None:
            assert surfaces(mended(only(words, label), "B03")) == [left]

    @pytest.mark.parametrize(
        ("words", "label"),
        [
            ("313 Force", "ACTOR"),
            ("17 Division", "ACTOR"),
            ("1st Armoured Division", "ACTOR"),
            ("82nd Airborne", "ACTOR"),
            ("Three Martyrs Brigade", "ACTOR"),
            ("Seven Pillars of Wisdom", "ACTOR"),
            ("Few Good Men", "ACTOR"),
            ("All India Radio", "ACTOR"),
            ("7 October Brigade", "ACTOR"),
            ("14 March alliance", "ACTOR"),
            ("Four Seasons Hotel", "LOCATION"),
            ("three-storey building", "LOCATION"),
            ("120 mm mortars", "WEAPON"),
            ("122mm rockets", "WEAPON"),
            ("155-millimetre howitzer", "WEAPON"),
            ("7.62 mm machine gun", "WEAPON"),
            ("500-pound bombs", "WEAPON"),
            ("250 kg bombs", "WEAPON"),
            ("multiple rocket launchers", "WEAPON"),
            ("both-handed sword", "WEAPON"),
            ("manyfold", "ACTOR"),
            ("militants", "ACTOR"),
            ("fighters of 12 groups", "ACTOR"),
            ("several", "ACTOR"),
            ("80", "ACTOR"),
        ],
    )
    def test_a_number_in_a_name_or_a_measure_is_right(self, words, label):
        assert found(only(words, label), "B03") == []

    def test_counts_of_people_have_a_quantity(self):
        assert found(only("80 militants", "CASUALTY"), "B03") == []

    def test_other_schemas_and_languages_are_left_alone(self):
        assert found(only("80 militants", schema=PLAIN), "B03") == []
        assert found(only("80 militants", language="de"), "B03") == []


class TestTitle:
    @pytest.mark.parametrize(
        ("words", "left"),
        [
            ("Gen. Joseph Votel", "Joseph Votel"),
            ("Lt. Gen. Joseph Votel", "Joseph Votel"),
            ("Lt.-Gen. Joseph Votel", "Joseph Votel"),
            ("General Joseph Votel", "Joseph Votel"),
            ("Major General Qassem Soleimani", "Qassem Soleimani"),
            ("President Bashar al-Assad", "Bashar al-Assad"),
            ("Prime Minister Abiy Ahmed", "Abiy Ahmed"),
            ("Vice President Al-Sharaa", "Al-Sharaa"),
            ("Foreign Minister Sergey Lavrov", "Sergey Lavrov"),
            ("Dr. Amani Ballour", "Amani Ballour"),
            ("Mr Guterres", "Guterres"),
            ("Captain Đorić", "Đorić"),
            ("US Secretary of State John Kerry", "John Kerry"),
            ("Iraqi Prime Minister Nouri al-Maliki", "Nouri al-Maliki"),
            ("UN Special Envoy Staffan de Mistura", "Staffan de Mistura"),
            ("Spokesperson John Kirby", "John Kirby"),
            ("General van der Berg", "van der Berg"),
            ("Colonel Yusuf bin Omar", "Yusuf bin Omar"),
        ],
    )
    def test_a_title_before_a_persons_name_is_a_warning_and_is_left_out(self, words, left):
        (finding,) = found(only(words), "B04")

        assert finding.severity is Severity.WARNING
        assert surfaces(mended(only(words), "B04")) == [left]

    @pytest.mark.parametrize(
        "words",
        [
            "Joseph Votel",
            "General Command",
            "General Staff",
            "General Intelligence Directorate",
            "General People's Congress",
            "General Security Service",
            "General Jewish Labour Bund in Poland",
            "General Workers of the North",
            "Doctor-led group",
            "Iraqi President",
            "US Secretary of State",
            "Sudanese General Intelligence Service",
            "Iraqi General Command",
            "Libyan Special Envoy office",
            "Commander Ali Brigade",
            "President",
            "Prime Minister",
            "Minister of Defence",
            "President of Syria",
            "Secretary General",
            "General Assembly",
            "general staff",
            "President's office",
            "Colonel's men",
            "Sheikh Maqsoud",
            "Governor and mayor",
            "Marshal Islands Police",
            "Majd",
            "Genoa",
            "Drone",
            "Msila",
        ],
    )
    def test_a_title_alone_or_in_the_name_of_a_body_is_right(self, words):
        assert found(only(words), "B04") == []

    def test_places_other_schemas_and_languages_are_left_alone(self):
        assert found(only("General Santos", "LOCATION"), "B04") == []
        assert found(only("General Votel", schema=PLAIN), "B04") == []
        assert found(only("General Votel", language="es"), "B04") == []
