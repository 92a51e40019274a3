# SPDX-License-Identifier: MIT
"""Native JSON Lines in: what a line may leave out, and how lines come together."""

import codecs
from dataclasses import replace

import pytest

from annotator.errors import ProblemsError
from annotator.formats import jsonl
from annotator.formats.format import no_progress
from annotator.model.records import (
    Argument,
    DocumentLabel,
    Entity,
    EventFrame,
    Note,
    Relation,
    Span,
)
from tests.formats.exchange import (
    document,
    files_of,
    lines_file,
    read_back,
    read_lines,
    read_options,
    written,
)

TEXT = "HTS struck Darat Izza."
HTS = {"id": "T1", "start": 0, "end": 3, "label": "ACTOR"}
PLACE = {"id": "T2", "start": 11, "end": 21, "label": "LOCATION"}


def line(**given) -> dict:
    return {"id": "a", "text": TEXT, "annotator": "ann", **given}


def test_a_text_alone_is_a_document_without_layers(tmp_path):
    (item,) = read_lines(tmp_path, {"text": TEXT})

    assert item.document.text == TEXT
    assert item.document.id == "x-1"
    assert item.layers == ()
    assert item.origin == "x.jsonl:1"


def test_an_id_that_is_made_is_not_one_that_is_given(tmp_path):
    items = read_lines(tmp_path, {"text": "one"}, {"id": "x-1", "text": "two"})

    assert [item.document.id for item in items] == ["x-1-", "x-1"]


def test_a_line_with_everything_is_read(tmp_path):
    (item,) = read_lines(
        tmp_path,
        line(
            meta={
                "title": "T",
                "source": "S",
                "date": "D",
                "language": "ar",
                "tags": ["x"],
                "n": [1, {}],
            },
            complete=True,
            spans=[
                {
                    **HTS,
                    "text": "HTS",
                    "attributes": {"mention": "named", "n": 1, "f": 0.5, "l": ["a"], "u": None},
                    "made_by": "bot",
                },
                {**PLACE, "start": 0, "fragments": [[0, 3], [11, 21]], "text": "HTS Darat Izza"},
            ],
            relations=[{"id": "R1", "type": "near", "source": "T1", "target": "E1"}],
            events=[
                {
                    "id": "E1",
                    "type": "attack",
                    "trigger": {"start": 4, "end": 10, "text": "struck"},
                    "modality": "claimed",
                    "arguments": [{"role": "attacker", "span": "T1"}],
                    "time": {"start": 4, "end": 5},
                }
            ],
            entities=[{"id": "N1", "mentions": ["T1"]}],
            labels=[{"id": "L1", "name": "topic", "value": ["war", "x"]}],
            notes=[{"id": "M1", "text": "?", "target": "R1"}],
        ),
    )

    (layer,) = item.layers
    assert (layer.annotator, layer.complete) == ("ann", True)
    assert layer.records == (
        Span(
            "T1",
            "ACTOR",
            ((0, 3),),
            {"mention": "named", "n": 1, "f": 0.5, "l": ("a",), "u": None},
            "bot",
        ),
        Span("T2", "LOCATION", ((0, 3), (11, 21))),
        Relation("R1", "near", "T1", "E1"),
        EventFrame("E1", "attack", (4, 10), (Argument("attacker", "T1"),), "claimed", (4, 5)),
        Entity("N1", ("T1",)),
        DocumentLabel("L1", "topic", ("war", "x")),
        Note("M1", "?", "R1"),
    )
    assert (item.info.title, item.info.language, item.info.tags) == ("T", "ar", ("x",))
    assert item.info.meta == {"n": [1, {}]}


