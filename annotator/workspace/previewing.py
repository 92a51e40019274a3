# SPDX-License-Identifier: MIT
"""Says what an import would bring, before anything is imported."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from annotator.errors import Problem
from annotator.formats.format import Choice, Format, ImportedDocument
from annotator.model.records import Span
from annotator.schema.definition import Schema
from annotator.schema.extension import unknown_labels
from annotator.workspace.intake import Intake, Source
from annotator.workspace.tasks import Progress

_EXAMPLES = 3
_LONGEST_EXAMPLE = 60


@dataclass(slots=True)
class ImportPreview:
    """What the files hold.

    ``formats`` are (format, number of files). ``labels``, ``relations`` and ``events`` count the
    names in the files as they are there, before any mapping; ``examples`` are some surfaces of each
    label. ``unknown`` are the labels that the schema does not have, the frequent ones first, and
    ``proposed`` what the schema has that is called nearly the same. ``problems`` would refuse the
    import, or leave documents out; ``choices`` are those of the formats.
    """

    formats: tuple[tuple[Format, int], ...] = ()
    documents: int = 0
    layers: int = 0
    characters: int = 0
    labels: Counter[str] = field(default_factory=Counter)
    relations: Counter[str] = field(default_factory=Counter)
    events: Counter[str] = field(default_factory=Counter)
    annotators: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=dict)
    unknown: dict[str, int] = field(default_factory=dict)
    proposed: Mapping[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def spans(self) -> int:
        """How many spans there are."""
        return self.labels.total()

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What may be chosen about reading these files; each choice once."""
        by_name = {choice.name: choice for format, _ in self.formats for choice in format.reading}
        return tuple(by_name.values())


def preview(source: Source, progress: Progress) -> ImportPreview:
    """Read the files of a source as an import would, and say what they hold.

    Raises InputError for files in no format, or in several that cannot be told apart; what is wrong
    inside of files is in ``problems``.
    """
    wishes = replace(source.wishes, good_only=True, names=type(source.wishes.names)())
    intake = Intake(replace(source, wishes=wishes), any_label=True)
    intake.find_files()
    found = ImportPreview()
    found.formats = tuple((batch.format, len(batch.files)) for batch in intake.batches)
    for item in intake.documents(progress):
        _add(found, item)
    found.labels = intake.seen.labels
    found.relations = intake.seen.relations
    found.events = intake.seen.events
    found.unknown = unknown_labels(source.schema, intake.seen)
    found.proposed = _proposed(found.unknown, source.schema)
    found.problems = intake.refused
    found.notes = intake.notes
    return found


def _add(found: ImportPreview, item: ImportedDocument) -> None:
    text = item.document.text
    found.documents += 1
    found.characters += len(text)
    for layer in item.layers:
        found.layers += 1
        found.annotators[layer.annotator] += 1
        for record in layer.records:
            if isinstance(record, Span):
                examples = found.examples.setdefault(record.label, [])
                if len(examples) < _EXAMPLES:
                    surface = record.surface(text)[:_LONGEST_EXAMPLE]
                    if surface not in examples:
                        examples.append(surface)


def _proposed(unknown: Mapping[str, int], schema: Schema) -> dict[str, str]:
    """Return the schema's label for each unknown one that differs from it in case only."""
    by_folded = {label.casefold(): label for label in schema.labels}
    return {
        label: by_folded[label.casefold()] for label in unknown if label.casefold() in by_folded
    }
