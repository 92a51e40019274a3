# SPDX-License-Identifier: MIT
"""Commands about spans, undo and problems."""

from annotator.gui.commands.command import Category, Command, Scope
from annotator.gui.commands.desk import Desk, Direction, Edge, State, Unit
from annotator.gui.commands.wording import kind_title

KEYS = "123456789"


def can_annotate(state: State) -> bool:
    """Whether there is a document that may be changed."""
    return state.document and state.writable


def has_span(state: State) -> bool:
    """Whether a span that may be changed has the focus."""
    return can_annotate(state) and state.span


def _has_document(state: State) -> bool:
    return state.document


def _label(key: str) -> Command:
    def run(desk: Desk) -> None:
        desk.annotating.label(key)

    def caption(state: State) -> str:
        label = state.labels.get(key)
        return f"Label as {label}" if label else ""

    def possible(state: State) -> bool:
        return can_annotate(state) and key in state.labels

    return Command(
        f"annotate.label_{key}",
        f"Label with key {key}",
        Category.ANNOTATE,
        run,
        keys=(key,),
        when=possible,
        scope=Scope.TEXT,
        caption=caption,
    )


def _edge(edge: Edge, direction: Direction, unit: Unit) -> Command:
    def run(desk: Desk) -> None:
        desk.annotating.move_edge(edge, direction, unit)

    side = "left" if direction < 0 else "right"
    by = "" if unit == "token" else " by one character"
    modifiers = ("Ctrl+" if unit == "grapheme" else "") + "Alt+"
    modifiers += "Shift+" if edge == "start" else ""
    return Command(
        f"annotate.{edge}_{side}_{unit}",
        f"Move the {edge} {side}{by}",
        Category.ANNOTATE,
        run,
        keys=(modifiers + side.capitalize(),),
        when=has_span,
        scope=Scope.TEXT,
        group=2,
        submenu="Move a boundary",
    )


def _edges() -> tuple[Command, ...]:
    units: tuple[Unit, ...] = ("token", "grapheme")
    edges: tuple[Edge, ...] = ("end", "start")
    directions: tuple[Direction, ...] = (-1, 1)
    return tuple(
        _edge(edge, direction, unit) for unit in units for edge in edges for direction in directions
    )


def _undo_caption(state: State) -> str:
    return f"Undo: {kind_title(state.undo)}" if state.undo else ""


def _redo_caption(state: State) -> str:
    return f"Redo: {kind_title(state.redo)}" if state.redo else ""


EDITING = (
    Command(
        "edit.undo",
        "Undo",
        Category.EDIT,
        lambda desk: desk.annotating.undo(),
        keys=("Ctrl+Z",),
        when=lambda state: state.writable and bool(state.undo),
        caption=_undo_caption,
    ),
    Command(
        "edit.redo",
        "Redo",
        Category.EDIT,
        lambda desk: desk.annotating.redo(),
        keys=("Ctrl+Shift+Z", "Ctrl+Y"),
        when=lambda state: state.writable and bool(state.redo),
        caption=_redo_caption,
    ),
    Command(
        "edit.copy",
        "Copy the text",
        Category.EDIT,
        lambda desk: desk.annotating.copy(),
        keys=("Ctrl+C",),
        when=_has_document,
        scope=Scope.TEXT,
        group=1,
    ),
    Command(
        "edit.find",
        "Find in this document",
        Category.EDIT,
        lambda desk: desk.finding.find(),
        keys=("Ctrl+F",),
        when=_has_document,
        group=2,
    ),
    Command(
        "edit.find_next",
        "Find next",
        Category.EDIT,
        lambda desk: desk.finding.find_next(1),
        keys=("F3",),
        when=_has_document,
        group=2,
    ),
    Command(
        "edit.find_previous",
        "Find previous",
        Category.EDIT,
        lambda desk: desk.finding.find_next(-1),
        keys=("Shift+F3",),
        when=_has_document,
        group=2,
    ),
    Command(
        "edit.find_in_project",
        "Find in all documents",
        Category.EDIT,
        lambda desk: desk.finding.find_in_project(),
        keys=("Ctrl+Shift+F",),
        when=lambda state: state.project,
        group=2,
    ),
    Command(
        "edit.preferences",
        "Preferences",
        Category.EDIT,
        lambda desk: desk.window.show_preferences(),
        keys=("Ctrl+,",),
        group=3,
    ),
)

