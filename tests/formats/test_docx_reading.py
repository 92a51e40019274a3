# SPDX-License-Identifier: MIT
"""Word documents in: the text with changes accepted; whatever is odd about the file is refused."""

import hashlib
import struct
import zipfile
from io import BytesIO
from pathlib import Path

import docx
import pytest

from annotator.errors import ProblemsError
from annotator.formats.docx import FORMAT, recognises
from annotator.formats.registry import format_for
from tests.formats.exchange import read_back
from tests.formats.word_files import MAIN_TYPE, paragraph, parts, word_file, zipped

GOLDEN = Path(__file__).parent / "golden" / "docx" / "tracked-changes-notes-and-a-box.docx"
TEXT = """\
Strike on Drenak
The militants wounded 12 people.
A line whose end was deleted goes on here.
After a break\tand a tab.
Inside a control.
Place\tDead
Drenak (east)\t12
With a box.
In the box.
27 November"""
NOTES = "According to the governor.\nLocal time."


def read(folder: Path, data: bytes, **given):
    (folder / "a.docx").write_bytes(data)
    return read_back(FORMAT, folder / "a.docx", **given)


def text_of(folder: Path, body: str, **given) -> str:
    (item,) = read(folder, word_file(body, **given))
    return item.document.text


def refusal(folder: Path, data: bytes, **given) -> str:
    with pytest.raises(ProblemsError) as found:
        read(folder, data, **given)
    return str(found.value)


def test_the_text_is_that_with_all_changes_accepted_and_notes_after_it():
    (item,) = read_back(FORMAT, GOLDEN)

    assert item.document.text == f"{TEXT}\n{NOTES}"
    assert item.layers == ()


def test_notes_can_be_left_out():
    (item,) = read_back(FORMAT, GOLDEN, choices={"notes": "leave-out"})

    assert item.document.text == TEXT
    assert "footnotes and endnotes (2)" in item.raw.extracted


def test_the_file_is_kept_and_what_was_taken_and_left_out_is_stated():
    told = []

    (item,) = read_back(FORMAT, GOLDEN, note=told.append)

    data = GOLDEN.read_bytes()
    assert item.raw.data == data
    assert item.info.meta["raw"]["sha256"] == hashlib.sha256(data).hexdigest()
    assert item.raw.extracted == (
        "all paragraphs and tables, footnotes and endnotes after them, tracked changes accepted, "
        f"with python-docx {docx.__version__}; left out: comments (1), "
        "deleted parts (tracked changes) (2), headers (1), hidden parts (1)"
    )
    assert told == [
        "left out of the Word documents: comments (1), deleted parts (tracked changes) (2), "
        "headers (1), hidden parts (1); the files are kept as they were"
    ]


def test_title_author_date_and_language_are_those_of_the_file():
    (item,) = read_back(FORMAT, GOLDEN)

    assert (item.info.title, item.info.date) == ("Strike on Drenak", "2024-11-27")
    assert (item.info.language, item.info.source) == ("en", GOLDEN.name)
    assert item.info.meta["author"] == "Mira Orro"


def test_a_file_that_states_nothing_gets_nothing_made_up(tmp_path):
    (item,) = read(tmp_path, word_file(paragraph("HTS struck Idlib.")))

    assert (item.info.title, item.info.date) == ("HTS struck Idlib.", "")
    assert set(item.info.meta) == {"raw"}


