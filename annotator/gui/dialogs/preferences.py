# SPDX-License-Identifier: MIT
"""Asks what a person prefers: their name, the theme, the size of the text."""

from PySide6.QtWidgets import QComboBox, QLineEdit, QSpinBox, QWidget

from annotator.gui.widgets.dialog import FormDialog
from annotator.gui.widgets.text import tr
from annotator.settings import Settings

THEMES = (("system", "As the desktop"), ("light", "Light"), ("dark", "Dark"))
SMALLEST_PX, LARGEST_PX = 9, 40


class PreferencesDialog(FormDialog):
    """Asks for preferences; ``body_px`` is the size that 0, "as usual", stands for."""

    def __init__(
        self,
        settings: Settings,
        *,
        account: str,
        body_px: int,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(tr("Preferences"), tr("Save"), parent)
        self._settings = settings
        self._body_px = body_px
        self.annotator = QLineEdit(settings.annotator)
        self.annotator.setPlaceholderText(account)
        self.annotator.setMaxLength(100)
        self.theme = QComboBox()
        for id, name in THEMES:
            self.theme.addItem(tr(name), id)
        self.theme.setCurrentIndex(max(self.theme.findData(settings.theme), 0))
        self.font_size = QSpinBox()
        self.font_size.setRange(SMALLEST_PX, LARGEST_PX)
        self.font_size.setSuffix(tr(" px"))
        self.font_size.setValue(settings.font_size or body_px)
        self.add_field(tr("Annotator"), self.annotator)
        self.add_note(tr("Your work goes into the layer of this name, from the next opening on."))
        self.add_field(tr("Theme"), self.theme)
        self.add_field(tr("Size of the text"), self.font_size)

    def result_value(self) -> Settings:
        """Return the preferences as they are asked for."""
        size = self.font_size.value()
        return self._settings.model_copy(
            update={
                "annotator": self.annotator.text().strip(),
                "theme": str(self.theme.currentData()),
                "font_size": 0 if size == self._body_px else size,
            }
        )
