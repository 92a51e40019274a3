# SPDX-License-Identifier: MIT
"""The columns, said once, and as pyarrow, as ``datasets`` and as the card want them said."""

import json
from collections.abc import Mapping, Sequence
from types import ModuleType
from typing import Any, TypeAlias

Kind: TypeAlias = "str | list[Kind] | dict[str, Kind]"
"""A kind of value: a name, a list of one kind, or named values."""

TEXT, NUMBER, TRUTH, TAG = "string", "int64", "bool", "tag"
_PLACE: Kind = {"start": NUMBER, "end": NUMBER, "text": TEXT}
_COMMON: dict[str, Kind] = {"attributes": TEXT, "made_by": TEXT}

COLUMNS: Mapping[str, Kind] = {
    "id": TEXT,
    "text": TEXT,
    "tokens": [TEXT],
    "ner_tags": [TAG],
    "spans": [
        {
            "id": TEXT,
            "label": TEXT,
            "start": NUMBER,
            "end": NUMBER,
            "text": TEXT,
            "fragments": [{"start": NUMBER, "end": NUMBER}],
            **_COMMON,
        }
    ],
    "relations": [{"id": TEXT, "type": TEXT, "source": TEXT, "target": TEXT, **_COMMON}],
    "events": [
        {
            "id": TEXT,
            "type": TEXT,
            "trigger": _PLACE,
            "arguments": [{"role": TEXT, "target": TEXT}],
            "modality": TEXT,
            "time": _PLACE,
            "time_value": TEXT,
            "reported_by": TEXT,
            **_COMMON,
        }
    ],
    "entities": [{"id": TEXT, "mentions": [TEXT], **_COMMON}],
    "labels": [{"id": TEXT, "name": TEXT, "value": TEXT, "made_by": TEXT}],
    "notes": [{"id": TEXT, "text": TEXT, "target": TEXT, "made_by": TEXT}],
    "annotator": TEXT,
    "complete": TRUTH,
    "meta": TEXT,
}


def tag_names(labels: Sequence[str]) -> list[str]:
    """Return what the numbers in ``ner_tags`` stand for: outside, and each label's B- and I-."""
    return ["O", *(f"{tag}-{label}" for label in labels for tag in "BI")]


def arrow_schema(pyarrow: ModuleType, tags: Sequence[str]) -> Any:  # noqa: ANN401 - pyarrow has no types
    """Return the schema of the files, with what ``datasets`` reads of it."""
    features = {name: _feature(kind, tags) for name, kind in COLUMNS.items()}
    about = json.dumps({"info": {"features": features}}, ensure_ascii=False)
    fields = [pyarrow.field(name, _arrow(pyarrow, kind)) for name, kind in COLUMNS.items()]
    return pyarrow.schema(fields, metadata={"huggingface": about})


def _arrow(pyarrow: ModuleType, kind: Kind) -> Any:  # noqa: ANN401 - pyarrow has no types
    if isinstance(kind, list):
        return pyarrow.list_(_arrow(pyarrow, kind[0]))
    if isinstance(kind, dict):
        return pyarrow.struct([(name, _arrow(pyarrow, part)) for name, part in kind.items()])
    types = {TEXT: pyarrow.string, NUMBER: pyarrow.int64, TRUTH: pyarrow.bool_, TAG: pyarrow.int64}
    return types[kind]()


def _feature(kind: Kind, tags: Sequence[str]) -> Any:  # noqa: ANN401 - JSON
    """Return a kind as ``datasets`` has it in its files, in all its versions."""
    if isinstance(kind, list):
        inner = _feature(kind[0], tags)
        return [inner] if isinstance(kind[0], dict) else {"feature": inner, "_type": "Sequence"}
    if isinstance(kind, dict):
        return {name: _feature(part, tags) for name, part in kind.items()}
    if kind == TAG:
        return {"names": list(tags), "_type": "ClassLabel"}
    return {"dtype": kind, "_type": "Value"}


def card_features(tags: Sequence[str]) -> list[dict[str, Any]]:
    """Return the columns as the head of a card has them."""
    return [{"name": name, **_in_card(kind, tags)} for name, kind in COLUMNS.items()]


def _in_card(kind: Kind, tags: Sequence[str]) -> dict[str, Any]:
    if isinstance(kind, list):
        inner = _in_card(kind[0], tags)
        if isinstance(kind[0], dict):
            return {"list": inner["struct"]}
        return {"sequence": inner.get("dtype", inner)} if kind[0] != TAG else {"sequence": inner}
    if isinstance(kind, dict):
        return {"struct": [{"name": name, **_in_card(part, tags)} for name, part in kind.items()]}
    if kind == TAG:
        names = {str(number): name for number, name in enumerate(tags)}
        return {"class_label": {"names": names}}
    return {"dtype": kind}
