# SPDX-License-Identifier: MIT
"""DocBin files as spaCy itself reads them, and the account of what is not in them."""

import os
from pathlib import Path

import pytest
import spacy
from hypothesis import given
from spacy.tokens import Doc, DocBin, Span

from annotator.errors import CancelledError, InputError
from annotator.formats import spacy_docbin
from annotator.formats.format import ExportedDocument, Layer, no_progress
from annotator.formats.spacy_docbin import placing, tokens, writing
from annotator.formats.spacy_docbin.bin_file import TokenSpan, packed_groups
from annotator.formats.spacy_docbin.own_data import text_digest
from annotator.model import records
from annotator.model.document import Document
from annotator.model.records import DocumentInfo, Relation
from tests.formats.exchange import document, exported, schema, write_options, written
from tests.marked import marked
from tests.strategies import annotated_documents, examples

FORMAT = spacy_docbin.FORMAT


def read(path: Path, language: str = "en") -> list[Doc]:
    return list(DocBin().from_disk(path).get_docs(spacy.blank(language).vocab))


def group(doc: Doc) -> list[tuple]:
    return [(span.text, span.label_, span.id_) for span in doc.spans["sc"]]


def entities(doc: Doc) -> list[tuple[str, str]]:
    return [(ent.text, ent.label_) for ent in doc.ents]


def one(source: str, **given) -> ExportedDocument:
    text, spans = marked(source)
    return document("a", text, *spans, **given)


def test_all_spans_are_in_the_group_and_the_longest_in_ents(tmp_path):
    item = one("[HTS|ACTOR] struck [[Darat Izza|LOCATION] base|ACTOR].")

    ledger = written(FORMAT, tmp_path / "x.spacy", [item])
    (doc,) = read(tmp_path / "x.spacy")

    assert doc.text == item.document.text
    assert group(doc) == [
        ("HTS", "ACTOR", "T1"),
        ("Darat Izza base", "ACTOR", "T2"),
        ("Darat Izza", "LOCATION", "T3"),
    ]
    assert entities(doc) == [("HTS", "ACTOR"), ("Darat Izza base", "ACTOR")]
    assert (ledger.spans_in, ledger.spans_out) == (3, 3)
    assert ledger.partly == {placing.NOT_FLAT: 1}
    assert [(loss.record, loss.surface) for loss in ledger.reduced] == [("T3", "Darat Izza")]


def test_ids_attributes_and_facts_are_in_the_user_data(tmp_path):
    text, (span,) = marked("[HTS|ACTOR mention=named n=3] struck.")
    info = DocumentInfo(title="T", language="en", tags=("x",), meta={"n": [1, {"a": None}]})
    layer = Layer("ann", (span,), complete=True)

    written(
        FORMAT, tmp_path / "x.spacy", [ExportedDocument(Document.of("a", text), info, (layer,))]
    )
    (doc,) = read(tmp_path / "x.spacy")

    assert doc.user_data["id"] == "a"
    facts = doc.user_data["annotator"]
    assert facts.pop("text") == text_digest(text)
    assert facts == {
        "id": "a",
        "annotator": "ann",
        "complete": True,
        "title": "T",
        "source": "",
        "date": "",
        "language": "en",
        "tags": ("x",),
        "meta": {"n": (1, {"a": None})},
        "group": "sc",
        "spans": (
            {
                "id": "T1",
                "label": "ACTOR",
                "start": 0,
                "end": 3,
                "attributes": {"mention": "named", "n": 3},
            },
        ),
    }


def test_a_span_that_cuts_a_token_is_listed_with_the_token(tmp_path):
    item = one("with [AK-47|WEAPON]s and[ rockets|WEAPON]")

    ledger = written(FORMAT, tmp_path / "x.spacy", [item])

    assert (ledger.spans_in, ledger.spans_out, ledger.spans_lost) == (2, 0, 2)
    assert ledger.balanced
    first, second = ledger.losses
    assert (first.document, first.record, first.start, first.end) == ("a", "T1", 5, 10)
    there = "the tokens there are 'AK-47s', 5..11: misaligned=expand takes them"
    assert (first.surface, first.detail) == ("AK-47", there)
    assert second.detail == "the tokens there are 'rockets', 16..23: misaligned=expand takes them"


