# SPDX-License-Identifier: MIT
"""DocBins of others, and our own, read: what becomes what, and what is told."""

from dataclasses import replace
from pathlib import Path

import pytest
import spacy
from hypothesis import given
from spacy.tokens import Doc, DocBin, Span

from annotator.errors import InputError, ProblemsError
from annotator.formats import spacy_docbin
from annotator.formats.format import AnyLabel, ExportedDocument, Layer
from annotator.model import records
from annotator.model.document import Document
from annotator.model.records import DocumentInfo
from tests.contracts.losing import comparable, without_losses
from tests.formats.exchange import contents, document, exported, read_back, written
from tests.marked import marked
from tests.strategies import corpora, examples

FORMAT = spacy_docbin.FORMAT
GOLDEN = Path(__file__).parent / "golden" / "spacy"
REAL = Path(__file__).parents[3] / "shared" / "data"


def golden(name: str, **given):
    """Return the documents of a golden file, and what was noted."""
    notes: list[str] = []
    found = read_back(
        FORMAT, GOLDEN / f"{name}.spacy", accepted=AnyLabel(), note=notes.append, **given
    )
    return found, [note.partition(": ")[2] for note in notes]


def spans_of(item) -> list[tuple]:
    text = item.document.text
    return [
        (text[span.start : span.end], span.label, dict(span.attributes))
        for layer in item.layers
        for span in layer.records
        if isinstance(span, records.Span)
    ]


def saved(path: Path, *docs: Doc, **given) -> Path:
    DocBin(docs=docs, **given).to_disk(path)
    return path


def test_a_span_in_ents_and_in_groups_is_one_and_names_its_groups():
    (item,), notes = golden("one_span_in_ents_and_groups")

    assert item.document.text == "Harun Brigade fighters shelled Tel Amara on Monday."
    assert spans_of(item) == [
        ("Harun Brigade fighters", "ACTOR", {}),
        ("Harun Brigade", "ACTOR", {"named": True, "kb_id": "Q900", "id": "m1"}),
        ("Tel Amara", "LOCATION", {"group": "drafts"}),
        ("Amara", "LOCATION", {"group": "drafts"}),
    ]
    assert notes == [
        "spans that stand twice in one group, taken once: 1",
        "spans that are in doc.ents and in doc.spans, taken once: 2",
        "spans that are in doc.spans but not in doc.ents: 2",
        "groups of spans with data about themselves, such as scores, left out: 1",
    ]


def test_categories_and_user_data_are_kept_and_the_id_is_taken():
    (item,), _ = golden("one_span_in_ents_and_groups")

    assert item.document.id == "tel-amara"
    assert item.info.meta == {"extensions": {"desk": "north"}, "user_data": {"wire": {"no": [7]}}}
    labels = [r for r in item.layers[0].records if isinstance(r, records.DocumentLabel)]
    assert [(label.name, label.value) for label in labels] == [("clash", 1.0), ("protest", 0.25)]


@pytest.mark.parametrize(
    ("groups", "expected"),
    [
        ("none", ["Harun Brigade", "Tel Amara"]),
        ("sc", ["Harun Brigade fighters", "Harun Brigade", "Tel Amara"]),
        ("drafts, sc", ["Harun Brigade fighters", "Harun Brigade", "Tel Amara", "Amara"]),
    ],
)
def test_groups_are_read_as_chosen(groups, expected):
    (item,), _ = golden("one_span_in_ents_and_groups", choices={"groups": groups})

    assert [span[0] for span in spans_of(item)] == expected


def test_missing_and_blocked_tokens_are_told_and_outside_ones_make_an_empty_layer():
    (partial, blocked, outside, untouched), notes = golden("missing_blocked_outside")

    assert spans_of(partial) == [("Harun Brigade", "ACTOR", {})]
    assert spans_of(blocked) == [("Tel Amara", "LOCATION", {})]
    assert [layer.records for layer in outside.layers] == [()]
    assert untouched.layers == ()
    assert not any(layer.complete for item in (partial, blocked, outside) for layer in item.layers)
    assert notes == [
        "documents in which some tokens are not annotated (missing); which ones is not kept: 1",
        "tokens that are said to be in no entity (blocked), which is not kept: 1",
    ]


def test_unknown_blanks_are_told_and_the_text_is_the_one_spacy_has():
    (item,), notes = golden("blanks_unknown")
    (doc,) = DocBin().from_disk(GOLDEN / "blanks_unknown.spacy").get_docs(spacy.blank("en").vocab)

    assert item.document.text == doc.text == "Tel Amara fell . "
    assert any("where blanks are" in note for note in notes)


