# SPDX-License-Identifier: MIT
"""Who does what to whom: parts that cannot be played, and parts that nobody plays.

Everything is found by name: the roles ``attacker``, ``target``, ``place`` and ``victims`` of
events, the relations ``victim_is`` and ``happened_at``, the attributes ``role``, ``side``,
``actor_type`` and ``victim_type``. A schema without them gets no finding.
"""

from collections.abc import Collection, Iterator
from dataclasses import replace

from annotator.checks.check import Found, LayerCheck, Rule, Subject
from annotator.checks.entities import entities_by_mention
from annotator.checks.finding import Fix, Severity
from annotator.checks.moves import removed
from annotator.checks.reading import people_labels
from annotator.checks.relations import end_name, record_place
from annotator.edits.edit import PutEvent, SetAttributes
from annotator.model.records import EventFrame, Span
from annotator.schema.names import bare, listed

_VICTIM_TYPES = {
    "state_military": "state_military",
    "police_security": "police_security",
    "paramilitary_progov": "nonstate_combatant",
    "rebel_group": "nonstate_combatant",
    "communal_militia": "nonstate_combatant",
    "unidentified_armed": "nonstate_combatant",
    "private_military": "nonstate_combatant",
    "criminal_group": "nonstate_combatant",
    "peacekeepers": "peacekeeper",
    "civilians": "civilian",
    "protesters": "civilian",
    "media": "journalist",
}
_CIVIL_ACTORS = frozenset({"civilians", "protesters", "media", "ngo_monitor"})
_ARMED_VICTIMS = frozenset({"state_military", "police_security", "nonstate_combatant"})
_SIDES = frozenset({"A", "B", "C"})
_ATTACKS = frozenset({"attack"})
_KILLINGS = frozenset({"kill", "injure"})
_TOLLS = frozenset({"inflict_casualties"})


def _played(subject: Subject, event: EventFrame, role: str) -> list[Span]:
    spans = (subject.annotations.span(one.target) for one in event.arguments if one.role == role)
    return [span for span in spans if span is not None]


def _of_event(
    subject: Subject, event: EventFrame, message: str, fixes: tuple[Fix, ...] = ()
) -> Found:
    start, end = record_place(subject, event.id)
    return Found(message, start, end, fixes, event.id)


def _left_open(event: EventFrame, role: str, target: str) -> Fix:
    left = tuple(one for one in event.arguments if (one.role, one.target) != (role, target))
    return Fix(f"Leave the role {role} open", PutEvent(replace(event, arguments=left)))


def _other_victims(subject: Subject) -> Iterator[Found]:
    linked: dict[str, list[Span]] = {}
    for relation in subject.relations():
        if relation.type == "victim_is":
            actor = subject.annotations.span(relation.target)
            if actor is not None:
                linked.setdefault(relation.source, []).append(actor)
    for source, actors in linked.items():
        casualty = subject.annotations.span(source)
        if casualty is None or not all(_excludes(casualty, actor) for actor in actors):
            continue
        name, said = end_name(subject, actors[0].id), actors[0].attributes["actor_type"]
        victims = casualty.attributes["victim_type"]
        message = f"the victims are {victims}, {name} is {said}"
        yield Found(
            message, casualty.start, casualty.end, _mended(subject, casualty, actors), source
        )


def _excludes(casualty: Span, actor: Span) -> bool:
    victims, kind = casualty.attributes.get("victim_type"), actor.attributes.get("actor_type")
    if victims == "civilian":
        return kind in _VICTIM_TYPES and kind not in _CIVIL_ACTORS
    return victims in _ARMED_VICTIMS and kind in _CIVIL_ACTORS


def _mended(subject: Subject, casualty: Span, actors: list[Span]) -> tuple[Fix, ...]:
    meant = _VICTIM_TYPES.get(str(actors[0].attributes["actor_type"]))
    attribute = subject.schema.attributes_of(casualty.label).get("victim_type")
    if attribute is None or meant is None or attribute.problem_with(meant) is not None:
        return ()
    return (Fix(f"Set victim_type to {meant}", SetAttributes(casualty.id, {"victim_type": meant})),)


def _one_side(subject: Subject) -> Iterator[Found]:
    for event in subject.events():
        attackers = _played(subject, event, "attacker")
        for target in _played(subject, event, "target"):
            side = target.attributes.get("side")
            if side not in _SIDES:
                continue
            friend = next((one for one in attackers if one.attributes.get("side") == side), None)
            if friend is not None and friend.id != target.id:
                message = (
                    f"{end_name(subject, friend.id)} attacks {end_name(subject, target.id)} of its "
                    f"own side {side}"
                )
                fixes = (_left_open(event, "target", target.id),)
                yield _of_event(subject, event, message, fixes)


