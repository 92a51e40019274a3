# SPDX-License-Identifier: MIT
"""What seems to have been left out: numbers of people harmed, and whole paragraphs."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from annotator.checks.check import Found, LayerCheck, Rule, Subject
from annotator.checks.finding import Fix, Severity
from annotator.checks.overlaps import spans_in_order, spans_over
from annotator.checks.quantities import counts_things, offered, other_kind
from annotator.checks.reading import KEPT_TEXTS, blocks, people_labels
from annotator.edits.edit import AddSpan
from annotator.model.records import Fragment, Span, Value
from annotator.schema.names import bare, shown
from annotator.text.harm import Harmed, harmed

MANY_SPANS = 10
FEW_PARAGRAPHS = 3
LONG_PARAGRAPH = 120
_USUAL = 0.75


@lru_cache(maxsize=KEPT_TEXTS)
def _harmed_in(text: str) -> tuple[Harmed, ...]:
    """Return the numbers of people harmed; not those that are years, ages, sums or distances."""
    return tuple(
        one for one in harmed(text) if not other_kind(text, one.start, one.end, "en", is_alone=True)
    )


def _uncounted(subject: Subject) -> Iterator[Found]:
    label = next(iter(people_labels(subject)), "")
    if not label or not subject.deep or not subject.is_english:
        return
    for one in _harmed_in(subject.text):
        over = spans_over(subject, one.start, one.phrase_end)
        if not any(_counts_it(subject, span, one) for span in over):
            said = shown(subject.text[one.start : one.end])
            message = f"{said} counts people ({bare(one.word)}), but is in no {bare(label)}"
            fixes = _made(subject, label, one, over)
            yield Found(message, one.start, one.end, fixes)


def _counts_it(subject: Subject, span: Span, one: Harmed) -> bool:
    """Whether a span is about this number: it counts people, or the number is part of a name."""
    if not (span.start < one.end and one.start < span.end):
        return False
    if span.label in people_labels(subject):
        return True
    return counts_things(subject.schema, span.label) or span.start < one.start


def _made(subject: Subject, label: str, one: Harmed, over: Sequence[Span]) -> tuple[Fix, ...]:
    """Return the fixes that label the number with its noun, and the number alone."""
    start, end = one.start, one.phrase_end
    for span in over:
        if start < span.start < end < span.end:
            end = span.end
    fixes: list[Fix] = []
    for place in dict.fromkeys(((start, end), (start, one.end))):
        if all(_goes_with(span, place) for span in over):
            words = subject.text[slice(*place)]
            title = f"Label {shown(words)} {bare(label)}"
            fixes.append(Fix(title, AddSpan(label, (place,), _values(subject, label, words, one))))
    return tuple(fixes)


def _goes_with(span: Span, place: Fragment) -> bool:
    """Whether one of both lies in the other, or they lie apart, without being the same place."""
    start, end = place
    if (span.start, span.end) == place:
        return False
    inside = span.start <= start and end <= span.end
    around = start <= span.start and span.end <= end
    return inside or around or span.end <= start or end <= span.start


def _values(subject: Subject, label: str, words: str, one: Harmed) -> dict[str, Value]:
    values = offered(subject.schema, label, words, subject.language)
    outcome = subject.schema.attributes_of(label).get("outcome")
    if outcome is not None and outcome.problem_with(one.outcome) is None:
        values["outcome"] = one.outcome
    return values


def _empty_paragraph(subject: Subject) -> Iterator[Found]:
    paragraphs = blocks(subject.text)
    if len(paragraphs) < FEW_PARAGRAPHS or len(spans_in_order(subject)) < MANY_SPANS:
        return
    long = [place for place in paragraphs if place[1] - place[0] >= LONG_PARAGRAPH]
    empty = [place for place in long if not spans_over(subject, *place)]
    if len(empty) > (1 - _USUAL) * len(long):
        return
    for start, end in empty:
        words = subject.text[start:end].split()
        message = f"no span in this paragraph of {len(words):,} words; the others have some"
        yield Found(message, start, end)


GAP_CHECKS = (
    LayerCheck(
        Rule(
            "D04",
            Severity.WARNING,
            "A number of people killed, wounded, missing or abducted is counted.",
            "label it, with what the words say",
        ),
        _uncounted,
    ),
    LayerCheck(
        Rule(
            "D06",
            Severity.INFO,
            "A long paragraph has a span, if most others have.",
        ),
        _empty_paragraph,
    ),
)
