# SPDX-License-Identifier: MIT
from collections import Counter
from pathlib import Path
from shutil import copy

import pytest

from annotator.errors import ProblemsError
from annotator.formats.format import AnyLabel
from annotator.formats.mae import FORMAT
from annotator.formats.registry import format_for
from annotator.model.records import (
    Argument,
    DocumentLabel,
    Entity,
    EventFrame,
    Note,
    Relation,
    Span,
)
from tests.formats.exchange import read_back

GOLDEN = Path(__file__).parent / "golden" / "mae"
DATA = Path(__file__).parents[3] / "shared" / "data" / "mae-medtator"
MANY = "stretches_links_and_tags_of_the_document.xml"


def read(*paths: Path, **given):
    return read_back(FORMAT, *paths, **{"accepted": AnyLabel(), **given})


def golden(name: str, **given):
    (item,) = read(GOLDEN / name, **given)
    return item


def file(path: Path, text: str, *tags: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    inner = "\n".join(tags)
    path.write_text(f"<T>\n<TEXT><![CDATA[{text}]]></TEXT>\n<TAGS>\n{inner}\n</TAGS>\n</T>")
    return path


def refused(path: Path, **given) -> list[str]:
    with pytest.raises(ProblemsError) as found:
        read(path, **given)
    return [str(problem) for problem in found.value.problems]


def records_of(item, kind):
    return {r.id: r for layer in item.layers for r in layer.records if isinstance(r, kind)}


def surfaces_of(item):
    text = item.document.text
    return {id: span.surface(text) for id, span in records_of(item, Span).items()}


def test_tags_with_places_become_spans_with_all_their_attributes():
    item = golden(MANY)

    assert surfaces_of(item) == {
        "A0": "Rebels",
        "L0": "Tel Orvan",
        "L1": "the fell",
        "V0": "shelled",
    }
    assert records_of(item, Span)["A0"].attributes == {"certainty": "sure", "comment": ""}
    assert records_of(item, Span)["L1"].fragments == ((40, 43), (49, 53))


def test_links_become_relations_by_the_alphabet_of_their_roles():
    relations = records_of(golden(MANY), Relation)

    assert relations["R0"] == Relation("R0", "ATTACKS", "A0", "L0", {"how": "shells"})
    assert relations["R1"] == Relation(
        "R1", "AT", "A0", "L0", {"source_role": "link_ACTOR", "target_role": "link_PLACE"}
    )


def test_a_link_of_three_ends_becomes_relations_from_the_first_and_is_told_of():
    notes = []

    item = golden(MANY, note=notes.append)

    found = {id: (r.source, r.target) for id, r in records_of(item, Relation).items()}
    assert found == {
        "R0": ("A0", "L0"),
        "R1": ("A0", "L0"),
        "R2": ("A0", "L0"),
        "R2-2": ("A0", "V0"),
    }
    assert records_of(item, Relation)["R2-2"].attributes == {
        "type": "war",
        "source_role": "agent",
        "target_role": "predicate",
        "link": "R2",
    }
    assert notes == [
        "links of fewer than two ends, left out: 1",
        "links of more than two ends, now relations from the first to each of the others: 1",
        "tags without a place, now document labels: 3",
    ]


def test_tags_without_a_place_become_document_labels():
    labels = records_of(golden(MANY), DocumentLabel).values()

    assert [(label.name, label.value) for label in labels] == [
        ("URGENT", True),
        ("MOOD", "grave"),
        ("CHECKED.by", "anna"),
        ("CHECKED.on", "Tuesday"),
    ]


def test_a_link_may_end_at_a_tag_without_a_place(tmp_path):
    path = file(
        tmp_path / "x.xml",
        "Orvan",
        '<L id="L0" spans="0~5" text="Orvan"/>',
        '<N id="N0" spans="-1~-1" text=""/>',
        '<R id="R0" fromID="N0" fromText="" toID="L0" toText="Orvan"/>',
    )

    (item,) = read(path)

    assert records_of(item, Relation) == {"R0": Relation("R0", "R", "N0", "L0")}
    assert set(records_of(item, DocumentLabel)) == {"N0"}


def test_what_the_file_says_of_itself_is_kept_with_the_document():
    info = golden(MANY).info

    assert info.meta == {
        "mae_task": "CONFLICT",
        "mae_meta": [{"element": "label", "color": "yellow"}],
    }


def test_events_groups_and_notes_are_read():
    item = golden("events_groups_and_notes.xml")

    assert records_of(item, EventFrame) == {
        "E0": EventFrame(
            "E0",
            "attack",
            (7, 14),
            (Argument("agent", "A0"), Argument("agent", "A1"), Argument("place", "L0")),
            modality="claimed",
            time=(28, 34),
            time_value="2024-11-25",
            attributes={"sure": "yes"},
        )
    }
    assert records_of(item, Entity) == {
        "N0": Entity("N0", ("A0", "A1"), {"name": "Tel Orvan Brigade"})
    }
    assert records_of(item, Note) == {"M0": Note("M0", "Who?", "A1"), "M1": Note("M1", "Checked.")}
    assert set(surfaces_of(item)) == {"A0", "A1", "L0"}


def test_a_trigger_that_another_link_means_stays_a_span(tmp_path):
    path = file(
        tmp_path / "x.xml",
        "Orvan fell",
        '<L id="L0" spans="0~5" text="Orvan"/>',
        '<trigger id="E0.trigger" spans="6~10" text="fell"/>',
        '<fall id="E0" triggerID="E0.trigger" triggerText="fell" whatID="L0" whatText=""/>',
        '<of id="R0" fromID="E0.trigger" fromText="fell" toID="L0" toText=""/>',
    )

    (item,) = read(path)

    assert set(surfaces_of(item)) == {"L0", "E0.trigger"}
    assert records_of(item, Relation)["R0"].source == "E0.trigger"


def test_offsets_are_utf_16_units():
    notes = []

    item = golden("emoji_counted_in_utf16.xml", note=notes.append)

    assert surfaces_of(item) == {"L0": "Orvan"}
    assert notes == []


def test_offsets_in_characters_are_taken_if_only_they_fit_and_that_is_told():
    notes = []

    item = golden("emoji_counted_once.xml", note=notes.append)

    assert surfaces_of(item) == {"L0": "Orvan"}
    assert notes == [
        "texts in which the words only fit offsets in code points, not in UTF-16 units: 1"
    ]


def test_offsets_in_characters_are_refused_when_utf_16_is_chosen():
    (sentence,) = refused(GOLDEN / "emoji_counted_once.xml", choices={"offsets": "utf16"})

    assert sentence.startswith("emoji_counted_once.xml:5: L0: ")


def test_line_breaks_that_xml_made_one_are_refused_with_the_choice_that_reads_them():
    path = GOLDEN / "crlf_that_xml_made_one.xml"

    (sentence,) = refused(path)
    item = golden(path.name, choices={"offsets": "crlf"})

    assert sentence.endswith("offsets=crlf reads them")
    assert surfaces_of(item) == {"L0": "Orvan"}


def test_text_that_differs_is_refused_and_the_choice_that_reads_it_is_named():
    sentences = refused(GOLDEN / "stale_text.xml")

    assert sentences == [
        "stale_text.xml:6: L1: the file says 'Orvan', the text has 'orvan' at 12..17; the words "
        "are the same but for upper and lower case; surfaces=trust-offsets reads such files, and "
        "tells of each difference",
        "stale_text.xml:7: L2: the file says 'house r', the text has 'was' at 18..21",
    ]


def test_text_that_differs_is_read_by_its_offsets_when_they_are_trusted_and_each_is_told():
    notes = []

    item = golden("stale_text.xml", choices={"surfaces": "trust-offsets"}, note=notes.append)

    assert surfaces_of(item) == {"L0": "Orvan", "L1": "orvan", "L2": "was"}
    assert notes == [
        "tags whose text differs from what stands at their offsets, which were trusted: 2",
        "stale_text.xml:6: 'L1': the file says 'Orvan', the text has 'orvan' at 12..17; the words "
        "are the same but for upper and lower case",
        "stale_text.xml:7: 'L2': the file says 'house r', the text has 'was' at 18..21",
    ]


def test_the_end_of_a_cdata_section_may_stand_in_the_text():
    item = golden("cdata_end_in_the_text.xml")

    assert item.document.text == "He wrote a[b[0]]> 1 & left.\nThen Tel\nOrvan fell."
    assert surfaces_of(item) == {"L0": "Tel\nOrvan", "C0": "a[b[0]]>"}


def test_a_text_without_cdata_and_places_as_start_and_end_are_read():
    item = golden("escaped_without_cdata.xml")

    assert item.document.text == "Rebels & Orvan"
    assert surfaces_of(item) == {"P0": "Orvan"}


def test_everything_that_is_wrong_is_told_with_its_line():
    assert refused(GOLDEN / "everything_wrong.xml") == [
        f"everything_wrong.xml:{sentence}"
        for sentence in (
            "5: L0: 0..99 is no stretch of a text of 11 characters; the file says 'Orvan', "
            "the text ends before",
            "6: L1: '0-5' is no place",
            "7: L2: the start, 5, must be less than the end, 0",
            "8: R0: there is no tag 'L9' in this file that is kept",
            "10: D: several tags have the id 'D', and a link means one of them",
        )
    ]


def test_two_tags_with_one_id_that_nothing_means_have_ids_of_their_own(tmp_path):
    notes = []
    path = file(
        tmp_path / "x.xml",
        "Orvan",
        '<L id="L0" spans="0~5" text="Orvan"/>',
        '<L id="L0" spans="0~2" text="Or"/>',
    )

    (item,) = read(path, note=notes.append)

    assert surfaces_of(item) == {"L0": "Orvan", "L0-2": "Or"}
    assert notes == ["tags with the id of another tag, now with one of their own: 1"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("<T><TEXT/><TAGS/></T>", "the file holds no text"),
        ("<T><TAGS/></T>", "there is no element TEXT in it"),
        ("<T><TEXT>a<b/>c</TEXT></T>", "there are elements inside TEXT"),
        ("<!DOCTYPE T []><T><TEXT>a</TEXT></T>", "DOCTYPE"),
        ("<T><TEXT>a</TEXT>", "not XML"),
    ],
)
def test_a_file_of_another_kind_is_refused(tmp_path, content, message):
    (tmp_path / "x.xml").write_text(content)

    (sentence,) = refused(tmp_path / "x.xml")

    assert sentence.startswith("x.xml")
    assert message in sentence


