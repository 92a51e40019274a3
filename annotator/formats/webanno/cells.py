# SPDX-License-Identifier: MIT
"""The columns of a WebAnno TSV file: what stands in them for each token and part of one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from annotator.formats.uima_kept import Kept
from annotator.formats.uima_layers import CHAIN_LINK, RELATION
from annotator.formats.uima_names import feature_name
from annotator.formats.values import value_text
from annotator.formats.webanno import SPAN_LAYER
from annotator.formats.webanno.columns import NO_ANNOTATION, NO_VALUE
from annotator.formats.webanno.escapes import written_value
from annotator.formats.webanno.tokens import Sentence, Units
from annotator.model.records import Attributes, Relation, Span

Unit = tuple[int, int]
"""The number of a token, and of the part of it; 0 for the whole token."""


@dataclass(slots=True)
class Cells:
    """What stands in the columns; ``header`` are the lines that declare the layers."""

    kept: Kept
    units: Units
    layer: str
    header: list[str] = field(default_factory=list)
    nothing: str = ""
    _names: list[str] = field(default_factory=list)
    _columns: list[dict[Unit, list[str]]] = field(default_factory=list)
    _taken: set[int] = field(default_factory=set)
    _first: dict[str, Unit] = field(default_factory=dict)
    _number: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(
        cls, kept: Kept, units: Units, sentences: Iterable[Sentence], choices: Mapping[str, str]
    ) -> "Cells":
        """Return the cells of all records."""
        layer = choices.get(SPAN_LAYER.name) or SPAN_LAYER.default
        cells = cls(kept, units, layer)
        covered = {span.id: list(units.covered(*span.fragments[0])) for span in kept.spans}
        cells._names = _token_names(sentences)
        if kept.spans:
            cells._add_spans(covered)
        if kept.chains:
            cells._add_chains(covered)
        if kept.relations:
            cells._add_relations()
        cells.nothing = f"{NO_ANNOTATION}\t" * len(cells._columns)
        return cells

    def has_any(self, token: int) -> bool:
        """Return whether anything stands in the row of a token."""
        return token in self._taken

    def of_unit(self, token: int, part: int) -> str:
        """Return the columns of a row, each with a tab after it."""
        here = (token, part)
        found = ("|".join(column.get(here, (NO_ANNOTATION,))) for column in self._columns)
        return "".join(f"{cell}\t" for cell in found)

    def _add_spans(self, covered: Mapping[str, list[Unit]]) -> None:
        self.header.append("|".join((f"#T_SP={self.layer}", "value", *self._span_features())))
        stacks: dict[Unit, int] = {}
        for units in covered.values():
            for unit in units:
                stacks[unit] = stacks.get(unit, 0) + 1
        names = self._attributes(Span.kind)
        columns = self._new_columns(1 + len(names))
        for span in self.kept.spans:
            units = covered[span.id]
            self._first[span.id] = units[0]
            suffix = ""
            if len(units) > 1 or stacks[units[0]] > 1:
                self._number[span.id] = len(self._number) + 1
                suffix = f"[{self._number[span.id]}]"
            values = self._values(span, names)
            for column, value in zip(columns, values, strict=True):
                for unit in units:
                    column.setdefault(unit, []).append(value + suffix)
            self._taken.update(token for token, part in units if not part)

    def _attributes(self, kind: str) -> list[str]:
        return self.kept.names.get(kind, [])

    def _span_features(self) -> list[str]:
        return [feature_name(name) for name in self._attributes(Span.kind)]

    def _values(self, record: Span | Relation, names: list[str]) -> list[str]:
        first = record.label if isinstance(record, Span) else record.type
        return [written_value(first), *(_value(record.attributes, name) for name in names)]

    def _add_chains(self, covered: Mapping[str, list[Unit]]) -> None:
        self.header.append(f"#T_CH={CHAIN_LINK}|referenceType|referenceRelation")
        types, links = self._new_columns(2)
        for chain, entity in enumerate(self.kept.chains, 1):
            for link, mention in enumerate(entity.mentions, 1):
                for unit in covered[mention.span.id]:
                    said = f"{written_value(mention.name)}[{chain}]"
                    types.setdefault(unit, []).append(said)
                    links.setdefault(unit, []).append(f"{NO_VALUE}->{chain}-{link}")

    def _add_relations(self) -> None:
        names = self._attributes(Relation.kind)
        features = [feature_name(name) for name in names]
        self.header.append("|".join((f"#T_RL={RELATION}", "value", *features, f"BT_{self.layer}")))
        *columns, sources = self._new_columns(2 + len(names))
        for relation in self.kept.relations:
            unit = self._first[relation.target]
            for column, value in zip(columns, self._values(relation, names), strict=True):
                column.setdefault(unit, []).append(value)
            sources.setdefault(unit, []).append(self._source(relation))

    def _source(self, relation: Relation) -> str:
        token, part = self._first[relation.source]
        name = f"{self._names[token]}.{part}" if part else self._names[token]
        source, target = self._number.get(relation.source, 0), self._number.get(relation.target, 0)
        return f"{name}[{source}_{target}]" if source or target else name

    def _new_columns(self, count: int) -> list[dict[Unit, list[str]]]:
        columns: list[dict[Unit, list[str]]] = [{} for _ in range(count)]
        self._columns += columns
        return columns


def _value(attributes: Attributes, name: str) -> str:
    return written_value(value_text(attributes[name])) if name in attributes else NO_VALUE


def _token_names(sentences: Iterable[Sentence]) -> list[str]:
    """Return what each token is called, such as ``2-5``."""
    return [
        f"{number}-{place}"
        for number, sentence in enumerate(sentences, 1)
        for place in range(1, len(sentence.tokens) + 1)
    ]
