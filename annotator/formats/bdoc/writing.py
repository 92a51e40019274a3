# SPDX-License-Identifier: MIT
"""bdoc JSON out: a file a document, a set an annotator, offsets in code points."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import orjson

from annotator.formats.account import Account
from annotator.formats.annotation_sets import RELATIONS
from annotator.formats.annotation_sets.parts import AnnotationSet
from annotator.formats.annotation_sets.writing import SetsWriting
from annotator.formats.folder_of_documents import write_documents
from annotator.formats.format import (
    ExportedDocument,
    Layer,
    Progress,
    StoredLayer,
    WriteOptions,
)
from annotator.formats.ledger import Ledger


def write(
    documents: Iterator[ExportedDocument], target: Path, options: WriteOptions, progress: Progress
) -> Ledger:
    """Write each document into a file of the folder, with a set for each annotator."""
    account = Account(Ledger("bdoc", str(target)), options, progress)
    return write_documents(documents, target, account, _render)


def _render(
    item: ExportedDocument, layers: Sequence[Layer | StoredLayer], account: Account
) -> Mapping[str, bytes] | None:
    found = SetsWriting(item, account, _holds_all, holds_null=True).document(layers)
    if found is None:
        return None
    features = found.features
    links = {each.name: _links(each) for each in found.sets if each.links}
    if links:
        features[RELATIONS] = links
    data = {
        "annotation_sets": {each.name: _set(each) for each in found.sets},
        "text": found.text,
        "features": features,
        "offset_type": "p",
        "name": item.document.id,
    }
    return {".bdocjs": orjson.dumps(data)}


def _holds_all(name: str) -> str:
    del name
    return ""


def _set(each: AnnotationSet) -> dict[str, Any]:
    annotations = [
        {"type": a.type, "start": a.start, "end": a.end, "id": a.id, "features": a.features}
        for a in each.annotations
    ]
    highest = max((a.id for a in each.annotations), default=-1)
    return {"name": each.name, "annotations": annotations, "next_annid": highest + 1}


def _links(each: AnnotationSet) -> list[dict[str, Any]]:
    return [
        {"id": link.id, "type": link.type, "members": link.members, "features": link.features}
        for link in each.links
    ]