def test_a_document_that_python_docx_has_written_comes_in_whole(tmp_path):
    made = docx.Document()
    made.add_heading("غارة على درنك", 1)
    made.add_paragraph("The militants 🚀 fired\u00a0on Drenak\u200f.")
    made.add_paragraph("first", style="List Bullet")
    table = made.add_table(rows=2, cols=3)
    table.cell(0, 0).text, table.cell(0, 2).text, table.cell(1, 1).text = "a", "c", "e"
    stream = BytesIO()
    made.save(stream)

    (item,) = read(tmp_path, stream.getvalue())

    assert item.document.text == (
        "غارة على درنك\nThe militants 🚀 fired\u00a0on Drenak\u200f.\nfirst\na\t\tc\n\te"
    )


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ('<w:p><w:r><w:t>  a </w:t><w:br w:type="page"/><w:t>b</w:t></w:r></w:p>', "  a\nb"),
        ("<w:p><w:r><w:t>a</w:t><w:noBreakHyphen/><w:t>b</w:t></w:r></w:p>", "a\u2011b"),
        ('<w:p><w:r><w:sym w:font="Arial" w:char="2192"/><w:t>x</w:t></w:r></w:p>', "→x"),
        ('<w:p><w:r><w:sym w:char="D800"/><w:sym w:char="zz"/><w:t>x</w:t></w:r></w:p>', "x"),
        ("<w:p><m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath></w:p>", "x=1"),
        (
            "<w:p><w:r><w:ruby><w:rt><w:r><w:t>kan</w:t></w:r></w:rt>"
            "<w:rubyBase><w:r><w:t>漢</w:t></w:r></w:rubyBase></w:ruby></w:r></w:p>",
            "漢",
        ),
        (
            f'<w:p><w:moveFrom w:id="1"><w:r><w:t>x</w:t></w:r></w:moveFrom></w:p>{paragraph("y")}'
            '<w:p><w:moveTo w:id="2"><w:r><w:t>x</w:t></w:r></w:moveTo></w:p>',
            "y\nx",
        ),
        (
            '<w:p><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>seen</w:t></w:r></w:p>',
            "seen",
        ),
        (
            f"<w:tbl><w:tr><w:tc><w:tcPr><w:vMerge w:val='restart'/></w:tcPr>{paragraph('a')}"
            f"</w:tc><w:tc>{paragraph('b')}</w:tc></w:tr><w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr>"
            f"{paragraph('hidden')}</w:tc><w:tc>{paragraph('c')}</w:tc></w:tr></w:tbl>",
            "a\tb\n\tc",
        ),
    ],
)
def test_odd_parts_of_a_paragraph_become_the_words_that_word_shows(tmp_path, body, text):
    assert text_of(tmp_path, body) == text


def test_a_document_without_text_is_refused(tmp_path):
    assert "holds no text" in refusal(tmp_path, word_file("<w:p/>"))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old Word (.doc); save it as .docx"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "protected by a password",
        ),
        (
            zipped(
                {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<x/>"}
            ),
            "OpenDocument file (.odt); save it as .docx",
        ),
        (zipped({"xl/workbook.xml": b"<x/>"}), "Excel workbook"),
        (zipped({"ppt/presentation.xml": b"<x/>"}), "PowerPoint"),
        (zipped({"a.docx": word_file(paragraph("x"))}), "a zip archive, but no Word document"),
        (
            word_file(
                paragraph("x"),
                main_type="application/vnd.ms-word.document.macroEnabled.main+xml",
            ),
            "macros (.docm)",
        ),
        (
            zipped({**parts(paragraph("x")), "word/vbaProject.bin": b"x"}),
            "macros (.docm)",
        ),
        (
            word_file(
                paragraph("x"), main_type=MAIN_TYPE.replace("document.main", "template.main")
            ),
            "template (.dotx)",
        ),
        (b"{\\rtf1", "rich text document"),
        (b"", "no Word document"),
        (b"PK\x03\x04", "damaged or cut off"),
    ],
)
def test_what_is_no_word_document_is_refused_by_name(tmp_path, data, words):
    assert words in refusal(tmp_path, data)


def test_a_cut_file_is_refused_wherever_it_was_cut(tmp_path):
    data = GOLDEN.read_bytes()

    for end in range(4, len(data), 97):
        assert refusal(tmp_path, data[:end])


def test_a_bomb_is_refused_by_what_it_says_it_holds(tmp_path):
    members = {**parts(paragraph("x")), "word/more.xml": b"<x>" + b" " * 30_000_000 + b"</x>"}

    assert "bytes when unpacked" in refusal(tmp_path, zipped(members))


