# SPDX-License-Identifier: MIT
"""Imports of what nobody should import: a sentence with its place, exit code 2, nothing changed."""

import getpass
import gzip
import json
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

TEXT = "The HTS militants struck Darat Izza."
LINE = {"id": "d1", "text": TEXT, "annotator": "ann"}
SPAN = {"id": "T1", "start": 4, "end": 7, "label": "ACTOR"}

pytestmark = pytest.mark.timeout(30)


@pytest.fixture
def project(annotator, tmp_path):
    path = tmp_path / "p.corpus"
    assert annotator("new", path).code == 0
    return path


def stored(project: Path) -> list:
    """Everything that is in the project, whatever the tables are."""
    with closing(sqlite3.connect(project)) as connection:
        tables = [
            name
            for (name,) in connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
            )
            if not name.startswith(("sqlite_", "search"))
        ]
        return [(name, connection.execute(f'SELECT * FROM "{name}"').fetchall()) for name in tables]


def refused(annotator, project, *arguments) -> str:
    before = stored(project)

    done = annotator("import", project, *arguments)

    assert done.code == 2, done.out + done.err
    assert done.out == ""
    assert "Traceback" not in done.err
    assert all(char.isprintable() or char == "\n" for char in done.err)
    assert all(len(line) < 600 for line in done.err.splitlines())
    assert stored(project) == before
    return done.err


def spans(*items) -> bytes:
    return json.dumps({**LINE, "spans": list(items)}).encode()


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


@pytest.mark.parametrize("format", ["", "text", "jsonl"])
@pytest.mark.parametrize("name", ["x.txt", "x.jsonl", "x", "x.dat"])
def test_a_pipe_that_nobody_writes_to_is_refused_at_once(
    annotator, project, tmp_path, name, format
):
    os.mkfifo(tmp_path / name)
    chosen = ("--format", format) if format else ()

    assert "no ordinary file" in refused(annotator, project, tmp_path / name, *chosen)


@pytest.mark.parametrize("format", ["", "text", "jsonl"])
@pytest.mark.parametrize("device", ["/dev/zero", "/dev/null", "/dev/tty"])
def test_a_device_is_refused_at_once(annotator, project, device, format):
    chosen = ("--format", format) if format else ()

    assert "no ordinary file" in refused(annotator, project, device, *chosen)


def test_a_pipe_and_a_device_in_a_folder_are_refused_at_once(annotator, project, tmp_path):
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "a.txt").write_text("Good.", "utf-8")
    os.mkfifo(folder / "b.txt")
    (folder / "c.txt").symlink_to("/dev/zero")

    assert "b.txt: this is no ordinary file" in refused(annotator, project, folder)


@pytest.mark.parametrize("format", ["", "text", "jsonl"])
def test_a_folder_named_like_a_file_is_a_folder(annotator, project, tmp_path, format):
    (tmp_path / "x.jsonl").mkdir()
    chosen = ("--format", format) if format else ()

    assert "holds no file" in refused(annotator, project, tmp_path / "x.jsonl", *chosen)


def test_an_empty_folder_and_a_missing_path_are_named(annotator, project, tmp_path):
    (tmp_path / "empty").mkdir()

    assert "empty holds no file" in refused(annotator, project, tmp_path / "empty")
    assert "there is no file" in refused(annotator, project, tmp_path / "absent.jsonl")
    assert "there is no file" in refused(annotator, project, tmp_path / "absent.txt" / "x")


@pytest.mark.parametrize("name", ["loop.txt", "loop.jsonl", "loop"])
@pytest.mark.parametrize("format", ["", "text", "jsonl"])
def test_links_in_a_circle_are_refused(annotator, project, tmp_path, name, format):
    (tmp_path / name).symlink_to(tmp_path / "other")
    (tmp_path / "other").symlink_to(tmp_path / name)
    chosen = ("--format", format) if format else ()

    assert name in refused(annotator, project, tmp_path / name, *chosen)


