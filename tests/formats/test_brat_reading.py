# SPDX-License-Identifier: MIT
from pathlib import Path
from shutil import copy

import pytest

from annotator.errors import ProblemsError
from annotator.formats.brat import FORMAT
from annotator.formats.format import AnyLabel
from annotator.model.records import Argument, Entity, EventFrame, Note, Relation, Span
from tests.formats.exchange import read_back, schema

GOLDEN = Path(__file__).parent / "golden" / "brat"


def read(*paths: Path, **given):
    return read_back(FORMAT, *paths, **{"accepted": AnyLabel(), **given})


def golden(name: str, **given):
    (item,) = read(GOLDEN / name, **given)
    return item


def pair(folder: Path, text: str, annotations: str) -> Path:
    (folder / "x.txt").write_bytes(text.encode())
    (folder / "x.ann").write_bytes(annotations.encode())
    return folder / "x.ann"


def refused(path: Path, **given) -> list[str]:
    with pytest.raises(ProblemsError) as found:
        read(path, **given)
    return [str(problem) for problem in found.value.problems]


def records_of(item, kind):
    return {r.id: r for layer in item.layers for r in layer.records if isinstance(r, kind)}


def spans_of(item):
    return [
        (span.id, span.label, span.surface(item.document.text))
        for span in records_of(item, Span).values()
    ]


def test_spans_that_nest_repeat_or_have_pieces_are_all_read():
    item = golden("nested_identical_and_discontinuous.ann")

    assert spans_of(item) == [
        ("T1", "ACTOR", "Tel Orvan Brigade"),
        ("T2", "LOCATION", "Tel Orvan"),
        ("T3", "ACTOR", "Tel Meron brigades"),
        ("T4", "TARGET", "Orvan bridge"),
        ("T5", "LOCATION", "Orvan bridge"),
    ]
    assert records_of(item, Span)["T3"].fragments == ((26, 35), (36, 44))


def test_events_hold_triggers_times_sources_and_other_events():
    item = golden("events_before_their_triggers.ann")
    events = records_of(item, EventFrame)

    assert events["E1"] == EventFrame(
        "E1",
        "Attack",
        (7, 14),
        (Argument("Agent", "T1"), Argument("Theme", "T3"), Argument("Theme2", "T7")),
        modality="claimed",
        time=(28, 34),
        reported_by="T5",
    )
    assert events["E2"] == EventFrame(
        "E2", "Death", (68, 74), (Argument("Cause", "E1"),), attributes={"Negation": True}
    )
    assert [id for id, _, _ in spans_of(item)] == ["T1", "T3", "T5", "T7"]


def test_triggers_are_spans_too_when_that_is_chosen():
    item = golden("events_before_their_triggers.ann", choices={"triggers": "spans"})

    assert ("T2", "Attack", "shelled") in spans_of(item)
    assert len(spans_of(item)) == 7


def test_the_number_of_triggers_that_are_no_spans_is_told():
    notes = []

    golden("events_before_their_triggers.ann", note=notes.append)

    assert (
        "triggers and times that are parts of their events and no spans (triggers=spans): 3"
        in notes
    )


def test_relations_groups_references_and_comments_are_read():
    item = golden("events_before_their_triggers.ann")

    assert records_of(item, Relation) == {
        "R1": Relation("R1", "caused_by", "T7", "E1", {"certain": True}),
        "R2": Relation(
            "R2", "Coref", "T5", "T1", {"source_role": "Anaphora", "target_role": "Antecedent"}
        ),
    }
    assert list(records_of(item, Entity).values()) == [
        Entity("equiv", ("T1", "T5")),
        Entity(
            "N1",
            ("T3",),
            {"resource": "Gazetteer", "id": "42", "text": "Tel Orvan, the town"},
        ),
    ]
    assert [(note.target, note.text) for note in records_of(item, Note).values()] == [
        ("E1", "Reference: Events:7"),
        ("T1", "Who are they?"),
        ("T3", "Translation: تل أورفان"),
        ("E1", "modality: says the ministry"),
    ]


def test_attributes_have_the_type_that_the_schema_gives_them(tmp_path):
    path = pair(
        tmp_path,
        "40 dead",
        "T1\tCASUALTY 0 7\t40 dead\nA1\tcount T1 40\nA2\tsize T1 40\nA3\tsource T1 a b\n",
    )

    (item,) = read(path)

    assert schema().attributes_of("CASUALTY")["count"].type == "int"
    assert records_of(item, Span)["T1"].attributes == {"count": 40, "size": "40", "source": "a b"}


def test_several_values_of_one_attribute_become_a_list(tmp_path):
    path = pair(tmp_path, "Orvan", "T1\tX 0 5\tOrvan\nA1\tis T1 a\nA2\tis T1 b\nA3\tis T1 c\n")

    (item,) = read(path)

    assert records_of(item, Span)["T1"].attributes == {"is": ("a", "b", "c")}


