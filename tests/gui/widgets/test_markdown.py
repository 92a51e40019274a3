# SPDX-License-Identifier: MIT
"""Markdown from a schema that may come from anywhere: it is read, and does nothing."""

import http.server
import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QTextDocument, QTextFormat
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.gui.widgets.markdown import LONGEST, MarkdownView, rendered
from tests.strategies import examples

HOSTILE = """\
<script>alert(1)</script>
<img src="http://localhost:{port}/a.png"> <b>no bold</b>
![seen](http://localhost:{port}/b.png) ![](http://localhost:{port}/c.png)
[press](http://localhost:{port}/d) <http://localhost:{port}/e> http://localhost:{port}/f

[![both](http://localhost:{port}/g.png)](http://localhost:{port}/h)

<iframe src="http://localhost:{port}/i"></iframe>
<style>* {{ background: url(http://localhost:{port}/j) }}</style>
"""


@pytest.fixture
def view(qtbot):
    view = MarkdownView(name="Guideline")
    qtbot.addWidget(view)
    view.resize(300, 400)
    view.show()
    return view


@pytest.fixture
def server():
    """A server on this machine that notes what is asked of it."""
    asked = []

    class Noting(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_):
            pass

    listening = http.server.HTTPServer(("localhost", 0), Noting)
    thread = threading.Thread(target=listening.serve_forever, daemon=True)
    thread.start()
    yield listening.server_port, asked
    listening.shutdown()
    listening.server_close()
    thread.join()


def formats(document):
    block = document.begin()
    while block.isValid():
        place = block.begin()
        while not place.atEnd():
            yield place.fragment().text(), place.fragment().charFormat()
            place += 1
        block = block.next()


def bold(document):
    return [text for text, format in formats(document) if format.fontWeight() > 400]


def test_markdown_is_rendered(view):
    view.show_markdown("# Title\n\nOnly **the name**:\n\n- one\n- two\n\n`code`")

    assert view.toPlainText() == "Title\nOnly the name:\none\ntwo\ncode"
    assert bold(view.document()) == ["Title", "the name"]
    assert view.document().findBlockByNumber(2).textList() is not None


def test_hostile_markup_is_text_and_nothing_is_asked_of_a_server(view, server):
    port, asked = server

    view.show_markdown(HOSTILE.format(port=port))
    view.grab()
    for _ in range(10):
        QApplication.processEvents()
        time.sleep(0.01)

    shown = view.toPlainText()
    assert "<script>alert(1)</script>" in shown
    assert "<b>no bold</b>" in shown
    assert "[picture: seen]" in shown
    assert f"press (http://localhost:{port}/d)" in shown
    assert asked == []
    for _, format in formats(view.document()):
        assert not format.isImageFormat()
        assert not format.isAnchor()


def test_no_file_is_read(view, tmp_path):
    picture = tmp_path / "p.png"
    picture.write_bytes(b"no picture")
    url = QUrl.fromLocalFile(str(picture))

    view.show_markdown(f"![x]({url.toString()}) text")

    assert view.toPlainText() == "[picture: x] text"
    kind = QTextDocument.ResourceType.ImageResource.value
    assert view.document().loadResource(kind, url) is None
    assert view.loadResource(kind, url) is None


def test_a_click_on_a_link_does_nothing(view, monkeypatch):
    from PySide6.QtGui import QDesktopServices

    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    view.show_markdown("[press me here please](file:///etc/passwd)")

    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.rect().topLeft())
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton)

    assert opened == []
    assert view.anchorAt(view.rect().topLeft()) == ""


def test_the_words_of_a_link_keep_their_form_and_its_address_is_said_once(view):
    view.show_markdown("See [the **whole** page](https://example.org/x), <https://example.org/y>.")

    assert view.toPlainText() == (
        "See the whole page (https://example.org/x), https://example.org/y."
    )
    assert bold(view.document()) == ["whole"]


@pytest.mark.parametrize(
    "text",
    [
        "> " * 9_000 + "x",
        "[" * 15_000,
        "*a **b " * 3_000,
        "\n".join("  " * depth + "- x" for depth in range(190)),
        "|a" * 200 + "|\n" + "|-" * 200 + "|\n" + ("|b" * 200 + "|\n") * 30,
        "x" * 3_000_000,
        "\x00&#0;\u202e\u2066 \ud7ff",
    ],
    ids=["quotes", "brackets", "stars", "lists", "table", "long", "controls"],
)
def test_a_text_made_to_be_hard_is_shown_in_a_moment(view, text):
    view.show_markdown(text)
    view.grab()

    assert len(view.toPlainText()) <= LONGEST + 10


@examples(60)
@given(st.text(alphabet="<>&;![]()*_#`|-=\n ab:/\"'\\~", max_size=60))
def test_whatever_is_written_has_no_picture_and_no_link(qapp, text):
    document = rendered(text, QApplication.font())

    for _, format in formats(document):
        assert not format.isImageFormat()
        assert not format.isAnchor()
        assert not format.hasProperty(QTextFormat.Property.AnchorHref.value)


def test_an_arabic_text_runs_from_right_to_left(view):
    view.show_markdown("**الاسم** وحده.\n\nOnly the name.")

    document = view.document()
    assert document.findBlockByNumber(0).textDirection() is Qt.LayoutDirection.RightToLeft
    assert document.findBlockByNumber(1).textDirection() is Qt.LayoutDirection.LeftToRight


def test_another_text_is_shown_from_its_beginning(view):
    view.show_markdown("word\n\n" * 100)
    view.verticalScrollBar().setValue(500)

    view.show_markdown("other\n\n" * 100)

    assert view.verticalScrollBar().value() == 0
