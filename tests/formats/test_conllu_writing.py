# SPDX-License-Identifier: MIT
from pathlib import Path

import pytest

from annotator.formats.conllu import FORMAT
from annotator.model.records import Entity, Relation, Span
from tests.formats.columns import imported, spans_in
from tests.formats.exchange import document, written
from tests.marked import marked

TEXT = "[[Tel Rafa|LOCATION] base|LOCATION], hit by [HTS|ACTOR].\n\nNo [AK-47|WEAPON]s.  Quiet"


def ledger_of(folder: Path, text: str = TEXT, *more, **choices):
    plain, spans = marked(text)
    item = document("one", plain, *spans, *more)
    return written(FORMAT, folder / "x.conllu", [item], choices=choices)


def test_a_document_has_sentences_text_white_space_and_brackets(tmp_path):
    ledger_of(tmp_path, "[[Rafa|LOCATION] base|LOCATION]. No [guns|WEAPON]")

    lines = (tmp_path / "x.conllu").read_text(encoding="utf-8").split("\n")
    assert [line.replace("\t_\t_\t_\t_\t_\t_\t_\t", " | ") for line in lines] == [
        "# newdoc id = one",
        "# global.Entity = eid-etype",
        "# newpar",
        "# sent_id = 1",
        "# text = Rafa base.",
        "1\tRafa | Entity=(e1-LOCATION(e2-LOCATION)",
        "2\tbase | Entity=e1)|SpaceAfter=No",
        "3\t. | SpacesAfter=\\s",
        "",
        "# sent_id = 2",
        "# text = No guns",
        "1\tNo | _",
        "2\tguns | Entity=(e3-WEAPON)|SpaceAfter=No",
        "",
        "",
    ]


def test_text_and_nested_spans_come_back_exactly(tmp_path):
    plain, _ = marked(TEXT)

    ledger = ledger_of(tmp_path)

    (item,) = imported(FORMAT, tmp_path / "x.conllu")
    assert item.document.text == plain
    assert ("LOCATION", "Tel Rafa") in spans_in([item])
    assert [loss.surface for loss in ledger.losses] == ["AK-47"]


@pytest.mark.parametrize("ner", ["name", "NE", "NER", "ner"])
@pytest.mark.parametrize("scheme", ["bio", "bioes", "bilou", "iob1"])
def test_spans_are_flat_tags_under_the_key_that_is_chosen(tmp_path, ner, scheme):
    ledger = ledger_of(tmp_path, ner=ner, scheme=scheme)

    assert spans_in(imported(FORMAT, tmp_path / "x.conllu")) == [
        ("LOCATION", "Tel Rafa base"),
        ("ACTOR", "HTS"),
    ]
    assert {loss.surface for loss in ledger.losses} == {"Tel Rafa", "AK-47"}
    assert ledger.balanced


def test_spans_of_several_stretches_come_back(tmp_path):
    text = "north and south Rafa"
    span = Span("T1", "LOCATION", ((0, len("north")), (text.index("Rafa"), len(text))))

    written(FORMAT, tmp_path / "x.conllu", [document("one", text, span)])

    (item,) = imported(FORMAT, tmp_path / "x.conllu")
    assert item.layers[0].decoded()[0].fragments == span.fragments


def test_entities_come_back_with_their_mentions(tmp_path):
    ledger_of(tmp_path, "[HTS|ACTOR] left; [it|ACTOR] won", Entity("E", ("T1", "T2"), {"x": 1}))

    (item,) = imported(FORMAT, tmp_path / "x.conllu")
    assert item.layers[0].decoded()[-1].mentions == ("T1", "T2")


@pytest.mark.parametrize(
    ("entities", "reason"),
    [
        ([("T1",)], "fewer than two of its mentions are written"),
        ([("T1", "T3"), ("T1", "T2")], "one of its mentions is in another entity"),
    ],
)
def test_entities_that_brackets_cannot_hold_are_counted(tmp_path, entities, reason):
    records = [Entity(f"E{n}", mentions) for n, mentions in enumerate(entities)]

    ledger = ledger_of(tmp_path, "[HTS|ACTOR] left; [it|ACTOR] won [Rafa|ACTOR]", *records)

    assert ledger.lost["entity", reason] == 1
    assert ledger.balanced


def test_entities_whose_mentions_cross_are_counted(tmp_path):
    text = "the Rafa base guards"
    spans = [
        Span("A", "ACTOR", ((0, text.index(" guards")),)),
        Span("B", "ACTOR", ((text.index("Rafa"), len(text)),)),
    ]

    item = document("one", text, *spans, Entity("E", ("A", "B")))
    ledger = written(FORMAT, tmp_path / "x.conllu", [item])

    assert ledger.lost["entity", "two of its mentions cross"] == 1
    assert len(spans_in(imported(FORMAT, tmp_path / "x.conllu"))) == 2


def test_what_has_no_place_is_counted(tmp_path):
    ledger = ledger_of(
        tmp_path, "[HTS|ACTOR] in [Rafa|LOCATION]", Relation("R", "in", "T1", "T2", {"x": 1})
    )

    assert ledger.lost["relation", "CoNLL-U has no relations"] == 1
    assert ledger.balanced


@pytest.mark.parametrize("label", ["armed group", "a-b", "(x)", "50%", "a|b", "e1=2"])
def test_labels_with_characters_that_mean_something_come_back(tmp_path, label):
    written(FORMAT, tmp_path / "x.conllu", [document("one", "HTS", Span("T1", label, ((0, 3),)))])

    assert spans_in(imported(FORMAT, tmp_path / "x.conllu")) == [(label, "HTS")]


def test_a_label_with_a_bar_is_lost_where_bars_part_keys(tmp_path):
    item = document("one", "HTS", Span("T1", "a|b", ((0, 3),)))

    ledger = written(FORMAT, tmp_path / "x.conllu", [item], choices={"ner": "NER"})

    assert [loss.reason for loss in ledger.losses] == [
        "its label holds a character that has a meaning in the format"
    ]
