# SPDX-License-Identifier: MIT
"""Which commands a typed word finds, best first."""

from collections.abc import Iterable
from dataclasses import dataclass

from annotator.gui.commands.command import Command
from annotator.gui.commands.desk import State


@dataclass(frozen=True, slots=True)
class Hit:
    """A command the palette offers, with the title it has at this moment."""

    command: Command
    title: str
    possible: bool


def hits(typed: str, commands: Iterable[Command], state: State) -> list[Hit]:
    """Return the commands that fit what was typed: possible ones first, then by closeness.

    Typed letters fit when all of them stand in the title and the other names in that order; blanks
    are ignored. The order of the registry decides between equals, so an empty filter gives the
    registry.
    """
    letters = "".join(typed.casefold().split())
    found = []
    for place, command in enumerate(commands):
        title = command.title_in(state)
        score = closeness(letters, f"{title} {command.words} {command.category}".casefold())
        if score is not None:
            found.append((not command.when(state), score, place, command, title))
    found.sort(key=lambda item: item[:3])
    return [Hit(command, title, not off) for off, _, _, command, title in found]


def closeness(letters: str, title: str) -> int | None:
    """Return how far ``title`` is from the letters; 0 is best, None is no fit.

    Letters that stand together or at the start of a word cost nothing.
    """
    if not letters:
        return 0
    together = title.replace(" ", "").find(letters)
    if together == 0:
        return 0
    cost = 0 if together < 0 else -len(letters)
    place = -1
    for letter in letters:
        after = title.find(letter, place + 1)
        if after < 0:
            return None
        starts_word = after == 0 or title[after - 1] == " "
        if after != place + 1 and not starts_word:
            cost += 1
        cost += 1 if after != place + 1 else 0
        place = after
    return max(cost, 1)
