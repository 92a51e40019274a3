# SPDX-License-Identifier: MIT
"""DocBins that are damaged, hostile or not what they seem."""

import pickle
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import DocBin, Span
from srsly import msgpack

from annotator.errors import InputError, Problem, ProblemsError
from annotator.formats import spacy_docbin
from annotator.formats.format import AnyLabel
from annotator.formats.spacy_docbin import container
from tests.formats.exchange import contents, document, read_back, written
from tests.marked import marked
from tests.strategies import examples

FORMAT = spacy_docbin.FORMAT
GOLDEN = Path(__file__).parent / "golden" / "spacy"


def problems_of(path: Path, **given) -> list[Problem]:
    with pytest.raises(ProblemsError) as refused:
        read_back(FORMAT, path, accepted=AnyLabel(), **given)
    return list(refused.value.problems)


def foreign(path: Path, change: Callable[[dict[str, Any]], None]) -> Path:
    """Write a DocBin of two documents after it was changed."""
    nlp = spacy.blank("en")
    docs = [nlp("Harun Brigade left Tel Amara."), nlp("Nobody knows.")]
    docs[0].ents = [Span(docs[0], 0, 2, label="ACTOR")]
    docs[0].spans["sc"] = [Span(docs[0], 3, 5, label="LOCATION")]
    whole = msgpack.unpackb(zlib.decompress(DocBin(docs=docs).to_bytes()), raw=False)
    change(whole)
    path.write_bytes(zlib.compress(msgpack.packb(whole, use_bin_type=True)))
    return path


def with_word(column: int, row: int, value: int) -> Callable[[dict[str, Any]], None]:
    def change(whole: dict[str, Any]) -> None:
        width = len(whole["attrs"])
        tokens = bytearray(whole["tokens"])
        place = 8 * (width * row + whole["attrs"].index(column))
        tokens[place : place + 8] = value.to_bytes(8, "little")
        whole["tokens"] = bytes(tokens)

    return change


ORTH, ENT_IOB, ENT_TYPE = 65, 77, 78


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        (
            with_word(ORTH, 1, 12345678901234567890),
            "document 1",
            "the word of token 1 has the hash",
        ),
        (with_word(ENT_IOB, 0, 2), "document 1", "token 0 has an ENT_TYPE but is in no entity"),
        (with_word(ENT_IOB, 0, 1), "document 1", "token 0 is inside of an entity that does not"),
        (with_word(ENT_IOB, 7, 9), "document 2", "token 1 has the ENT_IOB 9"),
        (with_word(ENT_TYPE, 1, 380), "document 1", "differs from that of its entity"),
    ],
)
def test_tokens_that_cannot_be_are_refused_with_their_document(tmp_path, change, field, sentence):
    (problem,) = problems_of(foreign(tmp_path / "x.spacy", change))

    assert problem.field == field
    assert sentence in problem.message


def test_the_good_documents_beside_a_bad_one_are_read_if_that_is_asked_for(tmp_path):
    path = foreign(tmp_path / "x.spacy", with_word(ENT_IOB, 0, 2))
    told: list[Problem] = []

    found = read_back(FORMAT, path, accepted=AnyLabel(), good_only=True, refused=told.extend)

    assert [item.document.text for item in found] == ["Nobody knows."]
    assert [problem.field for problem in told] == ["document 1"]


def test_a_blank_that_is_moved_is_noticed_by_the_places_of_a_group(tmp_path):
    def change(whole: dict[str, Any]) -> None:
        whole["spaces"] = b"\0" + whole["spaces"][1:]

    (problem,) = problems_of(foreign(tmp_path / "x.spacy", change))

    assert "has the characters 19..28, but its tokens, 'Tel Amara', are at 18..27" in (
        problem.message
    )


