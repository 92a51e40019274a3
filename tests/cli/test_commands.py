# SPDX-License-Identifier: MIT
import json
from pathlib import Path

import pytest

LINE = {
    "id": "d1",
    "text": "The HTS militants struck Darat Izza.",
    "meta": {"title": "A strike", "desk": "west"},
    "annotator": "ann",
    "complete": True,
    "spans": [
        {
            "id": "T1",
            "start": 4,
            "end": 17,
            "label": "ACTOR",
            "text": "HTS militants",
            "attributes": {"actor_type": "rebel_group", "mention": "nominal"},
        },
    ],
}


@pytest.fixture
def project(annotator, tmp_path):
    path = tmp_path / "p.corpus"
    assert annotator("new", path).code == 0
    return path


def written(path: Path, *lines):
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), "utf-8")
    return path


def test_a_project_goes_from_new_to_export_and_back(annotator, project, tmp_path):
    source = written(tmp_path / "in.jsonl", LINE)

    imported = annotator("import", project, source, "--format", "jsonl")
    assert (imported.code, imported.err) == (0, "")
    assert "1 document" in imported.out
    exported = annotator("export", project, tmp_path / "out.jsonl", "--format", "jsonl")
    assert exported.code == 0, exported.err

    again = tmp_path / "again.corpus"
    annotator("new", again)
    annotator("import", again, tmp_path / "out.jsonl", "--format", "jsonl")
    annotator("export", again, tmp_path / "out2.jsonl", "--format", "jsonl")
    line = json.loads((tmp_path / "out.jsonl").read_text("utf-8"))
    assert {key: line[key] for key in LINE} == LINE
    assert (tmp_path / "out.jsonl").read_bytes() == (tmp_path / "out2.jsonl").read_bytes()


def test_the_export_to_spacy_is_read_by_spacy(annotator, project, tmp_path):
    import spacy
    from spacy.tokens import DocBin

    annotator("import", project, written(tmp_path / "in.jsonl", LINE))
    done = annotator("export", project, tmp_path / "out.spacy", "--format", "spacy")

    assert done.code == 0, done.err
    (doc,) = DocBin().from_disk(tmp_path / "out.spacy").get_docs(spacy.blank("en").vocab)
    assert [(span.text, span.label_) for span in doc.spans["sc"]] == [("HTS militants", "ACTOR")]
    assert [(ent.text, ent.label_) for ent in doc.ents] == [("HTS militants", "ACTOR")]


def test_check_lists_findings_and_exits_with_1_and_a_clean_project_with_0(
    annotator, project, tmp_path
):
    annotator("import", project, written(tmp_path / "in.jsonl", LINE))
    clean = annotator("check", project, "--json")
    assert (clean.code, json.loads(clean.out)) == (0, {"findings": []})

    bad = {**LINE, "id": "d2", "spans": [{**LINE["spans"][0], "attributes": {"mention": "loud"}}]}
    annotator("import", project, written(tmp_path / "bad.jsonl", bad))
    found = annotator("check", project, "--json")

    assert found.code == 1
    rows = json.loads(found.out)["findings"]
    assert {row["document"] for row in rows} == {"d2"}
    assert {"A02", "A03"} <= {row["code"] for row in rows}
    assert all(row["start"] == 4 and row["end"] == 17 for row in rows)
    plain = annotator("check", project)
    assert plain.code == 1
    assert "error A02" in plain.out


FINDING_KEYS = {"document", "annotator", "code", "severity", "start", "end", "record", "text"}


@pytest.mark.parametrize(
    ("level", "code", "strict_code"), [("error", 1, 1), ("warning", 0, 1), ("info", 0, 0)]
)
def test_check_exits_with_1_for_errors_and_if_strict_for_warnings(
    annotator, tmp_path, level, code, strict_code
):
    schema = {"schema": "s/1", "labels": {"ACTOR": {}}, "checks": {"O04": level}}
    (tmp_path / "s.json").write_text(json.dumps(schema))
    project = tmp_path / "p.corpus"
    annotator("new", project, "--schema", tmp_path / "s.json")
    wide = {"id": "d", "text": "HTS left", "spans": [{"start": 0, "end": 4, "label": "ACTOR"}]}
    annotator("import", project, written(tmp_path / "in.jsonl", wide))

    plain, strict = annotator("check", project), annotator("check", project, "--strict", "--json")

    assert (plain.code, strict.code) == (code, strict_code)
    (row,) = json.loads(strict.out)["findings"]
    assert row["severity"] == level
    assert row.keys() == FINDING_KEYS | {"message"}


def test_check_gives_the_same_findings_in_the_same_order_each_time(annotator, tmp_path):
    project = tmp_path / "p.corpus"
    annotator("new", project)
    spans = [
        {"start": start, "end": start + 5, "label": label}
        for start in (12, 0, 6)
        for label in ("WEAPON", "ACTOR")
    ]
    lines = [
        {"id": id, "text": "The HTS and\nthe «SNA» fought", "annotator": name, "spans": spans}
        for id in ("d2", "d1")
        for name in ("ben", "ana")
    ]
    annotator("import", project, written(tmp_path / "in.jsonl", *lines))

    first, second = (annotator("check", project, "--json") for _ in range(2))

    assert first.out == second.out
    rows = json.loads(first.out)["findings"]
    layers = list(dict.fromkeys((row["document"], row["annotator"]) for row in rows))
    assert layers == [("d2", "ana"), ("d2", "ben"), ("d1", "ana"), ("d1", "ben")]
    rank = {"error": 0, "warning": 1, "info": 2}
    for layer in layers:
        own = [row for row in rows if (row["document"], row["annotator"]) == layer]
        places = [(row["start"], rank[row["severity"]], row["code"], row["record"]) for row in own]
        assert len(own) > 10
        assert places == sorted(places)
        text = lines[0]["text"]
        assert all(row["text"] == text[row["start"] : row["end"]] for row in own)


