# SPDX-License-Identifier: MIT
"""The dialog that shows what an export would lose before anything is written."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QFileDialog

from annotator.gui.dialogs.export import ExportDialog, ExportFormat, Losses
from annotator.gui.widgets.format_choices import FormatChoice
from annotator.gui.widgets.loss_tree import LossGroup, LossRow

OK = QDialogButtonBox.StandardButton.Ok
FORMATS = [
    ExportFormat("jsonl", "JSONL", ".jsonl", ()),
    ExportFormat(
        "spacy",
        "spaCy",
        ".spacy",
        ("notes", "relations"),
        choices=(FormatChoice("misaligned", "What to do.", ("drop", "expand"), "drop"),),
    ),
    ExportFormat("brat", "brat", ".ann", (), folder=True),
    ExportFormat("conll", "CoNLL", ".conll", ("layers",), one_layer=True),
]
ROW = LossRow("d", "The <b>title</b>", "anna", "T1", 4, 9, "ACTOR", "trad\ners")
LOSSES = Losses(
    "2 of 9 spans cannot live in spaCy.",
    2,
    (LossGroup("error", "2 spans lost: they overlap", (ROW,), 1), LossGroup("info", "a note")),
)
NOTHING = Losses("Nothing is lost.", 0, ())


@pytest.fixture
def dialog(qtbot, tmp_path):
    """The dialog as it is shown first, before it is known what would be lost."""
    made = ExportDialog(FORMATS, ["anna", "ben"], tmp_path / "news")
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(made)
    with qtbot.waitActive(made), qtbot.waitSignal(made.rehearse_requested):
        made.show()
        made.activateWindow()
    return made


def choose(dialog, format):
    dialog.format.setCurrentIndex(dialog.format.findData(format))


def can_export(dialog) -> bool:
    return dialog.buttons.button(OK).isEnabled()


def press(key, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget(), key, modifiers)


def test_nothing_is_exported_before_it_is_known_what_would_be_lost(dialog, qtbot):
    asked = []
    dialog.export_requested.connect(asked.append)
    press(Qt.Key.Key_Return)
    assert not can_export(dialog)

    dialog.show_losses(LOSSES)
    press(Qt.Key.Key_Return)

    assert [wish.format for wish in asked] == ["jsonl"]
    assert dialog.isVisible()


def test_the_losses_are_said_counted_and_listed(dialog):
    dialog.show_losses(LOSSES)

    assert dialog.summary.text() == "2 of 9 spans cannot live in spaCy."
    assert dialog.sides.tabs.tabText(0) == "Losses 2"
    lost = dialog.losses.topLevelItem(0)
    assert lost.text(0) == "2 spans lost: they overlap"
    assert [lost.child(0).text(column) for column in range(4)] == [
        "The <b>title</b>",
        "4\N{EN DASH}9",
        "ACTOR",
        "trad ers",
    ]
    assert lost.child(1).text(0) == "and 1 more"


def test_enter_on_a_loss_goes_there_and_exports_nothing(dialog, qtbot):
    dialog.show_losses(LOSSES)
    asked = []
    dialog.export_requested.connect(asked.append)
    dialog.losses.setFocus()
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Down)

    with qtbot.waitSignal(dialog.losses.go_requested) as went:
        press(Qt.Key.Key_Return)

    assert went.args == [ROW]
    assert asked == []


def test_every_change_makes_it_unknown_again_what_would_be_lost(dialog, qtbot):
    changes = (
        lambda: choose(dialog, "spacy"),
        lambda: dialog.choices.fields["misaligned"].setCurrentIndex(1),
        lambda: dialog.annotator.setCurrentIndex(1),
        dialog.complete_only.toggle,
    )
    for change in changes:
        dialog.show_losses(NOTHING)
        assert can_export(dialog)
        with qtbot.waitSignal(dialog.rehearse_requested) as asked:
            change()
            assert not can_export(dialog)
            assert dialog.losses.topLevelItemCount() == 0
    wish = asked.args[0]
    assert (wish.format, wish.annotator, wish.complete_only) == ("spacy", "anna", True)
    assert wish.choices == {"misaligned": "expand"}


def test_several_changes_at_once_are_looked_at_once(dialog, qtbot):
    asked = []
    dialog.rehearse_requested.connect(asked.append)

    choose(dialog, "brat")
    choose(dialog, "spacy")
    dialog.complete_only.toggle()
    qtbot.waitUntil(lambda: len(asked) > 0)

    assert [wish.format for wish in asked] == ["spacy"]


def test_a_format_of_one_layer_needs_an_annotator_and_says_so(dialog, qtbot):
    asked = []
    dialog.rehearse_requested.connect(asked.append)

    choose(dialog, "conll")
    qtbot.wait(600)

    assert asked == []
    assert dialog.problem == "CoNLL holds one annotator's layer of a document. Choose whose."
    with qtbot.waitSignal(dialog.rehearse_requested) as now:
        dialog.annotator.setCurrentIndex(dialog.annotator.findData("ben"))
    assert now.args[0].annotator == "ben"
    choose(dialog, "spacy")
    assert dialog.result_value().annotator == "ben"


def test_one_annotator_need_not_be_chosen(qtbot, tmp_path):
    dialog = ExportDialog(FORMATS, ["anna"], tmp_path / "news")
    qtbot.addWidget(dialog)

    choose(dialog, "conll")

    assert dialog.result_value().annotator == ""
    assert "Choose whose" not in dialog.problem


def test_the_target_is_a_file_or_a_folder_as_the_format_needs(dialog, tmp_path, monkeypatch):
    assert dialog.result_value().target == tmp_path / "news.jsonl"
    choose(dialog, "brat")
    assert dialog.result_value().target == tmp_path / "news-brat"

    (tmp_path / "here").mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "here"))
    dialog._browse()
    assert dialog.result_value().target == tmp_path / "here"


def test_a_target_that_was_typed_is_kept_when_the_format_changes(dialog, tmp_path):
    dialog.target.clear()
    QTest.keyClicks(dialog.target, str(tmp_path / "mine.data"))

    choose(dialog, "spacy")

    assert dialog.result_value().target == tmp_path / "mine.data"


def test_a_target_in_no_folder_is_refused(dialog, tmp_path):
    dialog.show_losses(NOTHING)
    dialog.target.clear()
    QTest.keyClicks(dialog.target, str(tmp_path / "nowhere" / "x"))

    assert dialog.problem == "There is no such folder."
    assert not can_export(dialog)


def test_what_a_format_cannot_hold_at_all_is_on_a_page_of_its_own(dialog):
    choose(dialog, "spacy")

    assert dialog.sides.tabs.tabText(1) == "Cannot hold 2"
    assert dialog.declared.toPlainText().splitlines() == ["• notes", "• relations"]
    choose(dialog, "jsonl")
    assert dialog.declared.toPlainText() == "It holds everything."


def test_looking_that_was_stopped_leaves_the_export_to_the_person(dialog):
    dialog.show_stopped()

    assert "not known" in dialog.summary.text()
    assert can_export(dialog)


def test_a_refusal_stops_the_export_until_something_changes(dialog, qtbot):
    dialog.show_refused("CoNLL needs what is not installed.")
    assert dialog.problem == "CoNLL needs what is not installed."
    assert not can_export(dialog)

    with qtbot.waitSignal(dialog.rehearse_requested):
        choose(dialog, "spacy")
    dialog.show_losses(NOTHING)

    assert can_export(dialog)


def test_it_begins_with_the_target_format_and_its_choices(dialog):
    dialog.start("spacy", {"misaligned": "expand"}, "spacy")

    wish = dialog.result_value()
    assert (wish.format, wish.choices, wish.is_target) == ("spacy", {"misaligned": "expand"}, True)
    choose(dialog, "jsonl")
    assert not dialog.result_value().is_target


def test_escape_closes_it_and_it_never_stops_the_window(dialog, qtbot):
    assert dialog.windowModality() == Qt.WindowModality.NonModal

    with qtbot.waitSignal(dialog.rejected):
        press(Qt.Key.Key_Escape)


def test_everything_can_be_reached_with_tab(dialog):
    choose(dialog, "spacy")
    dialog.show_losses(LOSSES)
    QApplication.processEvents()
    dialog.format.setFocus()

    walked = []
    while QApplication.focusWidget() not in walked:
        walked.append(QApplication.focusWidget())
        press(Qt.Key.Key_Tab)

    wanted = [
        dialog.format,
        dialog.target,
        dialog.annotator,
        dialog.complete_only,
        dialog.is_target,
        dialog.choices.fields["misaligned"],
        dialog.sides.tabs.tabBar(),
        dialog.losses,
        dialog.buttons.button(OK),
    ]
    assert [one for one in walked if one in wanted] == wanted
    unnamed = [one for one in walked if not (one.accessibleName() or getattr(one, "text", str)())]
    assert unnamed == []
