# SPDX-License-Identifier: MIT
"""The shapes in which Label Studio writes a task, as one: data, annotations, predictions."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from annotator.errors import InputError
from annotator.formats.json_text import kind_of
from annotator.formats.label_studio.regions import LABEL_KEYS

_MIN_KEYS = frozenset(("annotator", "annotation_id", "created_at", "updated_at", "lead_time"))
_CONTROLS = ("choices", "textarea", "rating", "number", "taxonomy", "datetime", "pairwise")
_FROM_MIN = "from_min"
_PLACE_KEYS = ("start", "startOffset", "end", "endOffset")


@dataclass(frozen=True, slots=True)
class Task:
    """A task and the line in which it starts; ``wrong`` says why it is none."""

    line: int
    value: dict[str, Any]
    wrong: str = ""


def tasks_in(line: int, value: dict[str, Any]) -> Iterator[Task]:
    """Yield the tasks that an object of a file stands for; InputError if it stands for none."""
    inside = value.get("tasks")
    if isinstance(inside, list) and "data" not in value:
        for number, item in enumerate(inside):
            if not isinstance(item, dict):
                raise InputError(f"tasks[{number}] must be an object, not {kind_of(item)}")
            yield from tasks_in(line, item)
    elif isinstance(value.get("data"), dict):
        yield Task(line, value)
    elif isinstance(value.get("result"), list) and isinstance(value.get("task"), dict):
        yield Task(line, _of_annotation(value))
    elif "data" in value:
        raise InputError(f"data must be an object, not {kind_of(value['data'])}")
    elif "annotation_id" in value or "annotator" in value:
        yield Task(line, _of_min(value))
    else:
        yield Task(line, {"data": value})


def together(tasks: Iterator[Task]) -> Iterator[Task]:
    """Yield the tasks; those of JSON-MIN that follow each other and are one become one."""
    waiting: Task | None = None
    try:
        for task in tasks:
            if waiting is not None and _are_one(waiting, task):
                waiting.value["annotations"].extend(task.value["annotations"])
                continue
            if waiting is not None:
                yield waiting
            waiting = task if task.value.get(_FROM_MIN) else None
            if waiting is None:
                yield task
    except InputError:
        if waiting is not None:
            yield waiting
        raise
    if waiting is not None:
        yield waiting


def _are_one(before: Task, after: Task) -> bool:
    one, other = before.value, after.value
    if not (one.get(_FROM_MIN) and other.get(_FROM_MIN)) or one.get("id") is None:
        return False
    return bool(one["id"] == other.get("id") and one["data"] == other["data"])


def _of_annotation(value: dict[str, Any]) -> dict[str, Any]:
    """Return the task of an annotation that carries it, as storages hold them."""
    annotation = {key: item for key, item in value.items() if key != "task"}
    return {**value["task"], "annotations": [annotation], "predictions": []}


def _of_min(value: Mapping[str, Any]) -> dict[str, Any]:
    """Return the task of an object of JSON-MIN: keys of the data and of the controls side by side.

    What stands between ``id`` and ``annotator`` is what was annotated, as Label Studio writes it;
    where these are not in this order, only what looks like results is.
    """
    keys = list(value)
    first = keys.index("id") if "id" in value else len(keys)
    last = keys.index("annotator") if "annotator" in value else -1
    controls = set(keys[first + 1 : last]) if first < last else set()
    results: list[dict[str, Any]] = []
    data: dict[str, Any] = {}
    for key, item in value.items():
        if key in _MIN_KEYS or key == "id":
            continue
        if _looks_like_results(item) or (key in controls and not _may_be_text(key, item)):
            results.extend(_results(key, item))
        else:
            data[key] = item
    annotation = {
        "id": value.get("annotation_id"),
        "completed_by": value.get("annotator"),
        "created_at": value.get("created_at"),
        "updated_at": value.get("updated_at"),
        "result": results,
    }
    return {"id": value.get("id"), "data": data, "annotations": [annotation], _FROM_MIN: True}


def _may_be_text(key: str, item: object) -> bool:
    return key == "text" and isinstance(item, str)


def _looks_like_results(item: object) -> bool:
    if isinstance(item, dict):
        return len(item) == 1 and not item.keys().isdisjoint(_CONTROLS)
    return (
        isinstance(item, list)
        and bool(item)
        and all(isinstance(each, dict) and _type_of(each) for each in item)
    )


def _results(key: str, item: object) -> Iterator[dict[str, Any]]:
    for each in item if isinstance(item, list) else [item]:
        if not isinstance(each, dict):
            yield {"from_name": key, "type": "choices", "value": {"choices": [each]}}
            continue
        result = {"from_name": key, "type": _type_of(each) or "choices", "value": each}
        if "start" in each and "end" in each:
            place = [each.get(name) for name in _PLACE_KEYS]
            result["id"] = "-".join(str(part) for part in place if part is not None)
        yield result


def _type_of(value: Mapping[str, Any]) -> str:
    """Return the type of a result of JSON-MIN, by what its value holds; empty if it is none."""
    for name in (*LABEL_KEYS, *_CONTROLS):
        if name in value:
            return name
    named = next((name for name in value if name.endswith("labels")), "")
    if not named and isinstance(value.get("text"), list):
        return "textarea"
    return named or ("labels" if {"start", "end"} <= value.keys() else "")
