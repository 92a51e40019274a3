# SPDX-License-Identifier: MIT
"""Parquet as pyarrow reads it, and the card beside it."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from ruamel.yaml import YAML

from annotator.errors import CancelledError, InputError
from annotator.formats import parquet
from annotator.formats.format import ExportedDocument, Layer
from annotator.formats.parquet import writing
from annotator.formats.parquet.columns import COLUMNS
from annotator.formats.parquet.rows import DISCONTINUOUS, NOT_ON_TOKENS, OVERLAPPING, UNKNOWN_LABEL
from annotator.model.document import Document
from annotator.model.records import (
    Argument,
    DocumentInfo,
    DocumentLabel,
    Entity,
    EventFrame,
    Note,
    Relation,
    Span,
    attributes_from_data,
)
from tests.contracts.losing import comparable
from tests.formats.exchange import document, exported, schema, write_options, written
from tests.marked import marked
from tests.strategies import corpora, examples

arrow = pytest.importorskip("pyarrow")
tables = pytest.importorskip("pyarrow.parquet")
FORMAT = parquet.FORMAT
TRAIN = "data/train-00000-of-00001.parquet"
GOLDEN = Path(__file__).parent / "golden" / "parquet" / "labels_that_yaml_mistakes.md"
NAMES = ["O", *(f"{tag}-{label}" for label in schema().labels for tag in "BI")]


def rows(path: Path) -> list[dict]:
    return tables.ParquetFile(path).read().to_pylist()


def one(source: str, **given) -> ExportedDocument:
    text, spans = marked(source)
    return document("a", text, *spans, **given)


def tags_of(row: dict) -> list[tuple[str, str]]:
    return [(t, NAMES[n]) for t, n in zip(row["tokens"], row["ner_tags"], strict=True) if n]


def test_overlapping_and_cut_spans_are_in_spans_and_flat_ones_in_tags(tmp_path):
    item = one("[HTS|ACTOR] struck [[Darat Izza|LOCATION] base|ACTOR] with [AK-47|WEAPON]s.")

    ledger = written(FORMAT, tmp_path / "out", [item])
    (row,) = rows(tmp_path / "out" / TRAIN)

    assert tags_of(row) == [
        ("HTS", "B-ACTOR"),
        ("Darat", "B-ACTOR"),
        ("Izza", "I-ACTOR"),
        ("base", "I-ACTOR"),
    ]
    assert [(s["text"], s["label"]) for s in row["spans"]] == [
        ("HTS", "ACTOR"),
        ("Darat Izza base", "ACTOR"),
        ("Darat Izza", "LOCATION"),
        ("AK-47", "WEAPON"),
    ]
    assert ledger.partly == {OVERLAPPING: 1, NOT_ON_TOKENS: 1}
    assert [loss.record for loss in ledger.reduced] == ["T4", "T3"]
    assert (ledger.spans_in, ledger.spans_out, ledger.lost) == (4, 4, {})


def test_spans_of_several_stretches_and_of_unknown_labels_are_in_spans_only(tmp_path):
    text = "killed and wounded civilians"
    two = Span("T1", "CASUALTY", ((0, 6), (19, 28)))
    unknown = Span("T2", "GHOST", ((0, 6),))

    ledger = written(FORMAT, tmp_path / "out", [document("a", text, two, unknown)])
    (row,) = rows(tmp_path / "out" / TRAIN)

    assert row["spans"][0]["fragments"] == [{"start": 0, "end": 6}, {"start": 19, "end": 28}]
    assert set(row["ner_tags"]) == {0}
    assert ledger.partly == {DISCONTINUOUS: 1, UNKNOWN_LABEL: 1}


def test_a_schema_without_flat_spans_gives_no_tags(tmp_path):
    policy = schema().flatten_for_ner.model_copy(update={"order": ("spans_key_only",)})
    other = schema().model_copy(update={"flatten_for_ner": policy})

    ledger = written(FORMAT, tmp_path / "out", [one("[HTS|ACTOR] struck.")], schema=other)

    assert rows(tmp_path / "out" / TRAIN)[0]["ner_tags"] is None
    assert ledger.partly == {}


def test_a_document_without_a_layer_has_a_row_without_an_annotator(tmp_path):
    item = ExportedDocument(Document.of("a", "HTS struck."), DocumentInfo(), ())

    written(FORMAT, tmp_path / "out", [item], annotators=("anna",))
    (row,) = rows(tmp_path / "out" / TRAIN)

    assert (row["annotator"], row["complete"], row["spans"]) == (None, False, [])


def test_the_file_tells_datasets_what_the_tags_stand_for(tmp_path):
    written(FORMAT, tmp_path / "x.parquet", [one("[HTS|ACTOR] struck.")])

    about = json.loads(tables.read_schema(tmp_path / "x.parquet").metadata[b"huggingface"])
    features = about["info"]["features"]

    assert list(features) == list(COLUMNS)
    assert features["ner_tags"] == {
        "feature": {"names": NAMES, "_type": "ClassLabel"},
        "_type": "Sequence",
    }
    assert features["spans"][0]["start"] == {"dtype": "int64", "_type": "Value"}


def test_the_head_of_the_card_names_files_columns_and_tags(tmp_path):
    written(FORMAT, tmp_path / "out", [one("[HTS|ACTOR] struck.")])

    text = (tmp_path / "out" / "README.md").read_text(encoding="utf-8")
    _, head, body = text.split("---\n", 2)
    data = YAML(typ="safe", pure=True).load(head)

    assert data["configs"][0]["data_files"] == [{"split": "train", "path": "data/train-*.parquet"}]
    features = {feature["name"]: feature for feature in data["dataset_info"]["features"]}
    assert list(features) == list(COLUMNS)
    names = features["ner_tags"]["sequence"]["class_label"]["names"]
    assert list(names.values()) == NAMES
    assert data["language"] == ["en"]
    assert "| ACTOR | 1 |" in body


def test_splits_have_a_file_each_and_one_card(tmp_path):
    splits = {
        "train": iter([one("[HTS|ACTOR] struck.")]),
        "dev": iter([one("[Idlib|LOCATION] fell."), one("Quiet.")]),
    }

    ledger = writing.write_splits(splits, tmp_path / "out", write_options(), lambda *_: None)

    assert [len(rows(tmp_path / "out" / f"data/{s}-00000-of-00001.parquet")) for s in splits] == [
        1,
        2,
    ]
    assert ledger.documents == 3
    assert "| dev | 2 |" in (tmp_path / "out" / "README.md").read_text(encoding="utf-8")


def test_an_export_replaces_an_earlier_one_and_nothing_else(tmp_path):
    written(FORMAT, tmp_path / "out", [one("[HTS|ACTOR] struck.")])
    written(FORMAT, tmp_path / "out", [])
    foreign = tmp_path / "mine"
    foreign.mkdir()
    (foreign / "README.md").write_text("mine", encoding="utf-8")

    assert rows(tmp_path / "out" / TRAIN) == []
    with pytest.raises(InputError, match="no earlier export"):
        written(FORMAT, foreign, [])
    assert (foreign / "README.md").read_text(encoding="utf-8") == "mine"


def test_many_rows_come_in_groups(tmp_path, monkeypatch):
    monkeypatch.setattr(writing, "_ROWS_IN_A_GROUP", 2)
    items = [document(str(number), "HTS struck.") for number in range(5)]

    written(FORMAT, tmp_path / "x.parquet", items)
    file = tables.ParquetFile(tmp_path / "x.parquet")

    assert [file.metadata.row_group(n).num_rows for n in range(file.num_row_groups)] == [2, 2, 1]
    assert [row["id"] for row in rows(tmp_path / "x.parquet")] == ["0", "1", "2", "3", "4"]


def test_stopping_leaves_what_was_there(tmp_path):
    written(FORMAT, tmp_path / "out", [one("[HTS|ACTOR] struck.")])
    before = (tmp_path / "out" / TRAIN).read_bytes()

    def stop(done: int, total: int) -> None:
        raise CancelledError

    with pytest.raises(CancelledError):
        FORMAT.write(iter([one("x [y|ACTOR]")]), tmp_path / "out", write_options(), stop)

    assert (tmp_path / "out" / TRAIN).read_bytes() == before


@examples(40)
@given(corpus=corpora(max_documents=2))
def test_every_record_and_every_fact_can_be_put_together_again(tmp_path_factory, corpus):
    target = tmp_path_factory.mktemp("parquet") / "x.parquet"
    items = [replace(exported(item), own=()) for item in corpus]  # a review is declared lost

    ledger = written(FORMAT, target, items)

    assert ledger.balanced
    assert ledger.lost == {}
    expected = [comparable(item, frozenset()) for item in items]
    assert sorted(map(repr, expected)) == sorted(
        repr(comparable(item, frozenset())) for item in put_together(rows(target))
    )


def put_together(found: list[dict]) -> list[ExportedDocument]:
    items: dict[str, ExportedDocument] = {}
    for row in found:
        meta = json.loads(row["meta"])
        info = DocumentInfo(**{**meta, "tags": tuple(meta.get("tags", ()))})
        item = items.setdefault(
            row["id"], ExportedDocument(Document.of(row["id"], row["text"]), info, ())
        )
        if row["annotator"] is not None:
            layer = Layer(row["annotator"], tuple(records(row)), row["complete"])
            items[row["id"]] = replace(item, layers=(*item.layers, layer))
    return list(items.values())


def records(row: dict):
    def common(raw: dict) -> dict:
        return {
            "attributes": attributes_from_data(json.loads(raw["attributes"])),
            "made_by": raw["made_by"],
        }

    for raw in row["spans"]:
        places = tuple((part["start"], part["end"]) for part in raw["fragments"])
        assert raw["text"] == " ".join(row["text"][start:end] for start, end in places)
        yield Span(raw["id"], raw["label"], places, **common(raw))
    for raw in row["relations"]:
        yield Relation(raw["id"], raw["type"], raw["source"], raw["target"], **common(raw))
    for raw in row["events"]:
        yield EventFrame(
            raw["id"],
            raw["type"],
            (raw["trigger"]["start"], raw["trigger"]["end"]),
            tuple(Argument(**argument) for argument in raw["arguments"]),
            raw["modality"],
            raw["time"] and (raw["time"]["start"], raw["time"]["end"]),
            time_value=raw["time_value"],
            reported_by=raw["reported_by"],
            **common(raw),
        )
    for raw in row["entities"]:
        yield Entity(raw["id"], tuple(raw["mentions"]), **common(raw))
    for raw in row["labels"]:
        value = json.loads(raw["value"])
        value = tuple(value) if isinstance(value, list) else value
        yield DocumentLabel(raw["id"], raw["name"], value, raw["made_by"])
    for raw in row["notes"]:
        yield Note(raw["id"], raw["text"], raw["target"], raw["made_by"])


_SCRIPT = """
import sys
from pathlib import Path
from annotator.formats import parquet
from tests.formats.exchange import document, written
from tests.marked import marked
text, spans = marked("[HTS|ACTOR b=1 a=2] struck [Idlib|LOCATION], [Darat Izza|LOCATION].")
written(parquet.FORMAT, Path(sys.argv[1]), [document(str(n), text, *spans) for n in range(3)])
"""


def test_the_bytes_are_the_same_with_every_hash_seed_and_locale(tmp_path):
    found = set()
    for seed, locale in (("0", "C"), ("7", "C.UTF-8")):
        target = tmp_path / seed
        environment = {**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": locale}
        subprocess.run(
            [sys.executable, "-c", _SCRIPT, str(target)],
            check=True,
            env=environment,
            cwd=Path(__file__).parents[2],
        )
        found.add(((target / TRAIN).read_bytes(), (target / "README.md").read_bytes()))

    assert len(found) == 1


def test_the_card_of_labels_that_yaml_takes_for_something_else_is_the_golden_one(tmp_path):
    data = schema().model_dump(by_alias=True)
    label = {"description": "", "guideline": "", "hotkey": None, "color": "", "attributes": {}}
    data |= {"labels": {"NO": label, "1": label, "a|b: #c": label}, "any_span": {}}
    data |= {"relations": {}, "acyclic_relations": (), "events": {}, "flatten_for_ner": {}}
    other = type(schema()).model_validate(data)
    item = document("a", "Tel Amara fell.", Span("T1", "NO", ((0, 9),)), complete=True)

    written(FORMAT, tmp_path / "out", [item], schema=other)
    card = (tmp_path / "out" / "README.md").read_text(encoding="utf-8")
    head = YAML(typ="safe", pure=True).load(card.split("---\n")[1])

    assert card == GOLDEN.read_text(encoding="utf-8")
    features = {feature["name"]: feature for feature in head["dataset_info"]["features"]}
    names = features["ner_tags"]["sequence"]["class_label"]["names"]
    assert list(names.values()) == ["O", "B-NO", "I-NO", "B-1", "I-1", "B-a|b: #c", "I-a|b: #c"]
