# SPDX-License-Identifier: MIT
"""What is to be imported, and reading it: files to documents whose names are the schema's."""

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from annotator.errors import InputError, Problem
from annotator.formats.format import (
    DEFAULT_MAX_BYTES,
    AnyLabel,
    ImportedDocument,
    ReadOptions,
    chosen,
)
from annotator.formats.mapping import NameMap, Tally, mapped
from annotator.formats.names import Ids
from annotator.formats.registry import Batch, batches
from annotator.schema.definition import Schema
from annotator.schema.extension import Sighted
from annotator.schema.names import listed, problem_with_name
from annotator.workspace.tasks import Progress

MAX_DOCUMENT_BYTES = DEFAULT_MAX_BYTES
REFUSE, ADD = "refuse", "add"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a person may ask of an import beyond the files.

    An empty ``format`` means: told by the files. ``annotator`` owns the layers that name nobody.
    ``new_labels`` is REFUSE or ADD, for labels that neither the schema nor ``names`` has.
    ``choices`` are for the formats. With ``good_only`` documents with problems are left out and
    the others imported.
    """

    format: str = ""
    annotator: str = ""
    max_bytes: int = MAX_DOCUMENT_BYTES
    names: NameMap = field(default_factory=NameMap)
    new_labels: str = REFUSE
    good_only: bool = False
    choices: Mapping[str, str] = field(default_factory=dict)


NO_WISHES = Wishes()


@dataclass(frozen=True, slots=True)
class Source:
    """Files to read, for a project with this schema and language."""

    paths: Sequence[Path]
    schema: Schema
    language: str = "en"
    wishes: Wishes = field(default_factory=Wishes)


@dataclass(frozen=True, slots=True)
class _Addable:
    """Takes the labels that a schema can have, and those that get another name."""

    mapped: Container[str]

    def __contains__(self, label: object) -> bool:
        return label in self.mapped or problem_with_name(str(label)) is None


@dataclass(slots=True)
class Intake:
    """One reading of a source: gives its documents, and what is to be told about them.

    With ``any_label`` every label is let through, whatever the schema has, for a look before.
    """

    source: Source
    any_label: bool = False
    notes: list[str] = field(default_factory=list)
    refused: list[Problem] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)
    seen: Sighted = field(default_factory=Sighted)
    batches: list[Batch] = field(default_factory=list)
    _ids: Ids = field(default_factory=Ids)

    def find_files(self) -> None:
        """Find the files and their formats; raises what ``registry.batches`` does."""
        wishes = self.source.wishes
        self._refuse_odd_names(wishes)
        self.batches = batches(self.source.paths, wishes.format, self.notes.append)

    def documents(self, progress: Progress) -> Iterator[ImportedDocument]:
        """Yield the documents of the files that were found.

        ProblemsError comes at the end, unless only the good ones are asked for.
        """
        wishes = self.source.wishes
        choices = self._choices()
        gather = self.any_label or wishes.new_labels == ADD
        for batch, own in zip(self.batches, choices, strict=True):
            if batch.format.read is None:
                raise InputError(f"{batch.format.name} can be written but not read")
            for item in batch.format.read(batch.files, self._options(own), progress):
                renamed = mapped(item, wishes.names, self.tally)
                if gather:
                    for layer in renamed.layers:
                        self.seen.add(layer.records)
                yield renamed

    def _options(self, choices: Mapping[str, str]) -> ReadOptions:
        source = self.source
        return ReadOptions(
            schema=source.schema,
            annotator=source.wishes.annotator,
            language=source.language,
            max_bytes=source.wishes.max_bytes,
            note=self.notes.append,
            accepted=self._accepted(),
            choices=choices,
            good_only=source.wishes.good_only,
            refused=self.refused.extend,
            ids=self._ids,
        )

    def _accepted(self) -> Container[str] | None:
        """Return the labels that files may have: those that the schema knows by their new names."""
        names, schema = self.source.wishes.names, self.source.schema
        if self.any_label:
            return AnyLabel()
        if self.source.wishes.new_labels == ADD:
            return _Addable(names.labels)
        if not names.labels:
            return None
        return {*schema.labels, *names.labels}

    def _refuse_odd_names(self, wishes: Wishes) -> None:
        if wishes.new_labels not in (REFUSE, ADD):
            raise InputError(f"new labels can be refused or added, not {wishes.new_labels!r}")
        labels = self.source.schema.labels
        odd = [new for new in wishes.names.labels.values() if new and new not in labels]
        if odd and wishes.new_labels == REFUSE and not self.any_label:
            raise InputError(
                f"the mapping gives labels that the schema does not have: {listed(odd)}; "
                f"it has {listed(labels)}"
            )

    def _choices(self) -> list[dict[str, str]]:
        """Return each batch's choices; InputError for one that no format of these has."""
        given = self.source.wishes.choices
        own = [{choice.name for choice in batch.format.reading} for batch in self.batches]
        strange = set(given).difference(*own) if own else set()
        if strange:
            every = [choice for batch in self.batches for choice in batch.format.reading]
            chosen(every, {name: given[name] for name in sorted(strange)})
        return [
            chosen(batch.format.reading, {name: given[name] for name in given if name in names})
            for batch, names in zip(self.batches, own, strict=True)
        ]
