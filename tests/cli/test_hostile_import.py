# SPDX-License-Identifier: MIT
"""Imports of bytes and lines that are wrong: a sentence with its place, nothing changed."""

import gzip
import json

import pytest

from tests.cli.hostile import LINE, SPAN, project, refused, spans

__all__ = ["project"]

pytestmark = pytest.mark.timeout(30)


BAD_LINES = {
    "latin-1": (b'{"text":"caf\xe9"}', "x.jsonl:731: not UTF-8: byte 0xE9 at column 13"),
    "NaN": (b'{"text":"x","meta":{"n":NaN}}', "x.jsonl:731: not JSON"),
    "Infinity": (b'{"text":"x","meta":{"n":-Infinity}}', "x.jsonl:731: not JSON"),
    "5,000 digits": (b'{"text":"x","meta":{"n":%s}}' % (b"9" * 5000), "x.jsonl:731: not JSON"),
    "100,000 deep": (b'{"text":%s' % (b"[" * 100_000), "x.jsonl:731: not JSON"),
    "closed 100,000 deep": (
        b'{"text":"x","meta":{"a":%s%s}}' % (b"[" * 100_000, b"]" * 100_000),
        "x.jsonl:731: ",
    ),
    "lone surrogate": (b'{"text":"\\ud800"}', "x.jsonl:731: not JSON"),
    "NUL": (b'{"text":"a\\u0000b"}', "holds a NUL character"),
    "NUL byte": (b'{"text":"a\x00b"}', "x.jsonl:731: not JSON"),
    "the same key twice": (b'{"text":"x","text":"y"}', "x.jsonl:731: the key 'text' stands twice"),
    "an unknown key": (spans({**SPAN, "lable": 1}), "x.jsonl:731: spans[0].lable: "),
    "start after end": (spans({**SPAN, "start": 9}), "x.jsonl:731: spans[0].start: must be less"),
    "negative": (spans({**SPAN, "start": -1}), "x.jsonl:731: spans[0].start: -1..7"),
    "past the end": (spans({**SPAN, "end": 999}), "x.jsonl:731: spans[0].start: 4..999"),
    "a float": (spans({**SPAN, "end": 7.0}), "x.jsonl:731: spans[0].end: must be a whole number"),
    "a digit as text": (spans({**SPAN, "end": "7"}), "x.jsonl:731: spans[0].end: must be a whole"),
    "true": (spans({**SPAN, "end": True}), "x.jsonl:731: spans[0].end: must be a whole number"),
    "an unknown label": (spans({**SPAN, "label": "ACTR"}), "x.jsonl:731: spans[0].label: "),
    "a label of 10,000 characters": (
        spans({**SPAN, "label": "x" * 10_000}),
        "x.jsonl:731: spans[0].label: ",
    ),
    "a label with escapes": (
        spans({**SPAN, "label": "\x1b[31m\u202e<b>"}),
        "x.jsonl:731: spans[0].label: ",
    ),
    "an id with escapes, twice": (
        spans({**SPAN, "id": "\x1b[2J\x07"}, {**SPAN, "id": "\x1b[2J\x07"}),
        "x.jsonl:731: spans[1].id: ",
    ),
    "a key with escapes": (
        json.dumps({**LINE, "\x1b]0;x\x07": 1}, ensure_ascii=False)
        .replace("\x1b", "\\u001b")
        .replace("\x07", "\\u0007")
        .encode(),
        "x.jsonl:731: ",
    ),
    "other words": (spans({**SPAN, "text": "HTT"}), "x.jsonl:731: spans[0].text: "),
    "a cut line": (b'{"text":"x', "x.jsonl:731: not JSON"),
    "XML": (
        b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>",
        ":731:",
    ),
    "an empty text": (b'{"text":""}', "x.jsonl:731: text: "),
    "meta that is a list": (b'{"text":"x","meta":[]}', "x.jsonl:731: meta: "),
}


@pytest.mark.parametrize("case", BAD_LINES)
def test_a_bad_line_is_named_and_none_of_a_thousand_is_imported(annotator, project, tmp_path, case):
    bad, said = BAD_LINES[case]
    lines = [b'{"text":"text %d"}' % number for number in range(1, 1001)]
    lines[730] = bad
    (tmp_path / "x.jsonl").write_bytes(b"\n".join(lines))

    error = refused(annotator, project, tmp_path / "x.jsonl")

    assert said in error
    assert len(error.splitlines()) == 1


def test_an_unknown_key_is_refused_with_the_one_that_was_meant(annotator, project, tmp_path):
    (tmp_path / "x.jsonl").write_bytes(spans({"start": 4, "end": 7, "lable": "ACTOR"}))

    assert "did you mean 'label'?" in refused(annotator, project, tmp_path / "x.jsonl")


BAD_TEXTS = {
    "latin-1": ("café".encode("latin-1"), "x.txt:1: not UTF-8: byte 0xE9 at line 1, column 4"),
    "UTF-16 without mark": ("The army said".encode("utf-16-le"), "looks like UTF-16"),
    "NUL": (b"a\nb\0c", "x.txt:2: a NUL character"),
    "a surrogate": (b"a\xed\xa0\x80", "x.txt:1: not UTF-8: byte 0xED"),
    "nothing": (b"", "x.txt: the file holds no text"),
    "blanks": (b" \r\n\t", "x.txt: the file holds no text"),
    "gzip": (gzip.compress(b"text"), "x.txt: this is compressed with gzip"),
    "a database": (b"SQLite format 3\0" + b"\0" * 100, "x.txt: this is a database"),
    "a docx": (b"PK\x03\x04" + b"\0" * 100, "x.txt: this is a zip archive"),
}


@pytest.mark.parametrize("case", BAD_TEXTS)
def test_a_text_that_is_none_is_named_and_nothing_is_imported(annotator, project, tmp_path, case):
    data, said = BAD_TEXTS[case]
    (tmp_path / "good.txt").write_text("Good.", "utf-8")
    (tmp_path / "x.txt").write_bytes(data)

    assert said in refused(annotator, project, tmp_path / "good.txt", tmp_path / "x.txt")


def test_a_gzip_named_jsonl_is_named(annotator, project, tmp_path):
    (tmp_path / "x.jsonl").write_bytes(gzip.compress(spans(SPAN)))

    error = refused(annotator, project, tmp_path / "x.jsonl")

    assert error.splitlines() == ["x.jsonl: this is compressed with gzip; unpack it first"]


def test_a_file_cut_at_any_byte_is_refused_or_holds_whole_lines_only(annotator, project, tmp_path):
    whole = "".join(
        json.dumps({"id": f"é{number}", "text": "In Ḥalab 🚀", "spans": []}, ensure_ascii=False)
        + "\n"
        for number in range(2)
    ).encode()
    first = whole.index(b"\n")
    path = tmp_path / "x.jsonl"

    for cut in {*range(1, len(whole) - 1, 5), first - 5, first + 8}:
        path.write_bytes(whole[:cut])
        if cut in (first, first + 1):
            continue
        assert f"x.jsonl:{1 if cut < first else 2}: " in refused(annotator, project, path)
    path.write_bytes(whole[: first + 1])
    assert "1 document" in annotator("import", project, path).out
