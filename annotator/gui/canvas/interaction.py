# SPDX-License-Identifier: MIT
"""What keys and the mouse mean on the page: a state machine of plain functions; no Qt.

Each function takes the scene and the state and returns the next state, with a wish where the
annotations are to change and a sentence where there is something to say. Nothing here changes
an annotation: the wish goes to the window, and what comes of it comes back as a new scene.
"""

from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from annotator.gui.canvas.layout import Hit
from annotator.gui.canvas.scene import Scene, by_grapheme, by_token, token_here, whole_tokens
from annotator.gui.canvas.shown import shown
from annotator.gui.canvas.spans import order
from annotator.model.records import Fragment, Span

Direction: TypeAlias = Literal[-1, 1]
Unit: TypeAlias = Literal["token", "grapheme"]
Edge: TypeAlias = Literal["start", "end"]

_LONGEST_SAID = 80


@dataclass(frozen=True, slots=True)
class State:
    """Where the caret is, where the selection began, and which span has the focus (empty: none)."""

    caret: int = 0
    anchor: int = 0
    focused: str = ""

    @property
    def selection(self) -> tuple[int, int]:
        """The selected stretch; empty at the caret when nothing is selected."""
        return min(self.caret, self.anchor), max(self.caret, self.anchor)

    @property
    def has_selection(self) -> bool:
        """Whether anything is selected."""
        return self.caret != self.anchor


@dataclass(frozen=True, slots=True)
class LabelWish:
    """Make a span of ``fragments``."""

    label: str
    fragments: tuple[Fragment, ...]


@dataclass(frozen=True, slots=True)
class RelabelWish:
    """Give a span another label."""

    span: str
    label: str


@dataclass(frozen=True, slots=True)
class MoveWish:
    """Give a span other boundaries."""

    span: str
    fragments: tuple[Fragment, ...]


@dataclass(frozen=True, slots=True)
class RemoveWish:
    """Remove a span."""

    span: str


Wish: TypeAlias = LabelWish | RelabelWish | MoveWish | RemoveWish


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an act comes to: the next state, perhaps a wish, perhaps a sentence to be said."""

    state: State
    wish: Wish | None = None
    said: str = ""


def placed(state: State, offset: int, *, extend: bool) -> State:
    """Return the state with the caret at ``offset``; without ``extend`` nothing is selected.

    A focused span loses the focus.
    """
    return State(offset, state.anchor if extend else offset)


def moved(scene: Scene, state: State, unit: Unit, direction: Direction, *, extend: bool) -> State:
    """Return the state after a step to the left (-1) or to the right (1), as it looks.

    A step goes to the start of a token; when extending, to the end of one going on and to the
    start of one going back, so that whole tokens are selected. Without extending, a selection
    collapses to the side of the step.
    """
    forward = (direction > 0) != scene.runs_rtl(state.caret)
    if state.has_selection and not extend:
        start, end = state.selection
        return placed(state, end if forward else start, extend=False)
    if unit == "grapheme":
        offset = by_grapheme(scene, state.caret, forward=forward)
    elif extend:
        offset = _extended(scene, state, forward=forward)
    else:
        tokens = scene.tokens
        offset = by_token(
            scene, state.caret, tokens.next_start if forward else tokens.previous_start
        )
    return placed(state, offset, extend=extend)


def _extended(scene: Scene, state: State, *, forward: bool) -> int:
    caret, anchor = state.caret, state.anchor
    tokens = scene.tokens
    if forward and caret < anchor:
        return min(anchor, by_token(scene, caret, tokens.next_start))
    if forward:
        return by_token(scene, caret, tokens.next_end)
    if caret > anchor:
        return max(anchor, by_token(scene, caret, tokens.previous_end))
    return by_token(scene, caret, tokens.previous_start)


def dragged(scene: Scene, pressed: Hit, now: Hit, *, exact: bool) -> State:
    """Return the selection of a drag: the tokens of both ends and all between, or exact."""
    if exact:
        return State(now.offset, pressed.offset)
    ends = [_under(pressed), _under(now)]
    found = whole_tokens(scene, min(ends)[0], max(end for _, end in ends))
    if found is None:
        return State(now.offset, now.offset)
    start, end = found
    return State(start, end) if ends[1] < ends[0] else State(end, start)


def extended_to(scene: Scene, state: State, now: Hit, *, exact: bool) -> State:
    """Return the selection from where it began to the point that was pressed with Shift."""
    return dragged(scene, Hit(state.anchor, -1), now, exact=exact)


def _under(hit: Hit) -> tuple[int, int]:
    return (hit.on, hit.on + 1) if hit.on >= 0 else (hit.offset, hit.offset)


def token_selected(scene: Scene, offset: int) -> State:
    """Return the token around ``offset`` selected; only the caret on white space."""
    found = token_here(scene, offset)
    return State(found[1], found[0]) if found else State(offset, offset)


def labelled(scene: Scene, state: State, label: str) -> Outcome:
    """Return what a label's key wishes for: the selection, the focused span or the token here."""
    if state.has_selection:
        start, end = trimmed(scene.text, *state.selection)
        if start >= end:
            return Outcome(state, said="The selection has only white space.")
        return Outcome(state, LabelWish(label, ((start, end),)))
    focused = scene.span(state.focused)
    if focused is not None:
        if focused.label == label:
            return Outcome(state, said=f"It is {label} already.")
        return Outcome(state, RelabelWish(focused.id, label))
    found = token_here(scene, state.caret)
    if found is None:
        return Outcome(state, said="There is no word at the caret.")
    return Outcome(state, LabelWish(label, (found,)))


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the stretch without white space at its ends."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def focused_on(scene: Scene, state: State, id: str) -> Outcome:
    """Return the state with this span focused and the caret at its end; none if it is not there."""
    span = scene.span(id)
    if span is None:
        return Outcome(replace(state, focused=""))
    return Outcome(State(span.end, span.end, span.id), said=described(span, scene.text))


