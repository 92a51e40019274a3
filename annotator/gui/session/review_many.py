# SPDX-License-Identifier: MIT
"""Asks before many items are decided at once: identical cases, and what a rule accepts."""

from collections.abc import Callable, Sequence

from annotator.gui.canvas.lanes import candidate_of
from annotator.gui.dialogs.accept_by_rule import AcceptByRuleDialog, RuleRow
from annotator.gui.dialogs.identical_cases import Answer, IdenticalCasesDialog
from annotator.gui.session.review_rows import chosen_candidates
from annotator.gui.session.review_screen import ReviewScreen
from annotator.gui.widgets.text import counted, tr
from annotator.review.decisions import CUSTOM, NONE, Verdict
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
    if decision is not None and decision.outcome == NONE:
        return Verdict.none()
    if decision is not None and decision.outcome != CUSTOM:
        return Verdict(decision.outcome, chosen_candidates(item, decision))
    return None if proposed is None or proposed.outcome == CUSTOM else proposed


def ask_for_cases(
    screen: ReviewScreen,
    reviewing: Reviewing,
    verdict: Verdict | None,
    decide: Callable[[Sequence[Item], Verdict], None],
) -> None:
    """Show the cases like the one shown; ``decide`` is called with those that are ticked.

    ``verdict`` is the answer to begin with; without one it is what most annotators have.
    """
    item = screen.item
    if item is None:
        return
    verdicts, answers = _answers(screen, item)
    verdict = verdict or verdicts[0]
    if verdict not in verdicts:
        verdicts, answers = [verdict, *verdicts], [_answer_of(screen, item, verdict), *answers]
    cases = reviewing.identical(item)
    dialog = IdenticalCasesDialog(answers, verdicts.index(verdict), cases, screen.page)
    dialog.accepted.connect(lambda: decide(dialog.result_value(), verdicts[dialog.answer]))
    dialog.open()


def _answers(screen: ReviewScreen, item: Item) -> tuple[list[Verdict], list[Answer]]:
    """Return the answers an item can be given, each with the keys that also take it outside."""
    lanes = screen.review.lanes
    verdicts: list[Verdict] = []
    answers: list[Answer] = []
    for index, candidate in enumerate(item.candidates):
        if not candidate.records:
            continue
        keys = [str(n) for n, name in enumerate(lanes, 1) if candidate_of(item, name) == index]
        verdicts.append(Verdict.take(index))
        answers.append(Answer(tuple(keys), screen.said(item, index)))
    if len(verdicts) > 1:
        both = [index for index, one in enumerate(item.candidates) if one.records]
        verdicts.append(Verdict.several(*both))
        answers.append(Answer(("B",), tr("all versions")))
    nothing = [str(n) for n, name in enumerate(lanes, 1) if not _has_any(item, name)]
    verdicts.append(Verdict.none())
    answers.append(Answer(("0", "X", *nothing), tr("nothing")))
    return verdicts, answers


def _has_any(item: Item, annotator: str) -> bool:
    index = candidate_of(item, annotator)
    return index < 0 or bool(item.candidates[index].records)


def _answer_of(screen: ReviewScreen, item: Item, verdict: Verdict) -> Answer:
    taken = [screen.said(item, n) for n in verdict.candidates]
    return Answer((), ", ".join(taken) or tr("nothing"))


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
