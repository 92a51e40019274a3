# SPDX-License-Identifier: MIT
"""Terminals, pipes and interrupts that are in the way of a command; in processes of their own."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from annotator.cli.output import plain
from annotator.workspace.workspace import Workspace

pytestmark = [
    pytest.mark.timeout(120),
    pytest.mark.skipif(os.name != "posix", reason="pipes and signals of POSIX"),
]
REPOSITORY = Path(__file__).parents[2]
MANY = 10_000


def environment(**others) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(REPOSITORY), **others}


def command(*arguments) -> list[str]:
    return [sys.executable, "-m", "annotator", *map(str, arguments)]


def through_shell(line: str, **others) -> subprocess.CompletedProcess:
    """Run a line of bash in which ``A`` is the program."""
    start = f'A() {{ "{sys.executable}" -m annotator "$@"; }}; {line}'
    return subprocess.run(
        ["bash", "-c", start], check=False, capture_output=True, env=environment(**others)
    )


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A project with an Arabic title, an emoji and ids that are hard to print."""
    folder = tmp_path_factory.mktemp("output")
    path = folder / "p.corpus"
    titles = ["قصف حلب", "😢 \x1b[31mred", "three\nlines\rhere", "a" * 3000, "\u202egnirts"]
    lines = [
        {"id": f"d{number}", "text": "HTS.", "meta": {"title": title}}
        for number, title in enumerate(titles * 100)
    ]
    for number, line in enumerate(lines):
        line["id"] = f"d{number}/{line['meta']['title'][:9]}"
    (folder / "in.jsonl").write_text("\n".join(map(json.dumps, lines)))
    workspace = Workspace.create(str(path), annotator="ann")
    workspace.import_paths([folder / "in.jsonl"])
    workspace.close()
    return path


@pytest.mark.parametrize("what", ["documents", "check"])
def test_a_reader_that_wants_no_more_is_no_error(project, what):
    done = through_shell(f'A {what} "{project}" | head -c 10; exit ${{PIPESTATUS[0]}}')

    assert done.stderr == b""
    assert done.returncode in (0, 2)  # 0 where all fits into the pipe


@pytest.mark.parametrize("what", ["documents --json", "formats"])
def test_an_output_without_room_is_a_sentence(project, what):
    where = "" if what == "formats" else f'"{project}"'
    done = through_shell(f"A {what} {where} >/dev/full")

    assert done.returncode == 2
    assert done.stderr == b"the output cannot be written: no space left on device\n"


def test_closed_outputs_are_no_fault(project):
    assert through_shell(f'A documents "{project}" >&-').returncode == 0
    assert through_shell(f'A documents "{project}" >&- 2>&- <&-').returncode == 0
    refused = through_shell(f'A documents "{project}x" 2>&-')
    assert (refused.returncode, refused.stdout, refused.stderr) == (2, b"", b"")
    nowhere = through_shell(f'A documents "{project}x" >/dev/full 2>/dev/full')
    assert nowhere.returncode == 2


@pytest.mark.parametrize(
    "others",
    [
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONIOENCODING": "ascii"},
        {"PYTHONIOENCODING": "latin-1"},
    ],
)
def test_titles_that_the_terminal_has_no_letters_for_are_escaped(project, others):
    what = "documents --json" if "LC_ALL" in others else "documents"

    done = through_shell(f'A {what} "{project}"', **others)

    assert (done.returncode, done.stderr) == (0, b"")
    assert b"\x1b" not in done.stdout
    assert done.stdout.count(b"d499") == 1


def test_a_table_has_a_line_for_each_document(project):
    done = through_shell(f'A documents "{project}"')

    assert len(done.stdout.splitlines()) == 501
    assert plain("\u202e") == "\\u202e"


@pytest.fixture(scope="module")
def many(tmp_path_factory) -> Path:
    """A file whose import takes some seconds."""
    path = tmp_path_factory.mktemp("many") / "many.jsonl"
    span = {"start": 0, "end": 3, "label": "ACTOR"}
    with path.open("w") as file:
        for number in range(MANY):
            text = f"HTS struck town {number}. " * 40
            line = {"id": f"d{number}", "text": text, "annotator": "ann", "spans": [span]}
            file.write(json.dumps(line) + "\n")
    return path


def interrupted(is_under_way, *arguments) -> tuple[int, str]:
    """Run a command, press Ctrl+C when it is at work, and return its code and what it said."""
    running = subprocess.Popen(
        command(*arguments),
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    while not is_under_way():
        assert running.poll() is None, running.communicate()
        time.sleep(0.01)
    running.send_signal(signal.SIGINT)
    out, err = running.communicate()
    assert out == ""
    return running.returncode, err


def test_ctrl_c_stops_an_import_and_nothing_is_changed(many, tmp_path):
    project = tmp_path / "p.corpus"
    Workspace.create(str(project), annotator="ann").close()
    holder = project.with_name("p.corpus.lock.holder")

    code, said = interrupted(holder.exists, "import", project, many)

    assert (code, said) == (2, "stopped before the end; nothing was changed\n")
    workspace = Workspace.open(str(project))
    assert workspace.documents() == []
    workspace.close()


def test_ctrl_c_stops_an_export_and_the_old_file_stays(many, tmp_path):
    project = tmp_path / "p.corpus"
    workspace = Workspace.create(str(project), annotator="ann")
    workspace.import_paths([many])
    workspace.close()
    target = tmp_path / "out" / "all.jsonl"
    target.parent.mkdir()
    target.write_text("the old export\n")

    def is_written():
        return len(list(target.parent.iterdir())) > 1

    code, said = interrupted(is_written, "export", project, target, "--format", "jsonl")

    assert (code, said) == (2, "stopped before the end; nothing was changed\n")
    assert target.read_text() == "the old export\n"
    assert [path.name for path in target.parent.iterdir()] == ["all.jsonl"]
