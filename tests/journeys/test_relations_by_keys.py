# SPDX-License-Identifier: MIT
"""Relations and events of an article entered from its spans, by key events alone."""

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from annotator.assets import corpora_dir
from annotator.gui.canvas.links_events import FIELDS, role_letters
from annotator.workspace.intake import Wishes
from annotator.workspace.workspace import Workspace
from tests.journeys.keyboard import CTRL, NONE, SHIFT, Key, sit_down

SHARED = Path(__file__).parents[3] / "shared"


@dataclass(frozen=True)
class Meant:
    """The text and its spans, which are there, and the relations and events that are wanted."""

    text: str
    spans: tuple
    relations: frozenset
    events: tuple


def of_the_sample():
    for line in (corpora_dir() / "sample.jsonl").read_text("utf-8").splitlines():
        article = json.loads(line)
        if article["id"] == "drenak-truce":
            return meant(article["text"], article)
    raise AssertionError("the sample has no such article")


def of_the_seed():
    if not (SHARED / "seed").is_dir():
        pytest.skip("the seed article in ../shared is not here")
    text = (SHARED / "seed" / "article.txt").read_bytes().decode("utf-8")
    return meant(text, json.loads((SHARED / "seed" / "gold.json").read_text("utf-8")))


def meant(text, article):
    spans = [
        {
            **{key: span[key] for key in ("id", "start", "end", "label")},
            "attributes": {k: v for k, v in span["attributes"].items() if v is not None},
        }
        for span in article["spans"]
    ]
    relations = {(one["type"], one["source"], one["target"]) for one in article["relations"]}
    return Meant(text, tuple(spans), frozenset(relations), tuple(map(wanted, article["events"])))


def wanted(event):
    trigger, time = event["trigger"], event.get("time")
    parts = {(part["role"], part.get("span") or part.get("target")) for part in event["arguments"]}
    return (
        (trigger["start"], trigger["end"]),
        event["type"],
        event.get("modality") or "asserted",
        frozenset(parts),
        (time["start"], time["end"]) if time else None,
        (time or {}).get("value") or "",
        event.get("reported_by") or "",
    )


@dataclass
class Linker:
    """A person with the article before them, who reads hints and the strip, and presses keys."""

    person: object
    article: Meant

    @property
    def layer(self):
        return self.person.workspace.layer("article")

    @property
    def strip(self):
        return self.person.window.workbench().strip

    @property
    def hints(self):
        return self.person.canvas.stage.overlay.links.hints

    def letters(self, text):
        for letter in text:
            key = getattr(Key, f"Key_{letter.upper()}")
            self.person.press(key, SHIFT if letter.isupper() else NONE)

    def hint_of(self, id):
        span = self.layer.span(id)
        place = (span.start, span.end, span.label)
        (hint,) = (one for one in self.hints if (one.start, one.end, one.label) == place)
        return hint

    def choose(self, name):
        (key,) = (choice.key for choice in self.strip.choices if choice.name == name)
        self.letters(key)

    def focus(self, id):
        """Go to a span: a step or two where it is near, else by its letters."""
        ordered = sorted(self.layer.spans(), key=lambda one: (one.start, -one.end, one.label))
        ids = [span.id for span in ordered]
        here = self.person.canvas.focused_span
        steps = ids.index(id) - ids.index(here) if here else 99
        if abs(steps) <= 2:
            key = Key.Key_BracketRight if steps > 0 else Key.Key_BracketLeft
            self.person.press(key, times=abs(steps))
        else:
            self.letters("g")
            self.letters(self.hint_of(id).code)
        assert self.person.canvas.focused_span == id

    def select(self, start, end):
        """Select words: the first by its letters, the others word by word."""
        self.letters("w")
        seen = self.person.canvas.seen_stretch
        while not seen()[0] <= start < seen()[1]:
            self.person.press(Key.Key_PageDown if start >= seen()[1] else Key.Key_PageUp)
        self.letters(self.article.text[start])
        if self.strip.isVisible():
            (code,) = (hint.code for hint in self.hints if hint.start == start)
            self.letters(code)
        while self.person.canvas.selection[1] < end:
            self.person.press(Key.Key_Right, SHIFT)
        assert self.person.canvas.selection == (start, end)

    def link(self, type, target):
        self.letters("l")
        self.letters(self.hint_of(target).code)
        if self.strip.isVisible():
            self.choose(type)
        assert not self.strip.isVisible()

    def frame(self, type, modality, parts, time, source):
        self.letters("e")
        self.choose(type)
        left = sorted(parts, key=lambda part: self.layer.span(part[1]).start)
        letters = role_letters(self.person.workspace.schema)
        while found := [one for one in left if self.hint_of(one[1]).mark == letters[one[0]]]:
            self.letters(self.hint_of(found[0][1]).code)
            left.remove(found[0])
        for role in dict.fromkeys(role for role, _ in left):
            self.letters(letters[role])
            for _, span in [part for part in left if part[0] == role]:
                self.letters(self.hint_of(span).code)
        self._fields(modality, time, source)
        self.person.press(Key.Key_Return)
        assert not self.strip.isVisible()

    def _fields(self, modality, time, source):
        keys = {name: key for key, name in FIELDS.items()}
        if source:
            self.letters(keys["reported by"])
            self.letters(self.hint_of(source).code)
        if modality != "asserted":
            self.letters(keys["how it is said"])
            self.choose(modality)
        if time is not None:
            self.letters(keys["when"])
            (code,) = (hint.code for hint in self.hints if (hint.start, hint.end) == time)
            self.letters(code)


