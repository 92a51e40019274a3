# SPDX-License-Identifier: MIT
"""The verbs about links: relations, events and entities by keys, and what is drawn of them."""

from PySide6.QtCore import QEvent, QObject, QTimer, Slot
from PySide6.QtGui import QKeyEvent

from annotator.edits.edit import LayerEdit, SetAttributes
from annotator.gui.canvas import links_entities, links_keys, links_modes
from annotator.gui.canvas.hints import coded
from annotator.gui.canvas.interaction import described, trimmed
from annotator.gui.canvas.links import Ground, Way, nearest_first
from annotator.gui.canvas.links_modes import Fill, Mode, PickEnd, PickSame, PickType, Step
from annotator.gui.canvas.links_prompts import prompt
from annotator.gui.canvas.links_shown import Wanted, shown
from annotator.gui.canvas.scene import token_here
from annotator.gui.session.link_keys import Scroll, key_of
from annotator.gui.session.link_pane import LinkPane
from annotator.gui.session.opened import Opened
from annotator.gui.widgets.choice_strip import KeyChoice
from annotator.gui.widgets.text import tr
from annotator.model.records import EventFrame, Fragment, Relation, Span

PAGE = 0.8
LARGE = 5_000
LATER_MS = 150


class LinkingVerbs(QObject):
    """Carries out what keys mean while one links, and keeps lines and pane as they should be."""

    def __init__(self, opened: Opened) -> None:
        super().__init__(opened)
        self._opened = opened
        self._bench = opened.bench
        self._canvas = opened.bench.canvas
        self._mode: Mode | None = None
        self._all = False
        self._known: tuple[Ground | None, Wanted, Mode | None] = (None, Wanted(), None)
        self._pane = LinkPane(opened, self)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(LATER_MS)
        self._later.timeout.connect(self._refresh)
        self._canvas.installEventFilter(self)
        self._bench.relations.list.installEventFilter(self)
        self._connections = (
            opened.changed.connect(self._changed),
            opened.document_opened.connect(self._leave),
            self._canvas.focused_span_changed.connect(self._focus_changed),
            self._canvas.caret_changed.connect(self._changed),
            self._pane.began.connect(self._take),
            self._pane.chosen.connect(self._refresh),
        )

    def stop(self) -> None:
        """Hear no more of the workbench."""
        self._leave()
        self._later.stop()
        self._pane.stop()
        for connection in self._connections:
            QObject.disconnect(connection)
        self._canvas.removeEventFilter(self)
        self._bench.relations.list.removeEventFilter(self)

    @property
    def mode(self) -> Mode | None:
        """What letters mean now; None: what they always do."""
        return self._mode

    @property
    def _ground(self) -> Ground:
        return self._pane.ground

    # verbs

    def link(self, way: Way) -> None:
        """Ask for the other end of a link from (``to``) or to (``from``) the focused span."""
        span = self._focused()
        if span is not None:
            self._take(links_modes.link(self._ground, span, way))

    def same(self) -> None:
        """Ask which span is the same thing as the focused one."""
        span = self._focused()
        if span is not None:
            self._take(links_modes.same(self._ground, span))

    def not_same(self) -> None:
        """Take the focused span out of its entity."""
        span = self._focused()
        wish = links_entities.parted(self._ground.annotations, span.id) if span else None
        if wish is None:
            self._opened.said.emit(tr("It is a mention of no entity."))
        elif self._opened.apply(wish) is not None:
            self._opened.said.emit(tr("It is no mention of that entity any more."))

    def make_event(self) -> None:
        """Make an event of the selection, the focused span or the word here; or fill it."""
        trigger = self._trigger()
        if trigger is None:
            self._opened.said.emit(tr("There is no word at the caret."))
            return
        if self._canvas.selection != (self._canvas.caret, self._canvas.caret):
            self._canvas.set_caret(trigger[1])
        self._take(links_modes.event(self._ground, trigger))

    def go(self) -> None:
        """Ask which span to go to."""
        text, caret = self._ground.text, self._canvas.caret
        seen = self._canvas.seen_stretch()
        spans = nearest_first(text, self._ground.annotations.spans(), caret)
        spans.sort(key=lambda span: not seen[0] <= span.start <= seen[1])
        if spans:
            self._take(Step(links_modes.PickSpan(coded([span.id for span in spans]))))
        else:
            self._opened.said.emit(tr("There is no span here."))

    def go_to_word(self) -> None:
        """Ask for a letter, then which of the words in sight that begin with it to select."""
        self._take(Step(links_modes.PickWord({})))

    def take_from_entity(self) -> None:
        """Give the focused span what its entity has and it lacks."""
        span = self._focused()
        values = links_entities.offered(self._ground, span) if span is not None else {}
        if span is None or not values:
            self._opened.said.emit(tr("Its entity has nothing that it lacks."))
        elif self._opened.apply(SetAttributes(span.id, dict(values))) is not None:
            listed = ", ".join(f"{name} {value}" for name, value in values.items())
            self._opened.said.emit(tr("Taken from its entity: {listed}").format(listed=listed))

    def show_all(self) -> None:
        """Show all links, or those of the focused span only."""
        self._all = not self._all
        words = tr("All links are shown.") if self._all else tr("Links of the focused span only.")
        self._opened.said.emit(words)
        self._refresh()

    def _focused(self) -> Span | None:
        span = self._ground.annotations.span(self._canvas.focused_span)
        if span is None:
            self._opened.said.emit(tr("No span has the focus."))
        return span

    def _trigger(self) -> Fragment | None:
        start, end = trimmed(self._ground.text, *self._canvas.selection)
        if start < end:
            return start, end
        span = self._ground.annotations.span(self._canvas.focused_span)
        if span is not None:
            return span.fragments[0]
        return token_here(self._canvas.stage.scene, self._canvas.caret)

    # modes

    @Slot(object)
    def _take(self, step: Step) -> None:
        """Carry out a step: its wish, its next mode, what it says."""
        before = self._mode
        self._mode = step.mode
        said = step.said
        if step.wish is not None:
            said = self._carry_out(step.wish) or said
        if step.focus:
            self._canvas.focus_span(step.focus)
        if step.select is not None:
            self._canvas.set_caret(step.select[1], step.select[0])
        self._show_mode(before)
        if said:
            self._opened.said.emit(said)

    def _carry_out(self, wish: LayerEdit) -> str:
        change = self._opened.apply(wish)
        if change is None or not change.steps:
            return ""
        findings = {one.record: one.message for one in reversed(self._opened.check())}
        for step in change.steps:
            if isinstance(step.after, Relation | EventFrame):
                return findings.get(step.id) or self._pane.said_of(step.id)
        return ""

    def _show_mode(self, before: Mode | None) -> None:
        strip = self._bench.strip
        if self._mode is None:
            strip.hide()
            if before is not None and not self._bench.relations.list.hasFocus():
                self._bench.go_to_text()
        else:
            asked = prompt(self._mode, self._ground)
            choices = [KeyChoice(one.key, one.name, one.chosen) for one in asked.choices]
            strip.ask(asked.title, choices, asked.note)
        self._refresh()

    @Slot()
    def _leave(self) -> None:
        if self._mode is not None:
            self._mode = None
            self._bench.strip.hide()
        self._refresh()

    @Slot(str)
    def _focus_changed(self, id: str) -> None:
        mode = self._mode
        own = mode.span if isinstance(mode, PickEnd | PickSame) else ""
        own = mode.source if isinstance(mode, PickType) and not mode.relation else own
        if own and own != id and not (isinstance(mode, PickType) and mode.target == id):
            self._leave()
        self._changed()
        if id and self._mode is None and not self._is_large:
            QTimer.singleShot(0, self, self._offer)  # after what the text says of the span

    def _offer(self) -> None:
        """Say what the focused span could take from its entity."""
        span = self._ground.annotations.span(self._canvas.focused_span)
        values = links_entities.offered(self._ground, span) if span is not None else {}
        if span is not None and values and self._opened.writable:
            words = tr("{span} · D takes from its entity: {names}")
            name = described(span, self._ground.text)
            self._opened.said.emit(words.format(span=name, names=", ".join(values)))

    @property
    def _is_large(self) -> bool:
        return len(self._opened.annotations) > LARGE

    @Slot()
    def _changed(self) -> None:
        """Follow a change: at once, but in a very large layer when there is time for it."""
        if self._mode is None and self._is_large:
            self._later.start()
        else:
            self._refresh()

    @Slot()
    def _refresh(self) -> None:
        """Show what is drawn and asked as it is now; nothing where nothing is different."""
        ground = self._ground
        wanted = Wanted(self._focus(ground), self._all)
        known = (ground, wanted, self._mode)
        if known[0] is self._known[0] and known[1:] == self._known[1:]:
            return
        self._known = known
        if isinstance(self._mode, Fill) and ground.annotations.get(self._mode.event) is None:
            self._mode = None  # undone
            self._bench.strip.hide()
        self._canvas.set_links(shown(ground, wanted, self._mode))
        self._pane.refresh()

    def _focus(self, ground: Ground) -> str:
        """Return the span or the event whose links are shown."""
        if self._pane.focus:
            return self._pane.focus
        if self._canvas.focused_span:
            return self._canvas.focused_span
        caret = self._canvas.caret
        events = ground.linked.events()
        return next((one.id for one in events if one.trigger[0] <= caret <= one.trigger[1]), "")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys while letters choose; a lost keyboard ends that."""
        if self._mode is None:
            return False
        kind = event.type()
        if kind == QEvent.Type.FocusOut and watched is self._canvas:
            self._leave()
        if kind not in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
            return False
        if not isinstance(event, QKeyEvent):
            return False
        key = key_of(event, moves=not isinstance(self._mode, links_modes.PickTime))
        if key is None:
            return False
        event.accept()
        if kind == QEvent.Type.KeyPress:
            self._press(key)
        return True

    def _press(self, key: str | Scroll) -> None:
        if isinstance(key, Scroll):
            stage = self._canvas.stage
            step = stage.page.metrics.line if key.by_line else PAGE * stage.scrolling.height
            self._canvas.scroll_by(key.direction * step)
        elif self._mode is not None and key:
            selection = self._canvas.selection
            here = links_keys.Here(self._ground, selection, self._canvas.seen_stretch())
            self._take(links_keys.pressed(self._mode, key, here))
