# SPDX-License-Identifier: MIT
"""What was imported is in a backup soon, and at the latest when the project is closed."""

from pathlib import Path

from annotator.edits.edit import SetComplete
from annotator.store.keeping import backups_in, folder_of
from annotator.workspace.doctoring import examine_project, repair_project
from annotator.workspace.workspace import Workspace


def test_what_was_imported_is_in_a_backup_when_the_project_is_closed(project):
    newest = backups_in(folder_of(Path(project)))[-1]

    assert examine_project(str(newest.path)).documents == 3


def test_a_project_cut_after_an_import_comes_back_whole_and_is_still_not_called_sound(project):
    path = Path(project)
    path.write_bytes(path.read_bytes()[:9_000])

    diagnosis = repair_project(project)

    assert diagnosis.documents == 3
    assert not diagnosis.sound
    assert "(3 documents), and work done after it may be missing" in diagnosis.as_text()


def test_nothing_is_copied_at_close_when_only_little_was_done_since_the_last_backup(project):
    before = backups_in(folder_of(Path(project)))
    workspace = Workspace.open(project, annotator="ann")
    id = workspace.documents()[0].id
    workspace.apply(id, SetComplete(complete=True))
    assert workspace.close() == ()

    assert backups_in(folder_of(Path(project))) == before
