# SPDX-License-Identifier: MIT
"""Tells how long work ended: an account, a refusal with all its problems, a sentence."""

from pathlib import Path

from PySide6.QtWidgets import QWidget

from annotator.errors import AnnotatorError, ProblemsError
from annotator.gui.dialogs.report import ReportDialog
from annotator.gui.widgets.text import counted, sentence, tr


def show_report(
    parent: QWidget, title: str, said: str, text: str, kept: tuple[Path, str] | None = None
) -> None:
    """Show a sentence and, below it, a text that may be long.

    ``kept`` is a file in which more can be saved, and what goes into it.
    """
    dialog = ReportDialog(title, said, text, parent)
    if kept is not None:
        dialog.offer_file(*kept)
    dialog.open()


def show_refusal(parent: QWidget, title: str, error: BaseException) -> bool:
    """Show why something was refused; False, and nothing is shown, if ``error`` is a bug."""
    if isinstance(error, ProblemsError):
        found = counted(len(error.problems), tr("problem"), tr("problems"))
        said = tr("The file was refused, with {found}.").format(found=found)
        show_report(parent, title, said, "\n".join(str(problem) for problem in error.problems))
        return True
    if isinstance(error, AnnotatorError | OSError):
        show_report(parent, title, sentence(error), "")
        return True
    return False
