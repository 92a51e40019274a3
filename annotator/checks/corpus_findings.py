# SPDX-License-Identifier: MIT
"""What is not consistent in a corpus: one string with several labels, other boundaries, blanks.

A string is compared by its words: case, diacritics, white space and kinds of quotes do not matter.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from operator import itemgetter
from typing import NamedTuple, TypeAlias

from annotator.checks.check import Rule
from annotator.checks.corpus import NOWHERE, Codes, CorpusIndex, Part, Surface, Use, most_used
from annotator.checks.finding import Severity
from annotator.checks.sequences import offsets
from annotator.edits.edit import AddSpan, MoveSpan, RelabelSpan
from annotator.schema.definition import Schema
from annotator.schema.names import bare, shown

NEARLY_ALL = 0.9
_OFTEN = 2
_SEVERAL = 2
_DOUBT = 2
"""Added to the uses that a likelihood is a share of, so that few uses prove little."""

LABELS = Rule(
    "K01",
    Severity.WARNING,
    "A string has the label that nine in ten of its other uses have.",
    "give it the label that most have",
)
BOUNDARIES = Rule(
    "K02",
    Severity.WARNING,
    "A name has the same boundaries everywhere: no article, title, quote or possessive here and "
    "none there.",
    "move the boundaries to those that most have",
)
BLANKS = Rule(
    "K03",
    Severity.WARNING,
    "A string that is mostly marked is marked wherever it stands.",
    "mark it",
)
CORPUS_RULES = (LABELS, BOUNDARIES, BLANKS)


_Rank: TypeAlias = tuple[int, float, str, str, str]


class Id(NamedTuple):
    """What a finding is about: its rule, and the string. It stays the same while others come."""

    code: str
    codes: Codes


@dataclass(frozen=True, slots=True)
class Inconsistency:
    """Something that is not consistent.

    ``likelihood`` (0 to 1) orders findings: how far the other uses speak against these places.
    ``labels`` are the counts of the string by label, most first; ``blanks`` counts where it stands
    blank; ``forms`` are its exact forms, most used first. ``wanted`` is the label that the fix
    gives, empty if there is no fix; ``frequent`` is the string whose boundaries are more usual.
    ``places`` counts the places to look at.
    """

    id: Id
    severity: Severity
    likelihood: float
    surface: str
    message: str
    labels: tuple[tuple[str, int], ...]
    blanks: int
    forms: tuple[str, ...]
    places: int
    wanted: str = ""
    frequent: Codes = ""

    @property
    def code(self) -> str:
        """The code of its rule."""
        return self.id.code


@dataclass(frozen=True, slots=True)
class Spot:
    """A place of a finding; ``span`` is empty and ``label`` too where it stands blank.

    The fix gives it ``wanted`` and the boundaries ``new_start`` .. ``new_end``.
    """

    document: str
    layer: str
    span: str
    label: str
    start: int
    end: int
    new_start: int
    new_end: int
    wanted: str

    def edit(self) -> AddSpan | RelabelSpan | MoveSpan:
        """Return the edit that mends it."""
        if not self.span:
            return AddSpan(self.wanted, ((self.start, self.end),))
        if (self.start, self.end) != (self.new_start, self.new_end):
            return MoveSpan(self.span, ((self.new_start, self.new_end),))
        return RelabelSpan(self.span, self.wanted)


class _Why(NamedTuple):
    """What a rule finds out about a string; see ``Inconsistency``."""

    severity: Severity
    likelihood: float
    said: str
    places: int
    wanted: str
    frequent: Codes = ""


class CorpusFindings:
    """The findings of an index, kept up as it changes."""

    def __init__(self, index: CorpusIndex, schema: Schema) -> None:
        self._index = index
        self._active = {rule.code: rule.severity_in(schema) for rule in CORPUS_RULES}
        self._chosen = {code: code in schema.checks for code in self._active}
        self._found: dict[Id, tuple[_Rank, Inconsistency]] = {}
        self._groups: dict[Codes, set[Codes]] = {}
        self._cores: dict[Codes, Codes] = {}

    def findings(self) -> list[Inconsistency]:
        """Return what is found now, the worst and likeliest first."""
        changed, self._index.changed = self._index.changed, set()
        groups = set()
        for codes in changed:
            groups.add(self._grouped(codes))
            surface = self._index.surfaces.get(codes)
            labels = self._labels(codes, surface) if surface else None
            blanks = self._blanks(codes, surface) if surface else None
            self._keep(Id(LABELS.code, codes), labels)
            self._keep(Id(BLANKS.code, codes), blanks)
        for core in groups:
            self._compare(core)
        return [found for _, found in sorted(self._found.values(), key=itemgetter(0))]

    def spots(self, finding: Inconsistency, text_of: Callable[[str], str], most: int) -> list[Spot]:
        """Return the first ``most`` places of a finding, in the order of the documents."""
        found: list[Spot] = []
        for spot in self._spots(finding, text_of):
            if len(found) == most:
                break
            found.append(spot)
        return found

    def _keep(self, id: Id, found: Inconsistency | None) -> None:
        if found is None:
            self._found.pop(id, None)
        else:
            self._found[id] = (_rank(found), found)

    def _severity(self, rule: Rule, *, is_likely: bool) -> Severity | None:
        """Return what the schema has chosen; else a warning, or only a hint if it is unlikely."""
        severity = self._active[rule.code]
        if severity is None or self._chosen[rule.code] or is_likely:
            return severity
        return Severity.INFO

    def _labels(self, codes: Codes, surface: Surface) -> Inconsistency | None:
        if len(surface.labels) < _SEVERAL:
            return None
        marked, wanted = surface.marked, _majority(surface.labels)
        most = max(surface.labels.values())
        is_likely = bool(wanted) and most >= NEARLY_ALL * (marked - 1)
        severity = self._severity(LABELS, is_likely=is_likely)
        if severity is None:
            return None
        said = f"{shown(most_used(surface.forms))} is {_counts(surface)}"
        places = marked - most if wanted else marked
        why = _Why(severity, most / (marked + _DOUBT), said, places, wanted)
        return self._made(Id(LABELS.code, codes), why)

    def _blanks(self, codes: Codes, surface: Surface) -> Inconsistency | None:
        marked, blanks = surface.marked, surface.blanks
        severity = self._severity(BLANKS, is_likely=marked > blanks)
        if severity is None or not blanks:
            return None
        said = f"{shown(most_used(surface.forms))} is {_counts(surface)}"
        likelihood = marked / (marked + blanks + _DOUBT)
        why = _Why(severity, likelihood, said, blanks, _majority(surface.labels))
        return self._made(Id(BLANKS.code, codes), why)

    def _made(self, id: Id, why: "_Why") -> Inconsistency:
        surface = self._index.surfaces[id.codes]
        forms = sorted(surface.forms, key=lambda form: (-surface.forms[form], form))
        return Inconsistency(
            id,
            why.severity,
            why.likelihood,
            forms[0],
            why.said,
            _ordered(surface.labels),
            surface.blanks,
            tuple(forms),
            why.places,
            why.wanted,
            why.frequent,
        )

    def _grouped(self, codes: Codes) -> Codes:
        """Put a string into its group, or take it out; return what all of the group have."""
        core = self._cores.get(codes)
        if codes not in self._index.surfaces:
            if core is None:
                return codes
            del self._cores[codes]
            self._groups[core].discard(codes)
            if not self._groups[core]:
                del self._groups[core]
            self._keep(Id(BOUNDARIES.code, codes), None)
            return core
        if core is None:
            core = self._cores[codes] = self._index.variants.core(codes)
            self._groups.setdefault(core, set()).add(codes)
        return core

    def _compare(self, core: Codes) -> None:
        group = self._groups.get(core, ())
        if len(group) < _SEVERAL:
            for codes in group:
                self._keep(Id(BOUNDARIES.code, codes), None)
            return
        surfaces = self._index.surfaces
        frequent = min(
            group,
            key=lambda codes: (
                -surfaces[codes].marked,
                len(codes),
                most_used(surfaces[codes].forms),
            ),
        )
        for codes in group:
            found = self._variant(codes, frequent) if codes != frequent else None
            self._keep(Id(BOUNDARIES.code, codes), found)

    def _variant(self, codes: Codes, frequent: Codes) -> Inconsistency | None:
        usual = self._index.surfaces[frequent]
        wanted = most_used(usual.labels)
        often = usual.labels[wanted]
        if often < _OFTEN:
            return None
        places = sum(
            use.label == wanted and _moved(part, use, frequent) is not None
            for part, use in self._index.uses(codes)
        )
        severity = self._severity(BOUNDARIES, is_likely=often >= NEARLY_ALL * (often + places - 1))
        if not places or places >= often or severity is None:
            return None
        name = most_used(self._index.surfaces[codes].forms)
        usual_name = most_used(usual.forms)
        said = (
            f"{shown(name)} is marked {_times(places)} as {bare(wanted)}, but "
            f"{shown(usual_name)} {_times(often)}"
        )
        likelihood = often / (often + places + _DOUBT)
        why = _Why(severity, likelihood, said, places, wanted, frequent)
        return self._made(Id(BOUNDARIES.code, codes), why)

    def _spots(self, finding: Inconsistency, text_of: Callable[[str], str]) -> Iterator[Spot]:
        codes, wanted = finding.id.codes, finding.wanted
        if finding.code == BLANKS.code:
            yield from self._blank_spots(finding, text_of)
            return
        for part, use in self._index.uses(codes):
            place = (use.start, use.end)
            if finding.code == BOUNDARIES.code:
                words = _moved(part, use, finding.frequent)
                if words is None or use.label != wanted:
                    continue
                where = offsets(text_of(part.document))
                place = (where.starts[words[0]], where.ends[words[1] - 1])
            elif use.label == wanted:
                continue
            yield Spot(
                part.document,
                part.layer,
                use.span,
                use.label,
                use.start,
                use.end,
                *place,
                wanted=wanted,
            )

    def _blank_spots(self, finding: Inconsistency, text_of: Callable[[str], str]) -> Iterator[Spot]:
        length = len(finding.id.codes)
        known: Part | None = None
        for part, at in self._index.blanks(finding.id.codes):
            if part is not known:
                where, known = offsets(text_of(part.document)), part
            start, end = where.starts[at], where.ends[at + length - 1]
            yield Spot(part.document, part.layer, "", "", start, end, start, end, finding.wanted)


def _rank(one: Inconsistency) -> _Rank:
    return one.severity.rank, -one.likelihood, one.surface, one.code, one.message


def _moved(part: Part, use: Use, frequent: Codes) -> tuple[int, int] | None:
    """Return the words that ``frequent`` takes around or inside a use; None where it is not."""
    if use.at == NOWHERE:
        return None
    inside = use.codes.find(frequent)
    if inside < 0:
        inside = -frequent.find(use.codes)
        if inside > 0:
            return None
    first = use.at + inside
    last = first + len(frequent)
    if first < 0 or part.words.codes[first:last] != frequent:
        return None
    return first, last


def _majority(labels: Mapping[str, int]) -> str:
    """Return the label that is used most; empty if there are two such."""
    most = max(labels.values())
    best = [label for label, count in labels.items() if count == most]
    return best[0] if len(best) == 1 else ""


def _ordered(labels: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(labels.items(), key=lambda both: (-both[1], both[0])))


def _counts(surface: Surface) -> str:
    said = [f"{bare(label)} {_times(count)}" for label, count in _ordered(surface.labels)]
    if surface.blanks:
        said.append(f"blank {_times(surface.blanks)}")
    return ", ".join(said)


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count:,} times")
