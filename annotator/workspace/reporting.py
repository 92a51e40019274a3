# SPDX-License-Identifier: MIT
"""The reports of a review as tables, and as files: HTML, CSV and JSON."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import orjson

from annotator.errors import AnnotatorError, InputError
from annotator.review.agreement_tables import agreement_tables
from annotator.review.report_files import csv_text, html_page
from annotator.review.report_tables import ReportTable, disagreement_tables
from annotator.store.faults import from_os_error

__all__ = ["ReportTable", "agreement_tables", "disagreement_tables", "write_report"]

SUFFIXES = (".html", ".csv", ".json")


def write_report(
    title: str, tables: Iterable[ReportTable], target: Path, *, warnings: Sequence[str] = ()
) -> tuple[Path, ...]:
    """Write a report by the suffix of ``target``; return the files.

    ``.html`` is one page, ``.json`` one object with a list of rows for each table, and ``.csv``
    one file for each table, named ``STEM-TABLE.csv``. InputError for any other suffix, and
    StoreError if it cannot be written.
    """
    kept = tuple(tables)
    suffix = target.suffix.lower()
    if suffix == ".html":
        written = {target: html_page(title, kept, warnings).encode()}
    elif suffix == ".json":
        whole = {table.id: [_record(table, row) for row in table.rows] for table in kept}
        written = {target: orjson.dumps(whole, option=orjson.OPT_INDENT_2) + b"\n"}
    elif suffix == ".csv":
        written = {
            target.with_name(f"{target.stem}-{table.id}.csv"): csv_text(table).encode()
            for table in kept
        }
    else:
        raise InputError(f"{target.name}: a report is written as {', '.join(SUFFIXES)}")
    try:
        for path, content in written.items():
            path.write_bytes(content)
    except OSError as error:
        raise _refused(error, target) from error
    return tuple(written)


def _refused(error: OSError, target: Path) -> AnnotatorError:
    return from_os_error(error, str(target))


def _record(table: ReportTable, row: tuple[str, ...]) -> dict[str, Any]:
    names = [name or "row" for name in table.columns]
    names = [f"{name} {n}" if names.index(name) != n else name for n, name in enumerate(names)]
    return dict(zip(names, row, strict=True))
