# SPDX-License-Identifier: MIT
"""C12, R11, V04, V05, V07: who does what to whom."""

import pytest

from annotator.checks.finding import Severity
from annotator.model.records import Argument, Entity, EventFrame, Relation
from annotator.schema.files import default_schema, parse_schema
from tests.checks.subjects import PLAIN, found, mended, of, span

CONFLICT = default_schema()
TEXT = "SANA, Homs: the army attacked rebels in Hama; 12 people were killed there by soldiers."


def story(*records, schema=CONFLICT, **attributes):
    spans = [
        span(TEXT, words, label, id, **{**own, **attributes.get(id, {})})
        for id, words, label, own in (
            ("dateline", "Homs", "LOCATION", {"role": "dateline"}),
            ("army", "army", "ACTOR", {"actor_type": "state_military"}),
            ("rebels", "rebels", "ACTOR", {"actor_type": "rebel_group"}),
            ("hama", "Hama", "LOCATION", {"role": "scene"}),
            ("dead", "12 people", "CASUALTY", {"victim_type": "unknown"}),
            ("soldiers", "soldiers", "ACTOR", {"actor_type": "state_military"}),
        )
    ]
    return of(TEXT, *spans, *records, schema=schema)


def event(*arguments, type="attack"):
    start = TEXT.index("attacked")
    parts = tuple(Argument(role, target) for role, target in arguments)
    return EventFrame("e", type, (start, start + len("attacked")), parts, "asserted")


def victims(target="rebels", id="v"):
    return Relation(id, "victim_is", "dead", target)


class TestVictims:
    @pytest.mark.parametrize(
        ("victim_type", "actor_type", "set_to"),
        [
            ("civilian", "rebel_group", "nonstate_combatant"),
            ("civilian", "state_military", "state_military"),
            ("civilian", "police_security", "police_security"),
            ("civilian", "peacekeepers", "peacekeeper"),
            ("state_military", "civilians", "civilian"),
            ("nonstate_combatant", "protesters", "civilian"),
            ("police_security", "media", "journalist"),
        ],
    )
    def test_civilians_that_are_armed_or_the_reverse_are_a_warning(
        self, victim_type, actor_type, set_to
    ):
        own = {"dead": {"victim_type": victim_type}, "rebels": {"actor_type": actor_type}}
        wrong = story(victims(), **own)

        (finding,) = found(wrong, "C12")

        assert (finding.severity, finding.record) == (Severity.WARNING, "dead")
        after = mended(wrong, "C12")
        assert found(after, "C12") == []
        assert after.annotations.span("dead").attributes["victim_type"] == set_to

    @pytest.mark.parametrize(
        ("victim_type", "actor_type"),
        [
            ("civilian", "civilians"),
            ("civilian", "media"),
            ("civilian", "unknown"),
            ("civilian", "political_opposition"),
            ("mixed", "rebel_group"),
            ("unknown", "rebel_group"),
            ("nonstate_combatant", "rebel_group"),
            ("state_military", "state_government"),
            ("aid_worker", "ngo_monitor"),
            ("journalist", "media"),
        ],
    )
    def test_what_may_be_both_is_right(self, victim_type, actor_type):
        own = {"dead": {"victim_type": victim_type}, "rebels": {"actor_type": actor_type}}

        assert found(story(victims(), **own), "C12") == []

    def test_one_of_several_victims_that_fits_is_enough(self):
        own = {"dead": {"victim_type": "civilian"}, "army": {"actor_type": "civilians"}}
        linked = (victims(), victims("army", "w"))

        assert found(story(*linked, **own), "C12") == []

    def test_other_relations_say_nothing_of_victims(self):
        by = Relation("c", "caused_by", "dead", "army")

        assert found(story(by, dead={"victim_type": "civilian"}), "C12") == []


class TestSides:
    ATTACK = event(("attacker", "army"), ("target", "rebels"))

    def test_an_attack_on_ones_own_side_is_a_warning_and_is_left_open(self):
        wrong = story(self.ATTACK, army={"side": "A"}, rebels={"side": "A"})

        (finding,) = found(wrong, "R11")

        assert (finding.severity, finding.record) == (Severity.WARNING, "e")
        assert "of its own side A" in finding.message
        assert found(mended(wrong, "R11"), "R11") == []

    @pytest.mark.parametrize(
        ("one", "other"), [("A", "B"), ("none", "none"), ("A", None), (None, None)]
    )
    def test_other_sides_and_no_side_are_right(self, one, other):
        sides = {id: {"side": side} for id, side in (("army", one), ("rebels", other)) if side}

        assert found(story(self.ATTACK, **sides), "R11") == []


