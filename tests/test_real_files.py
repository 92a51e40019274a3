# SPDX-License-Identifier: MIT
"""Everything in ../shared/data goes into one project by one import."""

import shutil

import pytest

from annotator.workspace.doctoring import examine_project
from annotator.workspace.intake import ADD, Wishes
from annotator.workspace.workspace import Workspace
from tests.real_files import DATA


@pytest.mark.timeout(600)
def test_all_real_files_are_imported_at_once_and_the_project_is_sound(tmp_path):
    if not DATA.is_dir():
        pytest.skip("the real files in ../shared are not here")
    copied = tmp_path / "data"
    shutil.copytree(DATA, copied, ignore=shutil.ignore_patterns("SOURCE.txt"))
    location = str(tmp_path / "all.corpus")
    workspace = Workspace.create(location, annotator="reader")

    report = workspace.import_paths([copied], Wishes(new_labels=ADD, good_only=True))

    assert report.documents > 2_300
    assert report.spans > 26_000
    assert all(problem.file and problem.message for problem in report.refused)
    assert sum(summary.all_spans for summary in workspace.documents()) == report.spans
    workspace.close()
    assert examine_project(location).sound
