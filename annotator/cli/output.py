# SPDX-License-Identifier: MIT
"""What the command line prints: plain lines, tables, progress; never a control character."""

import errno
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any, TextIO

import orjson
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from annotator.errors import StoreError
from annotator.workspace.tasks import Progress as Report
from annotator.workspace.tasks import Task


class OutputError(StoreError):
    """What was to be printed cannot be; ``gone`` when whoever read it wants no more."""

    def __init__(self, error: OSError) -> None:
        self.gone = error.errno == errno.EPIPE
        reason = (error.strerror or type(error).__name__).lower()
        super().__init__(f"the output cannot be written: {reason}")


def plain(text: str) -> str:
    """Return the text with control characters shown as escapes, so that a terminal obeys none."""
    return "".join(
        char if char.isprintable() or char in "\n\u200c\u200d" else _escaped(char) for char in text
    )


def _escaped(char: str) -> str:
    return char.encode("unicode_escape").decode("ascii")


def one_line(text: str) -> str:
    """Return the text as ``plain`` does, with line breaks escaped too: a name forges no line."""
    return plain(text).replace("\n", "\\n")


def say(text: str) -> None:
    """Print to standard output; OutputError if that is not possible."""
    _print(sys.stdout, plain(text) + "\n")


def complain(text: str) -> None:
    """Print to standard error, if anybody listens."""
    with suppress(OutputError):
        _print(sys.stderr, plain(text) + "\n")
        finish_output(sys.stderr)


def say_json(data: Any) -> None:  # noqa: ANN401 - any JSON value
    """Print as JSON, indented."""
    _print(sys.stdout, orjson.dumps(data, option=orjson.OPT_INDENT_2).decode() + "\n")


def finish_output(stream: TextIO | None) -> None:
    """Send out what is still held back; OutputError if that is not possible."""
    try:
        if stream is not None:
            stream.flush()
    except OSError as error:
        _give_up(stream)
        raise OutputError(error) from None


def _print(stream: TextIO | None, text: str) -> None:
    if stream is None:  # closed before the program began
        return
    try:
        stream.write(_encodable(text, stream.encoding))
    except OSError as error:
        _give_up(stream)
        raise OutputError(error) from None


def _encodable(text: str, encoding: str | None) -> str:
    """Return the text with escapes for what the terminal's encoding does not have."""
    encoding = encoding or "utf-8"
    return text.encode(encoding, "backslashreplace").decode(encoding)


def _give_up(stream: TextIO | None) -> None:
    """Let what is held back go nowhere, so that Python does not complain about it at its end."""
    with suppress(OSError, ValueError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())  # type: ignore[union-attr]  # then there is nothing to do
        os.close(nowhere)


def say_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print rows under a header in aligned columns; the last column is not padded."""
    shown = [[one_line(cell) for cell in row] for row in (header, *rows)]
    widths = [max(len(row[i]) for row in shown) for i in range(len(header))]
    for row in shown:
        padded = [cell.ljust(width) for cell, width in zip(row[:-1], widths, strict=False)]
        _print(sys.stdout, "  ".join([*padded, row[-1]]).rstrip() + "\n")


@contextmanager
def progress_of(what: str) -> Iterator[Report]:
    """Give a progress report: a bar on a terminal, nothing but the result elsewhere.

    Ctrl+C ends the work at its next report, with CancelledError.
    """
    if sys.stderr is None or not sys.stderr.isatty():
        with _stopped_by_interrupt(Task()) as report:
            yield report
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    console = Console(stderr=True)
    with Progress(*columns, TimeElapsedColumn(), console=console, transient=True) as bar:
        shown = bar.add_task(what, total=None)

        def told(done: int, total: int) -> None:
            bar.update(shown, completed=done, total=total or None)

        with _stopped_by_interrupt(Task(told)) as report:
            yield report


@contextmanager
def _stopped_by_interrupt(task: Task) -> Iterator[Report]:
    """Let the first Ctrl+C stop the work in good order; a second one does not wait for that."""

    def stop(number: int, frame: FrameType | None) -> None:
        del number, frame
        task.cancel()
        signal.signal(signal.SIGINT, before)

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield task.report
    finally:
        signal.signal(signal.SIGINT, before)
