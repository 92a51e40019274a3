# SPDX-License-Identifier: MIT
"""Native JSON Lines that are wrong: refused as a whole, each problem with its place."""

import gzip
import os

import orjson
import pytest

from annotator.errors import ProblemsError
from annotator.formats import jsonl
from annotator.formats.problems import MOST_PROBLEMS
from tests.formats.exchange import lines_file, problems_of, read_back, read_lines

TEXT = "HTS struck Darat Izza."
HTS = {"id": "T1", "start": 0, "end": 3, "label": "ACTOR"}


def line(**given) -> dict:
    return {"id": "a", "text": TEXT, "annotator": "ann", **given}


def span(**given) -> dict:
    return line(spans=[{**HTS, **given}])


def only(problems) -> tuple[int, str, str]:
    (problem,) = problems
    return problem.line, problem.field, problem.message


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("5", "must be a whole number, not the text '5'"),
        (5.0, "must be a whole number, not the number 5.0"),
        (True, "must be a whole number, not true"),
        (None, "must be a whole number, not null"),
        ([1], "must be a whole number, not a list"),
    ],
)
def test_an_offset_must_be_a_whole_number(tmp_path, value, message):
    assert only(problems_of(tmp_path, line(id="b"), span(end=value))) == (
        2,
        "spans[0].end",
        message,
    )


@pytest.mark.parametrize(
    ("start", "end", "message"),
    [
        (3, 3, "must be less than the end, but 3 is not less than 3"),
        (4, 2, "must be less than the end, but 4 is not less than 2"),
        (-1, 2, "-1..2 is no stretch of a text of 22 characters"),
        (0, 23, "0..23 is no stretch of a text of 22 characters"),
        (0, 2**63, "0..9223372036854775808 is no stretch of a text of 22 characters"),
    ],
)
def test_a_place_must_be_inside_the_text(tmp_path, start, end, message):
    assert only(problems_of(tmp_path, span(start=start, end=end))) == (1, "spans[0].start", message)


def test_a_missing_offset_is_named(tmp_path):
    spans = [{"label": "ACTOR", "start": 0}]

    assert only(problems_of(tmp_path, line(spans=spans))) == (1, "spans[0].end", "is missing")


@pytest.mark.parametrize(
    ("key", "near"), [("lable", "label"), ("strat", "start"), ("attribute", "attributes")]
)
def test_an_unknown_key_is_named_with_the_one_that_was_meant(tmp_path, key, near):
    line_, field, message = only(problems_of(tmp_path, span(**{key: 1})))

    assert (line_, field) == (1, f"spans[0].{key}")
    assert f"did you mean '{near}'?" in message


def test_an_unknown_key_of_the_line_is_named(tmp_path):
    _, field, message = only(problems_of(tmp_path, line(txet="x")))

    assert field == "txet"
    assert "did you mean 'text'?" in message


def test_each_unknown_label_is_one_problem_with_its_count(tmp_path):
    spans = [{**HTS, "id": str(number), "label": "ORG"} for number in range(3)]

    problems = problems_of(tmp_path, line(spans=spans), line(id="b", spans=spans))

    assert only(problems) == (
        1,
        "spans[0].label",
        "the schema has no label 'ORG' (6 spans); it has ACTOR, LOCATION, WEAPON, CASUALTY",
    )


@pytest.mark.parametrize("label", ["", 5, None, ["ACTOR"]])
def test_a_label_must_be_a_text(tmp_path, label):
    assert only(problems_of(tmp_path, span(label=label)))[1] == "spans[0].label"


