# SPDX-License-Identifier: MIT
"""One data set release: the dialog, the work, and the data card that came of it."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject

from annotator.gui.bridge.tasks import Progress
from annotator.gui.dialogs.new_project import file_stem
from annotator.gui.dialogs.release import ReleaseDialog, ReleaseWish
from annotator.gui.session.open_project import Office
from annotator.gui.widgets.text import counted, tr
from annotator.workspace.workspace import Workspace

GOLD, AGREED = "gold", "agreed"


class Releasing(QObject):
    """Asks for releases and carries them out."""

    def __init__(self, workspace: Workspace, office: Office, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._office = office

    def ask(self) -> None:
        """Show the dialog."""
        workspace = self._workspace
        dialog = ReleaseDialog(
            release_layers(workspace.annotators(), workspace.annotator),
            proposed_folder(workspace),
            self._office.as_widget(),
        )
        dialog.accepted.connect(lambda: self.carry_out(dialog.result_value()))
        dialog.open()

    def carry_out(self, wish: ReleaseWish) -> None:
        """Write a release and show its data card."""
        self._office.run(
            tr("Releasing"),
            lambda progress: released(self._workspace, wish, progress),
            self._done,
            lambda error: self._office.show_error(tr("Nothing was released"), error),
            lambda: None,
        )

    def _done(self, result: object) -> None:
        if isinstance(result, tuple):
            said, text = result
            self._office.said.emit(said)
            self._office.report(tr("Released"), said, text, None)


def release_layers(annotators: Sequence[str], own: str) -> list[tuple[str, str]]:
    """Return what may be released, as the plan says it and in words; the likeliest first."""
    found = [(GOLD, tr("Gold"))] if GOLD in annotators else []
    names = sorted((name for name in annotators if name != GOLD), key=lambda name: name != own)
    found += [(f"annotator:{name}", tr("The layer of {name}").format(name=name)) for name in names]
    if len(names) > 1:
        found.append((AGREED, tr("What all complete layers share")))
    return found or [("", tr("Nobody has annotated anything yet"))]


def proposed_folder(workspace: Workspace) -> Path:
    """Return a folder beside the project that is not there yet."""
    if "://" in workspace.location:
        place = Path.home() / f"{file_stem(workspace.name)}-release"
    else:
        path = Path(workspace.location)
        place = path.with_name(f"{path.stem}-release")
    number, free = 1, place
    while free.exists():
        number += 1
        free = place.with_name(f"{place.name}-{number}")
    return free


def released(workspace: Workspace, wish: ReleaseWish, progress: Progress) -> tuple[str, str]:
    """Write a release, on any thread; return a sentence, and the report with the data card."""
    from annotator.workspace.releasing import ReleasePlan, parsed_sizes

    plan = ReleasePlan(
        target=wish.target,
        layers=wish.layers,
        partial=wish.partial,
        seed=wish.seed,
        sizes=parsed_sizes(wish.splits),
        licence=wish.licence,
    )
    report = workspace.release(plan, progress=progress)
    card = (wish.target / "README.md").read_text(encoding="utf-8")
    documents = sum(report.documents.values())
    said = tr("{documents} released to {folder}.").format(
        documents=counted(documents, tr("document"), tr("documents")), folder=wish.target.name
    )
    return said, "\n".join((*report.lines(), "", card))
