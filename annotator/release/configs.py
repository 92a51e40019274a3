# SPDX-License-Identifier: MIT
"""What ``spacy train`` and ``spacy project run`` need: configs, lists of labels, a project."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import orjson

from annotator.formats.format import WriteOptions
from annotator.formats.ledger import SPAN, Ledger
from annotator.formats.spacy_docbin.choices import SPANS_KEY
from annotator.formats.spacy_docbin.placing import AT_WHITE_SPACE, NOT_FLAT
from annotator.formats.spacy_docbin.placing import Plan as Placing
from annotator.release.made import Release
from annotator.release.parts import COMPLETE, TRAINING, Written
from annotator.release.plan import DEV, TEST, TRAIN
from annotator.text.pipelines import tokenizer_language

NER, SPANCAT = "ner", "spancat"
CONFIG, LABELS = "config.cfg", "labels"
_COVERED = 0.99
_ALL_UP_TO = 12
"""Span categorizers propose every stretch of so many tokens; more lengths cost more time."""


@dataclass(frozen=True, slots=True)
class Pipelines:
    """The pipelines that can be trained, in which language.

    ``longest`` is how long, in tokens, the stretches are that the span categorizer proposes;
    ``beyond`` counts the spans of training that are longer.
    """

    names: tuple[str, ...]
    language: str
    longest: int = 0
    beyond: int = 0


@dataclass(frozen=True, slots=True)
class _Sets:
    """Where a pipeline finds what it learns from, is watched on, and is scored on."""

    train: str
    dev: str
    test: str


def written_configs(
    made: Release, written: Written, options: WriteOptions, folder: Path
) -> Pipelines:
    """Write a config and the labels of each pipeline, and ``project.yml``, into a release.

    There is no ner if no span of train is a flat entity, and no spancat without a span in a
    complete document: what is missing in others it would take for negative.
    """
    found = _pipelines(made, written, options)
    (folder / LABELS).mkdir()
    for name in found.names:
        (folder / name).mkdir()
        text = _config(name, found, _sets(made, name), options.choices[SPANS_KEY.name])
        (folder / name / CONFIG).write_text(text, encoding="utf-8", newline="\n")
        labels = orjson.dumps(
            _label_data(name, _labels(made, name)),
            option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE | orjson.OPT_NON_STR_KEYS,
        )
        (folder / LABELS / f"{name}.json").write_bytes(labels)
    (folder / "project.yml").write_bytes(_project(made, found))
    return found


def _pipelines(made: Release, written: Written, options: WriteOptions) -> Pipelines:
    ledger = written.ledgers.get(TRAIN, Ledger("spacy", ""))
    lengths = written.lengths.get(TRAIN, Counter())
    names = []
    flat = ledger.written[SPAN] - ledger.partly[NOT_FLAT] - ledger.partly[AT_WHITE_SPACE]
    if flat > 0 and Placing.of(options).flatten is not None:
        names.append(NER)
    if not lengths:
        return Pipelines(tuple(names), _language(made))
    longest = max(lengths)
    if longest > _ALL_UP_TO:
        longest = _covering(lengths, _COVERED)
    beyond = sum(count for length, count in lengths.items() if length > longest)
    return Pipelines((*names, SPANCAT), _language(made), longest, beyond)


def _language(made: Release) -> str:
    """Return the language whose tokenizer most documents of train were split with."""
    languages = Counter(
        tokenizer_language(each.info[2] or made.project.language) for each in made.taken(TRAIN)
    )
    most = min(languages.items(), key=lambda item: (-item[1], item[0]), default=("xx", 0))
    return most[0]


def _covering(lengths: Mapping[int, int], share: float) -> int:
    """Return the least length that so large a share of the spans does not go beyond."""
    wanted, seen = share * sum(lengths.values()), 0
    for length in sorted(lengths):
        seen += lengths[length]
        if seen >= wanted:
            return max(length, _ALL_UP_TO)
    return max(lengths)


def _sets(made: Release, name: str) -> _Sets:
    """Return the files of a pipeline; train stands in for a split that has nothing for it."""
    train, dev, test = (_place(made, split, name) for split in (TRAIN, DEV, TEST))
    return _Sets(train, dev or train, test or train)


def _place(made: Release, split: str, name: str) -> str:
    taken = made.taken(split)
    whole = f"corpus/{split}{TRAINING}"
    if name == NER or all(each.complete for each in taken):
        return whole if taken else ""
    return f"{whole}/{COMPLETE}" if any(each.complete for each in taken) else ""


def _labels(made: Release, name: str) -> list[str]:
    """Return the labels of train in the order of the schema."""
    used = {
        label for each in made.taken(TRAIN) if each.complete or name == NER for label in each.labels
    }
    known = [label for label in made.schema.labels if label in used]
    return [*known, *sorted(used - set(known))]


def _label_data(name: str, labels: Sequence[str]) -> Any:  # noqa: ANN401 - what spaCy reads as JSON
    """Return the labels as ``spacy init labels`` writes them."""
    if name == SPANCAT:
        return list(labels)
    from spacy import blank
    from spacy.tokens import Doc
    from spacy.training import Example

    pipeline = blank("xx")
    words = ["w"] * len(labels)
    text = Doc(pipeline.vocab, words=words)
    told = Doc(pipeline.vocab, words=words, ents=[f"B-{label}" for label in labels])
    recogniser: Any = pipeline.add_pipe(NER)
    recogniser.initialize(lambda: [Example(text, told)], nlp=pipeline)
    data: Mapping[int, Mapping[str, int]] = recogniser.label_data
    return {action: dict(counts) for action, counts in data.items()}


def _config(name: str, found: Pipelines, sets: _Sets, spans_key: str) -> str:
    from spacy.cli.init_config import init_config

    config = init_config(lang=found.language, pipeline=[name], optimize="efficiency")
    config["paths"]["train"] = sets.train
    config["paths"]["dev"] = sets.dev
    config["initialize"]["components"][name] = {
        "labels": {
            "@readers": "spacy.read_labels.v1",
            "path": f"{LABELS}/{name}.json",
            "require": True,
        }
    }
    if name == SPANCAT:
        component = config["components"][SPANCAT]
        component["spans_key"] = spans_key
        component["suggester"] = {
            "@misc": "spacy.ngram_range_suggester.v1",
            "min_size": 1,
            "max_size": found.longest,
        }
        config["training"]["score_weights"] = {
            f"spans_{spans_key}_f": 1.0,
            f"spans_{spans_key}_p": 0.0,
            f"spans_{spans_key}_r": 0.0,
        }
    return str(config.to_str()).rstrip() + "\n"


def _project(made: Release, found: Pipelines) -> bytes:
    """Return ``project.yml`` for ``spacy project run``."""
    from ruamel.yaml import YAML

    title = (made.plan.title or made.project.name).replace("${", "$ {")  # else it is a variable
    commands = []
    for name in found.names:
        sets = _sets(made, name)
        commands.append(_training(name, sets))
        commands.append(_evaluation(name, sets))
    data = {
        "title": title,
        "description": "Train and evaluate on this release; see README.md.",
        "vars": {"gpu": -1},
        "directories": ["corpus", LABELS, "training", "metrics", *found.names],
        "workflows": {"all": [command["name"] for command in commands]},
        "commands": commands,
    }
    yaml = YAML()
    yaml.width = 1_000
    yaml.allow_unicode = True
    text = StringIO()
    yaml.dump(data, text)
    return text.getvalue().encode()


def _training(name: str, sets: _Sets) -> dict[str, object]:
    return {
        "name": f"train-{name}",
        "help": f"Train the {name} pipeline",
        "script": [
            f"python -m spacy train {name}/{CONFIG} --output training/{name} --gpu-id ${{vars.gpu}}"
        ],
        "deps": list(dict.fromkeys([f"{name}/{CONFIG}", LABELS, sets.train, sets.dev])),
        "outputs": [f"training/{name}/model-best"],
    }


def _evaluation(name: str, sets: _Sets) -> dict[str, object]:
    return {
        "name": f"evaluate-{name}",
        "help": f"Score the {name} pipeline per label on {sets.test}",
        "script": [
            f"python -m spacy evaluate training/{name}/model-best {sets.test} "
            f"--output metrics/{name}.json --gpu-id ${{vars.gpu}}"
        ],
        "deps": [f"training/{name}/model-best", sets.test],
        "outputs": [f"metrics/{name}.json"],
    }
