# SPDX-License-Identifier: MIT
"""Schema files that nobody should use: named with their place, exit code 2, no project made."""

import json
import os

import pytest

pytestmark = pytest.mark.timeout(30)

GOOD = {"schema": "x/1", "labels": {"ACTOR": {"description": "who", "color": "#d62728"}}}


def with_attribute(**attribute) -> str:
    label = {**GOOD["labels"]["ACTOR"], "attributes": {"a": attribute}}
    return json.dumps({**GOOD, "labels": {"ACTOR": label}})


def with_label(name: str) -> str:
    return json.dumps({**GOOD, "labels": {name: GOOD["labels"]["ACTOR"]}})


BOMB = 'a: &a ["x"]\n' + "".join(
    f"{name}: &{name} [{', '.join(['*' + before] * 9)}]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
CASES = {
    "python object": (
        "s.yaml",
        "schema: !!python/object/apply:os.system ['touch owned']\nlabels: {}\n",
        "s.yaml:1",
    ),
    "alias bomb": ("s.yaml", BOMB, "s.yaml:"),
    "not YAML": ("s.yaml", "schema: [\n", "s.yaml:"),
    "a tab": ("s.yaml", "schema: x\n\tlabels: y\n", "s.yaml:2"),
    "the same key twice": ("s.yaml", "schema: x/1\nschema: y/1\nlabels: {}\n", "s.yaml:2"),
    "the same key twice in JSON": ("s.json", '{"schema":"x","schema":"y"}', "s.json:1"),
    "an unknown key": ("s.json", json.dumps({**GOOD, "lables": {}}), "did you mean 'labels'?"),
    "NaN": ("s.json", '{"schema":NaN}', "s.json"),
    "deep": ("s.json", "[" * 100_000, "s.json"),
    "deep YAML": ("s.yaml", "[" * 100_000, "s.yaml"),
    "5,000 digits": ("s.json", '{"schema":' + "9" * 5000 + "}", "s.json"),
    "5,000 digits in YAML": ("s.yaml", "schema: " + "9" * 5000, "s.yaml"),
    "nothing": ("s.yaml", "", "s.yaml"),
    "null": ("s.json", "null", "s.json"),
    "a list": ("s.json", "[]", "s.json"),
    "latin-1": ("s.yaml", b"schema: caf\xe9\n", "s.yaml"),
    "NUL": ("s.json", b'{"schema":"a\x00"}', "s.json"),
    "a surrogate": ("s.json", '{"schema":"\\ud800"}', "s.json"),
    "lookahead": ("s.json", with_attribute(type="string", pattern="(?=x)x"), "pattern"),
    "min over max": ("s.json", with_attribute(type="int", min=5, max=2), "min"),
    "no such type": ("s.json", with_attribute(type="integer"), "type"),
    "enum without values": ("s.json", with_attribute(type="enum"), "values"),
    "a default outside": (
        "s.json",
        with_attribute(type="enum", values=["a"], default="b"),
        "default",
    ),
    "label of nothing": ("s.json", with_label(""), "a name needs"),
    "label of blanks": ("s.json", with_label("  "), "a name needs"),
    "label with escapes": ("s.json", with_label("\x1b[31m"), "U+001B"),
    "label of 10,000": ("s.json", with_label("x" * 10_000), "10,000 characters"),
    "bidi label": ("s.json", with_label("\u202eX"), "U+202E"),
    "colour": (
        "s.json",
        json.dumps({**GOOD, "labels": {"A": {"description": "", "color": "url(x)"}}}),
        "color",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_bad_schema_is_named_and_no_project_is_made(annotator, tmp_path, monkeypatch, case):
    monkeypatch.chdir(tmp_path)
    name, content, said = CASES[case]
    data = content if isinstance(content, bytes) else content.encode()
    (tmp_path / name).write_bytes(data)

    done = annotator("new", tmp_path / "p.corpus", "--schema", tmp_path / name)

    assert done.code == 2, done.out
    assert said in done.err
    assert name in done.err
    assert "Traceback" not in done.err
    assert all(char.isprintable() or char == "\n" for char in done.err)
    assert all(len(line) < 600 for line in done.err.splitlines())
    assert sorted(path.name for path in tmp_path.iterdir() if path.name != "config") == [name]


@pytest.mark.parametrize("label", ["<b>x</b>", "=1+1", "a&b", "حلب", "__class__", "spans", "🚀"])
def test_a_strange_label_is_kept_exactly(annotator, tmp_path, label):
    (tmp_path / "s.json").write_text(with_label(label))
    line = {"id": "d", "text": "HTS.", "spans": [{"start": 0, "end": 3, "label": label}]}
    (tmp_path / "x.jsonl").write_text(json.dumps(line))
    project = tmp_path / "p.corpus"

    assert annotator("new", project, "--schema", tmp_path / "s.json").code == 0
    assert annotator("import", project, tmp_path / "x.jsonl").code == 0
    assert annotator("check", project).code in (0, 1)
    annotator("export", project, tmp_path / "out.jsonl", "--format", "jsonl")
    assert annotator("export", project, tmp_path / "bins", "--format", "spacy").code == 0

    (span,) = json.loads((tmp_path / "out.jsonl").read_bytes())["spans"]
    assert span["label"] == label


@pytest.mark.parametrize("pattern", ["^(a+)+$", r"^(\w+\s?)*$"])
def test_a_pattern_that_explodes_elsewhere_is_linear_here(annotator, tmp_path, pattern):
    (tmp_path / "s.json").write_text(with_attribute(type="string", pattern=pattern))
    span = {"start": 0, "end": 3, "label": "ACTOR", "attributes": {"a": "a" * 5_000 + "!"}}
    (tmp_path / "x.jsonl").write_text(json.dumps({"id": "d", "text": "HTS.", "spans": [span]}))
    project = tmp_path / "p.corpus"
    annotator("new", project, "--schema", tmp_path / "s.json")
    annotator("import", project, tmp_path / "x.jsonl")

    assert annotator("check", project).code == 1


@pytest.mark.parametrize("name", ["s.yaml", "s.json"])
def test_a_schema_that_is_no_file_is_refused_at_once(annotator, tmp_path, name):
    os.mkfifo(tmp_path / name)
    assert annotator("new", tmp_path / "p.corpus", "--schema", tmp_path / name).code == 2
    (tmp_path / name).unlink()
    (tmp_path / name).mkdir()
    assert annotator("new", tmp_path / "p.corpus", "--schema", tmp_path / name).code == 2
    (tmp_path / name).rmdir()
    (tmp_path / name).symlink_to("/dev/zero")
    assert annotator("new", tmp_path / "p.corpus", "--schema", tmp_path / name).code == 2
    (tmp_path / name).unlink()
    (tmp_path / name).symlink_to(name)
    assert annotator("new", tmp_path / "p.corpus", "--schema", tmp_path / name).code == 2
    assert not (tmp_path / "p.corpus").exists()


def test_a_schema_of_50_megabytes_is_refused_at_once(annotator, tmp_path):
    with (tmp_path / "s.yaml").open("wb") as file:
        file.truncate(50 * 1024**2)

    assert annotator("new", tmp_path / "p.corpus", "--schema", tmp_path / "s.yaml").code == 2
