# SPDX-License-Identifier: MIT
"""Scores a trained pipeline on a release, label by label.

The model is loaded because the person named it, never because a file does.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from annotator.errors import InputError
from annotator.release.manifest import read_manifest
from annotator.release.plan import SPLITS

ALL = "all"
ENTS = "ents"
COMPLETE, PARTIAL = "complete", "partial"
_SPANS = re.compile(r"(spans_.+)_f")


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and F1 of one label, from 0 to 1; None where there was nothing to find.

    ``kind`` is spaCy's name: ``ents``, or ``spans_`` and the name of a group in ``doc.spans``.
    """

    kind: str
    label: str
    precision: float | None
    recall: float | None
    f1: float | None

    def to_data(self) -> dict[str, Any]:
        """Return the score as plain JSON values."""
        return {name: getattr(self, name) for name in self.__slots__}


def scores(model: Path, release: Path, split: str) -> list[Score]:
    """Return the scores of a model on a split, all labels together first, then each.

    What nobody annotated counts against nobody: an entity found there is neither right nor wrong,
    and groups of spans, which know no missing values, are scored on complete documents only.
    Raises InputError for a folder that holds no model or no release.
    """
    if split not in SPLITS:
        raise InputError(f"a split is {', '.join(SPLITS)}, not {split!r}")
    if not any(entry.split == split for entry in read_manifest(release).entries):
        raise InputError(f"there is no document in {split}")
    corpus = release / "corpus" / f"{split}.spacy"
    pipeline = _loaded(model)
    if not (corpus / PARTIAL).is_dir():
        return list(_scores(_evaluated(pipeline, corpus)))
    found = [score for score in _scores(_evaluated(pipeline, corpus)) if score.kind == ENTS]
    if (corpus / COMPLETE).is_dir():
        whole = _scores(_evaluated(pipeline, corpus / COMPLETE))
        found.extend(score for score in whole if score.kind != ENTS)
    return found


def _loaded(model: Path) -> Any:  # noqa: ANN401 - a spaCy pipeline, imported when needed
    if not (model / "meta.json").is_file():
        raise InputError(f"{model} holds no trained pipeline")
    import spacy

    try:
        return spacy.load(model)
    except (OSError, ValueError, KeyError, TypeError) as error:
        reason = " ".join(str(error).split())
        raise InputError(f"{model} cannot be loaded: {reason}") from None


def _evaluated(pipeline: Any, corpus: Path) -> Mapping[str, Any]:  # noqa: ANN401 - see above
    from spacy.training.corpus import Corpus

    try:
        examples = list(Corpus(corpus)(pipeline))
    except (OSError, ValueError, KeyError) as error:
        reason = " ".join(str(error).split())
        raise InputError(f"{corpus} cannot be read: {reason}") from None
    found: Mapping[str, Any] = pipeline.evaluate(examples)
    return found


def _scores(found: Mapping[str, Any]) -> Iterator[Score]:
    groups = (group[1] for name in found if (group := _SPANS.fullmatch(name)))
    for kind in (ENTS, *groups):
        labels = found.get(f"{kind}_per_type") or {}
        if found.get(f"{kind}_f") is None and not labels:
            continue
        yield Score(kind, ALL, *(found.get(f"{kind}_{letter}") for letter in "prf"))
        for label, values in sorted(labels.items()):
            yield Score(kind, label, values["p"], values["r"], values["f"])
