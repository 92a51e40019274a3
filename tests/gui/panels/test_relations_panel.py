# SPDX-License-Identifier: MIT
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest

from annotator.gui.bridge.links import EntityForm, LinkRow
from annotator.gui.canvas.links import Ground
from annotator.gui.panels.relations import RelationsPanel
from annotator.gui.session.link_keys import key_of
from annotator.gui.session.link_rows import link_rows
from annotator.gui.widgets.choice_strip import ChoiceStrip, KeyChoice
from annotator.model.annotations import Annotations
from annotator.model.records import Argument, Entity, EventFrame, Relation, Span
from annotator.schema.files import default_schema

ROWS = [
    LinkRow("relation", "r1", "uses", "army → mortars"),
    LinkRow("relation", "r2", "controls", "army → Idlib"),
    LinkRow("event", "e1", "attack “shelled”", "attacker: army"),
    LinkRow("entity", "t1", "the <b>army</b>", "2 mentions"),
]


@pytest.fixture
def panel(qtbot):
    panel = RelationsPanel()
    qtbot.addWidget(panel)
    panel.set_rows(ROWS)
    panel.show()
    panel.enter()
    return panel


def test_each_kind_has_a_head_that_cannot_be_chosen(panel):
    texts = [panel.list.item(place).text() for place in range(panel.list.count())]
    assert [text for text in texts if "\n" not in text] == ["Relations 2", "Events 1", "Entities 1"]
    assert panel.current == "r1"
    QTest.keyClick(panel.list, Qt.Key.Key_Down, delay=1)
    QTest.keyClick(panel.list, Qt.Key.Key_Down, delay=1)
    assert panel.current == "e1"


@pytest.mark.parametrize(
    ("key", "name"),
    [
        (Qt.Key.Key_Return, "go_requested"),
        (Qt.Key.Key_T, "retype_requested"),
        (Qt.Key.Key_F, "fill_requested"),
        (Qt.Key.Key_Delete, "remove_requested"),
    ],
)
def test_keys_ask_for_what_is_at_hand(panel, qtbot, key, name):
    panel.choose("e1")
    with qtbot.waitSignal(getattr(panel, name)) as asked:
        QTest.keyClick(panel.list, key)
    assert asked.args == ["e1"]


def test_what_is_at_hand_stays_and_what_follows_a_removed_one_is_next(panel):
    panel.choose("r2")
    panel.set_rows([ROWS[1], *ROWS[2:]])
    assert panel.current == "r2"
    panel.set_rows(ROWS[2:])
    assert panel.current == "e1"


def test_a_field_of_an_entity_tells_what_was_typed_once(panel, qtbot):
    panel.show_entity(EntityForm("t1", "the army", {"country": "SYR"}, writable=True))
    told = []
    panel.field_changed.connect(lambda *what: told.append(what))
    field = panel.fields["wikidata"]
    field.setFocus()
    QTest.keyClicks(field, "Q42")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert panel.fields["country"].text() == "SYR"
    assert told == [("t1", "wikidata", "Q42")]


def test_typing_t_or_f_into_a_field_asks_for_nothing(panel):
    panel.show_entity(EntityForm("t1", "the army", {}, writable=True))
    told = []
    panel.retype_requested.connect(told.append)
    panel.fill_requested.connect(told.append)
    field = panel.fields["canonical_name"]
    field.setFocus()
    QTest.keyClicks(field, "tf")
    assert field.text() == "tf"
    assert told == []


def test_rows_are_in_the_order_of_the_text_and_harmless():
    spans = [Span("b", "ACTOR", ((9, 12),)), Span("a", "WEAPON", ((0, 4),))]
    records = [
        *spans,
        Relation("r", "uses", "b", "a"),
        Relation("s", "alias_of", "a", "b"),
        EventFrame("e", "attack", (5, 8), (Argument("attacker", "b"),), time=(0, 4)),
        Entity("t", ("b",), {"country": "SYR"}),
    ]
    text = "gun\x1b was the army"
    layer = Annotations({record.id: record for record in records})
    rows = link_rows(Ground(text, layer, default_schema()))
    assert [row.id for row in rows] == ["s", "r", "e", "t"]
    assert rows[2].more == "attacker: the\nwhen: gun␛"
    assert rows[3] == LinkRow("entity", "t", "the", "1 mention, SYR")
    assert "\x1b" not in "".join(row.text + row.more for row in rows)


def test_the_strip_says_all_its_choices_and_is_higher_where_it_is_narrow(qtbot):
    strip = ChoiceStrip()
    qtbot.addWidget(strip)
    choices = [KeyChoice(letter, f"choice {letter}", letter == "b") for letter in "abcdefgh"]
    strip.ask("What <b>happened</b>?", choices, "Esc: leave")
    strip.resize(1200, 100)
    wide = strip.sizeHint().height()
    strip.resize(240, 100)
    assert strip.sizeHint().height() > wide
    assert strip.question == "What <b>happened</b>?"
    assert "b choice b" in strip.accessibleName()
    strip.hide()
    assert strip.question == ""


@pytest.mark.parametrize(
    ("key", "modifiers", "text", "wanted"),
    [
        (Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "A", "a"),  # Caps Lock
        (Qt.Key.Key_A, Qt.KeyboardModifier.ShiftModifier, "a", "A"),
        (Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier, "\x1a", None),
        (Qt.Key.Key_Left, Qt.KeyboardModifier.NoModifier, "", None),
        (Qt.Key.Key_Delete, Qt.KeyboardModifier.NoModifier, "\x7f", ""),
        (Qt.Key.Key_1, Qt.KeyboardModifier.KeypadModifier, "1", "1"),
        (Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", "Enter"),
    ],
)
def test_a_letter_is_read_from_its_key(qapp, key, modifiers, text, wanted):
    event = QKeyEvent(QKeyEvent.Type.KeyPress, key, modifiers, text)
    assert key_of(event, moves=True) == wanted