@pytest.mark.parametrize(
    ("text", "start", "end", "surface", "hint"),
    [
        ("🚀🚀 in Idlib now", 8, 13, "Idlib", "count UTF-16 units"),
        ("é in Idlib now", 6, 11, "Idlib", "count UTF-8 bytes"),
        ("a\r\nin Idlib", 5, 10, "Idlib", "count a line break of two characters as one"),
        ("a\nb\nin Idlib.....", 9, 14, "Idlib", "count each line break as two characters"),
        ("in Idlib now", 4, 8, "Idlib", "count from 1"),
        ("in Idlib now", 4, 9, "Idlib", "byte-order mark"),
        ("in Idlib now", 3, 7, "Idlib", "include the last character"),
        ("e\u0301 in Idlib", 5, 10, "Idlib", "normalisation NFC"),
        ("in cafe\u0301 now", 3, 8, "caf\u00e9", "the same but for their Unicode normalisation"),
        ("in  Idlib", 3, 9, "Idlib", "white space at their ends"),
        ("in idlib", 3, 8, "Idlib", "upper and lower case"),
        ("in Homs or", 3, 7, "Idlib", "the text has 'Homs' at 3..7"),
    ],
)
def test_words_that_stand_elsewhere_are_refused_with_the_unit_that_would_fit(
    tmp_path, text, start, end, surface, hint
):
    spans = [{"start": start, "end": end, "label": "LOCATION", "text": surface}]

    line_, field, message = only(problems_of(tmp_path, {"text": text, "spans": spans}))

    assert (line_, field) == (1, "spans[0].text")
    assert hint in message


def test_a_place_beyond_the_text_is_refused_with_the_unit_that_would_fit(tmp_path):
    spans = [{"start": 5, "end": 10, "label": "LOCATION", "text": "Idlib"}]

    _, field, message = only(problems_of(tmp_path, {"text": "🚀🚀 Idlib", "spans": spans}))

    assert field == "spans[0].start"
    assert "count UTF-16 units" in message


@pytest.mark.parametrize(
    ("fragments", "message"),
    [
        ([], "must be a list"),
        ("x", "must be a list"),
        ([[0, 3], [3, 21]], "in order and may not touch"),
        ([[11, 21], [0, 3]], "in order and may not touch"),
        ([[0, 3], [11, 30]], "inside the text"),
        ([[0, 3], [11]], "each part must be [start, end]"),
        ([[0, 3.0], [11, 21]], "each part must be [start, end]"),
        ([[0, 3], [11, 20]], "the first part must begin at start"),
    ],
)
def test_fragments_must_be_in_order_and_apart(tmp_path, fragments, message):
    line_, field, found = only(problems_of(tmp_path, span(end=21, fragments=fragments)))

    assert (line_, field) == (1, "spans[0].fragments")
    assert message in found


@pytest.mark.parametrize("value", [{"a": 1}, [1], [["a"]], [None]])
def test_an_attribute_may_not_be_nested(tmp_path, value):
    line_, field, message = only(problems_of(tmp_path, span(attributes={"x": value})))

    assert (line_, field) == (1, "spans[0].attributes.x")
    assert "a list of texts" in message


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b'{"text":"x","meta":{"n":NaN}}', "not JSON"),
        (b'{"text":"x","meta":{"n":Infinity}}', "not JSON"),
        (b'{"text":"x","meta":{"n":1e999}}', "not JSON"),
        (b'{"text":"x","meta":{"n":' + b"9" * 5000 + b"}}", "not JSON"),
        (b'{"text":"x","meta":{"n":18446744073709551616}}', "does not fit into 64 bits"),
        (b'{"text":"x","spans":[{"start":0,"end":1,"label":"ACTOR","attributes":{"n":'
         b'-9223372036854775809}}]}', "does not fit into 64 bits"),
        (b'{"text":' + b"[" * 100_000, "not JSON"),
        (b'{"text":"x","meta":{"n":' + b"[" * 500 + b"]" * 500 + b"}}", "more than 100 deep"),
        (b'{"text":"x","meta":' + b'{"a":' * 500 + b"1" + b"}" * 501, "more than 100 deep"),
        (b'{"text":"\\ud800"}', "not JSON"),
        (b'{"text":"a\\u0000b"}', "holds a NUL character"),
        (b'{"text":"x","meta":{"a\\u0000":1}}', "holds a NUL character"),
        (b'{"text":"x","text":"y"}', "the key 'text' stands twice"),
        (b'{"text":"x","meta":{"a":{"b" :1,"b":2}}}', "the key 'b' stands twice"),
        (b'{"text":"x: \\"y\\": z","meta":{"a":1,"\\u0061":2}}', "the key 'a' stands twice"),
        (b'{"text":"x","spans":[{"id":"1","id":"2","start":0,"end":1,"label":"ACTOR"}]}',
         "the key 'id' stands twice"),
        (b"[1]", "must be one JSON object, this one is a list"),
        (b'"x"', "must be one JSON object, this one is the text 'x'"),
        (b"{", "each line must hold a whole object"),
        (b'{"text":"x"', "not JSON"),
        (b'{"text":"x"} {"text":"y"}', "not JSON"),
        (b"{'text':'x'}", "not JSON"),
    ],
)  # fmt: skip
def test_what_is_not_exactly_one_object_is_refused_with_its_line(tmp_path, raw, message):
    line_, _, found = only(problems_of(tmp_path, b'{"text":"fine"}', raw))

    assert line_ == 2
    assert message in found


