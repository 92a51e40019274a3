# SPDX-License-Identifier: MIT
"""The verbs about consistency: look over all documents, go to the places, and mend them."""

from collections.abc import Sequence
from typing import TypeAlias

from PySide6.QtCore import QObject, QTimer, Slot

from annotator.checks.corpus_findings import Inconsistency
from annotator.errors import AnnotatorError
from annotator.gui.bridge.documents import one_line
from annotator.gui.bridge.events import EventRelay
from annotator.gui.bridge.latest import Latest
from annotator.gui.bridge.rows import InconsistencyRow, PlaceRow
from annotator.gui.bridge.tasks import TaskRun
from annotator.gui.commands.desk import Direction
from annotator.gui.consistency_bench import SHOWN, ConsistencyBench
from annotator.gui.session.opened import Opened
from annotator.gui.session.rows import drawn_colours
from annotator.gui.widgets.text import counted, sentence, tr
from annotator.model.annotations import GOLD
from annotator.workspace.consistency import CONTEXT, EVERYBODY, Consistency, Place
from annotator.workspace.events import (
    DocumentChanged,
    DocumentsChanged,
    LayerChanged,
    SchemaChanged,
)

LOOK_AFTER_MS = 40
PROGRESS_AFTER_MS = 150
SOME = 6
_Stretch: TypeAlias = tuple[str, str, int, int]
"""A document, a layer, and the offsets of a place in it."""
_CHANGES = (LayerChanged, DocumentChanged, DocumentsChanged, SchemaChanged)


