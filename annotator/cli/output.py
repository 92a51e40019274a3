# SPDX-License-Identifier: MIT
"""What the command line prints: plain lines, tables, progress; never a control character."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import orjson
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from annotator.workspace.tasks import Progress as Report


def plain(text: str) -> str:
    """Return the text with control characters shown as escapes, so that a terminal obeys none."""
    return "".join(
        char if char.isprintable() or char in "\n\u200c\u200d" else _escaped(char) for char in text
    )


def _escaped(char: str) -> str:
    return char.encode("unicode_escape").decode("ascii")


def say(text: str) -> None:
    """Print to standard output."""
    sys.stdout.write(plain(text) + "\n")


def complain(text: str) -> None:
    """Print to standard error."""
    sys.stderr.write(plain(text) + "\n")


def say_json(data: Any) -> None:  # noqa: ANN401 - any JSON value
    """Print as JSON, indented, in UTF-8."""
    sys.stdout.write(orjson.dumps(data, option=orjson.OPT_INDENT_2).decode() + "\n")


def say_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print rows under a header in aligned columns; the last column is not padded."""
    shown = [[plain(cell).replace("\n", " ") for cell in row] for row in (header, *rows)]
    widths = [max(len(row[i]) for row in shown) for i in range(len(header))]
    for row in shown:
        padded = [cell.ljust(width) for cell, width in zip(row[:-1], widths, strict=False)]
        sys.stdout.write("  ".join([*padded, row[-1]]).rstrip() + "\n")


@contextmanager
def progress_of(what: str) -> Iterator[Report]:
    """Give a progress report: a bar on a terminal, nothing but the result elsewhere."""
    if not sys.stderr.isatty():
        yield _silent
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    console = Console(stderr=True)
    with Progress(*columns, TimeElapsedColumn(), console=console, transient=True) as bar:
        task = bar.add_task(what, total=None)

        def report(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total or None)

        yield report


def _silent(done: int, total: int) -> None:
    del done, total
