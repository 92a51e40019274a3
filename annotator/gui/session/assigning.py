# SPDX-License-Identifier: MIT
"""Shows who annotates what, and carries out what is to be otherwise as one act."""

from PySide6.QtCore import QObject

from annotator.gui.dialogs.assignments import AssignmentsDialog, Rearrangement, Rule, Shared
from annotator.gui.session.opened import Opened
from annotator.gui.widgets.assignment_table import AssignableRow
from annotator.gui.widgets.text import tr
from annotator.model.annotations import GOLD
from annotator.model.records import Assignment
from annotator.review.sharing import shared_out


class AssigningVerbs(QObject):
    """Asks who annotates what."""

    def __init__(self, opened: Opened) -> None:
        super().__init__(opened)
        self._opened = opened
        self._workspace = opened.workspace

    def show(self) -> None:
        """Show the table of documents and people."""
        workspace = self._workspace
        self._opened.bench.attributes.commit()
        rows = [AssignableRow(row.id, row.title) for row in workspace.documents()]
        held = workspace.assigning.held()
        known = {*workspace.annotators(), *(name for _, name in held), workspace.annotator}
        people = sorted(known - {GOLD, ""})
        dialog = AssignmentsDialog(rows, people, held, _shares, self._opened.bench.window())
        dialog.accepted.connect(lambda: self.rearrange(dialog.result_value()))
        dialog.open()

    def rearrange(self, wanted: Rearrangement) -> None:
        """Assign and take back as one act; a refusal is said."""
        pattern = Assignment("", "", due=wanted.due, blind=wanted.blind)
        assigning = self._workspace.assigning
        done = self._opened.together(
            lambda: assigning.rearrange(
                wanted.added, wanted.withdrawn, pattern, overlap=wanted.overlap
            )
        )
        if done is not None:
            words = tr("{new:,} assigned, {gone:,} taken back. Ctrl+Z takes it back.")
            self._opened.said.emit(words.format(new=done[0], gone=done[1]))


def _shares(rule: Rule) -> Shared:
    shares = shared_out(
        rule.documents,
        rule.people,
        per_document=rule.per_document,
        overlap=rule.overlap,
        seed=rule.seed,
    )
    return {id: share.people for id, share in shares.items()}
