# SPDX-License-Identifier: MIT
"""Mappings of foreign names, from the command line and from files, and into files.

A file is YAML: ``labels``, ``relations`` and ``events``, each a list of ``OLD: NEW``; an empty NEW
leaves out what is called OLD.
"""

from collections.abc import Iterable, Mapping
from io import StringIO
from pathlib import Path
from typing import Any

from annotator.errors import InputError, Problem, ProblemsError
from annotator.formats.files import write_atomically
from annotator.formats.mapping import NameMap, parsed_map
from annotator.formats.whole import whole_text
from annotator.schema.names import shown
from annotator.schema.yaml_source import LARGEST_YAML, read_yaml

__all__ = ["NameMap", "name_map", "read_map", "save_map"]

_SECTIONS = ("labels", "relations", "events")


def name_map(entries: Iterable[str], file: Path | None = None) -> NameMap:
    """Return the mapping of a file, if any, with the entries; these win."""
    given = parsed_map(entries)
    if file is None:
        return given
    kept = read_map(file)
    return NameMap(
        {**kept.labels, **given.labels},
        {**kept.relations, **given.relations},
        {**kept.events, **given.events},
    )


def read_map(file: Path) -> NameMap:
    """Return the mapping in a file; ProblemsError with every line that is wrong."""
    try:
        text = whole_text(file, 4 * LARGEST_YAML)
    except InputError as error:
        raise InputError(f"{file}: {error}") from None
    node, problems = read_yaml(text, file=str(file))
    found = node.plain()
    if not isinstance(found, dict):
        raise ProblemsError([Problem(str(file), 1, "", f"{', '.join(_SECTIONS)} are expected")])
    sections: dict[str, dict[str, str]] = {}
    for name, value in found.items():
        line = node.value[name].line
        if name not in _SECTIONS:
            message = f"unknown; there are {', '.join(_SECTIONS)}"
            problems.append(Problem(str(file), line, name, message))
        else:
            sections[name] = _section(value, (str(file), line, name), problems)
    if problems:
        raise ProblemsError(problems)
    return NameMap(*(sections.get(name, {}) for name in _SECTIONS))


def _section(value: Any, place: tuple[str, int, str], problems: list[Problem]) -> dict[str, str]:  # noqa: ANN401 - whatever a file holds
    file, line, name = place
    if not isinstance(value, dict | None):
        problems.append(Problem(file, line, name, "OLD: NEW is expected"))
        return {}
    names: dict[str, str] = {}
    for old, new in (value or {}).items():
        if new is None or isinstance(new, str):
            names[old] = new or ""
        else:
            message = f"{shown(new)} is no text; quotes make it one"
            problems.append(Problem(file, line, f"{name}.{old}", message))
    return names


def save_map(names: NameMap, file: Path) -> None:
    """Write a mapping into a file; the errors of ``write_atomically``."""
    from ruamel.yaml import YAML

    sections: Mapping[str, Mapping[str, str]] = {
        "labels": names.labels,
        "relations": names.relations,
        "events": names.events,
    }
    text = StringIO()
    yaml = YAML()
    yaml.allow_unicode = True
    yaml.dump({name: dict(section) for name, section in sections.items() if section}, text)
    with write_atomically(file) as stream:
        stream.write(text.getvalue().encode())
