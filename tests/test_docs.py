# SPDX-License-Identifier: MIT
"""What the pages say can be followed, and names what there is."""

import re
from pathlib import Path

import pytest

from annotator.__main__ import COMMANDS

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted(
    [
        *ROOT.glob("*.md"),
        *ROOT.glob("changelog.d/*.md"),
        *ROOT.glob("corpora/*.md"),
        *ROOT.glob("docs/**/*.md"),
    ]
)
LINK = re.compile(r"\]\(([^)\s#]+)(?:#[^)]*)?\)")


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_a_link_leads_to_a_file(page):
    links = [link for link in LINK.findall(text_of(page)) if "://" not in link]

    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_readme_names_the_two_commands_first():
    commands = re.findall(r"^\./(\w+)", text_of(ROOT / "README.md"), re.MULTILINE)

    assert commands == ["annotate", "check"]
    assert all((ROOT / command).stat().st_mode & 0o111 for command in commands)


def test_the_readme_lists_every_command():
    listed = re.findall(r"^\| `annotator ([\w-]+)", text_of(ROOT / "README.md"), re.MULTILINE)

    assert set(listed) == set(COMMANDS)


def test_the_readme_lists_every_format():
    from annotator.formats.registry import BUILTIN

    rows = re.findall(
        r"^\| \[`([\w-]+)`\]\S+ \| .* \| (yes|no) \| (yes|no) \|",
        text_of(ROOT / "README.md"),
        re.MULTILINE,
    )

    assert {id: (read == "yes", write == "yes") for id, read, write in rows} == {
        format.id: (format.read is not None, format.write is not None) for format in BUILTIN
    }


def test_the_examples_for_engineers_read_what_the_sample_exports(tmp_path, monkeypatch, capsys):
    from annotator.cli.main import Screen, run

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ANNOTATOR_CONFIG_DIR", str(tmp_path / "config"))
    examples = re.findall(r"```python\n(.*?)```", text_of(ROOT / "README.md"), re.DOTALL)
    assert run(["sample", "sample"], Screen(lambda: "there is no screen", lambda _: 1)) == 0
    capsys.readouterr()

    for example in examples:
        exec(compile(example, "README.md", "exec"), {})

    shown = capsys.readouterr().out
    assert len(examples) == 2
    assert "('Northern Liberation Front', 'ACTOR')" in shown
    assert "drenak-truce CASUALTY at least 14 people" in shown


def test_every_fragment_of_the_changelog_has_a_known_kind():
    fragments = [path for path in ROOT.glob("changelog.d/*.md") if path.name != "README.md"]

    kinds = {path.name.split(".")[1] for path in fragments}

    assert kinds <= {"added", "changed", "fixed", "removed"}