@pytest.mark.parametrize(
    ("names", "annotators"),
    [
        (("A_7.txt.xml", "B_7.txt.xml"), ["A", "B"]),
        (("7_a1.xml", "7_a2.xml"), ["a1", "a2"]),
        (("anna/A_7.xml", "ben/B_7.xml"), ["anna", "ben"]),
        (("anna/7.xml", "ben/7.xml"), ["anna", "ben"]),
    ],
)
def test_annotators_in_the_names_of_files_or_folders_become_layers(tmp_path, names, annotators):
    for name in names:
        file(tmp_path / "x" / name, "Orvan fell", '<L id="L0" spans="0~5" text="Orvan"/>')

    (item,) = read(tmp_path)

    assert item.document.id == "x/7"
    assert [layer.annotator for layer in item.layers] == annotators


def test_names_are_no_annotators_if_the_texts_differ_or_that_is_chosen(tmp_path):
    tag = '<L id="L0" spans="0~5" text="Orvan"/>'
    file(tmp_path / "one" / "A_7.xml", "Orvan fell", tag)
    file(tmp_path / "one" / "B_7.xml", "Orvan rose", tag)
    file(tmp_path / "two" / "A_7.xml", "Orvan fell", tag)
    file(tmp_path / "two" / "B_7.xml", "Orvan fell", tag)

    assert [item.document.id for item in read(tmp_path / "one")] == ["A_7", "B_7"]
    assert len(read(tmp_path / "two")) == 1
    assert len(read(tmp_path / "two", choices={"layers": "none"})) == 2


