# SPDX-License-Identifier: MIT
"""What may be chosen when a DocBin is written, and what pipelines are trained on."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import spacy
from hypothesis import given
from spacy.tokens import Doc, DocBin
from spacy.training import Corpus, Example

from annotator.errors import InputError
from annotator.formats import spacy_docbin
from annotator.formats.format import ExportedDocument, no_progress
from annotator.formats.spacy_docbin import placing
from annotator.formats.spacy_docbin.writing import write_training
from annotator.model import records
from annotator.model.document import Document
from annotator.model.records import DocumentInfo
from tests.formats.exchange import (
    contents,
    document,
    exported,
    read_back,
    schema,
    write_options,
    written,
)
from tests.marked import marked
from tests.strategies import corpora, examples

FORMAT = spacy_docbin.FORMAT


def read(path: Path) -> list[Doc]:
    return list(DocBin().from_disk(path).get_docs(spacy.blank("en").vocab))


def one(source: str, **given) -> ExportedDocument:
    text, spans = marked(source)
    return document("a", text, *spans, **given)


def group(doc: Doc, key: str = "sc") -> list[tuple[str, str]]:
    return [(span.text, span.label_) for span in doc.spans[key]]


CUT = "with [AK-47|WEAPON]s near [Tel Am|LOCATION]ara and[ rock|WEAPON]ets"


@pytest.mark.parametrize(
    ("choice", "words", "lost", "moved"),
    [
        ("drop", [], 3, []),
        (
            "expand",
            ["AK-47s", "Tel Amara", "rockets"],
            0,
            [
                "written as 'AK-47s', 5..11 (expand)",
                "written as 'Tel Amara', 17..26 (expand)",
                "written as 'rockets', 31..38 (expand)",
            ],
        ),
        ("contract", ["Tel"], 2, ["written as 'Tel', 17..20 (contract)"]),
    ],
)
def test_spans_that_fit_no_tokens_are_dropped_or_moved_as_chosen(
    tmp_path, choice, words, lost, moved
):
    ledger = written(FORMAT, tmp_path / "x.spacy", [one(CUT)], choices={"misaligned": choice})
    (doc,) = read(tmp_path / "x.spacy")

    assert [text for text, _ in group(doc)] == words
    assert [ent.text for ent in doc.ents] == words
    assert (ledger.spans_in, ledger.spans_lost, ledger.balanced) == (3, lost, True)
    assert [loss.detail for loss in ledger.reduced] == moved
    assert ledger.partly[placing.MOVED] == len(moved)


def test_moved_spans_come_back_where_they_were(tmp_path):
    written(FORMAT, tmp_path / "x.spacy", [one(CUT)], choices={"misaligned": "expand"})

    (found,) = read_back(FORMAT, tmp_path / "x.spacy")

    assert contents(found) == contents(one(CUT))


NESTED = "[[Tel Amara|LOCATION] garrison|ACTOR] met [HTS|ACTOR]"


@pytest.mark.parametrize(
    ("ents", "expected"),
    [
        ("schema", ["Tel Amara garrison", "HTS"]),
        ("longest_wins", ["Tel Amara garrison", "HTS"]),
        ("innermost_wins", ["Tel Amara", "HTS"]),
        ("label_priority", ["Tel Amara garrison", "HTS"]),
        ("none", []),
    ],
)
def test_the_rule_for_ents_is_as_chosen_and_the_others_are_listed(tmp_path, ents, expected):
    ledger = written(FORMAT, tmp_path / "x.spacy", [one(NESTED)], choices={"ents": ents})
    (doc,) = read(tmp_path / "x.spacy")

    assert [ent.text for ent in doc.ents] == expected
    assert len(group(doc)) == 3
    assert len(ledger.reduced) == (1 if expected else 0)
    assert doc.has_annotation("ENT_IOB") is bool(expected)


def test_a_rule_that_is_chosen_comes_before_those_of_the_schema(tmp_path):
    policy = schema().flatten_for_ner.model_copy(update={"label_priority": ("LOCATION", "ACTOR")})
    other = schema().model_copy(update={"flatten_for_ner": policy})

    written(
        FORMAT,
        tmp_path / "x.spacy",
        [one(NESTED)],
        schema=other,
        choices={"ents": "label_priority"},
    )

    assert [ent.text for ent in read(tmp_path / "x.spacy")[0].ents] == ["Tel Amara", "HTS"]


def test_the_group_has_the_name_that_was_chosen_and_is_read_again(tmp_path):
    item = one(NESTED)

    written(FORMAT, tmp_path / "x.spacy", [item], choices={"spans_key": "gold"})
    (doc,) = read(tmp_path / "x.spacy")
    (found,) = read_back(FORMAT, tmp_path / "x.spacy")

    assert list(doc.spans) == ["gold"]
    assert contents(found) == contents(item)


def test_a_group_without_a_name_is_refused(tmp_path):
    with pytest.raises(InputError, match="spans_key cannot be empty"):
        written(FORMAT, tmp_path / "x.spacy", [], choices={"spans_key": " "})


@pytest.mark.parametrize(("unfinished", "expected"), [("outside", "O"), ("missing", "")])
def test_tokens_of_unfinished_layers_are_what_was_chosen(tmp_path, unfinished, expected):
    item = one("[HTS|ACTOR] struck", complete=False)

    written(FORMAT, tmp_path / "x.spacy", [item], choices={"unfinished": unfinished})

    assert [token.ent_iob_ for token in read(tmp_path / "x.spacy")[0]] == ["B", expected]


def test_document_labels_are_categories_and_come_back_with_their_values(tmp_path):
    labels = (
        records.DocumentLabel("L1", "clash"),
        records.DocumentLabel("L2", "protest", value=False),
        records.DocumentLabel("L3", "topic", "war"),
        records.DocumentLabel("L4", "about", ("a", "b"), "bo"),
        records.DocumentLabel("L5", "score", 0.25),
        records.DocumentLabel("L6", "dead", 12),
        records.DocumentLabel("L7", "unclear", None),
    )
    item = document("a", "HTS struck.", *labels)

    ledger = written(FORMAT, tmp_path / "x.spacy", [item])
    (doc,) = read(tmp_path / "x.spacy")
    (found,) = read_back(FORMAT, tmp_path / "x.spacy")

    assert doc.cats == {
        "clash": 1.0,
        "protest": 0.0,
        "topic=war": 1.0,
        "about=a": 1.0,
        "about=b": 1.0,
        "score": 0.25,
    }
    assert contents(found) == contents(item)
    assert ledger.written["label"] == 7


def test_a_label_that_is_no_category_is_lost_for_training(tmp_path):
    item = document("a", "HTS struck.", records.DocumentLabel("L", "dead", 12))

    ledger = write_training(iter([item]), tmp_path / "x.spacy", write_options(), no_progress)

    assert ledger.lost == {("label", "its value has no place in doc.cats"): 1}
    assert ledger.balanced


@examples(40)
@given(corpus=corpora(max_documents=2))
def test_training_data_hold_what_spacy_demands(tmp_path_factory, corpus):
    """No entity starts or ends with white space, none cross; what is unknown is missing."""
    path = tmp_path_factory.mktemp("training") / "x.spacy"

    ledger = write_training((exported(item) for item in corpus), path, write_options(), no_progress)
    nlp = spacy.blank("en")
    docs = list(DocBin().from_disk(path).get_docs(nlp.vocab))

    assert ledger.balanced
    assert len(docs) == sum(max(len(item.layers), 1) for item in corpus)
    states = [
        (complete, spans)
        for item in corpus
        for _, made, complete in sorted(item.layers, key=lambda layer: layer[0])
        or [("", (), False)]
        for spans in [[r for r in made if isinstance(r, records.Span)]]
    ]
    for doc, (complete, spans) in zip(docs, states, strict=True):
        assert not any(ent.text != ent.text.strip() for ent in doc.ents)
        assert {token.ent_iob_ for token in doc if not token.ent_type} <= (
            {"O", ""} if complete else {""}
        )
        for token in doc:
            touched = any(
                start < token.idx + len(token) and token.idx < end
                for span in spans
                for start, end in span.fragments
            )
            if complete and not touched:
                assert token.ent_iob_ == "O"
        Example(nlp.make_doc(doc.text), doc).get_aligned_ner()


def test_spacy_learns_from_partial_documents(tmp_path):
    text, spans = marked("[HTS|ACTOR] struck [Idlib|LOCATION] again.")
    items = [document(str(n), text, *spans[: n % 2 + 1], complete=n > 2) for n in range(6)]
    write_training(iter(items), tmp_path / "x.spacy", write_options(), no_progress)
    nlp = spacy.blank("en")
    nlp.add_pipe("ner")
    training = list(Corpus(tmp_path / "x.spacy")(nlp))

    nlp.initialize(lambda: training)

    assert nlp.update(training)["ner"] > 0


_SCRIPT = """
import sys
from pathlib import Path
from annotator.formats.format import no_progress
from annotator.formats.spacy_docbin.writing import write, write_training
from tests.formats.exchange import document, write_options
from tests.marked import marked
text, spans = marked("[HTS|ACTOR b=1 a=2] struck [Idlib|LOCATION], [Darat Izza|LOCATION].")
items = [document(str(n), f"{text} {n}", *spans, complete=n > 1) for n in range(5)]
for name, work in (("plain", write), ("training", write_training)):
    work(iter(items), Path(sys.argv[1]) / f"{name}.spacy", write_options(), no_progress)
"""


def test_the_bytes_are_the_same_with_every_hash_seed_and_locale(tmp_path):
    found = set()
    for seed, locale in (("0", "C"), ("7", "C.UTF-8")):
        folder = tmp_path / seed
        folder.mkdir()
        subprocess.run(
            [sys.executable, "-c", _SCRIPT, str(folder)],
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": locale},
            cwd=Path(__file__).parents[2],
        )
        found.add(tuple((folder / f"{n}.spacy").read_bytes() for n in ("plain", "training")))

    assert len(found) == 1


def test_a_document_without_a_layer_is_missing_in_training_data(tmp_path):
    item = ExportedDocument(Document.of("a", "HTS struck."), DocumentInfo(), ())

    ledger = write_training(iter([item]), tmp_path / "x.spacy", write_options(), no_progress)
    (doc,) = read(tmp_path / "x.spacy")

    assert not doc.has_annotation("ENT_IOB")
    assert dict(doc.spans) == {}
    assert "1 document without a layer, all of their tokens missing" in ledger.notes
