# SPDX-License-Identifier: MIT
"""Shows a long text as it is: the problems of a file, the account of an export, a fault."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase, QTextOption
from PySide6.QtWidgets import QApplication, QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from annotator.gui.widgets.text import heading, label, read_only_text, tr, without_icons


class ReportDialog(QDialog):
    """A sentence, and below it a text that can be scrolled and copied."""

    def __init__(
        self, title: str, sentence: str, text: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.text = text
        self.sentence = sentence
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(16)
        column.addWidget(heading(title))
        column.addWidget(label(sentence, wrap=True))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        if text:
            field = read_only_text(text, name=title)
            field.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
            field.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
            column.addWidget(field, 1)
            copy = buttons.addButton(tr("Copy"), QDialogButtonBox.ButtonRole.ActionRole)
            copy.clicked.connect(lambda: QApplication.clipboard().setText(text))
            self.resize(640, 360)
        else:
            column.addStretch(1)
            self.setMinimumWidth(360)
        column.addWidget(buttons)
        close = buttons.button(QDialogButtonBox.StandardButton.Close)
        close.setDefault(True)
        close.setFocus()
        without_icons(buttons.buttons())
