# SPDX-License-Identifier: MIT
"""A second reader of finished gold: trained on some documents, it says what it sees in others.

It is spaCy's ``ner`` on a blank pipeline, so it sees no overlapping spans: of those the longest are
shown to it. Importing this module imports spaCy; a fold takes minutes, and belongs into a process
of its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from spacy.pipeline import EntityRecognizer
from spacy.tokens import Doc
from spacy.training import Example
from spacy.util import filter_spans
from thinc.api import fix_random_seed

from annotator.text.pipelines import blank_pipeline

Mark: TypeAlias = tuple[int, int, str]
"""Start and end (code points) and label."""

EXAMPLES = 3_000
"""So many documents are shown in training, each as often as that takes, within PASSES."""
PASSES = (6, 40)
BATCH = 8
DROPOUT = 0.2
BEAM_WIDTH, BEAM_DENSITY = 16, 0.0001
LEAST = 0.01


@dataclass(frozen=True, slots=True)
class Fold:
    """What to learn from, texts with their marks, and the texts to read afterwards."""

    language: str
    learned: tuple[tuple[str, tuple[Mark, ...]], ...]
    unseen: tuple[str, ...]


def read_unseen(fold: Fold) -> list[dict[Mark, float]]:
    """Return for each unseen text how likely the reader would mark each place, from 0.01 on.

    The same fold gives the same answer. Marks that do not fall on tokens are not learned.
    """
    fix_random_seed(0)
    pipeline = blank_pipeline(fold.language)
    ner: EntityRecognizer = pipeline.add_pipe("ner")
    examples = [_example(pipeline.make_doc(text), marks) for text, marks in fold.learned]
    if not any(example.reference.ents for example in examples):
        return [{} for _ in fold.unseen]
    optimizer = pipeline.initialize(lambda: examples)
    for _ in range(_passes(len(examples))):
        for first in range(0, len(examples), BATCH):
            pipeline.update(examples[first : first + BATCH], drop=DROPOUT, sgd=optimizer)
    return [_read(ner, pipeline.make_doc(text)) for text in fold.unseen]


def _passes(documents: int) -> int:
    fewest, most = PASSES
    return min(most, max(fewest, EXAMPLES // max(1, documents)))


def _example(doc: Doc, marks: Sequence[Mark]) -> Example:
    seen = [doc.char_span(start, end, label) for start, end, label in marks]
    reference = doc.copy()
    reference.ents = filter_spans([span for span in seen if span is not None])
    return Example(doc, reference)


def _read(ner: EntityRecognizer, doc: Doc) -> dict[Mark, float]:
    if not len(doc):
        return {}
    beams = ner.beam_parse([doc], beam_width=BEAM_WIDTH, beam_density=BEAM_DENSITY)
    (scores,) = ner.scored_ents(beams)
    found: dict[Mark, float] = {}
    for (first, end, label), score in scores.items():
        if score >= LEAST and end > first:
            span = doc[first:end]
            found[span.start_char, span.end_char, str(label)] = min(1.0, float(score))
    return found
