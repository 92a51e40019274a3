# SPDX-License-Identifier: MIT
"""What commands act on: the state they may read, and the verbs they may call."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol, TypeAlias

Direction: TypeAlias = Literal[-1, 1]
Edge: TypeAlias = Literal["start", "end"]
Unit: TypeAlias = Literal["token", "grapheme"]
PaneName: TypeAlias = Literal[
    "documents", "labels", "attributes", "problems", "history", "relations", "guideline"
]


@dataclass(frozen=True, slots=True)
class State:
    """What is possible at this moment; a command's ``when`` reads nothing else.

    ``undo`` and ``redo`` are the kinds of what would be taken back or done again, empty if
    nothing. ``labels`` gives the label of each key.
    """

    project: bool = False
    document: bool = False
    writable: bool = False
    span: bool = False
    complete: bool = False
    matches: bool = False
    problems: bool = False
    fixable: bool = False
    undo: str = ""
    redo: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)


class Annotating(Protocol):
    """Verbs about the spans of the open document."""

    def label(self, key: str) -> None:
        """Give the selection, the token under the caret or the focused span the key's label."""

    def next_span(self, direction: Direction) -> None:
        """Focus the next or previous span."""

    def cycle_spans(self) -> None:
        """Focus the next of the spans under the caret."""

    def move_edge(self, edge: Edge, direction: Direction, unit: Unit) -> None:
        """Move an edge of the focused span."""

    def join_to_span(self) -> None:
        """Add the selection to the span that had the focus last."""

    def cut_from_span(self) -> None:
        """Take the selection out of the span that had the focus last."""

    def remove_span(self) -> None:
        """Remove the focused span."""

    def clear(self) -> None:
        """Drop the selection and the focus of a span."""

    def copy(self) -> None:
        """Copy what is selected, else the text of the focused span."""

    def edit_attributes(self) -> None:
        """Go to the first missing attribute of the focused span, else to the first one."""

    def undo(self) -> None:
        """Take back the last act, in whichever document it was."""

    def redo(self) -> None:
        """Do again what was taken back last."""

    def next_problem(self, direction: Direction) -> None:
        """Go to the next or previous problem of the document."""

    def fix_problem(self, *, ask: bool = True) -> None:
        """Carry out the fix of the problem at hand; of several the likeliest, or ``ask`` which."""


class Linking(Protocol):
    """Verbs about relations, events and entities of the open document."""

    def link(self, way: Literal["to", "from"]) -> None:
        """Ask for the other end of a link from (``to``) or to (``from``) the focused span."""

    def make_event(self) -> None:
        """Make an event of the selection, the focused span or the word here; or fill it."""

    def same(self) -> None:
        """Ask which span is the same thing as the focused one."""

    def not_same(self) -> None:
        """Take the focused span out of its entity."""

    def take_from_entity(self) -> None:
        """Give the focused span what its entity has and it lacks."""

    def go(self) -> None:
        """Ask which span to go to."""

    def go_to_word(self) -> None:
        """Ask for a letter, then which of the words in sight that begin with it to select."""

    def show_all(self) -> None:
        """Show all links, or those of the focused span only."""


class Guiding(Protocol):
    """Verbs about the guideline of labels."""

    def accept_span(self) -> None:
        """Add the focused span to the examples of its label's guideline."""


class Reviewing(Protocol):
    """Verbs about the review of several annotators' work."""

    def start(self) -> None:
        """Show what annotators differ on, one item after the other."""

    def leave(self) -> None:
        """Go back to annotating."""


class Agreement(Protocol):
    """Verbs about how far annotators agree."""

    def show(self) -> None:
        """Show how far they agree."""

    def show_disagreement(self) -> None:
        """Show what the guideline should settle and what may be wrong in gold."""


class Documents(Protocol):
    """Verbs about the documents of the project."""

    def open_next(self, direction: Direction) -> None:
        """Open the next or previous document of the list as it is shown."""

    def complete_and_go_on(self) -> None:
        """Mark the document complete and open the next incomplete one."""

    def set_complete(self, *, complete: bool) -> None:
        """Mark the document complete or not, and stay."""

    def rename(self) -> None:
        """Ask for another title of the current document."""

    def tag(self) -> None:
        """Ask for the tags of the current document."""

    def remove(self) -> None:
        """Remove the documents chosen in the list; undo brings them back."""


class Finding(Protocol):
    """Verbs about finding."""

    def find(self) -> None:
        """Show the find bar."""

    def find_next(self, direction: Direction) -> None:
        """Go to the next or previous match."""

    def find_in_project(self) -> None:
        """Show the search through all documents."""


class Assigning(Protocol):
    """Verbs about who annotates what."""

    def show(self) -> None:
        """Show who annotates what, to be changed."""


class Consistency(Protocol):
    """Verbs about the consistency of all documents."""

    def show(self) -> None:
        """Look for strings that are marked otherwise elsewhere, and show them."""

    def next_place(self, direction: Direction) -> None:
        """Go to the next or previous place of what was found."""


class Project(Protocol):
    """Verbs about the project as a whole."""

    def new(self) -> None:
        """Ask for a new project and make it."""

    def open(self) -> None:
        """Ask for a project file and open it."""

    def open_sample(self) -> None:
        """Open the sample project; it is made the first time."""

    def close_project(self) -> None:
        """Close the project and show the start page."""

    def import_documents(self) -> None:
        """Ask for files and import them."""

    def export(self) -> None:
        """Ask for a format and a target and export."""

    def release(self) -> None:
        """Ask what a data set release is to hold and write it."""

    def edit_schema(self) -> None:
        """Show the schema of the project, and change it."""

    def check_all(self) -> None:
        """Check every document and show what was found."""

    def save(self) -> None:
        """Say whether everything is saved, and try again what is not."""


class Window(Protocol):
    """Verbs about the window."""

    def show_palette(self) -> None:
        """Show the command palette."""

    def show_keys(self) -> None:
        """Show the table of keys."""

    def show_preferences(self) -> None:
        """Show the preferences."""

    def show_about(self) -> None:
        """Show the versions of the program and of what it is built on."""

    def next_pane(self, direction: Direction) -> None:
        """Give the keyboard to the next or previous pane."""

    def go_to_pane(self, name: PaneName) -> None:
        """Show a pane and give it the keyboard."""

    def toggle_guideline(self) -> None:
        """Show the guideline beside the text, or show it no more."""

    def go_to_text(self) -> None:
        """Give the keyboard to the text."""

    def zoom(self, steps: int) -> None:
        """Make the text larger or smaller; 0 is the normal size."""

    def quit(self) -> None:
        """Close the window."""


class Desk(Protocol):
    """All verbs, by what they are about."""

    @property
    def annotating(self) -> Annotating:
        """Verbs about spans."""

    @property
    def linking(self) -> Linking:
        """Verbs about relations, events and entities."""

    @property
    def guiding(self) -> Guiding:
        """Verbs about the guideline."""

    @property
    def reviewing(self) -> Reviewing:
        """Verbs about review."""

    @property
    def agreement(self) -> Agreement:
        """Verbs about agreement."""

    @property
    def assigning(self) -> Assigning:
        """Verbs about assignments."""

    @property
    def consistency(self) -> Consistency:
        """Verbs about consistency."""

    @property
    def documents(self) -> Documents:
        """Verbs about documents."""

    @property
    def finding(self) -> Finding:
        """Verbs about finding."""

    @property
    def project(self) -> Project:
        """Verbs about the project."""

    @property
    def window(self) -> Window:
        """Verbs about the window."""
