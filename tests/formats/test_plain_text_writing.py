# SPDX-License-Identifier: MIT
"""Plain text out: a file for each document, its text exactly, and every annotation counted lost."""

from dataclasses import replace

import pytest
from hypothesis import given

from annotator.formats import plain_text
from annotator.formats.format import Layer
from annotator.formats.ledger import SPAN
from annotator.model.records import DocumentLabel, Entity, Note, Span
from annotator.store.store import open_store
from annotator.workspace.exporting import Target
from annotator.workspace.workspace import Workspace
from tests.formats.exchange import document, read_back, written
from tests.store.projects import add, new_document
from tests.strategies import texts

FORMAT = plain_text.FORMAT
HTS = Span("s1", "ACTOR", ((0, 3),), {"mention": "nominal"})


@given(text=texts())
def test_every_text_comes_back_exactly(tmp_path_factory, text):
    target = tmp_path_factory.mktemp("text") / "out"

    written(FORMAT, target, [document("a", text)])

    (item,) = read_back(FORMAT, target)
    assert item.document.text == text


@pytest.mark.parametrize("start", ["\ufeff", "%PDF-1.4 is how it starts", "BZh", "{\\rtf", "GIF8"])
def test_a_text_that_looks_like_another_kind_of_file_comes_back(tmp_path, start):
    written(FORMAT, tmp_path / "out", [document("a", start + "x")])

    (item,) = read_back(FORMAT, tmp_path / "out")
    assert item.document.text == start + "x"


def test_each_document_is_a_file_with_a_name_that_every_system_takes(tmp_path):
    items = [document(id, f"text of {id}") for id in ("a", "../a", "CON", "é", "e\u0301", "x/y")]

    ledger = written(FORMAT, tmp_path / "out", items)

    names = sorted(p.name for p in (tmp_path / "out").iterdir() if not p.name.startswith("."))
    assert len(names) == 6
    assert ledger.documents == 6
    assert (tmp_path / "out" / "a.txt").read_text(encoding="utf-8") == "text of a"


def test_all_annotations_are_counted_as_lost(tmp_path):
    records = (HTS, Entity("e", ("s1",), {"id": "Q1"}), DocumentLabel("l", "x"), Note("n", "x"))

    ledger = written(FORMAT, tmp_path / "out", [document("a", "HTS struck.", *records)])

    assert ledger.balanced
    assert ledger.spans_lost == 1
    assert {kind for kind, _ in ledger.lost} == {SPAN, "entity", "label", "note", "attribute"}
    assert ledger.losses[0].reason == "plain text holds no annotations"


def test_a_document_of_several_annotators_is_one_file(tmp_path):
    item = document("a", "HTS struck.", HTS)
    item = replace(item, layers=(*item.layers, Layer("bassam", (HTS,), complete=True)))

    ledger = written(FORMAT, tmp_path / "out", [item], annotators=("ann", "bassam"))

    assert [p.name for p in (tmp_path / "out").glob("*.txt")] == ["a.txt"]
    assert (ledger.layers, ledger.spans_lost, ledger.balanced) == (2, 2, True)


def test_a_project_of_several_annotators_is_written_without_choosing_one(tmp_path):
    path = tmp_path / "p.corpus"
    Workspace.create(str(path), annotator="anna").close()
    store = open_store(str(path))
    add(store, new_document("a"), new_document("b", annotator="bassam"))
    store.close()
    workspace = Workspace.open(str(path))

    ledger = workspace.export(Target(tmp_path / "out", "text"))

    workspace.close()
    assert (ledger.documents, ledger.spans_lost) == (2, 6)
    assert (tmp_path / "out" / "b.txt").exists()
