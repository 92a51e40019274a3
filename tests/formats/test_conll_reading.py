# SPDX-License-Identifier: MIT
from pathlib import Path

import pytest

from annotator.formats.conll import FORMAT
from annotator.formats.conll.recognising import recognises
from annotator.formats.registry import format_for
from tests.formats.columns import imported, refused, spans_in
from tests.formats.exchange import read_back

GOLDEN = Path(__file__).parent / "golden/conll"


def file_of(folder: Path, *lines: str, name: str = "x.conll") -> Path:
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "spans"),
    [
        (
            "iob1-with-docstart.conll",
            [("LOCATION", "Tel Rafa"), ("LOCATION", "Ain Dara"), ("CASUALTY", "Fourteen")],
        ),
        ("ids-of-documents.conll", [("ACTOR", "The militia")]),
        ("outer-and-inner.conll", [("ACTOR", "Miliz von Ain Dara"), ("LOCATION", "Ain Dara")]),
        ("brackets-of-2012.conll", [("ACTOR", "The Rafa Brigade"), ("LOCATION", "Rafa")]),
        ("characters-with-digits.conll", [("ACTOR", "民兵"), ("LOCATION", "阿勒颇")]),
        (
            "several-tags-a-token.conll",
            [("ACTOR", "لواء بلدية تل رفعة"), ("ACTOR", "بلدية تل رفعة"), ("LOCATION", "تل رفعة")],
        ),
        ("alternatives-in-a-cell.conll", [("ACTOR", "Rafa Brigade"), ("LOCATION", "Rafa")]),
        ("tag-before-token.bio", [("ACTOR", "militia"), ("LOCATION", "Tel Rafa")]),
        ("tabs-and-blanks.bio", [("ACTOR", "Militia"), ("LOCATION", "Tel Rafa")]),
        ("hash-is-a-token.bio", [("LOCATION", "Rafa #Idlib")]),
        ("letter-after-label.conll", [("ACTOR", "Militia of Rafa")]),
        ("letters-only.conll", [("ENTITY", "Militia of Rafa"), ("ENTITY", "Idlib")]),
        ("labels-only.conll", [("ACTOR", "Militia"), ("LOCATION", "Tel Rafa")]),
        ("ends-are-marked.bioes", [("ACTOR", "The Rafa Brigade"), ("LOCATION", "Idlib")]),
        ("last-and-unit.bilou", [("ACTOR", "The Rafa Brigade"), ("LOCATION", "Idlib")]),
        ("middle.bmes", [("LOCATION", "阿勒颇"), ("ACTOR", "他")]),
    ],
)
def test_the_spans_of_a_golden_file_are_read(name, spans):
    assert spans_in(imported(FORMAT, GOLDEN / name)) == spans


def test_docstart_lines_part_documents():
    items = imported(FORMAT, GOLDEN / "iob1-with-docstart.conll")

    assert [(item.document.id, item.document.text) for item in items] == [
        ("iob1-with-docstart-1", "Artillery hit Tel Rafa Ain Dara ."),
        ("iob1-with-docstart-2", "Fourteen died ."),
    ]


def test_ids_in_docstart_lines_are_those_of_the_documents():
    items = imported(FORMAT, GOLDEN / "ids-of-documents.conll")

    assert [item.document.id for item in items] == ["12 Tel Rafa", "13"]


def test_documents_of_2012_are_named_with_their_parts():
    items = imported(FORMAT, GOLDEN / "brackets-of-2012.conll")

    assert [item.document.id for item in items] == ["news/tel_rafa", "news/tel_rafa.001"]


def test_spans_of_a_second_column_say_so():
    (item,) = imported(FORMAT, GOLDEN / "outer-and-inner.conll")
    outer, inner = item.layers[0].decoded()

    assert (outer.attributes, inner.attributes) == ({}, {"column": "4"})


def test_comments_are_kept_with_the_document():
    (item,) = imported(FORMAT, GOLDEN / "outer-and-inner.conll")

    assert item.info.meta["comments"] == [
        "https://example.org/one [2024-11-27]",
        "https://example.org/two [2024-11-28]",
    ]


def test_a_heading_and_facts_and_missing_blanks_are_honoured():
    first, second = imported(FORMAT, GOLDEN / "heading-and-no-space-after.tsv")

    assert first.document.text == "L’armée de\nRafa.\nElle part."
    assert (first.document.id, second.document.id) == ("rafa-1881-01-02", "rafa-1881-01-03")
    assert (first.info.language, first.info.date) == ("fr", "1881-01-02")
    assert first.info.meta["hipe2022:dataset"] == "rafa"
    assert spans_in([first]) == [("org", "armée de\nRafa"), ("org.mil", "armée de\nRafa")]


