# SPDX-License-Identifier: MIT
"""Relations, events and entities in the window, by real key events."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from annotator.model.records import Argument, Entity
from tests.gui.window.conftest import CTRL, SHIFT, TEXTS

Key = Qt.Key


class Hand:
    """Labels words, and reads hints as they are shown."""

    def __init__(self, driver):
        self.driver = driver
        self.canvas = driver.canvas
        self.pane = driver.bench.relations

    @property
    def layer(self):
        return self.driver.workspace.layer(self.driver.id)

    @property
    def hints(self):
        return self.canvas.stage.overlay.links.hints

    @property
    def asked(self):
        return self.driver.bench.strip.question

    def label(self, words, key):
        self.driver.select(words)
        self.driver.press(key)
        return self.canvas.focused_span

    def letters(self, text):
        for letter in text:
            modifier = SHIFT if letter.isupper() else Qt.KeyboardModifier.NoModifier
            self.driver.press(getattr(Key, f"Key_{letter.upper()}"), modifier)

    def choose(self, id):
        start = self.layer.span(id).start
        (code,) = (hint.code for hint in self.hints if hint.start == start)
        self.letters(code)

    def relations(self):
        return [(one.type, one.source, one.target) for one in self.layer.relations()]


@pytest.fixture
def hand(driver):
    hand = Hand(driver)
    hand.fighters = hand.label("HTS fighters", Key.Key_1)
    hand.town = hand.label("Darat Izza", Key.Key_2)
    hand.dead = hand.label("Two soldiers", Key.Key_4)
    hand.mortar = hand.label("mortar", Key.Key_3)
    return hand


def test_three_keys_make_a_relation_between_paragraphs_and_undo_takes_it_back(hand):
    hand.canvas.focus_span(hand.fighters)
    hand.letters("l")
    assert "HTS fighters" in hand.asked
    hand.choose(hand.mortar)

    assert hand.relations() == [("uses", hand.fighters, hand.mortar)]
    assert hand.asked == ""
    assert hand.hints == ()
    assert hand.canvas.hasFocus()
    hand.driver.press(Key.Key_Z, CTRL)
    assert hand.relations() == []


def test_where_several_relations_fit_the_strip_asks_which(hand):
    hand.canvas.focus_span(hand.fighters)
    hand.letters("l")
    hand.choose(hand.town)
    assert [choice.name for choice in hand.driver.bench.strip.choices] == ["controls", "located_in"]
    hand.letters("l")

    assert hand.relations() == [("located_in", hand.fighters, hand.town)]


def test_only_the_spans_that_the_schema_allows_have_letters(hand):
    hand.canvas.focus_span(hand.mortar)
    hand.letters("l")
    starts = {hint.start for hint in hand.hints}
    assert starts == {hand.layer.span(hand.town).start}


def test_while_letters_choose_no_key_changes_anything_else(hand):
    hand.canvas.focus_span(hand.fighters)
    before = dict(hand.layer.records)
    hand.letters("l")
    for key in (Key.Key_2, Key.Key_Delete, Key.Key_BracketRight, Key.Key_Backspace):
        hand.driver.press(key)
    assert dict(hand.layer.records) == before
    assert hand.asked
    hand.driver.press(Key.Key_Escape)
    assert hand.asked == ""
    assert hand.canvas.focused_span == hand.fighters


def test_when_the_text_loses_the_keyboard_letters_are_letters_again(hand):
    hand.canvas.focus_span(hand.fighters)
    hand.letters("l")
    hand.driver.press(Key.Key_F6)
    assert hand.asked == ""
    assert hand.hints == ()


def test_another_document_ends_what_is_asked_and_draws_nothing_of_the_first(hand):
    hand.canvas.focus_span(hand.fighters)
    hand.letters("l")
    hand.driver.press(Key.Key_PageDown, CTRL)
    assert hand.driver.id != "first"
    assert hand.asked == ""
    assert hand.canvas.stage.overlay.links.links == ()


def test_an_event_is_made_of_a_word_and_every_step_can_be_undone(hand):
    hand.letters("w")
    hand.letters("s")
    (code,) = (hint.code for hint in hand.hints if hint.start == TEXTS["first"].index("struck"))
    hand.letters(code)
    hand.letters("ea")
    hand.choose(hand.fighters)
    hand.choose(hand.town)
    hand.driver.press(Key.Key_Return)

    (event,) = hand.layer.events()
    assert event.type == "attack"
    assert event.arguments == (
        Argument("attacker", hand.fighters),
        Argument("place", hand.town),
    )
    hand.driver.press(Key.Key_Z, CTRL, times=2)
    (event,) = hand.layer.events()
    assert event.arguments == ()
    hand.driver.press(Key.Key_Z, CTRL)
    assert list(hand.layer.events()) == []


def test_when_an_event_is_undone_while_it_is_filled_its_letters_go(hand):
    hand.driver.select("struck")
    hand.letters("ea")
    assert hand.asked
    hand.driver.press(Key.Key_Z, CTRL)
    assert hand.asked == ""
    assert hand.hints == ()


def test_links_of_the_focused_span_are_drawn_and_all_on_demand(hand):
    hand.canvas.focus_span(hand.fighters)
    hand.letters("l")
    hand.choose(hand.mortar)
    drawn = hand.canvas.stage.overlay
    assert [link.name for link in drawn.links.links] == ["uses"]
    hand.canvas.focus_span(hand.town)
    assert drawn.links.links == ()
    hand.letters("r")
    assert [link.name for link in drawn.links.links] == ["uses"]
    hand.letters("r")
    assert drawn.links.links == ()


def test_a_drawn_link_changes_the_picture(hand):
    hand.canvas.focus_span(hand.fighters)
    QApplication.processEvents()
    before = hand.canvas.grab().toImage()
    hand.letters("l")
    hand.choose(hand.mortar)
    hand.canvas.focus_span(hand.fighters)
    QApplication.processEvents()
    assert hand.canvas.grab().toImage() != before


def test_the_pane_goes_there_changes_the_type_and_removes_by_keys(hand):
    hand.canvas.focus_span(hand.fighters)
    hand.letters("l")
    hand.choose(hand.town)
    hand.letters("c")
    hand.canvas.focus_span(hand.dead)

    hand.driver.press(Key.Key_6, Qt.KeyboardModifier.AltModifier)
    assert hand.pane.list.hasFocus()
    hand.letters("tl")
    assert hand.relations() == [("located_in", hand.fighters, hand.town)]
    assert hand.pane.list.hasFocus()
    hand.driver.press(Key.Key_Return)
    assert hand.canvas.focused_span == hand.fighters
    assert hand.canvas.hasFocus()
    hand.driver.press(Key.Key_6, Qt.KeyboardModifier.AltModifier)
    hand.driver.press(Key.Key_Delete)
    assert hand.relations() == []
    hand.driver.press(Key.Key_Z, CTRL)
    assert hand.relations() == [("located_in", hand.fighters, hand.town)]


def test_a_type_of_the_pane_that_is_not_there_any_more_asks_no_more_after_esc(hand):
    hand.canvas.focus_span(hand.fighters)
    hand.letters("l")
    hand.choose(hand.town)
    hand.letters("c")
    hand.driver.press(Key.Key_6, Qt.KeyboardModifier.AltModifier)
    hand.letters("t")
    assert hand.asked
    hand.driver.press(Key.Key_Escape)
    assert hand.asked == ""
    assert hand.relations() == [("controls", hand.fighters, hand.town)]


def test_mentions_of_one_thing_share_what_is_known_of_it_by_one_key(hand):
    hts = hand.label("HTS", Key.Key_1)
    hand.letters("s")
    hand.letters(hand.hints[0].code)
    (entity,) = (one for one in hand.layer.records.values() if isinstance(one, Entity))
    assert set(entity.mentions) == {hts, hand.fighters}

    hand.driver.press(Key.Key_6, Qt.KeyboardModifier.AltModifier)
    field = hand.pane.fields["country"]
    field.setFocus()
    hand.driver.write("SYR")
    hand.driver.press(Key.Key_Return)
    assert hand.layer.get(entity.id).attributes == {"country": "SYR"}

    hand.canvas.setFocus()
    hand.canvas.focus_span(hand.fighters)
    QApplication.processEvents()
    assert "country" in hand.driver.said
    hand.letters("d")
    assert hand.layer.span(hand.fighters).attributes["country"] == "SYR"
    hand.driver.press(Key.Key_6, Qt.KeyboardModifier.AltModifier)
    hand.letters("f")
    assert hand.layer.span(hts).attributes["country"] == "SYR"
    hand.driver.press(Key.Key_Z, CTRL)
    assert "country" not in hand.layer.span(hts).attributes


def test_a_value_that_is_none_is_refused_in_words(hand):
    hand.label("HTS", Key.Key_1)
    hand.letters("s")
    hand.letters(hand.hints[0].code)
    hand.driver.press(Key.Key_6, Qt.KeyboardModifier.AltModifier)
    field = hand.pane.fields["wikidata"]
    field.setFocus()
    hand.driver.write("Syria")
    hand.driver.press(Key.Key_Return)
    assert "wikidata" in hand.driver.said
    assert field.text() == ""
    (entity,) = (one for one in hand.layer.records.values() if isinstance(one, Entity))
    assert entity.attributes == {}


def test_letters_go_to_any_span(hand):
    hand.canvas.set_caret(0)
    hand.letters("g")
    hand.choose(hand.mortar)
    assert hand.canvas.focused_span == hand.mortar
