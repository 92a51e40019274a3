# SPDX-License-Identifier: MIT
"""Where the files that come with the program are found."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import annotator
from annotator.assets import corpora_dir, resource
from annotator.errors import NotFoundError

PACKAGE = Path(annotator.__file__).parent


def test_a_resource_is_found_by_its_parts():
    assert resource("schemas", "conflict-default.yaml").is_file()
    assert resource("schemas").is_dir()


def test_a_resource_that_does_not_exist_is_named():
    with pytest.raises(NotFoundError, match=r"absent\.yaml"):
        resource("schemas", "absent.yaml")


def test_the_sample_articles_are_found():
    assert (corpora_dir() / "sample.jsonl").is_file()


def test_in_a_wheel_both_are_found_inside_the_package(tmp_path):
    installed = tmp_path / "annotator"
    installed.mkdir()
    for name in ("__init__.py", "assets.py", "errors.py"):
        shutil.copy(PACKAGE / name, installed / name)
    for part in ("schemas", "corpora"):
        (installed / "_resources" / part).mkdir(parents=True)
    (tmp_path / "corpora").mkdir()  # somebody else's, beside the package

    asked = "from annotator.assets import *; print(resource('schemas')); print(corpora_dir())"
    run = subprocess.run(
        [sys.executable, "-c", asked], cwd=tmp_path, capture_output=True, text=True, check=True
    )

    assert run.stdout.splitlines() == [
        str(installed / "_resources" / "schemas"),
        str(installed / "_resources" / "corpora"),
    ]
