# SPDX-License-Identifier: MIT
import pytest

from annotator.edits.apply import Context, apply
from annotator.edits.edit import AddSpan, PutEntity, RemoveRecord, SetAttributes, Several
from annotator.errors import NotFoundError
from annotator.model.annotations import Annotations
from annotator.model.records import Entity, Span
from annotator.schema.files import default_schema

CONTEXT = Context(20, default_schema(), "ann")


def layer():
    spans = {id: Span(id, "ACTOR", ((place, place + 2),)) for id, place in (("a", 0), ("b", 4))}
    return Annotations({**spans, "e": Entity("e", ("a",)), "f": Entity("f", ("b",))})


def test_several_wishes_are_one_change_that_is_undone_as_one():
    before = layer()
    union = PutEntity(Entity("e", ("a", "b")))
    change = apply(Several((union, RemoveRecord("f")), "entity.put"), before, CONTEXT)
    assert change.kind == "entity.put"
    after = change.applied_to(before)
    assert after.get("e") == Entity("e", ("a", "b"), made_by="ann")
    assert after.get("f") is None
    assert dict(change.inverted().applied_to(after).records) == dict(before.records)


def test_a_later_wish_sees_what_an_earlier_one_did():
    first = SetAttributes("a", {"country": "SYR"})
    second = SetAttributes("a", {"wikidata": "Q1"})
    change = apply(Several((first, second), "span.attributes"), layer(), CONTEXT)
    after = change.applied_to(layer()).span("a")
    assert after is not None
    assert after.attributes == {"country": "SYR", "wikidata": "Q1"}


def test_one_refused_wish_refuses_all():
    wishes = (AddSpan("ACTOR", ((0, 1),)), RemoveRecord("nothing"))
    with pytest.raises(NotFoundError):
        apply(Several(wishes, "span.add"), layer(), CONTEXT)
