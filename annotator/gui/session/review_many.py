# SPDX-License-Identifier: MIT
"""Asks before many items are decided at once: identical cases, and what a rule accepts."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal, Slot

from annotator.gui.bridge.latest import Latest
from annotator.gui.canvas.lanes import candidate_of
from annotator.gui.dialogs.accept_by_rule import AcceptByRuleDialog, RuleRow
from annotator.gui.dialogs.identical_cases import Answer, IdenticalCasesDialog
from annotator.gui.session.review_rows import chosen_candidates
from annotator.gui.session.review_screen import ReviewScreen
from annotator.gui.widgets.text import counted, sentence, tr
from annotator.review.decisions import CUSTOM, NONE, Verdict
from annotator.review.item import Item
from annotator.workspace.reviewing import QUICKLY, Reviewing
from annotator.workspace.ruling import RulePreview
from annotator.workspace.workspace import Workspace

SHOWN = 3
SAVED_WITHIN_S = 2.0


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


def is_being_read(screen: ReviewScreen, reviewing: Reviewing) -> bool:
    """Return whether too many documents are not read yet to find cases; that goes on then."""
    if reviewing.unread() <= QUICKLY:
        return False
    screen.learn()
    return screen.is_learning


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


class RuleAsking(QObject):
    """Counts what rules would accept, and shows it; in a large project in the background.

    ``said`` carries how far it is. What is stored is counted, so everything is saved first.
    """

    said = Signal(str)

    def __init__(
        self, screen: ReviewScreen, workspace: Workspace, accept: Callable[[str], None]
    ) -> None:
        super().__init__(screen)
        self._screen, self._workspace, self._accept = screen, workspace, accept
        self._reviewing = workspace.reviewing
        self._counting = Latest(self)
        self._counting.finished.connect(self._show)
        self._counting.failed.connect(lambda error: self.said.emit(sentence(error)))
        self._counting.cancelled.connect(lambda: self.said.emit(tr("Counting was stopped.")))

    def ask(self) -> None:
        """Count and show; while it counts, stop that."""
        if self._counting.is_running:
            self._counting.cancel()
            return
        is_small = len(self._reviewing.following("")) <= QUICKLY
        if is_small or not self._workspace.flush(SAVED_WITHIN_S):
            self._show(self._reviewing.rules())
            return
        self.said.emit(tr("Counting what rules would accept."))
        task = self._counting.start(tr("Counting"), self._reviewing.counting_rules())
        task.progressed.connect(self._tell)

    def stop(self) -> None:
        """Count no more, and show nothing: something has been decided."""
        self._counting.stop()

    @Slot(int, int)
    def _tell(self, done: int, total: int) -> None:
        if self._counting.is_running and done < total:
            words = tr("Counting what rules would accept: {done:,} of {total:,} documents.")
            self.said.emit(words.format(done=done, total=total))

    @Slot(object)
    def _show(self, found: object) -> None:
        if not self._screen.page.isVisible():
            return  # another page is in front by now
        previews = found if isinstance(found, tuple) else ()
        rows = [_row(preview, self._screen) for preview in previews]
        dialog = AcceptByRuleDialog(rows, self._screen.page)
        dialog.accepted.connect(lambda: self._accept(dialog.result_value()))
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
