# SPDX-License-Identifier: MIT
"""Which of the values in a task's data is its text."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from annotator.errors import InputError
from annotator.formats.json_text import kind_of
from annotator.formats.label_studio.config import LabelConfig, TextTag
from annotator.formats.label_studio.html_text import page_of
from annotator.formats.label_studio.texts import Dialogue, HtmlText, PlainText, TaskText, says
from annotator.schema.names import listed, shown

AUTO, HTML, PLAIN = "auto", "html", "plain"
_USUAL = ("text", "content", "body", "document", "article", "html", "dialogue", "dialog", "dialogs")
_ADDRESS = re.compile(r"\s*(?:https?|s3|gs|azure-blob|file)://\S*\s*|/data/\S+", re.IGNORECASE)
_MARKUP = re.compile(
    r"\s*<(?:!doctype|html|head|body|div|p|table|section|article|span|h[1-6]|ul|ol)\b",
    re.IGNORECASE,
)
_HTML_TYPES = ("hypertextlabels", "htmllabels")
_DIALOGUE_TYPE = "paragraphlabels"


@dataclass(slots=True)
class TextChooser:
    """Chooses by what the person said, by the label config, by what fits the regions, by name.

    ``as_html`` is one of AUTO, HTML and PLAIN. ``last_key`` is what the last task with regions
    had: one without is taken to be alike.
    """

    config: LabelConfig
    text_key: str = ""
    as_html: str = AUTO
    last_key: str = ""
    last_was_html: bool = False
    _pages: dict[str, HtmlText] = field(default_factory=dict)

    def text_of(self, data: Mapping[str, Any], results: Sequence[Mapping[str, Any]]) -> TaskText:
        """Return the text of a task; InputError if it has none."""
        self._pages.clear()
        regions = [result for result in results if _is_region(result)]
        named = self._by_config(data, results)
        if isinstance(named, PlainText):
            return named
        keys = [named] if named else list(dict.fromkeys(self._candidates(data, results)))
        if not keys:
            raise InputError(_no_text(data))
        chosen: TaskText | None = None
        for key in keys:
            text = self._made(key, data, regions)
            if len(keys) == 1 or _fits(text, regions):
                chosen = text
                break
        if chosen is None:
            chosen = self._made(keys[0], data, regions)
        if regions:
            self.last_key, self.last_was_html = chosen.key, isinstance(chosen, HtmlText)
        return chosen

    def _by_config(
        self, data: Mapping[str, Any], results: Sequence[Mapping[str, Any]]
    ) -> str | PlainText:
        """Return the key that was named, or the text of the config itself; empty if neither."""
        if self.text_key:
            return _checked(self.text_key, data)
        tag = self.tag_of(results)
        if tag is None:
            return ""
        if tag.literal:
            return PlainText.of("", tag.literal)
        if tag.at_address and isinstance(data.get(tag.key), str):
            raise InputError(f"the text is not in the file, but at the address in {shown(tag.key)}")
        return tag.key if _is_text(data.get(tag.key), self._keys_of(tag.key)[0]) else ""

    def tag_of(self, results: Sequence[Mapping[str, Any]]) -> TextTag | None:
        """Return the tag of the config that shows the text which most results are about."""
        given = [result.get("to_name") for result in results]
        names = [None if name is None else str(name) for name in given]
        texts = self.config.texts
        known = [name for name in names if name is not None and name in texts]
        if known:
            return texts[max(dict.fromkeys(known), key=known.count)]
        others = all(name is None or name in self.config.others for name in names)
        return next(iter(texts.values()), None) if others else None

    def _candidates(
        self, data: Mapping[str, Any], results: Sequence[Mapping[str, Any]]
    ) -> Iterator[str]:
        fit = {key for key, value in data.items() if _is_text(value, self._keys_of(key)[0])}
        if self.last_key in fit:
            yield self.last_key
        for key in ("source", "to_name"):
            for name in dict.fromkeys(str(result.get(key)) for result in results):
                if name.removeprefix("$") in fit:
                    yield name.removeprefix("$")
        yield from (key for key in _USUAL if key in fit)
        yield from sorted(fit, key=lambda key: (-len(data[key]), key))

    def _made(
        self, key: str, data: Mapping[str, Any], regions: Sequence[Mapping[str, Any]]
    ) -> TaskText:
        value = data[key]
        if isinstance(value, list):
            return Dialogue.of(key, value, *self._keys_of(key))
        if self._is_html(key, value, regions):
            if key not in self._pages:
                self._pages[key] = HtmlText(key, page_of(value), value)
            return self._pages[key]
        return PlainText.of(key, value)

    def _keys_of(self, key: str) -> tuple[str, str]:
        for tag in self.config.texts.values():
            if tag.key == key:
                return tag.text_key, tag.name_key
        return "text", "author"

    def _is_html(self, key: str, value: str, regions: Sequence[Mapping[str, Any]]) -> bool:
        if self.as_html != AUTO:
            return self.as_html == HTML
        tags = [tag.tag for tag in self.config.texts.values() if tag.key == key]
        if tags:
            return "HyperText" in tags
        if regions:
            return any(_has_path(region) for region in regions)
        if self.last_key == key:
            return self.last_was_html
        return _MARKUP.match(value) is not None


def _checked(key: str, data: Mapping[str, Any]) -> str:
    if key not in data:
        raise InputError(f"its data has no {shown(key)}; it has {listed(data)}")
    value = data[key]
    if not _is_text(value, "text") and not isinstance(value, str):
        raise InputError(f"{shown(key)} must be a text, not {kind_of(value)}")
    return key


def _is_text(value: object, text_key: str) -> bool:
    if isinstance(value, str):
        return bool(value.strip()) and not _ADDRESS.fullmatch(value)
    if isinstance(value, list) and value:
        return all(isinstance(item, dict) for item in value) and any(
            isinstance(item.get(text_key), str) and item[text_key].strip() for item in value
        )
    return False


def _no_text(data: Mapping[str, Any]) -> str:
    if not data:
        return "the task has no text: its data is empty"
    addresses = [k for k, v in data.items() if isinstance(v, str) and _ADDRESS.fullmatch(v)]
    if addresses:
        return f"the task has no text, only an address in {listed(addresses)}"
    return f"the task has no text: its data has {listed(data)}"


def _is_region(result: Mapping[str, Any]) -> bool:
    value = result.get("value")
    return isinstance(value, dict) and "start" in value and "end" in value


def _has_path(region: Mapping[str, Any]) -> bool:
    start = region["value"].get("start")
    if not isinstance(start, str) or region.get("type") == _DIALOGUE_TYPE:
        return False
    return start.startswith("/") or region.get("type") in _HTML_TYPES


def _fits(text: TaskText, regions: Sequence[Mapping[str, Any]]) -> bool:
    """Return whether every region has a place in the text, with its words there."""
    for region in regions:
        value = region["value"]
        words = words_of(region)
        places = [reading.place for reading in text.readings(value)]
        if words is not None and not any(says(text, place, words) for place in places):
            return False
        if not places:
            return False
    return True


def words_of(region: Mapping[str, Any]) -> str | None:
    """Return the words that a region says it covers; of a remark on one, ``text`` is the remark."""
    words = region["value"].get("text")
    return words if isinstance(words, str) and region.get("type") != "textarea" else None