class ConsistencyVerbs(QObject):
    """Shows what is not consistent on a page of its own, and keeps it as it is now.

    While the page is out of sight nothing is done; what has changed is looked at when it is shown
    again, or when the next place is asked for.
    """

    def __init__(self, opened: Opened) -> None:
        super().__init__(opened)
        self._opened = opened
        self._workspace = opened.workspace
        self._found = Consistency((), 0)
        self._shown: tuple[Inconsistency, ...] = ()
        self._current: Inconsistency | None = None
        self._places: tuple[Place, ...] = ()
        self._place = -1
        self._colours: dict[str, str] = {}
        self.page: ConsistencyBench | None = None
        self._looking = Latest(self)
        self._looking.finished.connect(self._looked)
        self._looking.failed.connect(self._failed)
        self._looking.cancelled.connect(self._cancelled)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(LOOK_AFTER_MS)
        self._later.timeout.connect(self._look)
        self._relay = EventRelay(self)
        self._relay.happened.connect(self._happened)
        self._relay.start(self._workspace.events.subscribe)

    def show(self) -> None:
        """Show the page, and look at what has changed."""
        self._opened.bench.attributes.commit()
        page = self._made_page()
        self._opened.bench.put_in_front(page)
        page.list.setFocus()
        self._look()

    def next_place(self, direction: Direction) -> None:
        """Go to the next or previous place that still stands, in whichever finding it is."""
        if self.page is None or not self._shown:
            self.show()
            return
        for _ in range(len(self._shown) + 1):
            place = self._place + direction
            while 0 <= place < len(self._places):
                if self._workspace.consistency.stands(self._places[place].spot):
                    self._go(place)
                    return
                place += direction
            if not self._turn_to_next_finding(direction):
                break
        self._opened.said.emit(tr("No place is left of what was found."))

    def stop(self) -> None:
        """Hear no more of the workspace, and let the page go."""
        self._later.stop()
        self._looking.stop()
        self._relay.stop()
        if self.page is not None:
            self._opened.bench.put_back()
            self.page.deleteLater()
            self.page = None

    def _made_page(self) -> ConsistencyBench:
        if self.page is None:
            page = self.page = ConsistencyBench(self._opened.bench)
            page.chosen.connect(self._choose)
            page.went_to.connect(self._go)
            page.fix_requested.connect(self._fix)
            page.whose_changed.connect(self._look)
            page.filtered.connect(self._filter)
            page.leave_requested.connect(self._opened.bench.put_back)
        return self.page

    def _whose(self) -> str:
        chosen = self.page.whose.currentData() if self.page is not None else "own"
        return {"gold": GOLD, "all": EVERYBODY}.get(str(chosen), self._workspace.annotator)

    @Slot(object)
    def _happened(self, event: object) -> None:
        if isinstance(event, _CHANGES) and self.page is not None and self.page.isVisible():
            self._later.start()

    @Slot()
    def _look(self) -> None:
        page = self.page
        if page is None:
            return
        self._later.stop()
        try:
            work = self._workspace.consistency.asked(self._whose())
        except AnnotatorError as error:
            self._failed(error)
            return

        task = self._looking.start(tr("Looking at all documents"), work)
        QTimer.singleShot(PROGRESS_AFTER_MS, page, lambda: self._follow(task))

    def _follow(self, task: TaskRun) -> None:
        """Show how far a look is that is not over at once: the first of a project."""
        if task.is_running and self.page is not None:
            self.page.follow(task)

    @Slot(object)
    def _looked(self, found: object) -> None:
        if isinstance(found, Consistency):
            self._found = found
            self._choose(self._show_findings())

    @Slot(object)
    def _failed(self, error: BaseException) -> None:
        self._opened.said.emit(sentence(error))

    @Slot()
    def _cancelled(self) -> None:
        self._opened.said.emit(tr("Stopped. Ctrl+Shift+K looks again."))

    @Slot()
    def _filter(self) -> None:
        """Show the findings that pass; the places stay if their finding does."""
        before, place = self._current, self._show_findings()
        if place < 0 or self._shown[place] != before:
            self._choose(place)

    def _show_findings(self) -> int:
        """Show the findings that pass, and return which of them is at hand; -1 if none."""
        page = self._made_page()
        passing = [one for one in self._found.findings if _passes(one, page)]
        before = self._shown
        self._shown = tuple(passing[:SHOWN])
        rows = [
            InconsistencyRow(one.severity.value, one.code, one.message, one.places)
            for one in self._shown
        ]
        place = self._kept_place(before)
        page.set_rows(rows, self._summary(len(passing)), place)
        return place

    def _kept_place(self, before: Sequence[Inconsistency]) -> int:
        """Return where the finding at hand is now; else the one that took its place."""
        if self._current is None:
            return 0 if self._shown else -1
        numbers = {one.id: number for number, one in enumerate(self._shown)}
        if self._current.id in numbers:
            return numbers[self._current.id]
        old = {one.id: number for number, one in enumerate(before)}
        return min(old.get(self._current.id, 0), len(self._shown) - 1)

    def _summary(self, passing: int) -> str:
        findings = counted(passing, tr("finding"), tr("findings"))
        layers = counted(self._found.layers, tr("layer"), tr("layers"))
        words = tr("{findings} in {layers}, the likeliest errors first")
        if passing > SHOWN:
            words = tr("{findings} in {layers}; the likeliest {shown} are listed")
        return words.format(findings=findings, layers=layers, shown=SHOWN)

    @Slot(int)
    def _choose(self, number: int) -> None:
        before, page = self._current, self.page
        self._current = self._shown[number] if 0 <= number < len(self._shown) else None
        is_same = before is not None and self._current is not None and before.id == self._current.id
        left_out = self._left_out() if is_same else set()
        self._read_places()
        if page is None:
            return
        if self._current is None:
            nothing = tr("Nothing is found that is not consistent.") if self._found.layers else ""
            page.set_places(nothing, "", ())
            return
        self._colours = drawn_colours(self._workspace.schema)
        page.set_places(
            self._current.message,
            _note(self._current, len(self._places)),
            [self._row(each) for each in self._places],
            [y for y, each in enumerate(self._places) if _stretch(each) in left_out],
        )

    def _left_out(self) -> set[_Stretch]:
        """Return where the places are that the person has taken out of the fix."""
        numbers = self.page.unticked() if self.page is not None else ()
        return {_stretch(self._places[number]) for number in numbers}

    def _read_places(self) -> None:
        self._place = -1
        self._places = ()
        if self._current is not None:
            current = self._current
            found = self._opened.attempt(lambda: self._workspace.consistency.places(current))
            self._places = found or ()

    def _turn_to_next_finding(self, direction: Direction) -> bool:
        ids = [one.id for one in self._shown]
        here = ids.index(self._current.id) if self._current and self._current.id in ids else -1
        number = here + direction
        if not 0 <= number < len(ids) or self.page is None:
            return False
        self.page.list.setCurrentRow(number)
        self._place = -1 if direction > 0 else len(self._places)
        return True

    def _row(self, place: Place) -> PlaceRow:
        spot = place.spot
        row = self._opened.bench.documents.model.row(spot.document)
        title = (row.title if row is not None else "") or spot.document
        moves = (spot.start, spot.end) != (spot.new_start, spot.new_end)
        then = one_line(place.mended) if moves else spot.wanted
        is_own = spot.layer == self._workspace.annotator
        if not is_own:
            title = f"{title} ({spot.layer})"
        return PlaceRow(
            one_line(title),
            spot.label or tr("blank"),
            then or "–",
            _in_context(place),
            is_own and bool(spot.wanted) and self._opened.writable,
            self._colours.get(spot.label, ""),
            self._colours.get(spot.wanted, ""),
        )

    @Slot(int)
    def _go(self, number: int) -> None:
        if not 0 <= number < len(self._places):
            return
        self._place = number
        spot = self._places[number].spot
        self._opened.bench.put_back()
        if not self._opened.open(spot.document):
            return
        canvas = self._opened.bench.canvas
        if spot.span and self._opened.annotations.span(spot.span) is not None:
            canvas.focus_span(spot.span)
        else:
            canvas.set_caret(spot.end, spot.start)
        canvas.reveal(spot.start, spot.end)
        self._opened.bench.go_to_text()
        if self._current is not None:
            self._opened.said.emit(self._current.message)

    @Slot(object)
    def _fix(self, numbers: Sequence[int]) -> None:
        spots = [self._places[number].spot for number in numbers if number < len(self._places)]
        done = self._opened.together(lambda: self._workspace.consistency.mend(spots))
        if done is None:
            return
        said = tr("Fixed {places}. Ctrl+Z takes it back.").format(
            places=counted(done.places, tr("place"), tr("places"))
        )
        if done.left:
            said += " " + tr("{count:,} had changed since and stay.").format(count=done.left)
        self._opened.said.emit(said)
        self._look()


def _stretch(place: Place) -> _Stretch:
    spot = place.spot
    return spot.document, spot.layer, spot.start, spot.end


def _passes(finding: Inconsistency, page: ConsistencyBench) -> bool:
    kind = str(page.kind.currentData())
    if kind and finding.code != kind:
        return False
    text = " ".join((*finding.forms, finding.message)).casefold()
    return all(word in text for word in page.words.text().casefold().split())


def _in_context(place: Place) -> str:
    """Return the words between brackets, and whole words around them."""
    before, after = place.before, place.after
    if len(before) == CONTEXT:
        before = "…" + (before.partition(" ")[2] or before)
    if len(after) == CONTEXT:
        after = (after.rpartition(" ")[0] or after) + "…"
    return one_line(f"{before}⟦{place.words}⟧{after}")


def _note(finding: Inconsistency, listed: int) -> str:
    words = [tr("Written: {forms}").format(forms=", ".join(map(one_line, finding.forms[:SOME])))]
    if not finding.wanted:
        words.append(tr("no label is used more than the others, so there is no fix"))
    if listed < finding.places:
        words.append(tr("the first {count:,} places are listed").format(count=listed))
    return " · ".join(words)
