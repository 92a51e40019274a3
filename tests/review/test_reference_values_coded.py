# SPDX-License-Identifier: MIT
"""The reference values of coefficients on given units, where they are at hand."""

import json
from pathlib import Path

import pytest

from annotator.review.boundary_similarity import boundary_similarity
from annotator.review.coded import fleiss, krippendorff_alpha, two_raters
from annotator.review.competence import dawid_skene, mace

FILE = Path(__file__).resolve().parents[3] / "shared" / "reference" / "agreement-values.json"
METRICS = {
    "krippendorff_alpha",
    "two_rater",
    "fleiss_kappa",
    "boundary_similarity",
    "dawid_skene",
    "mace",
    "attribute_alpha",
}


def cases():
    if not FILE.exists():
        return []
    found = json.loads(FILE.read_text(encoding="utf-8"))["cases"]
    return [pytest.param(case, id=case["id"]) for case in found if case["metric"] in METRICS]


def alpha_values(case):
    items, expected = case["input"]["items"], case["expected"]
    nominal = krippendorff_alpha(items)
    found = {"Do": nominal.observed_disagreement, "De": nominal.expected_disagreement}
    for level in ("nominal", "ordinal", "interval", "ratio"):
        if level in expected:
            found[level] = krippendorff_alpha(items, level=level).alpha.value
    return found


def two_rater_values(case):
    found = two_raters(case["input"]["items"])
    return {name: getattr(found, name).value for name in case["expected"]}


def fleiss_values(case):
    found = fleiss(case["input"]["items"])
    return {
        "kappa": found.kappa.value,
        "observed": found.observed.value,
        "expected": found.expected.value,
        "per_category": {str(name): one.value for name, one in found.per_category.items()},
    }


def boundary_values(case):
    return {"B": boundary_similarity(case["input"]["a"], case["input"]["b"]).value}


def dawid_skene_values(case):
    found = dawid_skene([tuple(row) for row in case["input"]["triples"]])
    return {"labels": list(found.best().values()), "class_prior": list(found.prior.values())}


def mace_values(case):
    found = mace([tuple(row) for row in case["input"]["triples"]])
    least = min(found.competence, key=found.competence.__getitem__)
    most = case["expected"]["competence_max_of_least"]
    assert found.competence[least] <= most
    return {
        "labels": list(found.best().values()),
        "least_competent": least,
        "competence_max_of_least": most,
    }


def attribute_values(case):
    pairs = case["input"]["pairs"]
    said = [tuple("" if value is None else value for value in pair) for pair in pairs]
    return {
        "n_matched": len(pairs),
        "percent": sum(one == other for one, other in pairs) / len(pairs),
        "alpha_with_null_as_value": krippendorff_alpha(said).alpha.value,
    }


VALUES = {
    "krippendorff_alpha": alpha_values,
    "two_rater": two_rater_values,
    "fleiss_kappa": fleiss_values,
    "boundary_similarity": boundary_values,
    "dawid_skene": dawid_skene_values,
    "mace": mace_values,
    "attribute_alpha": attribute_values,
}


@pytest.mark.skipif(not FILE.exists(), reason="the reference values are not beside the project")
@pytest.mark.parametrize("case", cases())
def test_a_reference_value_comes_out_within_its_tolerance(case):
    found = VALUES[case["metric"]](case)

    for name, expected in case["expected"].items():
        if isinstance(expected, dict):
            assert found[name] == pytest.approx(expected, abs=case["tol"]), name
        elif isinstance(expected, list) and not isinstance(expected[0], float):
            assert found[name] == expected, name
        elif expected is None:
            assert found[name] is None, name
        else:
            assert found[name] == pytest.approx(expected, abs=case["tol"]), name
