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
        "review.assign",
        "Who annotates what…",
        Category.REVIEW,
        lambda desk: desk.assigning.show(),
        keys=("Ctrl+Shift+W",),
        when=lambda state: state.project and state.writable,
        words="assignments assign share people annotators due blind overlap",
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
        "consistency.show",
        "Consistency over all documents",
        Category.REVIEW,
        lambda desk: desk.consistency.show(),
        keys=("Ctrl+Shift+K",),
        when=lambda state: state.project,
        group=2,
        words="corpus same string labels boundaries blank repeats check",
    ),
    Command(
        "consistency.next",
        "Next inconsistent place",
        Category.REVIEW,
        lambda desk: desk.consistency.next_place(1),
        keys=("F4",),
        when=lambda state: state.project,
        group=2,
    ),
    Command(
        "consistency.previous",
        "Previous inconsistent place",
        Category.REVIEW,
        lambda desk: desk.consistency.next_place(-1),
        keys=("Shift+F4",),
        when=lambda state: state.project,
        group=2,
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