def test_fields_parted_by_tabs_and_words_with_raw_line_breaks_are_read():
    item = golden("tabs_and_raw_line_breaks.ann")

    assert spans_of(item) == [
        ("T1", "ORG", "Загін «Тихий\nМлин»"),
        ("T2", "LOC", "Орвана"),
    ]


def test_line_breaks_may_be_blanks_or_part_the_pieces_of_a_span():
    item = golden("line_breaks_as_blanks_and_as_pieces.ann")

    assert spans_of(item) == [
        ("T1", "LOCATION", "Tel\nOrvan"),
        ("T2", "LOCATION", "Tel\nOrvan"),
        ("T3", "LOCATION", "Hill\r\n  of Crows"),
    ]


def test_pieces_between_line_breaks_stay_when_that_is_chosen():
    item = golden("line_breaks_as_blanks_and_as_pieces.ann", choices={"line_breaks": "keep"})

    assert records_of(item, Span)["T2"].fragments == ((15, 18), (19, 24))


def test_an_emoji_counts_once():
    assert spans_of(golden("emoji_count_once.ann")) == [("T1", "LOCATION", "Orvan")]


def test_utf_16_offsets_are_refused_with_the_choice_that_reads_them():
    path = GOLDEN / "emoji_count_twice.ann"

    (sentence,) = refused(path)
    item = golden(path.name, choices={"offsets": "utf16"})

    assert sentence.startswith("emoji_count_twice.ann:1: T1: ")
    assert "UTF-16" in sentence
    assert sentence.endswith("offsets=utf16 reads them")
    assert spans_of(item) == [("T1", "LOCATION", "Orvan")]


def test_offsets_that_count_crlf_once_are_refused_with_the_choice_that_reads_them():
    path = GOLDEN / "crlf_counted_once.ann"

    (sentence,) = refused(path)
    item = golden(path.name, choices={"offsets": "line-feeds"})

    assert sentence.endswith("offsets=line-feeds reads them")
    assert spans_of(item) == [("T1", "LOCATION", "Orvan")]


def test_an_utf_16_offset_inside_a_character_is_refused(tmp_path):
    path = pair(tmp_path, "🚀 Orvan", "T1\tX 1 3\t\n")

    assert "inside a character" in refused(path, choices={"offsets": "utf16"})[0]


@pytest.mark.parametrize("name", ["mark_that_counts", "mark_that_does_not_count"])
def test_a_byte_order_mark_is_counted_if_the_words_say_so(name):
    item = golden(f"{name}.ann")

    assert item.document.text.startswith("Orvan")
    assert [(s.start, s.end) for s in records_of(item, Span).values()] == [(0, 5), (12, 17)]


def test_bionlp_files_are_read_together():
    item = golden("bionlp.a1")

    assert item.document.id == "bionlp"
    assert spans_of(item) == [("T1", "ACTOR", "Rebels"), ("T2", "LOCATION", "Orvan")]
    assert records_of(item, EventFrame)["E1"].attributes == {"Speculation": True}


def test_a_joined_file_makes_the_parts_beside_it_superfluous(tmp_path):
    for name in ("bionlp.txt", "bionlp.a1", "bionlp.a2"):
        copy(GOLDEN / name, tmp_path / name)
    (tmp_path / "bionlp.ann").write_text("T1\tX 0 6\tRebels\n")

    (item,) = read(tmp_path)

    assert spans_of(item) == [("T1", "X", "Rebels")]


def test_an_empty_file_gives_a_document_without_a_layer():
    item = golden("empty.ann")

    assert item.document.text == "Nothing was annotated here.\n"
    assert item.layers == ()


def test_annotations_without_their_text_are_refused_with_the_name_of_the_file():
    assert refused(GOLDEN / "without_text.ann") == [
        "without_text.ann: there is no without_text.txt beside it, the text that it is about"
    ]


def test_a_text_may_be_called_as_the_annotations_without_their_suffix(tmp_path):
    (tmp_path / "x.txt").write_text("Orvan")
    (tmp_path / "x.txt.ann").write_text("T1\tX 0 5\tOrvan\n")

    (item,) = read(tmp_path)

    assert spans_of(item) == [("T1", "X", "Orvan")]


def test_everything_that_is_wrong_is_told_with_its_line():
    sentences = refused(GOLDEN / "everything_wrong.ann")

    assert sentences == [
        f"everything_wrong.ann:{sentence}"
        for sentence in (
            "1: T1: the file says 'Orvam', the text has 'Orvan' at 0..5",
            "2: T2: 90..95 is no stretch of a text of 12 characters; the file says 'Orvan', "
            "the text ends before",
            "3: T3: the start, 3, must be less than the end, 3",
            "4: R1: there is no 'T9' in this document",
            "5: A1: there is no 'T8' in this document",
            "6: E1: its trigger 'T7' is no text-bound line of this document",
            "7: E2: the event has no trigger in the text",
            "8: #1: there is no 'T6' in this document",
            "9: T1: the id 'T1' is that of an earlier line too",
            '10: "no line of brat\'s" is not written as brat writes a line'.replace('"', "'"),
            "11: *: there is no 'T5' in this document",
            "12: N1: there is no 'X1' in this document",
        )
    ]