def test_a_folder_that_links_to_itself_is_walked_once(annotator, project, tmp_path):
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "a.txt").write_text("Good.", "utf-8")
    (folder / "again").symlink_to(folder)

    done = annotator("import", project, folder)

    assert done.code == 0, done.err
    assert "1 document" in done.out
    assert "symbolic link" in done.out


def test_names_that_are_no_utf_8_are_imported_with_their_bytes_replaced(
    annotator, project, tmp_path
):
    folder = tmp_path / "texts"
    folder.mkdir()
    (Path(os.fsdecode(os.fsencode(folder) + b"/caf\xe9.txt"))).write_text("Good.", "utf-8")

    done = annotator("import", project, folder)

    assert done.code == 0, done.err
    (row,) = json.loads(annotator("documents", project, "--json").out)
    assert row["id"] == "caf\ufffd"


def test_a_path_that_is_no_utf_8_is_named_in_an_error(annotator, project, tmp_path):
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt"))
    path.write_bytes(b"\xff")

    assert "not UTF-8" in refused(annotator, project, path)
    assert "there is no file" in refused(annotator, project, path.with_suffix(".jsonl"))


def test_escapes_in_a_file_name_never_reach_the_terminal(annotator, project, tmp_path):
    path = tmp_path / "a\x1b[31m\x07\nb.txt"
    path.write_bytes(b"\xff")

    error = refused(annotator, project, path)

    assert len(error.splitlines()) == 1
    assert "there is no" in refused(annotator, project, tmp_path / "\x1b[31m.txt")


def test_line_separators_within_texts_split_no_line(annotator, project, tmp_path):
    text = "one\u2028two\u0085three\r\nfour\rfive\x0c"
    raw = json.dumps({"id": "a", "text": text}, ensure_ascii=False).encode()
    second = raw[:-1] + b',"annotator":"bo","complete":true}'
    (tmp_path / "x.jsonl").write_bytes(b"\xef\xbb\xbf\r\n" + raw + b"\r\n\r\n  \n" + second)

    done = annotator("import", project, tmp_path / "x.jsonl")
    annotator("export", project, tmp_path / "out.jsonl", "--format", "jsonl")

    assert done.code == 0, done.err
    texts = [
        json.loads(line)["text"] for line in (tmp_path / "out.jsonl").read_bytes().splitlines()
    ]
    assert set(texts) == {text}


def test_the_same_file_twice_is_passed_over_and_said(annotator, project, tmp_path):
    (tmp_path / "x.jsonl").write_bytes(spans(SPAN))
    annotator("import", project, tmp_path / "x.jsonl")
    before = stored(project)

    again = annotator("import", project, tmp_path / "x.jsonl")
    twice = annotator("import", project, tmp_path / "x.jsonl", tmp_path / "x.jsonl")

    assert (again.code, twice.code) == (0, 2)
    assert "d1: already there, passed over" in again.out
    assert stored(project) == before


def test_the_same_id_with_another_text_is_refused(annotator, project, tmp_path):
    (tmp_path / "x.jsonl").write_bytes(spans(SPAN))
    annotator("import", project, tmp_path / "x.jsonl")
    (tmp_path / "y.jsonl").write_text(json.dumps({**LINE, "text": "Another text."}))
    (tmp_path / "d1.txt").write_text("A third text.")

    assert "y.jsonl:1: id: 'd1'" in refused(annotator, project, tmp_path / "y.jsonl")
    assert "d1.txt: id: 'd1'" in refused(annotator, project, tmp_path / "d1.txt")


def test_one_bad_file_of_two_formats_keeps_all_from_being_imported(annotator, project, tmp_path):
    (tmp_path / "a.txt").write_text("Good.")
    (tmp_path / "b.jsonl").write_text("nonsense")
    (tmp_path / "c.jsonl").write_text('{"text":"fine"}')

    refused(annotator, project, tmp_path / "a.txt", tmp_path / "b.jsonl", tmp_path / "c.jsonl")
    refused(annotator, project, tmp_path / "c.jsonl", tmp_path / "a.txt", tmp_path / "b.jsonl")