def test_a_line_with_little_else_keeps_its_relations_and_labels(tmp_path):
    part_of = {"id": "R1", "type": "part_of", "source": "T1", "target": "T2"}
    spans = {"id": "a", "text": TEXT, "spans": [HTS, PLACE]}
    items = read_lines(
        tmp_path,
        {**spans, "relations": [part_of]},
        {"id": "b", "text": TEXT, "labels": [{"id": "L1", "name": "relevant"}]},
        {"text": TEXT, "notes": [{"id": "N1", "text": "check"}]},
    )

    records = [[record.id for layer in item.layers for record in layer.records] for item in items]
    assert records == [["T1", "T2", "R1"], ["L1"], ["N1"]]


def test_ids_that_are_made_do_not_meet_those_that_are_given(tmp_path):
    unnamed = [{key: span[key] for key in ("start", "end", "label")} for span in (HTS, PLACE)]

    (item,) = read_lines(tmp_path, line(spans=[unnamed[0], {**HTS, "id": "s1"}, unnamed[1]]))

    ids = [record.id for record in item.layers[0].records]
    assert len(set(ids)) == 3
    assert ids[1] == "s1"


def test_ids_that_are_made_are_the_same_each_time(tmp_path):
    unnamed = [{"start": 0, "end": 3, "label": "ACTOR"}, {"start": 4, "end": 5, "label": "ACTOR"}]

    first, second = (read_lines(tmp_path, line(spans=unnamed)) for _ in range(2))

    assert first == second


def test_spans_of_nobody_belong_to_the_one_who_imports(tmp_path):
    (item,) = read_lines(tmp_path, {"text": TEXT, "spans": [HTS]}, annotator="bilal")

    assert [layer.annotator for layer in item.layers] == ["bilal"]


def test_a_named_layer_without_records_is_a_layer(tmp_path):
    (item,) = read_lines(tmp_path, line(spans=[]))

    assert [(layer.annotator, layer.records) for layer in item.layers] == [("ann", ())]


def test_lines_of_one_id_are_layers_of_one_document_wherever_they_are(tmp_path):
    items = read_lines(
        tmp_path,
        line(spans=[HTS]),
        line(id="b", text="other"),
        {"text": TEXT, "annotator": "bo", "id": "a"},
        line(id="c", text="third"),
        line(annotator="cy", id="\u0061"),
    )

    assert [item.document.id for item in items] == ["a", "b", "c"]
    assert [layer.annotator for layer in items[0].layers] == ["ann", "bo", "cy"]


def test_lines_of_one_id_come_together_across_files(tmp_path):
    first = lines_file(tmp_path, line(spans=[HTS]), name="ann.jsonl")
    second = lines_file(tmp_path, line(annotator="bo"), line(id="b"), name="bo.jsonl")

    items = read_back(jsonl.FORMAT, first, second)

    assert [(item.document.id, len(item.layers)) for item in items] == [("a", 2), ("b", 1)]


def test_an_escaped_id_is_the_same_id(tmp_path):
    escaped = b'{"id":"\\u0061","text":"HTS struck Darat Izza.","annotator":"bo"}'

    (item,) = read_lines(tmp_path, line(), escaped)

    assert [layer.annotator for layer in item.layers] == ["ann", "bo"]


@pytest.mark.parametrize("separator", ["\u0085", "\u2028", "\u2029", "\x0b", "\x0c", "\x1c"])
def test_only_line_feeds_separate_lines(tmp_path, separator):
    text = f"a{separator}b"
    raw = (
        f'{{"text":"{text}"}}'
        if separator > "\x20"
        else f'{{"text":"a\\u00{ord(separator):02x}b"}}'
    )

    (item,) = read_lines(tmp_path, raw.encode())

    assert item.document.text == text


def test_a_mark_blank_lines_and_a_missing_last_line_feed_are_no_problem(tmp_path):
    path = tmp_path / "x.jsonl"
    path.write_bytes(codecs.BOM_UTF8 + b'\r\n{"text":"one"}\r\n\n   \n{"text":"two"}')

    items = read_back(jsonl.FORMAT, path)

    assert [(item.document.text, item.origin) for item in items] == [
        ("one", "x.jsonl:2"),
        ("two", "x.jsonl:5"),
    ]


