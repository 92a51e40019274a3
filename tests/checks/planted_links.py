# SPDX-License-Identifier: MIT
"""Errors in relations, entities and events."""

from collections.abc import Mapping
from dataclasses import replace
from random import Random

from annotator.model.records import Argument, Entity, EventFrame, Relation, Span
from annotator.schema.files import default_schema
from tests.checks.planted_spans import picked
from tests.checks.planting import Article, Planted, Planter, added, changed, valued

_ARMED = ("state_military", "rebel_group", "paramilitary_progov", "police_security")


def unfit_ends(rng: Random, article: Article) -> Planted | None:
    relation = picked(rng, article.relations())
    if relation is None:
        return None
    if rng.random() < 0.3:
        return changed(article, relation, type=rng.choice(("victim_of", "allied_with")))
    pairs = default_schema().relations[relation.type]
    label = article.get(relation.source).label
    unfit = [one for one in article.spans() if (label, one.label) not in pairs]
    return changed(article, relation, target=rng.choice(unfit).id) if unfit else None


def to_itself(rng: Random, article: Article) -> Planted | None:
    relation = picked(rng, article.relations())
    return None if relation is None else changed(article, relation, target=relation.source)


def duplicate(rng: Random, article: Article) -> Planted | None:
    relation = picked(rng, article.relations())
    return None if relation is None else added(article, replace(relation, id="planted"))


def circle(rng: Random, article: Article) -> Planted | None:
    relations = article.relations("located_in", "part_of", "part_of_total")
    relation = picked(rng, relations)
    if relation is None:
        return None
    back = Relation("planted", relation.type, relation.target, relation.source)
    return replace(added(article, back), ids=frozenset({"planted", relation.id}))


def split_entity(rng: Random, article: Article) -> Planted | None:
    actors = article.spans("ACTOR")
    if len(actors) < 2:
        return None
    one, other = rng.sample(actors, 2)
    if rng.random() < 0.5:
        values = [f"Q{number}" for number in rng.sample(range(1, 99_999), 2)]
        both = [
            replace(span, attributes={**span.attributes, "wikidata": value})
            for span, value in zip((one, other), values, strict=True)
        ]
        made = article.with_(*both, Entity("planted", (one.id, other.id)))
        return Planted(made, frozenset({one.id, other.id}))
    alias = Relation("planted", "alias_of", one.id, other.id)
    return added(article, Entity("p1", (one.id,)), Entity("p2", (other.id,)), alias)


def other_victims(rng: Random, article: Article) -> Planted | None:
    links: dict[str, list[Relation]] = {}
    for relation in article.relations("victim_is"):
        links.setdefault(relation.source, []).append(relation)
    single = [found[0] for found in links.values() if len(found) == 1]
    choices: list[tuple[Span, str]] = []
    for relation in single:
        casualty, actor = article.get(relation.source), article.get(relation.target)
        kind = actor.attributes["actor_type"]
        if kind in _ARMED:
            choices.append((casualty, "civilian"))
        elif kind == "civilians":
            choices.append((casualty, rng.choice(("state_military", "nonstate_combatant"))))
    if not choices:
        return None
    casualty, victims = rng.choice(choices)
    return valued(article, casualty, victim_type=victims)


def _with_roles(article: Article, *roles: str) -> list[EventFrame]:
    return [
        event
        for event in article.events()
        if set(roles) <= {argument.role for argument in event.arguments}
    ]


def _player(rng: Random, article: Article, event: EventFrame, role: str) -> Span:
    ids = [one.target for one in event.arguments if one.role == role]
    return article.get(rng.choice(ids))


def one_side(rng: Random, article: Article) -> Planted | None:
    events = _with_roles(article, "attacker")
    event = picked(rng, events)
    if event is None:
        return None
    attacker = _player(rng, article, event, "attacker")
    others = [one for one in article.spans("ACTOR") if one.id != attacker.id]
    target = rng.choice(others)
    side = rng.choice("ABC")
    both = [
        replace(span, attributes={**span.attributes, "side": side}) for span in (attacker, target)
    ]
    arguments = (*event.arguments, Argument("target", target.id))
    return changed(article.with_(*both), event, arguments=arguments)


def dateline(rng: Random, article: Article) -> Planted | None:
    datelines = [one for one in article.spans("LOCATION") if one.attributes["role"] == "dateline"]
    place, event = picked(rng, datelines), picked(rng, article.events())
    if place is None or event is None:
        return None
    counts = article.spans("CASUALTY")
    if counts and rng.random() < 0.3:
        return added(article, Relation("planted", "happened_at", rng.choice(counts).id, place.id))
    role = rng.choice(("place", "target"))
    return changed(article, event, arguments=(*event.arguments, Argument(role, place.id)))


def attacks_itself(rng: Random, article: Article) -> Planted | None:
    event = picked(rng, _with_roles(article, "attacker"))
    if event is None:
        return None
    attacker = _player(rng, article, event, "attacker")
    return changed(article, event, arguments=(*event.arguments, Argument("target", attacker.id)))


def nobody_in_it(rng: Random, article: Article) -> Planted | None:
    events = [
        one for one in article.events() if one.type in ("attack", "kill", "inflict_casualties")
    ]
    event = picked(rng, events)
    if event is None:
        return None
    gone = ("attacker", "target") if event.type == "attack" else ("victims", "target")
    left = tuple(one for one in event.arguments if one.role not in gone)
    return changed(article, event, arguments=left)


def misplaced(rng: Random, article: Article) -> Planted | None:
    event = picked(rng, article.events())
    if event is None:
        return None
    length = len(article.text)
    place = (length - 2, length + rng.randint(1, 90))
    return changed(article, event, **{rng.choice(("trigger", "time")): place})


def unknown_type(rng: Random, article: Article) -> Planted | None:
    event = picked(rng, article.events())
    if event is None:
        return None
    unknown = rng.choice(({"type": event.type[:-1]}, {"type": "riot"}, {"modality": "rumoured"}))
    return changed(article, event, **unknown)


def unfit_role(rng: Random, article: Article) -> Planted | None:
    event = picked(rng, article.events())
    if event is None:
        return None
    roles = default_schema().events.roles
    role = rng.choice([*roles, "atacker"])
    unfit = [one for one in article.spans() if one.label not in roles.get(role, ())]
    argument = Argument(role, rng.choice(unfit).id)
    return changed(article, event, arguments=(*event.arguments, argument))


LINK_PLANTERS: Mapping[str, Planter] = {
    "R01": unfit_ends,
    "R02": to_itself,
    "R03": duplicate,
    "R04": circle,
    "R10": split_entity,
    "V01": misplaced,
    "V02": unknown_type,
    "V03": unfit_role,
    "C12": other_victims,
    "R11": one_side,
    "V04": dateline,
    "V05": attacks_itself,
    "V07": nobody_in_it,
}
