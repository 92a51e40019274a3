# SPDX-License-Identifier: MIT
from collections import Counter
from pathlib import Path
from shutil import copy

import pytest

from annotator.formats.brat import FORMAT
from annotator.formats.format import AnyLabel
from annotator.formats.registry import format_for
from tests.formats.exchange import read_back

GOLDEN = Path(__file__).parent / "golden" / "brat"
DATA = Path(__file__).parents[3] / "shared" / "data"


@pytest.mark.parametrize(
    "name", ["events_before_their_triggers.ann", "tabs_and_raw_line_breaks.ann", "bionlp.a1"]
)
def test_files_are_recognised_by_what_they_hold(tmp_path, name):
    copy(GOLDEN / name, tmp_path / "unnamed")

    assert format_for(tmp_path / "unnamed") is FORMAT


@pytest.mark.parametrize(
    "content", ["", "T1\n", "Trends\tmarket 3 4\n", "T1\tX\tnine\tten\n", "-DOCSTART- O\n"]
)
def test_other_files_are_not_taken_for_brat(content):
    assert not FORMAT.recognises(content.encode())


def read_set(name: str, **given) -> Counter[str]:
    if not (DATA / name).is_dir():
        pytest.skip(f"../shared/data/{name} is not here")
    found: Counter[str] = Counter()
    for item in read_back(FORMAT, DATA / name, **{"accepted": AnyLabel(), **given}):
        found["document"] += 1
        for layer in item.layers:
            found["layer"] += 1
            for record in layer.records:
                found[record.kind] += 1
                found["attribute"] += len(getattr(record, "attributes", ()))
                found["parted"] += len(getattr(record, "fragments", ())) > 1
    return +found


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("brat-bratiaa", {"document": 9, "layer": 32, "span": 1600}),
        ("brat-litbank", {"document": 12, "layer": 12, "span": 1848}),
        ("brat-litbank-events", {"document": 4, "layer": 4, "span": 275}),
        (
            "brat-shipped",
            {
                "document": 57,
                "layer": 57,
                "span": 1545,  # and 242 triggers, which events share
                "event": 348,
                "relation": 44,
                "attribute": 211,
                "entity": 49,
            },
        ),
    ],
)
def test_real_files_are_read_whole(name, counts):
    assert read_set(name) == Counter(counts)


def test_real_triggers_are_all_spans_when_that_is_chosen():
    assert read_set("brat-shipped", choices={"triggers": "spans"})["span"] == 1787


def test_real_edge_cases_are_read_but_for_those_without_a_text():
    refusals = []

    found = read_set(
        "brat-dkpro-edge",
        choices={"triggers": "spans", "line_breaks": "keep"},
        good_only=True,
        refused=refusals.extend,
    )

    assert len(refusals) == 5
    assert all("there is no" in problem.message for problem in refusals)
    assert found["document"] == 6
    assert found["parted"] == 2
