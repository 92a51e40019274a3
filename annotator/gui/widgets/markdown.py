# SPDX-License-Identifier: MIT
"""Shows Markdown from outside: HTML stays text, nothing is loaded, and no link can be followed."""

from collections.abc import Iterator

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import (
    QFont,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFragment,
    QTextOption,
)
from PySide6.QtWidgets import QTextEdit, QWidget

from annotator.gui.widgets.text import set_role, tr

LONGEST = 20_000
MOST_BLOCKS = 2_000
BELOW_PX = 6
INDENT_PX = 16
FEATURES = (
    QTextDocument.MarkdownFeature.MarkdownDialectGitHub
    | QTextDocument.MarkdownFeature.MarkdownNoHTML
)


class MarkdownView(QTextEdit):
    """A field that shows Markdown; ``name`` is what a screen reader says.

    Of a text of more than 20,000 characters only the beginning is shown, and one with thousands
    of lines or cells is shown as it was written.
    """

    def __init__(self, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setAcceptRichText(False)
        self.setAccessibleName(name)
        set_role(self, "page")
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_markdown(self, text: str) -> None:
        """Show another text, from its beginning."""
        document = rendered(text, self.font())
        document.setParent(self)
        self.setDocument(document)  # Qt frees the one before, for that has this field as parent
        self.verticalScrollBar().setValue(0)

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Load nothing, whatever a text asks for."""
        del kind, name
        return None


class _Unloading(QTextDocument):
    """A document that loads nothing."""

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        del kind, name
        return None


def rendered(text: str, font: QFont) -> QTextDocument:
    """Return a document that shows Markdown in a font, without HTML, pictures and links."""
    if len(text) > LONGEST:
        text = text[:LONGEST] + "…"
    document = _Unloading()
    document.setUndoRedoEnabled(False)
    document.setDefaultFont(font)
    document.setIndentWidth(INDENT_PX)
    document.setDocumentMargin(2)
    document.setMarkdown(text, FEATURES)
    if document.blockCount() > MOST_BLOCKS:
        document.setPlainText(text)
    _make_harmless(document)
    _set_sizes(document)
    return document


def _make_harmless(document: QTextDocument) -> None:
    """Put a word in the place of each picture, and the address behind each link."""
    cursor = QTextCursor(document)
    for fragments in reversed(list(_linked(document))):
        first, last = fragments[0], fragments[-1]
        format = first.charFormat()
        cursor.setPosition(first.position())
        end = last.position() + last.length()
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        if format.isImageFormat():
            words = format.stringProperty(QTextFormat.Property.ImageAltText.value)
            picture = tr("[picture: {words}]") if words else tr("[picture]")
            cursor.insertText(picture.format(words=words), QTextCharFormat())
            continue
        address = format.anchorHref()
        shown = cursor.selectedText()
        for fragment in fragments:
            plain = fragment.charFormat()
            for name in (QTextFormat.Property.IsAnchor, QTextFormat.Property.AnchorHref):
                plain.clearProperty(name.value)
            plain.clearForeground()
            plain.setFontUnderline(False)
            plain.setToolTip("")
            cursor.setPosition(fragment.position())
            place = fragment.position() + fragment.length()
            cursor.setPosition(place, QTextCursor.MoveMode.KeepAnchor)
            cursor.setCharFormat(plain)
        if address and address.removeprefix("mailto:") != shown:
            cursor.setPosition(end)
            cursor.insertText(f" ({address})", QTextCharFormat())


def _linked(document: QTextDocument) -> Iterator[list[QTextFragment]]:
    """Yield the fragments of each link together, and those of each picture."""
    for block in _blocks(document):
        together: list[QTextFragment] = []
        key: tuple[bool, str] | None = None
        for fragment in _fragments(block):
            format = fragment.charFormat()
            own: tuple[bool, str] | None = None
            if format.isImageFormat():
                own = (True, format.toImageFormat().name())
            elif format.isAnchor():
                own = (False, format.anchorHref())
            if own != key and together:
                yield together
                together = []
            key = own
            if own is not None:
                together.append(fragment)
        if together:
            yield together


def _set_sizes(document: QTextDocument) -> None:
    """Make headings fit a narrow pane, and leave some room below each paragraph."""
    cursor = QTextCursor(document)
    for block in _blocks(document):
        level = block.blockFormat().headingLevel()
        cursor.setPosition(block.position())
        if level:
            size = QTextCharFormat()
            size.setProperty(QTextFormat.Property.FontSizeAdjustment.value, 1 if level == 1 else 0)
            cursor.setPosition(block.position() + block.length() - 1, _KEEP)
            cursor.mergeCharFormat(size)
        room = QTextBlockFormat()
        room.setTopMargin(BELOW_PX if level and block.position() else 0)
        room.setBottomMargin(2 if level or _is_before_item(block) else BELOW_PX)
        cursor.mergeBlockFormat(room)


_KEEP = QTextCursor.MoveMode.KeepAnchor


def _is_before_item(block: QTextBlock) -> bool:
    following = block.next()
    return block.textList() is not None and following.isValid() and bool(following.textList())


def _blocks(document: QTextDocument) -> Iterator[QTextBlock]:
    block = document.begin()
    while block.isValid():
        yield block
        block = block.next()


def _fragments(block: QTextBlock) -> Iterator[QTextFragment]:
    place = block.begin()
    while not place.atEnd():
        yield place.fragment()
        place += 1
