# SPDX-License-Identifier: MIT
"""Projects to release in tests, made of invented news."""

import random
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import orjson

from annotator.workspace.intake import Wishes
from annotator.workspace.releasing import ReleasePlan, ReleaseReport
from annotator.workspace.workspace import Workspace

ACTORS = ("Sons of the River", "Velin Guard", "Mabiri Front", "border police", "Amadi Teko")
PLACES = ("Dogu", "Mabiri", "Drenak", "Lake Orro", "Tal al-Rumman", "Sarwan")
WEAPONS = ("mortars", "a drone", "rifles", "petrol bombs")
VERBS = ("attacked", "shelled", "left", "entered", "surrounded", "fled")
TIMES = ("at dawn", "on Monday", "after midnight", "last week", "within hours", "before noon")


def article(id: str, chance: random.Random, *, sentences: int = 12) -> dict[str, Any]:
    """An article of made sentences with its spans, as a line of the native JSON Lines."""
    text, spans = "", []
    for _ in range(sentences):
        parts = [
            (chance.choice(ACTORS), "ACTOR"),
            (chance.choice(VERBS), ""),
            (chance.choice(PLACES), "LOCATION"),
            (chance.choice(TIMES), ""),
        ]
        if chance.random() < 0.2:
            parts += [("with", ""), (chance.choice(WEAPONS), "WEAPON")]
        if chance.random() < 0.2:
            parts += [("and killed", ""), (f"{chance.randint(2, 400)} people", "CASUALTY")]
        for words, label in parts:
            if label:
                spans.append({"start": len(text), "end": len(text) + len(words), "label": label})
            text += f"{words} "
        text = f"{text.rstrip()}. "
    line = {"id": id, "text": text.rstrip(), "annotator": "ana", "complete": True}
    return {**line, "spans": [{"id": f"s{n}", **span} for n, span in enumerate(spans)]}


def articles(
    count: int, *, seed: int = 1, first: int = 0, sentences: int = 12
) -> list[dict[str, Any]]:
    """So many articles; those of a smaller number are the same."""
    return [
        article(f"a{n:04}", random.Random(f"{seed} {n}"), sentences=sentences)
        for n in range(first, first + count)
    ]


def project(folder: Path, lines: Iterable[dict[str, Any]], *, name: str = "p") -> Workspace:
    """Return an open project with these documents."""
    workspace = Workspace.create(str(folder / f"{name}.corpus"), annotator="ana", name="Test")
    add(workspace, folder, lines)
    return workspace


def add(workspace: Workspace, folder: Path, lines: Iterable[dict[str, Any]]) -> None:
    """Import more documents into a project."""
    path = folder / "lines.jsonl"
    path.write_bytes(b"".join(orjson.dumps(line) + b"\n" for line in lines))
    workspace.import_paths([path], Wishes(format="jsonl"))


def released(workspace: Workspace, target: Path, **wishes: Any) -> ReleaseReport:
    return workspace.release(ReleasePlan(target, **wishes))


def lines_of(release: Path, split: str) -> list[dict[str, Any]]:
    path = release / "corpus" / f"{split}.jsonl"
    return [orjson.loads(line) for line in path.read_bytes().splitlines()]


def splits_in(release: Path) -> dict[str, str]:
    manifest = orjson.loads((release / "manifest.json").read_bytes())
    return {entry["id"]: entry["split"] for entry in manifest["documents"]}
