# SPDX-License-Identifier: MIT
"""What the house style says and the import contracts cannot: sizes, names, headers."""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sorted(
    path
    for folder in ("annotator", "benchmarks", "corpora", "packaging", "tests")
    for path in (ROOT / folder).rglob("*.py")
    if "_resources" not in path.parts
)
SCRIPTS = [ROOT / name for name in ("annotate", "check", ".ci/run")]
SCRIPTS += sorted((ROOT / "packaging").glob("*.sh"))
PRODUCT = [path for path in PYTHON if path.is_relative_to(ROOT / "annotator")]

FORBIDDEN_MODULES = {"utils", "util", "common", "helpers", "helper", "misc", "base", "shared"}
FORBIDDEN_CLASS = re.compile(r"(Manager|Impl|Helper|Utils?)$|^(Base|Abstract)[A-Z]")
EXEMPTION = re.compile(r"#\s*(?:noqa|type:\s*ignore)")
EXPLAINED = re.compile(
    r"# (?:noqa: [A-Z]+\d+(?:, ?[A-Z]+\d+)*|type: ignore\[[a-z-, ]+\]) +[-#]? *\w"
)
UNFINISHED = re.compile(r"\b(?:TO" r"DO|FIX" r"ME|X" r"XX)\b")


def offenders(paths: list[Path], find: Callable[[Path], Iterator[tuple[int, str]]]) -> str:
    return "\n".join(
        f"{path.relative_to(ROOT)}:{line}: {what}" for path in paths for line, what in find(path)
    )


def definitions(path: Path, *kinds: type[ast.AST]) -> Iterator[tuple[ast.AST, int]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, kinds):
            yield node, node.end_lineno - node.lineno + 1


def longer_than(limit: int, *kinds: type[ast.AST]) -> Callable[[Path], Iterator[tuple[int, str]]]:
    def find(path: Path) -> Iterator[tuple[int, str]]:
        for node, length in definitions(path, *kinds):
            if length > limit:
                yield node.lineno, f"{node.name} has {length} lines, {limit} are allowed"

    return find


def matching(pattern: re.Pattern[str], *, but: re.Pattern[str] | None = None):
    def find(path: Path) -> Iterator[tuple[int, str]]:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if pattern.search(line) and not (but and but.search(line)):
                yield number, line.strip()

    return find


def imported(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, node.module or ""


def test_a_file_has_at_most_400_lines():
    def find(path: Path) -> Iterator[tuple[int, str]]:
        length = len(path.read_text(encoding="utf-8").splitlines())
        if length > 400:
            yield 1, f"{length} lines"

    assert offenders(PYTHON + SCRIPTS, find) == ""


def test_a_function_has_at_most_60_lines():
    find = longer_than(60, ast.FunctionDef, ast.AsyncFunctionDef)

    assert offenders(PYTHON, find) == ""


def test_a_class_has_at_most_300_lines():
    assert offenders(PYTHON, longer_than(300, ast.ClassDef)) == ""


def test_a_class_is_named_for_what_it_is():
    def find(path: Path) -> Iterator[tuple[int, str]]:
        for node, _ in definitions(path, ast.ClassDef):
            if FORBIDDEN_CLASS.search(node.name):
                yield node.lineno, node.name

    assert offenders(PRODUCT, find) == ""


def test_a_module_is_named_for_what_it_is():
    named = {path: {path.stem.strip("_"), path.parent.name} for path in PRODUCT}

    assert [path for path, names in named.items() if names & FORBIDDEN_MODULES] == []


def test_a_file_starts_with_its_licence():
    def find(path: Path) -> Iterator[tuple[int, str]]:
        lines = [*path.read_text(encoding="utf-8").splitlines(), ""]
        first = lines[1] if lines[0].startswith("#!") else lines[0]
        if first != "# SPDX-License-Identifier: MIT":
            yield 1, first

    assert offenders(PYTHON + SCRIPTS, find) == ""


def test_nothing_is_left_unfinished():
    assert offenders(PYTHON + SCRIPTS, matching(UNFINISHED)) == ""


def test_an_exemption_names_its_code_and_its_reason():
    assert offenders(PRODUCT, matching(EXEMPTION, but=EXPLAINED)) == ""


def test_no_cycle_hides_behind_type_checking():
    assert offenders(PRODUCT, matching(re.compile(r"\bTYPE_CHECKING\b"))) == ""


@pytest.mark.parametrize(
    ("package", "homes"),
    [
        ("PySide6", ("annotator/gui",)),
        ("shiboken6", ("annotator/gui",)),
        ("sqlalchemy", ("annotator/store",)),
        ("alembic", ("annotator/store",)),
        ("sqlite3", ("annotator/store",)),
        (
            "spacy",
            (
                "annotator/text/pipelines.py",
                "annotator/assist/second_reader.py",
                "annotator/formats/spacy_docbin",
                "annotator/release/configs.py",
                "annotator/release/scoring.py",
            ),
        ),
        ("typer", ("annotator/cli",)),
        ("rich", ("annotator/cli",)),
    ],
)
def test_a_library_is_used_only_where_it_belongs(package: str, homes: tuple[str, ...]):
    def find(path: Path) -> Iterator[tuple[int, str]]:
        if not path.relative_to(ROOT).as_posix().startswith(homes):
            for line, module in imported(path):
                if module.split(".")[0] == package:
                    yield line, f"imports {module}"

    assert offenders(PRODUCT, find) == ""


def test_the_pure_parts_of_the_window_know_no_qt():
    gui = ROOT / "annotator" / "gui"
    pure = [gui / "canvas" / "layout.py", gui / "canvas" / "interaction.py"]
    pure += sorted((gui / "commands").glob("*.py"))

    def find(path: Path) -> Iterator[tuple[int, str]]:
        for line, module in imported(path):
            if module.startswith("PySide6"):
                yield line, f"imports {module}"

    assert offenders([path for path in pure if path.exists()], find) == ""
