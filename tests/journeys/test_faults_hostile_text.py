# SPDX-License-Identifier: MIT
"""Texts that try to be more than text: the window shows them as they are, and stays whole."""

import json

import pytest
from PySide6.QtCore import QAbstractListModel, QModelIndex, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QTextDocument
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QDialog,
    QLabel,
    QMenu,
    QMessageBox,
    QTabBar,
    QTextBrowser,
    QTextEdit,
    QWidget,
)

from annotator.gui.widgets.markdown import MarkdownView
from annotator.schema.files import parse_schema
from annotator.workspace.events import ConflictFound
from annotator.workspace.intake import Wishes
from annotator.workspace.workspace import Workspace
from tests.journeys.keyboard import CTRL, SHIFT, Key, sit_down

IMAGE = "<img src='file:///etc/hostname'>"
NASTY = [
    f"{IMAGE}<b>bold</b> & <a href='javascript:alert(1)'>x</a>",
    "&File &lt;b&gt; %1 {title} %s &&",
    "\u202egnirts\u202c \u2066x\u2069 \u200b\u200d zero",
    "\x1b[31mred\x07 \u2028 line \u2029 para",
    "a" * 10_000,
    "x\n" * 300,
    "../../etc/passwd\\..\\CON",
    "=1+1|cmd' /C calc'!A0",
]
LONG_LABEL = "Ḥ" * 100
LABELS = ["<b>BOLD</b> & Co", "&Save", LONG_LABEL, IMAGE, "{title}", "مقاتل"]
VALUE = "<img src=x> & <i>v</i>"


def schema():
    return parse_schema(
        json.dumps(
            {
                "schema": "nasty/1",
                "labels": {
                    label: {
                        "description": f"{IMAGE} & {label}",
                        "color": "#d62728",
                        "attributes": {
                            "<u>kind</u> & k": {"type": "enum", "values": [VALUE, "&b", "c" * 90]},
                            "note": {"type": "string"},
                        },
                    }
                    for label in LABELS
                },
            }
        ),
        name="nasty.json",
        format="json",
    )


@pytest.fixture
def location(tmp_path) -> str:
    path = tmp_path / "<b>news & <img src=x>.corpus"
    file = tmp_path / "in.jsonl"
    lines = []
    for number, nasty in enumerate(NASTY):
        text = f"{nasty[:3000]} and HTS struck <b>Idlib</b> & more."
        spans = [
            {
                "id": f"{nasty[:50]}{place}",
                "start": 0,
                "end": 3 + place,
                "label": label,
                "attributes": {"<u>kind</u> & k": VALUE, "note": nasty[:500]},
            }
            for place, label in enumerate(LABELS)
        ]
        meta = {"title": nasty, "source": nasty, "date": nasty[:40], "tags": [nasty[:60]]}
        lines.append(
            {
                "id": f"{number}/{nasty[:200]}",
                "text": text,
                "meta": meta,
                "annotator": "ann",
                "spans": spans,
            }
        )
    file.write_text("\n".join(map(json.dumps, lines)))
    workspace = Workspace.create(str(path), annotator="ann", name=NASTY[0][:100], schema=schema())
    workspace.import_paths([file], Wishes(format="jsonl"))
    workspace.close()
    return str(path)


@pytest.fixture(autouse=True)
def opened_urls(monkeypatch):
    """What the window asks the desktop to open; and files that markup would have loaded."""
    asked = []
    load = QTextDocument.loadResource
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: asked.append(QUrl(url)))
    monkeypatch.setattr(
        QTextDocument, "loadResource", lambda *a: (asked.append(a[-1]), load(*a))[1]
    )
    yield asked
    assert asked == []


def shows_markup(widget: QWidget) -> str:
    """What in a widget would be taken for markup; empty if nothing."""
    tip = widget.toolTip()
    if tip and set("<&") & set(tip):
        document = QTextDocument()
        document.setHtml(tip)
        if not tip.startswith("<span>") or "\ufffc" in document.toPlainText():
            return f"tooltip {tip[:80]!r}"
    if isinstance(widget, QLabel) and widget.textFormat() is not Qt.TextFormat.PlainText:
        return f"label {widget.text()[:80]!r}"
    if isinstance(widget, QMessageBox) and widget.textFormat() is not Qt.TextFormat.PlainText:
        return f"message {widget.text()[:80]!r}"
    if isinstance(widget, MarkdownView):  # Markdown it shows, but no HTML, pictures or links
        html = widget.toHtml()
        return f"markdown {html[:80]!r}" if "<img" in html or "<a " in html else ""
    if isinstance(widget, QTextBrowser) or (isinstance(widget, QTextEdit) and widget.toHtml()):
        return f"rich text {type(widget).__name__}"
    return ""


