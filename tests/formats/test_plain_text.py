# SPDX-License-Identifier: MIT
"""Plain text in: what stands in the file stands in the document, or the file is refused."""

import codecs
import io
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from annotator.errors import InputError, NotFoundError, ProblemsError
from annotator.formats import plain_text
from annotator.formats.format import no_progress
from annotator.formats.whole import read_whole
from annotator.text.titles import title_of
from tests.formats.exchange import files_of, read_back, read_options
from tests.strategies import texts

FORMAT = plain_text.FORMAT


def read_bytes(folder: Path, data: bytes, **given):
    (folder / "a.txt").write_bytes(data)
    return read_back(FORMAT, folder / "a.txt", **given)


def refusal(folder: Path, data: bytes, **given) -> str:
    with pytest.raises(ProblemsError) as found:
        read_bytes(folder, data, **given)
    return str(found.value)


@given(text=texts())
def test_the_text_is_that_of_the_file(tmp_path_factory, text):
    without_mark = text.removeprefix("\ufeff")  # what looks like a mark is one
    assume(without_mark.strip())

    (item,) = read_bytes(tmp_path_factory.mktemp("text"), text.encode())

    assert item.document.text == without_mark


@given(text=texts(), codec=st.sampled_from(["utf-8-sig", "utf-16", "utf-32"]))
def test_a_byte_order_mark_says_how_to_read_and_is_removed(tmp_path_factory, text, codec):
    (item,) = read_bytes(tmp_path_factory.mktemp("text"), text.encode(codec))

    assert item.document.text == text


@pytest.mark.parametrize("mark", [codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE])
def test_big_endian_marks_are_known(tmp_path, mark):
    codec = "utf-16-be" if mark == codecs.BOM_UTF16_BE else "utf-32-be"

    (item,) = read_bytes(tmp_path, mark + "حلب".encode(codec))

    assert item.document.text == "حلب"


def test_only_one_byte_order_mark_is_removed(tmp_path):
    (item,) = read_bytes(tmp_path, codecs.BOM_UTF8 * 2 + b"a")

    assert item.document.text == "\ufeffa"


def test_line_ends_spaces_and_forms_stay_as_they_are(tmp_path):
    text = "a\r\nb\rc\u00a0d\u2028e\u0085f cafe\u0301\n"

    (item,) = read_bytes(tmp_path, text.encode())

    assert item.document.text == text


def test_a_bad_byte_is_told_with_line_column_and_value(tmp_path):
    lines = [b"caf\xc3\xa9 number %d" % number for number in range(1, 1001)]
    lines[730] = b"eleven fine\xe9 and more"

    assert refusal(tmp_path, b"\r\n".join(lines)) == (
        "a.txt:731: not UTF-8: byte 0xE9 at line 731, column 12; save the file as UTF-8"
    )


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", ["The army said.", "Die Armee löste Alarm aus.\r\nÜberall."])
def test_utf_16_without_a_mark_is_named_as_the_likely_cause(tmp_path, codec, text):
    assert "looks like UTF-16 without a byte-order mark" in refusal(tmp_path, text.encode(codec))


def test_a_mark_that_lies_is_refused(tmp_path):
    assert "not UTF-16" in refusal(tmp_path, codecs.BOM_UTF16_LE + b"\x00\xd8a")


def test_nul_is_refused_with_its_line(tmp_path):
    assert refusal(tmp_path, b"a\nb\0c") == (
        "a.txt:2: a NUL character, which no text holds, at line 2"
    )


def test_an_encoded_surrogate_is_refused(tmp_path):
    assert "not UTF-8: byte 0xED" in refusal(tmp_path, b"a\xed\xa0\x80")


@pytest.mark.parametrize("data", [b"", b" \r\n\t", codecs.BOM_UTF8, "\u00a0\u2028".encode()])
def test_a_file_without_text_is_refused(tmp_path, data):
    assert "holds no text" in refusal(tmp_path, data)


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"\x1f\x8b\x08\x00", "gzip"),
        (b"%PDF-1.7\n", "PDF"),
        (b"PK\x03\x04", "zip archive"),
        (b"SQLite format 3\0", "database"),
        (b"\x89PNG\r\n", "picture"),
        (b"{\\rtf1 hello}", "RTF"),
    ],
)
def test_what_is_no_text_is_named(tmp_path, head, kind):
    assert kind in refusal(tmp_path, head)


