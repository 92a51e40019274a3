# SPDX-License-Identifier: MIT
"""Parquet in the layout that Hugging Face's ``datasets`` loads: a folder with data and a card.

It is written only. pyarrow is imported when something is written, not before.
"""

from collections.abc import Iterator
from pathlib import Path

from annotator.formats.format import ExportedDocument, Feature, Format, Progress, WriteOptions
from annotator.formats.ledger import Ledger


def write(
    documents: Iterator[ExportedDocument], target: Path, options: WriteOptions, progress: Progress
) -> Ledger:
    """Write the documents; see ``writing.write``."""
    from annotator.formats.parquet.writing import write as write_now

    return write_now(documents, target, options, progress)


def recognises(head: bytes) -> bool:
    """Whether a file starts as Parquet does."""
    return head.startswith(b"PAR1")


FORMAT = Format(
    "parquet",
    "Parquet (Hugging Face datasets)",
    (".parquet",),
    None,
    write,
    loses=frozenset({Feature.REVIEW}),
    recognises=recognises,
    extra="parquet",
    folder=True,
)
