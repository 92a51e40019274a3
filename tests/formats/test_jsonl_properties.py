# SPDX-License-Identifier: MIT
"""Native JSON Lines under everything hypothesis can think of."""

import json
import os
import subprocess
import sys
from pathlib import Path

import orjson
from hypothesis import given
from hypothesis import strategies as st

from annotator.errors import InputError
from annotator.formats import jsonl
from annotator.formats.format import ExportedDocument, StoredLayer
from annotator.model.document import Document
from annotator.model.records import DocumentInfo, to_data
from tests.formats.exchange import contents, exported, read_back, written
from tests.strategies import annotated_documents, corpora, examples


@examples(100)
@given(corpus=corpora())
def test_what_is_written_comes_back(tmp_path_factory, corpus):
    path = tmp_path_factory.mktemp("jsonl") / "x.jsonl"
    items = [exported(item) for item in corpus]

    ledger = written(jsonl.FORMAT, path, items)
    back = read_back(jsonl.FORMAT, path)

    assert [contents(item) for item in back] == [contents(item) for item in items]
    assert ledger.balanced
    assert (ledger.spans_lost, ledger.documents) == (0, len(items))


@examples(40)
@given(item=annotated_documents())
def test_what_is_read_is_written_as_the_same_bytes(tmp_path_factory, item):
    folder = tmp_path_factory.mktemp("jsonl")
    written(jsonl.FORMAT, folder / "one.jsonl", [exported(item)])

    (back,) = read_back(jsonl.FORMAT, folder / "one.jsonl")
    written(jsonl.FORMAT, folder / "two.jsonl", [back])

    assert (folder / "one.jsonl").read_bytes() == (folder / "two.jsonl").read_bytes()


@examples(40)
@given(item=annotated_documents())
def test_stored_layers_are_written_as_the_records_they_hold(tmp_path_factory, item):
    folder = tmp_path_factory.mktemp("jsonl")
    plain = exported(item)
    stored = type(plain)(
        plain.document,
        plain.info,
        tuple(
            StoredLayer(
                layer.annotator,
                [orjson.loads(orjson.dumps(to_data(record))) for record in layer.records],
                layer.complete,
            )
            for layer in plain.layers
        ),
        plain.own,
    )

    written(jsonl.FORMAT, folder / "one.jsonl", [plain])
    written(jsonl.FORMAT, folder / "two.jsonl", [stored])

    assert (folder / "one.jsonl").read_bytes() == (folder / "two.jsonl").read_bytes()


@examples(40)
@given(item=annotated_documents())
def test_how_the_json_is_written_does_not_matter(tmp_path_factory, item):
    folder = tmp_path_factory.mktemp("jsonl")
    written(jsonl.FORMAT, folder / "one.jsonl", [exported(item)])
    lines = (folder / "one.jsonl").read_bytes().splitlines(keepends=True)
    loose = [
        json.dumps(dict(reversed(orjson.loads(line).items())), separators=(" ,\t", " : "))
        for line in b"".join(lines).split(b"\n")
        if line
    ]
    (folder / "two.jsonl").write_text("\n\n".join(loose), encoding="ascii")

    (one,) = read_back(jsonl.FORMAT, folder / "one.jsonl")
    (two,) = read_back(jsonl.FORMAT, folder / "two.jsonl")

    assert contents(one) == contents(two)


VALID = orjson.dumps(
    {
        "id": "a",
        "text": "HTS struck “Darat Izza” 🚀.",
        "meta": {"title": "T", "tags": ["x"], "free": {"n": [1, 2.5, None]}},
        "annotator": "ann",
        "complete": True,
        "spans": [
            {"id": "T1", "start": 0, "end": 3, "label": "ACTOR", "text": "HTS", "attributes": {}},
            {"id": "T2", "start": 0, "end": 22, "label": "ACTOR", "fragments": [[0, 3], [12, 22]]},
        ],
        "relations": [{"id": "R", "type": "near", "source": "T1", "target": "T2"}],
        "events": [{"id": "E", "type": "attack", "trigger": {"start": 4, "end": 10}, "time": None}],
        "entities": [{"id": "N", "mentions": ["T1"]}],
        "labels": [{"id": "L", "name": "x", "value": ["a"]}],
        "notes": [{"id": "M", "text": "?", "target": "T1"}],
    }
)  # fmt: skip
TOKENS = [b'"', b"\\", b"{", b"}", b"[", b"]", b",", b":", b"\n", b"null", b"true", b"-1", b"1e9",
          b"NaN", b'"id"', b'"text"', b'"start":', b"\\u0000", b"\\ud800", b"\xff", b"\xf0\x9f",
          b"\x00", b"99999999999999999999", b"[" * 200, b'{"a":' * 200]  # fmt: skip