def test_a_span_of_several_stretches_is_listed(tmp_path):
    text = "killed and wounded civilians"
    span = records.Span("T1", "CASUALTY", ((0, 6), (19, 28)))

    ledger = written(FORMAT, tmp_path / "x.spacy", [document("a", text, span)])

    assert ledger.losses[0].reason == placing.DISCONTINUOUS
    assert ledger.losses[0].surface == "killed … civilians"
    assert ledger.balanced


def test_other_records_are_counted(tmp_path):
    item = one("[HTS|ACTOR] struck [Idlib|LOCATION].")
    layer = Layer("ann", (*item.layers[0].records, Relation("R", "x", "T1", "T2")), complete=False)

    ledger = written(
        FORMAT, tmp_path / "x.spacy", [ExportedDocument(item.document, item.info, (layer,))]
    )

    assert ledger.lost["relation", "a DocBin has no relations"] == 1
    assert ledger.balanced


def test_each_layer_is_a_doc_and_documents_without_one_are_noted(tmp_path):
    text = "HTS struck."
    both = ExportedDocument(
        Document.of("a", text),
        DocumentInfo(),
        (Layer("bo", (), complete=False), Layer("ann", (), complete=True)),
    )
    none = ExportedDocument(Document.of("b", text), DocumentInfo(), ())

    ledger = written(FORMAT, tmp_path / "x.spacy", [both, none])
    docs = read(tmp_path / "x.spacy")

    assert [doc.user_data["annotator"]["annotator"] for doc in docs] == ["ann", "bo", None]
    assert [doc.has_annotation("ENT_IOB") for doc in docs] == [True, True, False]
    assert [dict(doc.spans) for doc in docs][2] == {}
    assert (ledger.documents, ledger.layers) == (2, 2)
    assert "1 document without a layer, all of their tokens missing" in ledger.notes
    assert "1 layer not marked complete, written all the same" in ledger.notes


def test_only_complete_layers_are_written_if_that_is_asked_for(tmp_path):
    item = one("[HTS|ACTOR] struck.", complete=False)

    ledger = written(FORMAT, tmp_path / "x.spacy", [item], complete_only=True)

    assert read(tmp_path / "x.spacy") == []
    assert (ledger.layers, ledger.spans_in) == (0, 0)
    assert "1 layer not marked complete, not written" in ledger.notes


def test_a_span_with_white_space_at_its_end_is_in_the_group_but_no_entity(tmp_path):
    text = "HTS\n\nstruck"
    span = records.Span("T1", "ACTOR", ((0, 5),))

    ledger = written(FORMAT, tmp_path / "x.spacy", [document("a", text, span)])
    (doc,) = read(tmp_path / "x.spacy")

    assert group(doc) == [("HTS\n\n", "ACTOR", "T1")]
    assert entities(doc) == []
    assert ledger.partly == {placing.AT_WHITE_SPACE: 1}
    assert [token.ent_iob_ for token in doc] == ["", "", "O"]


def test_each_document_is_split_by_the_tokenizer_of_its_language(tmp_path):
    text = "AK-47s can't"
    items = [
        ExportedDocument(
            Document.of(code, text), DocumentInfo(language=code), (Layer("ann", (), complete=True),)
        )
        for code in ("en", "xx", "zz", "")
    ]

    written(FORMAT, tmp_path / "x.spacy", items, language="en")
    docs = read(tmp_path / "x.spacy", "xx")

    for doc, code in zip(docs, ("en", "xx", "xx", "en"), strict=True):
        assert [t.text for t in doc] == [t.text for t in spacy.blank(code).tokenizer(text)]


def test_a_folder_gets_parts_and_loses_those_of_an_older_export(tmp_path, monkeypatch):
    monkeypatch.setattr(writing, "DOCUMENTS_IN_A_PART", 2)
    items = [document(str(number), "HTS struck.") for number in range(5)]
    folder = tmp_path / "out"
    written(FORMAT, folder, items)

    ledger = written(FORMAT, folder, items[:3])

    assert [Path(file.path).name for file in ledger.files] == [
        "part-00001.spacy",
        "part-00002.spacy",
    ]
    assert sorted(path.name for path in folder.iterdir()) == [
        "part-00001.spacy",
        "part-00002.spacy",
    ]
    parts = [read(folder / name) for name in ("part-00001.spacy", "part-00002.spacy")]
    assert [[doc.user_data["id"] for doc in part] for part in parts] == [["0", "1"], ["2"]]
    assert parts[1][0].text == "HTS struck."


