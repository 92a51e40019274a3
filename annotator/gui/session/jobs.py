# SPDX-License-Identifier: MIT
"""Long work with the open project: import and export, on any thread."""

from pathlib import Path

from annotator.gui.bridge.tasks import Progress
from annotator.gui.dialogs.export import ExportFormat, ExportWish
from annotator.gui.dialogs.import_documents import ImportWish
from annotator.gui.widgets.text import tr
from annotator.workspace.workspace import Workspace


def import_formats(workspace: Workspace) -> list[tuple[str, str]]:
    """Return id and name of the formats that can be read."""
    return [(one.id, one.name) for one in workspace.formats() if one.read is not None]


def export_formats(workspace: Workspace) -> list[ExportFormat]:
    """Return the formats that can be written, with what they lose in words."""
    return [
        ExportFormat(
            one.id, one.name, one.suffixes[0], tuple(sorted(lost.value for lost in one.loses))
        )
        for one in workspace.formats()
        if one.write is not None
    ]


def import_documents(workspace: Workspace, wish: ImportWish, progress: Progress) -> str:
    """Import and return the report, a sentence a line."""
    report = workspace.import_paths(
        wish.paths, format=wish.format, annotator=wish.annotator, progress=progress
    )
    return "\n".join(report.lines())


def export(workspace: Workspace, wish: ExportWish, progress: Progress) -> tuple[str, str]:
    """Export and return a sentence and the account."""
    ledger = workspace.export(
        wish.target, format=wish.format, annotator=wish.annotator, progress=progress
    )
    words = tr("{documents:,} documents and {spans:,} spans were exported to {target}.")
    said = words.format(
        documents=ledger.documents, spans=ledger.spans_out, target=Path(wish.target).name
    )
    if ledger.spans_lost:
        lost = tr("{count:,} spans could not be written; the account says why.")
        said += " " + lost.format(count=ledger.spans_lost)
    return said, ledger.as_text()
