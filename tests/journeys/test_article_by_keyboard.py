# SPDX-License-Identifier: MIT
"""An article annotated from the first span to the export, by key events alone."""

import json
from dataclasses import dataclass
from pathlib import Path

import pytest
import spacy
from spacy.tokens import DocBin

from annotator.assets import corpora_dir
from annotator.workspace.exporting import Target
from annotator.workspace.workspace import Workspace
from tests.journeys.keyboard import CTRL, SHIFT, Key, sit_down

SHARED = Path(__file__).parents[3] / "shared"
KEYS = {"ACTOR": Key.Key_1, "LOCATION": Key.Key_2, "WEAPON": Key.Key_3, "CASUALTY": Key.Key_4}


@dataclass(frozen=True)
class Meant:
    """What the person means to annotate: (start, end, label, attributes) of each span."""

    text: str
    spans: tuple


def of_the_sample():
    for line in (corpora_dir() / "sample.jsonl").read_text("utf-8").splitlines():
        article = json.loads(line)
        if article["id"] == "drenak-truce":
            return meant(article["text"], article["spans"])
    raise AssertionError("the sample has no such article")


def of_the_seed():
    if not (SHARED / "seed").is_dir():
        pytest.skip("the seed article in ../shared is not here")
    text = (SHARED / "seed" / "article.txt").read_bytes().decode("utf-8")
    return meant(text, json.loads((SHARED / "seed" / "gold.json").read_text("utf-8"))["spans"])


def meant(text, spans):
    ordered = sorted(spans, key=lambda span: (span["start"], -span["end"], span["label"]))
    return Meant(
        text,
        tuple(
            (
                span["start"],
                span["end"],
                span["label"],
                {name: value for name, value in span["attributes"].items() if value is not None},
            )
            for span in ordered
        ),
    )


@pytest.mark.timeout(600)
@pytest.mark.parametrize("article", [of_the_sample, of_the_seed])
def test_an_article_annotated_by_keys_alone_is_exported_as_it_was_meant(
    article, qtbot, tmp_path, capsys
):
    wanted = article()
    (tmp_path / "article.txt").write_bytes(wanted.text.encode("utf-8"))
    location = tmp_path / "p.corpus"
    workspace = Workspace.create(str(location), annotator="ann")
    workspace.import_paths([tmp_path / "article.txt"])
    workspace.close()

    person = sit_down(qtbot, location)
    annotate(person, wanted)
    person.press(Key.Key_Return, CTRL)
    assert person.workspace.layer("article").complete
    keys = person.pressed
    person.window.close()
    assert person.window.projects.project is None

    again = sit_down(qtbot, location)
    undo_and_redo_everything_of_the_last_minute(again)
    again.window.close()

    exported = export(location, tmp_path)
    assert spans_of(exported) == sorted(
        (start, end, label, wanted.text[start:end], attributes)
        for start, end, label, attributes in with_defaults(wanted)
    )
    assert exported["text"] == wanted.text
    assert exported["complete"] is True
    assert spacy_spans(tmp_path) == sorted(
        (start, end, label) for start, end, label, _ in wanted.spans
    )
    with capsys.disabled():
        count = len(wanted.spans)
        print(f"\n{article.__name__}: {keys} keys for {count} spans, {keys / count:.1f} a span")


def annotate(person, wanted):
    for start, end, label, attributes in wanted.spans:
        person.select(start, end)
        person.press(KEYS[label])
        span = person.workspace.layer("article").span(person.canvas.focused_span)
        assert (span.start, span.end, span.label) == (start, end, label)
        person.fill(attributes)
        person.press(Key.Key_Escape)


def undo_and_redo_everything_of_the_last_minute(person):
    before = dict(person.workspace.layer("article").records)
    person.press(Key.Key_Z, CTRL, times=12)
    assert dict(person.workspace.layer("article").records) != before
    person.press(Key.Key_Z, CTRL | SHIFT, times=12)
    assert dict(person.workspace.layer("article").records) == before


def with_defaults(wanted):
    """The defaults of the schema stay where the person said nothing else."""
    from annotator.schema.files import default_schema

    schema = default_schema()
    for start, end, label, attributes in wanted.spans:
        yield start, end, label, {**schema.defaults(label), **attributes}


def export(location, folder):
    workspace = Workspace.open(str(location), annotator="ann", read_only=True)
    ledger = workspace.export(Target(folder / "out.jsonl", "jsonl"))
    assert ledger.balanced
    assert workspace.export(Target(folder / "out.spacy", "spacy")).balanced
    workspace.close()
    (line,) = (folder / "out.jsonl").read_text("utf-8").splitlines()
    return json.loads(line)


def spans_of(line):
    return sorted(
        (span["start"], span["end"], span["label"], span["text"], span["attributes"])
        for span in line["spans"]
    )


def spacy_spans(folder):
    (doc,) = DocBin().from_disk(folder / "out.spacy").get_docs(spacy.blank("en").vocab)
    return sorted((span.start_char, span.end_char, span.label_) for span in doc.spans["sc"])
