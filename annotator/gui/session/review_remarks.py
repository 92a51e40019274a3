# SPDX-License-Identifier: MIT
"""What goes with a decision: its reason, a note, a flag for the guideline."""

from collections.abc import Callable
from dataclasses import replace

from annotator.gui.dialogs.ask_line import AskLineDialog
from annotator.gui.dialogs.choose_line import ChooseLineDialog
from annotator.gui.session.review_screen import Pending, ReviewScreen
from annotator.gui.widgets.text import tr
from annotator.workspace.reviewing import Reviewing

REASONS = (
    "guideline gap",
    "annotator slip",
    "ambiguous text",
    "boundary convention",
    "schema gap",
    "two readings",
)


class Remarks:
    """Asks for remarks and gives them to the decision, or keeps them for the next one.

    ``quietly`` carries out an act of one's own.
    """

    def __init__(
        self,
        screen: ReviewScreen,
        reviewing: Reviewing,
        quietly: Callable[[Callable[[], object]], object],
    ) -> None:
        self._screen = screen
        self._reviewing = reviewing
        self._quietly = quietly

    def flag(self) -> None:
        """Flag the item for the guideline, or not any more."""
        now = self._now()
        self._put(replace(now, flag=not now.flag))

    def reason(self) -> None:
        """Ask for the reason."""
        dialog = ChooseLineDialog(tr("Reason"), REASONS, self._now().reason, self._screen.page)
        dialog.accepted.connect(
            lambda: self._put(replace(self._now(), reason=dialog.result_value()))
        )
        dialog.open()

    def note(self) -> None:
        """Ask for a note."""
        page = self._screen.page
        dialog = AskLineDialog(tr("Note"), tr("&Note"), self._now().note, parent=page)
        dialog.accepted.connect(lambda: self._put(replace(self._now(), note=dialog.result_value())))
        dialog.open()

    def _now(self) -> Pending:
        """Return the remarks of the item: of its decision, else those for the next one."""
        item = self._screen.item
        decision = self._screen.review.decided.get(item.id) if item is not None else None
        if decision is None:
            return self._screen.pending
        return Pending(decision.reason, decision.note, decision.flag)

    def _put(self, now: Pending) -> None:
        screen, item = self._screen, self._screen.item
        if item is not None and item.id in screen.review.decided:
            self._quietly(
                lambda: self._reviewing.remark(
                    item, reason=now.reason, note=now.note, flag=now.flag
                )
            )
        else:
            screen.pending = now
        screen.refresh()
