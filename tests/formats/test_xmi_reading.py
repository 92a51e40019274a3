# SPDX-License-Identifier: MIT
from collections import Counter
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from annotator.errors import ProblemsError
from annotator.formats import webanno, xmi
from annotator.formats.format import AnyLabel
from annotator.formats.registry import format_for
from annotator.model.records import (
    DocumentInfo,
    DocumentLabel,
    Entity,
    EventFrame,
    Note,
    Relation,
    Span,
)
from tests.formats.exchange import read_back

GOLDEN = Path(__file__).parent / "golden" / "xmi"
TYPED = GOLDEN / "references_arrays_and_numbers_by_type_system"
UNTYPED = GOLDEN / "coreference_chain_and_relation_without_type_system.xmi"
DATA = Path(__file__).parents[3] / "shared" / "data"
SUITE = DATA / "tsv3-inception-suite" / "tsv3-suite"
with_data = pytest.mark.skipif(not DATA.is_dir(), reason="the sets of real files are not here")


def read(*paths: Path, **given):
    return read_back(xmi.FORMAT, *paths, **{"accepted": AnyLabel(), **given})


def refused(*paths: Path, **given) -> str:
    with pytest.raises(ProblemsError) as found:
        read(*paths, **given)
    return str(found.value)


def spans_of(item):
    records = item.layers[0].records
    return [(s.surface(item.document.text), s.label) for s in records if isinstance(s, Span)]


def relations_of(item):
    records = item.layers[0].records
    spans = {r.id: r.surface(item.document.text) for r in records if isinstance(r, Span)}
    return [(spans[r.source], r.type, spans[r.target]) for r in records if isinstance(r, Relation)]


def changed(folder: Path, old: str, new: str, *, source: Path = UNTYPED, name="x.xmi") -> Path:
    """Write a golden file with one thing changed."""
    text = source.read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new), encoding="utf-8")
    return folder / name


def test_a_type_system_tells_references_arrays_numbers_and_inherited_features():
    notes = []
    (item,) = read(TYPED / "report.xmi", note=notes.append)

    assert spans_of(item) == [
        ("Blaue Garde", "ACTOR"),
        ("Kavrin", "LOCATION"),
        ("shelled", "12"),
        ("port", "LOCATION"),
    ]
    assert item.layers[0].records[0].attributes == {
        "size": 12,
        "certainty": 0.5,
        "armed": True,
        "aliases": ("Blue Guard", "BG"),
    }
    assert item.info.language == "de"
    assert "left out, not in the index of its view: 1" in notes


def test_without_a_type_system_chains_relations_and_values_are_read():
    notes = []
    item, translation = read(UNTYPED, note=notes.append)

    assert spans_of(item) == [
        ("Red Column", "ACTOR"),
        ("Mossa", "LOCATION"),
        ("they", "pronoun"),
    ]
    assert relations_of(item) == [("Red Column", "left", "Mossa"), ("Red Column", "ana", "they")]
    assert [r.mentions for r in item.layers[0].records if isinstance(r, Entity)] == [("s1", "s3")]
    assert item.layers[0].records[0].attributes == {"identifier": "4"}
    assert (item.info.title, item.info.meta) == ("Field notes", {"documentId": "CURATION_USER"})
    assert translation.document.text == "Die Rote Kolonne"
    assert "files without a type system: their features were read as text: 1" in notes
    assert any("files of several views" in note for note in notes)