def test_colons_and_blanks_in_texts_are_no_second_keys(tmp_path):
    raw = b'{ "text" : "he said: \\"yes\\": no : \\t:", "meta"\t:\t{ "a" : ": x" } }'

    (item,) = read_lines(tmp_path, raw)

    assert item.info.meta == {"a": ": x"}


def test_json_errors_name_the_column(tmp_path):
    assert "at column 15" in only(problems_of(tmp_path, '{"text": "é", x}'.encode()))[2]


def test_a_bad_byte_is_told_with_line_column_and_value(tmp_path):
    good = [orjson.dumps({"text": f"text {number}"}) for number in range(1000)]
    good[730] = '{"text":"é'.encode() + b"\xe9" + b'"}'

    assert only(problems_of(tmp_path, *good)) == (
        731,
        "",
        "not UTF-8: byte 0xE9 at column 11",
    )


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"text": None}, "text"),
        ({"text": ""}, "text"),
        ({"text": " \n"}, "text"),
        ({"id": 5}, "id"),
        ({"id": ""}, "id"),
        ({"annotator": 5}, "annotator"),
        ({"complete": 1}, "complete"),
        ({"spans": {}}, "spans"),
        ({"spans": [5]}, "spans[0]"),
        ({"meta": []}, "meta"),
        ({"meta": {"title": 5}}, "meta.title"),
        ({"meta": {"tags": "x"}}, "meta.tags"),
        ({"spans": [{**HTS, "id": "status"}]}, "spans[0].id"),
        ({"spans": [HTS, HTS]}, "spans[1].id"),
        ({"spans": [{**HTS, "made_by": 5}]}, "spans[0].made_by"),
        ({"spans": [{**HTS, "text": 5}]}, "spans[0].text"),
        ({"relations": [{"type": "x", "source": "T1", "target": "T9"}]}, "relations[0].target"),
        ({"events": [{"type": "x"}]}, "events[0].trigger"),
        (
            {
                "events": [
                    {
                        "type": "x",
                        "trigger": {"start": 0, "end": 3},
                        "arguments": [{"role": "r", "span": "T9"}],
                    }
                ]
            },
            "events[0].arguments[0].span",
        ),
        ({"entities": [{"mentions": ["T9"]}]}, "entities[0].mentions"),
        ({"labels": [{"name": ""}]}, "labels[0].name"),
        ({"labels": [{"name": "x", "value": {}}]}, "labels[0].value"),
        ({"notes": [{"text": "x", "target": "T9"}]}, "notes[0].target"),
    ],
)
def test_a_value_of_the_wrong_kind_is_named(tmp_path, given, field):
    assert only(problems_of(tmp_path, {**line(spans=[HTS]), **given}))[1] == field


def test_the_same_id_with_another_text_is_refused(tmp_path):
    problem = only(problems_of(tmp_path, line(), line(text="other", annotator="bo")))

    assert problem == (2, "text", "differs from the text of 'a' at x.jsonl:1")


