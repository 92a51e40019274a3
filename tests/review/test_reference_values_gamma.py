# SPDX-License-Identifier: MIT
"""The reference values of gamma, where they are at hand."""

import json
from pathlib import Path

import pytest

from annotator.review.alignment import Weights, best_alignment
from annotator.review.gamma import gamma

FILE = Path(__file__).resolve().parents[3] / "shared" / "reference" / "agreement-values.json"
CASES = json.loads(FILE.read_text("utf-8"))["cases"] if FILE.exists() else []

pytestmark = pytest.mark.skipif(not CASES, reason=f"the reference values are not at {FILE.name}")


def cases(metric):
    found = [case for case in CASES if case["metric"] == metric]
    return pytest.mark.parametrize("case", found, ids=[case["id"] for case in found])


def weights(params):
    return Weights(params.get("alpha", 1), params.get("beta", 1), params.get("deltaEmpty", 1))


def units(observers):
    return [[tuple(unit) for unit in mine] for mine in observers]


@cases("gamma")
def test_gamma_is_as_other_programs_give_it(case):
    found = gamma(
        units(case["input"]["observers"]),
        weights=weights(case["params"]),
        sampler=case["params"].get("sampler", "statistical"),
    )

    expected = case["expected"]
    assert found.observed_disorder == pytest.approx(
        expected["observed_disorder"], rel=case["tol"], abs=case["tol"]
    )
    if "gamma_mc" in expected:
        assert found.gamma.value == pytest.approx(expected["gamma_mc"], abs=0.2)
    if "gamma_range" in expected:
        low, high = expected["gamma_range"]
        assert low <= found.gamma.value <= high
        low, high = expected["gamma_cat_range"]
        assert low <= found.gamma_cat.value <= high


@cases("gamma_replay")
def test_disorders_of_sampled_continua_are_as_other_programs_give_them(case):
    found = [
        best_alignment(units(one), weights(case["params"])).disorder
        for one in case["input"]["continua"]
    ]

    assert found == pytest.approx(case["expected"]["disorders"], abs=case["tol"])