def test_a_column_with_a_name_can_be_chosen():
    items = imported(FORMAT, GOLDEN / "heading-and-no-space-after.tsv", tag_column="NE-FINE-LIT")

    assert [label for label, _ in spans_in(items)] == ["org.mil"]


def test_a_column_with_a_number_can_be_chosen():
    items = imported(FORMAT, GOLDEN / "iob1-with-docstart.conll", tag_column="3")

    assert ("NP", "Tel Rafa") in spans_in(items)


def test_a_column_that_is_not_there_is_refused_with_what_is():
    problems = refused(FORMAT, GOLDEN / "tabs-and-blanks.bio", tag_column="5")

    assert problems == [(0, "there is no column '5'; there are 2 columns")]


def test_chinese_is_joined_without_blanks_and_words_of_latin_letters_with_them(tmp_path):
    path = file_of(tmp_path, "叙利亚 B-LOCATION", "New O", "York O", "政府军队 B-ACTOR", "。 O")

    (item,) = imported(FORMAT, path)

    assert item.document.text == "叙利亚New York政府军队。"
    assert spans_in([item]) == [("LOCATION", "叙利亚"), ("ACTOR", "政府军队")]


def test_what_the_columns_are_taken_for_is_told():
    notes: list[str] = []

    imported(FORMAT, GOLDEN / "iob1-with-docstart.conll", notes)

    assert notes == [
        "iob1-with-docstart.conll: tokens in column 1, tags in column 4 (iob1); tokens are joined "
        "by blanks, sentences by line breaks",
        "iob1-with-docstart.conll: left out, since there is no place for it: columns 2, 3",
    ]


def test_inside_tags_that_begin_spans_are_refused_with_their_lines():
    problems = refused(FORMAT, GOLDEN / "begun-inside.bio")

    assert [line for line, _ in problems] == [4, 8]
    assert problems[0][1].startswith("'I-LOCATION' goes on with a span that has not begun (bio) (")
    assert "repair=conlleval" in problems[0][1]
    assert "repair" not in problems[1][1]


def test_inside_tags_that_begin_spans_are_read_as_conlleval_does_if_that_is_chosen():
    notes: list[str] = []

    items = imported(FORMAT, GOLDEN / "begun-inside.bio", notes, repair="conlleval")

    assert spans_in(items) == [("LOCATION", "Tel Rafa"), ("LOCATION", "Ain"), ("ACTOR", "Dara")]
    assert notes[-1] == (
        "begun-inside.bio: 2 tags that bio does not allow, read as conlleval reads them: lines 4, 8"
    )
    assert items[0].info.meta["repairs"] == [
        "line 4: 'I-LOCATION' goes on with a span that has not begun (bio)",
        "line 8: 'I-ACTOR' goes on with a span that has not begun (bio)",
    ]


def test_spans_of_tags_that_are_not_allowed_are_left_out_if_that_is_chosen():
    items = imported(FORMAT, GOLDEN / "begun-inside.bio", repair="discard")

    assert spans_in(items) == [("LOCATION", "Ain")]


def test_the_same_tags_are_iob1_where_the_name_does_not_say_bio(tmp_path):
    path = file_of(tmp_path, "Tel I-LOCATION", "Rafa I-LOCATION", "fell O")

    assert spans_in(imported(FORMAT, path)) == [("LOCATION", "Tel Rafa")]


def test_spans_without_an_end_are_refused_where_ends_are_marked():
    assert [line for line, _ in refused(FORMAT, GOLDEN / "unended.bioes")] == [2, 5, 7]


def test_lines_with_other_numbers_of_columns_are_refused():
    assert refused(FORMAT, GOLDEN / "missing-column.bio") == [
        (2, "the line has 1 column; a line of this file has 2"),
        (4, "the line has 3 columns; a line of this file has 2"),
    ]


def test_a_small_o_is_refused():
    assert refused(FORMAT, GOLDEN / "small-o.bio") == [
        (3, "'o' is no tag; a token outside of spans has the letter O")
    ]


def test_a_tag_without_a_token_is_refused_and_a_line_with_neither_passed_over(tmp_path):
    lines = ["Rafa\tB-LOCATION", "\tO", "fell\tO", "\tB-ACTOR", "today\tO"]
    notes: list[str] = []

    problems = refused(FORMAT, file_of(tmp_path, *lines))
    imported(FORMAT, file_of(tmp_path, *lines[:3], lines[4]), notes)

    assert problems == [(4, "there is a tag but no token")]
    assert "lines without a token that were passed over: 1" in notes[1]


def test_a_file_without_tags_is_refused(tmp_path):
    problems = refused(FORMAT, file_of(tmp_path, "Rafa x", "fell y"))

    assert problems == [(0, "no column holds tags such as O and B-PER; name it (tag_column)")]