def test_our_own_types_give_events_notes_labels_and_facts():
    (item,) = read(GOLDEN / "events_notes_and_facts_of_our_own_types" / "notes.xmi")

    text = item.document.text
    (layer,) = item.layers
    strike, retreat = (r for r in layer.records if isinstance(r, EventFrame))
    spans = {r.id: r.surface(text) for r in layer.records if isinstance(r, Span)}
    (relation,) = (r for r in layer.records if isinstance(r, Relation))
    assert (item.document.id, layer.annotator, layer.complete) == ("notes/1", "anna", True)
    assert item.info == DocumentInfo(
        title="Field notes",
        source="desk",
        date="2026-03-03",
        language="en",
        tags=("front",),
        meta={"page": 3},
    )
    assert (strike.type, text[slice(*strike.trigger)], text[slice(*strike.time)]) == (
        "strike",
        "shelled",
        "Monday",
    )
    assert (strike.modality, strike.time_value, spans[strike.reported_by]) == (
        "alleged",
        "2026-03-02",
        "the mayor",
    )
    assert [(a.role, a.target) for a in strike.arguments] == [
        ("agent", "s1"),
        ("target", "s2"),
        ("followed by", retreat.id),
    ]
    assert (relation.type, relation.source, relation.target) == ("then", strike.id, retreat.id)
    assert [r.attributes for r in layer.records if isinstance(r, Entity)] == [
        {"wiki": "Q1"},
        {"wiki": "Q2"},
    ]
    assert [(r.name, r.value) for r in layer.records if isinstance(r, DocumentLabel)] == [
        ("topic", "war")
    ]
    assert [(r.text, r.target) for r in layer.records if isinstance(r, Note)] == [
        ("Check this.\nTwice.", relation.id),
        ("Whole text", ""),
    ]
    assert layer.records[0].attributes == {"weapon type": "rocket"}


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('timeBegin="28"', 'timeBegin="99"', "timeBegin: annotator.Event: UTF-16 offset 99"),
        ('reportedBy="7"', 'reportedBy="70"', "there is no record with the xmi:id 70"),
        ('role="agent" target="4"', 'role="agent" target="40"', "there is no argument"),
        ("&quot;tags&quot;: [&quot;front&quot;]", "&quot;tags&quot;: 1", "tags must be a list"),
    ],
)
def test_own_types_that_contradict_themselves_are_refused(tmp_path, old, new, sentence):
    source = GOLDEN / "events_notes_and_facts_of_our_own_types" / "notes.xmi"

    assert sentence in refused(changed(tmp_path, old, new, source=source))


def test_one_view_is_read_if_it_is_chosen():
    (item,) = read(UNTYPED, choices={"view": "translation"})

    assert item.document.text == "Die Rote Kolonne"


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('begin="16" end="21" value', 'begin="16" end="77" value', "x.xmi:8: end: "),
        ('begin="16" end="21" value', 'begin="16" end="x" value', "x.xmi:8: end: 'x' is no whole"),
        ('begin="16" end="21" value', 'begin="22" end="21" value', "it ends before it starts"),
        ('Governor="4"', 'Governor="44"', "x.xmi:9: Governor: there is no element with the xmi:id"),
        ('xmi:id="5" sofa', 'xmi:id="4" sofa', "line 8: two elements have the xmi:id 4"),
        ('<cas:NULL xmi:id="0"/>', "<cas:NULL", "x.xmi:4: not XML"),
        ("<xmi:XMI ", "<!DOCTYPE x []><xmi:XMI ", "a document type declaration"),
        ('sofaString="', 'sofaURI="', "its text is not in the file"),
        ('sofaString="', 'other="', "it has no text"),
        ("xmi:XMI", "xmi:XCAS", "this is no XMI"),
    ],
)
def test_what_contradicts_itself_is_refused_with_its_place(tmp_path, old, new, sentence):
    assert sentence in refused(changed(tmp_path, old, new))


def test_a_place_inside_a_character_is_refused_with_its_line(tmp_path):
    path = changed(
        tmp_path, 'begin="3" end="14"', 'begin="1" end="14"', source=TYPED / "report.xmi"
    )

    assert "x.xmi:5: begin: conflict.Party: UTF-16 offset 1 is inside a character" in refused(path)


