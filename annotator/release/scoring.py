# SPDX-License-Identifier: MIT
"""Scores a trained pipeline on a release, label by label.

The model is loaded because the person named it, never because a file does.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from annotator.errors import InputError
from annotator.release.manifest import read_manifest
from annotator.release.plan import SPLITS

ALL = "all"
_KINDS = (("ents", "ner"), ("spans_sc", "spancat"))


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and F1 of one label, from 0 to 1; None where there was nothing to find."""

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

    What nobody annotated is not counted against a ner model (spaCy's missing values). Raises
    InputError for a folder that holds no model or no release.
    """
    if split not in SPLITS:
        raise InputError(f"a split is {', '.join(SPLITS)}, not {split!r}")
    read_manifest(release)
    corpus = release / "corpus" / f"{split}.spacy"
    if not (model / "meta.json").is_file():
        raise InputError(f"{model} holds no trained pipeline")
    import spacy
    from spacy.training.corpus import Corpus

    try:
        pipeline = spacy.load(model)
    except (OSError, ValueError) as error:
        raise InputError(f"{model} cannot be loaded: {error}") from None
    examples = list(Corpus(corpus)(pipeline))
    if not examples:
        raise InputError(f"there is no document in {split}")
    return list(_scores(pipeline.evaluate(examples)))


def _scores(found: dict[str, Any]) -> Iterator[Score]:
    for kind, name in _KINDS:
        if found.get(f"{kind}_f") is None and not found.get(f"{kind}_per_type"):
            continue
        whole = (found.get(f"{kind}_{letter}") for letter in "prf")
        yield Score(name, ALL, *whole)
        for label, values in sorted((found.get(f"{kind}_per_type") or {}).items()):
            yield Score(name, label, values["p"], values["r"], values["f"])
