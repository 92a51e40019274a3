# SPDX-License-Identifier: MIT
import gzip
import json
from collections import Counter
from pathlib import Path

import pytest

from annotator.errors import ProblemsError
from annotator.formats.bdoc import FORMAT
from annotator.formats.format import AnyLabel, no_progress
from annotator.formats.registry import format_for
from annotator.formats.sources import SourceFile
from annotator.model.records import Span
from tests.formats.exchange import document, read_back, read_options, written
from tests.marked import marked

GOLDEN = Path(__file__).parent / "golden" / "bdoc"
DATA = Path(__file__).parents[3] / "shared" / "data" / "gate-python"


def labels_in(items) -> Counter:
    return Counter(
        record.label
        for item in items
        for layer in item.layers
        for record in layer.records
        if isinstance(record, Span)
    )


def refused(path: Path, **given) -> list[str]:
    with pytest.raises(ProblemsError) as caught:
        list(FORMAT.read([SourceFile(path, path.name)], read_options(**given), no_progress))
    return [problem.message for problem in caught.value.problems]


def test_java_offsets_become_code_points():
    notes: list[str] = []

    [item] = read_back(FORMAT, GOLDEN / "java_offsets_with_emoji.bdocjs", note=notes.append)

    mine, bens = item.layers
    assert (mine.annotator, bens.annotator) == ("me", "ben")
    assert mine.records[0].surface(item.document.text) == "Tel Arim"
    assert bens.records[0].surface(item.document.text) == "NB rockets"
    assert "1 annotation of type WEAPON covers no character and was left out" in notes


def test_features_become_attributes_and_maps_json():
    [item] = read_back(FORMAT, GOLDEN / "java_offsets_with_emoji.bdocjs")

    assert item.layers[0].records[0].attributes == {
        "admin": None,
        "n": 3,
        "names": ("Tel Arim", "Arim"),
        "more": '{"a": [1]}',
    }
    assert item.info.meta == {"desk": 7, "name": "bulletin"}


def test_places_that_are_none_are_refused():
    assert refused(GOLDEN / "offsets_inside_an_emoji.bdocjs") == [
        "UTF-16 offset 1 is inside a character",
        "UTF-16 offset 99 is not in a text of 8 units",
        "start and end must be whole numbers, not '3' and 5",
    ]


def test_a_file_that_gzip_has_packed_is_recognised_and_read(tmp_path):
    path = tmp_path / "x.bdocjs.gz"
    path.write_bytes(gzip.compress((GOLDEN / "java_offsets_with_emoji.bdocjs").read_bytes()))

    [item] = FORMAT.read([SourceFile(path, path.name)], read_options(), no_progress)

    assert format_for(path).id == "bdoc"
    assert item.document.id == "x"


def test_what_gzip_has_packed_is_bounded(tmp_path):
    path = tmp_path / "x.bdocjs.gz"
    path.write_bytes(gzip.compress(b'{"text": "' + b"x" * 10_000_000 + b'"}', mtime=0))

    [message] = refused(path, max_bytes=1_000_000)

    assert "a document may have 1,000,000" in message


@pytest.mark.parametrize(
    ("packed", "message"),
    [
        (gzip.compress(b'{"text": "fell"}', mtime=0)[:-9], "cut off"),
        (gzip.compress(b'{"text": "fell"}', mtime=0) + b"more", "followed by something else"),
        (b"\x1f\x8b\x08\x00 nothing of the kind", "damaged"),
    ],
)
def test_a_damaged_archive_is_refused(tmp_path, packed, message):
    path = tmp_path / "x.bdocjs.gz"
    path.write_bytes(packed)

    [told] = refused(path)

    assert message in told


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({"text": 7}, "text must be text, not the number 7"),
        ({"text": "a", "offset_type": "x"}, "offset_type must be p or j"),
        ({"text": "a", "annotation_sets": []}, "must be an object, not a list"),
        ({"text": "a", "annotation_sets": {"s": {}}}, "must be a list, not null"),
        ({"text": "a", "annotation_sets": {"s": {"annotations": [{}]}}}, "must have a type"),
    ],
)
def test_a_file_of_another_shape_is_refused(tmp_path, value, message):
    path = tmp_path / "x.bdocjs"
    path.write_text(json.dumps(value))

    [told] = refused(path)

    assert message in told


def test_offsets_are_written_in_code_points(tmp_path):
    text, (actor,) = marked("🚀 [Nura Brigade|ACTOR] fell back")

    written(FORMAT, tmp_path / "x", [document("d", text, actor)])

    found = json.loads((tmp_path / "x" / "d.bdocjs").read_bytes())
    [annotation] = found["annotation_sets"]["ann"]["annotations"]
    assert (annotation["start"], annotation["end"], annotation["type"]) == (2, 14, "ACTOR")
    assert (found["offset_type"], found["name"]) == ("p", "d")


def test_the_files_of_gatenlp_give_all_annotations_that_cover_anything():
    if not DATA.is_dir():
        pytest.skip("../shared/data/gate-python is not here")

    items = read_back(FORMAT, DATA, accepted=AnyLabel(), choices={"sets": "*", "types": "*"})

    assert len(items) == 8
    assert labels_in(items).total() == 1394  # and 6 that cover no character


def test_the_files_of_gatenlp_give_what_is_no_machine_type_by_default():
    if not DATA.is_dir():
        pytest.skip("../shared/data/gate-python is not here")

    items = read_back(FORMAT, DATA, accepted=AnyLabel())

    assert labels_in(items).total() == 51
    [arabic] = [item for item in items if item.document.id == "debug/debugdoc_ar01"]
    assert arabic.info.language == "ar"