@pytest.mark.timeout(600)
@pytest.mark.parametrize("article", [of_the_sample, of_the_seed])
def test_relations_and_events_entered_by_keys_alone_are_those_that_were_meant(
    article, qtbot, tmp_path, capsys
):
    wish = article()
    location = project_with_spans(wish, tmp_path)
    linker = Linker(sit_down(qtbot, location), wish)
    person = linker.person

    ways, links = enter_relations(linker)
    trips, frames = enter_events(linker)

    assert relations_of(linker.layer) == wish.relations
    assert events_of(linker.layer) == sorted(wish.events)
    undo_and_redo(person)
    assert relations_of(linker.layer) == wish.relations
    assert errors_of(person) == []
    person.window.close()

    again = Workspace.open(str(location), annotator="ann", read_only=True)
    assert relations_of(again.layer("article")) == wish.relations
    assert events_of(again.layer("article")) == sorted(wish.events)
    again.close()
    told = (
        f"\n{article.__name__}: {links / len(wish.relations):.2f} keys per relation "
        f"({(links + ways) / len(wish.relations):.2f} with the way to its source), "
        f"{frames / len(wish.events):.2f} per event "
        f"({(frames + trips) / len(wish.events):.2f} with the way to its trigger)"
    )
    with capsys.disabled():
        print(told)


def project_with_spans(wish, folder):
    file = folder / "spans.jsonl"
    line = {"id": "article", "text": wish.text, "annotator": "ann", "spans": list(wish.spans)}
    file.write_text(json.dumps(line), "utf-8")
    location = folder / "p.corpus"
    workspace = Workspace.create(str(location), annotator="ann")
    workspace.import_paths([file], Wishes(format="jsonl", annotator="ann"))
    assert {span.id for span in workspace.layer("article").spans()} == {
        span["id"] for span in wish.spans
    }
    workspace.close()
    return location


def enter_relations(linker):
    """Enter all relations; return the keys on the way to the sources, and those of linking."""
    places = {span["id"]: (span["start"], -span["end"]) for span in linker.article.spans}
    ways = links = 0
    for name, source, target in sorted(
        linker.article.relations, key=lambda one: (places[one[1]], places[one[2]])
    ):
        before = linker.person.pressed
        linker.focus(source)
        ways += linker.person.pressed - before
        before = linker.person.pressed
        linker.link(name, target)
        links += linker.person.pressed - before
    return ways, links


def enter_events(linker):
    """Enter all events; return the keys on the way to the triggers, and those of the events."""
    trips = frames = 0
    for trigger, name, modality, parts, time, _, source in sorted(
        linker.article.events, key=lambda one: one[0]
    ):
        before = linker.person.pressed
        linker.person.press(Key.Key_Escape)
        linker.select(*trigger)
        trips += linker.person.pressed - before
        before = linker.person.pressed
        linker.frame(name, modality, parts, time, source)
        frames += linker.person.pressed - before
    return trips, frames


def undo_and_redo(person):
    before = dict(person.workspace.layer("article").records)
    person.press(Key.Key_Z, CTRL, times=12)
    assert dict(person.workspace.layer("article").records) != before
    person.press(Key.Key_Z, CTRL | SHIFT, times=12)
    assert dict(person.workspace.layer("article").records) == before


def errors_of(person):
    about_links = [one for one in person.workspace.findings("article") if one.code[0] in "RV"]
    return [one.message for one in about_links if one.severity == "error"]


def relations_of(layer):
    return {(one.type, one.source, one.target) for one in layer.relations()}


def events_of(layer):
    return sorted(
        (
            event.trigger,
            event.type,
            event.modality,
            frozenset((part.role, part.target) for part in event.arguments),
            event.time,
            event.time_value,
            event.reported_by,
        )
        for event in layer.events()
    )
