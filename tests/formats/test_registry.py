# SPDX-License-Identifier: MIT
import gzip

import pytest

from annotator.errors import AmbiguousFormatError, InputError, NotFoundError
from annotator.formats.registry import BUILTIN, batches, format_for, format_of


def test_formats_are_found_by_their_ids():
    assert [format_of(id).id for id in ("text", "jsonl", "spacy")] == ["text", "jsonl", "spacy"]


def test_an_unknown_id_is_refused_with_the_known_ones():
    with pytest.raises(InputError, match="there is no format 'tei'; there are text, jsonl, spacy"):
        format_of("tei")


def test_ids_are_unique():
    ids = [format.id for format in BUILTIN]

    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize(
    ("name", "data", "id"),
    [
        ("a.txt", b"HTS struck.", "text"),
        ("a.TXT", b"", "text"),
        ("a.jsonl", b'{"text":"x"}', "jsonl"),
        ("a.jsonl", gzip.compress(b"x", mtime=0), "jsonl"),  # its reader says what is wrong
        ("a.json", b'{"id":"a","text":"x"}\n{"id":"b","text":"y"}\n', "jsonl"),
        ("a", b'\xef\xbb\xbf {"text":"x"}', "jsonl"),
    ],
)
def test_a_file_is_recognised(tmp_path, name, data, id):
    (tmp_path / name).write_bytes(data)

    assert format_for(tmp_path / name).id == id


def test_a_text_of_an_unknown_suffix_names_the_candidates(tmp_path):
    (tmp_path / "a.md").write_text("HTS struck “Idlib”.", encoding="utf-8")

    refused = r"it may be text: name the format \(--format\)"
    with pytest.raises(AmbiguousFormatError, match=refused) as found:
        format_for(tmp_path / "a.md")
    assert found.value.candidates == ("text",)


def test_a_long_text_may_be_cut_anywhere_when_it_is_looked_at(tmp_path):
    for shift in range(4):
        (tmp_path / "a.md").write_text("x" * shift + "🚀" * 80_000, encoding="utf-8")

        with pytest.raises(InputError, match="it may be text"):
            format_for(tmp_path / "a.md")


def test_a_file_of_no_known_format_is_refused(tmp_path):
    (tmp_path / "a.bin").write_bytes(b"\x89PNG\r\n\x1a\n\0\0")

    with pytest.raises(InputError, match=r"in no format that can be read \(text, jsonl"):
        format_for(tmp_path / "a.bin")


def test_a_format_that_is_only_written_is_named(tmp_path):
    (tmp_path / "a.parquet").write_bytes(b"PAR1")

    with pytest.raises(InputError, match=r"Parquet .* can be written but not read"):
        format_for(tmp_path / "a.parquet")


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(NotFoundError):
        format_for(tmp_path / "absent.txt")


def found_in(*paths, format=""):
    """Return the names of the files of each format, and what was noted."""
    notes = []
    found = batches(paths, format, notes.append)
    return {batch.format.id: [file.name for file in batch.files] for batch in found}, notes


def test_the_files_of_a_folder_are_told_apart_by_what_they_hold(tmp_path):
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "a.txt").write_bytes(b"x")
    (tmp_path / "b.jsonl").write_bytes(b'{"text":"x"}')

    found, notes = found_in(tmp_path)

    assert found == {"jsonl": ["b.jsonl"], "text": ["deep/a.txt"]}
    assert notes == []


def test_files_of_a_folder_in_no_format_are_passed_over_and_named(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"x")
    (tmp_path / "picture.bin").write_bytes(b"\x89PNG")
    (tmp_path / ".hidden.txt").write_bytes(b"x")

    found, notes = found_in(tmp_path)

    assert found == {"text": ["a.txt"]}
    assert [note for note in notes if "picture.bin" in note]


def test_a_format_that_is_named_takes_its_files_only(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"x")
    (tmp_path / "b.jsonl").write_bytes(b'{"text":"x"}')

    assert found_in(tmp_path, format="jsonl")[0] == {"jsonl": ["b.jsonl"]}
    assert found_in(tmp_path / "a.txt", format="jsonl")[0] == {"jsonl": ["a.txt"]}


def test_a_folder_without_a_known_file_is_refused(tmp_path):
    with pytest.raises(InputError, match="no file"):
        found_in(tmp_path)
    (tmp_path / "a.bin").write_bytes(b"\x89PNG")

    with pytest.raises(InputError, match=r"no file that can be read \(\.txt, \.jsonl"):
        found_in(tmp_path)
