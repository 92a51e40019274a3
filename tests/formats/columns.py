# SPDX-License-Identifier: MIT
"""What tests of CoNLL's formats look at: label and words of spans, lines of problems."""

from pathlib import Path

import pytest

from annotator.errors import ProblemsError
from annotator.formats.format import AnyLabel, Format, ImportedDocument, no_progress
from annotator.formats.sources import SourceFile
from annotator.model.records import Span
from tests.formats.exchange import read_options

REAL = Path(__file__).parents[3] / "shared/data"


def imported(
    format: Format, path: Path, notes: list[str] | None = None, **given
) -> list[ImportedDocument]:
    """Read one file, whatever its suffix; choices are given as keywords."""
    options = read_options(
        accepted=AnyLabel(), choices=given, note=(notes if notes is not None else []).append
    )
    return list(format.read([SourceFile(path, path.name)], options, no_progress))


def spans_in(items: list[ImportedDocument]) -> list[tuple[str, str]]:
    """Label and words of every span."""
    return [
        (record.label, record.surface(item.document.text))
        for item in items
        for layer in item.layers
        for record in layer.decoded()
        if isinstance(record, Span)
    ]


def refused(format: Format, path: Path, **given) -> list[tuple[int, str]]:
    """Line and sentence of each problem for which a file is refused."""
    with pytest.raises(ProblemsError) as caught:
        imported(format, path, **given)
    return [(problem.line, problem.message) for problem in caught.value.problems]


def real(name: str) -> Path:
    """A file or folder of ../shared/data; the test is skipped where it is not there."""
    path = REAL / name
    if not path.exists():
        pytest.skip(f"the real files in {path} are not here")
    return path