def test_a_type_that_the_type_system_does_not_have_is_refused_with_its_name(tmp_path):
    (tmp_path / "TypeSystem.xml").write_bytes((TYPED / "TypeSystem.xml").read_bytes())
    path = changed(tmp_path, "conflict:Strike ", "conflict:Raid ", source=TYPED / "report.xmi")
    notes = []

    sentence = refused(path)
    (item,) = read(path, choices={"unknown-types": "leave-out"}, note=notes.append)

    assert "x.xmi: conflict.Raid: the type system has no such type (1 elements)" in sentence
    assert ("shelled", "12") not in spans_of(item)
    assert "left out, the type system has no type conflict.Raid: 1" in notes


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_file_is_recognised_in_any_encoding(tmp_path, encoding):
    text = UNTYPED.read_text(encoding="utf-8").replace("UTF-8", encoding.removesuffix("-sig"))
    (tmp_path / "x.xmi").write_bytes(text.encode(encoding))

    assert format_for(tmp_path / "x.xmi").id == "xmi"
    assert len(read(tmp_path / "x.xmi")) == 2


@pytest.mark.parametrize("place", [".", ".."])
@pytest.mark.parametrize("name", ["TypeSystem.xml", "typesystem.xml", "mine.xml"])
def test_the_type_system_is_found_in_the_folder_or_by_its_name_above(tmp_path, place, name):
    folder = tmp_path / "a" / "b"
    folder.mkdir(parents=True)
    (folder / "report.xmi").write_bytes((TYPED / "report.xmi").read_bytes())
    (folder / place / name).write_bytes((TYPED / "TypeSystem.xml").read_bytes())

    (item,) = read(tmp_path)

    is_found = place == "." or name != "mine.xml"
    assert item.layers[0].records[0].attributes["size"] == (12 if is_found else "12")


def test_a_type_system_that_is_none_is_refused_with_its_name(tmp_path):
    (tmp_path / "TypeSystem.xml").write_text("<x/>")
    (tmp_path / "x.xmi").write_bytes(UNTYPED.read_bytes())

    assert "x.xmi: the type system TypeSystem.xml: it is no typeSystemDescr" in refused(tmp_path)


def test_a_zip_holds_the_text_and_its_type_system_whatever_its_names_are(tmp_path):
    with ZipFile(tmp_path / "anna.zip", "w", ZIP_DEFLATED) as archive:
        archive.write(TYPED / "report.xmi", "../../etc/report.xmi")
        archive.write(TYPED / "TypeSystem.xml", "../../etc/TypeSystem.xml")
        archive.write(UNTYPED, "more/other.xmi")

    first, second, _ = read(tmp_path / "anna.zip")

    assert format_for(tmp_path / "anna.zip").id == "xmi"
    assert first.layers[0].records[0].attributes["size"] == 12
    assert (first.document.id, second.document.id) == ("anna", "anna/more/other")
    assert [path.name for path in tmp_path.iterdir()] == ["anna.zip"]


def test_a_zip_that_would_grow_too_large_is_refused(tmp_path):
    with ZipFile(tmp_path / "x.zip", "w", ZIP_DEFLATED) as archive:
        archive.writestr("x.xmi", b" " * 3_000_000)

    assert "it has unpacked 3,000,000 bytes" in refused(tmp_path / "x.zip", max_bytes=1_000_000)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [(b"PK\x03\x04rest", "the zip file is damaged"), (None, "the zip file holds no .xmi file")],
)
def test_a_zip_without_xmi_is_refused(tmp_path, data, sentence):
    path = tmp_path / "x.zip"
    if data is None:
        with ZipFile(path, "w") as archive:
            archive.writestr("a.txt", "x")
    else:
        path.write_bytes(data)

    assert sentence in refused(path)


def test_annotators_of_one_document_are_its_layers(tmp_path):
    for folder, name in (("annotation", "anna"), ("curation", "CURATION_USER")):
        place = tmp_path / folder / "notes.txt"
        place.mkdir(parents=True)
        with ZipFile(place / f"{name}.zip", "w") as archive:
            archive.write(TYPED / "report.xmi", f"{name}.xmi")
            archive.write(TYPED / "TypeSystem.xml", "TypeSystem.xml")

    (item,) = read(tmp_path)

    assert item.document.id == "notes.txt"
    assert {layer.annotator for layer in item.layers} == {"anna", "CURATION_USER"}


