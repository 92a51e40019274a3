# SPDX-License-Identifier: MIT
"""The real files of Label Studio: what each gives, and which do not fit themselves."""

from collections import Counter
from pathlib import Path

import pytest

from annotator.formats.format import AnyLabel
from annotator.formats.label_studio import FORMAT, recognises
from tests.formats.exchange import read_back

DATA = Path(__file__).parents[3] / "shared" / "data"
REFUSED = {
    "rich_text_plain/annotations/1.json": "the file says 'February 22'",
    "rich_text_plain/tasks.json": "the file says 'February 22'",
    "rich_text_html/annotations/1.json": "the file says 'appreciated.",
    "rich_text_html/tasks.json": "the file says 'appreciated.",
    "repeater/annotations/1.json": "the task has no text: its data is empty",
}


def real(name: str) -> Path:
    if not (DATA / name).is_dir():
        pytest.skip(f"../shared/data/{name} is not here")
    return DATA / name


def read_good(folder: Path) -> tuple[list, dict[str, str]]:
    """Return the documents, and the first problem of each file that has one."""
    items, problems = [], {}
    for path in sorted(folder.rglob("*.json")):
        told: list = []
        if recognises(path.read_bytes()):
            given = {"accepted": AnyLabel(), "good_only": True, "refused": told.extend}
            items.extend(read_back(FORMAT, path, **given))
        for problem in told[:1]:
            problems[path.relative_to(folder).as_posix()] = problem.message
    return items, problems


def kinds(items) -> Counter:
    return Counter(
        record.kind for item in items for layer in item.layers for record in layer.records
    )


def test_the_examples_of_the_front_end_give_all_but_those_that_do_not_fit_themselves():
    items, problems = read_good(real("ls-frontend-examples"))

    assert len(items) == 27
    assert kinds(items) == {"span": 6, "label": 17}
    assert problems.keys() == REFUSED.keys()
    assert all(problems[name].startswith(start) for name, start in REFUSED.items())


def test_the_files_of_the_converter_give_their_texts_and_no_pictures():
    items, problems = read_good(real("ls-converter-tests"))

    assert len(items) == 4
    assert kinds(items) == {"label": 2}
    assert set(problems) == {
        "test_export_json_min/data.json",
        "test_export_json_min/data_repeater.json",
    }


def test_a_sample_whose_offsets_are_wrong_is_refused():
    items, problems = read_good(real("ls-kiji"))

    assert items == []
    assert problems["sample_predictions.json"].startswith("68..90 is no stretch of a text of 85")


def test_raw_judgements_of_a_crowd_are_not_taken_for_tasks():
    paths = list(real("gate-btc-crowd").rglob("*.json"))

    assert len(paths) == 2
    assert not any(recognises(path.read_bytes()[:65_536]) for path in paths)
