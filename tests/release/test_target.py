# SPDX-License-Identifier: MIT
"""What is in the target of a release and is not of a release is nobody's to remove."""

import pytest

from annotator.errors import InputError
from annotator.release.target import workshop
from tests.release.projects import add, articles, project, released, splits_in


@pytest.fixture
def workspace(tmp_path):
    workspace = project(tmp_path, articles(12))
    yield workspace
    workspace.close()


def test_a_model_that_was_trained_in_a_release_keeps_it_from_being_replaced(workspace, tmp_path):
    released(workspace, tmp_path / "out", title="One")
    model = tmp_path / "out" / "training" / "ner" / "model-best" / "weights"
    model.parent.mkdir(parents=True)
    model.write_text("eight hours of work")

    with pytest.raises(InputError, match="training/ner/model-best/weights"):
        released(workspace, tmp_path / "out", title="Two")

    assert model.read_text() == "eight hours of work"
    assert (tmp_path / "out" / "README.md").read_text().startswith("# One")


def test_a_file_of_a_release_that_was_changed_keeps_it_from_being_replaced(workspace, tmp_path):
    released(workspace, tmp_path / "out")
    config = tmp_path / "out" / "ner" / "config.cfg"
    config.write_text(config.read_text().replace("dropout = 0.1", "dropout = 0.3"))

    with pytest.raises(InputError, match=r"ner/config\.cfg \(changed\)"):
        released(workspace, tmp_path / "out")

    assert "dropout = 0.3" in config.read_text()


def test_a_foreign_data_set_with_a_manifest_and_checksums_is_no_release(workspace, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    (other / "manifest.json").write_text('{"name": "somebody else\'s"}')
    (other / "SHA256SUMS").write_text("")
    (other / "data.bin").write_text("precious")

    with pytest.raises(InputError, match="holds files that are no release"):
        released(workspace, other)
    released(workspace, tmp_path / "out")

    assert (other / "data.bin").read_text() == "precious"


def test_the_target_may_be_a_link_and_stays_one(workspace, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "latest").symlink_to(tmp_path / "elsewhere" / "out")

    released(workspace, tmp_path / "latest", title="One")
    released(workspace, tmp_path / "latest", title="Two")

    assert (tmp_path / "latest").is_symlink()
    assert (tmp_path / "elsewhere" / "out" / "README.md").read_text().startswith("# Two")
    assert [path.name for path in (tmp_path / "elsewhere").iterdir()] == ["out"]


def test_another_release_beside_does_not_remove_the_one_that_is_being_made(workspace, tmp_path):
    with workshop(tmp_path / "first") as folder:
        (folder / "half").write_text("being written")

        released(workspace, tmp_path / "second")

        assert (folder / "half").read_text() == "being written"
    assert not folder.exists()


def test_the_tenth_release_follows_the_ninth(workspace, tmp_path):
    for number, first in ((9, 12), (10, 30)):
        released(workspace, tmp_path / f"v{number}")
        add(workspace, tmp_path, articles(18, first=first))

    report = released(workspace, tmp_path / "v11")

    assert report.previous == tmp_path / "v10"
    tenth, eleventh = splits_in(tmp_path / "v10"), splits_in(tmp_path / "v11")
    assert {id: eleventh[id] for id in tenth} == tenth


def test_a_document_that_was_away_for_a_release_comes_back_to_its_split(tmp_path):
    lines = articles(30)
    workspace = project(tmp_path, lines)
    released(workspace, tmp_path / "v1")
    before = splits_in(tmp_path / "v1")
    away = next(id for id, split in before.items() if split == "test")
    workspace.close()
    for name, some in (("v2", [line for line in lines if line["id"] != away]), ("v3", lines)):
        other = project(tmp_path, some, name=name)
        previous = tmp_path / ("v1" if name == "v2" else "v2")
        _adopt(other, previous)
        released(other, tmp_path / name, previous=previous, seed=5)
        other.close()

    assert away not in splits_in(tmp_path / "v2")
    assert splits_in(tmp_path / "v3") == before


def _adopt(workspace, release):
    """Let a release be one of this project."""
    path = release / "manifest.json"
    probe = release.parent / "probe" / release.name / workspace.name
    report = released(workspace, probe)
    new = (report.target / "manifest.json").read_text().split('"project": "')[1].split('"')[0]
    text = path.read_text()
    old = text.split('"project": "')[1].split('"')[0]
    path.write_text(text.replace(old, new))


def test_splitting_anew_is_said_and_lists_what_moved(workspace, tmp_path):
    released(workspace, tmp_path / "v1")

    kept = released(workspace, tmp_path / "v2", seed=3)
    anew = released(workspace, tmp_path / "v3", seed=3, sizes=(1, 1, 1), resplit=True)

    assert splits_in(tmp_path / "v2") == splits_in(tmp_path / "v1")
    assert [note for note in kept.notes if "for new documents only" in note]
    moved = {
        id
        for id, split in splits_in(tmp_path / "v3").items()
        if splits_in(tmp_path / "v2")[id] != split
    }
    assert moved
    assert len(anew.moved) == len(moved)
    assert all(any(line.startswith(f"{id} from ") for line in anew.moved) for id in moved)
