# SPDX-License-Identifier: MIT
"""What lies over the text beside the spans, made ready for drawing; no Qt."""

from collections.abc import Callable, Iterator, Sequence

from annotator.checks.finding import Finding, Severity
from annotator.edits.change import Change
from annotator.gui.canvas.interaction import State, described
from annotator.gui.theme.theme import Theme
from annotator.model.records import Span
from annotator.text.paragraphs import ParagraphIndex


def findings_by_block(
    findings: Sequence[Finding], index: ParagraphIndex
) -> dict[int, list[Finding]]:
    """Return the findings that have a place, by each block they touch; the gravest drawn last."""
    made: dict[int, list[Finding]] = {}
    for finding in sorted(findings, key=lambda found: -found.severity.rank):
        if finding.start < finding.end:
            for block in index.touching(finding.start, finding.end):
                made.setdefault(block, []).append(finding)
    return made


def flags(
    matches: Sequence[tuple[int, int]], findings: Sequence[Finding], theme: Theme
) -> list[tuple[int, str]]:
    """Return what the overview flags: each match and each problem, with its colour."""
    colours = {
        Severity.ERROR: theme.danger,
        Severity.WARNING: theme.warning,
        Severity.INFO: theme.info,
    }
    made = [(found.start, colours[found.severity]) for found in findings if found.start < found.end]
    made += [(start, theme.match_current) for start, _ in matches]
    return made


def news_of(change: Change, focused: str, text: str) -> Iterator[str]:
    """Yield what is to be said of a change: spans that went, and what the focused one became."""
    for step in change.steps:
        if isinstance(step.before, Span) and step.after is None:
            yield f"Removed {described(step.before, text)}"
        elif isinstance(step.after, Span) and step.before is not None and step.id == focused:
            yield described(step.after, text)
        elif isinstance(step.after, Span) and step.before is None:
            yield f"Added {described(step.after, text)}"


def changed_stretches(
    before: State, after: State, span: Callable[[str], Span | None]
) -> list[tuple[int, int]]:
    """Return the stretches of the text that look different in another state."""
    made = [(before.caret, before.caret), (after.caret, after.caret)]
    if before.anchor == after.anchor:
        made.append((min(before.caret, after.caret), max(before.caret, after.caret)))
    else:
        made += [before.selection, after.selection]
    if before.focused != after.focused:
        for id in (before.focused, after.focused):
            found = span(id)
            if found is not None:
                made.append((found.start, found.end))
    return made
