# SPDX-License-Identifier: MIT
"""The article the project began with: three layers that differ become its gold, by keys alone."""

import json
from pathlib import Path

import pytest

from annotator.model.records import Relation, Span
from annotator.workspace.exporting import Target
from annotator.workspace.workspace import Workspace
from tests.journeys.keyboard import CTRL, Key
from tests.journeys.test_adjudication import Adjudicator

SEED = Path(__file__).parents[3] / "shared" / "seed"

pytestmark = pytest.mark.skipif(not SEED.is_dir(), reason="the seed article is not here")

# By the spans' ids in the gold standard, with their words: what each annotator did otherwise.
WITHOUT = {
    "ana": {"T13": "villages", "T51": "firepower", "T76": "sources"},
    "ben": {"T32": "jets", "T13": "villages", "T46": "military positions"},
    "chloe": {"T6": "Syrian army", "T48": "heavy casualties", "T32": "jets"},
}
COVERED = {
    "ana": {
        "T16": ("Idlib countryside", "Idlib"),
        "T41": ("Syrian Army General Command", "Syrian Army"),
    },
    "ben": {
        "T25": ("western Aleppo countryside", "western Aleppo"),
        "T16": ("Idlib countryside", "Idlib"),
    },
    "chloe": {"T57": ("at least 153", "153"), "T75": ("positions", "some of their positions")},
}
LABELLED = {
    "ana": {"T28": ("HTS-controlled areas", "ACTOR")},
    "ben": {"T55": ("UK-based war monitor", "LOCATION")},
    "chloe": {"T21": ("HTS positions", "WEAPON"), "T28": ("HTS-controlled areas", "ACTOR")},
}
VALUED = {
    "ana": {"T3": ("Armed groups", "actor_type", "state_military")},
    "ben": {"T23": ("Darat Izza", "precision", 3)},
    "chloe": {"T44": ("villages", "role", "scene")},
}
MARKED = {
    "ana": [("local reports", "ACTOR")],
    "ben": [("contested region", "LOCATION")],
    "chloe": [],
}
UNLINKED = {"ana": ["R1"], "ben": ["R3", "R7"], "chloe": ["R2"]}


def seed() -> tuple[str, list[dict], list[dict]]:
    """The text, and the spans and relations of gold."""
    gold = json.loads((SEED / "gold.json").read_text("utf-8"))
    text = (SEED / "article.txt").read_bytes().decode("utf-8")
    spans = [
        {
            "id": one["id"],
            "label": one["label"],
            "start": one["start"],
            "end": one["end"],
            "attributes": {k: v for k, v in one["attributes"].items() if v is not None},
        }
        for one in gold["spans"]
    ]
    links = [
        {key: one[key] for key in ("id", "type", "source", "target")} for one in gold["relations"]
    ]
    return text, spans, links


def layer(name: str) -> dict:
    """What one annotator made of the article: gold, but for what is listed above."""
    text, spans, links = seed()
    made = []
    for one in spans:
        id, words = one["id"], text[one["start"] : one["end"]]
        if id in WITHOUT[name]:
            assert WITHOUT[name][id] == words
            continue
        if id in COVERED[name]:
            before, after = COVERED[name][id]
            assert before == words
            start = text.index(after, max(0, one["start"] - len(after)))
            one |= {"start": start, "end": start + len(after)}
        if id in LABELLED[name]:
            assert LABELLED[name][id][0] == words
            one |= {"label": LABELLED[name][id][1], "attributes": {}}
        if id in VALUED[name]:
            before, attribute, value = VALUED[name][id]
            assert before == words
            one["attributes"] |= {attribute: value}
        made.append(one)
    for number, (words, label) in enumerate(MARKED[name]):
        start = text.index(words)
        made.append({"id": f"M{number}", "label": label, "start": start, "end": start + len(words)})
    there = {one["id"] for one in made}
    kept = [
        one
        for one in links
        if {one["source"], one["target"]} <= there and one["id"] not in UNLINKED[name]
    ]
    head = {"id": "seed", "text": text, "annotator": name, "complete": True}
    return {**head, "spans": made, "relations": kept}