def test_a_folder_of_2000_files_is_imported_whole_or_not_at_all(annotator, project, tmp_path):
    folder = tmp_path / "texts"
    folder.mkdir()
    for number in range(2000):
        (folder / f"{number}.txt").write_text(f"Text {number}.")
    (folder / "1500.txt").write_bytes(b"\xff")
    assert "1500.txt:1: " in refused(annotator, project, folder)
    (folder / "1500.txt").write_text("Text 1500.")

    done = annotator("import", project, folder)

    assert done.code == 0, done.err
    assert "2,000 documents" in done.out


def test_a_file_that_vanishes_between_finding_and_reading_is_named(
    annotator, project, tmp_path, monkeypatch
):
    from annotator.formats import plain_text

    folder = tmp_path / "texts"
    folder.mkdir()
    for name in ("a.txt", "b.txt"):
        (folder / name).write_text("Good.")
    find = plain_text.source_files

    def find_then_remove(*arguments):
        found = find(*arguments)
        (folder / "b.txt").unlink()
        return found

    monkeypatch.setattr(plain_text, "source_files", find_then_remove)

    assert "b.txt: cannot be read: No such file" in refused(annotator, project, folder)


def test_a_line_of_ten_megabytes_is_imported_and_one_over_the_cap_is_not(
    annotator, project, tmp_path
):
    (tmp_path / "x.jsonl").write_text(json.dumps({"id": "big", "text": "word " * 2_000_000}))
    done = annotator("import", project, tmp_path / "x.jsonl")
    assert done.code == 0, done.err

    with (tmp_path / "huge.jsonl").open("wb") as file:
        file.write(b'{"text":"fine"}\n{"text":"')
        file.truncate(100 * 1024**2)
    assert "huge.jsonl:2: " in refused(annotator, project, tmp_path / "huge.jsonl")


def test_a_project_is_not_imported_into_itself(annotator, project):
    assert "database" in refused(annotator, project, project)
    assert "database" in refused(annotator, project, project, "--format", "jsonl")
    assert "database" in refused(annotator, project, project, "--format", "text")


def test_a_line_break_in_an_id_forges_no_line(annotator, project, tmp_path):
    line = {"id": "d\nx.jsonl:1: forged", "text": TEXT, "spans": [{**SPAN, "end": 6}]}
    (tmp_path / "x.jsonl").write_text(json.dumps(line))
    annotator("import", project, tmp_path / "x.jsonl")

    again = annotator("import", project, tmp_path / "x.jsonl")
    checked = annotator("check", project)
    listed = annotator("documents", project)

    assert "already there" in again.out
    assert not [
        line
        for done in (again, checked, listed)
        for line in done.out.splitlines()
        if line.startswith("x.jsonl:1: forged")
    ]


@pytest.mark.parametrize("annotator_name", ["\udce9", "a\0b", "x" * 10_000])
def test_an_annotator_that_cannot_be_stored_is_refused(
    annotator, project, tmp_path, annotator_name
):
    (tmp_path / "x.jsonl").write_text(json.dumps({"id": "d", "text": TEXT, "spans": [SPAN]}))

    assert "the annotator" in refused(
        annotator, project, tmp_path / "x.jsonl", "--annotator", annotator_name
    )


@pytest.mark.parametrize("annotator_name", ["", "\x1b[31m", "a\nb", "<b>x</b>", "حلب"])
def test_a_strange_annotator_is_kept_exactly(annotator, project, tmp_path, annotator_name):
    (tmp_path / "x.jsonl").write_text(json.dumps({"id": "d", "text": TEXT, "spans": [SPAN]}))

    done = annotator("import", project, tmp_path / "x.jsonl", "--annotator", annotator_name)
    listed = annotator("check", project)
    annotator("export", project, tmp_path / "out.jsonl", "--format", "jsonl")

    assert done.code == 0, done.err
    assert json.loads((tmp_path / "out.jsonl").read_bytes())["annotator"] == (
        annotator_name or getpass.getuser()
    )
    assert "\x1b" not in done.out + done.err + listed.out + listed.err
