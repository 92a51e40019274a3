# SPDX-License-Identifier: MIT
import hashlib
import os
import subprocess
import sys
from collections import Counter

import orjson
import pytest
import spacy
from spacy.tokens import DocBin

from annotator.errors import CancelledError, InputError, NotFoundError
from annotator.release import parts
from annotator.release.plan import ReleasePlan, parsed_sizes
from tests.release.projects import add, articles, lines_of, project, released, splits_in

FILES = {
    "README.md",
    "SHA256SUMS",
    "ledger.json",
    "manifest.json",
    "project.yml",
    "labels/ner.json",
    "labels/spancat.json",
    "ner/config.cfg",
    "spancat/config.cfg",
    "plots/labels.svg",
    "plots/lengths.svg",
    *(
        f"corpus/{split}.{kind}"
        for split in ("train", "dev", "test")
        for kind in ("jsonl", "spacy")
    ),
}


@pytest.fixture
def ten(tmp_path):
    workspace = project(tmp_path, articles(20))
    yield workspace
    workspace.close()


def files_in(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def docs_of(folder, split):
    path = folder / "corpus" / f"{split}.spacy"
    vocab = spacy.blank("en").vocab
    found = sorted(path.rglob("*.spacy")) if path.is_dir() else [path]
    return [doc for part in found for doc in DocBin().from_disk(part).get_docs(vocab)]


def test_a_release_holds_what_training_needs_and_its_checksums(ten, tmp_path):
    report = released(ten, tmp_path / "out")

    found = files_in(tmp_path / "out")
    assert set(found) == FILES
    sums = dict(line.split("  ")[::-1] for line in found["SHA256SUMS"].decode().splitlines())
    assert sums == {
        name: hashlib.sha256(data).hexdigest()
        for name, data in found.items()
        if name != "SHA256SUMS"
    }
    assert report.documents == {"train": 16, "dev": 2, "test": 2}
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_the_docbins_and_the_lines_hold_the_same_spans(ten, tmp_path):
    released(ten, tmp_path / "out")

    for split in ("train", "dev", "test"):
        lines = {line["id"]: line for line in lines_of(tmp_path / "out", split)}
        docs = docs_of(tmp_path / "out", split)
        assert [doc.user_data["id"] for doc in docs] == list(lines)
        for doc in docs:
            line = lines[doc.user_data["id"]]
            spans = sorted((s.start_char, s.end_char, s.label_) for s in doc.spans["sc"])
            assert doc.text == line["text"]
            assert spans == sorted((s["start"], s["end"], s["label"]) for s in line["spans"])


def test_only_complete_layers_are_released_unless_partial_ones_are_asked_for(tmp_path):
    lines = articles(10)
    lines[3]["complete"] = False
    workspace = project(tmp_path, lines)

    whole = released(workspace, tmp_path / "whole")
    partial = released(workspace, tmp_path / "partial", partial=True)

    assert sum(whole.documents.values()) == 9
    assert whole.left_out == {"layer not complete": 1}
    assert sum(partial.documents.values()) == 10
    docs = {
        doc.user_data["id"]: doc
        for split in ("train", "dev", "test")
        for doc in docs_of(tmp_path / "partial", split)
    }
    missing = Counter(token.ent_iob_ for token in docs["a0003"] if not token.ent_type_)
    outside = Counter(token.ent_iob_ for token in docs["a0004"] if not token.ent_type_)
    assert set(missing) == {""}
    assert set(outside) == {"O"}
    workspace.close()


def test_a_document_stays_in_its_split_when_the_corpus_grows(tmp_path):
    workspace = project(tmp_path, articles(40))
    released(workspace, tmp_path / "r1")
    add(workspace, tmp_path, articles(40, first=40))

    report = released(workspace, tmp_path / "r2")

    before, after = splits_in(tmp_path / "r1"), splits_in(tmp_path / "r2")
    assert len(after) == 80
    assert all(after[id] == split for id, split in before.items())
    counts = Counter(after.values())
    assert all(
        abs(counts[split] - wanted) <= 2
        for split, wanted in {"train": 64, "dev": 8, "test": 8}.items()
    )
    assert (report.kept, report.moved, report.previous) == (40, [], tmp_path / "r1")
    workspace.close()


def test_a_new_copy_goes_where_the_first_one_is(tmp_path):
    lines = articles(30)
    workspace = project(tmp_path, lines)
    released(workspace, tmp_path / "r1")
    before = splits_in(tmp_path / "r1")
    home = next(id for id, split in before.items() if split == "test")
    original = next(line for line in lines if line["id"] == home)
    copy = {**original, "id": "copy", "text": original["text"] + " More to follow."}
    add(workspace, tmp_path, [copy])

    report = released(workspace, tmp_path / "r2")

    assert splits_in(tmp_path / "r2")["copy"] == "test"
    assert report.near_duplicates == [(home, "copy")]
    workspace.close()


def test_copies_that_an_older_release_has_split_stay_and_are_told_of(tmp_path):
    lines = articles(30)
    workspace = project(tmp_path, lines)
    released(workspace, tmp_path / "r1")
    before = splits_in(tmp_path / "r1")
    one = next(id for id, split in before.items() if split == "dev")
    two = next(id for id, split in before.items() if split == "train")
    manifest = orjson.loads((tmp_path / "r1" / "manifest.json").read_bytes())
    first = next(line for line in lines if line["id"] == one)
    workspace.close()
    for line in lines:
        if line["id"] == two:
            line.update(text=first["text"], spans=first["spans"])
    other = project(tmp_path, lines, name="q")
    manifest["project"] = orjson.loads(_manifest(other, tmp_path))["project"]
    (tmp_path / "r1" / "manifest.json").write_bytes(orjson.dumps(manifest))

    report = released(other, tmp_path / "r2", previous=tmp_path / "r1")

    after = splits_in(tmp_path / "r2")
    assert (after[one], after[two]) == ("dev", "train")
    assert [note for note in report.notes if "in different splits since before" in note]
    other.close()


def _manifest(workspace, folder) -> bytes:
    released(workspace, folder / "probe")
    data = (folder / "probe" / "manifest.json").read_bytes()
    for path in sorted((folder / "probe").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    (folder / "probe").rmdir()
    return data


def test_an_older_release_in_the_target_is_replaced_and_anything_else_is_not(ten, tmp_path):
    released(ten, tmp_path / "out", title="One")
    released(ten, tmp_path / "out", title="Two")

    assert (tmp_path / "out" / "README.md").read_text().startswith("# Two")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("mine")
    with pytest.raises(InputError, match="holds files that are no release"):
        released(ten, tmp_path / "mine")
    assert (tmp_path / "mine" / "thesis.txt").read_text() == "mine"


def test_a_stopped_release_leaves_the_old_one_and_nothing_else(ten, tmp_path):
    released(ten, tmp_path / "out")
    before = files_in(tmp_path / "out")

    def stop(done, total):
        if done > 3:
            raise CancelledError

    with pytest.raises(CancelledError):
        ten.release(ReleasePlan(tmp_path / "out", title="New"), progress=stop)

    assert files_in(tmp_path / "out") == before
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_whose_layers_are_meant_must_be_said_if_several_have_some(tmp_path):
    lines = articles(6)
    lines += [{**line, "annotator": "ben", "spans": line["spans"][1:]} for line in lines[:4]]
    workspace = project(tmp_path, lines)

    with pytest.raises(InputError, match=r"2 annotators have layers \(ana, ben\)"):
        released(workspace, tmp_path / "out")
    with pytest.raises(NotFoundError):
        released(workspace, tmp_path / "out", layers="annotator:zoe")
    with pytest.raises(InputError, match="there is no layer called 'gold' yet"):
        released(workspace, tmp_path / "out", layers="gold")
    report = released(workspace, tmp_path / "out", layers="annotator:ben")

    assert sum(report.documents.values()) == 4
    assert report.left_out == {"no such layer": 2}
    workspace.close()


def test_agreed_layers_hold_what_all_share(tmp_path):
    lines = articles(5)
    lines[0]["spans"][0]["attributes"] = {"mention": "named", "side": "x"}
    others = [{**line, "annotator": "ben", "spans": line["spans"][1:]} for line in lines[1:3]]
    others.append({**lines[0], "annotator": "ben", "spans": [dict(s) for s in lines[0]["spans"]]})
    others[-1]["spans"][0] = {
        **lines[0]["spans"][0],
        "id": "other",
        "attributes": {"mention": "named", "side": "y"},
    }
    workspace = project(tmp_path, [*lines, *others])

    report = released(workspace, tmp_path / "out", layers="agreed")

    found = {
        line["id"]: line
        for split in ("train", "dev", "test")
        for line in lines_of(tmp_path / "out", split)
    }
    assert set(found) == {"a0000", "a0001", "a0002"}
    assert report.left_out == {"fewer than two complete layers": 2}
    assert found["a0000"]["spans"][0]["attributes"] == {"mention": "named"}
    assert len(found["a0001"]["spans"]) == len(lines[1]["spans"]) - 1
    workspace.close()


def test_a_project_without_work_is_refused(tmp_path):
    workspace = project(tmp_path, [{"id": "x", "text": "Nothing."}])

    with pytest.raises(InputError, match="nobody has annotated anything yet"):
        released(workspace, tmp_path / "out")
    assert not (tmp_path / "out").exists()
    workspace.close()


def test_the_card_says_what_names_are_and_means_nothing_by_them(tmp_path):
    lines = articles(5)
    lines[0]["meta"] = {"source": "<b>A|B</b> [x](http://y) $z_1$"}
    workspace = project(tmp_path, lines)

    released(workspace, tmp_path / "out", title="*Bold* _claims_", licence="CC BY 4.0")

    card = (tmp_path / "out" / "README.md").read_text()
    assert card.startswith("# \\*Bold\\* \\_claims\\_\n")
    assert "\\<b\\>A\\|B\\</b\\> \\[x\\](http://y) \\$z\\_1\\$" in card
    assert "| Licence | CC BY 4.0 |" in card
    workspace.close()


def test_parts_written_by_several_processes_are_the_same(tmp_path, monkeypatch):
    monkeypatch.setattr(parts, "DOCUMENTS_IN_A_PART", 5)
    workspace = project(tmp_path, articles(20))

    released(workspace, tmp_path / "one", processes=1)
    released(workspace, tmp_path / "two", processes=2)

    one, two = files_in(tmp_path / "one"), files_in(tmp_path / "two")
    assert "corpus/train.spacy/part-00002.spacy" in one
    assert one == two
    workspace.close()


@pytest.mark.parametrize(("seed", "locale"), [("1", "C"), ("77", "C.UTF-8")])
def test_a_release_is_the_same_bytes_whatever_the_hash_seed_and_the_locale(
    ten, tmp_path, seed, locale
):
    released(ten, tmp_path / "here" / "out", date="2031-01-01")
    location = ten.location
    ten.close()
    environment = {**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": locale, "TZ": "Asia/Tokyo"}
    command = [sys.executable, "-m", "annotator", "release", location]

    subprocess.run(
        [*command, str(tmp_path / "there" / "out"), "--date", "2031-01-01"],
        env=environment,
        check=True,
        capture_output=True,
    )

    assert files_in(tmp_path / "there" / "out") == files_in(tmp_path / "here" / "out")


def test_a_persons_own_matplotlibrc_changes_no_plot(ten, tmp_path):
    released(ten, tmp_path / "here" / "out")
    location = ten.location
    ten.close()
    (tmp_path / "rc").write_text("font.size: 17\nfigure.dpi: 200\naxes.grid: True\n")

    subprocess.run(
        [sys.executable, "-m", "annotator", "release", location, str(tmp_path / "there" / "out")],
        env={**os.environ, "MATPLOTLIBRC": str(tmp_path / "rc")},
        check=True,
        capture_output=True,
    )

    assert files_in(tmp_path / "there" / "out") == files_in(tmp_path / "here" / "out")


def test_sizes_are_read_as_people_write_them():
    assert parsed_sizes("80/10/10") == (80, 10, 10)
    assert ReleasePlan("x", sizes=(8, 1, 1)).shares == {"train": 0.8, "dev": 0.1, "test": 0.1}
    for wrong in ("80", "80/20", "a/b/c", ""):
        with pytest.raises(InputError, match="80/10/10"):
            parsed_sizes(wrong)
    for wrong in ("0/1/1", "8/-1/1", "nan/1/1", "inf/1/1", "1e999/1/1"):
        with pytest.raises(InputError, match="train above 0"):
            ReleasePlan("x", sizes=parsed_sizes(wrong))
