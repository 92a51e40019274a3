# SPDX-License-Identifier: MIT
"""Files of MAE and MedTator in: the text, and the tags."""

from collections.abc import Iterator, Sequence
from functools import partial

from lxml import etree

from annotator.errors import InputError
from annotator.formats.annotator_folders import LAYERS, NONE, read_by_annotator
from annotator.formats.each_file import Reading
from annotator.formats.format import ImportedDocument, Layer, Progress, ReadOptions
from annotator.formats.mae.assembling import assembled
from annotator.formats.mae.naming import Renamed, named_by_annotator
from annotator.formats.mae.placing import Placing
from annotator.formats.mae.tags import Tags
from annotator.formats.mae.told import INSIDE, Counts, Told
from annotator.formats.sources import SourceFile
from annotator.formats.whole import whole_file
from annotator.formats.xml import parsed_xml
from annotator.model.document import Document
from annotator.model.records import DocumentInfo
from annotator.text.scripts import implied_language
from annotator.text.titles import title_of

TASK, FACTS = "mae_task", "mae_meta"


def read(
    files: Sequence[SourceFile], options: ReadOptions, progress: Progress
) -> Iterator[ImportedDocument]:
    """Yield a document for each file, or for all files of its annotators.

    What has no place in the text, has other words than stand there, or refers to nothing is a
    problem with its line.
    """
    told = Told()
    if options.choices.get(LAYERS.name) == NONE:
        renamed = Renamed(list(files))
    else:
        renamed = named_by_annotator(files, partial(_text_of, max_bytes=options.max_bytes))
    parse = partial(_document, renamed=renamed, told=told)
    yield from read_by_annotator(renamed.files, options, progress, parse)
    told.tell(options.note)


def _document(
    file: SourceFile, reading: Reading, renamed: Renamed, told: Told
) -> Iterator[ImportedDocument]:
    named = renamed.as_it_was(file)
    try:
        root = parsed_xml(whole_file(file.path, reading.options.max_bytes))
        text = _text(root)
    except InputError as error:  # told of under the name that the file really has
        reading.problem(named, getattr(error, "line", 0), "", str(error))
        return
    counts = told.start(file.path)
    tags, ids = _tags(root, counts)
    placing = Placing(text, named, reading, counts)
    records = assembled(tags, ids, placing)
    layers = (Layer(reading.annotator, records, complete=False),) if records else ()
    id = file.stem.removesuffix(".txt") or file.stem
    info = DocumentInfo(
        title=title_of(text) or id.rpartition("/")[2],
        source=named.name,
        language=implied_language(text, reading.options.language),
        meta=_facts(root),
    )
    yield ImportedDocument(Document.of(reading.ids.unique(id), text), info, layers, named.name)


def _text_of(file: SourceFile, *, max_bytes: int) -> str:
    """Return the text of a file, or nothing if it is none of MAE's."""
    try:
        return _text(parsed_xml(whole_file(file.path, max_bytes)))
    except InputError:
        return ""


def _text(root: etree._Element) -> str:
    element = root.find("TEXT")
    if element is None:
        raise InputError("there is no element TEXT in it: this is no file of MAE or MedTator")
    if len(element):
        raise InputError("there are elements inside TEXT: the places of tags would not be sure")
    text = element.text or ""
    if not text or text.isspace():
        raise InputError("the file holds no text")
    return text


def _tags(root: etree._Element, counts: Counts) -> tuple[Tags, list[str]]:
    """Return the tags, and the ids of all of them."""
    elements = [tag for group in root.findall("TAGS") for tag in group.iterchildren(etree.Element)]
    values: list[dict[str, str]] = [dict(tag.items()) for tag in elements]  # type: ignore[arg-type]  # never bytes
    ids = [each.get("id", "") for each in values]
    known = frozenset(id for id in ids if id)
    tags = Tags()
    counts.seen[INSIDE] += sum(map(len, elements))
    for element, each in zip(elements, values, strict=True):
        tags.add(element, each, known)
    return tags, ids


def _facts(root: etree._Element) -> dict[str, object]:
    """Return what the file says of itself: the task, and what stands in META."""
    facts: dict[str, object] = {TASK: str(root.tag)}
    found = [
        {"element": str(fact.tag), **{str(name): str(value) for name, value in fact.items()}}
        for group in root.findall("META")
        for fact in group.iterchildren(etree.Element)
    ]
    if found:
        facts[FACTS] = found
    return facts
