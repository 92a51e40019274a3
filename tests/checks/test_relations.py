# SPDX-License-Identifier: MIT
"""R and V: relations and events."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.checks.finding import Severity
from annotator.model.records import Argument, EventFrame, Note, Relation, Span
from annotator.schema.files import parse_schema
from tests.checks.subjects import codes, found, mended, of

SCHEMA = parse_schema(
    """
schema: test/1
labels: {ACTOR: {}, LOCATION: {}, WEAPON: {}}
relations:
  uses: [[ACTOR, WEAPON]]
  in: [[LOCATION, LOCATION], [ACTOR, LOCATION]]
  part_of: [[ACTOR, ACTOR]]
acyclic_relations: [part_of, in]
events:
  types: [attack, clash]
  modality: [asserted, claimed]
  roles: {attacker: [ACTOR], target: [ACTOR, LOCATION]}
""",
    name="test",
    format="yaml",
)
TEXT = "HTS used drones in Aleppo and Idlib attack SNA"
HTS = Span("hts", "ACTOR", ((0, 3),))
SNA = Span("sna", "ACTOR", ((43, 46),))
DRONES = Span("drones", "WEAPON", ((9, 15),))
ALEPPO = Span("aleppo", "LOCATION", ((19, 25),))
IDLIB = Span("idlib", "LOCATION", ((30, 35),))
SPANS = (HTS, SNA, DRONES, ALEPPO, IDLIB)


def linked(*links, schema=SCHEMA):
    relations = [Relation(f"r{number}", *link) for number, link in enumerate(links)]
    return of(TEXT, *SPANS, *relations, schema=schema)


def with_event(**fields):
    event = EventFrame(**{"id": "e", "type": "clash", "trigger": (36, 42), **fields})
    return of(TEXT, *SPANS, event, schema=SCHEMA)


def test_relations_and_events_that_fit_have_no_finding():
    assert codes(linked(("uses", "hts", "drones"), ("in", "hts", "aleppo"))) == []
    arguments = (Argument("attacker", "hts"), Argument("target", "aleppo"))
    assert codes(with_event(arguments=arguments, modality="claimed", time=(0, 3))) == []


class TestEnds:
    def test_ends_the_schema_does_not_allow_are_an_error_at_the_source(self):
        (finding,) = found(linked(("uses", "aleppo", "hts")), "R01")

        assert finding.severity is Severity.ERROR
        assert (finding.start, finding.end, finding.record) == (19, 25, "r0")
        assert finding.message == (
            "uses goes from ACTOR to WEAPON, not from LOCATION 'Aleppo' to ACTOR 'HTS'"
        )

    def test_a_relation_the_wrong_way_round_can_be_turned(self):
        checked = linked(("uses", "drones", "hts"))

        turned = mended(checked, "R01")
        relation = turned.annotations.get("r0")
        assert (relation.source, relation.target) == ("hts", "drones")
        assert codes(turned) == []

    def test_one_that_fits_neither_way_can_only_be_removed(self):
        checked = linked(("uses", "aleppo", "hts"))

        assert len(found(checked, "R01")[0].fixes) == 1
        assert mended(checked, "R01").annotations.get("r0") is None

    def test_an_unknown_relation_is_named_with_the_nearest(self):
        (finding,) = found(linked(("use", "hts", "drones")), "R01")

        assert finding.message == "the schema has no relation 'use'; did you mean 'uses'?"

    @pytest.mark.parametrize("end", [Note("n", "x"), EventFrame("e", "clash", (36, 42))])
    def test_an_end_that_is_no_span_is_an_error(self, end):
        checked = of(TEXT, HTS, end, Relation("r", "uses", "hts", end.id), schema=SCHEMA)

        assert codes(checked) == ["R01"]

    def test_an_end_that_does_not_exist_is_an_error_and_not_a_crash(self):
        checked = of(TEXT, HTS, Relation("r", "uses", "absent", "gone"), schema=SCHEMA)

        assert "from nothing to nothing" in found(checked, "R01")[0].message


class TestLoops:
    def test_a_relation_of_a_span_with_itself_is_an_error(self):
        checked = linked(("part_of", "hts", "hts"))

        assert codes(checked) == ["R02"]
        assert codes(mended(checked, "R02")) == []

    def test_the_same_relation_twice_is_an_error_once(self):
        checked = linked(("part_of", "hts", "sna"), ("part_of", "hts", "sna"))

        assert [one.record for one in found(checked, "R03")] == ["r1"]
        assert codes(mended(checked, "R03")) == []

    def test_both_directions_are_not_the_same(self):
        links = (("in", "aleppo", "idlib"), ("in", "idlib", "aleppo"))

        assert codes(linked(*links)) == ["R04"]

    def test_a_circle_is_an_error_and_told_step_by_step(self):
        checked = linked(("in", "aleppo", "idlib"), ("in", "idlib", "aleppo"))

        (finding,) = found(checked, "R04")
        assert finding.message == "in goes in a circle: 'Aleppo' -> 'Idlib' -> 'Aleppo'"
        assert codes(mended(checked, "R04")) == []

    def test_a_relation_that_may_go_in_a_circle_may(self):
        schema = SCHEMA.model_copy(update={"acyclic_relations": ("part_of",)})
        links = (("in", "aleppo", "idlib"), ("in", "idlib", "aleppo"))

        assert codes(linked(*links, schema=schema)) == []

    def test_two_ways_to_one_place_are_no_circle(self):
        links = (("in", "hts", "aleppo"), ("in", "aleppo", "idlib"), ("in", "hts", "idlib"))

        assert codes(linked(*links)) == []

    def test_a_long_chain_does_not_exhaust_the_stack(self):
        spans = [Span(f"s{number}", "ACTOR", ((number, number + 1),)) for number in range(5_000)]
        links = [
            Relation(f"r{number}", "part_of", f"s{number}", f"s{(number + 1) % 5_000}")
            for number in range(5_000)
        ]
        checked = of("x " * 2_500, *spans, *links, schema=SCHEMA)

        assert len(found(checked, "R04")) == 1

    @given(st.sets(st.tuples(st.integers(0, 4), st.integers(0, 4)).filter(lambda e: e[0] != e[1])))
    def test_without_the_relations_found_nothing_goes_in_a_circle(self, edges):
        spans = [Span(f"s{number}", "ACTOR", ((number, number + 1),)) for number in range(5)]
        links = [
            Relation(f"r{one}{other}", "part_of", f"s{one}", f"s{other}") for one, other in edges
        ]
        checked = of("abcde", *spans, *links, schema=SCHEMA)
        closing = {one.record for one in found(checked, "R04")}

        left = {
            (int(link.source[1]), int(link.target[1])) for link in links if link.id not in closing
        }
        assert is_acyclic(left)
        assert bool(closing) is not is_acyclic(edges)


def is_acyclic(edges):
    left = set(edges)
    while left:
        ends = {source for source, _ in left}
        removable = {edge for edge in left if edge[1] not in ends}
        if not removable:
            return False
        left -= removable
    return True


class TestEvents:
    @pytest.mark.parametrize("place", [(40, 99), (5, 5), (-1, 3)])
    def test_a_trigger_outside_the_text_is_an_error(self, place):
        checked = with_event(trigger=place)

        assert codes(checked) == ["V01"]
        assert mended(checked, "V01").annotations.get("e") is None

    def test_a_time_outside_the_text_can_be_removed(self):
        checked = with_event(time=(40, 99))

        assert codes(checked) == ["V01"]
        assert mended(checked, "V01").annotations.get("e").time is None

    def test_an_unknown_type_gets_the_nearest(self):
        checked = with_event(type="atack")

        assert mended(checked, "V02").annotations.get("e").type == "attack"
        assert codes(checked) == ["V02"]

    def test_an_unknown_modality_can_be_removed(self):
        checked = with_event(modality="dreamt")

        assert codes(checked) == ["V02"]
        assert mended(checked, "V02").annotations.get("e").modality == ""

    def test_a_role_that_does_not_take_the_label_can_be_left_open(self):
        checked = with_event(arguments=(Argument("attacker", "aleppo"), Argument("target", "sna")))

        (finding,) = found(checked, "V03")
        assert finding.message == "the role attacker takes ACTOR, not LOCATION 'Aleppo'"
        assert mended(checked, "V03").annotations.get("e").arguments == (Argument("target", "sna"),)

    def test_an_unknown_role_is_an_error(self):
        checked = with_event(arguments=(Argument("atacker", "hts"),))

        assert "did you mean 'attacker'?" in found(checked, "V03")[0].message
        assert codes(mended(checked, "V03")) == []

    def test_a_role_played_by_something_that_is_no_span_is_an_error(self):
        assert codes(with_event(arguments=(Argument("attacker", "absent"),))) == ["V03"]

    def test_the_same_argument_twice_loses_one_at_a_time(self):
        argument = ("attacker", "aleppo")
        checked = with_event(arguments=(Argument(*argument), Argument(*argument)))

        assert codes(checked) == ["V03", "V03"]