@pytest.mark.parametrize("target", ["x.spacy", "out"])
def test_a_project_without_documents_gives_a_file_that_spacy_reads(tmp_path, target):
    ledger = written(FORMAT, tmp_path / target, [])

    assert read(Path(ledger.files[0].path)) == []


@pytest.mark.parametrize("target", ["x.spacy", "out"])
def test_stopping_leaves_what_was_there(tmp_path, target):
    written(FORMAT, tmp_path / target, [one("[HTS|ACTOR] struck.")])
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}

    def stop(done: int, total: int) -> None:
        raise CancelledError

    with pytest.raises(CancelledError):
        FORMAT.write(iter([one("x [y|ACTOR]")]), tmp_path / target, write_options(), stop)

    after = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert after == before


def test_a_text_longer_than_a_million_characters_is_written(tmp_path):
    text = "HTS struck Idlib. " * 60_000
    span = records.Span("T1", "ACTOR", ((len(text) - 18, len(text) - 15),))

    written(FORMAT, tmp_path / "x.spacy", [document("a", text, span)])
    (doc,) = read(tmp_path / "x.spacy")

    assert doc.text == text
    assert entities(doc) == [("HTS", "ACTOR")]


def test_words_are_forgotten_when_they_are_too_many(tmp_path, monkeypatch):
    from_the_start = len(spacy.blank("en").vocab.strings)
    monkeypatch.setattr(tokens, "_MOST_WORDS", from_the_start + 200)
    items = [one(f"[HTS{number}|ACTOR] struck place{number}.") for number in range(150)]

    ledger = written(FORMAT, tmp_path / "x.spacy", items)
    docs = read(tmp_path / "x.spacy")

    assert [doc.text for doc in docs] == [item.document.text for item in items]
    assert ledger.spans_out == 150


@examples(25)
@given(item=annotated_documents())
def test_what_spacy_reads_is_what_was_written_or_what_the_ledger_lists(tmp_path_factory, item):
    path = tmp_path_factory.mktemp("docbin") / "x.spacy"

    ledger = written(FORMAT, path, [exported(item)])
    docs = read(path)

    assert ledger.balanced
    assert len(docs) == max(len(item.layers), 1)
    docs = docs[: len(item.layers)]
    lost = {(loss.annotator, loss.record) for loss in ledger.losses}
    layers = sorted(item.layers, key=lambda layer: layer[0])
    for doc, (annotator, made, complete) in zip(docs, layers, strict=True):
        spans = [record for record in made if isinstance(record, records.Span)]
        kept = {span.id: span for span in spans if (annotator, span.id) not in lost}
        facts = doc.user_data["annotator"]
        assert doc.text == item.document.text
        assert (facts["annotator"], facts["complete"]) == (annotator, complete)
        assert [span["id"] for span in facts["spans"]] == [s.id_ for s in doc.spans["sc"]]
        assert {s.id_: (s.label_, ((s.start_char, s.end_char),)) for s in doc.spans["sc"]} == {
            id: (span.label, span.fragments) for id, span in kept.items()
        }
        assert {span["id"]: dict(span["attributes"]) for span in facts["spans"]} == {
            id: dict(span.attributes) for id, span in kept.items()
        }
        for span in spans:
            aligned = doc.char_span(span.start, span.end) if len(span.fragments) == 1 else None
            assert (aligned is not None) == (span.id in kept)


@examples(25)
@given(item=annotated_documents(discontinuous=False, max_layers=1))
def test_the_file_is_what_spacys_own_way_gives(tmp_path_factory, item):
    path = tmp_path_factory.mktemp("docbin") / "x.spacy"
    written(FORMAT, path, [exported(item)])
    nlp = spacy.blank("en")

    for doc in read(path):
        plain = nlp.tokenizer(doc.text) if doc.user_data["annotator"]["language"] == "en" else doc
        own = Doc(plain.vocab, [t.text for t in plain], [bool(t.whitespace_) for t in plain])
        own.set_ents(
            [Span(own, ent.start, ent.end, label=ent.label_) for ent in doc.ents],
            missing=[doc[token.i : token.i + 1] for token in doc if not token.ent_iob],
            default="outside",
        )
        names = ["ORTH", "SPACY", "ENT_IOB", "ENT_TYPE"]
        assert (own.to_array(names) == doc.to_array(names)).all()