class TestDateline:
    @pytest.mark.parametrize("role", ["place", "target"])
    def test_a_dateline_as_the_place_of_an_event_is_a_warning(self, role):
        wrong = story(event(("attacker", "army"), (role, "dateline")))

        (finding,) = found(wrong, "V04")

        assert finding.severity is Severity.WARNING
        assert finding.message == f"the {role} of this event is the dateline LOCATION 'Homs'"
        assert found(mended(wrong, "V04"), "V04") == []

    def test_nothing_happened_at_a_dateline(self):
        wrong = story(Relation("h", "happened_at", "dead", "dateline"))

        (finding,) = found(wrong, "V04")

        assert finding.record == "h"
        assert found(mended(wrong, "V04"), "V04") == []

    def test_a_scene_is_right_and_a_dateline_may_lie_somewhere(self):
        checked = story(
            event(("attacker", "army"), ("place", "hama")),
            Relation("h", "happened_at", "dead", "hama"),
            Relation("l", "located_in", "dateline", "hama"),
        )

        assert found(checked, "V04") == []


class TestItself:
    def test_one_span_as_attacker_and_target_is_a_warning(self):
        wrong = story(event(("attacker", "army"), ("target", "army"), ("target", "rebels")))

        (finding,) = found(wrong, "V05")

        assert (finding.severity, finding.record) == (Severity.WARNING, "e")
        after = mended(wrong, "V05")
        (left,) = after.annotations.events()
        assert left.arguments == (Argument("attacker", "army"), Argument("target", "rebels"))

    def test_two_mentions_of_one_entity_are_the_same(self):
        records = (
            Entity("x", ("army", "soldiers")),
            event(("attacker", "army"), ("target", "soldiers")),
        )

        assert len(found(story(*records), "V05")) == 1

    def test_two_entities_and_other_roles_are_right(self):
        records = (
            Entity("x", ("army",)),
            Entity("y", ("rebels",)),
            event(("attacker", "army"), ("target", "rebels"), ("party", "army")),
        )

        assert found(story(*records), "V05") == []


class TestMissingParts:
    @pytest.mark.parametrize(
        ("wrong", "said"),
        [
            (event(("place", "hama")), "attack has no attacker and no target"),
            (event(type="kill"), "kill has no victims, and no actor as its target"),
            (
                event(("attacker", "army"), type="injure"),
                "injure has no victims, and no actor as its target",
            ),
            (
                event(("target", "hama"), type="kill"),
                "kill has no victims, and no actor as its target",
            ),
            (
                event(("target", "rebels"), type="inflict_casualties"),
                "inflict_casualties has no victims",
            ),
        ],
    )
    def test_an_event_without_those_it_needs_is_a_warning(self, wrong, said):
        (finding,) = found(story(wrong), "V07")

        assert (finding.severity, finding.message) == (Severity.WARNING, said)

    @pytest.mark.parametrize(
        "right",
        [
            event(("attacker", "army")),
            event(("target", "hama")),
            event(("victims", "dead"), type="kill"),
            event(("target", "rebels"), type="kill"),
            event(type="clash"),
            event(("instrument", "army"), type="shelling"),
            event(type="agreement"),
        ],
    )
    def test_an_event_with_one_of_them_or_of_another_kind_is_right(self, right):
        assert found(story(right), "V07") == []

    SCHEMA = parse_schema(
        """
schema: own/1
labels:
  ACTOR: {}
  LOCATION: {}
  CASUALTY: {attributes: {count: {type: int}, qualifier: {type: string}}}
relations: {victim_is: [[CASUALTY, ACTOR]]}
events:
  types: [attack, kill]
  roles: {victims: [ACTOR, CASUALTY]}
""",
        name="own",
        format="yaml",
    )

    def test_victims_that_nothing_counts_are_a_warning_where_a_schema_has_them(self):
        (finding,) = found(story(event(("victims", "rebels")), schema=self.SCHEMA), "V07")

        assert finding.message == "the victims ACTOR 'rebels' are linked to no CASUALTY"

    @pytest.mark.parametrize(
        "records",
        [(event(("victims", "dead")),), (event(("victims", "rebels")), victims())],
    )
    def test_counted_victims_are_right(self, records):
        assert found(story(*records, schema=self.SCHEMA), "V07") == []

    def test_a_schema_without_roles_has_no_finding(self):
        assert found(story(event(), schema=PLAIN), "V07") == []
