# SPDX-License-Identifier: MIT
from collections import Counter
from pathlib import Path

import pytest

from annotator.errors import ProblemsError
from annotator.formats import webanno
from annotator.formats.format import AnyLabel
from annotator.formats.registry import format_for
from annotator.model.records import Entity, Relation, Span

GOLDEN = Path(__file__).parent / "golden" / "webanno"
DATA = Path(__file__).parents[3] / "shared" / "data"
HEAD = "#FORMAT=WebAnno TSV 3.3\n#T_SP=webanno.custom.Conflict|value\n\n\n"

from tests.formats.exchange import read_back


def read(*paths: Path, **given):
    return read_back(webanno.FORMAT, *paths, **{"accepted": AnyLabel(), **given})


def read_body(folder: Path, body: str, *, head: str = HEAD, **given):
    path = folder / "report.tsv"
    path.write_text(head + body, encoding="utf-8", newline="")
    return read(path, **given)


def refused(folder: Path, body: str, *, head: str = HEAD, **given) -> str:
    with pytest.raises(ProblemsError) as found:
        read_body(folder, body, head=head, **given)
    return str(found.value)


def spans_of(item, annotator="me"):
    records = next(layer.records for layer in item.layers if layer.annotator == annotator)
    return [(s.surface(item.document.text), s.label) for s in records if isinstance(s, Span)]


def relations_of(item):
    records = item.layers[0].records
    spans = {r.id: r.surface(item.document.text) for r in records if isinstance(r, Span)}
    return [(spans[r.source], r.type, spans[r.target]) for r in records if isinstance(r, Relation)]


def test_offsets_are_utf_16_units_and_become_characters():
    (item,) = read(GOLDEN / "offsets_in_utf16_units.tsv")

    assert spans_of(item) == [("Rebels", "ACTOR"), ("Tel Orvan", "LOCATION")]
    assert item.layers[0].records[1].attributes == {"identifier": "Q1"}


def test_offsets_that_count_characters_are_refused_with_the_choice_that_reads_them(tmp_path):
    body = "#Text=🚀 Orvan\n1-1\t0-1\t🚀\t_\t\n1-2\t2-7\tOrvan\tLOCATION\t\n"

    sentence = refused(tmp_path, body)
    (item,) = read_body(tmp_path, body, choices={"offsets": "characters"})

    assert "report.tsv:6: " in sentence
    assert "choose offsets=characters" in sentence
    assert spans_of(item) == [("Orvan", "LOCATION")]


def test_stacked_spans_parts_of_tokens_chains_and_relations_are_read():
    notes = []
    (item,) = read(
        GOLDEN / "stacked_spans_parts_of_tokens_chain_and_relation.tsv", note=notes.append
    )

    assert item.document.text == "The Tel Orvan brigade fired anti-tank rockets .\nIt withdrew ."
    assert spans_of(item) == [
        ("Tel Orvan brigade", "ACTOR"),
        ("Tel Orvan", "LOCATION"),
        ("tank", "WEAPON"),
        ("rockets", "WEAPON"),
        ("It", "pronoun"),
    ]
    assert [s.attributes for s in item.layers[0].records[2:4]] == [
        {"kind": "target_type"},
        {"kind": "rocket"},
    ]
    assert relations_of(item) == [
        ("Tel Orvan brigade", "fired->by", "rockets"),
        ("Tel Orvan brigade", "coref", "It"),
    ]
    assert [r.mentions for r in item.layers[0].records if isinstance(r, Entity)] == [("s1", "s5")]
    assert any("POS 11" in note for note in notes)


def test_slots_are_relations_and_spans_without_characters_are_counted():
    notes = []
    path = GOLDEN / "slots_a_line_break_a_tab_and_a_span_without_characters.tsv"
    (item,) = read(path, note=notes.append)

    assert item.document.text == "Kavrin shelled\nthe port\tof Mossa ."
    assert spans_of(item) == [
        ("Kavrin", "ACTOR"),
        ("shelled", "artillery|ground"),
        ("port\tof Mossa", "LOCATION"),
    ]
    assert relations_of(item) == [
        ("shelled", "agent", "Kavrin"),
        ("shelled", "parties", "port\tof Mossa"),
    ]
    assert "left out, without any character of the text: 1" in notes


