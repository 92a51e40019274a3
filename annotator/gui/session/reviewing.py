# SPDX-License-Identifier: MIT
"""The verbs of a review: one key decides, the next item follows, every act can be undone."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from PySide6.QtCore import QEvent, QObject, Slot
from PySide6.QtGui import QKeyEvent

from annotator.errors import AnnotatorError
from annotator.gui.bridge.events import EventRelay
from annotator.gui.canvas.lanes import candidate_of
from annotator.gui.session.opened import Opened
from annotator.gui.session.review_keys import Act, Do, Label, Move, Take, act_of
from annotator.gui.session.review_many import (
    RuleAsking,
    ask_for_cases,
    is_being_read,
    verdict_for_all,
)
from annotator.gui.session.review_remarks import Remarks
from annotator.gui.session.review_screen import ReviewScreen
from annotator.gui.session.rows import labels_by_key
from annotator.gui.widgets.text import sentence, tr
from annotator.model.annotations import DOCUMENT_LAYER
from annotator.model.records import Decision
from annotator.review.decisions import Circumstances, Verdict
from annotator.review.item import Item
from annotator.workspace.events import LayerChanged, SchemaChanged
from annotator.workspace.gestures import Undone
from annotator.workspace.reviewing import QUICKLY

T = TypeVar("T")


class ReviewingVerbs(QObject):
    """Carries out what keys mean for the item that is shown."""

    def __init__(self, opened: Opened) -> None:
        super().__init__(opened)
        self._opened = opened
        self._workspace = opened.workspace
        self._reviewing = opened.workspace.reviewing
        self.screen: ReviewScreen | None = None
        self._rules: RuleAsking  # made with the screen
        self._is_ours = False
        self._relay = EventRelay(self)
        self._relay.happened.connect(self._happened)
        self._does: Mapping[str, Callable[[ReviewScreen], None]] = {
            "suggested": self._take_suggested,
            "none": self._none,
            "both": self._both,
            "edit": self._edit,
            "flag": lambda screen: self._remarks(screen).flag(),
            "reason": lambda screen: self._remarks(screen).reason(),
            "note": lambda screen: self._remarks(screen).note(),
            "next": self._go_next,
            "previous": self._go_previous,
            "names": lambda screen: screen.toggle_names(),
            "hide": lambda screen: self._say(screen.toggle_suggestions()),
            "everywhere": lambda screen: self._say(screen.toggle_everywhere()),
            "beside": lambda screen: self._say(screen.next_pair()),
            "withdraw": self._withdraw,
            "back": self._back,
            "filter": lambda screen: screen.page.queue.words.setFocus(),
            "identical": self._identical,
            "rules": lambda _: self._rules.ask(),
            "undo": self._undo,
            "finish": self._finish,
        }

    def start(self) -> None:
        """Show the review, at the first item to decide of the open document, else of another."""
        self._opened.bench.attributes.commit()
        rows = self._reviewing.documents()
        if not rows:
            words = tr("Nothing to review: no document is completed by two annotators.")
            self._opened.said.emit(words)
            return
        ids = [row.document for row in rows]
        screen = self._made()
        screen.come_back(ids)
        self._relay.start(self._workspace.events.subscribe)
        self._opened.bench.put_in_front(screen.page)
        here = self._opened.id if self._opened.id in ids else ""
        item = self._reviewing.next_undecided(here)
        if item is None:
            screen.go_to(here or ids[0], None)
        else:
            screen.show_item(item)
        screen.page.canvas.setFocus()
        if len(rows) > QUICKLY:
            screen.learn()

    def _made(self) -> ReviewScreen:
        if self.screen is None:
            self.screen = ReviewScreen(self._opened)
            page = self.screen.page
            self._rules = RuleAsking(self.screen, self._workspace, self._accept)
            self._rules.said.connect(self._say)
            page.canvas.installEventFilter(self)
            page.queue.list.installEventFilter(self)
            page.queue.chosen.connect(self._chosen)
            page.queue.leave_requested.connect(page.canvas.setFocus)
        return self.screen

    def leave(self) -> None:
        """Go back to annotating."""
        self._relay.stop()
        if self.screen is not None:
            self._rules.stop()
            self.screen.ahead.stop()
        self._opened.bench.put_back()
        self._opened.changed.emit()

    def stop(self) -> None:
        """Hear no more, and let the page go."""
        self._relay.stop()
        if self.screen is not None:
            self._rules.stop()
            self._opened.bench.put_back()
            self.screen.close()
            self.screen = None

    # keys

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys of a review on the text and in the list."""
        if self.screen is None or not isinstance(event, QKeyEvent):
            return False
        if event.type() not in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
            return False
        act = act_of(event)
        if act is None or (watched is self.screen.page.queue.list and act == Do("back")):
            return False
        event.accept()
        if event.type() == QEvent.Type.KeyPress:
            self.act(act)
        return True

    def act(self, act: Act) -> None:
        """Carry out what a key means; a refusal is said."""
        screen = self._made()
        try:
            match act:
                case Take():
                    self._take_row(screen, act.row)
                case Move():
                    screen.move_draft(act.edge, act.direction, act.unit)
                case Label():
                    self._label(screen, act.key)
                case Do():
                    self._does[act.name](screen)
        except AnnotatorError as error:
            self._say(sentence(error))

    def _say(self, words: str) -> None:
        self._opened.said.emit(words)

    # deciding

    def _take_row(self, screen: ReviewScreen, row: int) -> None:
        item, lanes = screen.item, screen.review.lanes
        index = candidate_of(item, lanes[row - 1]) if item and row <= len(lanes) else -1
        if index < 0:
            self._say(tr("There is no such row."))
        else:
            self._decide(screen, Verdict.take(index))

    def _take_suggested(self, screen: ReviewScreen) -> None:
        verdict = _own_verdict(screen)
        if verdict is None:
            self._say(tr("Nothing is suggested: 1 to 9 take a row, 0 takes none."))
        else:
            self._decide(screen, verdict)

    def _none(self, screen: ReviewScreen) -> None:
        self._decide(screen, Verdict.none())

    def _both(self, screen: ReviewScreen) -> None:
        candidates = screen.item.candidates if screen.item is not None else ()
        full = [n for n, one in enumerate(candidates) if one.records]
        if len(full) > 1:
            self._decide(screen, Verdict.several(*full))
        else:
            self._say(tr("There is only one version to take."))

    def _decide(self, screen: ReviewScreen, verdict: Verdict) -> None:
        item, now = screen.item, screen.pending
        if item is None:
            self._say(tr("No item is shown; Tab goes to the next."))
            return
        ms = screen.elapsed_ms
        with_it = {"reason": now.reason, "note": now.note, "flag": now.flag}
        self._quietly(lambda: self._reviewing.decide(item, verdict, ms=ms, **with_it))  # type: ignore[arg-type]  # the names are those of the parameters
        screen.show_gold()
        self._next(screen)

    def _quietly(self, work: Callable[[], T]) -> T:
        """Return what an act of one's own returns, of which events tell nothing new."""
        self._is_ours = True
        self._rules.stop()
        try:
            return work()
        finally:
            self._is_ours = False

    def _next(self, screen: ReviewScreen) -> None:
        item = self._reviewing.next_here(screen.document, screen.item)
        if item is not None:
            screen.show_item(item)
        else:
            screen.go_to(screen.document, None)
            self._say(tr("All is decided here. Ctrl+Enter finishes and goes on."))

    def _go_next(self, screen: ReviewScreen) -> None:
        self._go(screen, self._reviewing.next_undecided(screen.document, screen.item))

    def _go_previous(self, screen: ReviewScreen) -> None:
        self._go(screen, self._reviewing.previous_undecided(screen.document, screen.item))

    def _go(self, screen: ReviewScreen, item: Item | None) -> None:
        if item is None:
            self._say(tr("Nothing is left to decide anywhere."))
        else:
            screen.show_item(item)

    @Slot(str)
    def _chosen(self, id: str) -> None:
        screen = self._made()
        item = next((one for one in screen.review.items if one.id == id), None)
        if item is not None:
            screen.show_item(item)
            screen.page.canvas.setFocus()

    # a version of one's own

    def _edit(self, screen: ReviewScreen) -> None:
        if screen.begin_draft() is None:
            self._say(tr("There is no span here to change."))
        else:
            self._say(tr("Shift and Alt with arrows move its ends; Ctrl with a digit labels it."))
            screen.refresh()

    def _label(self, screen: ReviewScreen, key: str) -> None:
        label = labels_by_key(self._workspace.schema).get(key)
        if label is None:
            self._say(tr("No label has that key."))
        elif not screen.label_draft(label):
            self._say(tr("There is no span here to change."))

    def _back(self, screen: ReviewScreen) -> None:
        if screen.draft is not None:
            screen.drop_draft()
        else:
            self.leave()

    def _remarks(self, screen: ReviewScreen) -> Remarks:
        return Remarks(screen, self._reviewing, self._quietly)

    # many at once, undo, the end

    def _identical(self, screen: ReviewScreen) -> None:
        if is_being_read(screen, self._reviewing):
            self._say(tr("The project is being read; press Ctrl+Space again in a moment."))
        else:
            verdict = verdict_for_all(screen, _own_verdict(screen))
            ask_for_cases(screen, self._reviewing, verdict, self._decide_all)

    def _decide_all(self, items: Sequence[Item], verdict: Verdict) -> None:
        how = Circumstances(method=f"bulk:{items[0].id[:12]}")
        pairs = [(item, verdict) for item in items]
        words = tr("{count:,} decided at once.")
        self._many(lambda: len(self._reviewing.decide_all(pairs, how)), words)

    def _accept(self, rule: str) -> None:
        self._many(lambda: self._reviewing.apply_rule(rule), tr("{count:,} accepted by rule."))

    def _many(self, work: Callable[[], int], words: str) -> None:
        """Decide many at once, go on, and say how many there were."""
        screen = self._made()
        try:
            count = self._quietly(work)
        except AnnotatorError as error:
            self._say(sentence(error))
            return
        screen.show_gold()
        self._next(screen)
        self._say(words.format(count=count))

    def _undo(self, screen: ReviewScreen) -> None:
        found = self._quietly(self._workspace.undo)
        if found is None:
            self._say(tr("Nothing to undo."))
            return
        place = _decided_in(found)
        if place is not None:
            document, decision = place
            items = self._reviewing.open(document).items
            screen.go_to(document, next((one for one in items if one.id == decision.item), None))
        screen.renew()
        self._say(tr("Taken back."))

    def _withdraw(self, screen: ReviewScreen) -> None:
        item = screen.item
        if item is not None and item.id in screen.review.decided:
            self._quietly(lambda: self._reviewing.withdraw(item))
            screen.show_gold()
            screen.show_item(item)

    def _finish(self, screen: ReviewScreen) -> None:
        document = screen.document
        self._quietly(lambda: self._reviewing.finish(document))
        following = self._reviewing.next_document(document)
        if following:
            undecided = self._reviewing.open(following).undecided()
            screen.go_to(following, undecided[0] if undecided else None)
            self._say(tr("Finished; this is the next document."))
        else:
            screen.show_gold()
            screen.go_to(document, None)
            self._say(tr("Finished. Nothing is left to decide anywhere."))

    @Slot(object)
    def _happened(self, event: object) -> None:
        """Follow what another part of the program changed; of undo a schema is news too."""
        screen = self.screen
        if screen is None:
            return
        is_here = isinstance(event, LayerChanged) and event.document == screen.document
        if isinstance(event, SchemaChanged):
            screen.dress()
            is_here = True
        if is_here and not self._is_ours:
            screen.renew()


def _own_verdict(screen: ReviewScreen) -> Verdict | None:
    """Return the verdict of one's own version, else the suggested one."""
    if screen.item is None:
        return None
    if screen.draft is not None:
        return Verdict.custom(screen.draft)
    if screen.suggestion is None:
        return None
    if screen.suggestion.is_none(screen.item):
        return Verdict.none()
    return Verdict.take(screen.suggestion.candidate)


def _decided_in(undone: Undone) -> tuple[str, Decision] | None:
    """Return the first decision that an undo was about, with its document."""
    found = zip(undone.documents, undone.layers, undone.changes, strict=True)
    for document, layer, change in found:
        if layer != DOCUMENT_LAYER:
            continue
        for step in change.steps:
            for record in (step.before, step.after):
                if isinstance(record, Decision):
                    return document, record
    return None
