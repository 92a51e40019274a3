# SPDX-License-Identifier: MIT
"""What a release is for: ``spacy debug data`` and ``spacy train`` run on it as it is."""

import os
import re
import subprocess
import sys

import pytest

from annotator.errors import InputError
from annotator.workspace.releasing import scores
from tests.release.projects import articles, project, released

EPOCHS = (
    "--training.max_epochs",
    "2",
    "--training.max_steps",
    "0",
    "--training.eval_frequency",
    "20",
)


@pytest.fixture(scope="module")
def release(tmp_path_factory):
    folder = tmp_path_factory.mktemp("training")
    workspace = project(folder, articles(130, sentences=4))  # fewer than 100 are too few for spaCy
    released(workspace, folder / "out")
    workspace.close()
    return folder / "out"


def spacy_in(folder, *arguments):
    return subprocess.run(
        [sys.executable, "-m", "spacy", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "NO_COLOR": "1"},
    )


@pytest.mark.parametrize("pipeline", ["ner", "spancat"])
def test_debug_data_reports_no_error(release, pipeline):
    done = spacy_in(release, "debug", "data", f"{pipeline}/config.cfg")

    assert "error" not in re.sub(r"0 errors?", "", done.stdout.lower()), done.stdout
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.timeout(600)
@pytest.mark.parametrize("pipeline", ["ner", "spancat"])
def test_training_runs_unchanged_and_the_model_is_scored_by_label(release, tmp_path, pipeline):
    config = f"{pipeline}/config.cfg"
    done = spacy_in(release, "train", config, "--output", str(tmp_path / "model"), *EPOCHS)

    assert done.returncode == 0, done.stdout + done.stderr
    found = scores(tmp_path / "model" / "model-last", release, "test")

    assert {score.kind for score in found} == {"ents" if pipeline == "ner" else "spans_sc"}
    assert found[0].label == "all"
    assert {score.label for score in found[1:]} == {"ACTOR", "CASUALTY", "LOCATION", "WEAPON"}
    assert all(0 <= (score.f1 or 0) <= 1 for score in found)


def test_a_folder_without_a_model_is_refused(release, tmp_path):
    with pytest.raises(InputError, match="holds no trained pipeline"):
        scores(tmp_path, release, "test")
    with pytest.raises(InputError, match="a split is train, dev, test"):
        scores(tmp_path, release, "all")
