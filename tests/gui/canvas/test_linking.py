# SPDX-License-Identifier: MIT
"""Linking by keys without a window: what is offered, and what keys come to."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.checks.document import Subject, check_document
from annotator.edits.apply import Context, apply
from annotator.gui.canvas import links, links_entities, links_events, links_keys, links_modes
from annotator.gui.canvas.links_keys import BACKSPACE, ENTER, ESCAPE, Here, pressed
from annotator.gui.canvas.links_prompts import prompt
from annotator.gui.canvas.links_shown import Wanted, shown
from annotator.model.annotations import Annotations
from annotator.model.records import Argument, Entity, EventFrame, Relation, Span
from annotator.schema.files import default_schema

TEXT = (
    "The army shelled Idlib on Monday.\n"
    "Twelve men of the army died there, the SOHR said.\n"
    "Idlib was hit by mortars of the Syrian army in 2019."
)
SCHEMA = default_schema()
PLACES = {
    "army": ("ACTOR", "army", 0),
    "idlib": ("LOCATION", "Idlib", 0),
    "dead": ("CASUALTY", "Twelve men of the army", 0),
    "men": ("ACTOR", "army", 20),
    "sohr": ("ACTOR", "SOHR", 0),
    "idlib2": ("LOCATION", "Idlib", 30),
    "mortars": ("WEAPON", "mortars", 0),
    "syrian": ("ACTOR", "Syrian army", 0),
}


def span(id, **attributes):
    label, words, after = PLACES[id]
    start = TEXT.index(words, after)
    return Span(id, label, ((start, start + len(words)),), attributes)


def ground(*records):
    made = {id: span(id) for id in PLACES}
    made.update({record.id: record for record in records})
    return links.Ground(TEXT, Annotations(made), SCHEMA)


def typed(mode, keys, on, selection=(0, 0)):
    """Press keys one after the other, carrying out each wish; return the last step and ground."""
    step = links_modes.Step(mode)
    for key in keys:
        step = pressed(step.mode, key, Here(on, selection, (0, len(TEXT))))
        if step.wish is not None:
            change = apply(step.wish, on.annotations, Context(len(TEXT), SCHEMA, "ann"))
            on = replace(on, annotations=change.applied_to(on.annotations))
    return step, on


def code_of(coded, value):
    return next(code for code, one in coded.items() if one == value)


# relations


@pytest.mark.parametrize("way", ["to", "from"])
@pytest.mark.parametrize("id", list(PLACES))
def test_candidates_are_exactly_the_spans_that_some_relation_allows(id, way):
    on = ground()
    found = links.candidates(on, span(id), way)
    allowed = {
        other.id
        for other in on.annotations.spans()
        if other.id != id
        and links.fitting_types(SCHEMA, *(one.label for one in links.ends_of(span(id), other, way)))
    }
    assert {other.id for other in found} == allowed
    assert len(found) == len(allowed)


def test_the_nearest_candidate_comes_first_and_a_paragraph_is_far():
    found = [other.id for other in links.candidates(ground(), span("dead"))]
    assert found[0] == "men"
    assert found.index("sohr") < found.index("army")


def test_where_one_relation_fits_none_is_asked():
    on = ground()
    step = links_modes.link(on, span("army"), "to")
    step, on = typed(step.mode, code_of(step.mode.spans, "mortars"), on)
    (made,) = on.annotations.relations()
    assert (made.type, made.source, made.target) == ("uses", "army", "mortars")
    assert step.mode is None


def test_where_several_fit_the_letter_of_the_relation_chooses():
    on = ground()
    step = links_modes.link(on, span("dead"), "to")
    step, on = typed(step.mode, code_of(step.mode.spans, "sohr"), on)
    names = [choice.name for choice in prompt(step.mode, on).choices]
    assert names == ["victim_is", "caused_by", "reported_by"]
    step, on = typed(step.mode, "r", on)
    assert [one.type for one in on.annotations.relations()] == ["reported_by"]


def test_a_link_from_turns_the_ends_round():
    on = ground()
    step = links_modes.link(on, span("mortars"), "from")
    _, on = typed(step.mode, code_of(step.mode.spans, "syrian"), on)
    (made,) = on.annotations.relations()
    assert (made.type, made.source, made.target) == ("uses", "syrian", "mortars")


def test_with_a_capital_one_stays_to_choose_another():
    on = ground()
    step = links_modes.link(on, span("army"), "to")
    coded = step.mode.spans
    first, second = code_of(coded, "mortars"), code_of(coded, "sohr")
    step, on = typed(step.mode, first.upper(), on)
    assert step.mode.spans == coded
    step, on = typed(step.mode, [second, "s"], on)
    assert step.mode is None
    assert {one.target for one in on.annotations.relations()} == {"mortars", "sohr"}


def test_what_is_linked_already_is_not_linked_twice():
    on = ground(Relation("r", "uses", "army", "mortars"))
    step = links_modes.link(on, span("army"), "to")
    step, after = typed(step.mode, code_of(step.mode.spans, "mortars"), on)
    assert step.said == "They are linked already."
    assert after.annotations.records == on.annotations.records


def test_a_relation_gets_another_type_and_keeps_its_id():
    on = ground(Relation("r", "victim_is", "dead", "sohr"))
    step = links_modes.retype(on, on.annotations.get("r"))
    _, on = typed(step.mode, "r", on)
    assert on.annotations.get("r").type == "reported_by"


# events


def filled(*keys, on=None, trigger="shelled"):
    on = on or ground()
    start = TEXT.index(trigger)
    step = links_modes.event(on, (start, start + len(trigger)))
    return typed(step.mode, keys, on)


def test_an_event_has_type_roles_modality_time_and_source():
    step, on = filled("s")
    coded = step.mode.spans
    keys = [code_of(coded, "army"), code_of(coded, "idlib"), code_of(coded, "mortars")]
    step, on = typed(step.mode, [*keys, "B", code_of(coded, "sohr"), "H", "c", "W"], on)
    monday = TEXT.index("Monday")
    step, on = typed(step.mode, code_of(step.mode.times, (monday, monday + 6)), on)
    step, on = typed(step.mode, [ENTER], on)
    (event,) = on.annotations.events()
    assert step.mode is None
    assert event.type == "shelling"
    assert event.modality == "claimed"
    assert event.reported_by == "sohr"
    assert event.time == (monday, monday + 6)
    assert set(event.arguments) == {
        Argument("attacker", "army"),
        Argument("place", "idlib"),
        Argument("instrument", "mortars"),
    }


def test_a_capital_says_the_role_and_only_what_fits_it_is_offered():
    step, on = filled("s")
    code = code_of(step.mode.spans, "idlib")
    step, on = typed(step.mode, "T", on)
    labels = {
        on.annotations.span(id).label for id in links_keys.fitting_spans(step.mode, on).values()
    }
    assert labels == {"ACTOR", "LOCATION", "WEAPON"}
    step, on = typed(step.mode, code, on)
    (event,) = on.annotations.events()
    assert event.arguments == (Argument("target", "idlib"),)


def test_what_the_span_itself_says_of_its_role_counts():
    on = ground(span("idlib", role="target"))
    step, on = filled("s", on=on)
    _, on = typed(step.mode, code_of(step.mode.spans, "idlib"), on)
    (event,) = on.annotations.events()
    assert event.arguments == (Argument("target", "idlib"),)


def test_the_same_letters_again_take_a_span_out_and_backspace_the_last():
    step, on = filled("s")
    army, idlib = code_of(step.mode.spans, "army"), code_of(step.mode.spans, "idlib")
    step, on = typed(step.mode, [army, idlib, army], on)
    (event,) = on.annotations.events()
    assert [part.target for part in event.arguments] == ["idlib"]
    step, on = typed(step.mode, [BACKSPACE], on)
    (event,) = on.annotations.events()
    assert event.arguments == ()


def test_on_the_trigger_of_an_event_its_roles_are_filled_and_no_other_is_made():
    step, on = filled("s", ENTER)
    step, on = filled("K", "a", on=on)
    assert [event.type for event in on.annotations.events()] == ["attack"]
    assert isinstance(step.mode, links_modes.Fill)


def test_selected_words_are_a_time_that_is_not_known_as_one():
    step, on = filled("s", "W")
    step, on = typed(step.mode, [ENTER], on, (3, 9))
    (event,) = on.annotations.events()
    assert event.time == (3, 9)
    step, on = typed(step.mode, ["W", BACKSPACE], on)
    (event,) = on.annotations.events()
    assert event.time is None


def test_a_year_is_the_value_of_the_time_as_well():
    step, on = filled("s", "W")
    year = TEXT.index("2019")
    _, on = typed(step.mode, code_of(step.mode.times, (year, year + 4)), on)
    (event,) = on.annotations.events()
    assert event.time_value == "2019"


def test_a_role_that_was_played_before_takes_the_second_actor():
    parts = (Argument("attacker", "army"), Argument("target", "men"))
    on = ground(EventFrame("before", "attack", (0, 3), parts))
    event = EventFrame("now", "attack", (4, 8), (Argument("attacker", "syrian"),))
    assert links_events.likely_roles(on, event, span("sohr"))[0] == "target"


# entities


def test_two_mentions_become_one_entity_and_a_third_joins_it():
    on = ground()
    step = links_modes.same(on, span("army"))
    _, on = typed(step.mode, code_of(step.mode.spans, "men"), on)
    step = links_modes.same(on, span("syrian"))
    _, on = typed(step.mode, code_of(step.mode.spans, "army"), on)
    (entity,) = (one for one in on.annotations.records.values() if isinstance(one, Entity))
    assert entity.mentions == ("army", "men", "syrian")


def test_two_entities_become_one_with_what_both_know():
    on = ground(
        Entity("a", ("army", "men"), {"country": "SYR"}),
        Entity("b", ("syrian",), {"wikidata": "Q1", "country": "IRQ"}),
    )
    wish = links_entities.joined(on, span("army"), span("syrian"))
    after = apply(wish, on.annotations, Context(len(TEXT), SCHEMA)).applied_to(on.annotations)
    assert after.get("b") is None
    entity = after.get("a")
    assert entity.mentions == ("army", "men", "syrian")
    assert entity.attributes == {"wikidata": "Q1", "country": "SYR"}


def test_the_same_words_are_the_likeliest_to_be_the_same():
    found = [other.id for other in links_entities.same_candidates(ground(), span("army"))]
    assert found == ["men", "syrian", "sohr"]


def test_a_mention_is_offered_what_its_entity_has_and_it_lacks():
    known = {"country": "SYR", "wikidata": "Q1"}
    on = ground(Entity("e", ("army", "men"), known), span("men", wikidata="Q2"))
    assert links_entities.offered(on, on.annotations.span("men")) == {"country": "SYR"}
    assert links_entities.offered(on, on.annotations.span("army")) == known
    assert links_entities.offered(on, span("sohr")) == {}


def test_a_value_that_its_label_does_not_take_is_not_offered():
    on = ground(Entity("e", ("army", "men"), {"country": "Syria", "geonames_id": 4}))
    assert links_entities.offered(on, on.annotations.span("army")) == {}


@pytest.mark.parametrize(
    ("mentions", "left"), [(("army", "men"), None), (("army", "men", "sohr"), 2)]
)
def test_a_span_leaves_its_entity_and_one_of_a_single_mention_goes(mentions, left):
    on = ground(Entity("e", mentions))
    wish = links_entities.parted(on.annotations, "army")
    after = apply(wish, on.annotations, Context(len(TEXT), SCHEMA)).applied_to(on.annotations)
    entity = after.get("e")
    assert (entity is None) == (left is None)
    assert entity is None or len(entity.mentions) == left


# any keys at all

keys = st.lists(
    st.one_of(
        st.sampled_from([ENTER, ESCAPE, BACKSPACE, "1", "é", ""]),
        st.sampled_from("fjdkslaghrueABDEHIKMOPRSTVWsckt"),
    ),
    max_size=25,
)
begins = st.sampled_from(["to", "from", "same", "event", "word"])


def begin(kind, id, on):
    one = on.annotations.span(id)
    if kind == "same":
        return links_modes.same(on, one)
    if kind == "event":
        return links_modes.event(on, one.fragments[0])
    if kind == "word":
        return links_modes.Step(links_modes.PickWord({}))
    return links_modes.link(on, one, kind)


@settings(deadline=None)
@given(begins, st.sampled_from(list(PLACES)), keys)
def test_whatever_is_typed_only_what_the_schema_allows_is_made(kind, id, keys):
    on = ground()
    step = begin(kind, id, on)
    for key in keys:
        if step.mode is None:
            break
        asked = prompt(step.mode, on)
        assert asked.title
        drawn = shown(on, Wanted(id), step.mode)
        assert len({hint.code for hint in drawn.hints}) == len(drawn.hints)
        step, on = typed(step.mode, [key] if key else [], on)
    found = check_document(Subject(TEXT, on.annotations, SCHEMA))
    wrong = [one.message for one in found if one.code in ("R01", "R02", "R03", "V01", "V02", "V03")]
    assert wrong == []


@settings(deadline=None)
@given(begins, st.sampled_from(list(PLACES)))
def test_esc_leaves_from_anywhere_in_a_few_steps(kind, id):
    on = ground()
    step = begin(kind, id, on)
    step, after = typed(step.mode, [ESCAPE], on)
    assert step.mode is None
    assert after.annotations.records == on.annotations.records


# what is drawn


def test_only_links_of_the_focused_span_are_drawn_and_all_on_demand():
    on = ground(
        Relation("r", "uses", "army", "mortars"),
        Relation("s", "victim_is", "dead", "men"),
        EventFrame("e", "attack", (9, 16), (Argument("attacker", "army"),)),
    )
    names = [link.name for link in shown(on, Wanted("army"), None).links]
    assert names == ["uses", "attack: attacker"]
    assert shown(on, Wanted(), None).links == ()
    everything = [link.name for link in shown(on, Wanted(all=True), None).links]
    assert everything == ["uses", "victim_is", "attacker"]


def test_the_name_stands_at_the_end_that_is_not_focused():
    on = ground(Relation("r", "uses", "army", "mortars"))
    assert [link.far for link in shown(on, Wanted("army"), None).links] == [1]
    assert [link.far for link in shown(on, Wanted("mortars"), None).links] == [0]


def test_the_other_mentions_of_the_focused_thing_are_outlined():
    on = ground(Entity("e", ("army", "men", "syrian")))
    outlined = shown(on, Wanted("army"), None).mentions
    assert outlined == (span("men").fragments[0], span("syrian").fragments[0])


@pytest.mark.parametrize(
    ("place", "words"),
    [(0, "2 paragraphs above"), (40, "1 paragraph above"), (100, ""), (134, "1 paragraph below")],
)
def test_an_end_out_of_sight_is_said_in_words(place, words):
    text = "\n".join(["a" * 35, "b" * 40, "c" * 50, "d" * 30])
    assert links.in_words(text, place, top=80, bottom=120) == words
