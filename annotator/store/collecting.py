# SPDX-License-Identifier: MIT
"""Switches the search for cyclic garbage off where very many values without cycles are made."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collector() -> Iterator[None]:
    """Stop the search for cyclic garbage, which would take up to a fifth of the time, for nothing.

    What is no longer used is freed as ever; only cycles wait until the end of the block.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
