# SPDX-License-Identifier: MIT
"""Long work with the open project, on any thread."""

from annotator.gui.bridge.documents import one_line
from annotator.gui.bridge.tasks import Progress
from annotator.gui.widgets.text import counted, tr
from annotator.workspace.workspace import Workspace

MOST_LISTED = 5_000


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