def test_a_file_beyond_the_cap_is_refused_with_both_numbers(tmp_path):
    message = refusal(tmp_path, b"x" * 1001, max_bytes=1000)

    assert "it has 1,001 bytes; a document may have 1,000" in message


def test_a_text_that_would_be_far_larger_in_memory_is_refused(tmp_path):
    data = b"x" * 900 + "🚀".encode()

    assert "in memory" in refusal(tmp_path, data, max_bytes=1000)
    assert len(read_bytes(tmp_path, b"x" * 900, max_bytes=1000)) == 1


def test_all_bad_files_are_named_and_nothing_comes_after_the_first(tmp_path):
    for name, data in {"a": b"fine", "b": b"\xff", "c": b"fine", "d": b""}.items():
        (tmp_path / f"{name}.txt").write_bytes(data)
    reading = FORMAT.read(files_of(FORMAT, tmp_path), read_options(), no_progress)

    first = next(reading)
    with pytest.raises(ProblemsError) as found:
        next(reading)

    assert first.document.id == "a"
    assert [problem.file for problem in found.value.problems] == ["b.txt", "d.txt"]


def test_a_folder_is_read_to_the_bottom_in_the_order_of_names(tmp_path):
    for name in ("b.txt", "a.TXT", "2024/x.txt", "2024/05/y.txt", "notes.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(f"text of {name}", encoding="utf-8")

    items = read_back(FORMAT, tmp_path)

    assert [item.document.id for item in items] == ["a", "b", "2024/x", "2024/05/y"]
    assert [item.info.source for item in items][-1] == "2024/05/y.txt"


def test_two_files_of_one_name_get_different_ids(tmp_path):
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text(folder, encoding="utf-8")

    items = read_back(FORMAT, tmp_path / "one" / "a.txt", tmp_path / "two" / "a.txt")

    assert [item.document.id for item in items] == ["a", "a-2"]


def test_links_out_of_a_folder_are_not_followed_and_noted(tmp_path):
    outside = tmp_path / "outside"
    inside = tmp_path / "inside"
    for folder in (outside, inside):
        folder.mkdir()
    (outside / "secret.txt").write_text("secret", encoding="utf-8")
    (inside / "a.txt").write_text("fine", encoding="utf-8")
    (inside / "file.txt").symlink_to(outside / "secret.txt")
    (inside / "folder").symlink_to(outside)
    (inside / "twin.txt").symlink_to("a.txt")
    notes = []

    items = read_back(FORMAT, inside, note=notes.append)

    assert [item.document.id for item in items] == ["a", "twin"]
    assert len(notes) == 2


def test_a_missing_path_and_an_empty_folder_are_named(tmp_path):
    with pytest.raises(NotFoundError, match="there is no file"):
        read_back(FORMAT, tmp_path / "absent.txt")
    with pytest.raises(InputError, match=r"holds no file that ends in \.txt"):
        read_back(FORMAT, tmp_path)


class Growing(io.BufferedReader):
    """A file to which another program appends while it is read."""

    def read(self, size=-1):
        data = super().read(size)
        with Path(self.raw.name).open("ab") as other:
            other.write(b"more")
        return data


def test_a_file_that_grows_while_it_is_read_is_refused(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"one")

    with (
        Growing(io.FileIO(tmp_path / "a.txt")) as stream,
        pytest.raises(InputError, match="was changed while it was read"),
    ):
        read_whole(stream, 1000)


def test_the_language_follows_the_script(tmp_path):
    (item,) = read_bytes(tmp_path, "اندلعت اشتباكات في ريف حلب".encode())

    assert item.info.language == "ar"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("\n\n  ERBIL,  Iraq \nmore", "ERBIL, Iraq"),
        ("word " * 40, "word " * 15 + "word…"),
        ("x" * 200, "x" * 79 + "…"),
    ],
)
def test_the_title_is_the_first_line_with_words(text, title):
    assert title_of(text) == title
