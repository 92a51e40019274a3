# SPDX-License-Identifier: MIT
"""Imports of strange paths, names and files: exit code 2 and a sentence, or all of it."""

import getpass
import json
import os
from pathlib import Path

import pytest

from tests.cli.hostile import LINE, SPAN, TEXT, project, refused, spans, stored

__all__ = ["project"]

pytestmark = pytest.mark.timeout(30)


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
    from annotator.formats import registry

    folder = tmp_path / "texts"
    folder.mkdir()
    for name in ("a.txt", "b.txt"):
        (folder / name).write_text("Good.")
    find = registry.source_files

    def find_then_remove(*arguments):
        found = find(*arguments)
        (folder / "b.txt").unlink()
        return found

    monkeypatch.setattr(registry, "source_files", find_then_remove)

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
