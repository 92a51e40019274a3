# SPDX-License-Identifier: MIT
"""Turns what the workspace knows into the rows that the panes show."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from annotator.checks.finding import Finding, Severity
from annotator.checks.quantities import is_as_read, said_values
from annotator.edits.change import Change
from annotator.gui.bridge.documents import DocumentRow
from annotator.gui.bridge.rows import HistoryRow, LabelRow, ProblemRow
from annotator.gui.panels.attributes import Form
from annotator.gui.widgets.icons import current_theme
from annotator.model.annotations import Annotations
from annotator.model.document import Document
from annotator.model.records import DocumentInfo, Span
from annotator.schema.definition import Schema
from annotator.text import matching
from annotator.workspace.history import HistoryEntry
from annotator.workspace.workspace import Workspace

NO_COLOUR = "#808080"


def document_rows(workspace: Workspace) -> list[DocumentRow]:
    """Return the list of documents, in the order of import."""
    return [
        DocumentRow(one.id, one.title, one.date, one.tags, one.spans, one.complete)
        for one in workspace.documents()
    ]


def row_with_info(row: DocumentRow, info: DocumentInfo) -> DocumentRow:
    """Return a document's row after its info has changed."""
    return row._replace(title=info.title, date=info.date, tags=info.tags, removed=info.removed)


def row_with_layer(row: DocumentRow, change: Change, annotations: Annotations) -> DocumentRow:
    """Return a document's row after its layer has changed."""
    grown = sum(_spans(change).values())
    return row._replace(spans=max(row.spans + grown, 0), complete=annotations.complete)


def _spans(change: Change) -> dict[str, int]:
    counts: dict[str, int] = {}
    for step in change.steps:
        for record, one in ((step.before, -1), (step.after, 1)):
            if isinstance(record, Span):
                counts[record.label] = counts.get(record.label, 0) + one
    return counts


@dataclass(slots=True)
class LabelCounts:
    """How often each label is used in the project and in the open document."""

    everywhere: dict[str, int]
    here: dict[str, int]

    def take_document(self, annotations: Annotations) -> None:
        """Count the labels of the document that is opened."""
        self.here = {}
        for span in annotations.spans():
            self.here[span.label] = self.here.get(span.label, 0) + 1

    def take_change(self, change: Change, *, is_here: bool) -> None:
        """Count what a change adds and takes away."""
        for label, grown in _spans(change).items():
            self.everywhere[label] = self.everywhere.get(label, 0) + grown
            if is_here:
                self.here[label] = self.here.get(label, 0) + grown

    def rows(self, schema: Schema) -> list[LabelRow]:
        """Return a row for each label of the schema, then those used but unknown to it."""
        colours = drawn_colours(schema)
        rows = [
            LabelRow(
                name,
                schema.key_of(name),
                colours[name],
                label.description,
                self.here.get(name, 0),
                self.everywhere.get(name, 0),
            )
            for name, label in schema.labels.items()
        ]
        unknown = sorted(name for name, n in self.here.items() if n and name not in schema.labels)
        rows += [
            LabelRow(name, "", NO_COLOUR, "", self.here[name], self.everywhere.get(name, 0))
            for name in unknown
        ]
        return rows


def problem_rows(findings: Sequence[Finding]) -> list[ProblemRow]:
    """Return the findings as they are listed."""
    return [
        ProblemRow(
            finding.severity.value,
            finding.message,
            f"{finding.start:,}",
            tuple(fix.title for fix in finding.fixes),
        )
        for finding in findings
    ]


def error_count(findings: Iterable[Finding]) -> int:
    """Return how many findings are errors."""
    return sum(finding.severity is Severity.ERROR for finding in findings)


def history_rows(
    entries: Sequence[HistoryEntry], annotator: str, now: datetime
) -> list[HistoryRow]:
    """Return a document's history, the latest first; ``now`` has the zone to write times in."""
    return [
        HistoryRow(
            entry.number,
            when(entry.made_at, now),
            entry.actor or "-",
            entry.summary,
            entry.layer == annotator,
        )
        for entry in reversed(entries)
    ]


def when(moment: datetime, now: datetime) -> str:
    """Return a moment as a person would say it: today only the time, else the date too."""
    local = moment.astimezone(now.tzinfo)
    if local.date() == now.date():
        return f"{local:%H:%M:%S}"
    return f"{local:%Y-%m-%d %H:%M}"


def form_of(
    span: Span | None, document: Document, schema: Schema, *, writable: bool, language: str = ""
) -> Form | None:
    """Return what the pane of attributes shows for a span of a text in a language."""
    if span is None:
        return None
    is_read = is_as_read(schema, span, document.text, language)
    return Form(
        span=span.id,
        label=span.label,
        colour=drawn_colours(schema).get(span.label, NO_COLOUR),
        surface=span.surface(document.text),
        attributes=schema.attributes_of(span.label),
        values=span.attributes,
        writable=writable,
        read=said_values(span.attributes) if is_read else "",
    )


def drawn_colours(schema: Schema) -> dict[str, str]:
    """Return the colour of each label's bar on the page, as the theme of this moment draws it."""
    own = {name: label.color for name, label in schema.labels.items()}
    return {name: colours.bar for name, colours in current_theme().labels(own).items()}


def labels_by_key(schema: Schema) -> Mapping[str, str]:
    """Return the label of each key."""
    keys = {schema.key_of(name): name for name in schema.labels}
    return {key: name for key, name in keys.items() if key}


def all_places(text: str, words: str, *, limit: int = 10_000) -> list[tuple[int, int]]:
    """Return where words stand in a text, whatever the case and the diacritics."""
    return matching.places(text, words, limit=limit)
