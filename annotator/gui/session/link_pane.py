# SPDX-License-Identifier: MIT
"""The pane of relations at work: what it shows, and what it asks for."""

from collections.abc import Mapping

from PySide6.QtCore import QObject, Qt, Signal, Slot

from annotator.edits.edit import REMOVE, LayerEdit, RemoveRecord, SetAttributes, Several
from annotator.gui.canvas import links_entities, links_modes
from annotator.gui.canvas.links import Ground
from annotator.gui.canvas.links_modes import Step
from annotator.gui.session.link_rows import entity_form, first_place, link_rows
from annotator.gui.session.opened import Opened
from annotator.gui.widgets.text import tr
from annotator.model.annotations import Annotations
from annotator.model.records import Entity, EventFrame, Relation, Value
from annotator.schema.attribute import Attribute


class LinkPane(QObject):
    """Fills the pane, and carries out what is asked there; ``began`` carries a step of linking."""

    began = Signal(object)
    chosen = Signal()

    def __init__(self, opened: Opened, parent: QObject) -> None:
        super().__init__(parent)
        self._opened = opened
        self._panel = opened.bench.relations
        self._shown: Ground | None = None
        self._ground = Ground("", Annotations(), opened.workspace.schema)
        self._connections = (
            self._panel.go_requested.connect(self._go),
            self._panel.remove_requested.connect(self._remove),
            self._panel.retype_requested.connect(self._retype),
            self._panel.fill_requested.connect(self._fill),
            self._panel.chosen.connect(self._chose),
            self._panel.field_changed.connect(self._set_field),
            opened.bench.pane_shown.connect(self.refresh),
        )

    def stop(self) -> None:
        """Hear no more of the pane, and leave it empty."""
        for connection in self._connections:
            QObject.disconnect(connection)
        self._panel.set_rows([])
        self._panel.show_entity(None)

    @property
    def ground(self) -> Ground:
        """The document that is shown, with its annotations and the schema."""
        opened = self._opened
        text = opened.document.text if opened.document is not None else ""
        annotations, schema = opened.annotations, opened.workspace.schema
        known = self._ground
        is_same = known.text is text and known.schema is schema
        if not is_same or known.annotations.records is not annotations.records:
            self._ground = Ground(text, annotations, schema)
        return self._ground

    @property
    def focus(self) -> str:
        """The record at hand while the pane has the keyboard; else empty."""
        record = self.ground.annotations.get(self._panel.current)
        if not self._panel.list.hasFocus() or record is None:
            return ""
        if isinstance(record, Relation):
            return record.source
        if isinstance(record, Entity):
            return record.mentions[0] if record.mentions else ""
        return record.id

    @Slot()
    def refresh(self) -> None:
        """Show the rows as they are now, if the pane is in sight."""
        ground = self.ground
        if not self._panel.isVisible() or self._shown is ground:
            return
        self._shown = ground
        self._panel.set_rows(link_rows(ground))
        self._show_entity()

    def said_of(self, id: str) -> str:
        """Return what is said of a relation or an event that was made or changed."""
        row = next((row for row in link_rows(self.ground) if row.id == id), None)
        return f"{row.text}: {row.more}".replace("\n", ", ") if row is not None else ""

    def _show_entity(self) -> None:
        writable = self._opened.writable
        self._panel.show_entity(entity_form(self.ground, self._panel.current, writable=writable))

    @Slot(str)
    def _chose(self, id: str) -> None:
        del id
        self._show_entity()
        self.chosen.emit()

    @Slot(str)
    def _go(self, id: str) -> None:
        canvas = self._opened.bench.canvas
        span, (start, end) = first_place(self.ground.annotations, id)
        if self.ground.annotations.span(span) is not None:
            canvas.focus_span(span)
        else:
            canvas.set_caret(end)
            canvas.reveal(start, end)
        canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(str)
    def _remove(self, id: str) -> None:
        if self._may() and self._opened.apply(RemoveRecord(id)) is not None:
            self._opened.said.emit(tr("Removed. Ctrl+Z brings it back."))

    @Slot(str)
    def _retype(self, id: str) -> None:
        record = self.ground.annotations.get(id)
        if not self._may():
            return
        if isinstance(record, Relation):
            self.began.emit(links_modes.retype(self.ground, record))
        elif isinstance(record, EventFrame):
            self.began.emit(links_modes.rekind(self.ground, record))

    @Slot(str)
    def _fill(self, id: str) -> None:
        record = self.ground.annotations.get(id)
        if not self._may():
            return
        if isinstance(record, EventFrame):
            self._go(id)
            self.began.emit(Step(links_modes.fill(self.ground, record)))
        elif isinstance(record, Entity):
            self._spread(record)

    def _spread(self, entity: Entity) -> None:
        """Give every mention what its entity has and it lacks, as one act."""
        ground, edits = self.ground, list[LayerEdit]()
        for id in entity.mentions:
            span = ground.annotations.span(id)
            values = links_entities.offered(ground, span) if span is not None else {}
            if values:
                edits.append(SetAttributes(id, dict(values)))
        if not edits:
            self._opened.said.emit(tr("Its mentions lack nothing that it has."))
        elif self._opened.apply(Several(tuple(edits), "span.attributes")) is not None:
            words = tr("{count} mentions were given values.")
            self._opened.said.emit(words.format(count=len(edits)))

    @Slot(str, str, str)
    def _set_field(self, id: str, name: str, text: str) -> None:
        entity = self.ground.annotations.get(id)
        if not isinstance(entity, Entity) or not self._may():
            return
        attribute = self._attributes(entity).get(name)
        problem = attribute.problem_with(text) if attribute is not None and text else None
        if problem is not None:
            self._opened.said.emit(f"{name}: {problem}")
            self._show_entity()
            return
        value: Value | type[REMOVE] = text or REMOVE
        self._opened.apply(SetAttributes(id, {name: value}))

    def _attributes(self, entity: Entity) -> Mapping[str, Attribute]:
        """Return the attributes of the label of its mentions: they say what a value may be."""
        spans = (self.ground.annotations.span(id) for id in entity.mentions)
        label = next((span.label for span in spans if span is not None), "")
        return self.ground.schema.attributes_of(label)

    def _may(self) -> bool:
        if not self._opened.writable:
            self._opened.said.emit(tr("This project is open for reading only."))
        return self._opened.writable
