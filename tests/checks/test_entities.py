# SPDX-License-Identifier: MIT
"""R10: one Wikidata id an entity, aliases of one entity."""

import pytest

from annotator.checks.finding import Severity
from annotator.model.records import Entity, Relation
from annotator.schema.files import default_schema
from tests.checks.subjects import PLAIN, found, mended, of, span

CONFLICT = default_schema()
TEXT = "Hayat Tahrir al-Sham (HTS) said HTS fighters left."


def checked(*records, ids=("", "", ""), schema=CONFLICT):
    start = TEXT.index("HTS fighters")
    words = (("full", "Hayat Tahrir al-Sham"), ("short", "HTS"))
    spans = [
        span(TEXT, said, "ACTOR", id, **({"wikidata": ids[n]} if ids[n] else {}))
        for n, (id, said) in enumerate(words)
    ]
    again = span(TEXT, "HTS fighters", "ACTOR", "again", **({"wikidata": ids[2]} if ids[2] else {}))
    assert again.start == start
    return of(TEXT, *spans, again, *records, schema=schema)


ONE = Entity("hts", ("full", "short", "again"))


def test_an_entity_with_two_wikidata_ids_is_an_error_at_the_rarer_one():
    wrong = checked(ONE, ids=("Q1", "Q1", "Q2"))

    (finding,) = found(wrong, "R10")

    assert (finding.severity, finding.record) == (Severity.ERROR, "again")
    assert finding.message == "the mentions of one entity have several Wikidata ids: Q1, Q2"
    assert found(mended(wrong, "R10", 0), "R10") == []
    assert found(mended(wrong, "R10", 1), "R10") == []


def test_the_id_of_the_entity_itself_counts_too():
    (finding,) = found(
        checked(Entity("hts", ("full",), {"wikidata": "Q7"}), ids=("Q1", "", "")), "R10"
    )

    assert finding.record in {"full", "hts"}


@pytest.mark.parametrize(
    "ids", [("", "", ""), ("Q1", "", ""), ("Q1", "Q1", ""), ("Q1", "Q1", "Q1")]
)
def test_one_id_or_none_is_right(ids):
    assert found(checked(ONE, ids=ids), "R10") == []


def test_two_entities_have_two_ids():
    two = (Entity("a", ("full", "short")), Entity("b", ("again",)))

    assert found(checked(*two, ids=("Q1", "Q1", "Q2")), "R10") == []


ALIAS = Relation("r1", "alias_of", "short", "full")


def test_aliases_of_different_entities_are_an_error():
    wrong = checked(Entity("a", ("full",)), Entity("b", ("short",)), ALIAS)

    (finding,) = found(wrong, "R10")

    assert (finding.severity, finding.record) == (Severity.ERROR, "r1")
    assert "belong to different entities" in finding.message
    assert found(mended(wrong, "R10"), "R10") == []


@pytest.mark.parametrize(
    "records",
    [
        (ALIAS,),
        (ONE, ALIAS),
        (Entity("a", ("full",)), ALIAS),
        (Entity("a", ("full", "short")), Entity("b", ("short",)), ALIAS),
        (
            Entity("a", ("full",)),
            Entity("b", ("short",)),
            Relation("r", "part_of", "short", "full"),
        ),
    ],
)
def test_aliases_of_one_entity_or_of_none_and_other_relations_are_right(records):
    assert found(checked(*records), "R10") == []


def test_a_schema_without_aliases_says_nothing_of_them():
    records = (Entity("a", ("full",)), Entity("b", ("short",)), ALIAS)

    assert found(checked(*records, schema=PLAIN), "R10") == []