@st.composite
def damaged(draw) -> bytes:
    """A valid line, or several, with pieces cut out, doubled, put in or changed."""
    data = bytearray(VALID + b"\n" + VALID.replace(b'"ann"', b'"bo"'))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 12)))
        piece = st.one_of(
            st.sampled_from(TOKENS), st.binary(max_size=3), st.just(bytes(data[start:end]) * 2)
        )
        data[start:end] = draw(piece)
    return bytes(data)


def read_damaged(folder: Path, data: bytes) -> None:
    path = folder / "x.jsonl"
    path.write_bytes(data)
    try:
        items = read_back(jsonl.FORMAT, path, max_bytes=100_000)
    except InputError:
        return
    for item in items:
        for layer in item.layers:
            for record in layer.records:
                if record.kind == "span":
                    assert all(0 <= s < e <= len(item.document.text) for s, e in record.fragments)


@examples(250)
@given(data=damaged())
def test_damaged_files_are_read_or_refused_but_never_an_accident(tmp_path_factory, data):
    read_damaged(tmp_path_factory.mktemp("jsonl"), data)


@examples(100)
@given(data=st.binary(max_size=200))
def test_arbitrary_bytes_are_read_or_refused_but_never_an_accident(tmp_path_factory, data):
    read_damaged(tmp_path_factory.mktemp("jsonl"), data)


json_values = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.text(max_size=5),
        st.sampled_from(["T1", "a", "ACTOR", "ann"]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(["id", "start", "end", "text", "label", "x"]), inner),
    ),
    max_leaves=5,
)


@st.composite
def wrong_values(draw) -> bytes:
    """A valid line in which one value has become another one."""
    value = orjson.loads(VALID)
    place = value
    while True:
        keys = list(place.keys() if isinstance(place, dict) else range(len(place)))
        if not keys:
            break
        key = draw(st.sampled_from(keys))
        if isinstance(place[key], dict | list) and draw(st.integers(0, 3)):
            place = place[key]
            continue
        place[key] = draw(json_values)
        break
    return json.dumps(value).encode()


@examples(250)
@given(data=wrong_values())
def test_values_of_any_kind_are_read_or_refused_but_never_an_accident(tmp_path_factory, data):
    read_damaged(tmp_path_factory.mktemp("jsonl"), data)


def test_a_free_fact_with_the_name_of_an_own_one_is_noted(tmp_path):
    info = DocumentInfo(title="T", meta={"title": 5, "x": 1})
    item = ExportedDocument(Document.of("a", "text"), info, ())

    ledger = written(jsonl.FORMAT, tmp_path / "x.jsonl", [item])
    (back,) = read_back(jsonl.FORMAT, tmp_path / "x.jsonl")

    assert (back.info.title, back.info.meta) == ("T", {"x": 1})
    assert "the free fact 'title'" in ledger.notes[0]


def test_the_bytes_do_not_depend_on_the_hash_seed_or_the_locale(tmp_path):
    program = (
        "import sys; from pathlib import Path\n"
        "from annotator.formats import jsonl\n"
        "from tests.formats.exchange import *\n"
        "items = read_back(jsonl.FORMAT, Path(sys.argv[1]))\n"
        "written(jsonl.FORMAT, Path(sys.argv[2]), items)\n"
    )
    source = tmp_path / "source.jsonl"
    source.write_bytes(VALID + b"\n")
    results = set()

    for seed, locale in (("0", "C"), ("1", "C.UTF-8"), ("2", "POSIX")):
        target = tmp_path / seed
        root = str(Path(__file__).parents[2])
        environment = {**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": locale, "PYTHONPATH": root}
        subprocess.run(
            [sys.executable, "-c", program, str(source), str(target)], check=True, env=environment
        )
        results.add(target.read_bytes())

    assert len(results) == 1
