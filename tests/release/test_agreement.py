# SPDX-License-Identifier: MIT
import pytest

from annotator.model.document import Document
from annotator.model.records import DocumentInfo
from annotator.release.agreement import Agreement
from annotator.store.values import StoredDocument, StoredLayer
from tests.release.projects import articles, project, released


def span(id, label, start, end):
    return {"kind": "span", "id": id, "label": label, "fragments": [[start, end]]}


def document(**layers):
    made = tuple(StoredLayer(name, complete, spans) for name, (complete, spans) in layers.items())
    return StoredDocument(Document.of("d", "x" * 100), DocumentInfo(), made)


def test_f1_counts_spans_of_the_same_place_and_label():
    found = Agreement()
    found.add(
        document(
            ana=(True, [span("1", "ACTOR", 0, 5), span("2", "ACTOR", 9, 12)]),
            ben=(True, [span("7", "ACTOR", 0, 5), span("8", "WEAPON", 9, 12)]),
        )
    )

    pairs = list(found.by_pair())

    assert [(each.name, each.documents, each.spans) for each in pairs] == [("ana and ben", 1, 4)]
    assert pairs[0].f1 == pytest.approx(0.5)  # 2 * 1 shared / (2 + 2)
    assert {each.name: each.f1 for each in found.by_label()} == {
        "ACTOR": pytest.approx(2 / 3),  # 2 * 1 / (2 + 1)
        "WEAPON": 0.0,
    }


def test_unfinished_layers_and_the_gold_layer_count_for_nothing():
    found = Agreement()
    found.add(document(ana=(True, []), ben=(False, [span("1", "ACTOR", 0, 5)])))
    found.add(document(ana=(True, []), gold=(True, [span("1", "ACTOR", 0, 5)])))

    assert list(found.by_pair()) == []


def test_two_who_found_nothing_have_no_f1():
    found = Agreement()
    found.add(document(ana=(True, []), ben=(True, [])))

    assert [each.f1 for each in found.by_pair()] == [None]


def test_the_card_states_agreement_and_what_was_not_shared(tmp_path):
    lines = articles(6)
    others = [{**line, "annotator": "ben", "spans": line["spans"][2:]} for line in lines]
    workspace = project(tmp_path, [*lines, *others])

    report = released(workspace, tmp_path / "out", layers="agreed")

    card = (tmp_path / "out" / "README.md").read_text()
    both = sum(2 * len(line["spans"]) - 2 for line in lines)
    shared = sum(len(line["spans"]) - 2 for line in lines)
    assert f"| ana and ben | 6 | {both} | {2 * shared / both:.3f} |" in card
    assert report.not_shared == {"span": 12}
    assert "span, in the layers of some annotators but not of all: 12" in card
    workspace.close()
