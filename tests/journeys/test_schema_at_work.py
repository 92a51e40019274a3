# SPDX-License-Identifier: MIT
"""What does not fit is seen while one types, and mended with one key."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from annotator.workspace.workspace import Workspace
from tests.journeys.keyboard import CTRL, Key, sit_down

SHARED = Path(__file__).parents[3] / "shared"
OWN = """\
STANE - Rebels shelled army positions on Monday, and the Karsovan Army answered with rockets.
The monitor said that at least 153 were killed in the clashes: 80 rebel fighters, 54 soldiers, \
and 19 militia members.
The Karsovan Army left Stane at dawn, the monitor said, and the road to Stane was closed."""


@dataclass(frozen=True)
class Article:
    """A text, its counts (the total first), a name that comes twice, and a place."""

    text: str
    counts: tuple[str, ...]
    name: str
    place: str


def own():
    counts = ("at least 153", "80 rebel fighters", "54 soldiers", "19 militia members")
    return Article(OWN, counts, "Karsovan Army", "Stane")


def of_the_seed():
    if not (SHARED / "seed").is_dir():
        pytest.skip("the seed article in ../shared is not here")
    text = (SHARED / "seed" / "article.txt").read_bytes().decode("utf-8")
    counts = (
        "at least 153",
        "80 HTS militants",
        "54 Syrian army soldiers",
        "19 members of the Turkish-backed Syrian National Army",
    )
    return Article(text, counts, "Syrian Army", "Aleppo")


def places(text, words):
    found, at = [], text.find(words)
    while at >= 0:
        found.append((at, at + len(words)))
        at = text.find(words, at + 1)
    return found


@pytest.mark.parametrize("article", [own, of_the_seed])
def test_what_does_not_fit_is_mended_with_one_key(article, qtbot, tmp_path):
    wanted = article()
    (tmp_path / "article.txt").write_bytes(wanted.text.encode("utf-8"))
    location = tmp_path / "p.corpus"
    workspace = Workspace.create(str(location), annotator="ann")
    workspace.import_paths([tmp_path / "article.txt"])
    workspace.close()
    person = sit_down(qtbot, location)
    person.wait_until = qtbot.waitUntil

    count_is_read_and_mended(person, wanted)
    parts_are_linked_to_their_total(person, wanted)
    a_name_left_blank_is_labelled(person, wanted)
    a_place_of_two_kinds_is_seen(person, wanted)
    person.window.close()


def count_is_read_and_mended(person, wanted):
    """A count is there without typing; one that was taken away is asked for and comes back."""
    for words in wanted.counts:
        (place, *_) = places(wanted.text, words)
        person.select(*place)
        person.press(Key.Key_4)
        person.fill({"outcome": "killed"})
        person.press(Key.Key_Escape)
    total = span_at(person, wanted, wanted.counts[0])
    assert total.attributes["count"] == 153
    assert total.attributes["qualifier"] == "at_least"

    person.select(*places(wanted.text, wanted.counts[1])[0])
    person.press(Key.Key_Escape)
    clear(person, wanted.counts[1], "count", wanted)
    mend(person, "A04", "A05")
    assert span_at(person, wanted, wanted.counts[1]).attributes["count"] == 80


def parts_are_linked_to_their_total(person, wanted):
    mend(person, "R12")

    layer = person.workspace.layer(person.document)
    total = span_at(person, wanted, wanted.counts[0])
    parts = {span_at(person, wanted, words).id for words in wanted.counts[1:]}
    links = {(one.source, one.target) for one in layer.relations() if one.type == "part_of_total"}
    assert links == {(part, total.id) for part in parts}
    if any(one.code == "R09" for one in person.window.projects.project.opened.findings):
        mend(person, "R09")
    sums = [one.message for one in findings(person) if one.code == "R08"]
    assert sums == ["80 + 54 + 19 = 153"]


def a_name_left_blank_is_labelled(person, wanted):
    first, second, *_ = places(wanted.text, wanted.name)
    person.select(*first)
    person.press(Key.Key_1)
    person.fill({"actor_type": "state_military"})
    person.press(Key.Key_Escape)

    mend(person, "D03", at=second)

    assert second in {(one.start, one.end) for one in spans(person) if one.label == "ACTOR"}


def a_place_of_two_kinds_is_seen(person, wanted):
    first, second, *_ = places(wanted.text, wanted.place)
    for place, kind in ((first, "settlement"), (second, "region")):
        person.select(*place)
        person.press(Key.Key_2)
        person.fill({"place_type": kind, "precision": "1"})
        person.press(Key.Key_Escape)

    mend(person, "D02")

    kinds = {one.attributes["place_type"] for one in spans(person) if one.label == "LOCATION"}
    assert len(kinds) == 1


def findings(person):
    return person.window.projects.project.opened.findings


def spans(person):
    return list(person.workspace.layer(person.document).spans())


def span_at(person, wanted, words):
    (place, *_) = places(wanted.text, words)
    (found,) = [one for one in spans(person) if (one.start, one.end) == place]
    return found


def clear(person, words, name, wanted):
    """Empty a field of a span in the form, as a person would."""
    span = span_at(person, wanted, words)
    person.canvas.focus_span(span.id)
    form = person.window.workbench().attributes
    person.press(Key.Key_A)
    person._walk_to(form, [row.name for row in form.rows].index(name))
    person.press(Key.Key_A, CTRL)
    person.press(Key.Key_Delete)
    person.press(Key.Key_Return)
    person.press(Key.Key_Escape)
    assert name not in span_at(person, wanted, words).attributes


def is_active(window):
    """The list of a field that is closed may stay the active window without a real screen."""
    window.activateWindow()
    return QApplication.activeWindow() is window


def mend(person, *codes, at=None):
    """Walk to a problem with F8 and mend it with one key."""

    def is_meant(one):
        return one.code in codes and at in (None, (one.start, one.end))

    problems = person.window.workbench().problems
    person.wait_until(lambda: any(map(is_meant, findings(person))) and is_active(person.window))
    for _ in range(len(findings(person)) + 1):
        person.press(Key.Key_F8)
        one = findings(person)[problems.current]
        if is_meant(one):
            break
    else:
        raise AssertionError(f"{codes} is not among {[one.code for one in findings(person)]}")
    before = person.pressed
    person.press(Key.Key_F9)
    assert person.pressed == before + 1
    if one.code == "D03":  # what was made has the focus
        made = person.workspace.layer(person.document).span(person.canvas.focused_span)
        assert (made.start, made.end) == (one.start, one.end)
    left = [(two.code, two.record, two.start) for two in findings(person)]
    assert (one.code, one.record, one.start) not in left
    person.press(Key.Key_Escape)