def test_packed_groups_are_the_bytes_that_spacy_makes():
    doc = spacy.blank("en")("HTS struck Darat Izza in ORG")
    doc.spans["sc"] = [
        Span(doc, 0, 1, label="ACTOR", span_id="T1"),
        Span(doc, 2, 4, label="ORG", span_id="حلب"),
    ]
    mine = [TokenSpan("T1", "ACTOR", 0, 1, 0, 3), TokenSpan("حلب", "ORG", 2, 4, 11, 21)]
    packer = pytest.importorskip("srsly.msgpack").Packer(use_bin_type=True)

    assert packed_groups("sc", mine, packer) == doc.spans.to_bytes()


def test_spacy_trains_on_the_file(tmp_path):
    """One update of ner and spancat: both find what they need, and nothing is missing."""
    from spacy.training import Corpus

    written(FORMAT, tmp_path / "x.spacy", [one("[HTS|ACTOR] struck [Idlib|LOCATION].")] * 4)
    nlp = spacy.blank("en")
    nlp.add_pipe("ner")
    nlp.add_pipe("spancat", config={"spans_key": "sc"})
    training = list(Corpus(tmp_path / "x.spacy")(nlp))

    nlp.initialize(lambda: training)
    losses = nlp.update(training)

    assert set(losses) == {"ner", "spancat"}
    assert set(nlp.get_pipe("ner").labels) == {"ACTOR", "LOCATION"}
    assert set(nlp.get_pipe("spancat").labels) == {"ACTOR", "LOCATION"}


def test_the_target_may_not_be_the_project(tmp_path):
    project = tmp_path / "p.spacy"
    project.write_bytes(b"project")

    with pytest.raises(InputError, match="what is being exported"):
        written(FORMAT, project, [], sources=(project,))

    assert project.read_bytes() == b"project"
    assert os.listdir(tmp_path) == ["p.spacy"]  # noqa: PTH208 - every name, also hidden ones


def test_the_rule_for_flat_entities_is_the_schemas(tmp_path):
    policy = schema().flatten_for_ner.model_copy(update={"order": ("innermost_wins",)})
    other = schema().model_copy(update={"flatten_for_ner": policy})
    item = one("[[Darat Izza|LOCATION] base|ACTOR]")

    written(FORMAT, tmp_path / "x.spacy", [item], schema=other)

    assert entities(read(tmp_path / "x.spacy")[0]) == [("Darat Izza", "LOCATION")]


def test_a_training_file_holds_unfinished_layers_as_missing_and_finished_ones_as_outside(tmp_path):
    text, spans = marked("[HTS|ACTOR n=3] struck [Idlib|LOCATION].")
    layers = (
        Layer("ann", (*spans, records.DocumentLabel("L", "war")), complete=True),
        Layer("bo", spans[:1], complete=False),
    )
    item = ExportedDocument(Document.of("a", text), DocumentInfo(language="en"), layers)

    ledger = writing.write_training(
        iter([item]), tmp_path / "x.spacy", write_options(), no_progress
    )
    done, partial = read(tmp_path / "x.spacy")

    assert [token.ent_iob_ for token in done] == ["B", "O", "B", "O"]
    assert [token.ent_iob_ for token in partial] == ["B", "", "", ""]
    assert group(done) == [("HTS", "ACTOR", ""), ("Idlib", "LOCATION", "")]
    assert done.cats == {"war": 1.0}
    assert [doc.user_data for doc in (done, partial)] == [{"id": "a"}] * 2
    assert ledger.balanced
    assert ledger.lost == {("attribute", "no pipeline is trained on it"): 2}
    assert (ledger.written["span"], ledger.written["label"]) == (3, 1)


def test_a_span_that_cuts_a_token_leaves_it_unknown_in_a_complete_layer(tmp_path):
    item = one("with [AK-47|WEAPON]s", complete=True)

    writing.write_training(iter([item]), tmp_path / "x.spacy", write_options(), no_progress)
    (doc,) = read(tmp_path / "x.spacy")

    assert [token.ent_iob_ for token in doc] == ["O", ""]
