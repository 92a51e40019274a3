# SPDX-License-Identifier: MIT
"""Gives the application a theme: Fusion, a palette, and one small style sheet on an 8 px grid.

Widgets may set the dynamic property ``role``: ``heading``, ``title``, ``muted``, ``error``,
``warning`` or ``ok`` on labels, ``primary`` or ``quiet`` on buttons, ``pane`` or ``bar`` on frames,
``page`` on a text to be read, ``gap`` on a splitter without a line.
"""

import os

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from annotator.assets import resource
from annotator.gui.theme.fonts import load_fonts, ui_font
from annotator.gui.theme.theme import DARK, HIGH_CONTRAST, LIGHT, Theme, theme_named


def apply_theme(app: QApplication, theme: Theme) -> None:
    """Show the whole application in ``theme``, at once."""
    load_fonts()
    if app.style().objectName().lower() != "fusion":
        app.setStyle(QStyleFactory.create("Fusion"))
    app.setFont(ui_font())
    app.setPalette(palette(theme))
    app.setStyleSheet(style_sheet(theme))


def follow_system(app: QApplication, chosen: str = "system") -> Theme:
    """Return the theme to use: the one chosen, else the one the desktop is in.

    The environment variable ANNOTATOR_THEME (light, dark, high-contrast) comes first, then
    ``chosen`` (a preference; ``system`` for none), then the platform's colour scheme.
    """
    named = theme_named(os.environ.get("ANNOTATOR_THEME", "")) or theme_named(chosen)
    if named is not None:
        return named
    if _wants_contrast(app):
        return HIGH_CONTRAST
    return DARK if app.styleHints().colorScheme() == Qt.ColorScheme.Dark else LIGHT


def _wants_contrast(app: QApplication) -> bool:
    hints = app.styleHints()
    accessibility = getattr(hints, "accessibility", None)  # since Qt 6.10
    if accessibility is None:
        return False
    preference = getattr(accessibility(), "contrastPreference", None)
    return preference is not None and preference() == Qt.ContrastPreference.HighContrast


def palette(theme: Theme) -> QPalette:
    """Return Qt's palette in the theme's colours."""
    role = QPalette.ColorRole
    made = QPalette()
    for name, colour in (
        (role.Window, theme.window),
        (role.WindowText, theme.text),
        (role.Base, theme.surface),
        (role.AlternateBase, theme.window),
        (role.Text, theme.text),
        (role.Button, theme.raised),
        (role.ButtonText, theme.text),
        (role.BrightText, theme.danger),
        (role.ToolTipBase, theme.raised),
        (role.ToolTipText, theme.text),
        (role.PlaceholderText, theme.muted),
        (role.Highlight, theme.accent),
        (role.HighlightedText, theme.accent_text),
        (role.Accent, theme.accent),
        (role.Link, theme.accent),
        (role.LinkVisited, theme.accent),
        (role.Light, theme.raised),
        (role.Midlight, theme.hover),
        (role.Mid, theme.border),
        (role.Dark, theme.border_strong),
        (role.Shadow, theme.border_strong),
    ):
        made.setColor(name, QColor(colour))
    for name in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, name, QColor(theme.faint))
    return made


def style_sheet(theme: Theme) -> str:
    """Return the style sheet of the window in the theme's colours."""
    values = {name: getattr(theme, name) for name in Theme.__slots__}
    for picture in ("chevron-down", "chevron-up", "check"):
        file = resource("themes", f"{picture}-{'dark' if theme.dark else 'light'}.svg")
        values[picture.replace("-", "_")] = file.as_posix()
    return _SHEET.format_map(values)


