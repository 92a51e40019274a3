# SPDX-License-Identifier: MIT
"""``annotator schema PROJECT show|set|plan|apply``, with the page of the manual at its word."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from annotator.assets import corpora_dir
from annotator.schema.files import default_schema, read_schema, schema_text
from annotator.workspace.workspace import Workspace

PAGE = Path(__file__).parents[2] / "docs" / "schema-changes.md"


def steps_of_the_page():
    """The example of the page, as it stands there."""
    blocks = re.findall(r"^```yaml\n(.*?)^```$", PAGE.read_text("utf-8"), re.M | re.S)
    (steps,) = (block for block in blocks if block.startswith("steps:"))
    return steps


@pytest.fixture
def project(annotator, tmp_path):
    """A project with the sample articles, which are annotated."""
    path = tmp_path / "p.corpus"
    assert annotator("new", path).code == 0
    assert annotator("import", path, corpora_dir() / "sample.jsonl", "--annotator", "ann").code == 0
    return path


def labels_in(project):
    workspace = Workspace.open(str(project), annotator="ann", read_only=True)
    try:
        spans = (s for d in workspace.documents() for s in workspace.layer(d.id).spans())
        return Counter(span.label for span in spans)
    finally:
        workspace.close()


def written(tmp_path, text, name="steps.yaml"):
    file = tmp_path / name
    file.write_text(text, "utf-8")
    return file


class TestTheExampleOfThePage:
    def test_plan_tells_every_step_and_changes_nothing(self, annotator, project, tmp_path):
        before = labels_in(project)
        steps = written(tmp_path, steps_of_the_page())

        done = annotator("schema", project, "plan", steps)

        assert done.code == 0
        titles = re.findall(r"^(\d+)\. (\w+)", done.out, re.M)
        assert titles == [
            (str(number), word)
            for number, word in enumerate(
                ["rename", "rename", "merge", "split", "split", "change", "remove", "add", "set"],
                start=1,
            )
        ]
        assert f"{before['ACTOR']:,} spans changed" in done.out
        assert "nothing has changed yet" in done.out
        assert labels_in(project) == before

    def test_apply_does_what_the_plan_said(self, annotator, project, tmp_path):
        before = labels_in(project)
        steps = written(tmp_path, steps_of_the_page())

        done = annotator("schema", project, "apply", steps, "--annotator", "ann")

        assert done.code == 0
        assert "done; undo in the window takes it back" in done.out
        after = labels_in(project)
        assert after["AGENT"] == before["ACTOR"]
        assert after["CASUALTY"] == before["CASUALTY"] + before["WEAPON"]
        places = after["LOCATION"] + after["TOWN"] + after["COUNTRY"]
        assert (places, after["ACTOR"], after["WEAPON"]) == (before["LOCATION"], 0, 0)
        assert annotator("doctor", project).code == 0

    def test_undo_takes_all_of_it_back(self, annotator, project, tmp_path):
        before = labels_in(project)
        steps = written(tmp_path, steps_of_the_page())
        annotator("schema", project, "apply", steps, "--annotator", "ann")

        workspace = Workspace.open(str(project), annotator="ann")
        workspace.undo()
        workspace.close()

        assert labels_in(project) == before
        shown = json.loads(annotator("schema", project, "show", "--json").out)
        assert shown["schema"] == json.loads(schema_text(default_schema()))
        assert [each["revision"] for each in shown["versions"]] == [3, 2, 1]

    def test_json_says_the_same_of_plan_and_apply(self, annotator, project, tmp_path):
        steps = written(tmp_path, steps_of_the_page())

        planned = json.loads(annotator("schema", project, "plan", steps, "--json").out)
        applied = json.loads(annotator("schema", project, "apply", steps, "--json").out)

        assert (planned["applied"], planned["refused"], planned["layers"]) == (False, False, 0)
        assert (applied["applied"], applied["layers"] > 0) == (True, True)
        assert applied["steps"] == planned["steps"]
        assert list(planned["labels"]) == planned["labels"]
        assert {"AGENT", "TOWN", "COUNTRY", "SITE", "AREA", "VEHICLE"} < set(planned["labels"])


class TestRefusals:
    def test_plan_exits_with_1_when_something_would_be_lost(self, annotator, project, tmp_path):
        steps = written(tmp_path, "steps: [{remove: WEAPON}]\n")

        done = annotator("schema", project, "plan", steps)

        assert done.code == 1
        assert "REFUSED, would be lost: 47 × 'WEAPON'" in done.out

    def test_apply_refuses_it_and_says_the_way_out(self, annotator, project, tmp_path):
        before = labels_in(project)
        steps = written(tmp_path, "steps:\n  - remove: WEAPON\n")

        done = annotator("schema", project, "apply", steps)

        assert done.code == 2
        assert "step 1 (line 2)" in done.err
        assert "held: drop" in done.err
        assert labels_in(project) == before

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("steps:\n  - renam: A\n", "steps.yaml:2"),
            ("steps:\n  - rename: NOBODY\n    to: X\n", "step 1 (line 2)"),
            ("steps:\n  - rename: ACTOR\n    to: WEAPON\n", "there is a label 'WEAPON' already"),
            ("steps:\n  - rename: ACTOR\n    tu: X\n", "steps.yaml:3"),
            ("steps: 7\n", "steps.yaml:1"),
            ("[", "steps.yaml:"),
        ],
    )
    def test_steps_that_cannot_be_are_refused_with_their_place(
        self, annotator, project, tmp_path, text, said
    ):
        done = annotator("schema", project, "plan", written(tmp_path, text))

        assert done.code == 2
        assert said in done.err

    def test_a_file_that_is_not_there_is_named(self, annotator, project, tmp_path):
        for action in ("set", "plan", "apply"):
            done = annotator("schema", project, action, tmp_path / "nowhere.yaml")

            assert done.code == 2
            assert "nowhere.yaml" in done.err

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (("burn",), "'burn' is none of show, set, plan, apply"),
            (("show", "s.yaml"), "show takes no file"),
            (("set",), "set needs a file"),
            (("plan",), "plan needs a file"),
        ],
    )
    def test_what_is_called_wrongly_is_told_how(self, annotator, project, arguments, said):
        done = annotator("schema", project, *arguments)

        assert done.code == 2
        assert said in done.err


class TestShowAndSet:
    def test_show_lists_labels_with_their_keys_and_versions(self, annotator, project):
        done = annotator("schema", project)

        assert done.code == 0
        assert done.out.startswith("conflict-default/1, revision 1\n")
        assert re.search(r"^1 +ACTOR +actor_type, mention, role", done.out, re.M)
        assert "relation uses: ACTOR -> WEAPON" in done.out

    def test_what_show_gives_as_json_can_be_set_again(self, annotator, project, tmp_path):
        shown = json.loads(annotator("schema", project, "show", "--json").out)["schema"]
        file = written(tmp_path, json.dumps(shown), "same.json")
        assert read_schema(file) == default_schema()

        same = annotator("schema", project, "set", file)
        shown["note"] = "another"
        shown["labels"]["ACTOR"]["examples"] = [{"span": "<b>HTS</b>"}]
        changed = annotator(
            "schema", project, "set", written(tmp_path, json.dumps(shown), "s.json")
        )

        assert "has this schema already" in same.out
        assert "the schema is set" in changed.out
        after = json.loads(annotator("schema", project, "show", "--json").out)
        assert after["schema"]["note"] == "another"
        assert after["schema"]["labels"]["ACTOR"]["examples"][0]["span"] == "<b>HTS</b>"
        assert len(after["versions"]) == 2

    def test_set_keeps_annotations_that_do_not_fit_and_check_tells_of_them(
        self, annotator, project, tmp_path
    ):
        before = labels_in(project)
        file = written(tmp_path, "schema: other/1\nlabels:\n  ACTOR: {}\n", "other.yaml")

        done = annotator("schema", project, "set", file, "--json")

        assert json.loads(done.out) == {"changed": True, "labels": ["ACTOR"]}
        assert labels_in(project) == before
        assert annotator("check", project).code == 1

    def test_a_schema_that_is_wrong_is_not_set(self, annotator, project, tmp_path):
        file = written(tmp_path, "schema: x\nlabels:\n  A: {color: blue}\n", "wrong.yaml")

        done = annotator("schema", project, "set", file)

        assert done.code == 2
        assert "wrong.yaml:3: labels.A.color" in done.err
        assert "revision 1" in annotator("schema", project).out


class TestChecks:
    def test_a_step_sets_how_severe_checks_are_and_takes_it_out_again(
        self, annotator, project, tmp_path
    ):
        for level, left in (("off", {"D03": "off"}), ("null", {})):
            steps = written(tmp_path, f"steps:\n  - set: {{checks: {{D03: {level}}}}}\n")
            assert annotator("schema", project, "apply", steps, "--annotator", "ann").code == 0
            shown = json.loads(annotator("schema", project, "show", "--json").out)
            assert shown["schema"].get("checks", {}) == left

    def test_a_check_that_there_is_not_is_refused_with_its_line(self, annotator, project, tmp_path):
        steps = written(tmp_path, "steps:\n  - set: {note: x}\n  - set: {checks: {Z99: off}}\n")

        done = annotator("schema", project, "plan", steps)

        assert done.code != 0
        assert "step 2 (line 3)" in done.err
        assert "there is no check 'Z99'" in done.err