@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
def test_version_3_1_escapes_texts_as_java_does(tmp_path, line_break):
    path = tmp_path / "x.tsv"
    text = (GOLDEN / "java_escapes_and_a_blank_first.tsv").read_text(encoding="utf-8")
    path.write_text(text, encoding="utf-8", newline=line_break)

    (item,) = read(path)

    assert item.document.text == ' Am Brückenkopf "Ost"'
    assert spans_of(item) == [('Brückenkopf "Ost"', "LOCATION")]
    assert item.info.meta == {"Source": "field notes"}


@pytest.mark.parametrize(("between", "gap"), [("line", "\n "), ("blank", "  ")])
def test_what_is_between_sentences_is_as_chosen(tmp_path, between, gap):
    body = "#Text=One .\n1-1\t2-5\tOne\t_\t\n1-2\t6-7\t.\t_\t\n\n#Text=Two\n2-1\t9-12\tTwo\t_\t\n"

    (item,) = read_body(tmp_path, body, choices={"between": between})

    assert item.document.text == f"  One .{gap}Two"


def test_layers_of_pipelines_are_read_when_they_are_chosen(tmp_path):
    pos = "de.tudarmstadt.ukp.dkpro.core.api.lexmorph.type.pos.POS"
    head = f"#FORMAT=WebAnno TSV 3.3\n#T_SP={pos}|PosValue|coarseValue\n\n\n"
    body = "#Text=Go\n1-1\t0-2\tGo\tVB\tVERB\t\n"

    (left_out,) = read_body(tmp_path, body, head=head)
    (chosen,) = read_body(tmp_path, body, head=head, choices={"layer": "POS"})
    (other,) = read_body(tmp_path, body, head=head, choices={"layer": pos, "label": "coarseValue"})
    (named,) = read_body(tmp_path, body, head=head, choices={"layer": "all", "label": "layer"})

    assert spans_of(left_out) == []
    assert spans_of(chosen) == [("Go", "VB")]
    assert spans_of(other) == [("Go", "VERB")]
    assert spans_of(named) == [("Go", "POS")]
    assert named.layers[0].records[0].attributes == {"PosValue": "VB", "coarseValue": "VERB"}


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (
            "#Text=Go\n1-1\t0-2\tNo\t_\t\n",
            "report.tsv:6: token: the file says 'No', the text has 'Go'",
        ),
        ("#Text=Go\n1-1\t0-9\tGo\t_\t\n", "report.tsv:6: 0..9 is no stretch of a text of 2"),
        ("#Text=Go\n1-1\t0-2\tGo\n", "report.tsv:6: 0 columns, but the header names 1"),
        ("#Text=Go\n1-1\t0-2\tGo\t_\t_\t_\n", "report.tsv:6: 3 columns, but the header names 1"),
        ("#Text=Go\nrow\n", "report.tsv:6: no row of a token"),
        ("1-1\t0-2\tGo\t_\t\n", "report.tsv:5: a token before the #Text= of its sentence"),
        ("#Text=Go on\n", "report.tsv:5: a sentence without tokens"),
        ("\n", "report.tsv: the file holds no text"),
        (
            "#Text=Go\n1-1\t0-2\tGo\t_\n\n#Text=on\n2-1\t1-3\ton\t_\n",
            "report.tsv:9: the sentence starts at 1, the text before it ends at 2",
        ),
    ],
)
def test_what_contradicts_itself_is_refused_with_its_line(tmp_path, body, sentence):
    assert sentence in refused(tmp_path, body)


def test_a_relation_to_nothing_is_refused_with_its_line(tmp_path):
    head = HEAD.strip() + "\n#T_RL=webanno.custom.Tie|BT_webanno.custom.Conflict\n\n\n"
    body = "#Text=Go on\n1-1\t0-2\tGo\t_\t_\t\n1-2\t3-5\ton\tX\t1-1\t\n"

    assert "report.tsv:8: webanno.custom.Tie: there is no annotation" in refused(
        tmp_path, body, head=head
    )