def test_a_missing_string_is_refused_with_document_and_token():
    (problem,) = problems_of(GOLDEN / "missing_string.spacy")

    assert problem.field == "document 1"
    assert "the word of token 5 has the hash" in problem.message


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda whole: whole.pop("tokens"), "no tokens"),
        (lambda whole: whole.pop("strings"), "no strings"),
        (lambda whole: whole.update(lengths=b"\1"), "how long"),
        (lambda whole: whole.update(lengths=b"\xff\xff\xff\xff"), "less than no tokens"),
        (lambda whole: whole.update(spaces=b""), "its spaces take 0 bytes"),
        (lambda whole: whole["cats"].pop(), "cats of 1 documents, and lengths of 2"),
        (lambda whole: whole.update(attrs=["x"]), "no list of numbers"),
        (lambda whole: whole["strings"].append(7), "one of its strings is none"),
        (lambda whole: whole["strings"].append([7]), "a packed value cannot be read"),
        (lambda whole: whole.update(attrs=[66, *whole["attrs"][1:]]), "no words (ORTH)"),
    ],
)
def test_a_file_that_contradicts_itself_is_refused(tmp_path, change, sentence):
    problems = problems_of(foreign(tmp_path / "x.spacy", change))

    assert all(sentence in problem.message for problem in problems)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "the file is cut off"),
        (b"HTS struck.", "this is no DocBin, or it is damaged"),
        (zlib.compress(b""), "it ends in the middle"),
        (zlib.compress(b"HTS struck."), "a map should be at byte 0"),
        (zlib.compress(b"\x80"), "it has no tokens"),
        (zlib.compress(b"\x81\xa6tokens\xc6\xff\xff\xff\xff"), "but it ends before"),
        (zlib.compress(b"\x81\xa7strings" + b"\x91" * 100_000), "a packed value cannot be read"),
        (zlib.compress(b"\x80") + b"more", "something stands after its end"),
    ],
)
def test_what_is_no_docbin_is_refused(tmp_path, data, sentence):
    path = tmp_path / "x.spacy"
    path.write_bytes(data)

    (problem,) = problems_of(path)

    assert sentence in problem.message


def test_a_file_that_is_cut_off_is_refused_wherever(tmp_path):
    whole = (GOLDEN / "own_export.spacy").read_bytes()
    path = tmp_path / "x.spacy"

    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        (problem,) = problems_of(path)
        assert "cut off" in problem.message or "damaged" in problem.message


def test_a_bomb_is_stopped_long_before_its_end(tmp_path, monkeypatch):
    written_bytes = 0
    original = container._refuse_bomb

    def counting(taken: int, made: int, max_bytes: int) -> None:
        nonlocal written_bytes
        written_bytes = made
        original(taken, made, max_bytes)

    monkeypatch.setattr(container, "_refuse_bomb", counting)
    path = tmp_path / "x.spacy"
    path.write_bytes(zlib.compress(b"\x8a\xa6tokens\xc6\xff\xff\xff\xf0" + bytes(100_000_000)))

    (problem,) = problems_of(path, max_bytes=1_000_000)

    assert "it expands to more than 200 times its size" in problem.message
    assert written_bytes < 20_000_000


def test_a_document_beyond_the_cap_is_refused(tmp_path):
    written(FORMAT, tmp_path / "x.spacy", [document("a", "HTS struck Idlib. " * 2000)])

    (problem,) = problems_of(tmp_path / "x.spacy", max_bytes=100_000)

    assert (problem.field, "a document may have 100,000" in problem.message) == ("document 1", True)


def test_a_document_of_which_one_layer_is_bad_is_left_out_among_the_good_ones(tmp_path):
    text, spans = marked("[HTS|ACTOR] struck.")
    both = DocBin(attrs=["ENT_IOB", "ENT_TYPE"], store_user_data=True)
    for id, annotator in (("a", "ann"), ("a", "bo"), ("b", "ann")):
        written(FORMAT, tmp_path / "x.spacy", [document(id, text, *spans, annotator=annotator)])
        both.merge(DocBin(store_user_data=True).from_disk(tmp_path / "x.spacy"))
    nlp = spacy.blank("en")
    docs = list(both.get_docs(nlp.vocab))
    docs[0].spans["sc"] = []
    DocBin(docs=docs, store_user_data=True).to_disk(tmp_path / "y.spacy")

    found = read_back(FORMAT, tmp_path / "y.spacy", good_only=True)

    assert [item.document.id for item in found] == ["b"]


