# SPDX-License-Identifier: MIT
"""The card of a data set: a README whose head says what is where and of what kind it is."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Any

from ruamel.yaml import YAML

from annotator.formats.ledger import Ledger
from annotator.formats.parquet.columns import card_features
from annotator.text.characters import escaped

_LANGUAGE = re.compile(r"[a-z]{2,3}")
_BODY = """
# Annotated documents

One row for each layer: what one annotator has made of one document. `start` and `end` count
characters (Unicode code points) of `text`, half-open.

| column | what it holds |
|---|---|
| `id`, `text`, `annotator`, `complete` | the document, whose layer it is, whether it is done; \
without an annotator nobody has annotated the document |
| `tokens`, `ner_tags` | spaCy's tokens without white space, and flat entities on them (BIO) |
| `spans` | all spans, also those that overlap or have several `fragments`; `attributes` are JSON |
| `relations`, `events`, `entities`, `labels`, `notes` | refer to spans, or to each other, by `id` |
| `meta` | JSON: title, source, date, language, tags and whatever else is known |

In layers that are not complete, the tag `O` says only that no span was made there.
"""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a card says of the data: rows by split, spans by label, languages."""

    rows: Mapping[str, int]
    labels: Mapping[str, int]
    languages: Sequence[str]


def card(facts: Facts, tags: Sequence[str], ledger: Ledger) -> bytes:
    """Return the card."""
    rows = "".join(f"| {split} | {count:,} |\n" for split, count in facts.rows.items())
    labels = "".join(
        f"| {_cell(label)} | {count:,} |\n" for label, count in sorted(facts.labels.items())
    )
    partly = "".join(
        f"- {count:,} spans are {reason}\n" for reason, count in sorted(ledger.partly.items())
    )
    parts = [f"---\n{_head(facts, tags)}---\n{_BODY}"]
    if rows:
        parts.append(f"\n| split | rows |\n|---|--:|\n{rows}")
    if labels:
        parts.append(f"\n| label | spans |\n|---|--:|\n{labels}")
    if partly:
        parts.append(f"\n{partly}")
    return "".join(parts).encode()


def _head(facts: Facts, tags: Sequence[str]) -> str:
    head: dict[str, Any] = {}
    languages = [code for code in facts.languages if _LANGUAGE.fullmatch(code)]
    if languages:
        head["language"] = languages
    head["task_categories"] = ["token-classification"]
    files = [{"split": split, "path": f"data/{split}-*.parquet"} for split in facts.rows]
    head["configs"] = [{"config_name": "default", "data_files": files}]
    head["dataset_info"] = {"features": card_features(tags)}
    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style = False
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]  # as its docs say
    yaml.allow_unicode = True
    stream = StringIO()
    yaml.dump(head, stream)
    return stream.getvalue()


def _cell(label: str) -> str:
    return escaped(label).replace("|", "\\|")