def test_labels_that_the_schema_does_not_have_are_listed():
    sentences = refused(GOLDEN / "nested_identical_and_discontinuous.ann", accepted=None)

    assert len(sentences) == 1
    assert "the schema has no label 'TARGET' (one span)" in sentences[0]


@pytest.mark.parametrize(
    "line",
    [
        "T1\tX 0 5 Orvan",
        "T1 X 0 5\tOrvan",
        "T1\tX five 5\tOrvan",
        "T1\tX -1 5\tOrvan",
        "R1\tnear Arg1:T1",
        "R1\tnear Arg1:T1 Arg2:T1 Arg3:T1",
        "E1\tFall:",
        "A1\tsure",
        "N1\tReference T1",
        "*\tEquiv",
        "Z1\tX",
        "#1\tAnnotatorNotes",
    ],
)
def test_a_line_that_is_written_otherwise_is_refused(tmp_path, line):
    path = pair(tmp_path, "Orvan", f"T9\tX 0 5\tOrvan\n{line}\n")

    (sentence,) = refused(path)

    assert sentence.startswith("x.ann:2: ")
    assert sentence.endswith("is not written as brat writes a line")


@pytest.mark.parametrize(
    ("surface", "text"),
    [
        ("Tel Orvan", "Tel\nOrvan"),
        ("Tel  Orvan", "Tel\r\nOrvan"),
        ("Tel Orvan", "Tel\r\nOrvan"),
        ("Tel\\nOrvan", "Tel\nOrvan"),
        ("Tel\nOrvan", "Tel\nOrvan"),
        ("Tel\nOrvan", "Tel\r\nOrvan"),
        ("Tel Orvan\tmore", "Tel Orvan"),
        ("Tel\tOrvan", "Tel\tOrvan"),
    ],
)
def test_words_may_be_written_in_the_ways_of_brat_and_its_like(tmp_path, surface, text):
    path = pair(tmp_path, text, f"T1\tX 0 {len(text)}\t{surface}\nT2\tX 0 3\tTel\n")

    (item,) = read(path)

    assert spans_of(item) == [("T1", "X", text), ("T2", "X", "Tel")]


def test_an_event_without_a_trigger_but_with_two_ends_becomes_a_relation(tmp_path):
    path = pair(
        tmp_path,
        "Orvan near Meron",
        "T1\tX 0 5\tOrvan\nT2\tX 11 16\tMeron\nE1\tNear Figure:T1 Ground:T2\n",
    )

    (item,) = read(path)

    assert records_of(item, Relation)["E1"] == Relation(
        "E1", "Near", "T1", "T2", {"source_role": "Figure", "target_role": "Ground"}
    )


def test_a_trigger_that_more_than_events_refer_to_is_a_span_too(tmp_path):
    path = pair(
        tmp_path,
        "Orvan fell",
        "T1\tX 0 5\tOrvan\nT2\tFall 6 10\tfell\nE1\tFall:T2 What:T1\nR1\tof Arg1:T2 Arg2:T1\n",
    )

    (item,) = read(path)

    assert [id for id, _, _ in spans_of(item)] == ["T1", "T2"]
    assert records_of(item, EventFrame)["E1"].trigger == (6, 10)


def test_a_trigger_of_several_pieces_gives_the_event_the_first_and_stays_a_span(tmp_path):
    path = pair(tmp_path, "put it down", "T1\tPut 0 3;7 11\tput down\nE1\tPut:T1\n")

    (item,) = read(path)

    assert records_of(item, EventFrame)["E1"].trigger == (0, 3)
    assert records_of(item, Span)["T1"].fragments == ((0, 3), (7, 11))


def test_folders_of_annotators_become_layers(tmp_path):
    for name in ("anna", "ben"):
        (tmp_path / name).mkdir()
        pair(tmp_path / name, "Orvan", "T1\tX 0 5\tOrvan\n" if name == "anna" else "")

    (item,) = read(tmp_path)

    assert item.document.id == "x"
    assert [(layer.annotator, len(layer.records)) for layer in item.layers] == [
        ("anna", 1),
        ("ben", 0),
    ]


def test_good_documents_are_read_beside_bad_ones_when_that_is_asked():
    refusals = []

    items = read(GOLDEN, good_only=True, refused=refusals.extend)

    assert "everything_wrong" not in {item.document.id for item in items}
    assert "events_before_their_triggers" in {item.document.id for item in items}
    assert {problem.file for problem in refusals} == {
        "crlf_counted_once.ann",
        "emoji_count_twice.ann",
        "everything_wrong.ann",
        "without_text.ann",
    }


@pytest.mark.parametrize("places", ["16 99", "22 99"])
def test_a_place_beyond_the_text_is_refused_though_its_words_would_fit(tmp_path, places):
    words = "Rebels and Stane fell."[int(places.split()[0]) :]
    path = pair(tmp_path, "Rebels and Stane fell.", f"T1\tX {places}\t{words}\n")

    (problem,) = refused(path)

    assert "T1" in problem
    assert "22" in problem  # the length of the text
