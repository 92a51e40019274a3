# SPDX-License-Identifier: MIT
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from annotator.formats import webanno
from annotator.formats.format import AnyLabel
from annotator.formats.webanno.escapes import text_of, value_of, written_text, written_value
from annotator.formats.webanno.tokens import Tokenizers, Units
from annotator.model.records import Entity, Relation, Span
from tests.formats.exchange import document, read_back, written
from tests.marked import marked
from tests.strategies import examples, fragments, texts, words

NAMED_ENTITY = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"


def lines_of(folder: Path, *records, text: str, **given) -> list[str]:
    written(webanno.FORMAT, folder / "out", [document("d", text, *records)], **given)
    return (folder / "out" / "d.tsv").read_text(encoding="utf-8").split("\n")


def test_a_file_has_the_header_the_sentence_and_a_row_for_each_token(tmp_path):
    text = "Kavrin fell."
    span = Span("s", "LOCATION", ((0, 6),), {"kind": "named"})

    assert lines_of(tmp_path, span, text=text) == [
        "#FORMAT=WebAnno TSV 3.3",
        f"#T_SP={NAMED_ENTITY}|value|kind",
        "",
        "",
        "#Text=Kavrin fell.",
        "1-1\t0-6\tKavrin\tLOCATION\tnamed\t",
        "1-2\t7-11\tfell\t_\t_\t",
        "1-3\t11-12\t.\t_\t_\t",
        "",
    ]


def test_spans_that_cut_through_tokens_are_parts_of_them(tmp_path):
    text = "Anti-tank AK-47s"
    start = text.index("AK")
    spans = (Span("a", "WEAPON", ((start, start + 5),)), Span("b", "WEAPON", ((5, start + 2),)))

    lines = lines_of(tmp_path, *spans, text=text)

    assert [line for line in lines if "." in line.split("\t")[0][1:] and line[0] == "1"] == [
        "1-4.1\t10-12\tAK\tWEAPON[1]\t",
        "1-4.2\t10-15\tAK-47\tWEAPON\t",
    ]
    assert "1-3\t5-9\ttank\tWEAPON[1]\t" in lines


def test_offsets_are_utf_16_units_and_stacked_spans_have_numbers(tmp_path):
    text = "🚀 Tel Orvan"
    spans = (Span("a", "ACTOR", ((2, 11),)), Span("b", "LOCATION", ((2, 5),)))

    lines = lines_of(tmp_path, *spans, text=text)

    assert lines[-4:-1] == [
        "1-1\t0-2\t🚀\t_\t",
        "1-2\t3-6\tTel\tACTOR[1]|LOCATION[2]\t",
        "1-3\t7-12\tOrvan\tACTOR[1]\t",
    ]


def test_relations_and_entities_have_layers_of_their_own(tmp_path):
    text = "Rebels left. They won."
    spans = (Span("a", "ACTOR", ((0, 6),)), Span("b", "ACTOR", ((13, 17),)))
    rest = (Relation("r", "same|as", "b", "a", {"sure": True}), Entity("e", ("a", "b")))

    lines = lines_of(tmp_path, *spans, *rest, text=text, choices={"layer": "webanno.custom.War"})

    assert lines[1:4] == [
        "#T_SP=webanno.custom.War|value",
        "#T_CH=de.tudarmstadt.ukp.dkpro.core.api.coref.type.CoreferenceLink"
        "|referenceType|referenceRelation",
        "#T_RL=webanno.custom.Relation|value|sure|BT_webanno.custom.War",
    ]
    assert "1-1\t0-6\tRebels\tACTOR\tACTOR[1]\t*->1-1\tsame\\|as\ttrue\t2-1\t" in lines
    assert "2-1\t13-17\tThey\tACTOR\tACTOR[1]\t*->1-2\t_\t_\t_\t" in lines


def test_sentences_end_at_full_stops_with_quotation_marks_and_at_line_breaks(tmp_path):
    text = "“Kavrin fell.” U.S. troops left! هل سقطت؟ نعم\n\nEnd"

    lines = lines_of(tmp_path, text=text)

    assert [line for line in lines if line.startswith("#Text")] == [
        "#Text=“Kavrin fell.” ",
        "#Text=U.S. troops left! ",
        "#Text=هل سقطت؟ ",
        "#Text=نعم",
        "#Text=",
        "#Text=End",
    ]


def test_what_cannot_be_written_is_lost_by_count(tmp_path):
    text, spans = marked("[Rebels|ACTOR] left [Kavrin|LOCATION].")
    split = Span("d", "ACTOR", ((0, 6), (7, 11)))
    rest = (Relation("r", "x", "d", spans[0].id), Entity("e", ("d",), {"wiki": "Q1"}))

    ledger = written(webanno.FORMAT, tmp_path / "out", [document("d", text, *spans, split, *rest)])

    assert ledger.balanced
    assert +ledger.written == {"span": 2}
    assert {kind for kind, _ in ledger.lost} == {"span", "relation", "entity", "attribute"}
    assert [loss.record for loss in ledger.losses] == ["d"]


@examples(200)
@given(text=texts(), data=st.data())
def test_every_stretch_is_covered_by_units_and_every_text_by_sentences(text, data):
    place = data.draw(fragments(text, discontinuous=False))[0]

    units = Units.of(text, Tokenizers().split(text, "en"), [place])
    covered = list(units.covered(*place))
    sentences = units.sentences()

    places = [
        units.tokens[token].parts[part - 1]
        if part
        else (units.tokens[token].start, units.tokens[token].end)
        for token, part in covered
    ]
    assert (places[0][0], places[-1][1]) == place
    assert sum(len(sentence.tokens) for sentence in sentences) == len(units.tokens)
    assert sentences[-1].end == len(text)


@examples(300)
@given(text=words)
def test_escapes_are_undone_by_reading(text):
    assert value_of(written_value(text)) == text
    assert text_of(written_text(text), java=False) == text


def test_a_name_that_no_feature_can_have_comes_back(tmp_path):
    span = Span("s", "LOCATION", ((0, 6),), {"weapon type": "x", "begin": "y", "_": "z"})
    written(webanno.FORMAT, tmp_path / "out", [document("d", "Kavrin fell", span)])

    (item,) = read_back(webanno.FORMAT, tmp_path / "out", accepted=AnyLabel())

    assert item.layers[0].records[0].attributes == span.attributes
