# SPDX-License-Identifier: MIT
"""A change of the schema of a project with 100,000 spans, beside a plain UPDATE of as many rows.

    python benchmarks/schema_change.py [--documents 1000] [--repeat 3]

Three steps that touch every span: a label and an attribute get other names, and values are mapped.
Plan, apply and undo are timed, without the backup before each; the apply needs none here, since
nothing has changed after the one that opening a project makes. The bare route changes label and
JSON of the same rows of a copy of the file by one UPDATE, in one transaction, with the project's
own settings of SQLite: no log, no hashes, no undo. With ``--reviewed`` there are two annotators and
decisions, with ANNOTATOR_TEST_POSTGRES also a server. The best of the runs counts; what a person
waits for in the pane of the guideline is at the end.
"""

import argparse
import os
import shutil
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing, contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from annotator.model.document import Document
from annotator.model.ids import new_id
from annotator.model.records import DocumentInfo, Span
from annotator.review.decisions import Verdict
from annotator.schema.steps import Redefine, Rename
from annotator.store.backup import Backups
from annotator.store.store import open_store
from annotator.store.values import NewDocument
from annotator.workspace.tasks import no_progress
from annotator.workspace.workspace import Workspace

SPANS = 100
WORDS = ("militants", "Northern", "Front", "shelled", "the", "village", "near", "Qasr", "again")
STEPS = (
    Rename("ACTOR", "AGENT"),
    Rename("actor_type", "type", "attribute", "AGENT"),
    Redefine(
        "type",
        "attribute",
        {"values": ["state", "rebels", "other"]},
        "AGENT",
        {"state_military": "state", "rebel_group": "rebels", "civilians": "other"},
    ),
)
KINDS = ("state_military", "rebel_group", "civilians")
GOAL_S = 5.0


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--documents", type=int, default=1_000)
    arguments.add_argument("--repeat", type=int, default=3)
    arguments.add_argument("--reviewed", action="store_true")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for run in range(given.repeat):
            measure(str(folder / f"{run}.corpus"), given)
        report("SQLite", given)
        url = os.environ.get("ANNOTATOR_TEST_POSTGRES")
        if url:
            from tests.store.projects import postgres_location

            TIMES.clear()
            with postgres_location() as location:
                measure(location, given)
            report("PostgreSQL", given)


TIMES: dict[str, list[float]] = {}


@contextmanager
def timed(what: str):
    start = time.perf_counter()
    yield
    TIMES.setdefault(what, []).append(time.perf_counter() - start)


def measure(location: str, given: argparse.Namespace) -> None:
    """Make a project, take it through the steps, back and forth, and a copy through an UPDATE."""
    make(location, given.documents, reviewed=given.reviewed)
    if Path(location).exists():
        bare(Path(location))
    workspace = Workspace.open(location, annotator="lead")
    with timed("examples of a label"):
        workspace.guiding.guidance("ACTOR")(no_progress)
    with timed("plan"):
        plan = workspace.revising.plan(STEPS)
    with backups_timed(), timed("apply with backup"):
        workspace.revising.apply(plan)
    with backups_timed("backup before undo"), timed("undo with backup"):
        workspace.undo()
    with backups_timed("backup before redo"), timed("redo with backup"):
        workspace.redo()
    workspace.close()


@contextmanager
def backups_timed(what: str = "backup"):
    """Time what is kept of a project before it is changed."""
    own: Callable[..., object] = Backups.backup_if_changed

    def backup(*arguments: object) -> object:
        with timed(what):
            return own(*arguments)

    Backups.backup_if_changed = backup  # type: ignore[method-assign]
    try:
        yield
    finally:
        Backups.backup_if_changed = own  # type: ignore[method-assign]


def make(location: str, documents: int, *, reviewed: bool) -> None:
    """Make a project in which every document has 100 spans of ACTOR; always the same."""
    Workspace.create(location, annotator="lead", name="Benchmark").close()
    store = open_store(location)
    names = ("ann", "ben") if reviewed else ("lead",)
    store.add_documents(
        (document(number, names) for number in range(documents)), actor="lead", gesture="import"
    )
    store.close()
    if reviewed:
        workspace = Workspace.open(location, annotator="lead")
        for row in workspace.reviewing.documents():
            items = workspace.reviewing.open(row.document).undecided()
            workspace.reviewing.decide_all([(item, Verdict.take(0)) for item in items])
        workspace.flush(600)
        workspace.close()


def document(number: int, names: tuple[str, ...]) -> NewDocument:
    words = [WORDS[(number + place) % len(WORDS)] for place in range(SPANS * 5)]
    text = " ".join(words)
    starts = [0]
    for word in words:
        starts.append(starts[-1] + len(word) + 1)
    layers = []
    for which, name in enumerate(names):
        spans = tuple(
            Span(
                new_id(),
                "ACTOR",
                ((starts[at], starts[at] + len(words[at])),),
                {"actor_type": KINDS[(at // 5 + which) % 3], "mention": "named", "role": "party"},
                name,
            )
            for at in range(0, SPANS * 5, 5)
        )
        layers.append((name, spans, True))
    return NewDocument(
        Document.of(f"d{number}", text), DocumentInfo(title=f"d{number}"), tuple(layers)
    )


BARE = """
UPDATE records SET label = 'AGENT', version = version + 1,
    data = replace(replace(data, '"actor_type"', '"type"'), '"ACTOR"', '"AGENT"')
WHERE kind = 'span'
"""


def bare(path: Path) -> None:
    """Change the same rows of a copy of a project by one UPDATE."""
    copy = path.with_suffix(".copy")
    shutil.copy(path, copy)
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        with timed("plain UPDATE"), connection:
            connection.execute(BARE)
    copy.unlink()


def report(where: str, given: argparse.Namespace) -> None:
    """Print the best of the runs, and what apply and undo cost in plain UPDATEs."""
    best = {what: min(times) for what, times in TIMES.items()}
    for what in ("apply", "undo", "redo"):
        kept = "backup" if what == "apply" else f"backup before {what}"
        best[what] = best[f"{what} with backup"] - best.get(kept, 0.0)
    layers = 3 if given.reviewed else 1
    reviewed = " of two annotators and gold, all decided" if given.reviewed else ""
    print(f"\n{where}, {given.documents * SPANS * layers:,} spans{reviewed}\n")
    print("| what | s | plain UPDATEs |\n| --- | --- | --- |")
    plain = best.get("plain UPDATE")
    for what in ("plain UPDATE", "plan", "apply", "undo", "undo with backup"):
        if what in best:
            ratio = f"{best[what] / plain:.1f}" if plain else "-"
            print(f"| {what} | {best[what]:.2f} | {ratio} |")
    print(f"| examples of a label | {best['examples of a label']:.2f} | - |")
    slow = [what for what in ("plan", "apply", "undo") if best[what] > GOAL_S]
    print(f"goal {GOAL_S:.0f} s each: {'NOT met by ' + ', '.join(slow) if slow else 'met'}")


if __name__ == "__main__":
    main()
