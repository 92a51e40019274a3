# SPDX-License-Identifier: MIT
from annotator.formats.ledger import Ledger, Loss, WrittenFile


def loss(**given) -> Loss:
    facts = {
        "document": "a",
        "annotator": "ann",
        "record": "T1",
        "start": 3,
        "end": 8,
        "label": "WEAPON",
        "surface": "AK-47",
        "reason": "it starts or ends inside a token",
        "detail": "the tokens there are 'AK-47s'",
    }
    return Loss(**{**facts, **given})


def ledger_with_a_loss() -> Ledger:
    ledger = Ledger("spacy", "x.spacy", documents=1_200, layers=1)
    ledger.taken["span"] = 2
    ledger.written["span"] = 1
    ledger.lose_span(loss())
    return ledger


def test_a_ledger_balances_when_each_span_is_written_or_lost():
    ledger = ledger_with_a_loss()

    assert (ledger.spans_in, ledger.spans_out, ledger.spans_lost) == (2, 1, 1)
    assert ledger.balanced


def test_a_ledger_does_not_balance_when_a_span_is_forgotten():
    ledger = ledger_with_a_loss()
    ledger.taken["span"] += 1

    assert not ledger.balanced
    assert "does not balance" in ledger.as_text()


def test_a_ledger_does_not_balance_when_another_kind_of_record_is_forgotten():
    ledger = ledger_with_a_loss()
    ledger.taken["relation"] = 2
    ledger.lose("relation", "a DocBin has no relations")

    assert not ledger.balanced


def test_the_text_is_aligned_and_names_each_loss():
    ledger = ledger_with_a_loss()
    ledger.files.append(WrittenFile("x.spacy", 1234))

    assert ledger.as_text() == (
        "wrote x.spacy (1,234 bytes)\n"
        "1,200  documents\n"
        "    1  layers\n"
        "    2  spans in\n"
        "    1  spans out\n"
        "    1  spans lost: it starts or ends inside a token\n"
        "lost: a 3..8 WEAPON AK-47: it starts or ends inside a token "
        "(the tokens there are 'AK-47s')"
    )


def test_the_text_holds_no_control_characters_from_outside():
    ledger = ledger_with_a_loss()
    ledger.taken["span"] += 1
    ledger.lose_span(loss(document="\x1b[31m", surface="a\u202eb\nc"))

    lines = ledger.as_text().splitlines()

    assert all(line.isprintable() for line in lines)
    assert "\\x1b[31m" in lines[-1]
    assert "a\\u202eb\\nc" in lines[-1]


def test_the_text_counts_losses_beyond_the_first_ones():
    ledger = Ledger("spacy", "x")
    for number in range(30):
        ledger.lose_span(loss(record=f"T{number}"))

    assert ledger.as_text(most=20).count("lost: a") == 20
    assert "and 10 more lost spans" in ledger.as_text(most=20)


def test_the_data_lists_every_loss():
    data = ledger_with_a_loss().to_data()

    assert data["balanced"] is True
    assert (data["spans_in"], data["spans_out"]) == (2, 1)
    assert data["lost"] == [
        {"kind": "span", "reason": "it starts or ends inside a token", "count": 1}
    ]
    assert data["losses"][0]["record"] == "T1"


def test_many_files_are_told_as_one():
    ledger = Ledger("spacy", "out", files=[WrittenFile(f"out/{n}", 10) for n in range(8)])

    assert ledger.as_text().startswith("wrote out: 8 files (80 bytes)\n")
