# SPDX-License-Identifier: MIT
"""UIMA CAS XMI, as UIMA, DKPro Core and INCEpTION write it, with the type system beside it."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from annotator.formats.annotator_folders import LAYERS
from annotator.formats.format import (
    Choice,
    ExportedDocument,
    Feature,
    Format,
    ImportedDocument,
    Progress,
    ReadOptions,
    WriteOptions,
)
from annotator.formats.ledger import Ledger
from annotator.formats.sources import SourceFile
from annotator.formats.uima_layers import LABEL, LAYER, NAMED_ENTITY
from annotator.formats.xml_head import root_tag

VIEW = Choice(
    "view",
    "The view that is read, such as _InitialView; without it, each view with a text is a document.",
)
REFUSE, LEAVE_OUT = "refuse", "leave-out"
UNKNOWN_TYPES = Choice(
    "unknown-types",
    "What becomes of annotations whose type the type system does not have.",
    (REFUSE, LEAVE_OUT),
    REFUSE,
)
SPAN_LAYER = Choice("layer", "The type of annotation that the spans become.", default=NAMED_ENTITY)
_JSON = re.compile(rb'\s*\{\s*"%(?:TYPES|VIEWS|HEADER|FEATURE_STRUCTURES)"')
_ZIP = re.compile(rb"PK\x03\x04[\x00-\xff]{26}[^\x00-\x1f]{0,300}?\.xmi", re.IGNORECASE)
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def read(
    files: Sequence[SourceFile], options: ReadOptions, progress: Progress
) -> Iterator[ImportedDocument]:
    """Yield a document for each text of each file; see ``reading.read``."""
    from annotator.formats.xmi.reading import read as read_now

    return read_now(files, options, progress)


def write(
    documents: Iterator[ExportedDocument], target: Path, options: WriteOptions, progress: Progress
) -> Ledger:
    """Write the documents; see ``writing.write``."""
    from annotator.formats.xmi.writing import write as write_now

    return write_now(documents, target, options, progress)


def is_json(head: bytes) -> bool:
    """Whether a file starts as UIMA CAS JSON does, which is refused."""
    return bool(_JSON.match(head.removeprefix(b"\xef\xbb\xbf")))


def recognises(head: bytes) -> bool:
    """Whether a file starts as XMI does, as a zip of XMI, or as UIMA CAS JSON."""
    if head.startswith(b"PK"):
        return bool(_ZIP.search(head))
    if head.startswith(_UTF_16):
        head = head.decode("utf-16", errors="ignore").encode()
    if is_json(head):
        return True
    return root_tag(head) == "XMI" and b"http://www.omg.org/XMI" in head


FORMAT = Format(
    "xmi",
    "UIMA CAS XMI",
    (".xmi", ".zip"),
    read,
    write,
    loses=frozenset(
        {
            Feature.REVIEW,
            Feature.DISCONTINUOUS,
            Feature.VALUE_TYPES,
            Feature.LISTS,
            Feature.UNKNOWN_VALUES,
            Feature.IDS,
            Feature.MADE_BY,
            Feature.EMPTY_LAYERS,
            Feature.CONTROL_CHARACTERS,
        }
    ),
    recognises=recognises,
    extra="xmi",
    always_recognised=True,
    folder=True,
    companions=("TypeSystem.xml", "typesystem.xml"),
    reading=(LAYERS, LAYER, LABEL, VIEW, UNKNOWN_TYPES),
    writing=(SPAN_LAYER,),
)
