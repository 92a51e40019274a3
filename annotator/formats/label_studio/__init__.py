# SPDX-License-Identifier: MIT
"""Label Studio JSON: tasks with everybody's annotations, and JSON-MIN."""

from collections.abc import Iterator, Sequence
from pathlib import Path

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
from annotator.formats.json_head import first_object
from annotator.formats.ledger import Ledger
from annotator.formats.sources import SourceFile

_ANNOTATED = frozenset(("annotations", "completions", "predictions"))
_TASK = frozenset(("data", "id", "meta", "inner_id", "created_at", "updated_at", *_ANNOTATED))
_MIN = frozenset(("annotation_id", "annotator"))

TEXT_KEY = Choice(
    "text_key",
    "Which key of a task's data holds its text. If empty, the label config beside the file says "
    "it, or the words at which the regions stand.",
)
HTML = Choice(
    "html",
    "Whether texts are pages of HTML: auto finds out from the label config and the regions.",
    ("auto", "html", "plain"),
    "auto",
)
PREDICTIONS = Choice(
    "predictions",
    "Whether predictions become layers, called after their models: auto takes them for tasks that "
    "nobody has annotated.",
    ("auto", "yes", "no"),
    "auto",
)
COMPLETED_BY = Choice(
    "completed_by",
    "Whether annotators are written as emails of users. Label Studio refuses a file with users it "
    "does not know; without, all annotations belong to whoever imports it there.",
    ("none", "email"),
    "none",
)


def read(
    files: Sequence[SourceFile], options: ReadOptions, progress: Progress
) -> Iterator[ImportedDocument]:
    """Yield the documents; see ``reading.read``."""
    from annotator.formats.label_studio.reading import read as read_now

    return read_now(files, options, progress)


def write(
    documents: Iterator[ExportedDocument], target: Path, options: WriteOptions, progress: Progress
) -> Ledger:
    """Write the documents; see ``writing.write``."""
    from annotator.formats.label_studio.writing import write as write_now

    return write_now(documents, target, options, progress)


def recognises(head: bytes) -> bool:
    """Whether the first object of a file is a task, holds tasks, or is one of JSON-MIN."""
    found = first_object(head)
    keys = found.keys()
    if "data" in keys:
        is_list = head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"[")
        is_object = found["data"] is None or isinstance(found["data"], dict)
        return is_object and bool(keys & _ANNOTATED or (is_list and keys <= _TASK))
    if "tasks" in keys:
        tasks = found["tasks"]
        first = tasks[0] if isinstance(tasks, list) and tasks else {}
        return "project" in keys or (isinstance(first, dict) and "data" in first)
    return keys >= {"result", "task"} or keys >= _MIN


FORMAT = Format(
    "label-studio",
    "Label Studio JSON",
    (".json",),
    read,
    write,
    loses=frozenset(
        {
            Feature.REVIEW,
            Feature.EVENTS,
            Feature.EVENT_DETAILS,
            Feature.RELATIONS_OF_EVENTS,
            Feature.ENTITIES,
        }
    ),
    recognises=recognises,
    companions=(".config.xml", "config.xml", "label_config.xml", "labeling_config.xml"),
    reading=(TEXT_KEY, HTML, PREDICTIONS),
    writing=(COMPLETED_BY,),
)