_SHEET = """
QToolTip {{ color: {text}; background: {raised}; border: 1px solid {border_strong}; padding: 4px 8px; }}
QMenuBar {{ background: {window}; padding: 2px 4px; }}
QMenuBar::item {{ padding: 4px 8px; border-radius: 4px; background: transparent; }}
QMenuBar::item:selected {{ background: {hover}; }}
QMenu {{ background: {raised}; border: 1px solid {border}; padding: 4px; }}
QMenu::item {{ padding: 5px 24px 5px 16px; border-radius: 4px; }}
QMenu::item:selected {{ background: {chosen}; color: {text}; }}
QMenu::item:disabled {{ color: {faint}; }}
QMenu::separator {{ height: 1px; background: {border}; margin: 4px 8px; }}

QLabel[role="title"] {{ font-size: 20px; font-weight: bold; }}
QLabel[role="heading"] {{ font-weight: bold; }}
QLabel[role="muted"] {{ color: {muted}; }}
QLabel[role="error"] {{ color: {danger}; }}
QLabel[role="warning"] {{ color: {warning}; }}
QLabel[role="ok"] {{ color: {ok}; }}

QFrame[role="pane"] {{ background: {surface}; border: 1px solid {border}; border-radius: 6px; }}
QFrame[role="bar"] {{ background: {window}; border: none; border-bottom: 1px solid {border}; }}
QFrame[role="strip"] {{ background: {window}; border: none; border-top: 1px solid {border_strong}; }}

QPushButton {{ background: {raised}; color: {text}; border: 1px solid {border_strong}; border-radius: 5px;
    padding: 4px 14px; min-height: 20px; }}
QPushButton:hover {{ background: {hover}; }}
QPushButton:pressed, QPushButton:checked {{ background: {chosen}; }}
QPushButton:focus {{ border: 2px solid {accent}; padding: 3px 13px; }}
QPushButton:disabled {{ color: {faint}; border-color: {border}; }}
QPushButton[role="primary"], QPushButton:default {{ background: {accent}; color: {accent_text};
    border-color: {accent}; }}
QPushButton[role="primary"]:focus, QPushButton:default:focus {{ border-color: {text}; }}
QPushButton[role="primary"]:disabled, QPushButton:default:disabled {{ background: {hover}; color: {faint}; border-color: {border}; }}
QPushButton[role="quiet"] {{ background: transparent; border-color: transparent; padding: 4px 8px; }}
QPushButton[role="quiet"]:hover {{ background: {hover}; }}
QPushButton[role="quiet"]:focus {{ border-color: {accent}; padding: 3px 7px; }}
QToolButton {{ background: transparent; border: 1px solid transparent; border-radius: 5px; padding: 3px 6px; }}
QToolButton:hover {{ background: {hover}; }}
QToolButton:checked, QToolButton:pressed {{ background: {chosen}; }}
QToolButton:focus {{ border-color: {accent}; }}

QLineEdit, QSpinBox, QDoubleSpinBox, QComboBox, QPlainTextEdit, QTextEdit {{ background: {surface}; color: {text};
    border: 1px solid {border_strong}; border-radius: 5px; padding: 3px 7px;
    selection-background-color: {accent}; selection-color: {accent_text}; }}
QLineEdit, QComboBox, QSpinBox, QDoubleSpinBox {{ min-height: 20px; }}
QLineEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus, QComboBox:focus, QPlainTextEdit:focus, QTextEdit:focus {{
    border: 2px solid {accent}; padding: 2px 6px; }}
QTextEdit[role="page"] {{ border-color: {border}; border-radius: 6px; }}
QTextEdit[role="page"]:focus {{ border: 1px solid {accent}; padding: 3px 7px; }}
QLineEdit:disabled, QComboBox:disabled {{ color: {faint}; border-color: {border}; }}
QLineEdit[role="error"], QComboBox[role="error"] {{ border-color: {danger}; }}
QAbstractSpinBox QLineEdit, QComboBox QLineEdit {{ border: none; padding: 0 0 0 4px; min-height: 18px; }}
QComboBox::drop-down {{ border: none; width: 22px; }}
QComboBox::down-arrow {{ image: url({chevron_down}); width: 12px; height: 12px; }}
QSpinBox::up-button, QDoubleSpinBox::up-button {{ subcontrol-origin: border; subcontrol-position: top right;
    border: none; background: transparent; width: 20px; }}
QSpinBox::down-button, QDoubleSpinBox::down-button {{ subcontrol-origin: border;
    subcontrol-position: bottom right; border: none; background: transparent; width: 20px; }}
QSpinBox::up-arrow, QDoubleSpinBox::up-arrow {{ image: url({chevron_up}); width: 12px; height: 12px; }}
QSpinBox::down-arrow, QDoubleSpinBox::down-arrow {{ image: url({chevron_down}); width: 12px; height: 12px; }}
QCheckBox, QRadioButton {{ spacing: 8px; }}
QCheckBox::indicator, QRadioButton::indicator {{ width: 14px; height: 14px; background: {surface};
    border: 1px solid {border_strong}; }}
QCheckBox::indicator {{ border-radius: 3px; }}
QRadioButton::indicator {{ border-radius: 7px; }}
QCheckBox::indicator:checked {{ background: {accent}; border-color: {accent}; image: url({check}); }}
QCheckBox::indicator:indeterminate {{ background: {border_strong}; }}
QRadioButton::indicator:checked {{ width: 6px; height: 6px; border: 5px solid {accent}; border-radius: 8px; }}
QCheckBox::indicator:focus, QRadioButton::indicator:focus {{ border-color: {text}; }}
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled {{ border-color: {border}; background: {window}; }}
QComboBox QAbstractItemView {{ background: {raised}; border: 1px solid {border}; outline: none;
    selection-background-color: {chosen}; selection-color: {text}; }}

QAbstractItemView {{ background: {surface}; alternate-background-color: {window}; border: 1px solid {border};
    border-radius: 6px; outline: none; }}
QAbstractItemView:focus {{ border-color: {accent}; }}
QListView::item, QTreeView::item, QTableView::item {{ padding: 4px 8px; border: none; }}
QListView::item:hover, QTreeView::item:hover, QTableView::item:hover {{ background: {hover}; }}
QListView::item:selected, QTreeView::item:selected, QTableView::item:selected {{ background: {chosen};
    color: {text}; }}
QHeaderView::section {{ background: {window}; color: {muted}; border: none; border-bottom: 1px solid {border};
    padding: 4px 8px; }}
QTableView {{ gridline-color: {border}; }}

QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 0; }}
QScrollBar::handle {{ background: {border_strong}; border-radius: 4px; margin: 2px; }}
QScrollBar::handle:vertical {{ min-height: 32px; }}
QScrollBar::handle:horizontal {{ min-width: 32px; }}
QScrollBar::handle:hover {{ background: {muted}; }}
QScrollBar::handle:disabled {{ background: transparent; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}

QSplitter::handle {{ background: {border}; }}
QSplitter::handle:horizontal {{ width: 1px; }}
QSplitter::handle:vertical {{ height: 1px; }}
QSplitter[role="gap"]::handle {{ background: transparent; height: 8px; }}
QSplitter::handle:hover {{ background: {accent}; }}

QTabWidget::pane {{ border: 1px solid {border}; border-radius: 6px; top: -1px; }}
QTabBar::tab {{ color: {muted}; background: transparent; padding: 6px 12px; border: none;
    border-bottom: 2px solid transparent; }}
QTabBar[role="tight"]::tab {{ padding: 6px 1px; }}
QTabBar[role="close"]::tab {{ padding: 6px 4px; }}
QTabBar::tab:selected {{ color: {text}; border-bottom-color: {accent}; }}
QTabBar::tab:hover {{ color: {text}; }}
QTabBar::tab:focus {{ background: {hover}; }}

QStatusBar {{ background: {window}; border-top: 1px solid {border}; color: {muted}; }}
QStatusBar::item {{ border: none; }}
QProgressBar {{ background: {hover}; border: none; border-radius: 3px; height: 6px; text-align: center; }}
QProgressBar::chunk {{ background: {accent}; border-radius: 3px; }}
QGroupBox {{ border: 1px solid {border}; border-radius: 6px; margin-top: 16px; padding: 8px; }}
QGroupBox::title {{ subcontrol-origin: margin; left: 8px; color: {muted}; }}
QDockWidget::title {{ background: {window}; padding: 6px 8px; }}
"""  # noqa: E501 - one rule a line reads best
