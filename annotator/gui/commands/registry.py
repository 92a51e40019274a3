# SPDX-License-Identifier: MIT
"""The one list of commands: menus, palette, shortcuts and the key table are made from it."""

from annotator.gui.commands.annotate import ANNOTATING, EDITING
from annotator.gui.commands.command import Command
from annotator.gui.commands.document import DOCUMENT, PROJECT
from annotator.gui.commands.link import LINKING
from annotator.gui.commands.review import REVIEW
from annotator.gui.commands.view import HELP, VIEW

COMMANDS: tuple[Command, ...] = (
    *PROJECT,
    *EDITING,
    *ANNOTATING,
    *LINKING,
    *DOCUMENT,
    *REVIEW,
    *VIEW,
    *HELP,
)


def command(id: str) -> Command:
    """Return the command with this id; KeyError if there is none."""
    return _BY_ID[id]


_BY_ID = {command.id: command for command in COMMANDS}
