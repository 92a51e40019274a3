# SPDX-License-Identifier: MIT
"""Projects in which several annotators have completed the same documents."""

from pathlib import Path

import orjson

from annotator.model.records import Relation, Span
from annotator.workspace.workspace import Workspace
from tests.marked import marked

Layers = dict[str, str]


def line(id: str, annotator: str, source: str, *, complete: bool = True, **more: object) -> bytes:
    text, spans = marked(source)
    plain = [
        {
            "id": span.id,
            "label": span.label,
            "start": span.start,
            "end": span.end,
            "attributes": dict(span.attributes),
        }
        for span in spans
    ]
    return orjson.dumps(
        {"id": id, "text": text, "annotator": annotator, "complete": complete, "spans": plain}
        | more
    )


def reviewed_project(folder: Path, documents: dict[str, Layers]) -> Workspace:
    """A project with documents whose layers, by annotator, are written as ``marked`` reads them."""
    source = folder / "layers.jsonl"
    lines = [
        line(id, name, text) for id, layers in documents.items() for name, text in layers.items()
    ]
    source.write_bytes(b"\n".join(lines))
    workspace = Workspace.create(str(folder / "review.corpus"), annotator="lead")
    workspace.import_paths([source])
    return workspace


def spans_of(workspace: Workspace, id: str, annotator: str = "gold") -> set[tuple[str, str]]:
    """The labels and words of a layer."""
    text = workspace.document(id).text
    return {(span.label, span.surface(text)) for span in workspace.layer(id, annotator).spans()}


def relations_of(workspace: Workspace, id: str, annotator: str = "gold") -> set[tuple]:
    """The types of a layer's relations, with the words of their ends."""
    layer, text = workspace.layer(id, annotator), workspace.document(id).text

    def words(end: str) -> str:
        span = layer.span(end)
        return "" if span is None else span.surface(text)

    return {(r.type, words(r.source), words(r.target)) for r in layer.relations()}


__all__ = ["Relation", "Span", "line", "relations_of", "reviewed_project", "spans_of"]
