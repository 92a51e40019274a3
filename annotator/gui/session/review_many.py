# SPDX-License-Identifier: MIT
"""Asks before many items are decided at once: identical cases, and what a rule accepts."""

from collections.abc import Callable, Sequence

from annotator.gui.dialogs.accept_by_rule import AcceptByRuleDialog, RuleRow
from annotator.gui.dialogs.identical_cases import IdenticalCasesDialog
from annotator.gui.session.review_rows import chosen_candidates
from annotator.gui.session.review_screen import ReviewScreen
from annotator.gui.widgets.text import counted, tr
from annotator.review.decisions import CUSTOM, Verdict
from annotator.review.item import Item
from annotator.workspace.reviewing import Reviewing
from annotator.workspace.ruling import RulePreview

SHOWN = 3


def verdict_for_all(screen: ReviewScreen, proposed: Verdict | None) -> Verdict | None:
    """Return the verdict that all cases like the one shown would get; None if there is none.

    That of its decision, else the one ``proposed``; a version of one's own fits one place only.
    """
    item = screen.item
    if item is None:
        return None
    decision = screen.review.decided.get(item.id)
    if decision is not None and decision.outcome != CUSTOM:
        return Verdict(decision.outcome, chosen_candidates(item, decision))
    return None if proposed is None or proposed.outcome == CUSTOM else proposed


def ask_for_cases(
    screen: ReviewScreen,
    reviewing: Reviewing,
    verdict: Verdict,
    decide: Callable[[Sequence[Item], Verdict], None],
) -> None:
    """Show the cases like the one shown; ``decide`` is called with those that are ticked."""
    item = screen.item
    if item is None:
        return
    taken = [screen.said(item, n) for n in verdict.candidates]
    cases = reviewing.identical(item)
    dialog = IdenticalCasesDialog(", ".join(taken) or tr("nothing"), cases, screen.page)
    dialog.accepted.connect(lambda: decide(dialog.result_value(), verdict))
    dialog.open()


def ask_for_rule(screen: ReviewScreen, reviewing: Reviewing, accept: Callable[[str], None]) -> None:
    """Show the rules; ``accept`` is called with the id of the one that is chosen."""
    rows = [_row(preview, screen) for preview in reviewing.rules()]
    dialog = AcceptByRuleDialog(rows, screen.page)
    dialog.accepted.connect(lambda: accept(dialog.result_value()))
    dialog.open()


def _row(preview: RulePreview, screen: ReviewScreen) -> RuleRow:
    items = counted(preview.items, tr("item"), tr("items"))
    documents = counted(preview.documents, tr("document"), tr("documents"))
    counts = tr("{items} in {documents}, {drawn} kept for you as a sample").format(
        items=items, documents=documents, drawn=preview.drawn
    )
    examples = tuple(screen.in_context(item) for item in preview.examples[:SHOWN])
    possible = preview.items > 0 and not preview.audit.stopped
    title = preview.rule.sentence
    title = title[:1].upper() + title[1:]
    return RuleRow(preview.rule.id, title, counts, preview.audit.sentence(), examples, possible)
