# SPDX-License-Identifier: MIT
"""Reads the table that ``writing`` makes, also after a spreadsheet has sorted its rows."""

from collections.abc import Iterator, Sequence

from annotator.formats.csv_table.layout import COLUMNS, DOCUMENT, KINDS, LAYER, NO, YES
from annotator.formats.csv_table.own_records import (
    OwnLayer,
    OwnTable,
    Placing,
    record_of,
    refuse_dangling,
)
from annotator.formats.csv_table.plain_spans import PlainSpans
from annotator.formats.csv_table.table import Row
from annotator.formats.each_file import Reading
from annotator.formats.format import ImportedDocument, Layer
from annotator.formats.sources import SourceFile
from annotator.model.document import Document
from annotator.model.records import DocumentInfo
from annotator.schema.names import listed, shown

_TRUTH = {YES: True, NO: False, "": False, "true": True, "false": False}


def own_documents(
    names: Sequence[str], rows: Iterator[Row], file: SourceFile, reading: Reading
) -> Iterator[ImportedDocument]:
    """Yield the documents of a table.

    A table no larger than a document may be is read in any order of rows; in a larger one the rows
    of a document must stand together, its own row being the first.
    """
    strange = [name for name in names if name not in COLUMNS]
    if strange:
        reading.options.note(f"{file.name}: columns that are not read: {listed(strange)}")
    table = OwnTable(file, reading, {name: place for place, name in enumerate(names)})
    checked = (row for row in rows if _is_whole(table, row, len(names)))
    for group in _groups(table, checked):
        item = _document(table, group)
        if item is not None and item.document.id not in table.broken:
            yield item
        reading.next_document()


def _is_whole(table: OwnTable, row: Row, width: int) -> bool:
    if len(row.cells) == width:
        return True
    table.tell(row, "", f"the row has {len(row.cells)} cells, the first one {width}")
    table.reading.next_document()
    if row.cells and table.place["document"] < len(row.cells):
        table.broken.add(table.cell(row, "document"))
    return False


def _groups(table: OwnTable, rows: Iterator[Row]) -> Iterator[list[Row]]:
    """Yield the rows of each document."""
    file, limit = table.file, table.reading.options.max_bytes
    if file.path.stat().st_size <= limit // 4:
        gathered: dict[str, list[Row]] = {}
        for row in rows:
            gathered.setdefault(table.cell(row, "document"), []).append(row)
        yield from gathered.values()
        return
    yield from _adjacent_groups(table, rows)


def _adjacent_groups(table: OwnTable, rows: Iterator[Row]) -> Iterator[list[Row]]:
    done: set[str] = set()
    group: list[Row] = []
    current = ""
    for row in rows:
        id = table.cell(row, "document")
        if id != current or not group:
            if group:
                yield group
            done.add(current)
            group, current = [], id
            if id in done:
                message = "the rows of this document do not stand together; sort by this column"
                table.tell(row, "document", message)
        group.append(row)
    if group:
        yield group


def _document(table: OwnTable, group: list[Row]) -> ImportedDocument | None:
    kind = table.place["kind"]
    own = [row for row in group if row.cells[kind] == DOCUMENT]
    if len(own) != 1:
        id = shown(table.cell(group[0], "document"))
        found = "no row of its own, with its text" if not own else f"{len(own)} rows of its own"
        table.tell(group[-1], "document", f"{id} has {found}")
        return None
    head = own[0]
    text = _text(table, head)
    if text is None:
        return None
    places = Placing(table, text)
    layers: dict[str, OwnLayer] = {}
    plain = PlainSpans(table, text)
    layer: OwnLayer | None = None
    of_layer: tuple[str, str] | None = None
    for row in group:
        named = plain.layer_of(row)
        if layer is not None and named == of_layer and plain.added(row, layer):
            continue
        if row is not head:
            layer, of_layer = _add(table, row, layers, places), named
    for layer in layers.values():
        refuse_dangling(table, layer)
    document = Document.of(table.cell(head, "document"), text)
    made = tuple(
        Layer(name, tuple(layer.records), layer.complete) for name, layer in layers.items()
    )
    origin = f"{table.file.name}:{head.line}"
    return ImportedDocument(document, _info(table, head), made, origin)


def _text(table: OwnTable, row: Row) -> str | None:
    text = table.cell(row, "text")
    if not table.cell(row, "document"):
        table.tell(row, "document", "is empty")
        return None
    if not text.strip():
        table.tell(row, "text", "must hold at least one visible character")
        return None
    said = table.cell(row, "characters")
    if said and said != str(len(text)):
        table.tell(
            row,
            "characters",
            f"the text has {len(text):,} characters, but {said} are stated; "
            "a spreadsheet may have cut or changed it",
        )
    return text


def _info(table: OwnTable, row: Row) -> DocumentInfo:
    tags, meta = table.cell(row, "tags"), table.cell(row, "meta")
    return DocumentInfo(
        title=table.cell(row, "title"),
        source=table.cell(row, "source"),
        date=table.cell(row, "date"),
        language=table.cell(row, "language"),
        tags=_tags(table, row, tags) if tags else (),
        meta=table.object(row, "meta", meta) if meta else {},
    )


def _tags(table: OwnTable, row: Row, cell: str) -> tuple[str, ...]:
    value = table.json(row, "tags", cell)
    if isinstance(value, list) and all(isinstance(tag, str) for tag in value):
        return tuple(value)
    if value is not None:
        table.tell(row, "tags", 'must be a list such as ["east", "wire"]')
    return ()


def _add(
    table: OwnTable, row: Row, layers: dict[str, OwnLayer], places: Placing
) -> OwnLayer | None:
    """Add what a row gives to its annotator's layer, and return that; None if it names none."""
    kind = table.cell(row, "kind")
    if kind not in KINDS:
        table.tell(row, "kind", f"must be one of {listed(KINDS)}, not {shown(kind)}")
        return None
    owner = table.cell(row, "annotator") or table.reading.annotator
    if not owner:
        table.tell(row, "annotator", "is empty, and no annotator was named for the import")
        return None
    said = table.cell(row, "complete")
    complete = _TRUTH.get(said.lower())
    if complete is None:
        table.tell(row, "complete", f"must be {YES} or {NO}, not {shown(said)}")
        return None
    layer = layers.setdefault(owner, OwnLayer(complete))
    if layer.complete != complete:
        table.tell(row, "complete", "is not what other rows of the layer say")
    record = None if kind == LAYER else record_of(table, row, kind, layer, places)
    if record is not None:
        layer.records.append(record)
    return layer
