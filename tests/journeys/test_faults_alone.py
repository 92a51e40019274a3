# SPDX-License-Identifier: MIT
"""The program keeps to itself: no network, and no code from the folder it is started in."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from annotator.assets import corpora_dir

REPOSITORY = Path(__file__).parents[2]
SCRIPT = Path(sys.executable).with_name("annotator")
STRACE = shutil.which("strace")
WORK = """
"{program}" new p.corpus
"{program}" import p.corpus "{sample}"
"{program}" check p.corpus || true
"{program}" export p.corpus out.jsonl --format jsonl
"{program}" export p.corpus bins --format spacy
"{program}" doctor p.corpus
"{program}" documents p.corpus
"""

pytestmark = pytest.mark.timeout(120)


@pytest.mark.skipif(sys.platform != "linux" or not STRACE, reason="strace is not here")
def test_a_whole_run_opens_no_socket_but_those_of_this_machine(tmp_path):
    trace = tmp_path / "trace"
    traced = [STRACE, "-f", "--seccomp-bpf", "-qq", "-A", "-e", "trace=%network", "-o", str(trace)]
    probe = subprocess.run([*traced, "true"], check=False, capture_output=True)
    if probe.returncode:
        pytest.skip("nothing may be traced here")
    program = f'{sys.executable}" -m "annotator'
    work = WORK.format(program=program, sample=corpora_dir() / "sample.jsonl")
    project = tmp_path / "p.corpus"
    window = [sys.executable, "-m", "tests.journeys.typing_window", str(project)]
    environment = {
        **os.environ,
        "PYTHONPATH": str(REPOSITORY),
        "QT_QPA_PLATFORM": "offscreen",
    }

    for command in (["bash", "-ec", work], ["timeout", "7", *window, "1", "0", "0"]):
        done = subprocess.run(
            [*traced, *command],
            check=False,
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
        )
        assert done.returncode in (0, 1, 124), done.stderr

    calls = trace.read_text().splitlines()
    foreign = [line for line in calls if "AF_INET" in line or "AF_NETLINK" in line]
    at_home = 'inet_pton(AF_INET6, "::1"'  # urllib3 asks once whether there is IPv6
    assert [line for line in foreign if "socket(" not in line and at_home not in line] == []


@pytest.mark.skipif(not SCRIPT.exists(), reason="the program is not installed as a script")
def test_modules_in_the_folder_of_a_project_are_not_imported(tmp_path):
    for name in ("annotator", "spacy", "sqlalchemy", "orjson", "sitecustomize", "typer", "json"):
        (tmp_path / f"{name}.py").write_text("open('imported', 'w').close()\nraise SystemExit(9)")
    for name in ("annotator", "spacy"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("open('imported', 'w').close()")
    (tmp_path / "en_core_web_sm").mkdir()
    (tmp_path / "meta.json").write_text('{"lang":"en","name":"core_web_sm"}')
    (tmp_path / "config.cfg").write_text('[nlp]\nlang = "en"\n')
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    work = WORK.format(program=SCRIPT, sample=corpora_dir() / "sample.jsonl")

    done = subprocess.run(
        ["bash", "-c", work], check=False, cwd=tmp_path, env=environment, capture_output=True
    )

    assert b"Traceback" not in done.stderr
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "bins").is_dir()
    assert not (tmp_path / "imported").exists()