def test_a_problem_is_told_under_the_name_that_the_file_really_has(tmp_path):
    file(tmp_path / "A_7.xml", "Orvan fell", '<L id="L0" spans="0~5" text="Orvan"/>')
    file(tmp_path / "B_7.xml", "Orvan fell", '<L id="L0" spans="0~5" text="Meron"/>')

    (sentence,) = refused(tmp_path)

    assert sentence.startswith("B_7.xml:4: L0: ")


@pytest.mark.parametrize("name", [MANY, "escaped_without_cdata.xml"])
def test_files_are_recognised_by_what_they_hold(tmp_path, name):
    copy(GOLDEN / name, tmp_path / "unnamed")

    assert format_for(tmp_path / "unnamed") is FORMAT


@pytest.mark.parametrize(
    "content",
    ["<a><b/></a>", "<TEXT>x</TEXT>", "<a><TEXT>x</TEXT><b/></a>", "{}", "T1\tX 0 1\tx"],
)
def test_other_files_are_not_taken_for_mae(content):
    assert not FORMAT.recognises(content.encode())


def test_real_files_are_read_whole():
    if not DATA.is_dir():
        pytest.skip("../shared/data/mae-medtator is not here")
    notes = []

    items = read(DATA, choices={"surfaces": "trust-offsets"}, note=notes.append)

    kinds = Counter(r.kind for item in items for layer in item.layers for r in layer.records)
    assert sum(len(item.layers) for item in items) == 53  # files; 15 texts are by two people
    assert len(items) == 38
    assert kinds == {"span": 528, "relation": 23, "label": 24}
    assert sum(len(s.fragments) > 1 for item in items for s in records_of(item, Span).values()) == 1
    assert sum("upper and lower case" in note for note in notes) == 53


def test_real_files_whose_text_differs_are_refused_unless_offsets_are_trusted():
    if not DATA.is_dir():
        pytest.skip("../shared/data/mae-medtator is not here")

    sentences = refused(DATA)

    assert len(sentences) == 53
    assert all("upper and lower case" in sentence for sentence in sentences)


@pytest.mark.parametrize(
    ("spans", "words"), [("-1~1", ""), ("-5~21", "fell."), ("16~99", "fell."), ("-5~99", "fell.")]
)
def test_a_place_that_is_not_in_the_text_is_refused_though_the_words_would_fit(
    tmp_path, spans, words
):
    path = file(
        tmp_path / "a.xml", "Rebels and Stane fell.", f'<A spans="{spans}" text="{words}" id="A0"/>'
    )

    (problem,) = refused(path)

    assert "A0" in problem
    assert "22" in problem  # the length of the text
