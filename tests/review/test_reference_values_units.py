# SPDX-License-Identifier: MIT
"""Agreement of annotators who find units, against values of papers and other programs."""

import json
from pathlib import Path

import pytest

from annotator.review.unitizing import alpha_u_1995, u_alpha

FILE = Path(__file__).resolve().parents[3] / "shared" / "reference" / "agreement-values.json"
CASES = json.loads(FILE.read_text("utf-8"))["cases"] if FILE.exists() else []

pytestmark = pytest.mark.skipif(not CASES, reason=f"the reference values are not at {FILE.name}")


def cases(metric):
    found = [case for case in CASES if case["metric"] == metric]
    return pytest.mark.parametrize("case", found, ids=[case["id"] for case in found])


def observers(case):
    return [[tuple(unit) for unit in units] for units in case["input"]["observers"]]


def extent(case):
    return {"length": case["input"]["length"], "begin": case["input"]["begin"]}


def near(case, expected):
    return expected if expected is None else pytest.approx(expected, abs=case["tol"])


@cases("u_alpha_2016")
def test_u_alphas_are_as_other_programs_find_them(case):
    found = u_alpha(observers(case), **extent(case))
    values = {
        "u_alpha": found.u_alpha.value,
        "bar_u_alpha": found.bar_u_alpha.value,
        "cu_alpha": found.cu_alpha.alpha.value,
        "cu_coverage": found.cu_alpha.coverage,
        "ku_alpha": {label: each.alpha.value for label, each in found.ku_alpha.items()},
    }

    for name, expected in case["expected"].items():
        if name == "ku_alpha":
            assert values[name] == {label: near(case, value) for label, value in expected.items()}
        elif name != "strict_f1":
            assert values[name] == near(case, expected)


@cases("alpha_u_1995")
def test_the_alpha_of_1995_is_as_published(case):
    found = alpha_u_1995(observers(case), **extent(case))

    assert found.joint.value == near(case, case["expected"]["joint"])
    for label, expected in case["expected"]["per_category"].items():
        each = found.per_category[label]
        values = {
            "Do": each.observed_disagreement,
            "De": each.expected_disagreement,
            "alpha": each.alpha.value,
        }
        assert values == {name: near(case, value) for name, value in expected.items()}
