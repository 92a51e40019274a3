# SPDX-License-Identifier: MIT
"""Writes the tables of a report as one HTML page, or as one CSV text for each table."""

import csv
import io
from collections.abc import Iterable, Sequence
from html import escape

from annotator.review.axis import runs, scale
from annotator.review.report_tables import ReportTable

_STYLE = (
    "body{font:14px/1.5 'Noto Sans',sans-serif;color:#1b2027;background:#fff;max-width:70em;"
    "margin:2em auto;padding:0 1em}h1{font-size:1.6em}h2{font-size:1.15em;margin:1.8em 0 .2em}"
    "p{color:#59626d;margin:.2em 0 .6em}table{border-collapse:collapse}"
    "svg{max-width:100%;margin:.4em 0}text{font-size:12px;fill:#59626d}"
    "th,td{padding:.3em .8em;border-bottom:1px solid #dadde1;text-align:left;vertical-align:top;"
    "unicode-bidi:plaintext}th{color:#59626d}"
)
_WIDTH, _HEIGHT, _LEFT, _TOP, _NAME = 720, 180, 44, 10, 64
"""The size of a curve, of what stands left of it and above it, and of a name below it, in px."""
_FEWEST = 2


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
    yield from _curve(table)
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


def _curve(table: ReportTable) -> Iterable[str]:
    """Yield a curve with its band and axis, if there is one of two points or more."""
    points = table.curve
    if sum(point.value is not None for point in points) < _FEWEST:
        return
    low, high, step = scale(points)
    apart = (_WIDTH - _LEFT) / len(points)

    def at(number: int, value: float | None) -> str:
        y = _HEIGHT - ((value or 0.0) - low) / (high - low) * _HEIGHT
        return f"{_LEFT + (number + 0.5) * apart:.1f},{y + _TOP:.1f}"

    yield f"<svg viewBox='0 0 {_WIDTH} {_HEIGHT + 4 * _TOP}' width='{_WIDTH}' role='img'>"
    yield f"<title>{escape(table.title)}</title>"
    for line in range(round((high - low) / step) + 1):
        y = _TOP + _HEIGHT - line * step / (high - low) * _HEIGHT
        yield f"<path d='M{_LEFT},{y:.1f}H{_WIDTH}' stroke='#dadde1'/>"
        yield f"<text x='0' y='{y + 4:.1f}'>{low + line * step:.2f}</text>"
    for run in runs(points):
        sure = [n for n in run if points[n].low is not None]
        band = [at(n, points[n].high) for n in sure] + [at(n, points[n].low) for n in sure[::-1]]
        yield f"<polygon points='{' '.join(band)}' fill='#0f6b76' fill-opacity='.16'/>"
        line_of = " ".join(at(n, points[n].value) for n in run)
        yield f"<polyline points='{line_of}' fill='none' stroke='#0f6b76' stroke-width='2'/>"
    every = max(1, round(_NAME / apart + 0.5))
    for n in range(0, len(points), every):
        x = _LEFT + (n + 0.5) * apart
        y = _HEIGHT + 3 * _TOP
        yield f"<text x='{x:.1f}' y='{y}' text-anchor='middle'>{escape(points[n].name)}</text>"
    yield "</svg>"


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
