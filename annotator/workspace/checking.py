# SPDX-License-Identifier: MIT
"""Runs the checks: live on one document, and over everything that is stored."""

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass

from annotator.checks.document import LiveCheck, Subject, check_document
from annotator.checks.finding import Finding
from annotator.checks.gold import gold_findings
from annotator.model.annotations import GOLD, Annotations
from annotator.model.document import Document
from annotator.model.records import Decision
from annotator.schema.definition import Schema
from annotator.store.session import Store
from annotator.text.tokens import TokenBoundaries
from annotator.workspace.tasks import Progress
from annotator.workspace.tokens import Tokenizers

KEPT_TOKENS = 8
LONGEST_DEEP = 300_000


@dataclass(frozen=True, slots=True)
class CheckedLayer:
    """The findings of one layer of one document."""

    document: str
    annotator: str
    text: str
    findings: list[Finding]


class LiveChecks:
    """Checks the open document, and looks again only at the spans that have changed.

    Remembers the tokens of documents, since a text does not change.
    """

    def __init__(self, tokenizers: Tokenizers) -> None:
        self._tokenizers = tokenizers
        self._check = LiveCheck()
        self._tokens: OrderedDict[tuple[str, str], TokenBoundaries] = OrderedDict()

    def findings(
        self, document: Document, annotations: Annotations, schema: Schema, language: str
    ) -> list[Finding]:
        """Return what is wrong with a layer.

        Whether spans fall on tokens is left out until the tokenizer is loaded. For texts of more
        than 300,000 characters it is left out, with what else reads the whole text, since it
        would be felt while typing; the check of everything has it.
        """
        return self._check.findings(self.subject(document, annotations, schema, language))

    def subject(
        self, document: Document, annotations: Annotations, schema: Schema, language: str
    ) -> Subject:
        """Return what is checked, with the tokens if they are at hand."""
        tokens = self._tokens_of(document, language)
        deep = len(document.text) <= LONGEST_DEEP
        return Subject(document.text, annotations, schema, tokens, language, deep)

    def _tokens_of(self, document: Document, language: str) -> TokenBoundaries | None:
        key = (document.sha256, language)
        if key in self._tokens:
            self._tokens.move_to_end(key)
            return self._tokens[key]
        if len(document.text) > LONGEST_DEEP or not self._tokenizers.is_ready(language):
            return None
        tokens = self._tokenizers.get(language)(document.text)
        self._tokens[key] = tokens
        while len(self._tokens) > KEPT_TOKENS:
            self._tokens.popitem(last=False)
        return tokens


def check_everything(
    store: Store, schema: Schema, language: str, tokenizers: Tokenizers, progress: Progress
) -> Iterator[CheckedLayer]:
    """Yield the findings of every layer of every document, in the order of the documents.

    Layers come by the names of their annotators; findings by place, those of sources last.
    """
    for done, item in enumerate(store.export_rows(), start=1):
        document = item.document
        spoken = item.info.language or language
        tokens = tokenizers.get(spoken)(document.text) if item.layers else None
        for layer in item.layers:
            records = {record.id: record for record in layer.records()}
            subject = Subject(document.text, Annotations(records), schema, tokens, spoken)
            findings = check_document(subject)
            if layer.annotator == GOLD:
                own = item.records_of_own()
                decisions = [record for record in own if isinstance(record, Decision)]
                findings += gold_findings(subject, decisions)
            yield CheckedLayer(document.id, layer.annotator, document.text, findings)
        progress(done, 0)
