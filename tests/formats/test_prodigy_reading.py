# SPDX-License-Identifier: MIT
import json
from pathlib import Path

import pytest

from annotator.errors import ProblemsError
from annotator.formats import prodigy
from annotator.formats.format import AnyLabel
from annotator.formats.registry import format_for
from annotator.model.records import DocumentLabel, Relation, Span
from tests.formats.exchange import document, read_back, written

GOLDEN = Path(__file__).parent / "golden" / "prodigy"
DATA = Path(__file__).parents[3] / "shared" / "data"


def read(*paths: Path, **given):
    return read_back(prodigy.FORMAT, *paths, **{"accepted": AnyLabel(), **given})


def spans_of(item, annotator="me"):
    layer = next(layer for layer in item.layers if layer.annotator == annotator)
    return [
        (span.surface(item.document.text), span.label)
        for span in layer.records
        if isinstance(span, Span)
    ]


def lines(path: Path, *rows) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def refused(*paths: Path, **given) -> str:
    with pytest.raises(ProblemsError) as found:
        read(*paths, **given)
    return str(found.value)


def test_sessions_become_layers_of_one_document_and_rejected_tasks_keep_only_their_text():
    notes = []

    items = read(GOLDEN / "two_sessions_and_rejected_tasks.jsonl", note=notes.append)

    by_text = {item.document.text: item for item in items}
    first = by_text["Militia men fired rockets at Dogu."]
    assert spans_of(first, "news-ana") == [("Militia men", "ACTOR"), ("rockets", "WEAPON")]
    assert spans_of(first, "news-ben") == [("Dogu", "LOCATION")]
    empty = by_text["A truce held in Mabiri."].layers
    assert [(layer.annotator, layer.records, layer.complete) for layer in empty] == [
        ("news-ana", (), True)
    ]
    assert by_text["Weather: rain."].layers == by_text["Sport: a draw."].layers == ()
    assert len(items) == 4
    assert [note for note in notes if "'ignore': 1" in note]
    assert [note for note in notes if "'reject': 1" in note]


def test_relations_of_spans_are_read_and_those_of_tokens_are_told_of():
    notes = []

    (item,) = read(GOLDEN / "relations_between_spans_and_between_tokens.jsonl", note=notes.append)

    (relation,) = (each for each in item.layers[0].records if isinstance(each, Relation))
    assert (relation.type, relation.source, relation.target) == ("affiliated_with", "s1", "s2")
    assert [note for note in notes if note.startswith("relations between tokens") and "1" in note]


def test_tasks_of_one_span_each_are_put_together():
    notes = []

    (item,) = read(GOLDEN / "one_span_a_task.jsonl", note=notes.append)

    assert spans_of(item) == [("Gunmen", "ACTOR"), ("Dogu", "LOCATION")]
    assert [note for note in notes if "taken once: 1" in note]


def test_choices_and_labels_become_labels_of_the_document(tmp_path):
    path = lines(
        tmp_path / "x.jsonl",
        {"text": "Dogu", "options": [{"id": "war"}], "accept": ["war"], "answer": "accept"},
        {"text": "Rain", "label": "war", "answer": "reject", "_input_hash": 2},
    )

    first, second = read(path)

    assert [(r.name, r.value) for r in first.layers[0].records] == [("war", True)]
    assert [(r.name, r.value) for r in second.layers[0].records] == [("war", False)]
    assert isinstance(first.layers[0].records[0], DocumentLabel)


def test_tokens_that_do_not_fit_the_text_are_refused(tmp_path):
    path = lines(
        tmp_path / "x.jsonl",
        {
            "text": "🚀 Dogu",
            "tokens": [
                {"text": "🚀", "start": 0, "end": 2},
                {"text": "Dogu", "start": 3, "end": 7},
            ],
            "spans": [],
            "answer": "accept",
        },
    )

    assert "x.jsonl:1: tokens[1]" in refused(path)
    assert "the offsets seem to count UTF-16 units" in refused(path)


def test_a_span_whose_words_are_others_is_refused_with_the_unit_that_would_fit(tmp_path):
    span = {"start": 3, "end": 7, "label": "LOCATION", "text": "Dogu"}
    path = lines(tmp_path / "x.jsonl", {"text": "🚀 Dogu", "spans": [span], "answer": "accept"})

    assert "spans[0]" in refused(path)
    assert "UTF-16" in refused(path)


