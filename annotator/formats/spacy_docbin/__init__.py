# SPDX-License-Identifier: MIT
"""spaCy's DocBin, ready for training: all spans in ``doc.spans["sc"]``, flat ones in ``doc.ents``.

spaCy is imported when something is written, not before.
"""

from collections.abc import Iterator
from pathlib import Path

from annotator.formats.format import (
    ExportedDocument,
    Feature,
    Format,
    Progress,
    WriteOptions,
)
from annotator.formats.ledger import Ledger
from annotator.formats.spacy_docbin.choices import WRITING


def write(
    documents: Iterator[ExportedDocument], target: Path, options: WriteOptions, progress: Progress
) -> Ledger:
    """Write the documents; see ``writing.write``."""
    from annotator.formats.spacy_docbin.writing import write as write_now

    return write_now(documents, target, options, progress)


def recognises(head: bytes) -> bool:
    """Whether a file starts as a DocBin does: as anything that zlib has compressed."""
    return head[:1] == b"\x78" and len(head) > 1 and int.from_bytes(head[:2], "big") % 31 == 0


FORMAT = Format(
    "spacy",
    "spaCy DocBin",
    (".spacy",),
    None,
    write,
    loses=frozenset(
        {
            Feature.DISCONTINUOUS,
            Feature.UNALIGNED,
            Feature.RELATIONS,
            Feature.EVENTS,
            Feature.ENTITIES,
            Feature.NOTES,
        }
    ),
    recognises=recognises,
    writing=WRITING,
)