@pytest.mark.parametrize(
    ("documents", "texts"),
    [
        ("marks", ["A\nB\nC"]),
        ("file", ["A\nB\nC"]),
        ("sentence", ["A", "B", "C"]),
        ("blank-lines", ["A\nB", "C"]),
    ],
)
def test_documents_are_what_is_chosen(tmp_path, documents, texts):
    path = file_of(tmp_path, "A B-ACTOR", "", "B O", "", "", "C O")

    items = imported(FORMAT, path, documents=documents)

    assert [item.document.text for item in items] == texts


def test_marks_are_ignored_if_files_are_documents():
    items = imported(FORMAT, GOLDEN / "ids-of-documents.conll", documents="file")

    assert [item.document.text for item in items] == ["Shells fell .\nThe militia left ."]


def test_carriage_returns_and_a_byte_order_mark_are_no_text(tmp_path):
    path = tmp_path / "x.conll"
    path.write_bytes(b"\xef\xbb\xbfRafa\tB-LOCATION\r\nfell\tO\r\n\r\nQuiet\tO\r\n")

    (item,) = imported(FORMAT, path)

    assert item.document.text == "Rafa fell\nQuiet"


def test_tokens_with_odd_line_breaks_and_spaces_stay_whole(tmp_path):
    path = file_of(tmp_path, "a\u2028b\tB-ACTOR", "c\u00a0d\tO", "\u0085\tO")

    (item,) = imported(FORMAT, path)

    assert item.document.text == "a\u2028b c\u00a0d \u0085"
    assert spans_in([item]) == [("ACTOR", "a\u2028b")]


def test_another_encoding_is_read_if_it_is_chosen_and_refused_with_its_line_if_not(tmp_path):
    path = tmp_path / "x.conll"
    path.write_bytes("Rafa B-LOCATION\nLlamó O\n".encode("latin-1"))

    problems = refused(FORMAT, path)
    (item,) = imported(FORMAT, path, encoding="iso-8859-1")

    assert problems[0][0] == 2
    assert "0xF3" in problems[0][1]
    assert item.document.text == "Rafa Llamó"


def test_good_documents_are_read_without_the_others_if_that_is_asked(tmp_path):
    documents = ["A O\nB B-ACTOR\n", "A I-ACTOR\nB O\n", "C O\n"]
    marks = [f"-DOCSTART- ({number})\n\n{text}" for number, text in enumerate(documents, 1)]
    path = file_of(tmp_path, *marks)
    told = []

    items = read_back(FORMAT, path, good_only=True, refused=told.extend)

    assert [item.document.id for item in items] == ["1", "3"]
    assert [problem.line for problem in told] == [8]


def test_unknown_labels_are_refused_with_the_line_of_the_first(tmp_path):
    path = file_of(tmp_path, "A O", "Rafa B-PLACE", "Idlib B-PLACE")

    with pytest.raises(Exception, match="no label 'PLACE' \\(2 spans\\)"):
        read_back(FORMAT, path)


@pytest.mark.parametrize("name", sorted(path.name for path in GOLDEN.iterdir()))
def test_golden_files_are_taken_for_columns(name):
    assert format_for(GOLDEN / name).id == FORMAT.id


@pytest.mark.parametrize(
    "text",
    [
        "Shells fell on Tel Rafa.\nFourteen people died there.\nNobody claimed it. O\n",
        "name,tag\nRafa,B-LOCATION\nIdlib,O\n",
        "id\ttext\tlabel\n1\tRafa fell\tO\n2\tIdlib too\tB\n",
        "T1\tACTOR 0 5\tRafas\nT2\tACTOR 6 9\tfor\n",
        "#FORMAT=WebAnno TSV 3.3\n\n#Text=Rafa\n1-1\t0-4\tRafa\tO\n",
        '{"text": "Rafa O"}\n',
        "",
        "O\n\nO\n",
        "The B-17\nflew B-17\n",
    ],
)
def test_other_files_are_not_taken_for_columns(text):
    assert not recognises(text.encode())


@pytest.mark.parametrize(
    "tokens",
    [
        ["O"],
        ["B"],
        ["B-52"],
        ["O", "B-52"],
        ["_"],
        ["1", "2", "3"],
        ["-"],
        ["_", "O"],
        ["I-1", "O", "B"],
    ],
)
@pytest.mark.parametrize("between", [" _ _ ", " ", "\t"])
def test_tokens_that_look_like_tags_or_numbers_are_tokens(tmp_path, tokens, between):
    path = file_of(tmp_path, *(f"{token}{between}O" for token in tokens))

    (item,) = imported(FORMAT, path)

    assert item.document.text == " ".join(tokens)
    assert spans_in([item]) == []