def test_a_bomb_that_lies_about_its_size_is_refused(tmp_path):
    data = zipped({**parts(paragraph("x")), "word/more.xml": b"<x>" + b" " * 30_000_000 + b"</x>"})
    size = struct.pack("<I", 30_000_007)
    assert data.count(size) == 2

    assert "damaged or cut off" in refusal(tmp_path, data.replace(size, struct.pack("<I", 70)))


def test_pictures_and_embedded_files_are_not_unpacked(tmp_path):
    media = {"word/media/a.png": b"\0" * 200_000_000, "word/embeddings/b.zip": b"PK\x03\x04"}

    (item,) = read(tmp_path, zipped({**parts(paragraph("x")), **media}), max_bytes=1_000_000)

    assert item.document.text == "x"


def test_too_many_parts_are_refused(tmp_path):
    members = {**parts(paragraph("x")), **{f"x/{n}.bin": b"" for n in range(10_000)}}

    assert "10,004 parts" in refusal(tmp_path, zipped(members))


def test_encrypted_parts_and_two_parts_of_one_name_are_refused(tmp_path):
    data = bytearray(word_file(paragraph("x")))
    place = data.index(b"PK\x01\x02")
    data[place + 8] |= 1
    assert "encrypted" in refusal(tmp_path, bytes(data))

    twice = zipped({**parts(paragraph("x")), "WORD/document.xml": b"<x/>"})
    assert "same name" in refusal(tmp_path, twice)


@pytest.mark.parametrize(
    "xml",
    [
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x/>',
        '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE x><x/>'.encode("utf-16"),
        b"<x/>" + b" " * 100_000 + b"<!doctype x>",
    ],
)
def test_xml_with_a_document_type_is_refused(tmp_path, xml):
    members = {**parts(paragraph("x")), "word/styles.xml": xml}

    assert "document type declaration" in refusal(tmp_path, zipped(members))


def test_xml_in_an_encoding_that_could_hide_something_is_refused(tmp_path):
    xml = b'<?xml version="1.0" encoding="utf-7"?><x/>'

    assert "'utf-7'" in refusal(tmp_path, zipped({**parts(paragraph("x")), "word/a.xml": xml}))


def test_strict_open_xml_is_refused_with_what_to_do(tmp_path):
    strict = {
        name: data.replace(
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument",
            b"http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument",
        )
        for name, data in parts(paragraph("x")).items()
    }

    assert "save it as an ordinary .docx" in refusal(tmp_path, zipped(strict))


@pytest.mark.parametrize(
    "body", ["<w:p>" * 200 + "</w:p>" * 200, "<w:sdt>" * 5_000 + "</w:sdt>" * 5_000, "<w:p>"]
)
def test_xml_that_is_nested_deep_or_broken_is_refused(tmp_path, body):
    assert refusal(tmp_path, word_file(body))


def test_a_document_larger_than_the_cap_is_refused_and_one_with_many_bytes_is_not(tmp_path):
    noise = hashlib.shake_256(b"x").digest(3_000_000)
    data = zipped({**parts(paragraph("x")), "word/media/a.jpg": noise})

    assert read(tmp_path, data, max_bytes=4_000_000)
    assert "a document may have 2,000,000" in refusal(tmp_path, data, max_bytes=2_000_000)


def test_word_documents_are_recognised_and_other_archives_are_not(tmp_path):
    assert recognises(GOLDEN.read_bytes())
    assert not recognises(zipped({"xl/workbook.xml": b"<x/>"}))
    assert not recognises(b"PK\x05\x06")
    assert not recognises(b"")
    (tmp_path / "no suffix").write_bytes(GOLDEN.read_bytes())
    assert format_for(tmp_path / "no suffix").id == "docx"


def test_the_golden_file_is_a_whole_archive():
    with zipfile.ZipFile(GOLDEN) as archive:
        assert archive.testzip() is None