def meant(workspace: Workspace, annotator: str, records) -> frozenset:
    """What records say, whatever their ids: spans with attributes, links by what they link."""
    spans = workspace.layer("seed", annotator)

    def place(id: str):
        span = spans.span(id)
        return (span.label, span.fragments) if span is not None else None

    found = set()
    for one in records:
        if isinstance(one, Span):
            found.add((one.label, one.fragments, frozenset(one.attributes.items())))
        elif isinstance(one, Relation):
            found.add((one.type, place(one.source), place(one.target)))
    return frozenset(found)


@pytest.fixture
def location(tmp_path) -> str:
    source = tmp_path / "seed.jsonl"
    text, spans, links = seed()
    truth = {"id": "seed", "text": text, "annotator": "truth", "complete": True}
    lines = [layer(name) for name in ("ana", "ben", "chloe")]
    source.write_text("".join(json.dumps(one) + "\n" for one in lines), "utf-8")
    workspace = Workspace.create(str(tmp_path / "seed.corpus"), annotator="lead")
    workspace.import_paths([source])
    workspace.close()
    other = tmp_path / "truth.jsonl"
    other.write_text(json.dumps({**truth, "spans": spans, "relations": links}) + "\n", "utf-8")
    return str(tmp_path / "seed.corpus")


@pytest.fixture
def adjudicator(location, qtbot):
    made = Adjudicator(location, qtbot)
    yield made
    made.close()


def right_key(adjudicator, truth: frozenset):
    """The key that takes the right version of the item that is shown."""
    item, screen = adjudicator.item, adjudicator.screen
    said = [meant(adjudicator.workspace, one.annotators[0], one.records) for one in item.candidates]
    right = [n for n, found in enumerate(said) if found and found <= truth]
    assert len(right) < 2, item
    suggestion = screen.suggestion
    if not right:
        return Key.Key_0
    if suggestion is not None and suggestion.candidate == right[0]:
        return Key.Key_Space
    row = screen.review.lanes.index(item.candidates[right[0]].annotators[0])
    return Key(Key.Key_1 + row)


def test_the_seed_article_becomes_its_gold_and_comes_back_from_the_export_the_same(
    adjudicator, tmp_path, capsys
):
    known = Workspace.create(str(tmp_path / "truth.corpus"), annotator="truth")
    known.import_paths([tmp_path / "truth.jsonl"])
    wanted = meant(known, "truth", known.layer("seed", "truth").records.values())
    known.close()
    disagreements, kinds = adjudicator.left(), set()
    assert disagreements > 15

    while adjudicator.item is not None:
        kinds |= {kind.value for kind in adjudicator.item.kinds}
        before = adjudicator.left()
        adjudicator.press(right_key(adjudicator, wanted))
        assert adjudicator.left() < before
    adjudicator.press(Key.Key_Return, CTRL)

    workspace = adjudicator.workspace
    gold = workspace.layer("seed", "gold")
    assert gold.complete
    assert kinds == {"missing", "boundary", "label", "attribute", "relation"}
    assert meant(workspace, "gold", gold.records.values()) == wanted
    for suffix in ("jsonl", "spacy"):
        again = Workspace.create(str(tmp_path / f"{suffix}.corpus"), annotator="lead")
        target = tmp_path / f"gold.{suffix}"
        workspace.export(Target(target, suffix, annotator="gold"))
        again.import_paths([target])
        (id,) = [row.id for row in again.documents()]
        names = [name for name in again.annotators() if again.layer(id, name).records]
        spans = {one for one in wanted if isinstance(one[2], frozenset)}
        there = again.layer(id, names[0])
        found = {
            (one.label, one.fragments, frozenset(one.attributes.items())) for one in there.spans()
        }
        assert again.document(id).text == workspace.document("seed").text
        assert found == spans
        if suffix == "jsonl":
            assert dict(there.records) == dict(gold.records)
        again.close()
    with capsys.disabled():
        per_item = adjudicator.keys / disagreements
        print(
            f"\nseed: {adjudicator.keys} keys for {disagreements} differences, {per_item:.2f} each"
        )
