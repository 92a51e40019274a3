# SPDX-License-Identifier: MIT
"""Writes the tables of a report as one HTML page, or as one CSV text for each table."""

import csv
import io
from collections.abc import Iterable, Sequence
from html import escape

from annotator.review.report_tables import ReportTable

_STYLE = (
    "body{font:14px/1.5 'Noto Sans',sans-serif;color:#1b2027;background:#fff;max-width:70em;"
    "margin:2em auto;padding:0 1em}h1{font-size:1.6em}h2{font-size:1.15em;margin:1.8em 0 .2em}"
    "p{color:#59626d;margin:.2em 0 .6em}table{border-collapse:collapse}"
    "th,td{padding:.3em .8em;border-bottom:1px solid #dadde1;text-align:left;vertical-align:top;"
    "unicode-bidi:plaintext}th{color:#59626d}"
)


def html_page(title: str, tables: Iterable[ReportTable], warnings: Sequence[str] = ()) -> str:
    """Return one self-contained page: no script, nothing fetched, every text escaped."""
    parts = [
        "<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'>",
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body>",
        f"<h1>{escape(title)}</h1>",
    ]
    parts += [f"<p>{escape(warning)}</p>" for warning in warnings]
    for table in tables:
        parts += _table(table)
    parts.append("</body></html>\n")
    return "".join(parts)


def _table(table: ReportTable) -> Iterable[str]:
    yield f"<h2 id='{escape(table.id)}'>{escape(table.title)}</h2>"
    if table.note:
        yield f"<p>{escape(table.note)}</p>"
    if not table.rows:
        yield "<p>Nothing to show.</p>"
        return
    yield "<table><thead><tr>"
    yield from (f"<th>{escape(name)}</th>" for name in table.columns)
    yield "</tr></thead><tbody>"
    for number, row in enumerate(table.rows):
        yield "<tr>"
        for column, cell in enumerate(row):
            colour = _heat(table, number, column)
            yield f"<td{colour}>{escape(cell)}</td>"
        yield "</tr>"
    yield "</tbody></table>"


def _heat(table: ReportTable, row: int, column: int) -> str:
    if not table.heat or not column:
        return ""
    share = table.heat[row][column - 1]
    light = round(255 - 90 * share)
    return f" style='background:rgb({light},{round(255 - 45 * share)},{round(255 - 40 * share)})'"


def csv_text(table: ReportTable) -> str:
    """Return a table as CSV (RFC 4180), with its columns as the first row.

    A cell that a spreadsheet would take for a formula begins with an apostrophe.
    """
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(table.columns)
    writer.writerows([_harmless(cell) for cell in row] for row in table.rows)
    return stream.getvalue()


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
