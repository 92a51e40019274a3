# SPDX-License-Identifier: MIT
"""Tables of others: which column is what, how cells are taken apart, and what is refused."""

import csv as standard
import json
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from annotator.errors import ProblemsError
from annotator.formats.csv_table import FORMAT, recognises
from annotator.formats.format import AnyLabel
from annotator.formats.registry import format_for
from annotator.model.records import Span
from tests.formats.exchange import read_back
from tests.strategies import texts

GOLDEN = Path(__file__).parent / "golden" / "csv"
SHARED = Path(__file__).parents[3] / "shared" / "data"


def read(folder: Path, data: bytes | str, name: str = "news.csv", **given):
    (folder / name).write_bytes(data.encode() if isinstance(data, str) else data)
    choices = given.pop("choices", {})
    return read_back(FORMAT, folder / name, choices=choices, **given)


def refusal(folder: Path, data: bytes | str, **given) -> str:
    with pytest.raises(ProblemsError) as found:
        read(folder, data, **given)
    return str(found.value)


def test_each_row_is_a_document_and_the_names_say_which_column_is_what(tmp_path):
    told = []
    data = (
        "ID,Headline,Body,Publisher,Published,Lang,desk,url\r\n"
        '7,Strike,"HTS struck\r\nIdlib.",SANA,2024-11-27,en,west,https://x.example/7\r\n'
        "8,,حلب,,,,,\r\n"
    )

    first, second = read(tmp_path, data, note=told.append)

    assert (first.document.id, first.document.text) == ("7", "HTS struck\r\nIdlib.")
    assert (first.info.title, first.info.source) == ("Strike", "SANA")
    assert (first.info.date, first.info.language) == ("2024-11-27", "en")
    assert first.info.meta == {"desk": "west", "url": "https://x.example/7"}
    assert (second.document.id, second.document.text) == ("8", "حلب")
    assert (second.info.title, second.info.source) == ("حلب", "news.csv")
    assert (second.info.language, second.info.meta) == ("ar", {})
    assert second.origin == "news.csv:4"
    assert told == [
        "news.csv: id from 'ID', title from 'Headline', text from 'Body', source from 'Publisher', "
        "date from 'Published', language from 'Lang'; kept as further facts: desk, url"
    ]


def test_the_row_is_kept_with_its_header_and_what_was_taken_is_stated(tmp_path):
    data = 'id,text\r\n1,"HTS struck\r\nIdlib."\r\n2,x\r\n'

    first, second = read(tmp_path, data)

    assert first.raw.data == b'id,text\r\n1,"HTS struck\r\nIdlib."\r\n'
    assert second.raw.data == b"id,text\r\n2,x\r\n"
    assert second.raw.media_type == "text/csv"
    assert second.raw.extracted == "the column 'text' of the row in line 4 of news.csv"


@given(text=texts())
def test_a_text_in_quotes_comes_in_exactly(tmp_path_factory, text):
    quoted = text.replace('"', '""')

    (item,) = read(tmp_path_factory.mktemp("csv"), f'id,text\n1,"{quoted}"\n')

    assert item.document.text == text


@given(
    rows=st.lists(st.lists(texts(max_pieces=3), min_size=2, max_size=2), min_size=1, max_size=6),
    delimiter=st.sampled_from([",", ";", "\t", "|"]),
)
def test_what_a_spreadsheet_writes_comes_in_exactly(tmp_path_factory, rows, delimiter):
    path = tmp_path_factory.mktemp("csv") / "x.csv"
    with path.open("w", newline="", encoding="utf-8-sig") as stream:
        writer = standard.writer(stream, delimiter=delimiter)
        writer.writerow(["text", "note"])
        writer.writerows(rows)
    assume(not any("\r" in cell or "\n" in cell for row in rows for cell in row))

    items = read_back(FORMAT, path)

    assert [item.document.text for item in items] == [row[0] for row in rows]
    assert [item.info.meta["note"] for item in items] == [row[1] for row in rows]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        ("text;n\na;1\nb;2\n", "x.csv"),
        ("text\tn\na\t1\nb\t2\n", "x.tsv"),
        ("text|n\na|1\nb|2\n", "x.csv"),
        ("sep=;\r\ntext;n\r\na;1\r\nb;2\r\n", "x.csv"),
        ("\ufefftext,n\ra,1\rb,2\r", "x.csv"),
        ("text,n\n\n,\na,1\nb,2", "x.csv"),
        ("text,n,\na,1,\nb,2,\n", "x.csv"),
    ],
)
def test_the_delimiter_the_line_ends_and_empty_rows_are_told_by_themselves(tmp_path, data, name):
    items = read(tmp_path, data, name)

    assert [item.document.text for item in items] == ["a", "b"]
    assert [item.info.meta["n"] for item in items] == ["1", "2"]