@pytest.mark.parametrize(("name", "line"), [("s.json", 5), ("s.yaml", 5)])
def test_a_schema_that_names_a_check_that_does_not_exist_is_refused(
    annotator, project, tmp_path, name, line
):
    schema = {"schema": "s/1", "checks": {"O07": "off", "Z99": "off"}, "labels": {"A": {}}}
    (tmp_path / name).write_text(json.dumps(schema, indent=1))

    new = annotator("new", tmp_path / "q.corpus", "--schema", tmp_path / name)
    changed = annotator("schema", project, "set", tmp_path / name)

    assert (new.code, changed.code) == (2, 2)
    assert f"{name}:{line}: checks.Z99: there is no check 'Z99'" in new.err
    assert f"{name}:{line}: checks.Z99: there is no check 'Z99'" in changed.err


def test_bad_input_names_file_line_and_field_and_imports_nothing(annotator, project, tmp_path):
    off = {**LINE, "id": "d2", "spans": [{**LINE["spans"][0], "end": 400}]}
    source = written(tmp_path / "bad.jsonl", LINE, off)

    done = annotator("import", project, source)

    assert done.code == 2
    assert "bad.jsonl:2: spans[0].start: 4..400" in done.err
    assert json.loads(annotator("documents", project, "--json").out) == []


def test_documents_are_listed(annotator, project, tmp_path):
    annotator("import", project, written(tmp_path / "in.jsonl", LINE))

    (row,) = json.loads(annotator("documents", project, "--json").out)
    plain = annotator("documents", project).out

    names = ("id", "title", "spans", "layers", "complete_layers")
    assert tuple(row[name] for name in names) == ("d1", "A strike", 1, 1, 1)
    assert "A strike" in plain


def test_a_folder_of_texts_is_imported_under_the_name_given(annotator, project, tmp_path):
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "a.txt").write_text("Shelling hit Idlib.", "utf-8")
    (folder / "b.txt").write_text("قصف حلب", "utf-8")

    done = annotator("import", project, folder, "--format", "text")

    assert done.code == 0, done.err
    rows = json.loads(annotator("documents", project, "--json").out)
    assert {(row["id"], row["language"] or "en") for row in rows} == {("a", "en"), ("b", "ar")}


def test_formats_are_listed_with_what_they_lose(annotator):
    done = annotator("formats")

    assert done.code == 0
    for id in ("text", "jsonl", "spacy"):
        assert id in done.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("check", "nowhere.corpus"), "nowhere.corpus"),
        (("export", "nowhere.corpus", "x.jsonl", "--format", "jsonl"), "nowhere.corpus"),
        (("new", "x.corpus", "--language", "Englisch!"), "Englisch!"),
        (("frobnicate",), "frobnicate"),
        (("import",), "PROJECT"),
    ],
)
def test_bad_usage_is_a_sentence_and_exit_code_2(annotator, arguments, said, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    done = annotator(*arguments)

    assert done.code == 2
    assert said in done.err
    assert "Traceback" not in done.err
    assert not list(tmp_path.glob("nowhere*"))


def test_an_existing_project_is_not_overwritten(annotator, project):
    before = project.read_bytes()

    done = annotator("new", project)

    assert done.code == 2
    assert project.read_bytes() == before


def test_an_unknown_format_names_those_that_exist(annotator, project, tmp_path):
    done = annotator("export", project, tmp_path / "x", "--format", "cuneiform")

    assert done.code == 2
    assert "jsonl" in done.err


def test_the_doctor_finds_a_sound_project_sound(annotator, project, tmp_path):
    annotator("import", project, written(tmp_path / "in.jsonl", LINE))

    done = annotator("doctor", project)
    as_json = annotator("doctor", project, "--json")

    assert done.code == 0, done.out + done.err
    assert json.loads(as_json.out)["sound"] is True


def test_control_characters_of_a_document_never_reach_the_terminal(annotator, project, tmp_path):
    line = {**LINE, "meta": {"title": "\x1b[31mred\x07"}}
    annotator("import", project, written(tmp_path / "in.jsonl", line))

    done = annotator("documents", project)

    assert "\x1b" not in done.out
    assert "red" in done.out


def test_the_sample_without_a_screen_is_imported_checked_and_exported(annotator, tmp_path):
    done = annotator("sample", tmp_path / "sample")

    assert done.code == 0, done.err
    assert "No window: no screen" in done.out
    assert (tmp_path / "sample" / "sample.jsonl").stat().st_size > 1000
    assert (tmp_path / "sample" / "sample.spacy").stat().st_size > 1000
    assert annotator("sample", tmp_path / "sample").code == 0


def test_the_version_is_printed(annotator):
    assert annotator("--version").out.startswith("annotator 0.")


def test_a_document_larger_than_the_cap_that_was_given_is_refused(annotator, project, tmp_path):
    source = written(tmp_path / "in.jsonl", LINE)

    done = annotator("import", project, source, "--max-bytes", "100")

    assert done.code == 2
    assert "in.jsonl:1" in done.err


def test_an_export_of_complete_layers_leaves_the_others_out(annotator, project, tmp_path):
    open_line = {**LINE, "id": "d2", "complete": False}
    annotator("import", project, written(tmp_path / "in.jsonl", LINE, open_line))

    annotator("export", project, tmp_path / "o.jsonl", "--format", "jsonl", "--complete-only")

    lines = (tmp_path / "o.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["id"] for line in lines] == ["d1"]