def test_documents_without_a_visible_character_are_left_out_and_told():
    (item,), notes = golden("empty_documents")

    assert (item.document.id, item.document.text) == ("empty_documents-3", "Tel Amara fell.")
    assert notes == ["documents without a visible character, left out: 2"]


def test_parts_of_speech_and_dependencies_are_told_by_name():
    _, notes = golden("parsed")

    assert notes == ["DEP, HEAD, LEMMA, POS of tokens are left out; documents that have most: 1"]


def test_an_own_export_comes_back_with_exact_places_although_spacy_got_whole_tokens():
    text, spans = marked(
        "[Harun Brigade|ACTOR mention=named] shelled [[Tel Amara|LOCATION]n suburbs|LOCATION]."
    )

    found, notes = golden("own_export")

    assert [contents(item) for item in found] == [
        contents(document("a/1", text, *spans, complete=True)),
        contents(document("a/2", "Quiet.", annotator="bo")),
    ]
    assert notes == []


def test_an_export_of_the_first_version_comes_back():
    (item,), _ = golden("own_export_of_the_first_version")

    assert item.document.id == "a/1"
    assert item.info.meta == {"n": [1]}
    (layer,) = item.layers
    assert (layer.annotator, layer.complete) == ("anna", True)
    assert layer.records == (
        records.Span("T1", "ACTOR", ((0, 13),), {"mention": "named"}),
        records.Span("T2", "LOCATION", ((22, 31),), {}, "bo"),
    )


def test_an_own_export_that_was_changed_is_refused_unless_its_user_data_are_ignored():
    with pytest.raises(ProblemsError) as refused:
        golden("own_export_changed_in_spacy")
    (item, _), _ = golden("own_export_changed_in_spacy", choices={"user_data": "ignore"})

    (problem,) = refused.value.problems
    assert problem.field == "document 1"
    assert "doc.ents is not what doc.user_data says" in problem.message
    assert "user_data=ignore" in problem.message
    assert ("Harun", "ACTOR", {}) in spans_of(item)


def test_an_own_export_that_spacy_has_only_copied_comes_back(tmp_path):
    text, spans = marked("[HTS|ACTOR n=3] struck [[Darat Izza|LOCATION] base|ACTOR].")
    item = document("a", text, *spans, complete=True)
    written(FORMAT, tmp_path / "x.spacy", [item])
    docs = DocBin().from_disk(tmp_path / "x.spacy").get_docs(spacy.blank("en").vocab)

    copy = saved(tmp_path / "y.spacy", *docs, store_user_data=True)

    assert [contents(found) for found in read_back(FORMAT, copy)] == [contents(item)]


@pytest.mark.parametrize("group", [{"a": 1}, ["sc"], 7])
def test_an_own_export_whose_group_of_spans_is_no_name_is_refused(tmp_path, group):
    text, spans = marked("[HTS|ACTOR] struck.")
    written(FORMAT, tmp_path / "x.spacy", [document("a", text, *spans)])
    (doc,) = DocBin().from_disk(tmp_path / "x.spacy").get_docs(spacy.blank("en").vocab)
    doc.user_data["annotator"]["group"] = group

    with pytest.raises(InputError, match="which group its spans are in"):
        read_back(FORMAT, saved(tmp_path / "y.spacy", doc, store_user_data=True))


def test_the_layers_of_one_document_come_together_wherever_they_are_in_the_file(tmp_path):
    both = DocBin(attrs=["ENT_IOB", "ENT_TYPE"], store_user_data=True)
    items = [document(id, f"HTS struck {id}.", annotator="ann") for id in ("a", "b")]
    others = [replace(item, layers=(Layer("bo", (), complete=True),)) for item in items]
    for number, part in enumerate((items, others)):
        written(FORMAT, tmp_path / f"{number}.spacy", part)
        both.merge(DocBin(store_user_data=True).from_disk(tmp_path / f"{number}.spacy"))
    both.to_disk(tmp_path / "both.spacy")

    found = read_back(FORMAT, tmp_path / "both.spacy")

    assert [item.document.id for item in found] == ["a", "b"]
    assert [[layer.annotator for layer in item.layers] for item in found] == [["ann", "bo"]] * 2


