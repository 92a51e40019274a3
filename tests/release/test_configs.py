# SPDX-License-Identifier: MIT
import json

import pytest
from spacy.util import load_config

from annotator.release.scoring import scores
from tests.release.projects import articles, project, released
from tests.release.test_partial import all_finding_model

GUN = "They used AK-47s near town number {0} while {1} people watched what came to pass on day {2}."


def guns(count):
    """Documents whose only span does not end where a token does."""
    return [
        {
            "id": f"g{n}",
            "text": GUN.format(n, n * 7, n * 13),
            "annotator": "ana",
            "complete": True,
            "spans": [{"id": "a", "start": 10, "end": 15, "label": "WEAPON"}],
        }
        for n in range(count)
    ]


@pytest.fixture
def workspace(tmp_path):
    workspace = project(tmp_path, articles(20))
    yield workspace
    workspace.close()


def config(release, name):
    return load_config(release / name / "config.cfg", interpolate=True)


def test_the_span_categorizer_looks_where_the_spans_are(workspace, tmp_path):
    released(workspace, tmp_path / "out", choices={"spans_key": "mine"})

    found = config(tmp_path / "out", "spancat")
    assert found["components"]["spancat"]["spans_key"] == "mine"
    assert found["training"]["score_weights"]["spans_mine_f"] == 1.0
    model = all_finding_model(tmp_path / "model", key="mine")
    kinds = {score.kind for score in scores(model, tmp_path / "out", "test")}
    assert kinds == {"ents", "spans_mine"}


def test_a_recogniser_is_configured_only_if_there_are_entities(workspace, tmp_path):
    released(workspace, tmp_path / "out", choices={"ents": "none"})

    assert not (tmp_path / "out" / "ner").exists()
    assert not (tmp_path / "out" / "labels" / "ner.json").exists()
    assert "train-ner" not in (tmp_path / "out" / "project.yml").read_text()
    assert (tmp_path / "out" / "spancat" / "config.cfg").exists()


def test_entities_whose_ends_were_moved_are_entities_all_the_same(tmp_path):
    workspace = project(tmp_path, guns(20))

    dropped = released(workspace, tmp_path / "dropped")
    moved = released(workspace, tmp_path / "moved", choices={"misaligned": "expand"})

    assert not (tmp_path / "dropped" / "ner").exists()
    assert not (tmp_path / "dropped" / "spancat").exists()
    assert sum(ledger.spans_lost for ledger in dropped.ledgers.values()) == 20
    assert (tmp_path / "moved" / "ner" / "config.cfg").exists()
    assert sum(ledger.spans_lost for ledger in moved.ledgers.values()) == 0
    workspace.close()


def test_long_spans_can_be_proposed(tmp_path):
    lines = guns(20)
    for line in lines:
        line["spans"] = [{"id": "a", "start": 0, "end": len(line["text"]), "label": "CASUALTY"}]
    workspace = project(tmp_path, lines)

    released(workspace, tmp_path / "out")

    suggester = config(tmp_path / "out", "spancat")["components"]["spancat"]["suggester"]
    assert (suggester["min_size"], suggester["max_size"]) == (1, 19)  # 18 words and a full stop
    workspace.close()


def test_the_lists_of_labels_are_as_spacy_writes_them(workspace, tmp_path):
    released(workspace, tmp_path / "out")

    labels = tmp_path / "out" / "labels"
    assert json.loads((labels / "spancat.json").read_text()) == [
        "ACTOR",
        "LOCATION",
        "WEAPON",
        "CASUALTY",
    ]
    actions = json.loads((labels / "ner.json").read_text())
    assert set(actions) == {"0", "1", "2", "3", "4", "5"}
    assert set(actions["1"]) == {"ACTOR", "LOCATION", "WEAPON", "CASUALTY"}


def test_the_language_is_that_of_most_documents(tmp_path):
    lines = [{**line, "meta": {"language": "uk"}} for line in articles(12)]
    workspace = project(tmp_path, lines)

    released(workspace, tmp_path / "out")

    assert config(tmp_path / "out", "ner")["nlp"]["lang"] == "uk"
    workspace.close()


def test_a_title_is_no_variable_of_the_project(workspace, tmp_path):
    released(workspace, tmp_path / "out", title="${vars.secret} & <b>")

    text = (tmp_path / "out" / "project.yml").read_text()
    assert "${vars.secret}" not in text
    assert "${vars.gpu}" in text
