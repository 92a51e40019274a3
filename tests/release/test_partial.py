# SPDX-License-Identifier: MIT
"""What nobody has annotated is missing, not negative: in training, and in scores."""

import configparser
import copy

import pytest
import spacy
from spacy.tokens import DocBin

from annotator.release.scoring import scores
from tests.release.projects import articles, project, released, splits_in


@pytest.fixture
def lines():
    """Every other document is annotated in its first half only."""
    made = copy.deepcopy(articles(40))
    for line in made[::2]:
        line["complete"] = False
        line["spans"] = line["spans"][: len(line["spans"]) // 2]
    return made


@pytest.fixture
def release(tmp_path, lines):
    workspace = project(tmp_path, lines)
    released(workspace, tmp_path / "out", partial=True, sizes=(60, 20, 20))
    workspace.close()
    return tmp_path / "out"


def all_finding_model(folder, *, key="sc"):
    """A pipeline that finds nearly every span of the articles by its words, and nothing wrong.

    It does not know Mabiri, whose name is in that of the Mabiri Front.
    """
    pipeline = spacy.blank("en")
    named = {
        (span["label"], line["text"][span["start"] : span["end"]])
        for line in articles(40)
        for span in line["spans"]
        if line["text"][span["start"] : span["end"]] != "Mabiri"
    }
    patterns = [{"label": label, "pattern": words} for label, words in sorted(named)]
    pipeline.add_pipe("entity_ruler").add_patterns(patterns)
    scorer = {"@scorers": "spacy.overlapping_labeled_spans_scorer.v1", "spans_key": key}
    ruler = pipeline.add_pipe("span_ruler", config={"spans_key": key, "scorer": scorer})
    ruler.add_patterns(patterns)
    pipeline.to_disk(folder)
    return folder


def docs_below(path):
    vocab = spacy.blank("en").vocab
    found = sorted(path.rglob("*.spacy"))
    return {
        doc.user_data["id"]: doc for p in found for doc in DocBin().from_disk(p).get_docs(vocab)
    }


def paths_of(release, pipeline):
    config = configparser.ConfigParser(interpolation=None)
    config.read(release / pipeline / "config.cfg")
    return {name: config["paths"][name].strip('"') for name in ("train", "dev")}


def test_a_span_categorizer_gets_complete_documents_only_and_an_entity_recogniser_all(
    release, lines
):
    complete = {line["id"] for line in lines if line["complete"]}
    splits = splits_in(release)

    for split in ("train", "dev"):
        own = {id for id, place in splits.items() if place == split}
        spans = docs_below(release / paths_of(release, "spancat")[split])
        ents = docs_below(release / paths_of(release, "ner")[split])
        assert set(spans) == own & complete
        assert set(ents) == own
        assert own - complete


def test_tokens_that_nobody_annotated_are_missing_in_partial_documents_only(release, lines):
    complete = {line["id"]: line["complete"] for line in lines}

    for id, doc in docs_below(release / "corpus" / "train.spacy").items():
        kinds = {token.ent_iob_ for token in doc if not token.ent_type_}
        assert kinds == ({"O"} if complete[id] else {""})


def test_a_span_that_is_found_where_nobody_annotated_is_no_mistake(release, tmp_path):
    found = {
        (score.kind, score.label): score
        for score in scores(all_finding_model(tmp_path / "model"), release, "test")
    }

    for kind in ("ents", "spans_sc"):
        assert found[kind, "all"].precision == 1.0
        assert 0.8 < found[kind, "all"].recall < 1.0
        assert {label for each, label in found if each == kind} > {"all", "ACTOR", "LOCATION"}


def test_without_a_complete_document_there_is_no_span_categorizer(tmp_path, lines):
    workspace = project(tmp_path, lines[::2])

    released(workspace, tmp_path / "out", partial=True)

    assert (tmp_path / "out" / "ner" / "config.cfg").exists()
    assert not (tmp_path / "out" / "spancat").exists()
    assert "spancat" not in (tmp_path / "out" / "project.yml").read_text()
    workspace.close()
