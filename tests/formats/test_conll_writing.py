# SPDX-License-Identifier: MIT
from pathlib import Path

import pytest

from annotator.formats.conll import FORMAT
from annotator.formats.conll.choices import WRITING
from tests.formats.columns import imported, spans_in
from tests.formats.exchange import document, written
from tests.marked import marked

TEXT = (
    "[HTS|ACTOR] shelled [[Tel Rafa|LOCATION] base|LOCATION] with [AK-47|WEAPON]s. "
    "Dr. X said “no.” Then it left [Ain|LOCATION] [Dara|LOCATION]."
)


def lines_of(folder: Path, text: str = TEXT, id: str = "one", **choices) -> list[str]:
    target = folder / "x.conll"
    written(FORMAT, target, [document(id, *_marked(text))], choices=choices)
    return target.read_text(encoding="utf-8").split("\n")


def _marked(text: str):
    plain, spans = marked(text)
    return plain, *spans


def ledger_of(folder: Path, text: str = TEXT, **choices):
    return written(FORMAT, folder / "x.conll", [document("one", *_marked(text))], choices=choices)


def test_tokens_have_four_columns_and_sentences_blank_lines(tmp_path):
    assert lines_of(tmp_path, "[HTS|ACTOR] left. It won.") == [
        "-DOCSTART- (one)",
        "",
        "HTS _ _ B-ACTOR",
        "left _ _ O",
        ". _ _ O",
        "",
        "It _ _ O",
        "won _ _ O",
        ". _ _ O",
        "",
        "",
    ]


@pytest.mark.parametrize(
    ("scheme", "tags"),
    [
        ("bio", "B-LOCATION I-LOCATION B-LOCATION"),
        ("iob1", "I-LOCATION I-LOCATION B-LOCATION"),
        ("bioes", "B-LOCATION E-LOCATION S-LOCATION"),
        ("bilou", "B-LOCATION L-LOCATION U-LOCATION"),
        ("bmes", "B-LOCATION E-LOCATION S-LOCATION"),
        ("bmewo", "B-LOCATION E-LOCATION W-LOCATION"),
        ("ioe2", "I-LOCATION E-LOCATION E-LOCATION"),
        ("io", "I-LOCATION I-LOCATION I-LOCATION"),
    ],
)
def test_tags_are_in_the_scheme_that_is_chosen(tmp_path, scheme, tags):
    lines = lines_of(tmp_path, "[Tel Rafa|LOCATION] [Idlib|LOCATION]", scheme=scheme, columns="2")

    assert [line.split(" ")[1] for line in lines[2:5]] == tags.split()


def test_every_scheme_that_can_be_written_is_tried_above():
    assert len(WRITING[0].values) == 8


def test_spans_that_io_tags_do_not_part_are_told_of(tmp_path):
    ledger = ledger_of(tmp_path, "[Tel Rafa|LOCATION] [Idlib|LOCATION]", scheme="io")

    assert [loss.surface for loss in ledger.reduced] == ["Idlib"]
    assert "IO tags do not part it" in ledger.as_text()


def test_overlapping_and_misaligned_spans_are_lost_and_listed(tmp_path):
    ledger = ledger_of(tmp_path)

    assert {loss.surface: loss.reason for loss in ledger.losses} == {
        "Tel Rafa": "it overlaps a span that the schema's rule for flat entities puts first",
        "AK-47": "it does not start and end where tokens do",
    }
    assert ledger.losses[0].detail.startswith("the tokens there are 'AK-47s', ")


@pytest.mark.parametrize(
    ("misaligned", "words", "reduced"),
    [("drop", [], 0), ("expand", ["AK-47s"], 1), ("contract", [], 0), ("split", ["AK-47"], 0)],
)
def test_misaligned_spans_are_moved_or_their_tokens_split_if_that_is_chosen(
    tmp_path, misaligned, words, reduced
):
    ledger = ledger_of(tmp_path, misaligned=misaligned)

    found = spans_in(imported(FORMAT, tmp_path / "x.conll"))
    assert [surface for label, surface in found if label == "WEAPON"] == words
    assert len(ledger.reduced) == reduced
    assert ledger.balanced


def test_a_span_is_contracted_to_the_whole_tokens_in_it(tmp_path):
    ledger_of(tmp_path, "the AK-[47s left|WEAPON] Rafa", misaligned="contract")

    assert spans_in(imported(FORMAT, tmp_path / "x.conll")) == [("WEAPON", "left")]


def test_sentences_end_after_full_stops_and_quotes_and_not_in_abbreviations(tmp_path):
    ledger_of(tmp_path, "Dr. X said “no.” Then it left. [All quiet. Again|LOCATION]\nEnd")

    (item,) = imported(FORMAT, tmp_path / "x.conll")
    assert item.document.text.split("\n") == [
        "Dr. X said “ no . ”",
        "Then it left .",
        "All quiet . Again",
        "End",
    ]


def test_sentences_end_with_lines_only_if_that_is_chosen(tmp_path):
    ledger_of(tmp_path, "It left. It came.\nEnd", sentences="lines")

    (item,) = imported(FORMAT, tmp_path / "x.conll")
    assert item.document.text == "It left . It came .\nEnd"


@pytest.mark.parametrize(
    ("docstart", "columns", "first"),
    [
        ("ids", "4", "-DOCSTART- (a b)"),
        ("plain", "4", "-DOCSTART- -X- O O"),
        ("plain", "2", "-DOCSTART- O"),
        ("none", "2", "Quiet O"),
    ],
)
def test_documents_start_as_is_chosen(tmp_path, docstart, columns, first):
    lines = lines_of(tmp_path, "Quiet", "a\nb", docstart=docstart, columns=columns)

    assert lines[0] == first


def test_a_label_with_a_blank_is_lost_and_not_written_as_two_columns(tmp_path):
    text, (span,) = marked("[HTS|ACTOR] left")
    odd = type(span)("T1", "armed group", span.fragments)

    ledger = written(FORMAT, tmp_path / "x.conll", [document("one", text, odd)])

    assert [loss.reason for loss in ledger.losses] == [
        "its label holds a character that has a meaning in the format"
    ]


def test_plain_docstart_lines_are_as_spacy_reads_them(tmp_path):
    from spacy.training.converters import conll_ner_to_docs

    lines = lines_of(tmp_path, docstart="plain")

    docs = list(conll_ner_to_docs("\n".join(lines), no_print=True))
    assert [(e.label_, e.text) for doc in docs for e in doc.ents][:2] == [
        ("ACTOR", "HTS"),
        ("LOCATION", "Tel Rafa base"),
    ]