def test_all_that_is_wrong_with_a_task_is_told(tmp_path):
    path = lines(
        tmp_path / "x.jsonl",
        {"image": "a.png", "answer": "accept"},
        {"text": "Dogu", "answer": "maybe"},
        {"text": "Dogu", "spans": [{"start": 0, "end": 4}, 7], "answer": "accept"},
        {
            "text": "Dogu",
            "_input_hash": 9,
            "spans": [],
            "relations": [
                {
                    "label": "r",
                    "head_span": {"start": 0, "end": 1, "label": "A"},
                    "child_span": {"start": 0, "end": 1, "label": "A"},
                }
            ],
            "answer": "accept",
        },
    )

    said = refused(path)

    for part in (
        "x.jsonl:1: text: is missing: this task is about image",
        "x.jsonl:2: answer: must be accept, reject or ignore, not the text 'maybe'",
        "x.jsonl:3: spans[0].label: must be the name of a label, not null",
        "x.jsonl:3: spans[1]: must be an object, not the number 7",
        "x.jsonl:4: relations[0].head_span: there is no span 'A' there",
    ):
        assert part in said


def test_the_same_input_with_another_text_is_refused(tmp_path):
    path = lines(
        tmp_path / "x.jsonl",
        {"text": "Dogu", "_input_hash": 1, "answer": "accept"},
        {"text": "Mabiri", "_input_hash": 1, "answer": "accept"},
    )

    assert "x.jsonl:2: text: differs from that of the same input at x.jsonl:1" in refused(path)


def test_with_the_good_ones_only_a_bad_task_takes_its_whole_input_along(tmp_path):
    bad = {"text": "Dogu", "_input_hash": 1, "spans": [{"start": 9, "end": 10, "label": "A"}]}
    good = {"text": "Dogu", "_input_hash": 1, "spans": [], "answer": "accept"}
    path = lines(tmp_path / "x.jsonl", good, bad, {"text": "Rain", "answer": "accept"})
    problems = []

    items = read(path, good_only=True, refused=problems.extend)

    assert [item.document.text for item in items] == ["Rain"]
    assert len(problems) == 1


def test_tokens_are_written_for_tasks_with_relations(tmp_path):
    spans = (Span("a", "ACTOR", ((0, 4),)), Span("b", "LOCATION", ((10, 14),)))
    related = document("d", "Sons took Dogu.", *spans, Relation("r", "controls", "a", "b"))
    plain = document("e", "Sons took Dogu.", *spans)

    written(prodigy.FORMAT, tmp_path / "x.jsonl", [related, plain])
    first, second = map(json.loads, (tmp_path / "x.jsonl").read_text().splitlines())

    assert [token["text"] for token in first["tokens"]] == ["Sons", "took", "Dogu", "."]
    assert first["relations"][0]["head"] == 0
    assert first["relations"][0]["child"] == 2
    assert first["spans"][1]["token_start"] == 2
    assert "tokens" not in second
    assert "token_start" not in second["spans"][0]


@pytest.mark.parametrize(
    ("path", "documents", "spans", "relations"),
    [
        ("prodigy-food/food_data.jsonl", 343, 719, 0),
        ("prodigy-relations/annotations.jsonl", 149, 466, 267),
        (
            "prodigy-headlines/example-datasets/"
            "annotated_news_headlines-ORG-PERSON-LOCATION-ner.jsonl",
            373,
            303,
            0,
        ),
        ("doccano-spanish/converted.jsonl", 49, 86, 0),
    ],
)
def test_real_files_give_their_documents_and_spans(path, documents, spans, relations):
    if not DATA.exists():
        pytest.skip("the real files in ../shared are not here")

    items = read(DATA / path)

    kinds = [type(record) for item in items for layer in item.layers for record in layer.records]
    assert format_for(DATA / path).id == "prodigy"
    assert len(items) == documents
    assert kinds.count(Span) == spans
    assert kinds.count(Relation) == relations


def test_a_token_beyond_the_text_is_refused_though_its_words_would_fit(tmp_path):
    task = {
        "text": "Stane fell.",
        "tokens": [{"text": "fell.", "start": 6, "end": 99}],
        "spans": [],
        "answer": "accept",
    }

    assert "x.jsonl:1: tokens[0]" in refused(lines(tmp_path / "x.jsonl", task))