def test_uima_cas_json_is_recognised_and_refused(tmp_path):
    path = tmp_path / "x.json"
    path.write_text('{ "%TYPES" : {}, "%FEATURE_STRUCTURES" : [] }')

    assert format_for(path).id == "xmi"
    assert "UIMA CAS JSON, which is not read" in refused(path)


def test_layers_of_pipelines_are_read_when_they_are_chosen():
    item, _ = read(UNTYPED, choices={"layer": "NamedEntity, Tie"})

    assert spans_of(item) == [("Red Column", "ACTOR"), ("Mossa", "LOCATION")]
    assert refused(UNTYPED, choices={"layer": "Token"}).count("UTF-16 offset 999") == 1


def same_in_both(folder: Path) -> bool:
    """Return whether a case of the suite has the same text and records as TSV and as XMI.

    The XMI is of an older layer, NamedEntity, with another name for a number.
    """
    given = {"accepted": AnyLabel(), "note": lambda note: None, "choices": {"layers": "none"}}
    (tsv,) = read_back(webanno.FORMAT, folder / "reference.tsv", **given)
    (cas,) = read_back(xmi.FORMAT, folder / "reference.xmi", **given)
    return known(tsv) == known(cas)


def known(item) -> tuple:
    spans, found = {}, []
    for record in item.layers[0].records:
        if isinstance(record, Span):
            label = record.label.replace("NamedEntity", "Span")
            spans[record.id] = (label, record.fragments, sorted(record.attributes.items()))
        elif isinstance(record, Relation):
            values = [(k.replace("integer", "int"), v) for k, v in record.attributes.items()]
            found.append((record.type, spans[record.source], spans[record.target], sorted(values)))
        elif isinstance(record, Entity):
            found.append(("entity", sorted(spans[id] for id in record.mentions)))
    return item.document.text, sorted(map(repr, (*spans.values(), *found)))


WHITE_SPACE_THAT_NO_TSV_CAN_HOLD = {
    "testAnnotationWithLeadingWhitespace",
    "testAnnotationWithLeadingWhitespaceAtStart",
    "testAnnotationWithTrailingWhitespace",
    "testAnnotationWithTrailingWhitespaceAtEnd",
    "testZeroWidthAnnotationBeyondLastTokenIsMovedToEndOfLastToken",
}


@with_data
def test_every_case_of_the_reference_suite_is_the_same_as_tsv_and_as_xmi():
    cases = [path.parent for path in sorted(SUITE.glob("*/reference.xmi"))]

    different = {folder.name for folder in cases if not same_in_both(folder)}

    assert len(cases) == 73
    assert different == WHITE_SPACE_THAT_NO_TSV_CAN_HOLD


@with_data
@pytest.mark.parametrize(
    ("name", "documents", "refusals", "kinds"),
    [
        # 228 in SOURCE.txt: 176 spans, 15 relations, 8 of pipelines, 26 without characters, and 3
        # links of a second chain over spans of the first
        ("tsv3-inception-suite", 73, 0, {"span": 176, "relation": 35, "entity": 5}),
        # 59: 33 spans, 5 without characters, 9 of tag sets, 12 in files that have no text
        ("xmi-cassis", 20, 8, {"span": 33, "relation": 4}),
        # 38: 16 spans, 9 relations, 13 of tag sets
        ("xmi-inception", 4, 0, {"span": 16, "relation": 9}),
    ],
)
def test_the_real_files_give_what_their_source_counts(name, documents, refusals, kinds):
    refusal = []
    items = [
        item
        for path in sorted((DATA / name).rglob("*.xmi"))
        for item in read(path, good_only=True, refused=refusal.extend, note=lambda note: None)
    ]

    found = Counter(record.kind for item in items for record in item.layers[0].records)
    assert len(items) == documents
    assert len(refusal) == refusals
    assert all("text" in problem.message for problem in refusal)
    assert found == kinds
