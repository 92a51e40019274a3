# SPDX-License-Identifier: MIT
"""Real files of columns and of CoNLL-U: what SOURCE.txt counts, or why it is another count."""

import pytest

from annotator.formats import conll, conllu
from annotator.formats.registry import format_for
from tests.formats.columns import imported, real, refused, spans_in


@pytest.mark.parametrize(
    ("name", "sentences", "tokens", "spans"),
    [
        ("bio-crossner-politics/train.txt", 200, 8384, 1304),
        ("bio-crossner-politics/dev.txt", 541, 24624, 3482),
        ("bio-crossner-politics/test.txt", 651, 27585, 4209),
        # SOURCE.txt counts the lines of labels.json and readme.md too: 3 sentences, 3 tokens
        ("bio-re3d-conll/cameo_ner/test.txt", 451, 11834, 888),
        ("bio-re3d-conll/re3d/train.txt", 574, 15072, 2021),
        ("bio-re3d-conll/re3d/dev.txt", 191, 4958, 697),
        ("bio-re3d-conll/re3d/test.txt", 200, 5258, 676),
        # SOURCE.txt takes tokens that start with # for comments: 1 in CrossNER, 516 in WNUT
        ("bio-wnut17/emerging.dev.conll", 1009, 15733, 836),
        ("bio-wnut17/emerging.test.annotated", 1287, 23394, 1079),
        ("bio-wojood-ar/test.txt", 357, 5344, 870),
        ("bio-wojood-ar/val.txt", 158, 2743, 470),
        ("gate-btc/a.conll", 1000, 16612, 521),
        ("conllu-dkpro-edge/2002/germeval2014_test.conll", 1, 27, 6),
        ("conllu-dkpro-edge/2002/ner2002_test.conll", 1, 23, 4),
        # SOURCE.txt counts tags that start with B- only: not IOB1, brackets and labels alone
        ("conllu-dkpro-edge/2003/en-orig.conll", 1, 7, 3),
        ("conllu-dkpro-edge/2012/en-orig.conll", 4, 53, 4),
        ("conllu-dkpro-edge/2012/semeval1010-en-sample.conll", 1, 32, 0),
        ("conllu-dkpro-edge/corenlp/en-orig.conll", 4, 29, 6),
        ("conllu-dkpro-edge/corenlp/en-ref.conll", 4, 29, 6),
        ("doccano-own/data_import/tests/data/sequence_labeling/example.conll", 2, 4, 2),
        ("doccano-own/data_import/tests/data/sequence_labeling/labeling.trailing.conll", 1, 12, 2),
        ("doccano-transformer/labeling/labeling.conll2003.user1", 3, 20, 5),
    ],
)
def test_a_file_of_columns_has_what_is_counted(name, sentences, tokens, spans):
    path = real(name)

    (item,) = imported(conll.FORMAT, path)

    lines = item.document.text.split("\n")
    counted = sum(len(line.split(" ")) for line in lines)
    assert (len(lines), counted, len(spans_in([item]))) == (sentences, tokens, spans)
    assert format_for(path).id == "conll"


def test_several_labels_in_a_cell_are_several_spans():
    path = real("bio-wnut17/emerging.test.conll")

    # one tag goes on with a span that has not begun; SOURCE.txt counts 978 cells that start with B-
    assert [line for line, _ in refused(conll.FORMAT, path)] == [18829]
    assert len(spans_in(imported(conll.FORMAT, path, repair="conlleval"))) == 1232


def test_weibo_is_text_without_blanks_and_without_digits():
    items = imported(conll.FORMAT, real("bio-weibo-zh/weiboNER_2nd_conll.dev"))

    assert items[0].document.text.startswith("口腔溃疡加上")
    assert len(spans_in(items)) == 389


def test_weibo_has_four_tags_that_are_not_allowed():
    path = real("bio-weibo-zh/weiboNER_2nd_conll.test")

    # SOURCE.txt counts the 414 that start with B-
    assert [line for line, _ in refused(conll.FORMAT, path)] == [4450, 5021, 10279, 14155]
    assert len(spans_in(imported(conll.FORMAT, path, repair="discard"))) == 414
    assert len(spans_in(imported(conll.FORMAT, path, repair="conlleval"))) == 418


