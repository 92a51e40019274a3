# SPDX-License-Identifier: MIT
"""Commands about review: what several annotators have, and the gold that is made of it."""

from annotator.gui.commands.command import Category, Command
from annotator.gui.commands.desk import State


def _can_review(state: State) -> bool:
    return state.project and state.writable


REVIEW = (
    Command(
        "review.start",
        "Decide what annotators differ on",
        Category.REVIEW,
        lambda desk: desk.reviewing.start(),
        keys=("Ctrl+Shift+R",),
        when=_can_review,
        words="review adjudicate adjudication gold disagreement",
    ),
    Command(
        "review.agreement",
        "Agreement of annotators",
        Category.REVIEW,
        lambda desk: desk.agreement.show(),
        keys=("Ctrl+Shift+A",),
        when=lambda state: state.project,
        group=1,
        words="kappa F1 confusion",
    ),
    Command(
        "review.disagreement",
        "Disagreement, and what may be wrong in gold",
        Category.REVIEW,
        lambda desk: desk.agreement.show_disagreement(),
        keys=("Ctrl+Shift+D",),
        when=lambda state: state.project,
        group=1,
        words="guideline hints errors report",
    ),
    Command(
        "review.leave",
        "Back to annotating",
        Category.REVIEW,
        lambda desk: desk.reviewing.leave(),
        when=_can_review,
        words="review close",
    ),
)