@pytest.mark.parametrize(
    ("first", "sentence"),
    [
        ("#id=1\n#text=Go\n1\tGo\t_\tVB\tO\tO\t0\tROOT\t_\t_\n", "this is WebAnno TSV 1"),
        (" # webanno.custom.Conflict | value\n#id=1\n#text=Go\n", "this is WebAnno TSV 2"),
        ("#FORMAT=WebAnno TSV 4.0\n", "WebAnno TSV 4 cannot be read"),
    ],
)
def test_other_versions_are_recognised_and_refused_by_their_number(tmp_path, first, sentence):
    assert sentence in refused(tmp_path, "", head=first)
    assert format_for(tmp_path / "report.tsv").id == "webanno"


def test_a_table_is_not_taken_for_webanno(tmp_path):
    (tmp_path / "table.tsv").write_text("text\tlabel\nRebels left.\tACTOR\n")

    assert not webanno.recognises((tmp_path / "table.tsv").read_bytes())


def test_labels_that_nobody_wants_are_told_with_the_line(tmp_path):
    with pytest.raises(ProblemsError, match=r"report.tsv:6: Conflict: the schema has no label"):
        read_back(webanno.FORMAT, _file(tmp_path / "report.tsv", "X"))


@pytest.mark.parametrize(
    ("names", "how", "annotators"),
    [
        (("annotation/d.txt/anna.tsv", "curation/d.txt/CURATION_USER.tsv"), "auto", 2),
        (("annotation/d.txt/anna.tsv", "annotation/d.txt/ben.tsv"), "auto", 2),
        (("x/d/anna.tsv", "x/d/ben.tsv"), "auto", 2),
        (("anna/d.tsv", "ben/d.tsv"), "auto", 2),
        (("x/d/anna.tsv",), "files", 1),
        (("x/d/anna.tsv", "x/d/ben.tsv"), "none", 1),
    ],
)
def test_annotators_are_told_by_folders_or_by_files(tmp_path, names, how, annotators):
    for name in names:
        _file(tmp_path / name, "ACTOR")

    items = read(tmp_path, choices={"layers": how})

    assert [len(item.layers) for item in items] == [annotators] * (2 if how == "none" else 1)
    if how != "none":
        assert items[0].document.id in ("d.txt", "d", "x/d")
        found = {layer.annotator for layer in items[0].layers}
        assert found <= {"anna", "ben", "CURATION_USER"}


def test_documents_of_two_folders_stay_apart_if_their_texts_differ(tmp_path):
    _file(tmp_path / "annotation" / "train" / "1.tsv", "ACTOR", "Rebels")
    _file(tmp_path / "annotation" / "train" / "2.tsv", "ACTOR", "Troops")

    assert sorted(item.document.id for item in read(tmp_path)) == [
        "annotation/train/1",
        "annotation/train/2",
    ]


def test_texts_of_annotators_that_differ_are_refused_with_the_file(tmp_path):
    _file(tmp_path / "x" / "d" / "anna.tsv", "ACTOR", "Rebels")
    _file(tmp_path / "x" / "d" / "ben.tsv", "ACTOR", "Troops")

    with pytest.raises(ProblemsError, match=r"x/d/ben.tsv: its text differs from that of x/d/anna"):
        read(tmp_path, choices={"layers": "files"})


def _file(path: Path, label: str, word: str = "Rebels") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    row = f"1-1\t0-{len(word)}\t{word}\t{label}\t\n"
    path.write_text(f"{HEAD}#Text={word} left\n{row}", encoding="utf-8")
    return path


@pytest.mark.skipif(not DATA.is_dir(), reason="the sets of real files are not here")
def test_the_reference_suite_is_read_whole_but_for_the_old_versions():
    found: Counter[str] = Counter()
    refused = []
    items = read(
        DATA / "tsv3-inception-suite",
        good_only=True,
        refused=refused.extend,
        choices={"layers": "none"},
    )
    found.update(record.kind for item in items for record in item.layers[0].records)

    assert len(items) == 75
    assert [problem.file for problem in refused] == ["tsv2/example.tsv", "tsv2/example2.tsv"]
    assert found == {"span": 181, "relation": 38, "entity": 5}


@pytest.mark.skipif(not DATA.is_dir(), reason="the sets of real files are not here")
def test_the_files_of_the_pepper_modules_are_read_whole():
    items = read(DATA / "tsv3-pepper-gum")

    kinds = Counter(record.kind for item in items for record in item.layers[0].records)
    assert (len(items), kinds) == (2, {"span": 290, "relation": 122})
