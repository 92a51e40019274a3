# SPDX-License-Identifier: MIT
"""Heights of very many blocks, with quick sums: a Fenwick tree; no Qt."""

from array import array
from collections.abc import Sequence


class Heights:
    """The heights of blocks, from the top; sums and searches take logarithmic time."""

    __slots__ = ("_size", "_step", "_sums", "_values")

    def __init__(self, heights: Sequence[float]) -> None:
        self._values = array("d", heights)
        self._size = len(self._values)
        self._step = 1 << max(0, self._size.bit_length() - 1)
        sums = array("d", (0.0, *self._values))
        for place in range(1, self._size + 1):
            parent = place + (place & -place)
            if parent <= self._size:
                sums[parent] += sums[place]
        self._sums = sums

    def __len__(self) -> int:
        return self._size

    def __getitem__(self, block: int) -> float:
        return self._values[block]

    def put(self, block: int, height: float) -> float:
        """Give a block another height; return how much it grew."""
        grown = height - self._values[block]
        if grown:
            self._values[block] = height
            place = block + 1
            while place <= self._size:
                self._sums[place] += grown
                place += place & -place
        return grown

    def above(self, block: int) -> float:
        """Return the sum of the heights of the blocks before ``block``."""
        total = 0.0
        while block > 0:
            total += self._sums[block]
            block -= block & -block
        return total

    @property
    def total(self) -> float:
        """The sum of all heights."""
        return self.above(self._size)

    def at(self, y: float) -> tuple[int, float]:
        """Return the block at height ``y`` and how far below its top that is.

        Above the first block it is the first; below the last it is the last.
        """
        if y <= 0:
            return 0, y
        place, step, left = 0, self._step, y
        while step:
            following = place + step
            if following <= self._size and self._sums[following] <= left:
                place = following
                left -= self._sums[following]
            step >>= 1
        if place >= self._size:
            return self._size - 1, left + self._values[-1]
        return place, left