def test_the_text_of_excel_in_utf_16_with_tabs_is_read(tmp_path):
    data = "text\tn\r\nحلب\t1\r\n".encode("utf-16")

    (item,) = read(tmp_path, data, "x.csv")

    assert (item.document.text, item.info.meta) == ("حلب", {"n": "1"})


def test_one_column_of_texts_may_hold_any_sign_if_lines_are_cells(tmp_path):
    data = 'text\nHTS, with "rockets", struck; twice\nb\n'

    assert "--set delimiter=none" in refusal(tmp_path, data)
    items = read(tmp_path, data, choices={"delimiter": "none"})
    assert [item.document.text for item in items] == ['HTS, with "rockets", struck; twice', "b"]


def test_quotes_can_be_ordinary_characters(tmp_path):
    data = 'text\tn\n"Deterring" began\t1\n"\t2\n'

    assert "a quote in a cell must be doubled" in refusal(tmp_path, data, name="x.tsv")
    items = read(tmp_path, data, "x.tsv", choices={"quoting": "none"})
    assert [item.document.text for item in items] == ['"Deterring" began', '"']


def test_a_cell_may_be_longer_than_the_csv_module_takes_by_default(tmp_path):
    before = standard.field_size_limit()
    text = "HTS struck. " * 20_000

    (item,) = read(tmp_path, f'id,text\n1,"{text}"\n')

    assert item.document.text == text
    assert standard.field_size_limit() == before


def test_columns_can_be_named_or_numbered_by_the_person(tmp_path):
    data = "column_data,column_label\nHTS,x\n"

    assert "--set text=NAME" in refusal(tmp_path, data)
    for wanted in ("column_data", "Column_Data", "1"):
        choices = {"text": wanted, "header": "yes"}
        (item,) = read(tmp_path, data, choices=choices)
        assert (item.document.text, item.info.meta) == ("HTS", {"column_label": "x"})


def test_a_table_without_a_header_has_numbers_for_names(tmp_path):
    (item,) = read(tmp_path, "7,HTS struck\n", choices={"header": "no", "text": "2", "id": "1"})

    assert (item.document.id, item.document.text) == ("7", "HTS struck")
    (item,) = read(tmp_path, "HTS struck\n", choices={"header": "no"})
    assert item.document.text == "HTS struck"


def test_a_column_can_be_told_not_to_be_used(tmp_path):
    (item,) = read(tmp_path, "id,text\n7,HTS\n", choices={"id": "none"})

    assert (item.document.id, item.info.meta) == ("news-1", {"id": "7"})


@pytest.mark.parametrize(
    ("choices", "words"),
    [
        ({"text": "bdy"}, "there is no column 'bdy' (text); there are id, body"),
        ({"text": "9"}, "there is no column '9'"),
        ({"encoding": "klingon"}, "there is no encoding 'klingon'"),
    ],
)
def test_a_choice_that_cannot_be_is_refused(tmp_path, choices, words):
    assert words in refusal(tmp_path, "id,body\n1,x\n", choices=choices)


