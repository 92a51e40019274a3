# SPDX-License-Identifier: MIT
"""Asks what a person prefers: their name, the theme, the size of the text."""

from dataclasses import dataclass

from PySide6.QtWidgets import QLineEdit, QWidget

from annotator.gui.widgets.dialog import FormDialog
from annotator.gui.widgets.fields import ComboBox
from annotator.gui.widgets.text import tr

THEMES = (("system", "As the desktop"), ("light", "Light"), ("dark", "Dark"))
SIZES_PX = (12, 13, 14, 15, 16, 17, 18, 20, 22, 24, 28, 32, 40)


@dataclass(frozen=True, slots=True)
class PreferencesWish:
    """What can be preferred; a ``font_size`` of 0 is the usual one."""

    annotator: str
    theme: str
    font_size: int


class PreferencesDialog(FormDialog):
    """Asks for preferences; ``body_px`` is the size that 0, "as usual", stands for."""

    def __init__(
        self,
        wish: PreferencesWish,
        *,
        account: str,
        body_px: int,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(tr("Preferences"), tr("Save"), parent)
        self._body_px = body_px
        self.annotator = QLineEdit(wish.annotator)
        self.annotator.setPlaceholderText(account)
        self.annotator.setMaxLength(100)
        self.theme = ComboBox()
        for id, name in THEMES:
            self.theme.addItem(tr(name), id)
        self.theme.setCurrentIndex(max(self.theme.findData(wish.theme), 0))
        self.font_size = ComboBox()
        for size in sorted({*SIZES_PX, body_px, wish.font_size or body_px}):
            self.font_size.addItem(tr("{size} px").format(size=size), size)
        self.font_size.setCurrentIndex(self.font_size.findData(wish.font_size or body_px))
        self.add_field(tr("Annotator"), self.annotator)
        self.add_note(tr("Your work goes into the layer of this name, from the next opening on."))
        self.add_field(tr("Theme"), self.theme)
        self.add_field(tr("Size of the text"), self.font_size)

    def result_value(self) -> PreferencesWish:
        """Return what is asked for."""
        size = int(self.font_size.currentData())
        return PreferencesWish(
            annotator=self.annotator.text().strip(),
            theme=str(self.theme.currentData()),
            font_size=0 if size == self._body_px else size,
        )