def test_documents_of_doccano_are_parted_at_docstart_lines():
    items = imported(
        conll.FORMAT, real("doccano-transformer/labeling/labeling_text_label.conll2003.user0")
    )

    assert len(items) == 2
    assert len(spans_in(items)) == 11


def test_the_invalid_file_of_doccano_is_refused():
    path = real("doccano-own/data_import/tests/data/sequence_labeling/labeling.invalid.conll")

    assert refused(conll.FORMAT, path) == [(1, "the line has 3 columns; a line of this file has 2")]


def test_every_file_of_seqscore_that_is_valid_is_read():
    root = real("bio-seqscore")
    names = [path for path in root.rglob("*") if path.suffix in (".bio", ".iob", ".bioes")]
    bad = ("bad_label", "invalid1", "invalid.bio", "improper")
    valid = [path for path in names if not any(word in path.name for word in bad)]

    found = [(path.name, len(spans_in(imported(conll.FORMAT, path)))) for path in valid]

    counts = dict(found)
    assert len(found) == 29
    assert counts["minimal.bio"] == counts["minimal.bioes"] == counts["minimal_fields.iob"] == 3
    assert counts["minimal2.bio"] == 4
    assert counts["minimal_comments.bio"] == counts["minimal_no_names.bio"] == 0


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("samples/invalid.bio", [7]),
        ("tests/conll_annotation/invalid1.bio", [7, 12, 15]),
        ("tests/conll_annotation/invalid1.bioes", [9, 13, 15, 20, 22, 26, 30]),
        ("tests/conll_annotation/bad_label1.bio", [2]),
        ("tests/conll_annotation/bad_label2.bio", [4]),
        ("tests/conll_annotation/bad_label3.bio", [0]),
        ("tests/conll_predictions/correct1_improper_sequence.bio", [7]),
    ],
)
def test_every_file_of_seqscore_that_is_invalid_is_refused_with_its_lines(name, lines):
    path = real("bio-seqscore") / name

    assert [line for line, _ in refused(conll.FORMAT, path)] == lines


@pytest.mark.parametrize(
    ("invalid", "repair", "expected"),
    [
        ("samples/invalid.bio", "conlleval", "samples/invalid_repair_conlleval.bio"),
        ("samples/invalid.bio", "discard", "samples/invalid_repair_discard.bio"),
        (
            "tests/conll_annotation/invalid1.bio",
            "discard",
            "tests/conll_annotation/invalid1_BIO_discard.txt",
        ),
        ("tests/conll_annotation/invalid1.bio", "conlleval", "tests/conll_annotation/minimal.bio"),
    ],
)
def test_repairs_are_those_that_seqscore_expects(invalid, repair, expected):
    root = real("bio-seqscore")

    (found,) = imported(conll.FORMAT, root / invalid, repair=repair)

    (wanted,) = imported(conll.FORMAT, root / expected)
    assert found.document.text == wanted.document.text
    assert spans_in([found]) == spans_in([wanted])


def test_treebank_files_of_dkpro_are_read():
    root = real("conllu-dkpro-edge")

    found = {
        path.name: len(imported(conllu.FORMAT, path)) for path in sorted(root.glob("u*/*.conllu"))
    }

    assert len(found) == 13
    assert sum(found.values()) == 14
    assert found["conllu-multiple_document_IDs.conllu"] == 2


def test_norne_has_the_sentences_and_spans_that_are_counted():
    path = real("conllu-norne-nob/ud/nob/no_bokmaal-ud-dev.conllu")

    (whole,) = imported(conllu.FORMAT, path)
    sentences = imported(conllu.FORMAT, path, documents="sentence")

    assert whole.document.text.count("\n") + 1 == 49  # the first sentences, and 47 paragraphs
    assert len(sentences) == 229
    assert len(spans_in([whole])) == len(spans_in(sentences)) == 264
