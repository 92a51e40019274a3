# SPDX-License-Identifier: MIT
"""Long work with the open project: import and export, on any thread."""

from pathlib import Path

from annotator.gui.bridge.documents import one_line
from annotator.gui.bridge.tasks import Progress
from annotator.gui.dialogs.export import ExportFormat, ExportWish
from annotator.gui.dialogs.import_documents import ImportWish
from annotator.gui.widgets.text import counted, tr
from annotator.workspace.exporting import Target, known_formats
from annotator.workspace.intake import Wishes
from annotator.workspace.workspace import Workspace

MOST_LISTED = 5_000


def import_formats() -> list[tuple[str, str]]:
    """Return id and name of the formats that can be read."""
    return [(one.id, one.name) for one in known_formats() if one.read is not None]


def export_formats() -> list[ExportFormat]:
    """Return the formats that can be written, with what they lose in words."""
    return [
        ExportFormat(
            one.id, one.name, one.suffixes[0], tuple(sorted(lost.value for lost in one.loses))
        )
        for one in known_formats()
        if one.write is not None
    ]


def import_documents(workspace: Workspace, wish: ImportWish, progress: Progress) -> str:
    """Import and return the report, a sentence a line."""
    wishes = Wishes(format=wish.format, annotator=wish.annotator)
    report = workspace.import_paths(wish.paths, wishes, progress=progress)
    return "\n".join(report.lines())


def export(workspace: Workspace, wish: ExportWish, progress: Progress) -> tuple[str, str]:
    """Export and return a sentence and the account."""
    target = Target(wish.target, wish.format, wish.annotator, complete_only=wish.complete_only)
    ledger = workspace.export(target, progress=progress)
    said = tr("{documents} and {spans} exported to {target}.").format(
        documents=counted(ledger.documents, tr("document"), tr("documents")),
        spans=counted(ledger.spans_out, tr("span"), tr("spans")),
        target=Path(wish.target).name,
    )
    if ledger.spans_lost:
        lost = counted(ledger.spans_lost, tr("span"), tr("spans"))
        said += " " + tr("{lost} could not be written; the account says why.").format(lost=lost)
    return said, ledger.as_text()


def check_all(workspace: Workspace, progress: Progress) -> tuple[str, str]:
    """Check every layer and return a sentence and the findings, a line each."""
    lines: list[str] = []
    findings = layers = 0
    for layer in workspace.check_all(progress):
        layers += 1
        findings += len(layer.findings)
        lines.extend(
            f"{one_line(layer.document)} {finding.start}..{finding.end} "
            f"{finding.severity}: {finding.message}"
            for finding in layer.findings[: max(MOST_LISTED - len(lines), 0)]
        )
    if findings > len(lines):
        lines.append(tr("and {count:,} more").format(count=findings - len(lines)))
    said = tr("{findings} in {layers}.").format(
        findings=counted(findings, tr("finding"), tr("findings")),
        layers=counted(layers, tr("layer"), tr("layers")),
    )
    return said, "\n".join(lines)