def test_offsets_count_code_points_whatever_the_line_ends(tmp_path):
    text = "🚀\r\nحلب e\u0301"

    (item,) = read_lines(
        tmp_path,
        {"text": text, "spans": [{"start": 3, "end": 6, "label": "LOCATION", "text": "حلب"}]},
    )

    assert item.layers[0].records[0].surface(item.document.text) == "حلب"


def test_attributes_the_schema_does_not_know_are_kept(tmp_path):
    (item,) = read_lines(
        tmp_path, line(spans=[{**HTS, "attributes": {"colour": "red", "mention": 7}}])
    )

    assert item.layers[0].records[0].attributes == {"colour": "red", "mention": 7}


def test_the_language_follows_the_script_unless_the_line_says_it(tmp_path):
    said, guessed = read_lines(
        tmp_path,
        {"text": "في حلب", "meta": {"language": "fa"}},
        {"text": "في إدلب"},
    )

    assert (said.info.language, guessed.info.language) == ("fa", "ar")


def test_meta_may_stand_in_one_of_the_lines_of_a_document(tmp_path):
    (item,) = read_lines(tmp_path, line(), line(annotator="bo", meta={"title": "T"}))

    assert item.info.title == "T"


def test_progress_counts_lines_and_may_stop_the_reading(tmp_path):
    path = lines_file(tmp_path, *(line(id=str(number)) for number in range(5)))
    seen = []

    for _ in jsonl.read(
        files_of(jsonl.FORMAT, path), read_options(), lambda done, total: seen.append((done, total))
    ):
        pass

    assert seen == [(0, 5), (1, 5), (2, 5), (3, 5), (4, 5), (5, 5)]


def test_a_file_that_changes_between_two_documents_is_refused(tmp_path):
    path = lines_file(tmp_path, *(line(id=str(number)) for number in range(50)))
    reading = jsonl.read(files_of(jsonl.FORMAT, path), read_options(), no_progress)

    next(reading)
    with path.open("ab") as other:
        other.write(b'{"text":"more"}\n')

    with pytest.raises(ProblemsError, match="was changed while it was read"):
        list(reading)


def test_a_file_that_is_replaced_between_two_documents_is_refused(tmp_path):
    path = lines_file(tmp_path, line(), name="a.jsonl")
    second = lines_file(tmp_path, line(id="b"), name="b.jsonl")
    reading = jsonl.read(files_of(jsonl.FORMAT, path, second), read_options(), no_progress)

    next(reading)
    lines_file(tmp_path, line(id="c"), name="new")
    (tmp_path / "new").replace(second)

    with pytest.raises(ProblemsError, match="was changed while it was read"):
        list(reading)


def test_a_folder_stands_for_its_jsonl_files(tmp_path):
    (tmp_path / "deep").mkdir()
    lines_file(tmp_path / "deep", line(), name="x.jsonl")
    (tmp_path / "notes.txt").write_text("x", encoding="utf-8")

    (item,) = read_back(jsonl.FORMAT, tmp_path)

    assert item.origin == "deep/x.jsonl:1"


def test_spans_that_are_read_the_fast_way_and_the_careful_way_are_equal(tmp_path):
    fast = {
        **HTS,
        "text": "HTS",
        "attributes": {"a": "x", "b": 1, "c": 2.5, "d": True},
        "made_by": "m",
    }
    careful = {**fast, "fragments": [[0, 3]]}

    (one,) = read_lines(tmp_path, line(spans=[fast]))
    (two,) = read_lines(tmp_path, line(spans=[careful]))

    assert one == two


def test_what_is_written_is_the_same_for_equal_projects(tmp_path):
    item = document("a", TEXT, Span("T1", "ACTOR", ((0, 3),)), Span("T0", "ACTOR", ((0, 8),)))
    backwards = replace(
        item, layers=(replace(item.layers[0], records=item.layers[0].records[::-1]),)
    )

    written(jsonl.FORMAT, tmp_path / "one", [item])
    written(jsonl.FORMAT, tmp_path / "two", [backwards])

    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
