# SPDX-License-Identifier: MIT
import warnings
from pathlib import Path

import cassis
import pytest
from hypothesis import given

from annotator.errors import InputError
from annotator.formats import xmi
from annotator.formats.format import AnyLabel, ExportedDocument, Layer
from annotator.formats.xml import first_breach
from annotator.model.document import Document
from annotator.model.records import DocumentInfo, Entity, Relation, Span
from tests.formats.exchange import document, exported, read_back, written
from tests.strategies import annotated_documents, examples

NAMED_ENTITY = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"
CHAIN = "de.tudarmstadt.ukp.dkpro.core.api.coref.type.CoreferenceChain"


def loaded(folder: Path, name: str = "d.xmi") -> cassis.Cas:
    """Return a file as dkpro-cassis reads it; its warnings are errors."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        types = cassis.load_typesystem(folder / "TypeSystem.xml")
        return cassis.load_cas_from_xmi(folder / name, typesystem=types)


def test_another_library_reads_the_same_spans_relations_and_chains(tmp_path):
    text = "🚀 Rebels left\nKavrin. They won."
    place = {
        word: (text.index(word), text.index(word) + len(word))
        for word in ("Rebels", "Kavrin", "They")
    }
    spans = (
        Span("a", "ACTOR", (place["Rebels"],), {"size of it": 12}),
        Span("b", "LOCATION", (place["Kavrin"],)),
        Span("c", "ACTOR", (place["They"],)),
    )
    rest = (Relation("r", "left", "a", "b", {"sure": True}), Entity("e", ("a", "c")))

    written(xmi.FORMAT, tmp_path / "out", [document("d", text, *spans, *rest)])

    cas = loaded(tmp_path / "out")
    assert cas.sofa_string == text
    assert [(e.value, e.get_covered_text()) for e in cas.select(NAMED_ENTITY)] == [
        ("ACTOR", "Rebels"),
        ("LOCATION", "Kavrin"),
        ("ACTOR", "They"),
    ]
    (relation,) = cas.select("webanno.custom.Relation")
    assert (relation.value, relation.sure) == ("left", "true")
    assert relation.Governor.get_covered_text() == "Rebels"
    assert relation.Dependent.get_covered_text() == "Kavrin"
    (chain,) = cas.select(CHAIN)
    assert chain.first.next.get_covered_text() == "They"


@examples(40)
@given(item=annotated_documents(id="d", max_layers=1, discontinuous=False))
def test_another_library_reads_any_text_and_its_spans(tmp_path_factory, item):
    folder = tmp_path_factory.mktemp("xmi") / "out"

    written(xmi.FORMAT, folder, [exported(item)])

    if first_breach(item.document.text):
        assert not (folder / "d.xmi").exists()
        return
    cas = loaded(folder)
    spans = [r for _, records, _ in item.layers for r in records if isinstance(r, Span)]
    assert cas.sofa_string == item.document.text
    assert sorted((e.begin, e.end) for e in cas.select(NAMED_ENTITY)) == sorted(
        span.fragments[0] for span in spans
    )


def test_facts_annotators_and_ids_come_back_from_folders_of_annotators(tmp_path):
    info = DocumentInfo(
        title="Field notes",
        source="desk",
        date="2026-03-01",
        language="ar",
        tags=("x",),
        meta={"a": [1]},
    )
    layers = (
        Layer("anna", (Span("a", "ACTOR", ((0, 6),)),), complete=True),
        Layer("بسام", (Span("a", "LOCATION", ((0, 6),)),), complete=False),
    )
    item = ExportedDocument(Document.of("a/b:c", "Rebels left"), info, layers)

    written(xmi.FORMAT, tmp_path / "out", [item], annotators=("anna", "بسام"))
    (found,) = read_back(xmi.FORMAT, tmp_path / "out", accepted=AnyLabel())

    assert (found.document, found.info) == (item.document, info)
    assert {(layer.annotator, layer.complete) for layer in found.layers} == {
        ("anna", True),
        ("بسام", False),
    }


def test_a_document_with_control_characters_is_not_written_and_its_spans_are_listed(tmp_path):
    span = Span("s", "ACTOR", ((0, 6),))

    ledger = written(xmi.FORMAT, tmp_path / "out", [document("d", "Rebels \x1b left", span)])

    assert ledger.balanced
    assert [loss.reason for loss in ledger.losses] == [
        "the document: it has U+001B, which no XML may hold"
    ]
    assert not (tmp_path / "out" / "d.xmi").exists()


@pytest.mark.parametrize("layer", ["two words", 'x"y', ".a", "a..b", "1a"])
def test_a_layer_that_cannot_be_a_type_is_refused(tmp_path, layer):
    with pytest.raises(InputError, match="cannot be the name of a type"):
        written(xmi.FORMAT, tmp_path / "out", [], choices={"layer": layer})


def test_spans_may_have_a_type_of_ones_own(tmp_path):
    span = Span("s", "ACTOR", ((0, 6),))

    written(
        xmi.FORMAT, tmp_path / "out", [document("d", "Rebels", span)], choices={"layer": "Conflict"}
    )

    assert [e.value for e in loaded(tmp_path / "out").select("Conflict")] == ["ACTOR"]
    (item,) = read_back(xmi.FORMAT, tmp_path / "out", accepted=AnyLabel())
    assert [span.label for span in item.layers[0].records] == ["ACTOR"]