def markup_of_items(view: QAbstractItemView) -> list[str]:
    model = view.model()
    if model is None:
        return []
    found = []
    columns = range(1 if isinstance(model, QAbstractListModel) else model.columnCount())
    for row in range(min(model.rowCount(QModelIndex()), 200)):
        for column in columns:
            tip = model.index(row, column).data(Qt.ItemDataRole.ToolTipRole)
            if tip and set("<&") & set(str(tip)) and not str(tip).startswith("<span>"):
                found.append(f"item tooltip {str(tip)[:80]!r}")
    return found


def eaten_ampersands(root: QWidget) -> list[str]:
    """Buttons, tabs and menus that would swallow an & of a text from outside."""
    shown = [one.text() for one in root.findChildren(QAbstractButton)]
    shown += [bar.tabText(i) for bar in root.findChildren(QTabBar) for i in range(bar.count())]
    shown += [action.text() for menu in root.findChildren(QMenu) for action in menu.actions()]
    nasty = ("& Co", "&Save", "&File", "& <i>")
    return [text for text in shown if any(piece in text.replace("&&", "") for piece in nasty)]


def assert_plain():
    for root in QApplication.topLevelWidgets():
        widgets = [root, *root.findChildren(QWidget)]
        assert [found for widget in widgets if (found := shows_markup(widget))] == []
        views = root.findChildren(QAbstractItemView)
        assert [tip for view in views for tip in markup_of_items(view)] == []
        assert eaten_ampersands(root) == []


def test_hostile_texts_are_shown_as_they_are_in_every_pane(location, qtbot):
    person = sit_down(qtbot, location)
    window = person.window
    window.resize(1280, 800)
    for _ in NASTY:
        person.press(Key.Key_BracketRight)
        person.press(Key.Key_1)
        assert_plain()
        assert window.minimumSizeHint().width() <= 1280
        assert window.minimumSizeHint().height() <= 800
        assert (window.width(), window.height()) == (1280, 800)
        assert person.canvas.width() >= 400
        person.press(Key.Key_PageDown, CTRL)
    person.workspace.events.tell(ConflictFound(person.document, NASTY[0]))
    qtbot.waitUntil(window.bench.banner.isVisible)
    assert NASTY[0] in window.bench.banner.text
    assert_plain()
    assert (window.width(), window.height()) == (1280, 800)
    window.close()


@pytest.mark.parametrize(
    ("key", "modifiers", "words"),
    [
        (Key.Key_P, CTRL | SHIFT, "<b>"),
        (Key.Key_F, CTRL | SHIFT, "Idlib"),
        (Key.Key_F, CTRL, "<b>Idlib</b> &"),
    ],
)
def test_hostile_texts_are_shown_as_they_are_in_dialogs(location, qtbot, key, modifiers, words):
    person = sit_down(qtbot, location)
    person.press(key, modifiers)
    qtbot.wait(50)
    person.type(words)
    qtbot.wait(300)

    assert_plain()

    for dialog in person.window.findChildren(QDialog):
        dialog.close()
    person.window.close()


def test_the_refusal_of_a_hostile_file_is_shown_as_it_is(location, qtbot, tmp_path):
    from annotator.gui.dialogs.import_documents import ImportDialog

    person = sit_down(qtbot, location)
    bad = tmp_path / f"{NASTY[1][:9]}<b>x<img src=x>.jsonl"
    bad.write_text(json.dumps({"text": "x", NASTY[0]: 1}))
    person.window.projects.import_paths([bad])
    qtbot.waitUntil(lambda: bool(person.window.findChildren(ImportDialog)), timeout=10_000)
    (dialog,) = person.window.findChildren(ImportDialog)
    qtbot.waitUntil(lambda: bool(dialog.problems.toPlainText()), timeout=10_000)

    assert_plain()

    assert "<b>x<img src=x>.jsonl" in dialog.problems.toPlainText()
    assert NASTY[0] in dialog.problems.toPlainText()
    dialog.close()
    person.window.close()


def test_a_missing_project_with_a_hostile_name_is_named_as_it_is(qtbot, tmp_path, location):
    from annotator.gui.dialogs.report import ReportDialog

    person = sit_down(qtbot, location)
    person.window.projects.open_location(str(tmp_path / "<b>no & <img src=x>.corpus"))
    qtbot.waitUntil(lambda: bool(person.window.findChildren(ReportDialog)), timeout=10_000)

    assert_plain()

    (dialog,) = person.window.findChildren(ReportDialog)
    assert "<b>no & <img src=x>.corpus" in dialog.sentence
    dialog.close()
    person.window.close()
