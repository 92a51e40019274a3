# SPDX-License-Identifier: MIT
from pathlib import Path

from annotator.gui.commands.key_table import key_rows, key_table, written
from annotator.gui.commands.registry import COMMANDS

PAGE = Path(__file__).parents[3] / "docs" / "keys.md"


def test_the_page_of_keys_is_the_one_the_registry_gives():
    assert PAGE.read_text("utf-8") == key_table()


def test_every_command_with_a_key_is_in_the_table():
    titles = {row.title for row in key_rows()}

    assert [one.id for one in COMMANDS if one.keys and one.title not in titles] == []


def test_keys_are_written_as_people_say_them():
    assert written("Ctrl+Return") == "Ctrl+Enter"
    assert written("Del") == "Delete"
    assert written("Ctrl++") == "Ctrl++"
    assert written("Ctrl+PgDown") == "Ctrl+PgDown"
