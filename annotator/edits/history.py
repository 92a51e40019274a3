# SPDX-License-Identifier: MIT
"""Undo and redo, read from the log: nothing but the log remembers what can be undone."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Gesture:
    """What the log says about one act of one person; see ``Operation`` for the fields."""

    id: str
    kind: str
    undoes: str = ""
    redoes: str = ""


@dataclass(frozen=True, slots=True)
class UndoStack:
    """Gestures that can be taken back and done again, the next one last.

    ``undo`` and ``redo`` hold the ids of *original* gestures, never of their undoing.
    """

    undo: tuple[str, ...] = ()
    redo: tuple[str, ...] = ()

    def after(self, gesture: Gesture) -> "UndoStack":
        """Return the stacks after one more gesture of this person was logged."""
        if gesture.undoes:
            left = tuple(id for id in self.undo if id != gesture.undoes)
            return UndoStack(left, (*self.redo, gesture.undoes))
        if gesture.redoes:
            left = tuple(id for id in self.redo if id != gesture.redoes)
            return UndoStack((*self.undo, gesture.redoes), left)
        return UndoStack((*self.undo, gesture.id), ())


def undo_stack(log: Iterable[Gesture]) -> UndoStack:
    """Return what one person can undo and redo after ``log``, which is in order of sequence."""
    undo: dict[str, None] = {}
    redo: dict[str, None] = {}
    for gesture in log:
        if gesture.undoes:
            undo.pop(gesture.undoes, None)
            redo[gesture.undoes] = None
        elif gesture.redoes:
            redo.pop(gesture.redoes, None)
            undo[gesture.redoes] = None
        else:
            undo[gesture.id] = None
            redo.clear()
    return UndoStack(tuple(undo), tuple(redo))
