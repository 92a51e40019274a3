# SPDX-License-Identifier: MIT
"""The manual's table of keys, made from the registry."""

from dataclasses import dataclass

from annotator.gui.commands.command import Command, Scope
from annotator.gui.commands.registry import COMMANDS


@dataclass(frozen=True, slots=True)
class KeyRow:
    """One row of the table: the keys as they are written for people, what they do, and where."""

    keys: str
    title: str
    scope: str
    section: str


CARET = "Moving in the text"
PANES = "In the panes"
REVIEW = "Deciding what differs"
REVIEWED = "in the review"
CONSISTENCY = "Consistency over all documents"
COMPARED = "in the consistency"

OTHER_KEYS = (
    KeyRow("Left, Right", "Move by one word", Scope.TEXT, CARET),
    KeyRow("Ctrl+Left, Ctrl+Right", "Move by one character", Scope.TEXT, CARET),
    KeyRow("Up, Down", "Move by one line", Scope.TEXT, CARET),
    KeyRow("PgUp, PgDown", "Move by one page", Scope.TEXT, CARET),
    KeyRow("Home, End", "Go to the start or end of the line", Scope.TEXT, CARET),
    KeyRow("Ctrl+Home, Ctrl+End", "Go to the start or end of the document", Scope.TEXT, CARET),
    KeyRow("Shift with any of these", "Extend the selection", Scope.TEXT, CARET),
    KeyRow("Ctrl with the wheel", "Larger or smaller text", Scope.TEXT, CARET),
    KeyRow("Drag", "Select whole words", Scope.TEXT, CARET),
    KeyRow("Alt with drag", "Select exact characters", Scope.TEXT, CARET),
    KeyRow("Enter", "Store the value and go to the next field", "in the attributes", PANES),
    KeyRow("Up, Down, letters", "Choose a value of a list", "in the attributes", PANES),
    KeyRow("Enter", "Go to the place in the text", "in problems and results", PANES),
    KeyRow("Enter", "Open the document", Scope.DOCUMENTS, PANES),
    KeyRow("Enter", "Label the selection", "in the labels", PANES),
    KeyRow("Enter", "Jump back to this moment", "in the history", PANES),
    KeyRow("Enter", "Go to the place in the text", "in the relations", PANES),
    KeyRow("T", "Change the type", "in the relations", PANES),
    KeyRow("F", "Fill an event's roles, or all mentions of an entity", "in the relations", PANES),
    KeyRow("Delete", "Remove", "in the relations", PANES),
    KeyRow("Enter", "Go to the example in the text", "in the examples", PANES),
    KeyRow("A", "Accept the example for the guideline", "in the examples", PANES),
    KeyRow("Delete", "Take the example out of the guideline", "in the examples", PANES),
    KeyRow("Esc", "Go back to the text", "in any pane", PANES),
    KeyRow("Space", "Take the suggestion, or your own version", REVIEWED, REVIEW),
    KeyRow("1", "Take the version of the first row; 2 to 9 those of the others", REVIEWED, REVIEW),
    KeyRow("0, X", "Take nothing: no span belongs here", REVIEWED, REVIEW),
    KeyRow("B", "Take all versions", REVIEWED, REVIEW),
    KeyRow("E", "Begin a version of your own", REVIEWED, REVIEW),
    KeyRow("Shift+Left, Shift+Right", "Move the end of your version", REVIEWED, REVIEW),
    KeyRow("Alt+Left, Alt+Right", "Move the start of your version", REVIEWED, REVIEW),
    KeyRow("Ctrl with these", "Move by one character", REVIEWED, REVIEW),
    KeyRow("Ctrl with a digit", "Give your version the label of that key", REVIEWED, REVIEW),
    KeyRow("Tab, J, N", "Go to the next item to decide, in any document", REVIEWED, REVIEW),
    KeyRow("Shift+Tab, K", "Go to the item to decide before", REVIEWED, REVIEW),
    KeyRow("F", "Flag it for the guideline", REVIEWED, REVIEW),
    KeyRow("R", "Say the reason", REVIEWED, REVIEW),
    KeyRow("C", "Write a note", REVIEWED, REVIEW),
    KeyRow("W", "Take the decision back", REVIEWED, REVIEW),
    KeyRow("Ctrl+Space", "Decide all identical cases alike", REVIEWED, REVIEW),
    KeyRow("A", "Accept by rule, after you have seen what it accepts", REVIEWED, REVIEW),
    KeyRow("Ctrl+Z", "Take the last act back and go there", REVIEWED, REVIEW),
    KeyRow("Ctrl+Enter", "Finish the document and go to the next", REVIEWED, REVIEW),
    KeyRow("L", "Show all versions in the text, or gold", REVIEWED, REVIEW),
    KeyRow("V", "Show two annotators side by side, then the next two", REVIEWED, REVIEW),
    KeyRow("H", "Hide or show names", REVIEWED, REVIEW),
    KeyRow("S", "Hide or show suggestions", REVIEWED, REVIEW),
    KeyRow("/", "Filter the items", REVIEWED, REVIEW),
    KeyRow("Esc", "Drop your version, or go back to annotating", REVIEWED, REVIEW),
    KeyRow("Enter", "Go to the place in the text", COMPARED, CONSISTENCY),
    KeyRow("F", "Fix the place", COMPARED, CONSISTENCY),
    KeyRow("A", "Fix all places that are ticked, as one act", COMPARED, CONSISTENCY),
    KeyRow("Space", "Tick the place, or take the tick away", COMPARED, CONSISTENCY),
    KeyRow("Tab, Shift+Tab", "Go to the places, or back to the findings", COMPARED, CONSISTENCY),
    KeyRow("/", "Filter the findings", COMPARED, CONSISTENCY),
    KeyRow("Esc", "Go back to annotating", COMPARED, CONSISTENCY),
)
"""Keys that widgets handle themselves: they move, they do not command."""

WRITTEN = {"Del": "Delete", "Return": "Enter", "Esc": "Esc"}


def written(keys: str) -> str:
    """Return a key sequence as it is written for people: ``Ctrl+Return`` is ``Ctrl+Enter``."""
    if keys.endswith("+"):
        return f"{keys[:-1]}+" if keys == "+" else f"{written(keys[:-2])}++"
    return "+".join(WRITTEN.get(part, part) for part in keys.split("+"))


def key_rows() -> tuple[KeyRow, ...]:
    """Return every key of the window, in the order of the menus."""
    rows = [_row(command) for command in COMMANDS if command.keys]
    return (*rows, *OTHER_KEYS)


def _row(command: Command) -> KeyRow:
    keys = ", ".join(dict.fromkeys(written(key) for key in command.keys))
    return KeyRow(keys, command.title, command.scope, command.category)


def key_table() -> str:
    """Return the page docs/keys.md."""
    lines = [
        "# Keys",
        "",
        "Made from the list of commands by `python -m annotator.gui.commands.key_table`; a test",
        "compares the two.",
    ]
    section = ""
    for row in key_rows():
        if row.section != section:
            section = row.section
            lines += ["", f"## {section}", "", "| Keys | What they do | Where |", "|---|---|---|"]
        keys = ", ".join(f"`{key}`" for key in row.keys.split(", "))
        lines.append(f"| {keys} | {row.title} | {row.scope} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    import sys

    sys.stdout.write(key_table())
