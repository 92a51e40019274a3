# SPDX-License-Identifier: MIT
"""XMI files, and zip files with such, to documents."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from annotator.errors import InputError
from annotator.formats.annotator_folders import read_by_annotator
from annotator.formats.each_file import Reading
from annotator.formats.format import ImportedDocument, Layer, Progress, ReadOptions
from annotator.formats.sources import SourceFile
from annotator.formats.uima_layers import TITLE_TYPE, Layers, LeftOut
from annotator.formats.uima_names import decoded
from annotator.formats.whole import whole_file
from annotator.formats.xmi import LEAVE_OUT, UNKNOWN_TYPES, VIEW, is_json
from annotator.formats.xmi.annotations import Structures
from annotator.formats.xmi.archives import is_archive, members_of
from annotator.formats.xmi.elements import Content, Structure, View, content_of
from annotator.formats.xmi.facts import Facts, facts_of
from annotator.formats.xmi.own_types import OwnRecords
from annotator.formats.xmi.type_systems import Neighbours, Types, types_of
from annotator.model.document import Document
from annotator.model.records import DocumentInfo, Record
from annotator.text.offsets import Utf16Map
from annotator.text.scripts import implied_language
from annotator.text.titles import title_of

_UNKNOWN_LANGUAGE = "x-unspecified"
_NO_TYPES = "files without a type system: their features were read as text"


def read(
    files: Sequence[SourceFile], options: ReadOptions, progress: Progress
) -> Iterator[ImportedDocument]:
    """Yield a document for each view with a text, with the layers of all annotators who have it.

    Offsets count UTF-16 units and are converted. Refused, with the line: places that are not in
    the text, references to nothing, types that the type system beside the file does not have,
    texts that are not in the file, and UIMA CAS JSON.
    """
    source = _Source(options, LeftOut())
    yield from read_by_annotator(files, options, progress, source.documents)
    for sentence in source.left_out.sentences():
        options.note(sentence)


class _Source:
    """Reads files; type systems are read once for all files that have the same one."""

    def __init__(self, options: ReadOptions, left_out: LeftOut) -> None:
        self.options = options
        self.left_out = left_out
        self._neighbours = Neighbours(options.max_bytes)
        self._known: dict[tuple[tuple[str, bytes], ...], Types] = {}

    def documents(self, file: SourceFile, reading: Reading) -> Iterator[ImportedDocument]:
        """Yield the documents of a file."""
        is_trial = reading.options is not self.options
        left_out = LeftOut() if is_trial else self.left_out
        most = reading.options.max_bytes
        if is_archive(file.path):
            for number, member in enumerate(members_of(file.path, most)):
                types = self._types(member.type_system)
                name = f"{file.stem}/{member.name}" if number else file.stem
                part = _Part(file, name, types, reading, left_out)
                yield from part.documents(content_of(member.data))
            return
        data = whole_file(file.path, most)
        if is_json(data[:1000]):
            raise InputError("this is UIMA CAS JSON, which is not read; export it as XMI")
        types = self._types(self._neighbours.of(file))
        yield from _Part(file, file.stem, types, reading, left_out).documents(content_of(data))

    def _types(self, contents: list[tuple[str, bytes]]) -> Types | None:
        if not contents:
            return None
        key = tuple(contents)
        if key not in self._known:
            if len(self._known) > 20:
                self._known.clear()
            self._known[key] = types_of(contents)
        return self._known[key]


@dataclass(slots=True)
class _Part:
    """One XMI file, or one in an archive, while it is read; ``name`` becomes the document's id."""

    file: SourceFile
    name: str
    types: Types | None
    reading: Reading
    left_out: LeftOut

    def documents(self, content: Content) -> Iterator[ImportedDocument]:
        views = self._views(content)
        if self.types is None:
            self.left_out.reasons[_NO_TYPES] += 1
        for number, view in enumerate(views):
            yield self._document(content, view, f"{self.name}/{view.name}" if number else self.name)

    def _views(self, content: Content) -> list[View]:
        """Return the views that are read, that with the usual name first."""
        chosen = self.reading.options.choices.get(VIEW.name, "")
        views = [view for view in content.views if not chosen or view.name == chosen]
        if not views and content.elsewhere:
            raise InputError("its text is not in the file, but where a sofaURI or array says")
        if not views:
            raise InputError(f"it has no text in the view {chosen}" if chosen else "it has no text")
        if len(views) > 1:
            names = ", ".join(view.name for view in views)
            self.left_out.reasons[f"files of several views, each a document ({names})"] += 1
        return sorted(views, key=lambda view: view.name != "_InitialView")

    def _document(self, content: Content, view: View, name: str) -> ImportedDocument:
        choices = self.reading.options.choices
        layers = Layers(self.reading, self.left_out)
        structures = Structures(
            content,
            view,
            layers,
            self._tell,
            self.types,
            lenient=choices.get(UNKNOWN_TYPES.name, "") == LEAVE_OUT,
        )
        made = layers.records(structures.read(), self.file)
        facts = facts_of(content, view)
        records = (
            *made.records,
            *self._own(content, view, structures.own, structures.known(made.ids)),
        )
        document = Document.of(self.reading.ids.unique(facts.id or name), view.text)
        owner = facts.annotator or self.reading.annotator
        info = self._info(content, view, facts)
        is_nobodys = facts.is_ours and not facts.annotator
        layer = Layer(owner, records, complete=facts.complete)
        layers_here = () if is_nobodys and not records else (layer,)
        return ImportedDocument(document, info, layers_here, self.file.name)

    def _own(
        self, content: Content, view: View, own: list[Structure], ids: Mapping[str, str]
    ) -> list[Record]:
        schema = self.reading.options.schema
        return OwnRecords(content, ids, Utf16Map.of(view.text), schema, self._tell).of(own)

    def _info(self, content: Content, view: View, facts: Facts) -> DocumentInfo:
        about = _about(content, view)
        language = decoded(about.get("language", _UNKNOWN_LANGUAGE))
        if language == _UNKNOWN_LANGUAGE:
            language = implied_language(view.text, self.reading.options.language)
        meta: dict[str, Any] = dict(facts.meta)
        if not facts.is_ours and about.get("documentId"):
            meta["documentId"] = about["documentId"]
        title, uri = about.get("documentTitle"), about.get("documentUri")
        return DocumentInfo(
            title=title_of(view.text) if title is None else decoded(title),
            source=self.file.name if uri is None else decoded(uri),
            date=facts.date,
            language=language,
            tags=facts.tags,
            meta=meta,
        )

    def _tell(self, line: int, field: str, sentence: str) -> None:
        self.reading.problem(self.file, line, field, sentence)


def _about(content: Content, view: View) -> dict[str, str]:
    """Return what the annotation about the document says."""
    found: dict[str, str] = {}
    for structure in content.structures.values():
        if structure.text("sofa") == view.id and (
            structure.type in (TITLE_TYPE, "uima.tcas.DocumentAnnotation")
            or structure.type.endswith(".DocumentMetaData")
        ):
            found.update((k, v) for k, v in structure.features.items() if isinstance(v, str))
    return found