def test_the_same_annotator_twice_is_refused(tmp_path):
    problem = only(problems_of(tmp_path, line(), line()))

    assert problem == (2, "annotator", "'ann' has another layer of the same document")


def test_meta_that_differs_between_the_lines_of_a_document_is_refused(tmp_path):
    lines = [line(meta={"title": "one"}), line(annotator="bo", meta={"title": "two"})]

    assert only(problems_of(tmp_path, *lines))[:2] == (2, "meta")


def test_spans_of_nobody_are_refused_when_nobody_imports(tmp_path):
    assert (
        only(problems_of(tmp_path, {"text": TEXT, "spans": [HTS]}, annotator=""))[1] == "annotator"
    )


def test_every_problem_of_a_file_is_listed_and_nothing_is_given(tmp_path):
    problems = problems_of(
        tmp_path,
        span(start="0", lable=1),
        b"nonsense",
        line(id="b", spans=[{**HTS, "label": "ORG"}, {**HTS, "id": "T2", "end": 99}]),
    )

    places = [(problem.line, problem.field) for problem in problems]
    assert places == [
        (1, "spans[0].lable"),
        (1, "spans[0].start"),
        (2, ""),
        (3, "spans[0].label"),
        (3, "spans[1].start"),
    ]


def test_a_file_of_nothing_but_problems_stops_early(tmp_path):
    with pytest.raises(ProblemsError) as found:
        read_lines(tmp_path, *([b"x"] * (MOST_PROBLEMS + 500)))

    assert len(found.value.problems) == MOST_PROBLEMS + 1
    assert "reading stopped" in found.value.problems[-1].message


def test_a_gzip_named_jsonl_is_named(tmp_path):
    (tmp_path / "x.jsonl").write_bytes(gzip.compress(b'{"text":"x"}'))

    with pytest.raises(ProblemsError, match=r"x\.jsonl: this is compressed with gzip"):
        read_back(jsonl.FORMAT, tmp_path / "x.jsonl")


def test_utf_16_is_named(tmp_path):
    (tmp_path / "x.jsonl").write_bytes('{"text":"x"}'.encode("utf-16"))

    with pytest.raises(ProblemsError, match="save it as UTF-8"):
        read_back(jsonl.FORMAT, tmp_path / "x.jsonl")


def test_a_pipe_is_no_file(tmp_path):
    os.mkfifo(tmp_path / "x.jsonl")

    with pytest.raises(ProblemsError, match="no ordinary file"):
        read_back(jsonl.FORMAT, tmp_path / "x.jsonl")


def test_a_line_beyond_the_cap_is_refused_and_the_next_one_is_still_read(tmp_path):
    problems = problems_of(tmp_path, line(text="x" * 5000), span(end="3"), max_bytes=1000)

    assert [(problem.line, problem.field) for problem in problems] == [(1, ""), (2, "spans[0].end")]
    assert "a line may have 1,000" in problems[0].message


@pytest.mark.parametrize(
    "raw",
    [
        b'{"text":"' + "🚀".encode() + b"x" * 900 + b'"}',
        b'{"text":"x","meta":{"a":[' + b"[],".join([b""] * 200) + b"[]]}}",
        b'{"text":"x","spans":[' + b"{}," * 100 + b"{}]}",
    ],
)
def test_a_line_that_would_be_far_larger_in_memory_is_refused(tmp_path, raw):
    assert "bytes of memory" in only(problems_of(tmp_path, raw, max_bytes=1000))[2]


@pytest.mark.parametrize("cut", range(1, 60, 4))
def test_a_cut_last_line_is_refused_with_its_number(tmp_path, cut):
    whole = orjson.dumps(line(spans=[HTS]))
    path = lines_file(tmp_path, {"text": "fine"}, whole)
    path.write_bytes(path.read_bytes()[: -1 - cut])

    with pytest.raises(ProblemsError) as found:
        read_back(jsonl.FORMAT, path)

    assert [problem.line for problem in found.value.problems] == [2]
