# SPDX-License-Identifier: MIT
"""Imports every set of real files and prints what was found beside what its source says.

    python -m tests.real_files [FOLDER] [SET ...]

Each set is a folder with a ``SOURCE.txt`` whose ``counts`` say how many documents and spans there
are. All of them go into one project, labels added to its schema, documents with problems left out.
"""

import re
import shutil
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from annotator.errors import InputError
from annotator.workspace.intake import ADD, Wishes
from annotator.workspace.previewing import ImportPreview
from annotator.workspace.workspace import Workspace

DATA = Path(__file__).parents[2] / "shared" / "data"
REMARKS = 8


@dataclass
class Row:
    """What one set said and gave."""

    name: str
    said: dict[str, int]
    formats: str = ""
    found: Counter[str] = field(default_factory=Counter)
    remarks: list[str] = field(default_factory=list)
    seconds: float = 0.0


def source_counts(folder: Path) -> dict[str, int]:
    """Return the counts in a set's SOURCE.txt by what they count."""
    text = (folder / "SOURCE.txt").read_text(encoding="utf-8")
    line = re.search(r"^counts: (.*)$", text, re.MULTILINE)
    return {
        name: int(number) for name, number in re.findall(r"(\w+) (\d+)", line[1] if line else "")
    }


def row_of(workspace: Workspace, name: str, folder: Path, said: dict[str, int]) -> Row:
    row = Row(name, said)
    started = time.perf_counter()
    try:
        _fill(row, workspace.preview_import([folder / name]))
    except InputError as error:
        row.remarks.append(f"refused: {error}")
    row.seconds = time.perf_counter() - started
    return row


def _fill(row: Row, found: ImportPreview) -> None:
    row.formats = " ".join(f"{format.id}:{count}" for format, count in found.formats)
    row.found["docs"] = found.documents
    row.found["layers"] = found.layers
    row.found["spans"] = found.spans
    row.found["relations"] = found.relations.total()
    row.found["events"] = found.events.total()
    row.found["problems"] = len(found.problems)
    row.remarks.extend(found.notes)
    row.remarks.extend(str(problem) for problem in found.problems)


def main(arguments: list[str]) -> None:
    folder = Path(arguments[0]) if arguments else DATA
    sets = arguments[1:] or sorted(path.parent.name for path in folder.glob("*/SOURCE.txt"))
    with tempfile.TemporaryDirectory() as place:
        copied = Path(place) / "data"
        for name in sets:
            leave_out = shutil.ignore_patterns("SOURCE.txt")
            shutil.copytree(folder / name, copied / name, ignore=leave_out)
        workspace = Workspace.create(f"{place}/all.corpus", annotator="reader")
        print(
            f"{'set':24} {'documents':>13} {'spans':>15} {'relations':>11} {'events':>9} "
            f"{'layers':>6} {'problems':>8}  formats"
        )
        for name in sets:
            _say(row_of(workspace, name, copied, source_counts(folder / name)))
        report = workspace.import_paths([copied], Wishes(new_labels=ADD, good_only=True))
        print(f"all in one project: {report.lines()[0]}; {len(report.refused):,} problems")
        workspace.close()


def _say(row: Row) -> None:
    columns = ("docs", "spans", "relations", "events")
    pairs = [f"{row.found[key]}/{row.said.get(key, '-')}" for key in columns]
    print(
        f"{row.name:24} {pairs[0]:>13} {pairs[1]:>15} {pairs[2]:>11} {pairs[3]:>9} "
        f"{row.found['layers']:>6} {row.found['problems']:>8}  {row.formats} ({row.seconds:.1f} s)"
    )
    for remark in row.remarks[:REMARKS]:
        print(f"    {remark[:300]}")
    if len(row.remarks) > REMARKS:
        print(f"    and {len(row.remarks) - REMARKS} more")


if __name__ == "__main__":
    main(sys.argv[1:])
