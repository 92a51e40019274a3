# SPDX-License-Identifier: MIT
"""The label config of a project, where one lies beside its export: what its tags are called."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from annotator.errors import InputError
from annotator.formats.sources import SourceFile
from annotator.formats.whole import whole_file
from annotator.formats.xml import parsed_xml

NAMES = ("config.xml", "label_config.xml", "labeling_config.xml", "label-config.xml")
BESIDE = ".config.xml"
"""The suffix of a config that has the name of the export."""
_FOLDERS_OF_ANNOTATIONS = ("annotations", "completions")
_MOST_BYTES = 4 * 1024 * 1024
_TEXTS = frozenset(("Text", "HyperText", "RichText", "Paragraphs"))
_PLACE = re.compile(r"\[(?:\d+|\{\{.*)")


@dataclass(frozen=True, slots=True)
class TextTag:
    """A tag that shows a text: which key of the data holds it, or the text itself."""

    tag: str
    key: str
    literal: str
    at_address: bool
    text_key: str
    name_key: str


@dataclass(frozen=True, slots=True)
class LabelConfig:
    """The tags of a config that show texts, by name; ``others`` show something else."""

    texts: Mapping[str, TextTag] = field(default_factory=dict)
    others: frozenset[str] = frozenset()


NO_CONFIG = LabelConfig()


def config_beside(file: SourceFile) -> tuple[LabelConfig, str]:
    """Return the config that belongs to a file, and what it is called; nothing if there is none.

    It has the name of the file, or a usual name, and lies beside it; above it only for files in
    a folder of annotations.
    """
    folder = file.path.parent
    places = [file.path.with_suffix(BESIDE), *(folder / name for name in NAMES)]
    if folder.name in _FOLDERS_OF_ANNOTATIONS:
        places += [folder.parent / name for name in NAMES]
    for place in places:
        if place.is_file():
            config = _config_in(place)
            if config is not None:
                return config, place.name
    return NO_CONFIG, ""


def _config_in(path: Path) -> LabelConfig | None:
    """Return the config in a file; None if that is something else."""
    try:
        root = parsed_xml(whole_file(path, _MOST_BYTES))
    except InputError:
        return None
    texts: dict[str, TextTag] = {}
    others: set[str] = set()
    for element in root.iter():
        name, value = element.get("name"), element.get("value")
        if not isinstance(element.tag, str) or not name or value is None or element.get("toName"):
            continue
        if element.tag in _TEXTS:
            texts[name] = _text_tag(
                element.tag, value, {str(k).lower(): str(v) for k, v in element.items()}
            )
        else:
            others.add(name)
    return LabelConfig(texts, frozenset(others)) if texts or others else None


def _text_tag(tag: str, value: str, attributes: Mapping[str, str]) -> TextTag:
    is_key = value.startswith("$")
    return TextTag(
        tag,
        key=_PLACE.split(value[1:])[0] if is_key else "",
        literal="" if is_key else value,
        at_address=attributes.get("valuetype") == "url",
        text_key=attributes.get("textkey", "text"),
        name_key=attributes.get("namekey", "author"),
    )
