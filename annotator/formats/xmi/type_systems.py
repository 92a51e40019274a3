# SPDX-License-Identifier: MIT
"""The type system beside an XMI file: which types there are and what their features hold."""

import warnings
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from enum import Enum, auto
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Any

from annotator.errors import InputError
from annotator.formats.extras import library
from annotator.formats.sources import SourceFile, opened
from annotator.formats.whole import whole_file
from annotator.formats.xml import parsed_xml
from annotator.formats.xml_head import root_tag

USUAL_NAME = "typesystem.xml"
_ROOT = "typeSystemDescription"
_HEAD = 8 * 1024
_MOST_FILES = 200
_MOST_ABOVE = 3
_ANNOTATION = "uima.tcas.Annotation"
_CAS = "uima.cas."


class Range(Enum):
    """What a feature holds."""

    TEXT = auto()
    WHOLE = auto()
    REAL = auto()
    TRUTH = auto()
    TEXTS = auto()
    VALUES = auto()
    OTHER = auto()
    OTHERS = auto()


_NUMBERS = {"Integer": Range.WHOLE, "Long": Range.WHOLE, "Short": Range.WHOLE, "Byte": Range.WHOLE}
_SINGLE = {**_NUMBERS, "Float": Range.REAL, "Double": Range.REAL, "Boolean": Range.TRUTH}
_RANGES = {
    **{f"{_CAS}{name}": holds for name, holds in _SINGLE.items()},
    **{f"{_CAS}{name}{form}": Range.VALUES for name in _SINGLE for form in ("Array", "List")},
    **{f"{_CAS}{name}": Range.TEXTS for name in ("StringArray", "StringList")},
    **{f"{_CAS}{name}": Range.OTHERS for name in ("FSArray", "FSList")},
}


@dataclass(slots=True)
class Types:
    """A type system; what is asked for once is kept."""

    system: Any
    _ranges: dict[str, dict[str, Range]] = field(default_factory=dict)
    _annotations: dict[str, bool] = field(default_factory=dict)

    def has(self, type_name: str) -> bool:
        """Return whether there is a type of this name."""
        return bool(self.system.contains_type(type_name, match_exactly=True))

    def is_annotation(self, type_name: str) -> bool:
        """Return whether a type that there is has a place in the text."""
        known = self._annotations.get(type_name)
        if known is None:
            known = bool(self.system.is_instance_of(type_name, _ANNOTATION))
            self._annotations[type_name] = known
        return known

    def ranges(self, type_name: str) -> dict[str, Range]:
        """Return what each feature of a type holds, inherited ones too, in their order."""
        known = self._ranges.get(type_name)
        if known is None:
            features = self.system.get_type(type_name).all_features
            known = {_plain(feature.name): self._range(feature) for feature in features}
            self._ranges[type_name] = known
        return known

    def _range(self, feature: Any) -> Range:  # noqa: ANN401 - the library's own
        if feature.rangeType is None or not feature.name:
            raise InputError(f"the type system does not say what the feature {feature.name} holds")
        name = feature.rangeType.name
        if name in _RANGES:
            return _RANGES[name]
        if name.endswith("[]"):
            return Range.OTHERS
        return Range.TEXT if self.system.is_primitive(feature.rangeType) else Range.OTHER


def _plain(name: str) -> str:
    """Return a feature's name as files have it; the library renames two for Python's sake."""
    return {"self_": "self", "type_": "type"}.get(name, name)


def types_of(contents: Iterable[tuple[str, bytes]]) -> Types:
    """Return the type system of some files, put together; the pairs are their names and bytes.

    Raises InputError for what is none, and if two of them contradict each other.
    """
    cassis = library("cassis", "xmi")
    systems = []
    for name, data in contents:
        try:
            _refuse_other(data)
            systems.append(_quietly(cassis.load_typesystem, BytesIO(data)))
        except InputError as error:
            raise InputError(f"the type system {name}: {error}") from None
    if len(systems) == 1:
        return Types(systems[0])
    return Types(_quietly(cassis.merge_typesystems, *systems))


def _refuse_other(data: bytes) -> None:
    if parsed_xml(data).tag.rpartition("}")[2] != _ROOT:
        raise InputError(f"it is no {_ROOT}")


def _quietly(call: Any, *arguments: Any) -> Any:  # noqa: ANN401 - the library's own
    """Return what a call of the library gives; its warnings are of no use, its errors are ours."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return call(*arguments)
        except Exception as error:
            raise InputError(f"it cannot be understood: {str(error)[:200]}") from error


@dataclass(slots=True)
class Neighbours:
    """Finds the type systems of files; each folder is looked at once."""

    max_bytes: int
    _files: dict[Path, list[Path]] = field(default_factory=dict)
    _own: dict[Path, list[Path]] = field(default_factory=dict)
    _read: dict[tuple[Path, ...], list[tuple[str, bytes]]] = field(default_factory=dict)

    def of(self, file: SourceFile) -> list[tuple[str, bytes]]:
        """Return the names and bytes of the type system of a file.

        It is ``TypeSystem.xml`` in its folder or above, up to the folder that was imported, else
        every XML file in its folder that is one; nothing if there is none.
        """
        paths = tuple(self._paths(file))
        if paths not in self._read:
            found = [(path.name, whole_file(path, self.max_bytes)) for path in paths]
            self._read[paths] = found
        return self._read[paths]

    def _paths(self, file: SourceFile) -> list[Path]:
        folder = file.path.parent
        above = islice(folder.parents, min(file.name.count("/"), 20) or _MOST_ABOVE)
        for place in (folder, *above):
            for path in self._files_in(place):
                if path.name.lower() == USUAL_NAME:
                    return [path]
        if folder not in self._own:
            self._own[folder] = [path for path in self._files_in(folder) if _is_one(path)]
        own = self._own[folder]
        return [path for path in own if path.stem.startswith(file.path.stem)] or own

    def _files_in(self, folder: Path) -> list[Path]:
        if folder not in self._files:
            with suppress(OSError):
                found = sorted(path for path in folder.iterdir() if path.suffix.lower() == ".xml")
                usual = [path for path in found if path.name.lower() == USUAL_NAME]
                some = (*usual, *found[:_MOST_FILES])
                self._files[folder] = [path for path in some if path.is_file()]
        return self._files.setdefault(folder, [])


def _is_one(path: Path) -> bool:
    try:
        with opened(path) as stream:
            return root_tag(stream.read(_HEAD)) == _ROOT
    except InputError:
        return False
