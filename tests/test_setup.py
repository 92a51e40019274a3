# SPDX-License-Identifier: MIT
"""The lock files and the set-up script agree with what the project declares."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from annotator.__main__ import X11_LIBRARIES

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = ("requirements", "requirements-dev")
PINNED = re.compile(r"^([a-z0-9-]+)==(\S+)(?: ; (.+?))? \\$", re.MULTILINE)
PYTHONS = ("3.11", "3.12", "3.13")


def lock_text(name: str) -> str:
    return (ROOT / "packaging" / f"{name}.lock").read_text(encoding="utf-8")


def pins(lock: str, python: str) -> dict[str, str]:
    environment = {"python_version": python, "python_full_version": f"{python}.1"}
    return {
        name: version
        for name, version, marker in PINNED.findall(lock_text(lock))
        if not marker or Marker(marker).evaluate(environment)
    }


def declared(*, dev: bool) -> list[Requirement]:
    groups = PROJECT["dependency-groups"]
    project = PROJECT["project"]
    texts = [*project["dependencies"], *project["optional-dependencies"]["postgres"]]
    texts += groups["build"]
    if dev:
        texts += [text for text in groups["dev"] if isinstance(text, str)]
    return [Requirement(text) for text in texts]


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_file_pins_what_the_project_declares(lock, python):
    locked = pins(lock, python)
    environment = {"python_version": python}

    for requirement in declared(dev=lock == "requirements-dev"):
        if requirement.marker is None or requirement.marker.evaluate(environment):
            version = locked[canonicalize_name(requirement.name)]
            assert requirement.specifier.contains(version), (requirement, version)


@pytest.mark.parametrize("python", PYTHONS)
def test_the_lock_for_the_checks_holds_all_that_a_user_gets(python):
    assert pins("requirements", python).items() <= pins("requirements-dev", python).items()


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pinned_package_has_a_hash_and_no_place_it_comes_from(lock):
    text = lock_text(lock)
    blocks = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]

    assert all(PINNED.match(block) and "--hash=sha256:" in block for block in blocks)
    assert not re.search(r"://|--index|--extra|--find|\.(?:org|com|net|io)\b", text)


@pytest.mark.parametrize("python", PYTHONS)
def test_qt_and_python_go_together_in_the_lock_files(python):
    qt = tuple(int(part) for part in pins("requirements", python)["pyside6-essentials"].split("."))

    assert (qt >= (6, 12)) == (python != "3.11")


def test_every_library_the_program_asks_for_is_installed_by_the_set_up_script():
    script = (ROOT / "packaging" / "setup.sh").read_text(encoding="utf-8")
    installed = dict(re.findall(r"^(lib\S+)\s+(lib\S+)$", script, re.MULTILINE))

    assert {name: installed.get(name) for name in X11_LIBRARIES} == X11_LIBRARIES
