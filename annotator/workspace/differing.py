# SPDX-License-Identifier: MIT
"""The places behind a number of the report of agreement, as a table to go from."""

from annotator.review.differences import Difference, Differences, Found
from annotator.review.report_tables import Question, ReportTable
from annotator.store.session import Store

AROUND = 36
"""How many code points are shown before and after a place at most."""


def table_of(store: Store, question: Question, found: Differences) -> ReportTable:
    """Return the places as a table, each row with the place it leads to."""
    texts: dict[str, str] = {}
    rows, places = [], []
    for each in found.shown:
        if each.document not in texts:
            texts[each.document] = store.document(each.document).text
        text = texts[each.document]
        start, end = each.place
        rows.append((each.document, _around(text, start, end), *_sides(each, text)))
        places.append((each.document, start, end))
    note = "Enter opens the document there; Esc goes back to the numbers."
    if found.total > len(rows):
        note = f"The first {len(rows):,} of {found.total:,}. {note}"
    return ReportTable(
        "places",
        f"{question.words}: {found.total:,}",
        note,
        ("document", "text", "one", "the other"),
        tuple(rows),
        tuple(places),
    )


def _around(text: str, start: int, end: int) -> str:
    """Return a place in brackets with some whole words around it."""
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    if start > AROUND:
        before = f"… {before.partition(' ')[2]}"
    if end + AROUND < len(text):
        after = f"{after.rpartition(' ')[0]} …"
    return " ".join(f"{before}[{text[start:end]}]{after}".split())


def _sides(each: Difference, text: str) -> tuple[str, str]:
    first, second = each.annotators
    return _side(first, each.one, text), _side(second, each.other, text)


def _side(name: str, found: Found | None, text: str) -> str:
    if found is None:
        return f"{name}: nothing"
    label, start, end = found
    return f"{name}: {label} {' '.join(text[start:end].split())}"
