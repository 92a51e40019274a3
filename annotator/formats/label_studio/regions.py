# SPDX-License-Identifier: MIT
"""The results of one annotation by what they are: regions, labels of the document, relations."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from annotator.formats.json_text import kind_of
from annotator.formats.tally import Tally
from annotator.schema.names import bare

LABEL_KEYS = ("labels", "hypertextlabels", "paragraphlabels", "htmllabels")
RELATION = "relation"
_NO_TEXT = frozenset(
    ("x", "y", "points", "rle", "vertices", "sequence", "ranges", "channel", "brushlabels")
)
"""What values have that are about pictures, sounds, films or series."""
_TOLD = ("score", "hidden", "locked", "readonly")


@dataclass(slots=True)
class Region:
    """A stretch of the text with all results about it.

    ``value`` is the one that says where it is, ``where`` is where that stands in the file.
    """

    id: str
    where: str
    value: Mapping[str, Any]
    type: str
    labels: list[str] = field(default_factory=list)
    others: list[Mapping[str, Any]] = field(default_factory=list)
    meta: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Sorted:
    """The results of an annotation; regions by their ids, in order."""

    regions: dict[str, Region] = field(default_factory=dict)
    loose: list[Mapping[str, Any]] = field(default_factory=list)
    relations: list[Mapping[str, Any]] = field(default_factory=list)


def sorted_results(
    results: Sequence[Any], place: str, tally: Tally, foreign: frozenset[str]
) -> Sorted:
    """Return the results by what they are; ``foreign`` are names of what shows no text.

    Whatever is about no text is left out and told.
    """
    found = Sorted()
    loose: list[Mapping[str, Any]] = []
    for number, result in enumerate(results):
        if not isinstance(result, dict):
            tally.count(f"a result that is {kind_of(result)} was left out")
        elif result.get("type") == RELATION or "from_id" in result:
            found.relations.append(result)
        elif _is_about_text(result, tally, foreign):
            field_name = f"{place}.result[{number}]"
            if not _add_to_region(found, result, field_name, tally):
                loose.append(result)
    for result in loose:
        region = found.regions.get(str(result.get("id"))) if "id" in result else None
        (region.others if region else found.loose).append(result)
    return found


def _is_about_text(result: Mapping[str, Any], tally: Tally, foreign: frozenset[str]) -> bool:
    value = result.get("value")
    kind = str(result.get("type"))
    if not isinstance(value, dict):
        tally.count(
            f"1 result of type {bare(kind)} has no value and was left out",
            f"{{}} results of type {bare(kind)} have no value and were left out",
        )
        return False
    times = isinstance(value.get("start"), float) or isinstance(value.get("end"), float)
    if times or not _NO_TEXT.isdisjoint(value) or str(result.get("to_name")) in foreign:
        tally.count(
            f"1 result of type {bare(kind)} is about no text and was left out",
            f"{{}} results of type {bare(kind)} are about no text and were left out",
        )
        return False
    return True


def _add_to_region(found: Sorted, result: Mapping[str, Any], place: str, tally: Tally) -> bool:
    """Add a result that says where it is to its region; return whether it does."""
    value = result["value"]
    if "start" not in value or "end" not in value:
        return False
    id = str(result["id"]) if "id" in result else f"region {len(found.regions) + 1}"
    kind = str(result.get("type"))
    region = found.regions.get(id)
    if region is None:
        region = found.regions[id] = Region(id, place, value, kind)
    labels = _labels_in(kind, value)
    if labels is None:
        region.others.append(result)
    else:
        if not region.labels:
            region.value, region.type, region.where = value, kind, place
        region.labels.extend(labels)
    meta = result.get("meta")
    if isinstance(meta, dict):
        region.meta = {**meta, **region.meta}
    for name in _TOLD:
        if result.get(name):
            tally.count(f"{name} of 1 region was left out", f"{name} of {{}} regions was left out")
    return True


def _labels_in(kind: str, value: Mapping[str, Any]) -> list[str] | None:
    """Return the labels of a result; None if it is no result that labels."""
    for key in (kind, *LABEL_KEYS):
        labels = value.get(key)
        if key.endswith("labels") and isinstance(labels, list):
            return [label for label in labels if isinstance(label, str)]
    return [] if kind.endswith("labels") else None
