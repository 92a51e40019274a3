# SPDX-License-Identifier: MIT
"""A command: one thing the window can be told to do."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from annotator.gui.commands.desk import Desk, State


class Category(StrEnum):
    """The menus, in their order."""

    PROJECT = "Project"
    EDIT = "Edit"
    ANNOTATE = "Annotate"
    DOCUMENT = "Document"
    REVIEW = "Review"
    VIEW = "View"
    HELP = "Help"


class Scope(StrEnum):
    """Where a command's keys work.

    A key without Ctrl or Alt is a character or an editing key in a text field, so its scope is
    never the whole window.
    """

    WINDOW = "anywhere"
    TEXT = "in the text"
    DOCUMENTS = "in the list of documents"


def always(state: State) -> bool:
    """Return True: the command is possible at any time."""
    del state
    return True


@dataclass(frozen=True, slots=True)
class Command:
    """One thing the window can be told to do.

    ``id`` never changes once released: settings and plugins name it. ``keys`` are in Qt's portable
    spelling (``Ctrl+PgDown``), the first is the one shown. ``caption`` gives a title that says
    more than ``title`` at this moment; empty falls back to it. ``group`` separates menu entries,
    ``submenu`` names the menu within the menu. ``words`` are other names that the palette finds it
    by.
    """

    id: str
    title: str
    category: Category
    run: Callable[[Desk], None]
    keys: tuple[str, ...] = ()
    when: Callable[[State], bool] = always
    scope: Scope = Scope.WINDOW
    caption: Callable[[State], str] | None = None
    group: int = 0
    submenu: str = ""
    words: str = ""

    def title_in(self, state: State) -> str:
        """Return the title to show at this moment."""
        return (self.caption(state) if self.caption is not None else "") or self.title
