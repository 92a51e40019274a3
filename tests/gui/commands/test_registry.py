# SPDX-License-Identifier: MIT
import re
from collections import Counter

import pytest

from annotator.gui.commands.command import Command, Scope
from annotator.gui.commands.desk import State
from annotator.gui.commands.registry import COMMANDS, command

EVERYTHING = State(
    project=True,
    document=True,
    writable=True,
    span=True,
    complete=True,
    matches=True,
    problems=True,
    fixable=True,
    undo="span.add",
    redo="span.move",
    labels={"1": "ACTOR"},
)

KEYS_OF_THE_MANUAL = {
    "1": "annotate.label_1",
    "9": "annotate.label_9",
    "[": "annotate.previous_span",
    "]": "annotate.next_span",
    "C": "annotate.cycle_spans",
    "Alt+Left": "annotate.end_left_token",
    "Alt+Right": "annotate.end_right_token",
    "Alt+Shift+Left": "annotate.start_left_token",
    "Alt+Shift+Right": "annotate.start_right_token",
    "Ctrl+Alt+Right": "annotate.end_right_grapheme",
    "Ctrl+Alt+Shift+Left": "annotate.start_left_grapheme",
    "Esc": "annotate.clear",
    "Ctrl+Z": "edit.undo",
    "Ctrl+Shift+Z": "edit.redo",
    "Ctrl+Y": "edit.redo",
    "Ctrl+PgDown": "document.next",
    "Ctrl+PgUp": "document.previous",
    "Ctrl+Return": "document.complete",
    "Ctrl+Enter": "document.complete",
    "Ctrl+F": "edit.find",
    "F3": "edit.find_next",
    "Shift+F3": "edit.find_previous",
    "Ctrl+Shift+F": "edit.find_in_project",
    "Ctrl+Shift+P": "view.palette",
    "F6": "view.next_pane",
    "Shift+F6": "view.previous_pane",
    "Ctrl+O": "project.open",
    "Ctrl+N": "project.new",
    "Ctrl+I": "project.import",
    "Ctrl+E": "project.export",
    "Ctrl+S": "project.save",
    "Ctrl++": "view.zoom_in",
    "Ctrl+-": "view.zoom_out",
    "Ctrl+0": "view.zoom_normal",
    "Ctrl+,": "edit.preferences",
    "Ctrl+Q": "project.quit",
    "F1": "help.keys",
    "F2": "document.rename",
    "Ctrl+T": "document.tag",
}


class Recorder:
    """A desk that notes which verb was called."""

    def __init__(self):
        self.calls = []

    def __getattr__(self, about):
        desk = self

        class Verbs:
            def __getattr__(self, verb):
                return lambda *values, **named: desk.calls.append(
                    (about, verb, *values, *named.items())
                )

        return Verbs()


def test_every_id_is_there_once():
    counts = Counter(one.id for one in COMMANDS)

    assert [id for id, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("one", COMMANDS, ids=lambda one: one.id)
def test_every_command_calls_exactly_one_verb(one: Command):
    desk = Recorder()

    one.run(desk)

    assert len(desk.calls) == 1


@pytest.mark.parametrize("one", COMMANDS, ids=lambda one: one.id)
def test_no_two_commands_do_the_same(one: Command):
    desk, other = Recorder(), Recorder()
    one.run(desk)
    for another in COMMANDS:
        if another.id != one.id:
            another.run(other)

    assert desk.calls[0] not in other.calls


def test_a_key_means_one_thing_in_one_place():
    keys = Counter((key, one.scope) for one in COMMANDS for key in one.keys)
    anywhere = {key for key, scope in keys if scope is Scope.WINDOW}

    assert [pair for pair, count in keys.items() if count > 1] == []
    assert [key for key, scope in keys if scope is not Scope.WINDOW and key in anywhere] == []


@pytest.mark.parametrize("one", COMMANDS, ids=lambda one: one.id)
def test_a_key_that_a_text_field_needs_never_works_in_the_whole_window(one: Command):
    plain = [key for key in one.keys if not re.match(r"(Ctrl|Alt|F\d)|Shift\+F\d", key)]

    assert not plain or one.scope is not Scope.WINDOW


@pytest.mark.parametrize(("key", "id"), KEYS_OF_THE_MANUAL.items())
def test_a_promised_key_does_what_was_promised(key: str, id: str):
    assert key in command(id).keys


@pytest.mark.parametrize("one", COMMANDS, ids=lambda one: one.id)
def test_without_a_project_only_what_needs_none_is_possible(one: Command):
    free = {"project.new", "project.open", "project.sample", "project.quit", "view.palette"}
    free |= {"edit.preferences", "help.keys", "help.about"}

    assert one.when(State()) is (one.id in free)


def test_a_project_for_reading_only_lets_nothing_be_changed():
    reading = State(project=True, document=True, span=True, undo="span.add", labels={"1": "ACTOR"})
    changing = ("annotate.label_1", "annotate.remove", "annotate.end_left_token", "edit.undo")
    changing += ("document.complete", "document.rename", "document.remove", "project.import")

    assert [id for id in changing if command(id).when(reading)] == []
    assert command("annotate.next_span").when(reading)


def test_undo_says_what_it_would_take_back():
    assert command("edit.undo").title_in(EVERYTHING) == "Undo: add span"
    assert command("edit.undo").title_in(State()) == "Undo"


def test_a_label_key_says_which_label_it_gives():
    assert command("annotate.label_1").title_in(EVERYTHING) == "Label as ACTOR"
    assert not command("annotate.label_2").when(EVERYTHING)
