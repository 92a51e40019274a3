# SPDX-License-Identifier: MIT
"""The verbs about agreement: look at it, go where people differ, and keep it as a file."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QMarginsF, QObject, QTimer, Slot
from PySide6.QtGui import (
    QFont,
    QPageLayout,
    QPageSize,
    QPdfWriter,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextTableFormat,
)
from PySide6.QtWidgets import QFileDialog

from annotator.errors import AnnotatorError
from annotator.gui.bridge.latest import Latest
from annotator.gui.bridge.tasks import Progress
from annotator.gui.report_bench import ReportBench
from annotator.gui.session.open_project import Office
from annotator.gui.session.opened import Opened
from annotator.gui.widgets.text import sentence, tr
from annotator.review.report_tables import Question, ReportTable
from annotator.workspace.workspace import Workspace

KINDS = "Web page (*.html);;PDF (*.pdf);;Tables (*.csv);;JSON (*.json)"
MARGIN_MM = 15


@dataclass(frozen=True, slots=True)
class Made:
    """A report that is ready: its tables, and sentences that come first.

    With ``is_growing`` there are further tables that take longer; with ``reader`` a second reader
    is offered. The table with the id ``first`` is shown first.
    """

    title: str
    tables: tuple[ReportTable, ...]
    warnings: tuple[str, ...] = ()
    is_growing: bool = False
    reader: bool = False
    first: str = ""


class AgreementVerbs(QObject):
    """Shows reports on a page of their own."""

    def __init__(self, opened: Opened, office: Office) -> None:
        super().__init__(opened)
        self._opened = opened
        self._office = office
        self._made: Made | None = None
        self.page: ReportBench | None = None
        self._more = Latest(self)
        self._more.finished.connect(self._show_more)
        self._places = Latest(self)
        self._places.finished.connect(self._show_places)
        self._places.failed.connect(lambda error: self._opened.said.emit(sentence(error)))

    def show(self) -> None:
        """Count how far annotators agree, and show it."""
        self._run(tr("Comparing annotators"), agreement)

    def show_disagreement(self) -> None:
        """Look for what the guideline should settle and what may be wrong in gold."""
        self._run(tr("Looking for disagreement"), disagreement)

    def read_again(self) -> None:
        """Have gold read by models that know the rest of it, and show the disagreement anew."""
        self._run(tr("Reading gold again; this takes minutes"), second_reading)

    def stop(self) -> None:
        """Let the page go."""
        self._more.stop()
        self._places.stop()
        if self.page is not None:
            self._opened.bench.put_back()
            self.page.deleteLater()
            self.page = None

    def _run(self, title: str, work: Callable[[Workspace, Progress], Made]) -> None:
        workspace = self._opened.workspace
        self._opened.bench.attributes.commit()
        self._office.run(
            title,
            lambda progress: work(workspace, progress),
            self._show,
            lambda error: self._office.show_error(tr("Nothing to compare"), error),
            lambda: None,
        )

    def _show(self, made: object) -> None:
        if not isinstance(made, Made):
            return
        if not made.tables:
            self._opened.said.emit(tr("Nothing to compare: no document is completed by two."))
            return
        if self.page is None:
            page = self.page = ReportBench(self._opened.bench)
            page.went_to.connect(self._go)
            page.asked.connect(self._ask)
            page.save_requested.connect(self._ask_target)
            page.reader_requested.connect(self.read_again)
            page.leave_requested.connect(self._opened.bench.put_back)
            self._opened.bench.look_changed.connect(page.look_again)
        self._more.stop()
        self._made = made
        self.page.show_tables(made.title, made.tables, reader=made.reader, first=made.first)
        self._opened.bench.put_in_front(self.page)
        QTimer.singleShot(0, self.page.list, self.page.list.setFocus)  # once work has ended
        for warning in made.warnings:
            self._opened.said.emit(warning)
        if made.is_growing:
            work = self._opened.workspace.agreeing.further
            task = self._more.start(
                tr("Further measures"), lambda progress: work(progress=progress)
            )
            self.page.follow(task)

    @Slot(object)
    def _show_more(self, tables: object) -> None:
        """Add the measures that take longer to the report that is shown."""
        if self.page is None or self._made is None or not isinstance(tables, tuple):
            return
        self._made = replace(self._made, tables=(*self._made.tables, *tables), is_growing=False)
        self.page.add_tables(tables)

    @Slot(object)
    def _ask(self, question: Question) -> None:
        """Look for the places behind a number, and show them when they are found."""
        work = self._opened.workspace.agreeing.places
        self._places.start(
            tr("Looking for places"), lambda progress: work(question, progress=progress)
        )

    @Slot(object)
    def _show_places(self, table: object) -> None:
        if self.page is not None and self.page.isVisible() and isinstance(table, ReportTable):
            self.page.show_answer(table)

    @Slot(object)
    def _go(self, place: tuple[str, int, int]) -> None:
        document, start, end = place
        self._opened.bench.put_back()
        if self._opened.open(document) and end > start:
            self._opened.bench.canvas.set_caret(end, start)

    def _ask_target(self) -> None:
        if self._made is None or self.page is None:
            return
        name, kind = QFileDialog.getSaveFileName(self.page, tr("Save report"), "", tr(KINDS))
        if name:
            suffix = kind.partition("*")[2].rstrip(")")
            self.save(Path(name if Path(name).suffix else f"{name}{suffix}"))

    def save(self, target: Path) -> None:
        """Write the report that is shown, by the suffix of the file."""
        made = self._made
        if made is None:
            return
        try:
            written = written_files(made, target)
        except AnnotatorError as error:
            self._opened.said.emit(sentence(error))
            return
        names = ", ".join(path.name for path in written[:3])
        self._opened.said.emit(tr("Saved {names}.").format(names=names))


def agreement(workspace: Workspace, progress: Progress) -> Made:
    """Return the report of agreement; for any thread."""
    from annotator.workspace.reporting import agreement_tables

    report = workspace.agreeing.report(progress=progress)
    if not report.pairs and not report.own:
        return Made(tr("Agreement"), ())
    return Made(tr("Agreement"), agreement_tables(report), report.warnings, is_growing=True)


def disagreement(workspace: Workspace, progress: Progress) -> Made:
    """Return the report of disagreement; for any thread."""
    from annotator.workspace.reporting import disagreement_tables

    found = workspace.agreeing.disagreement(progress=progress)
    return Made(tr("Disagreement"), disagreement_tables(found), reader=True)


def second_reading(workspace: Workspace, progress: Progress) -> Made:
    """Return the report of disagreement after a second reading of gold; for any thread."""
    if workspace.agreeing.read_again(progress=progress):
        return replace(disagreement(workspace, progress), first="suspects")
    few = tr("A second reader needs at least four documents in gold.")
    return replace(disagreement(workspace, progress), warnings=(few,))


def written_files(made: Made, target: Path) -> Sequence[Path]:
    """Write a report by the suffix of the file; raises our errors."""
    from annotator.workspace.reporting import write_report

    if target.suffix.lower() != ".pdf":
        return write_report(made.title, made.tables, target, warnings=made.warnings)
    writer = QPdfWriter(str(target))
    layout = QPageLayout(
        QPageSize(QPageSize.PageSizeId.A4),
        QPageLayout.Orientation.Landscape,
        QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM),
        QPageLayout.Unit.Millimeter,
    )
    writer.setPageLayout(layout)
    writer.setTitle(made.title)
    document = QTextDocument()
    _write(QTextCursor(document), made)
    document.print_(writer)
    if not target.exists() or not target.stat().st_size:
        raise AnnotatorError(f"{target} cannot be written")
    return (target,)


def _write(cursor: QTextCursor, made: Made) -> None:
    """Write a report into a document, text by text: nothing in it is markup."""
    plain, bold = QTextCharFormat(), QTextCharFormat()
    bold.setFontWeight(QFont.Weight.Bold)
    cursor.insertText(made.title, bold)
    for warning in made.warnings:
        cursor.insertBlock()
        cursor.insertText(warning, plain)
    look = QTextTableFormat()
    look.setCellPadding(3)
    look.setCellSpacing(0)
    look.setBorder(0.5)
    for table in made.tables:
        cursor.insertBlock()
        cursor.insertBlock()
        cursor.insertText(table.title, bold)
        cursor.insertBlock()
        cursor.insertText(table.note if table.rows else tr("Nothing to show."), plain)
        if not table.rows:
            continue
        made_table = cursor.insertTable(len(table.rows) + 1, len(table.columns), look)
        for y, row in enumerate((table.columns, *table.rows)):
            for x, cell in enumerate(row):
                place = made_table.cellAt(y, x).firstCursorPosition()
                place.insertText(cell, plain if y else bold)
        cursor.movePosition(QTextCursor.MoveOperation.End)
