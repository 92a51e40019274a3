# SPDX-License-Identifier: MIT
from hypothesis import given
from hypothesis import strategies as st

from annotator.gui.commands.desk import State
from annotator.gui.commands.palette import closeness, hits
from annotator.gui.commands.registry import COMMANDS

OPEN = State(project=True, document=True, writable=True)


def test_an_empty_filter_gives_every_command_possible_ones_first():
    found = hits("", COMMANDS, OPEN)

    possible = [hit.possible for hit in found]
    assert len(found) == len(COMMANDS)
    assert possible == sorted(possible, reverse=True)


def test_typing_the_start_of_a_title_finds_it_first():
    assert hits("export", COMMANDS, OPEN)[0].command.id == "project.export"
    assert hits("next doc", COMMANDS, OPEN)[0].command.id == "document.next"


def test_typing_the_first_letters_of_words_finds_the_command():
    ids = [hit.command.id for hit in hits("fiad", COMMANDS, OPEN)]

    assert "edit.find_in_project" in ids[:3]


def test_letters_that_no_title_has_in_that_order_find_nothing():
    assert hits("zzqx", COMMANDS, OPEN) == []


def test_a_label_is_found_by_its_name():
    state = State(project=True, document=True, writable=True, labels={"1": "ACTOR"})

    assert hits("actor", COMMANDS, state)[0].command.id == "annotate.label_1"


@given(st.text(alphabet="abc ", max_size=12), st.text(alphabet="abc ", max_size=20))
def test_closeness_is_given_exactly_when_the_letters_stand_in_order(typed, title):
    letters = typed.replace(" ", "")
    rest = iter(title)
    stands = all(letter in rest for letter in letters)

    assert (closeness(letters, title) is not None) is stands