class _Trap:
    def __reduce__(self):
        return (pytest.fail, ("something was executed",))


def test_pickles_and_numpy_objects_in_user_data_stay_data(tmp_path):
    nlp = spacy.blank("en")
    doc = nlp("HTS struck.")
    doc.user_data["pickle"] = pickle.dumps(_Trap())
    doc.user_data["array"] = {
        b"nd": True,
        b"type": "|O",
        b"kind": b"O",
        b"shape": (1,),
        b"data": b"",
    }
    doc.user_data["kept"] = 1
    path = tmp_path / "x.spacy"
    DocBin(docs=[doc], store_user_data=True).to_disk(path)
    notes: list[str] = []

    (item,) = read_back(FORMAT, path, note=notes.append)

    assert item.info.meta == {"user_data": {"kept": 1}}
    assert notes == ["x.spacy: values in doc.user_data that are no plain data, left out: 2"]


def _own_export() -> tuple[bytes, list]:
    path = GOLDEN / "own_export.spacy"
    return zlib.decompress(path.read_bytes()), [contents(item) for item in read_back(FORMAT, path)]


@examples(100)
@given(data=st.data())
def test_a_changed_byte_in_an_own_export_is_refused_or_changes_nothing(tmp_path_factory, data):
    raw, wanted = _own_export()
    place = data.draw(st.integers(0, len(raw) - 1))
    changed = bytearray(raw)
    changed[place] ^= data.draw(st.integers(1, 255))
    path = tmp_path_factory.mktemp("docbin") / "own_export.spacy"
    path.write_bytes(zlib.compress(bytes(changed)))

    try:
        found = [contents(item) for item in read_back(FORMAT, path, accepted=AnyLabel())]
    except InputError:
        found = wanted

    assert found == wanted


def test_another_text_under_an_id_is_refused(tmp_path):
    both = DocBin(attrs=["ENT_IOB", "ENT_TYPE"], store_user_data=True)
    for number, text in enumerate(("HTS struck.", "HTS left.")):
        item = document("a", text, annotator=f"ann{number}")
        written(FORMAT, tmp_path / f"{number}.spacy", [item])
        both.merge(DocBin(store_user_data=True).from_disk(tmp_path / f"{number}.spacy"))
    both.to_disk(tmp_path / "both.spacy")

    (problem,) = problems_of(tmp_path / "both.spacy")

    assert problem.message == "it has the id of document 1, but other text"


def test_two_layers_of_one_annotator_are_refused(tmp_path):
    text, spans = marked("[HTS|ACTOR] struck.")
    both = DocBin(attrs=["ENT_IOB", "ENT_TYPE"], store_user_data=True)
    for number in range(2):
        written(FORMAT, tmp_path / f"{number}.spacy", [document("a", text, *spans)])
        both.merge(DocBin(store_user_data=True).from_disk(tmp_path / f"{number}.spacy"))
    both.to_disk(tmp_path / "both.spacy")

    (problem,) = problems_of(tmp_path / "both.spacy")

    assert problem.message == "'ann' has another layer of the same document"


def test_only_what_zlib_made_of_a_docbin_is_recognised():
    other = zlib.compress(b"x\x9c any other thing")

    assert not FORMAT.recognises(other)
    assert not FORMAT.recognises(b"")
    assert not FORMAT.recognises(b"x")
    assert all(FORMAT.recognises(path.read_bytes()) for path in GOLDEN.glob("*.spacy"))
