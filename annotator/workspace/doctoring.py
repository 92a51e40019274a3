# SPDX-License-Identifier: MIT
"""The doctor: examines a project that nobody needs to have open, and repairs it."""

from annotator.store.diagnosis import Diagnosis
from annotator.store.doctor import examine
from annotator.workspace.tasks import Progress, no_progress


def examine_project(location: str, progress: Progress = no_progress) -> Diagnosis:
    """Return what is damaged; the project is only read, and may be open in a window."""
    return examine(location, progress)


def repair_project(location: str, progress: Progress = no_progress) -> Diagnosis:
    """Restore what the log or a backup can give, and return what was done and what is left.

    InUseError when a window or another command has the project open.
    """
    from annotator.store.repair import repair

    return repair(location, progress)