def _dateline_as_place(subject: Subject) -> Iterator[Found]:
    for event in subject.events():
        for role in ("place", "target"):
            for span in _played(subject, event, role):
                if span.attributes.get("role") == "dateline":
                    name = end_name(subject, span.id)
                    message = f"the {role} of this event is the dateline {name}"
                    yield _of_event(subject, event, message, (_left_open(event, role, span.id),))
    for relation in subject.relations():
        place = subject.annotations.span(relation.target)
        is_dateline = place is not None and place.attributes.get("role") == "dateline"
        if relation.type == "happened_at" and is_dateline:
            start, end = record_place(subject, relation.source)
            message = f"happened_at leads to the dateline {end_name(subject, relation.target)}"
            fixes = removed("Remove the relation", relation.id)
            yield Found(message, start, end, fixes, relation.id)


def _attacks_itself(subject: Subject) -> Iterator[Found]:
    owners = entities_by_mention(subject)
    for event in subject.events():
        attackers = _played(subject, event, "attacker")
        for target in _played(subject, event, "target"):
            things = owners.get(target.id, set())
            if any(
                one.id == target.id or not things.isdisjoint(owners.get(one.id, ()))
                for one in attackers
            ):
                message = f"{end_name(subject, target.id)} is attacker and target of one event"
                fixes = (_left_open(event, "target", target.id),)
                yield _of_event(subject, event, message, fixes)


def _nobody_in_it(subject: Subject) -> Iterator[Found]:
    known = subject.schema.events.roles.keys()
    for event in subject.events():
        missing = _missing(subject, event, known)
        if missing:
            yield _of_event(subject, event, f"{bare(event.type)} has {missing}")
        yield from _uncounted(subject, event)


def _missing(subject: Subject, event: EventFrame, known: Collection[str]) -> str:
    """Return in words whom an event lacks; empty if nobody, or if the schema has no such role.

    Somebody with a name who is killed is a target and no count; what is no actor is not killed.
    """
    played = {one.role for one in event.arguments}
    if event.type in _ATTACKS and {"attacker", "target"} <= set(known):
        return "" if played & {"attacker", "target"} else "no attacker and no target"
    if "victims" not in known or "victims" in played:
        return ""
    if event.type in _KILLINGS and not _has_actor(subject, event):
        return "no victims, and no actor as its target"
    return "no victims" if event.type in _TOLLS else ""


def _has_actor(subject: Subject, event: EventFrame) -> bool:
    targets = _played(subject, event, "target")
    return any("actor_type" in subject.schema.attributes_of(span.label) for span in targets)


def _uncounted(subject: Subject, event: EventFrame) -> Iterator[Found]:
    """Yield the victims of an event that no span with a count stands for."""
    counting = people_labels(subject)
    for span in _played(subject, event, "victims") if counting else ():
        taken = subject.schema.events.roles.get("victims", ())
        if span.label not in taken or span.label in counting or _is_counted(subject, span):
            continue
        message = f"the victims {end_name(subject, span.id)} are linked to no {listed(counting)}"
        yield _of_event(subject, event, message)


def _is_counted(subject: Subject, victims: Span) -> bool:
    for relation in subject.relations():
        if victims.id in (relation.source, relation.target):
            other = relation.target if relation.source == victims.id else relation.source
            span = subject.annotations.span(other)
            if span is not None and span.label in people_labels(subject):
                return True
    return False


_W = Severity.WARNING
_OPEN = "leave the role open"

ROLE_CHECKS = tuple(
    LayerCheck(Rule(code, _W, sentence, mend), find)
    for code, sentence, mend, find in (
        (
            "C12",
            "Civilian victims are no armed actor, and armed victims no civilians.",
            "set the victim type",
            _other_victims,
        ),
        ("R11", "Attacker and target of an event are not of one side.", _OPEN, _one_side),
        (
            "V04",
            "A dateline is not the place or the target of an event, and nothing happened at it.",
            f"{_OPEN}; remove the relation",
            _dateline_as_place,
        ),
        ("V05", "The attacker of an event is not its target.", _OPEN, _attacks_itself),
        (
            "V07",
            "An attack has an attacker or a target, a killing or injuring has victims or an actor "
            "as its target, and victims are counted.",
            "",
            _nobody_in_it,
        ),
    )
)
