# SPDX-License-Identifier: MIT
"""Gamma of 200 sampled documents x 3 annotators x 25 spans, and beside pygamma-agreement.

    python benchmarks/gamma.py [--documents 200] [--peer-documents 10]

The documents are those of ``benchmarks/agreement.py``. If pygamma-agreement is installed, a few
documents are given to both, each with 30 samples, and the ratio of the times is printed.
"""

import argparse
import logging
import os
import sys
import time
import warnings
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.agreement import document


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--documents", type=int, default=200)
    arguments.add_argument("--peer-documents", type=int, default=10)
    given = arguments.parse_args()
    whole(given.documents)
    if given.peer_documents:
        peer(given.peer_documents)


def observers(number: int) -> list[list[tuple[float, float, str]]]:
    marked = document(number)[1]
    return [[(float(start), float(end), label) for start, end, label in marked[name]]
            for name in sorted(marked)]  # fmt: skip


def whole(documents: int) -> None:
    from annotator.review.gamma import corpus_gamma

    corpus = [observers(number) for number in range(documents)]
    began, work = time.perf_counter(), time.process_time()
    found = corpus_gamma(corpus)
    print(
        f"gamma of {found.gamma.n} documents: {time.perf_counter() - began:.1f} s "
        f"({time.process_time() - work:.1f} s of work), {found.samples} samples each: "
        f"{found.gamma.value:.4f} [{found.gamma.low:.4f}, {found.gamma.high:.4f}], "
        f"gamma-cat {found.gamma_cat.value:.4f}"
    )


def peer(documents: int) -> None:
    try:
        warnings.simplefilter("ignore")
        logging.disable(logging.WARNING)
        from pyannote.core import Segment
        from pygamma_agreement import CombinedCategoricalDissimilarity, Continuum
    except ImportError:
        print("pygamma-agreement is not installed: no ratio")
        return
    from annotator.review.gamma import gamma

    times = {"ours": 0.0, "theirs": 0.0}
    values = []
    for number in range(-1, documents):  # the first compiles theirs, and does not count
        units = observers(max(0, number))
        began = time.perf_counter()
        ours = gamma(units, precision=None).gamma.value
        done = time.perf_counter()
        continuum = Continuum()
        for name, mine in enumerate(units):
            for start, end, label in mine:
                continuum.add(str(name), Segment(start, end), label)
        with silence():
            theirs = continuum.compute_gamma(CombinedCategoricalDissimilarity()).gamma
        if number >= 0:
            times["ours"] += done - began
            times["theirs"] += time.perf_counter() - done
            values.append(abs(ours - theirs))
    print(
        f"{documents} documents, 30 samples each: {times['ours']:.1f} s; pygamma-agreement takes "
        f"{times['theirs']:.1f} s, {times['theirs'] / times['ours']:.1f} times as long; the values "
        f"differ by {max(values):.3f} at most"
    )


@contextmanager
def silence():
    """Its solver writes to the standard output."""
    sys.stdout.flush()
    kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    try:
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)


if __name__ == "__main__":
    main()