def test_ragged_rows_are_told_each_with_its_line_and_the_column(tmp_path):
    data = 'id,text,n\n1,"a\nb",x\n2,c\n3,d,y,more\n4,e,z,\n'

    assert refusal(tmp_path, data) == (
        "news.csv:4: the row has 2 cells, the first row 3; the first that is missing is 'n'\n"
        "news.csv:5: the row has 4 cells, the first row 3; the first too many is 'more'"
    )
    items = read(tmp_path, data, good_only=True)
    assert [item.document.id for item in items] == ["1", "4"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("", "the table is empty"),
        ("\n\n", "the table is empty"),
        ('id,text\n1,"open\nand so on\n', "news.csv:2: the table ends within a cell"),
        ('id,text\n1,"a"b\n2,x\n', "news.csv:2: the row cannot be taken apart"),
        (b"id,text\n1,a\n2,caf\xe9\n", "news.csv:3: not UTF-8: byte 0xE9 at line 3, column 6"),
        ("id,text\n1,a\0b\n", "news.csv:2: a NUL character"),
        ("id,text\n1,a\n1,b\n", "news.csv:3: id: '1' is the id of the row in line 2 too"),
        ("text,text\na,b\n", "two columns are called 'text'"),
        (b"PK\x03\x04text,x", "a zip archive"),
        ("id,text\n1," + "x" * 3000 + "\n", "the line has more than 2,000 bytes"),
        (
            'id,text\n1,"' + "x\n" * 2000,
            "the row has more than 2,000 characters; is a double quote",
        ),
        ("a;b|c\n1;2|3\n", "what stands between the cells cannot be told"),
    ],
)
def test_what_is_wrong_with_a_table_is_said_with_its_line(tmp_path, data, words):
    assert words in refusal(tmp_path, data, max_bytes=2000)


def test_a_table_in_another_encoding_is_read_when_that_is_named(tmp_path):
    data = "id,text\n1,حلب\n".encode("cp1256")

    assert "--set encoding=" in refusal(tmp_path, data)
    (item,) = read(tmp_path, data, choices={"encoding": "windows-1256"})
    assert item.document.text == "حلب"


def test_rows_without_a_text_are_passed_over_and_told(tmp_path):
    told = []

    items = read(tmp_path, "text,label\na,x\n,y\n ,z\n", note=told.append)

    assert len(items) == 1
    assert told[-1] == "news.csv: 2 rows without a text passed over (lines 3, 4)"


def test_formulas_of_others_are_texts_like_any(tmp_path):
    items = read(tmp_path, "text\n=1+1\n'=1+1\n@x\n-2\n")

    assert [item.document.text for item in items] == ["=1+1", "'=1+1", "@x", "-2"]


TEXT = "🚀 HTS struck Idlib."
LISTS = [
    [[2, 5, "ACTOR"], [13, 18, "LOCATION"]],
    [["ACTOR", 2, 5], ["LOCATION", 13, 18]],
    [
        {"start": 2, "end": 5, "text": "HTS", "labels": ["ACTOR"]},
        {"start": 13, "end": 18, "text": "Idlib", "labels": ["LOCATION"]},
    ],
    [
        {"start_offset": 2, "end_offset": 5, "label": "ACTOR"},
        {"start_offset": 13, "end_offset": 18, "label": "LOCATION"},
    ],
    [
        {"offset": 2, "length": 3, "category": "ACTOR"},
        {"offset": 13, "length": 5, "category": "LOCATION"},
    ],
    {"entities": [[2, 5, "ACTOR"], [13, 18, "LOCATION"]]},
    [
        {"id": "a", "value": {"start": 2, "end": 5, "labels": ["ACTOR"]}},
        {"id": "b", "value": {"start": 13, "end": 18, "labels": ["LOCATION"]}},
    ],
]


def table(cell: object, **more: str) -> str:
    written = cell if isinstance(cell, str) else json.dumps(cell)
    names = ",".join(["text", "label", *more])
    quoted = written.replace('"', '""')
    return f'{names}\n{TEXT},"{quoted}"{"".join("," + value for value in more.values())}\n'


@pytest.mark.parametrize("cell", [*LISTS, "[(2, 5, 'ACTOR'), (13, 18, 'LOCATION')]", str(LISTS[2])])
def test_spans_in_a_cell_are_read_however_they_are_written(tmp_path, cell):
    (item,) = read(tmp_path, table(cell))

    (layer,) = item.layers
    assert layer.annotator == "me"
    assert [(span.label, span.surface(TEXT)) for span in layer.records] == [
        ("ACTOR", "HTS"),
        ("LOCATION", "Idlib"),
    ]


def test_what_else_is_said_of_a_span_becomes_attributes_or_is_told(tmp_path):
    told = []
    cell = [{"start": 2, "end": 5, "label": "ACTOR", "score": 0.9, "tags": ["a"], "x": {"y": 1}}]

    (item,) = read(tmp_path, table(cell), note=told.append)

    assert item.layers[0].records == (
        Span("s1", "ACTOR", ((2, 5),), {"score": 0.9, "tags": ("a",)}),
    )
    assert told[-1] == "not kept of spans, since no attribute holds it: 'x' (1)"


