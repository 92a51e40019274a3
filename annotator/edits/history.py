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
            return UndoStack(
                _without(self.undo, gesture.undoes),
                (*_without(self.redo, gesture.undoes), gesture.undoes),
            )
        if gesture.redoes:
            return UndoStack(
                (*_without(self.undo, gesture.redoes), gesture.redoes),
                _without(self.redo, gesture.redoes),
            )
        return UndoStack((*self.undo, gesture.id), ())


def undo_stack(log: Iterable[Gesture]) -> UndoStack:
    """Return what one person can undo and redo after ``log``, which is in order of sequence."""
    undo: dict[str, None] = {}
    redo: dict[str, None] = {}
    for gesture in log:
        if gesture.undoes:
            _move(gesture.undoes, undo, redo)
        elif gesture.redoes:
            _move(gesture.redoes, redo, undo)
        else:
            undo[gesture.id] = None
            redo.clear()
    return UndoStack(tuple(undo), tuple(redo))


def _move(id: str, source: dict[str, None], target: dict[str, None]) -> None:
    source.pop(id, None)
    target.pop(id, None)  # what is moved comes last, also if it was there
    target[id] = None


def _without(ids: tuple[str, ...], gone: str) -> tuple[str, ...]:
    return tuple(id for id in ids if id != gone)
