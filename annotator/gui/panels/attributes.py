# SPDX-License-Identifier: MIT
"""The pane of attributes: a form for the focused span, made to be filled by keyboard."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from annotator.gui.bridge.documents import one_line
from annotator.gui.widgets.attribute_row import AttributeRow
from annotator.gui.widgets.icons import swatch
from annotator.gui.widgets.keys import on_key
from annotator.gui.widgets.text import ElidedLabel, heading, label, quiet, set_role, tr
from annotator.model.records import Attributes
from annotator.schema.attribute import Attribute


@dataclass(frozen=True, slots=True)
class Form:
    """What the pane shows: a span, and the attributes that its label has.

    ``read`` says which of the values are what the words of the span say; empty if none.
    """

    span: str
    label: str
    colour: str
    surface: str
    attributes: Mapping[str, Attribute]
    values: Attributes
    writable: bool = True
    read: str = ""


@dataclass(frozen=True, slots=True)
class _Page:
    """The fields of one label."""

    attributes: Mapping[str, Attribute]
    scroll: QScrollArea
    rows: list[AttributeRow]


class AttributesPanel(QWidget):
    """A form for one span; ``changed`` carries its id, the attribute, and the value or REMOVE.

    Enter stores a value and goes to the next field, after the last one back to the text.
    """

    changed = Signal(str, str, object)
    leave_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Attributes"))
        self._form: Form | None = None
        self.rows: list[AttributeRow] = []
        self._pages: dict[str, _Page] = {}
        self._swatch = label()
        self._swatch.setFixedSize(16, 16)
        self._title = heading("")
        self._surface = ElidedLabel()
        self._note = quiet(wrap=True)
        self._read = quiet(wrap=True)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self._swatch)
        top.addWidget(self._title)
        top.addWidget(self._surface, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(QWidget())
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        column.addLayout(top)
        column.addWidget(self._note)
        column.addWidget(self._read)
        column.addWidget(self._stack, 1)
        on_key(self, "Esc", self._escape)
        self.show_form(None)

    @property
    def form(self) -> Form | None:
        """What is shown."""
        return self._form

    def show_form(self, form: Form | None) -> None:
        """Show a span's attributes; None when no span has the focus.

        The fields of a label are made once: making them takes longer than a key may take. What is
        being typed stays while the same span is shown.
        """
        before = self._form
        self._form = form
        is_same = (
            form is not None
            and before is not None
            and (before.span, before.label) == (form.span, form.label)
        )
        self._show_page(form)
        for row in self.rows:
            if form is not None:
                row.show_value(form.values, force=not is_same)
                row.set_writable(writable=form.writable)
        self._show_head(form)

    def enter(self) -> None:
        """Give the keyboard to the first missing value, else to the first field."""
        rows = [row for row in self.rows if row.is_missing] or self.rows
        if rows:
            rows[0].field.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.setFocus(Qt.FocusReason.TabFocusReason)

    def commit(self) -> None:
        """Commit what is being typed, if it fits."""
        for row in self.rows:
            row.commit()

    def missing(self) -> list[str]:
        """Return the names of the values that are required and not there."""
        return [row.name for row in self.rows if row.is_missing]

    def _show_page(self, form: Form | None) -> None:
        if form is None:
            self.rows = []
            self._stack.setCurrentIndex(0)
            return
        page = self._page(form.label, form.attributes)
        self.rows = page.rows
        self._stack.setCurrentWidget(page.scroll)

    def prepare(self, label: str, attributes: Mapping[str, Attribute]) -> None:
        """Make the form of a label before it is needed: it takes longer than a key may."""
        self._page(label, attributes)

    def _page(self, label: str, attributes: Mapping[str, Attribute]) -> _Page:
        page = self._pages.get(label)
        if page is not None and page.attributes != attributes:
            self._stack.removeWidget(page.scroll)
            page.scroll.deleteLater()
            page = None
        if page is None:
            page = self._made_page(attributes)
            self._pages[label] = page
            self._stack.addWidget(page.scroll)
        return page

    def _made_page(self, attributes: Mapping[str, Attribute]) -> _Page:
        inside = QWidget()
        inside.setAccessibleName(tr("Attributes"))
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(8)
        rows = []
        for name, attribute in attributes.items():
            row = AttributeRow(name, attribute)
            row.committed.connect(self._committed)
            row.advanced.connect(lambda row=row: self._advance(row))
            rows.append(row)
            column.addWidget(row)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        return _Page(attributes, scroll, rows)

    def _show_head(self, form: Form | None) -> None:
        for part in (self._swatch, self._title, self._surface):
            part.setVisible(form is not None)
        self._title.setText(form.label if form is not None else "")
        self._surface.set_whole(one_line(form.surface) if form is not None else "")
        if form is not None:
            self._swatch.setPixmap(
                swatch(form.colour).pixmap(QSize(16, 16), self.devicePixelRatioF())
            )
        read = form.read if form is not None else ""
        self._read.setText(tr("As the text says: {values}.").format(values=read))
        self._read.setVisible(bool(read))
        missing = len(self.missing())
        if form is None:
            note = tr("Choose a span in the text to see its attributes.")
        elif not form.attributes:
            note = tr("This label has no attributes.")
        elif missing:
            note = tr("1 required value is missing.")
            if missing > 1:
                note = tr("{count} required values are missing.").format(count=missing)
        else:
            note = ""
        set_role(self._note, "error" if missing else "muted")
        self._note.setText(note)
        self._note.setVisible(bool(note))

    def _committed(self, name: str, value: object) -> None:
        if self._form is not None:
            self.changed.emit(self._form.span, name, value)

    def _advance(self, row: AttributeRow) -> None:
        place = self.rows.index(row) + 1 if row in self.rows else len(self.rows)
        if place < len(self.rows):
            field = self.rows[place].field
            field.setFocus(Qt.FocusReason.TabFocusReason)
            scroll = self._stack.currentWidget()
            if isinstance(scroll, QScrollArea):
                scroll.ensureWidgetVisible(self.rows[place])
        else:
            self.leave_requested.emit()

    def _escape(self) -> None:
        if self._form is not None:
            for row in self.rows:
                row.show_value(self._form.values, force=True)
        self.leave_requested.emit()
