# SPDX-License-Identifier: MIT
"""Labels, messages and tooltips that never take a text for markup.

Every label of the window is made here: Qt guesses "rich text" from the look of a string, and a
document's title may look like anything.
"""

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QAbstractButton,
    QLabel,
    QMessageBox,
    QPlainTextEdit,
    QSizePolicy,
    QWidget,
)

SHORT_CHARACTERS = 300
LONG_TOOLTIP = 1_000


def tr(text: str) -> str:
    """Return the text in the language of the window."""
    return QCoreApplication.translate("annotator", text)


def label(text: str = "", *, wrap: bool = False, parent: QWidget | None = None) -> QLabel:
    """Return a label that shows ``text`` as it is."""
    widget = QLabel(parent)
    widget.setTextFormat(Qt.TextFormat.PlainText)
    widget.setText(text)
    widget.setWordWrap(wrap)
    return widget


def title(text: str, *, parent: QWidget | None = None) -> QLabel:
    """Return a label in the size of a page's title."""
    widget = label(text, parent=parent)
    set_role(widget, "title")
    return widget


def heading(text: str, *, parent: QWidget | None = None) -> QLabel:
    """Return a label that stands over a group."""
    widget = label(text, parent=parent)
    set_role(widget, "heading")
    return widget


def quiet(text: str = "", *, wrap: bool = False, parent: QWidget | None = None) -> QLabel:
    """Return a label in the colour of secondary text."""
    widget = label(text, wrap=wrap, parent=parent)
    set_role(widget, "muted")
    return widget


def set_role(widget: QWidget, role: str) -> None:
    """Say what a widget is for, which the theme's style sheet colours; see ``theme.style``."""
    if widget.property("role") != role:
        widget.setProperty("role", role)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


class ElidedLabel(QLabel):
    """A label that cuts its text at the right when there is no room, with the whole as tooltip."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setAlignment(
            Qt.AlignmentFlag.AlignLeft
            | Qt.AlignmentFlag.AlignAbsolute
            | Qt.AlignmentFlag.AlignVCenter
        )
        self._whole = ""
        self.set_whole(text)

    @property
    def whole(self) -> str:
        """The text before it is cut."""
        return self._whole

    def set_whole(self, text: str) -> None:
        """Show another text."""
        self._whole = text
        self.setAccessibleName(text)
        self._elide()

    def resizeEvent(self, event: object) -> None:
        """Cut again for the new width."""
        super().resizeEvent(event)  # type: ignore[arg-type]  # the stub names a class of QtGui
        self._elide()

    def _elide(self) -> None:
        metrics = self.fontMetrics()
        shown = metrics.elidedText(self._whole, Qt.TextElideMode.ElideRight, max(self.width(), 0))
        self.setText(shown)
        set_tooltip(self, self._whole if shown != self._whole else "")


def set_tooltip(widget: QWidget, text: str) -> None:
    """Set a tooltip that shows ``text`` as it is."""
    widget.setToolTip(plain_tooltip(text))


def plain_tooltip(text: str) -> str:
    """Return markup that shows ``text`` as it is; tooltips cannot be told to be plain."""
    if not text:
        return ""
    if len(text) > LONG_TOOLTIP:
        text = text[: LONG_TOOLTIP - 1] + "…"
    safe = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"<span>{safe.replace(chr(10), '<br>')}</span>"


def read_only_text(text: str, *, name: str, parent: QWidget | None = None) -> QPlainTextEdit:
    """Return a field that shows a long text as it is; ``name`` is what a screen reader says."""
    field = QPlainTextEdit(parent)
    field.setReadOnly(True)
    field.setTabChangesFocus(True)
    field.setPlainText(text)
    field.setAccessibleName(name)
    return field


def message(
    parent: QWidget | None,
    title: str,
    text: str,
    *,
    icon: QMessageBox.Icon = QMessageBox.Icon.Information,
    buttons: QMessageBox.StandardButton = QMessageBox.StandardButton.Ok,
) -> QMessageBox:
    """Return a message box, not shown yet, whose text is shown as it is.

    A long text is cut: show it with ``dialogs.report`` instead.
    """
    box = QMessageBox(parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setWindowTitle(title)
    box.setIcon(icon)
    box.setText(text[:SHORT_CHARACTERS])
    box.setStandardButtons(buttons)
    without_icons(box.buttons())
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return box


def without_icons(buttons: Iterable[QAbstractButton]) -> None:
    """Take away the icons that some desktops put on the buttons of dialogs."""
    for button in buttons:
        button.setIcon(QIcon())


def counted(count: int, one: str, many: str) -> str:
    """Return a number with what is counted: ``counted(2, "span", "spans")`` is "2 spans"."""
    return f"{count:,} {one if count == 1 else many}"


def sentence(error: BaseException) -> str:
    """Return an error's sentence with a capital and a full stop, fit to stand in the window."""
    text = str(error) or type(error).__name__
    text = text[0].upper() + text[1:]
    return text if text.endswith((".", "!", "?")) or "\n" in text else f"{text}."
