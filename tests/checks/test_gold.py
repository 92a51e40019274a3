# SPDX-License-Identifier: MIT
"""P01: the gold layer cites its sources."""

from dataclasses import replace

import pytest

from annotator.checks.finding import Severity
from annotator.checks.gold import gold_findings
from annotator.model.records import Decision, LayerStatus, Span
from annotator.schema.definition import Schema
from tests.checks.subjects import PLAIN, of

TEXT = "HTS struck Aleppo."
HTS = Span("g1", "ACTOR", ((0, 3),))
ALEPPO = Span("g2", "LOCATION", ((11, 17),))
TAKEN = Decision("d1", "i1", 0, 3, "candidate", chosen=("ana",), result=(HTS,))
OWN = Decision("d2", "i2", 11, 17, "custom", result=(ALEPPO,), by="ben")
NOTHING = Decision("d3", "i3", 4, 10, "none", by="ben")


def said(*gold, decisions=(TAKEN, OWN, NOTHING), schema=PLAIN):
    return gold_findings(of(TEXT, *gold, schema=schema), decisions)


def test_a_gold_layer_that_follows_from_its_decisions_has_no_finding():
    assert said(HTS, ALEPPO, LayerStatus(complete=True)) == []
    assert said() == []


def test_a_record_that_no_decision_made_is_an_error_in_its_place():
    (finding,) = said(HTS, ALEPPO, decisions=(TAKEN,))

    assert (finding.code, finding.severity, finding.record) == ("P01", Severity.ERROR, "g2")
    assert TEXT[finding.start : finding.end] == "Aleppo"
    assert "comes from no decision" in finding.message


@pytest.mark.parametrize(
    "other", [replace(HTS, fragments=((0, 4),)), replace(HTS, attributes={"mention": "named"})]
)
def test_a_record_that_is_not_as_it_was_decided_is_an_error(other):
    (finding,) = said(other)

    assert "is not as it was decided" in finding.message


def test_a_decision_that_took_nobodys_version_is_an_error():
    (finding,) = said(HTS, decisions=(replace(TAKEN, chosen=()),))

    assert (finding.record, finding.start, finding.end) == ("d1", 0, 3)


def test_a_schema_can_switch_it_off():
    off = Schema.model_validate({**PLAIN.model_dump(by_alias=True), "checks": {"P01": "off"}})

    assert said(HTS, decisions=(), schema=off) == []
