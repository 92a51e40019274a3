# SPDX-License-Identifier: MIT
"""What ``spacy train`` and ``spacy project run`` need: a config for each pipeline, a project."""

from collections.abc import Mapping
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from annotator.formats.ledger import Ledger
from annotator.release.made import Release
from annotator.release.plan import DEV, TEST, TRAIN
from annotator.text.pipelines import tokenizer_language

NER, SPANCAT = "ner", "spancat"
CONFIG = "config.cfg"
_COVERED = 0.99
_ALL_UP_TO = 12
"""Span categorizers propose every stretch of so many tokens; more lengths cost more time."""


@dataclass(frozen=True, slots=True)
class Pipelines:
    """The pipelines that can be trained, and how long the spans are that are proposed.

    ``longest`` is in tokens; ``beyond`` counts the spans of training that are longer.
    """

    names: tuple[str, ...]
    longest: int
    beyond: int


def written_configs(made: Release, folder: Path) -> Pipelines:
    """Write ``ner/config.cfg``, ``spancat/config.cfg`` and ``project.yml`` into a release.

    There is no ner where the schema wants no flat entities, and no config where the release has no
    span to learn from.
    """
    found = _pipelines(made.report.ledgers)
    language = tokenizer_language(made.project.language)
    dev = DEV if made.report.documents.get(DEV) else TRAIN
    for name in found.names:
        (folder / name).mkdir()
        text = _config(name, language, dev, found.longest)
        (folder / name / CONFIG).write_text(text, encoding="utf-8", newline="\n")
    (folder / "project.yml").write_bytes(_project(made, found))
    return found


def _pipelines(ledgers: Mapping[str, Ledger]) -> Pipelines:
    ledger = ledgers.get(TRAIN)
    if ledger is None or not ledger.token_lengths:
        return Pipelines((), 0, 0)
    lengths = ledger.token_lengths
    longest = max(lengths)
    if longest > _ALL_UP_TO:
        longest = _covering(lengths, _COVERED)
    beyond = sum(count for length, count in lengths.items() if length > longest)
    flat = ledger.token_lengths.total() > sum(ledger.partly.values())
    names = (NER, SPANCAT) if flat else (SPANCAT,)
    return Pipelines(names, longest, beyond)


def _covering(lengths: Mapping[int, int], share: float) -> int:
    """Return the least length that so large a share of the spans does not go beyond."""
    wanted, seen = share * sum(lengths.values()), 0
    for length in sorted(lengths):
        seen += lengths[length]
        if seen >= wanted:
            return max(length, _ALL_UP_TO)
    return max(lengths)


def _config(name: str, language: str, dev: str, longest: int) -> str:
    from spacy.cli.init_config import init_config

    config = init_config(lang=language, pipeline=[name], optimize="efficiency")
    config["paths"]["train"] = f"corpus/{TRAIN}.spacy"
    config["paths"]["dev"] = f"corpus/{dev}.spacy"
    if name == SPANCAT:
        config["components"][SPANCAT]["suggester"] = {
            "@misc": "spacy.ngram_range_suggester.v1",
            "min_size": 1,
            "max_size": longest,
        }
    return str(config.to_str()).rstrip() + "\n"


def _project(made: Release, found: Pipelines) -> bytes:
    """Return ``project.yml`` for ``spacy project run``."""
    from ruamel.yaml import YAML

    title = made.plan.title or made.project.name
    commands = []
    for name in found.names:
        commands.append(_training(name))
        commands.append(_evaluation(name, made))
    data = {
        "title": title,
        "description": "Train and evaluate on this release; see README.md.",
        "vars": {"gpu": -1},
        "directories": ["corpus", "training", "metrics", *found.names],
        "workflows": {"all": [command["name"] for command in commands]},
        "commands": commands,
    }
    yaml = YAML()
    yaml.width = 100
    yaml.allow_unicode = True
    text = StringIO()
    yaml.dump(data, text)
    return text.getvalue().encode()


def _training(name: str) -> dict[str, object]:
    return {
        "name": f"train-{name}",
        "help": f"Train the {name} pipeline",
        "script": [
            f"python -m spacy train {name}/{CONFIG} --output training/{name} --gpu-id ${{vars.gpu}}"
        ],
        "deps": [f"{name}/{CONFIG}", "corpus"],
        "outputs": [f"training/{name}/model-best"],
    }


def _evaluation(name: str, made: Release) -> dict[str, object]:
    on = TEST if made.report.documents.get(TEST) else TRAIN
    return {
        "name": f"evaluate-{name}",
        "help": f"Score the {name} pipeline per label on {on}",
        "script": [
            f"python -m spacy evaluate training/{name}/model-best corpus/{on}.spacy "
            f"--output metrics/{name}.json --gpu-id ${{vars.gpu}}"
        ],
        "deps": [f"training/{name}/model-best", f"corpus/{on}.spacy"],
        "outputs": [f"metrics/{name}.json"],
    }
