# SPDX-License-Identifier: MIT
"""Runs a reader on changed files; only our own errors may come out."""

import gc
import os
import resource
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random

from annotator.errors import InputError
from annotator.formats.format import AnyLabel, Format
from tests.formats.exchange import read_back
from tests.fuzz.mutation import Mutate, of_bytes

ASKED = int(os.environ.get("ANNOTATOR_FUZZ", "0"))
COUNT = ASKED or 250
LONGEST_S = 1.0
MOST_MB = 512
COLLECTED_EVERY = 100
Files = Mapping[str, bytes]
"""The files of one import by name, such as a ``.txt`` and its ``.ann``."""


def fuzz(format: Format, seeds: Sequence[Files], mutate: Mutate, folder: Path) -> None:
    """Import changed seeds; fail on any error that is not an InputError.

    One file of each import is changed, mostly by ``mutate``, now and then byte by byte. The run
    with a given count is the same every time. What a document says must hold: its spans are in
    its text.
    """
    random = Random(f"{format.id} {COUNT}")
    for number in range(COUNT):
        if number % COLLECTED_EVERY == 0:  # tests do not do so by themselves: see conftest.py
            gc.collect()
        files = dict(random.choice(seeds))
        name = random.choice(sorted(files))
        change = of_bytes if random.random() < 0.2 else mutate
        try:
            files[name] = change(random, files[name])
        except (ValueError, SyntaxError):  # what was changed before is no JSON or XML any more
            files[name] = of_bytes(random, files[name])
        _import(format, files, folder / str(number))


def _import(format: Format, files: Files, folder: Path) -> None:
    folder.mkdir(parents=True)
    for name, data in files.items():
        (folder / name).parent.mkdir(exist_ok=True, parents=True)
        (folder / name).write_bytes(data)
    started = time.process_time()
    try:
        items = read_back(format, folder, accepted=AnyLabel())
    except InputError:
        items = []
    took = time.process_time() - started
    for item in items:
        text = item.document.text
        assert text.strip()
        for layer in item.layers:
            ids = [record.id for record in layer.records]
            assert len(ids) == len(set(ids))
            for record in layer.records:
                for start, end in getattr(record, "fragments", ()):
                    assert 0 <= start < end <= len(text)
    for name in files:
        (folder / name).unlink()
    if ASKED:
        used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        assert took < LONGEST_S, f"{took:.1f} s"
        assert used < MOST_MB, f"{used:.0f} MB"
