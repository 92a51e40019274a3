# SPDX-License-Identifier: MIT
from pathlib import Path

import pytest

from annotator.formats.conllu import FORMAT
from annotator.formats.conllu.recognising import recognises
from annotator.formats.registry import format_for
from annotator.model.records import Entity
from tests.formats.columns import imported, refused, spans_in

GOLDEN = Path(__file__).parent / "golden/conllu"


def row(id: object, form: str, misc: str = "_") -> str:
    return "\t".join([str(id), form, *"_______", misc])


def file_of(folder: Path, *lines: str, name: str = "x.conllu") -> Path:
    path = folder / name
    path.write_text("\n".join([*lines, "", ""]), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("multiword-and-empty-nodes.conllu", "Sie schoss aufs Dorf Rafa."),
        ("white-space-as-it-was.conllu", " \nShells  fell.\n\n\tQuiet\n"),
        ("text-decides.conllu", "Er kam (heute)."),
        ("text-of-words.conllu", "a el norte"),
        ("columns-of-plus.conllup", "Tel Rafa fell."),
        (
            "brackets-across-sentences.conllu",
            "The Rafa Brigade, said Ali, fired.\nIt left Rafa.",
        ),
    ],
)
def test_the_text_is_that_of_the_sentences(name, text):
    (item,) = imported(FORMAT, GOLDEN / name)

    assert item.document.text == text


@pytest.mark.parametrize(
    ("name", "spans"),
    [
        ("multiword-and-empty-nodes.conllu", [("LOCATION", "aufs Dorf Rafa")]),
        ("ends-are-marked.conllu", [("LOCATION", "Tel Rafa"), ("LOCATION", "Idlib")]),
        ("columns-of-plus.conllup", [("LOCATION", "Tel Rafa")]),
        (
            "parts-of-one-mention.conllu",
            [("LOCATION", "north and south Rafa"), ("LOCATION", "north Rafa")],
        ),
        ("brackets-of-old-gum.conllu", [("organization", "The brigade"), ("organization", "it")]),
        (
            "brackets-across-sentences.conllu",
            [
                ("ACTOR", "The Rafa Brigade, said Ali"),
                ("LOCATION", "Rafa"),
                ("ACTOR", "Ali"),
                ("ACTOR", "It"),
                ("LOCATION", "Rafa"),
            ],
        ),
    ],
)
def test_the_spans_of_a_golden_file_are_read(name, spans):
    assert spans_in(imported(FORMAT, GOLDEN / name)) == spans


def test_mentions_of_one_thing_become_an_entity():
    (item,) = imported(FORMAT, GOLDEN / "brackets-across-sentences.conllu")

    entities = [r for r in item.layers[0].decoded() if isinstance(r, Entity)]
    assert [entity.mentions for entity in entities] == [("T1", "T4"), ("T2", "T5")]


def test_the_other_fields_of_a_mention_become_attributes(tmp_path):
    path = file_of(
        tmp_path,
        "# global.Entity = eid-etype-infstat-minspan-link-identity",
        row(1, "Rafa", "Entity=(1-place-new-1-coref-Tel_Rafa_%28town%29)"),
    )

    (item,) = imported(FORMAT, path)

    span, entity = item.layers[0].decoded()
    assert span.attributes == {
        "infstat": "new",
        "minspan": "1",
        "link": "coref",
        "identity": "Tel_Rafa_(town)",
    }
    assert entity.attributes == {"identity": "Tel_Rafa_(town)"}


def test_mentions_without_a_label_get_the_one_that_is_chosen(tmp_path):
    path = file_of(tmp_path, "# global.Entity = eid-etype", row(1, "Rafa", "Entity=(e1-)"))

    assert spans_in(imported(FORMAT, path, label="MENTION")) == [("MENTION", "Rafa")]


def test_a_mention_of_empty_nodes_only_is_told_of(tmp_path):
    path = file_of(
        tmp_path,
        "# global.Entity = eid-etype",
        row(1, "Left"),
        row("1.1", "they", "Entity=(e1-ACTOR)"),
        row(2, "Rafa", "Entity=(e2-LOCATION)"),
    )
    notes: list[str] = []

    items = imported(FORMAT, path, notes)

    assert spans_in(items) == [("LOCATION", "Rafa")]
    assert "x.conllu: mentions of empty nodes, which have no words, that were left out: 1" in notes


def test_brackets_that_do_not_match_are_refused_with_their_lines():
    assert refused(FORMAT, GOLDEN / "bracket-never-closed.conllu") == [
        (2, "the bracket '(e1-ACTOR' is never closed"),
        (3, "the bracket 'e2)' closes none that is open"),
    ]


