# SPDX-License-Identifier: MIT
"""Shows a long text as it is: the problems of a file, the account of an export, a fault."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase, QTextOption
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QVBoxLayout,
    QWidget,
)

from annotator.gui.widgets.text import heading, label, read_only_text, set_role, tr, without_icons


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
        self._said = label(wrap=True)
        self._said.hide()
        self._buttons = buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
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
        column.addWidget(self._said)
        column.addWidget(buttons)
        close = buttons.button(QDialogButtonBox.StandardButton.Close)
        close.setDefault(True)
        close.setFocus()
        without_icons(buttons.buttons())

    def offer_file(self, path: Path, content: str) -> None:
        """Offer to save more than is shown in a file, such as ``path``."""
        save = self._buttons.addButton(tr("&Save as JSON"), QDialogButtonBox.ButtonRole.ActionRole)
        save.clicked.connect(lambda: self._save(path, content))
        without_icons([save])

    def _save(self, path: Path, content: str) -> None:
        chosen, _ = QFileDialog.getSaveFileName(self, tr("Save as JSON"), str(path))
        if not chosen:
            return
        try:
            Path(chosen).write_text(content, encoding="utf-8")
        except OSError as error:
            reason = error.strerror or str(error)
            words = tr("It was not saved: {reason}.").format(reason=reason)
            set_role(self._said, "error")
        else:
            words = tr("Saved in {name}.").format(name=Path(chosen).name)
            set_role(self._said, "muted")
        self._said.setText(words)
        self._said.show()
