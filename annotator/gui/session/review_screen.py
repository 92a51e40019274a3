# SPDX-License-Identifier: MIT
"""What the page of a review shows: one document, one item, a version of one's own."""

import time
from collections.abc import Collection
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Slot

from annotator.gui.bridge.latest import Latest
from annotator.gui.canvas.interaction import Direction, Edge, Unit
from annotator.gui.canvas.lanes import Board, Marks, board, said_of, spans_of, summary
from annotator.gui.review_bench import ReviewBench
from annotator.gui.session.opened import Opened
from annotator.gui.session.review_ahead import LookAhead
from annotator.gui.session.review_rows import ItemRows, chosen_candidates, counts_of
from annotator.gui.session.review_views import ReviewViews
from annotator.gui.widgets.icons import current_theme
from annotator.gui.widgets.text import tr
from annotator.model.records import Span
from annotator.review.item import Item
from annotator.review.suggestions import Suggestion
from annotator.workspace.reviews import Review, case_of


@dataclass(frozen=True, slots=True)
class Pending:
    """What goes with the next decision: a reason, a note, a flag."""

    reason: str = ""
    note: str = ""
    flag: bool = False

    def in_words(self) -> str:
        """Return it as it is shown."""
        parts = [self.reason, self.note, tr("flagged for the guideline") if self.flag else ""]
        return " · ".join(part for part in parts if part)


