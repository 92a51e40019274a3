# SPDX-License-Identifier: MIT
"""How far the annotators of a project agree; quick again after each edit."""

from collections.abc import Callable, Iterator, Mapping
from threading import Lock
from typing import Any, Protocol

from annotator.review.report import AgreementReport
from annotator.review.report_tables import Disagreement, Question, ReportTable
from annotator.review.suspicions import Guesses
from annotator.store.session import Store
from annotator.workspace.tasks import Progress, no_progress
from annotator.workspace.tokens import Tokenizers


class Comparing(Protocol):
    """What ``comparing.Comparison`` can do; numpy is not loaded before a report is asked for."""

    def report(self, progress: Progress) -> AgreementReport:
        """Return the report of what is stored now."""

    def places(self, question: Question, progress: Progress) -> ReportTable:
        """Return the places behind a number."""


class Agreeing:
    """The agreement of a project's annotators over documents that at least two completed.

    The gold layer is nobody's. For any thread, one at a time; what was counted is kept, so that a
    report after an edit costs only the edited documents.
    """

    def __init__(
        self, store: Store, require_saved: Callable[[], None], tokenizers: Tokenizers
    ) -> None:
        self._store = store
        self._require_saved = require_saved
        self._tokenizers = tokenizers
        self._comparison: Comparing | None = None
        self._lock = Lock()
        self._guesses: Mapping[str, Guesses] = {}

    def disagreement(self, *, progress: Progress = no_progress) -> Disagreement:
        """Return what the guideline should settle and what may be wrong in gold, as stored now."""
        from annotator.workspace.disagreeing import disagreement

        self._require_saved()
        return disagreement(self._store, guesses=self._guesses, progress=progress)

    def read_again(self, *, progress: Progress = no_progress) -> bool:
        """Have gold read by models that do not know what they read; its account is kept.

        ``disagreement`` uses it from then on. Takes minutes, in other processes. False if gold has
        too few documents.
        """
        from annotator.workspace.second_reading import second_reading

        self._require_saved()
        self._guesses = second_reading(self._store, self._store.project().language, progress)
        return bool(self._guesses)

    def further(self, *, progress: Progress = no_progress) -> tuple[ReportTable, ...]:
        """Return the tables of the other measures: tokens, units, gamma, attributes, links."""
        from annotator.workspace.measuring import further_tables

        self._require_saved()
        language = self._store.project().language
        return further_tables(self._store, language, self._tokenizers, progress=progress)

    def soft_labels(self, *, progress: Progress = no_progress) -> Iterator[dict[str, Any]]:
        """Yield what annotators said at each place as shares, as plain JSON values."""
        from annotator.workspace.softening import soft_labels

        self._require_saved()
        return soft_labels(self._store, progress=progress)

    def report(self, *, progress: Progress = no_progress) -> AgreementReport:
        """Return the report of what is stored now. The first of a project reads all layers."""
        self._require_saved()
        with self._lock:
            return self._compared().report(progress)

    def places(self, question: Question, *, progress: Progress = no_progress) -> ReportTable:
        """Return the places behind a number of the report, each with its text around it."""
        self._require_saved()
        with self._lock:
            return self._compared().places(question, progress)

    def _compared(self) -> Comparing:
        if self._comparison is None:
            from annotator.workspace.comparing import Comparison

            self._comparison = Comparison(self._store)
        return self._comparison
