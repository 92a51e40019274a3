# SPDX-License-Identifier: MIT
"""The window is killed while somebody adjudicates: no decision that it called saved is lost.

Four kills; ANNOTATOR_KILLS sets another number.
"""

import os
import random
import sys
import time

import pytest

from annotator.assets import corpora_dir
from annotator.model.annotations import DOCUMENT_LAYER
from annotator.review.decisions import fold
from annotator.workspace.doctoring import examine_project
from annotator.workspace.workspace import Workspace
from tests.journeys.test_faults_killed import ended, ids, logged, typing

KILLS = int(os.environ.get("ANNOTATOR_KILLS", "4"))

pytestmark = [
    pytest.mark.timeout(60 + 60 * KILLS),
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals"),
]


@pytest.fixture
def location(tmp_path) -> str:
    path = tmp_path / "p.corpus"
    workspace = Workspace.create(str(path), annotator="lead")
    workspace.import_paths([corpora_dir() / "three-annotators.jsonl"])
    workspace.close()
    return str(path)


def decided(location: str) -> int:
    """Gold is in every document what the decisions make; return how many decisions there are."""
    workspace = Workspace.open(location, annotator="ann")
    count = 0
    for row in workspace.documents():
        decisions = list(workspace.layer(row.id, DOCUMENT_LAYER).decisions())
        gold = workspace.layer(row.id, "gold").records
        made = {id: record for id, record in gold.items() if record.kind != "status"}
        assert made == fold(decisions)
        review = workspace.reviewing.open(row.id)
        assert {one.id for one in decisions} == {one.id for one in review.decided.values()}
        count += len(decisions)
    assert workspace.close() == ()
    return count


def test_kills_while_somebody_adjudicates_lose_no_decision_that_was_saved(location, capsys):
    chance = random.Random(417)
    known = logged(location)
    decisions = []
    for kill in range(KILLS):
        with typing(location, seed=kill, module="reviewing_window") as running:
            lines = []
            until = chance.randrange(5, 40)
            while len(ids(lines, "saved")) < until:
                line = running.stdout.readline()
                assert line, running.communicate()
                lines.append(line)
            time.sleep(chance.random() * 0.05)
            running.kill()
            rest, errors = ended(running)
            lines += rest.splitlines()
            assert errors == ""
        saved, made = ids(lines, "saved"), ids(lines, "made")
        there = logged(location)
        assert set(saved) <= there
        assert known <= there
        assert there - known <= set(made)
        diagnosis = examine_project(location)
        assert diagnosis.sound, diagnosis.as_text()
        decisions.append(decided(location))
        known = logged(location)
    assert max(decisions) > 0
    with capsys.disabled():
        print(f"\n{KILLS} kills of a review, {len(known)} operations, none lost; {decisions}")