ANNOTATING = (
    *(_label(key) for key in KEYS),
    Command(
        "annotate.previous_span",
        "Previous span",
        Category.ANNOTATE,
        lambda desk: desk.annotating.next_span(-1),
        keys=("[",),
        when=_has_document,
        scope=Scope.TEXT,
        group=1,
    ),
    Command(
        "annotate.next_span",
        "Next span",
        Category.ANNOTATE,
        lambda desk: desk.annotating.next_span(1),
        keys=("]",),
        when=_has_document,
        scope=Scope.TEXT,
        group=1,
    ),
    Command(
        "annotate.cycle_spans",
        "Next of the spans under the caret",
        Category.ANNOTATE,
        lambda desk: desk.annotating.cycle_spans(),
        keys=("C",),
        when=_has_document,
        scope=Scope.TEXT,
        group=1,
    ),
    *_edges(),
    Command(
        "annotate.join",
        "Add the selection to the span",
        Category.ANNOTATE,
        lambda desk: desk.annotating.join_to_span(),
        keys=("J",),
        when=can_annotate,
        scope=Scope.TEXT,
        group=2,
    ),
    Command(
        "annotate.cut_out",
        "Take the selection out of the span",
        Category.ANNOTATE,
        lambda desk: desk.annotating.cut_from_span(),
        keys=("K",),
        when=can_annotate,
        scope=Scope.TEXT,
        group=2,
    ),
    Command(
        "annotate.attributes",
        "Edit the attributes",
        Category.ANNOTATE,
        lambda desk: desk.annotating.edit_attributes(),
        keys=("A", "Enter", "Return"),
        when=has_span,
        scope=Scope.TEXT,
        group=3,
    ),
    Command(
        "annotate.remove",
        "Remove span",
        Category.ANNOTATE,
        lambda desk: desk.annotating.remove_span(),
        keys=("Del", "Backspace"),
        when=has_span,
        scope=Scope.TEXT,
        group=3,
    ),
    Command(
        "annotate.clear",
        "Clear selection and focus",
        Category.ANNOTATE,
        lambda desk: desk.annotating.clear(),
        keys=("Esc",),
        when=_has_document,
        scope=Scope.TEXT,
        group=3,
    ),
    Command(
        "annotate.example",
        "Accept as an example of the guideline",
        Category.ANNOTATE,
        lambda desk: desk.guiding.accept_span(),
        keys=("Ctrl+Shift+X",),
        when=has_span,
        group=3,
        words="codebook",
    ),
    Command(
        "annotate.next_problem",
        "Next problem",
        Category.ANNOTATE,
        lambda desk: desk.annotating.next_problem(1),
        keys=("F8",),
        when=lambda state: state.document and state.problems,
        group=4,
    ),
    Command(
        "annotate.previous_problem",
        "Previous problem",
        Category.ANNOTATE,
        lambda desk: desk.annotating.next_problem(-1),
        keys=("Shift+F8",),
        when=lambda state: state.document and state.problems,
        group=4,
    ),
    Command(
        "annotate.fix",
        "Fix this problem",
        Category.ANNOTATE,
        lambda desk: desk.annotating.fix_problem(),
        keys=("Ctrl+.",),
        when=lambda state: can_annotate(state) and state.fixable,
        group=4,
    ),
    Command(
        "annotate.fix_first",
        "Fix this problem the likeliest way",
        Category.ANNOTATE,
        lambda desk: desk.annotating.fix_problem(ask=False),
        keys=("F9",),
        when=lambda state: can_annotate(state) and state.fixable,
        group=4,
    ),
)
