# SPDX-License-Identifier: MIT
"""The countries of ISO 3166-1 and a rough box around each, from ``resources/gazetteers``."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from annotator.assets import resource


@dataclass(frozen=True, slots=True)
class Box:
    """A stretch of the globe in whole degrees, its islands taken in, its borders rounded outward.

    Where ``west`` is greater than ``east`` it goes over the antimeridian.
    """

    south: int
    north: int
    west: int
    east: int

    def has(self, lat: float, lon: float) -> bool:
        """Whether a place in degrees lies inside, edges included."""
        if not self.south <= lat <= self.north:
            return False
        if self.west <= self.east:
            return self.west <= lon <= self.east
        return lon >= self.west or lon <= self.east


@cache
def country_boxes() -> Mapping[str, Box]:
    """Return the box of each country by its alpha-3 code; XKX is Kosovo, as in common use."""
    with resource("gazetteers", "countries.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["code"]: Box(*(int(row[side]) for side in ("south", "north", "west", "east")))
            for row in csv.DictReader(file)
        }