class ReviewScreen(QObject):
    """Shows a place in a review; decides nothing.

    ``item`` is what is in question, None when nothing is; ``draft`` is a version of one's own.
    """

    def __init__(self, opened: Opened) -> None:
        super().__init__(opened)
        self._opened = opened
        self._workspace = opened.workspace
        self._reviewing = opened.workspace.reviewing
        self.page = ReviewBench(opened.bench)
        self.item: Item | None = None
        self.document = ""
        self.draft: Span | None = None
        self.pending = Pending()
        self.suggestion: Suggestion | None = None
        self._since = 0.0
        self._rows = ItemRows()
        self.ahead = LookAhead(opened.workspace, self)
        self.views = ReviewViews(self.page, opened.workspace)
        self._has_learned = False
        self._learning = Latest(self)
        self._learning.finished.connect(self._learned)
        opened.bench.look_changed.connect(self.dress)
        self.dress()

    def learn(self) -> None:
        """Read all decisions there are in the background, for suggestions to rest on; once."""
        if not self._has_learned:
            self._has_learned = True
            self._learning.start(tr("Reading decisions"), self._reviewing.prepare)

    @property
    def is_learning(self) -> bool:
        """Whether the decisions are being read."""
        return self._learning.is_running

    @Slot(object)
    def _learned(self, take: object) -> None:
        if callable(take):
            take()
            self.suggest()
            self.refresh()

    def close(self) -> None:
        """Let the page go."""
        self._learning.stop()
        self.ahead.stop()
        self._opened.bench.look_changed.disconnect(self.dress)
        self.page.deleteLater()

    @Slot()
    def dress(self) -> None:
        """Show the page in the theme, the sizes and the schema there are now."""
        bench = self._opened.bench
        self.page.set_look(current_theme(), bench.body_px, self._workspace.schema)
        for canvas in (self.page.canvas, self.page.second):
            canvas.set_zoom(bench.zoom_percent)

    def come_back(self, documents: Collection[str]) -> None:
        """Show the schema and gold as they are now, after something else was in front.

        ``documents`` are those that can be reviewed.
        """
        if self.document:
            self.dress()
        if self.document in documents:
            self.show_gold()

    @property
    def review(self) -> Review:
        """The review of the document that is shown."""
        return self._reviewing.open(self.document)

    @property
    def text(self) -> str:
        """The text of the document that is shown."""
        return self._workspace.document(self.document).text

    @property
    def elapsed_ms(self) -> int:
        """How long the item has been shown, in milliseconds."""
        return round(1000 * (time.monotonic() - self._since))

    def go_to(self, document: str, item: Item | None) -> None:
        """Show a document, at an item or as a whole."""
        is_other = document != self.document
        self.document, self.item = document, item
        self.draft, self.pending = None, Pending()
        if is_other:
            prepared = self.ahead.prepared(document, self.views.gold(document))
            self.views.show_text(self.review, prepared)
        self._since = time.monotonic()
        self.suggest()
        self.refresh()

    def show_item(self, item: Item) -> None:
        """Show an item, in whichever document it is."""
        self.go_to(item.document, item)

    def show_gold(self) -> None:
        """Show gold, or what is shown in its place, as it is now."""
        self.views.show_annotations(self.review)

    def renew(self) -> None:
        """Show the place as it is after something has changed."""
        self.show_gold()
        if self.item is not None:
            known = {one.id: one for one in self.review.items}
            self.item = known.get(self.item.id)
        self.suggest()
        self.refresh()

    def suggest(self) -> None:
        """Ask what is suggested for the item, if it is not decided."""
        self.suggestion = None
        if self.item is not None and self.item.id not in self.review.decided:
            self.suggestion = self._reviewing.suggestion(self.item)

    def refresh(self) -> None:
        """Show the item, its rows and the queue as they are now."""
        page, review = self.page, self.review
        title = self._workspace.info(self.document).title or self.document
        page.queue.show_document(title, counts_of(review))
        suggested = {}
        if self.item is not None and self.suggestion is not None:
            suggested[self.item.id] = self._in_words(self.suggestion, self.item)
        current = self.item.id if self.item is not None else ""
        page.queue.set_rows(self._rows.of(review, self.text, suggested, self._ends), current)
        if self.item is None:
            self._show_no_item(review)
        else:
            self._show_item(self.item, review)
        words = self.pending.in_words()
        self.views.show_names(review)
        page.pending.setText(words)
        page.pending.setVisible(bool(words))
        self.ahead.begin(self.document)

    def _show_no_item(self, review: Review) -> None:
        words = tr("Everything is decided. Ctrl+Enter says that gold is complete.")
        if review.finished:
            words = tr("This document is finished.")
        elif review.undecided():
            words = tr("Tab goes to the next item.")
        self.page.sentence.setText(words)
        self.page.suggestion.setText("")
        self.page.board.set_board(Board())
        self.views.show_nothing()

    def _show_item(self, item: Item, review: Review) -> None:
        page, group = self.page, review.group(item)
        place = next(n for n, one in enumerate((*group, item), 1) if one.id == item.id)
        page.sentence.setText(self._summary(item, review, (place, len(group))))
        page.suggestion.setText(self._suggestion_line(item, review))
        decided = chosen_candidates(item, review.decided.get(item.id))
        candidate = self.suggestion.candidate if self.suggestion is not None else -1
        marks = Marks(candidate, decided, self.draft)
        page.board.set_board(board(self.text, item, review.lanes, review.names, marks))
        about = self.draft or item
        self.views.show_place(about.start, about.end)

    def _suggestion_line(self, item: Item, review: Review) -> str:
        decision = review.decided.get(item.id)
        if decision is not None:
            spans = [one for one in decision.result if isinstance(one, Span)]
            what = ", ".join(f"{one.label} {one.surface(self.text)}" for one in spans)
            what = what or (decision.outcome if decision.result else tr("nothing"))
            by = decision.by or tr("somebody")
            words = tr("Decided by {by}: {what}").format(by=by, what=what)
            return " · ".join(part for part in (words, decision.reason, decision.note) if part)
        if item.id in review.stale:
            return tr("It was decided before somebody changed it; decide again.")
        if self.suggestion is None:
            return tr("No suggestion here.")
        found = self.suggestion
        words = tr("Suggested: {answer} ({share} %, {by}: {why})")
        share = round(100 * found.probability)
        answer = self._in_words(found, item)
        return words.format(answer=answer, share=share, by=found.by, why=found.why)

    def _in_words(self, suggestion: Suggestion, item: Item) -> str:
        if suggestion.is_none(item):
            return tr("nothing")
        return self.said(item, suggestion.candidate)

    def said(self, item: Item, candidate: int) -> str:
        """Return a candidate of an item in words."""
        return said_of(item.candidates[candidate], self.text, self._ends)

    def in_context(self, item: Item) -> str:
        """Return an item of any document with what stands around it."""
        text = self._workspace.document(item.document).text
        case = case_of(item, text)
        return " ".join(f"…{case.before}[{case.words}]{case.after}…".split())

    def _summary(self, item: Item, review: Review, group: tuple[int, int]) -> str:
        return summary(self.text, item, review.names, group, self._ends)

    def _ends(self, annotator: str, id: str) -> str:
        """Return the words of an annotator's span; the kind of record where it is no span."""
        record = self._workspace.layer(self.document, annotator).get(id)
        if isinstance(record, Span):
            return " ".join(record.surface(self.text).split())
        return record.kind if record is not None else ""

    def toggle_names(self) -> None:
        """Call annotators A, B, C, or by their names."""
        self._reviewing.hide_names = not self._reviewing.hide_names
        self.refresh()

    def toggle_everywhere(self) -> str:
        """Show all versions in the text, or gold; return what to say of it."""
        words = self.views.toggle_everywhere(self.review)
        self.refresh()
        return words

    def next_pair(self) -> str:
        """Show two annotators side by side, the next two, or gold; return what to say of it."""
        words = self.views.next_pair(self.review)
        self.refresh()
        return words

    def toggle_suggestions(self) -> str:
        """Suggest answers or not; return what to say of it."""
        shown = self._reviewing.suggest = not self._reviewing.suggest
        self.suggest()
        self.refresh()
        return tr("Suggestions are shown.") if shown else tr("No suggestions are shown.")

    # a version of one's own

    def begin_draft(self) -> Span | None:
        """Return one's own version of the span; it begins as the suggested one."""
        if self.draft is None and self.item is not None:
            spans = spans_of(self.item)
            if self.suggestion is not None and not self.suggestion.is_none(self.item):
                records = self.item.candidates[self.suggestion.candidate].records
                spans = [one for one in records if isinstance(one, Span)] or spans
            if spans:
                self.draft = replace(spans[0], id="", made_by="")
        return self.draft

    def move_draft(self, edge: Edge, direction: Direction, unit: Unit) -> None:
        """Move an edge of one's own version."""
        draft = self.begin_draft()
        if draft is not None:
            moved = self.page.canvas.stepped(draft.fragments, edge, direction, unit)
            self.draft = replace(draft, fragments=moved)
            self.refresh()

    def label_draft(self, label: str) -> bool:
        """Give one's own version a label; False if there is none."""
        draft = self.begin_draft()
        if draft is None:
            return False
        schema = self._workspace.schema
        known = schema.attributes_of(label)
        kept = {name: value for name, value in draft.attributes.items() if name in known}
        self.draft = replace(draft, label=label, attributes={**schema.defaults(label), **kept})
        self.refresh()
        return True

    def drop_draft(self) -> None:
        """Forget one's own version."""
        self.draft = None
        self.refresh()