def pressed_on(scene: Scene, state: State, id: str, offset: int) -> Outcome:
    """Return the state after a press on a span: it is focused, and the caret is where the press is.

    An empty ``id`` takes the focus away.
    """
    span = scene.span(id)
    if span is None:
        return Outcome(placed(state, offset, extend=False))
    return Outcome(State(offset, offset, span.id), said=described(span, scene.text))


def stepped(scene: Scene, state: State, direction: Direction) -> Outcome:
    """Return the state with the next or previous span focused, in text order, outer ones first."""
    focused = scene.span(state.focused)
    key = order(focused) if focused else (state.caret, -len(scene.text) - 1, "", "")
    found = scene.spans.after(key) if direction > 0 else scene.spans.before(key)
    if found is None:
        side = "after" if direction > 0 else "before"
        return Outcome(state, said=f"There is no span {side} this place.")
    return focused_on(scene, state, found.id)


def cycled(scene: Scene, state: State) -> Outcome:
    """Return the state with the next of the spans at the caret focused, innermost first."""
    here = [
        span
        for span in scene.spans.touching(state.caret, state.caret)
        if span.start <= state.caret <= span.end
    ]
    if not here:
        return Outcome(state, said="There is no span at the caret.")
    here.sort(key=lambda span: (span.end - span.start, -span.start, span.label, span.id))
    ids = [span.id for span in here]
    place = ids.index(state.focused) + 1 if state.focused in ids else 0
    chosen = here[place % len(here)]
    return Outcome(State(state.caret, state.caret, chosen.id), said=described(chosen, scene.text))


def cleared(state: State) -> State:
    """Return the state without selection and without focus."""
    return State(state.caret, state.caret)


def removed(scene: Scene, state: State) -> Outcome:
    """Return the wish to remove the focused span."""
    if scene.span(state.focused) is None:
        return Outcome(state, said="No span has the focus.")
    return Outcome(state, RemoveWish(state.focused))


def edge_moved(
    scene: Scene, state: State, edge: Edge, direction: Direction, *, unit: Unit
) -> Outcome:
    """Return the wish to move an edge of the focused span one step left (-1) or right (1).

    A step that would leave the span, or its outer fragment, without a character is refused.
    """
    span = scene.span(state.focused)
    if span is None:
        return Outcome(state, said="No span has the focus.")
    at = span.start if edge == "start" else span.end
    forward = (direction > 0) != scene.runs_rtl(span.start)
    target = edge_target(scene, at, edge, unit, forward=forward)
    return edge_placed(scene, state, edge, target)


def edge_target(scene: Scene, at: int, edge: Edge, unit: Unit, *, forward: bool) -> int:
    """Return where an edge at ``at`` comes to lie after one step."""
    if unit == "grapheme":
        return by_grapheme(scene, at, forward=forward)
    tokens = scene.tokens
    if edge == "end":
        return by_token(scene, at, tokens.next_end if forward else tokens.previous_end)
    return by_token(scene, at, tokens.next_start if forward else tokens.previous_start)


def edge_placed(scene: Scene, state: State, edge: Edge, target: int) -> Outcome:
    """Return the wish to move an edge of the focused span to ``target``, or the refusal."""
    span = scene.span(state.focused)
    if span is None:
        return Outcome(state, said="No span has the focus.")
    fragments = moved_edge(span.fragments, edge, target)
    if fragments is None:
        return Outcome(state, said="A span needs at least one character; it stays as it is.")
    if fragments == span.fragments:
        return Outcome(state, said="The text goes no further.")
    return Outcome(state, MoveWish(span.id, fragments))


def moved_edge(
    fragments: tuple[Fragment, ...], edge: Edge, target: int
) -> tuple[Fragment, ...] | None:
    """Return the fragments with the outer edge moved; None if one would become empty."""
    if edge == "end":
        start = fragments[-1][0]
        return (*fragments[:-1], (start, target)) if target > start else None
    end = fragments[0][1]
    return ((target, end), *fragments[1:]) if target < end else None


def edge_that_moved(before: Span, after: Span) -> int | None:
    """Return where the outer edge that differs is now; None if neither does."""
    if before.end != after.end:
        return after.end
    return after.start if before.start != after.start else None


def snapped_edge(scene: Scene, edge: Edge, offset: int, *, exact: bool) -> int:
    """Return where an edge that is dragged to ``offset`` comes to lie."""
    if exact:
        return offset
    token = scene.tokens.around(offset).at(offset)
    if edge == "end":
        if token is not None and offset > token[0]:
            return scene.ceil(token[1])
        return scene.ceil(scene.tokens.previous_end(offset + 1))
    return scene.floor(token[0] if token else scene.tokens.next_start(offset - 1))


def selected_text(scene: Scene, state: State) -> str:
    """Return the selected text, else that of the focused span; empty without either."""
    if state.has_selection:
        return scene.text[slice(*state.selection)]
    span = scene.span(state.focused)
    return span.surface(scene.text) if span is not None else ""


def described(span: Span, text: str) -> str:
    """Return what is said of a span: its label, and its text, cut when it is very long."""
    surface = " ".join(shown(span.surface(text)).split())
    if len(surface) > _LONGEST_SAID:
        surface = surface[: _LONGEST_SAID - 1] + "…"
    return f"{span.label}: {surface}"