def test_a_folder_of_parts_is_read_in_order(tmp_path, monkeypatch):
    monkeypatch.setattr("annotator.formats.spacy_docbin.writing.DOCUMENTS_IN_A_PART", 2)
    items = [document(str(number), "HTS struck.") for number in range(5)]

    written(FORMAT, tmp_path / "out", items)

    assert [item.document.id for item in read_back(FORMAT, tmp_path / "out")] == list("01234")


@pytest.mark.parametrize("attrs", [["ORTH"], ["ENT_TYPE"], ["ENT_IOB"], ["IDX", "LENGTH", "LOWER"]])
def test_any_attributes_give_the_text_and_no_entities_without_both_of_theirs(tmp_path, attrs):
    nlp = spacy.blank("en")
    doc = nlp("HTS  struck\nIdlib .")
    doc.ents = [Span(doc, 0, 1, label="ACTOR")]

    (item,) = read_back(FORMAT, saved(tmp_path / "x.spacy", doc, attrs=attrs))

    assert item.document.text == doc.text
    assert spans_of(item) == []


def test_labels_are_looked_up_in_the_schema(tmp_path):
    nlp = spacy.blank("en")
    doc = nlp("HTS struck Idlib.")
    doc.ents = [Span(doc, 0, 1, label="ORG"), Span(doc, 2, 3, label="LOCATION")]

    with pytest.raises(InputError, match="the schema has no label 'ORG'"):
        read_back(FORMAT, saved(tmp_path / "x.spacy", doc))


def test_ids_are_made_of_the_name_of_the_file_and_never_twice(tmp_path):
    nlp = spacy.blank("en")
    docs = [nlp("HTS struck."), nlp("Idlib fell.")]
    for doc in docs:
        doc.user_data["id"] = "same"

    named = read_back(FORMAT, saved(tmp_path / "x.spacy", *docs, store_user_data=True))
    unnamed = read_back(FORMAT, saved(tmp_path / "y.spacy", *docs))

    assert [item.document.id for item in named] == ["same", "same-2"]
    assert [item.document.id for item in unnamed] == ["y-1", "y-2"]


def test_a_document_without_a_layer_comes_back_without_one(tmp_path):
    item = ExportedDocument(Document.of("a", "HTS struck."), DocumentInfo(title="T"), ())

    written(FORMAT, tmp_path / "x.spacy", [item])
    (found,) = read_back(FORMAT, tmp_path / "x.spacy")

    assert contents(found) == contents(item)


def test_a_document_of_two_million_characters_is_read(tmp_path):
    text = "HTS struck Idlib. " * 115_000
    span = records.Span("T1", "ACTOR", ((len(text) - 18, len(text) - 15),))
    item = document("a", text, span)

    written(FORMAT, tmp_path / "x.spacy", [item])

    assert [contents(found) for found in read_back(FORMAT, tmp_path / "x.spacy")] == [
        contents(item)
    ]


@examples(60)
@given(corpus=corpora(max_documents=2))
def test_what_fits_tokens_comes_back_as_it_was(tmp_path_factory, corpus):
    """ANNOTATOR_EXAMPLES=34 tries 2,000 corpora."""
    path = tmp_path_factory.mktemp("docbin") / "x.spacy"
    items = [exported(item) for item in corpus]

    written(FORMAT, path, items)

    expected = [without_losses(item, FORMAT.loses) for item in items]
    found = read_back(FORMAT, path)
    assert sorted(repr(comparable(item, FORMAT.loses)) for item in found) == sorted(
        repr(comparable(item, FORMAT.loses)) for item in expected
    )


@pytest.mark.skipif(not REAL.exists(), reason="the real files are not here")
@pytest.mark.parametrize(
    ("name", "documents", "labels"),
    [
        ("docbin-tagalog/test.spacy", 820, {"LOC": 359, "ORG": 62, "PER": 318}),
        ("docbin-tweets/demo.spacy", 1, {"PERSON": 1}),
    ],
)
def test_real_files_give_what_spacy_finds_in_them(name, documents, labels):
    found = read_back(FORMAT, REAL / name, accepted=AnyLabel())
    docs = list(DocBin().from_disk(REAL / name).get_docs(spacy.blank("xx").vocab))

    assert len(found) == documents
    assert [item.document.text for item in found] == [doc.text for doc in docs]
    counts: dict[str, int] = {}
    for item, doc in zip(found, docs, strict=True):
        places = [(s.start, s.end, s.label) for layer in item.layers for s in layer.records]
        assert places == [(e.start_char, e.end_char, e.label_) for e in doc.ents]
        for _, _, label in places:
            counts[label] = counts.get(label, 0) + 1
    assert counts == labels