def test_a_text_that_the_tokens_do_not_fit_is_refused_with_its_line():
    ((line, message),) = refused(FORMAT, GOLDEN / "text-that-does-not-fit.conllu")

    assert line == 2
    assert message.startswith(
        "the comment says 'The militia fled.', the tokens give 'The militia left.'"
    )


def test_the_tokens_are_the_text_if_that_is_chosen():
    (item,) = imported(FORMAT, GOLDEN / "text-that-does-not-fit.conllu", text="tokens")

    assert item.document.text == "The militia left."


def test_rows_of_other_columns_and_ids_are_refused():
    assert refused(FORMAT, GOLDEN / "nine-columns.conllu") == [
        (2, "the line has 9 columns; there must be 10 parted by tabs"),
        (3, "'x' is no id; there may be 1, 1-2 and 1.1"),
    ]


def test_documents_start_where_newdoc_says_and_have_its_ids(tmp_path):
    path = file_of(
        tmp_path,
        "# newdoc id = a",
        row(1, "One"),
        "",
        "# newdoc",
        row(1, "Two"),
        "",
        row(1, "More"),
    )

    items = imported(FORMAT, path)

    assert [(item.document.id, item.document.text) for item in items] == [
        ("a", "One"),
        ("x-2", "Two\nMore"),
    ]


def test_sentences_are_documents_under_their_ids_if_that_is_chosen(tmp_path):
    path = file_of(tmp_path, "# sent_id = s1", row(1, "One"), "", row(1, "Two"))

    items = imported(FORMAT, path, documents="sentence")

    assert [(item.document.id, item.document.text) for item in items] == [
        ("s1", "One"),
        ("x-2", "Two"),
    ]


def test_sentences_of_a_paragraph_are_parted_by_blanks_and_paragraphs_by_line_breaks(tmp_path):
    path = file_of(
        tmp_path, "# newpar", row(1, "One"), "", row(1, "Two"), "", "# newpar", row(1, "Three")
    )

    (item,) = imported(FORMAT, path)

    assert item.document.text == "One Two\nThree"


def test_sentences_that_end_in_no_space_are_parted_where_there_are_no_paragraphs(tmp_path):
    path = file_of(tmp_path, row(1, "One", "SpaceAfter=No"), "", row(1, "Two"))

    (item,) = imported(FORMAT, path)

    assert item.document.text == "One\nTwo"


def test_inside_tags_that_begin_spans_are_refused_or_repaired_as_is_chosen(tmp_path):
    rows = [row(1, "Tel", "NER=B-LOCATION"), row(2, "fell"), row(3, "Rafa", "NER=I-LOCATION")]
    path = file_of(tmp_path, *rows)

    assert [line for line, _ in refused(FORMAT, path)] == [3]
    assert len(spans_in(imported(FORMAT, path, repair="conlleval"))) == 2
    assert spans_in(imported(FORMAT, path, repair="discard")) == [("LOCATION", "Tel")]


def test_a_key_of_another_name_is_read_if_it_is_chosen(tmp_path):
    path = file_of(tmp_path, row(1, "Rafa", "Actors=B-ACTOR"), row(2, "fell", "Actors=O"))

    assert spans_in(imported(FORMAT, path)) == []
    assert spans_in(imported(FORMAT, path, attr="Actors")) == [("ACTOR", "Rafa")]


def test_tags_on_the_line_of_several_words_count_where_the_words_have_none(tmp_path):
    path = file_of(
        tmp_path, row("1-2", "Rafas", "NER=B-LOCATION"), row(1, "Rafa"), row(2, "s"), row(3, "fell")
    )

    assert spans_in(imported(FORMAT, path)) == [("LOCATION", "Rafas")]


def test_what_has_no_place_is_told_of():
    notes: list[str] = []

    imported(FORMAT, GOLDEN / "ends-are-marked.conllu", notes)

    assert notes == [
        "ends-are-marked.conllu: spans are in 'ner' of the last column (bioes)",
        "ends-are-marked.conllu: left out, since there is no place for it: LEMMA, UPOS, XPOS, "
        "FEATS, HEAD, DEPREL, DEPS, end_char=, start_char=",
    ]


@pytest.mark.parametrize("name", sorted(path.name for path in GOLDEN.iterdir()))
def test_golden_files_are_taken_for_conllu(name):
    assert format_for(GOLDEN / name).id == FORMAT.id


@pytest.mark.parametrize(
    "text",
    [
        "1\tRafa\tB-LOCATION\n",
        "a\tb\tc\td\te\tf\tg\th\ti\tj\n",
        "# text = Rafa\n\n",
        "",
        "Rafa O\n",
    ],
)
def test_other_files_are_not_taken_for_conllu(text):
    assert not recognises(text.encode())
