# SPDX-License-Identifier: MIT
"""The sample corpus is current, and it is what the README promises."""

import importlib.util
import json
import sys
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
import spacy

from annotator.assets import corpora_dir
from annotator.checks.check import Subject
from annotator.checks.document import check_document
from annotator.checks.finding import Severity
from annotator.formats.format import ExportedDocument, ReadOptions, no_progress
from annotator.formats.jsonl import FORMAT
from annotator.model.annotations import Annotations
from annotator.model.records import EventFrame, Relation, Span
from annotator.schema.definition import Schema
from annotator.schema.files import default_schema
from annotator.text.tokens import TokenBoundaries
from tests.formats.exchange import files_of

CORPORA = Path(__file__).resolve().parents[2] / "corpora"
SOURCES = sorted(path.stem for path in CORPORA.glob("marked/*.txt"))
WHOLE = {Path("sample.jsonl"), Path("three-annotators.jsonl")}
UNFINISHED = {"halden-bridge", "sanakoro-convoy"}


@pytest.fixture(scope="module")
def build():
    spec = importlib.util.spec_from_file_location("sample_corpus_build", CORPORA / "build.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]


@pytest.fixture(scope="module")
def schema() -> Schema:
    return default_schema()


@pytest.fixture(scope="module")
def articles(build, schema) -> dict[str, ExportedDocument]:
    return {each.document.id: each for each in build.articles(schema)}


def layer_of(article: ExportedDocument) -> Annotations:
    return Annotations({record.id: record for record in article.layers[0].decoded()})


def findings_in(article: ExportedDocument, schema: Schema):
    text, language = article.document.text, article.info.language
    tokens = [token for token in spacy.blank(language)(text) if not token.is_space]
    boundaries = TokenBoundaries(
        [token.idx for token in tokens], [token.idx + len(token) for token in tokens]
    )
    return check_document(Subject(text, layer_of(article), schema, boundaries, language))


def test_the_sample_is_what_the_marked_articles_say(build, tmp_path):
    build.build(tmp_path)

    written = {path.relative_to(tmp_path) for path in tmp_path.rglob("*.*")}
    kept = {path.relative_to(CORPORA) for path in CORPORA.glob("articles/*")}
    stale = [
        path.as_posix()
        for path in sorted(written & kept | WHOLE)
        if (tmp_path / path).read_bytes() != (CORPORA / path).read_bytes()
    ]
    assert written == kept | WHOLE
    assert stale == []


def test_the_program_finds_the_sample():
    assert (corpora_dir() / "sample.jsonl").read_bytes() == (CORPORA / "sample.jsonl").read_bytes()


def test_the_importer_reads_the_sample_as_it_was_built(articles, schema):
    options = ReadOptions(schema, annotator="reader", language="en")

    read = list(FORMAT.read(files_of(FORMAT, CORPORA / "sample.jsonl"), options, no_progress))

    assert [each.document for each in read] == [each.document for each in articles.values()]
    assert [each.info for each in read] == [each.info for each in articles.values()]
    layers = {each.document.id: layer for each in read for layer in each.layers}
    for id, each in articles.items():
        built = each.layers[0]
        records = {record.id: record for record in layers[id].records} if id in layers else {}
        assert records == layer_of(each).records
        assert id not in layers or layers[id].complete == built.complete


def test_every_span_in_the_file_covers_the_text_it_names():
    for line in (CORPORA / "sample.jsonl").read_text(encoding="utf-8").split("\n")[:-1]:
        record = json.loads(line)
        for span in record["spans"]:
            assert record["text"][span["start"] : span["end"]] == span["text"], span


@pytest.mark.parametrize("id", SOURCES)
def test_an_article_has_no_error(articles, schema, id):
    errors = [one for one in findings_in(articles[id], schema) if one.severity is Severity.ERROR]

    assert errors == []


@pytest.mark.parametrize("id", sorted(set(SOURCES) - UNFINISHED))
def test_a_complete_article_has_no_warning_either(articles, schema, id):
    findings = findings_in(articles[id], schema)

    assert [one for one in findings if one.severity is not Severity.INFO] == []


@pytest.mark.parametrize("id", SOURCES)
def test_relations_and_events_are_those_the_schema_allows(articles, schema, id):
    layer = layer_of(articles[id])
    labels = {span.id: span.label for span in layer.spans()}

    for relation in layer.relations():
        ends = (labels[relation.source], labels[relation.target])
        assert ends in schema.relations[relation.type], relation
    for event in layer.events():
        assert event.type in schema.events.types
        assert event.modality in schema.events.modality
        for argument in event.arguments:
            assert labels[argument.target] in schema.events.roles[argument.role], event


@pytest.fixture(scope="module")
def reviewed(build, articles, schema) -> list[ExportedDocument]:
    made = [build.three_layers(each, schema) for each in articles.values()]
    return [each for each in made if each.layers]


def test_the_three_layers_are_complete_and_have_no_error(reviewed, schema):
    for each in reviewed:
        assert [layer.annotator for layer in each.layers] == ["ana", "ben", "chloe"]
        assert all(layer.complete for layer in each.layers)
        for number in range(3):
            only = replace(each, layers=each.layers[number : number + 1])
            found = findings_in(only, schema)
            assert [one for one in found if one.severity is Severity.ERROR] == []


def test_no_two_of_the_three_layers_are_the_same(reviewed):
    for each in reviewed:
        ana, ben, chloe = ({*map(repr, layer.decoded())} for layer in each.layers)
        assert ana - ben
        assert ben - chloe
        assert chloe - ana


def test_the_parts_of_a_total_make_the_total(articles):
    layer = layer_of(articles["lake-orro-market"])
    counts = {span.id: span.attributes.get("count") for span in layer.spans()}
    sums: dict[str, int] = {}

    for relation in layer.relations():
        if relation.type == "part_of_total" and relation.target.startswith("k"):
            sums[relation.target] = sums.get(relation.target, 0) + counts[relation.source]

    assert sums == {"k47": 47, "k53": 53}


def test_two_articles_are_left_to_do_and_one_of_them_is_untouched(articles):
    incomplete = {id for id, each in articles.items() if not each.layers[0].complete}

    assert incomplete == UNFINISHED
    assert len(layer_of(articles["halden-bridge"])) == 0
    assert len(layer_of(articles["sanakoro-convoy"])) > 0


def test_the_articles_are_of_the_length_of_news(articles):
    words = {id: len(each.document.text.split()) for id, each in articles.items()}

    assert {id: count for id, count in words.items() if not 150 <= count <= 450} == {}


def test_the_articles_hold_what_is_hard_to_get_right(articles):
    posts = articles["velin-posts"].document.text
    arabic = articles["tal-al-rumman"].document.text
    mixed = articles["wadi-al-sidr-statement"].document.text

    assert all(
        piece in posts
        for piece in ("\r\n", "\u00a0", "\u202f", "\u2028", "\u200d", "e\u0301", "😢")
    )
    assert unicodedata.normalize("NFC", posts) != posts
    assert max(map(ord, posts)) > 0xFFFF
    assert "١٢" in arabic
    assert "14" in arabic
    assert "airfield (مطار" in mixed


def test_all_kinds_of_annotation_occur(articles, schema):
    records = [record for each in articles.values() for record in each.layers[0].decoded()]
    labels = [record.label for record in records if isinstance(record, Span)]

    assert min(labels.count(label) for label in schema.labels) >= 30
    assert sum(isinstance(record, Relation) for record in records) >= 50
    assert sum(isinstance(record, EventFrame) for record in records) >= 10


def test_a_word_that_may_mean_two_things_is_refused(build, schema):
    mark = build.Mark(0, 1, "CASUALTY", ("killed", "none=1"), "t1")

    with pytest.raises(build.MarkError, match="no attribute 'none'"):
        build.attributes_of(mark, schema)


def test_a_bracket_that_is_not_closed_is_refused(build):
    with pytest.raises(build.MarkError, match="1 brackets are not closed"):
        build.Reader("[Drenak", "\n").read()