def test_a_span_of_several_labels_becomes_several_spans(tmp_path):
    cell = [{"start": 2, "end": 5, "labels": ["ACTOR", "WEAPON"], "id": "document"}]

    (item,) = read(tmp_path, table(cell))

    assert [(span.id, span.label) for span in item.layers[0].records] == [
        ("s1", "ACTOR"),
        ("s2", "WEAPON"),
    ]


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ([{"start": 3, "end": 6, "text": "HTS", "label": "ACTOR"}], "count UTF-16 units"),
        ([[2, 500, "ACTOR"]], "2..500 is no stretch of a text of 19 characters"),
        ([[5, 2, "ACTOR"]], "must be less than the end"),
        ([[2, 5, "ARMY"]], "the schema has no label 'ARMY'"),
        ([{"start": 2, "end": 5}], "has no label"),
        ([[2, 5]], "must be a span such as [0, 3, label], not a list"),
        (["x"], "must be a span such as"),
        ("[1, 2", "neither JSON nor a list of (start, end, label)"),
        ("[(0, 3, __import__('os'))]", "neither JSON nor a list of (start, end, label)"),
        ("[" * 100_000, "neither JSON nor a list of (start, end, label)"),
        ("[" + "(" * 90_000 + "1", "neither JSON nor a list of (start, end, label)"),
    ],
)
def test_spans_that_cannot_be_are_refused_with_the_line_and_the_column(tmp_path, cell, words):
    found = refusal(tmp_path, table(cell))

    assert words in found
    assert found.startswith("news.csv:2: label")


def test_rows_of_one_text_by_several_annotators_are_one_document(tmp_path):
    cell = json.dumps(LISTS[0]).replace('"', '""')
    data = f'id,text,label,annotator\n4,{TEXT},"{cell}",anna\n4,{TEXT},[],bassam\n'
    data += f'4,{TEXT},"[[2, 5, ""WEAPON""]]",bassam\n5,{TEXT},,\n'

    first, second = read(tmp_path, data)

    assert [(layer.annotator, len(layer.records)) for layer in first.layers] == [
        ("anna", 2),
        ("bassam", 1),
    ]
    assert second.layers == ()


def test_a_label_that_is_a_class_and_no_list_is_a_further_fact(tmp_path):
    (item,) = read(tmp_path, "text,label,annotator\nHTS struck,positive,anna\n")

    assert item.layers == ()
    assert item.info.meta == {"label": "positive", "annotator": "anna"}


def test_tables_are_told_by_their_names_and_our_own_by_what_they_hold(tmp_path):
    (tmp_path / "x.csv").write_text("a,b\n")
    assert format_for(tmp_path / "x.csv").id == "csv"
    assert not recognises(b"id,text\n1,a\n")
    assert not recognises(b"")


EXPECTED = {
    "doccano-own/data_export/pipeline/examples/sequence_to_sequence/example.csv": 3,
    "doccano-own/data_export/pipeline/examples/text_classification/example.csv": 3,
    "doccano-own/data_import/pipeline/examples/text_classification/example.csv": 3,
    "doccano-own/data_import/tests/data/example.utf16.csv": 3,
    "doccano-own/data_import/tests/data/seq2seq/example.csv": 2,
    "doccano-own/data_import/tests/data/text_classification/example_out_of_order_columns.csv": 2,
    "doccano-transformer/classification/classification.csv": 3,
    "ls-kiji/sample_pii.csv": 10,
    "ls-converter-tests/test_export_csv/csv_test2_result.csv": 1,
}
NAMED = {
    "doccano-own/data_import/pipeline/examples/text_classification/example.csv": "column_data",
    "ls-converter-tests/test_export_csv/csv_test2_result.csv": "title",
}


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real files are not here")
@pytest.mark.parametrize("name", EXPECTED)
def test_real_tables_give_as_many_documents_as_they_have_texts(name):
    items = read_back(
        FORMAT, SHARED / name, choices={"text": NAMED.get(name, "")}, accepted=AnyLabel()
    )

    assert len(items) == EXPECTED[name]


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real files are not here")
def test_a_real_table_with_ragged_rows_is_refused():
    name = "doccano-own/data_import/tests/data/text_classification/example.invalid.2.csv"

    with pytest.raises(ProblemsError, match=r"invalid.2.csv:2: the row has 3 cells"):
        read_back(FORMAT, SHARED / name)
