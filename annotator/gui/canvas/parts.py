# SPDX-License-Identifier: MIT
"""Spans of several stretches: joining a stretch to a span, and cutting one out; no Qt."""

from annotator.gui.canvas.interaction import MoveWish, Outcome, State, trimmed
from annotator.gui.canvas.scene import Scene, token_here
from annotator.model.fragments import united
from annotator.model.records import Fragment, Span

_NO_SPAN = "Focus a span first; then select what belongs to it."


def joined(scene: Scene, state: State, last: str) -> Outcome:
    """Return the wish to add the selection, or the token here, to a span.

    The span is the focused one, or the one that had the focus last (``last``), since moving the
    caret to the other stretch takes the focus away.
    """
    span = _span(scene, state, last)
    stretch = _stretch(scene, state)
    if span is None or stretch is None:
        return _refused(state, span)
    return _wished(state, span, united((*span.fragments, stretch)), "That is in the span already.")


def cut_out(scene: Scene, state: State, last: str) -> Outcome:
    """Return the wish to take the selection, or the token here, out of a span."""
    span = _span(scene, state, last)
    stretch = _stretch(scene, state)
    if span is None or stretch is None:
        return _refused(state, span)
    left = without(scene.text, span.fragments, stretch)
    if not left:
        return Outcome(state, said="That is the whole span; Del removes it.")
    return _wished(state, span, left, "That is not in the span.")


def toggled(scene: Scene, state: State, last: str) -> Outcome:
    """Return the wish to cut the selection out of a span if all of it is inside, else to join."""
    span = _span(scene, state, last)
    stretch = _stretch(scene, state)
    if span is not None and stretch is not None:
        start, end = stretch
        if any(first <= start and end <= last_ for first, last_ in span.fragments):
            return cut_out(scene, state, last)
    return joined(scene, state, last)


def _span(scene: Scene, state: State, last: str) -> Span | None:
    return scene.span(state.focused) or scene.span(last)


def _stretch(scene: Scene, state: State) -> Fragment | None:
    if not state.has_selection:
        return token_here(scene, state.caret)
    start, end = trimmed(scene.text, *state.selection)
    return (start, end) if start < end else None


def _refused(state: State, span: Span | None) -> Outcome:
    return Outcome(state, said=_NO_SPAN if span is None else "There is no word at the caret.")


def _wished(state: State, span: Span, fragments: tuple[Fragment, ...], same: str) -> Outcome:
    focused = State(state.caret, state.caret, span.id)
    if fragments == span.fragments:
        return Outcome(focused, said=same)
    return Outcome(focused, MoveWish(span.id, fragments))


def without(text: str, fragments: tuple[Fragment, ...], stretch: Fragment) -> tuple[Fragment, ...]:
    """Return fragments without a stretch; what is left of one keeps no white space at the cut."""
    start, end = stretch
    found: list[Fragment] = []
    for first, last in fragments:
        if end <= first or last <= start:
            found.append((first, last))
            continue
        for part in ((first, min(last, start)), (max(first, end), last)):
            if part[0] < part[1]:
                kept = trimmed(text, *part)
                if kept[0] < kept[1]:
                    found.append(kept)
    return tuple(found)
