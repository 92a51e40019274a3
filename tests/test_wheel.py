# SPDX-License-Identifier: MIT
"""The wheel works away from the checkout: what comes with the program is inside it."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory) -> Path:
    """The folder that installing the wheel would fill."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel"]
    subprocess.run(
        [*command, "--directory", str(folder)], cwd=ROOT, check=True, capture_output=True
    )
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def run_in(unpacked: Path, code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    first = f"import sys; sys.path.insert(0, {str(unpacked)!r}); {code}"
    return subprocess.run(
        [sys.executable, "-B", "-c", first, *arguments],
        cwd=unpacked,
        check=True,
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize(
    "wanted",
    [
        "resource('schemas', 'conflict-default.yaml')",
        "resource('schemas', 'schema.json')",
        "resource('fonts')",
        "resource('icons')",
        "corpora_dir() / 'sample.jsonl'",
        "corpora_dir() / 'articles' / 'tal-al-rumman.txt'",
    ],
)
def test_the_installed_program_finds_its_files_inside_the_wheel(unpacked, wanted):
    code = f"from annotator.assets import resource, corpora_dir; print({wanted})"

    found = Path(run_in(unpacked, code).stdout.strip())

    assert found.is_relative_to(unpacked)
    assert found.exists()


def test_the_installed_program_explains_itself(unpacked):
    shown = run_in(
        unpacked, "from annotator.__main__ import main; sys.exit(main())", "--help"
    ).stdout

    assert "annotator [PROJECT]" in shown
    assert "doctor" in shown


def test_the_wheel_holds_the_program_and_nothing_of_the_workshop(unpacked):
    tops = {path.name for path in unpacked.iterdir() if not path.name.endswith(".dist-info")}

    assert tops == {"annotator"}
    assert (unpacked / "annotator" / "py.typed").exists()
    assert list(unpacked.rglob("*.pyc")) == []
