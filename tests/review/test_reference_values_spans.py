# SPDX-License-Identifier: MIT
"""Measures of spans against values from papers and other programs, kept beside the repository."""

import json
from pathlib import Path

import numpy as np
import pytest

from annotator.model.annotations import Annotations
from annotator.model.records import Span
from annotator.review.bootstrap import bootstrapped
from annotator.review.confusion import MISSING, confusion
from annotator.review.f1 import Counts, Measure, count, f1, score, team, total
from annotator.review.items import items_of
from annotator.review.reporting import Completed, agreement_report

FILE = Path(__file__).parents[3] / "shared" / "reference" / "agreement-values.json"
CASES = json.loads(FILE.read_text("utf-8"))["cases"] if FILE.exists() else []

pytestmark = pytest.mark.skipif(not CASES, reason=f"the reference values are not at {FILE.name}")


def cases(metric):
    found = [case for case in CASES if case["metric"] == metric]
    return pytest.mark.parametrize("case", found, ids=[case["id"] for case in found])


def marks(spans):
    return [(((start, end),), label) for start, end, label in spans]


def near(case, expected):
    return expected if expected is None else pytest.approx(expected, abs=case["tol"])


def layer(spans):
    made = [Span(f"s{n}", label, ((start, end),)) for n, (start, end, label) in enumerate(spans)]
    return Annotations({span.id: span for span in made})


@cases("muc")
def test_span_f1_is_as_published(case):
    counts = total(count(marks(one), marks(other)) for one, other in case["input"]["docs"])

    for measure, expected in case["expected"].items():
        found = score(counts, Measure(measure))
        names = {
            "cor": found.correct,
            "inc": found.incorrect,
            "par": found.partial,
            "mis": found.missing,
            "spu": found.spurious,
            "f1": found.f1.value,
        }
        assert {name: names[name] for name in expected} == {
            name: near(case, value) for name, value in expected.items()
        }
        assert (found.f1.reason == "") == (found.f1.value is not None)


@cases("muc")
def test_span_f1_of_the_corpus_report_is_as_published(case):
    documents = [
        Completed(f"d{n}", "x" * 99, {"a": layer(one), "b": layer(other)})
        for n, (one, other) in enumerate(case["input"]["docs"])
    ]

    report = agreement_report(documents)

    for measure, expected in case["expected"].items():
        if "f1" in expected:
            assert report.micro[Measure(measure)].value == near(case, expected["f1"])


@cases("pairwise_exact_f1")
def test_mean_f1_of_pairs_is_as_published(case):
    for document, layers in case["input"]["docs"].items():
        names = sorted(layers)
        values = {
            (a, b): f1(count(marks(layers[a]), marks(layers[b])))
            for a in names
            for b in names
            if a < b
        }
        found = team(values)

        assert found.mean.value == near(case, case["expected"]["mean_per_document"][document])
        assert found.deviation == near(case, case["expected"]["sd_per_document"][document])


@cases("confusion")
def test_confusion_is_as_worked_by_hand(case):
    documents = [
        (f"d{n}", marks(one), marks(other)) for n, (one, other) in enumerate(case["input"]["docs"])
    ]
    expected = {
        (_label(row), _label(column)): number
        for row, cells in case["expected"]["matrix"].items()
        for column, number in cells.items()
    }

    found = confusion(documents)

    assert found.counts() == expected
    assert {cell: len(found.items(*cell)) for cell in expected} == expected


def _label(name):
    return MISSING if name == "_missing" else name


@cases("conflict_items")
def test_items_are_as_worked_by_hand(case):
    for document, layers in case["input"]["docs"].items():
        found = items_of(document, {name: layer(spans) for name, spans in layers.items()})

        told = [
            {
                "spans": {
                    v.annotator: int(v.records[0].id[1:]) for v in item.versions if v.records
                },
                "kinds": sorted(item.kinds),
            }
            for item in found
        ]
        assert told == case["expected"]["items"]
        if case["expected"].get("one_screen_group"):
            assert len({item.group for item in found}) == 1


@cases("bootstrap_f1")
def test_bootstrap_is_near_all_resamples(case):
    value = bootstrapped(case["input"]["tp_na_nb"], replicates=20_000)

    expected = case["expected"]
    assert value.value == near(case, expected["point"])
    assert value.low == near(case, expected["q025"])
    assert value.high == near(case, expected["q975"])
    assert value.n == len(case["input"]["tp_na_nb"])


def test_counts_add_up():
    assert total([Counts(1, 0, 2, 0, 3, 4), Counts(1, 1, 0, 0, 0, 1)]) == Counts(2, 1, 2, 0, 3, 5)
    assert np.isclose(f1(Counts(1, 0, 0, 0, 1, 0)).value, 2 / 3)
