# SPDX-License-Identifier: MIT
"""Label Studio in: each task a document, each person's newest annotation a layer."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from annotator.errors import InputError
from annotator.formats.decoding import NotTextError
from annotator.formats.document_facts import info_from
from annotator.formats.each_file import Reading, parsed_file
from annotator.formats.format import (
    ImportedDocument,
    Layer,
    Progress,
    RawSource,
    ReadOptions,
)
from annotator.formats.json_text import kind_of, parsed
from annotator.formats.label_studio.choosing import AUTO, TextChooser
from annotator.formats.label_studio.config import LabelConfig, config_beside
from annotator.formats.label_studio.elements import BrokenFileError, elements_of
from annotator.formats.label_studio.layers import TaskPlace, records_of
from annotator.formats.label_studio.tasks import Task, tasks_in, together
from annotator.formats.label_studio.texts import Dialogue, HtmlText, TaskText
from annotator.formats.label_studio.values import TypedValues
from annotator.formats.sources import SourceFile
from annotator.formats.tally import Tally
from annotator.model.document import Document
from annotator.model.records import DocumentInfo
from annotator.model.storable import problem_with_data
from annotator.schema.names import bare
from annotator.text.titles import title_of

DOCUMENT_ID = "document_id"
_TASK_FACTS = ("id", "inner_id", "project", "file_upload", "created_at", "updated_at")
_EXTRACTED = (
    "the text nodes of the page as Label Studio counts them, without white space between blocks, "
    "with a line break at each br and between blocks"
)
_STEPS = 50


def read(
    files: Sequence[SourceFile], options: ReadOptions, progress: Progress
) -> Iterator[ImportedDocument]:
    """Yield a document for each task of the files.

    A task that cannot be used is no reason to leave out the one after it, if only good ones are
    asked for.
    """
    tally = Tally()
    reading = Reading(options, options.annotator)

    def documents(file: SourceFile, reading: Reading) -> Iterator[ImportedDocument]:
        yield from _File.of(file, reading, tally).documents(progress)

    try:
        for done, file in enumerate(files):
            progress(done, len(files))
            yield from parsed_file(file, reading, documents)
    finally:
        tally.tell(options.note)
    progress(len(files), len(files))
    reading.problems.settle(
        options.schema.labels, good_only=options.good_only, refused=options.refused
    )


@dataclass(slots=True)
class _File:
    """One file on its way."""

    file: SourceFile
    reading: Reading
    tally: Tally
    config: LabelConfig
    chooser: TextChooser
    typed: TypedValues
    number: int = 0

    @classmethod
    def of(cls, file: SourceFile, reading: Reading, tally: Tally) -> "_File":
        config, name = config_beside(file)
        if name:
            tally.count(f"the label config {bare(name)} was used")
        choices = reading.options.choices
        chooser = TextChooser(config, choices.get("text_key", ""), choices.get("html", AUTO))
        typed = TypedValues(reading.options.schema)
        return cls(file, reading, tally, config, chooser, typed)

    def documents(self, progress: Progress) -> Iterator[ImportedDocument]:
        """Yield the documents; a task that cannot be used becomes a problem."""
        try:
            for task in together(self._tasks()):
                if self.number and self.number % _STEPS == 0:
                    progress(self.number, 0)
                self.number += 1
                document = self._good_document(task)
                if document is not None:
                    yield document
        except BrokenFileError as error:
            raise NotTextError(str(error), error.line) from None
        if not self.number:
            raise InputError("the file holds no tasks")

    def _good_document(self, task: Task) -> ImportedDocument | None:
        """Return the document of a task; None if it, or anything before it, may not be kept."""
        problems = self.reading.problems
        before = problems.sightings if self.reading.options.good_only else 0
        try:
            document = self._document(task)
        except InputError as error:
            self.reading.problem(self.file, task.line, self._where(), str(error))
            return None
        return document if problems.sightings == before else None

    def _tasks(self) -> Iterator[Task]:
        limit = self.reading.options.max_bytes
        for element in elements_of(self.file, limit):
            if not element.data.startswith(b"{"):
                wrong = f"a task must be an object, not {_start(element.data)}"
                yield Task(element.line, {}, wrong)
                continue
            size = len(element.data)
            if size > limit:
                wrong = (
                    f"the task has {size:,} bytes; a task may have {limit:,} (this can be raised)"
                )
                yield Task(element.line, {}, wrong)
                continue
            try:
                yield from tasks_in(element.line, parsed(element.data, limit))
            except InputError as error:
                yield Task(element.line, {}, str(error))

    def _where(self) -> str:
        """Return which task this is, counted from 0 as in a list."""
        return f"[{self.number - 1}]"

    def _document(self, task: Task) -> ImportedDocument:
        if task.wrong:
            raise InputError(task.wrong)
        raw = task.value
        annotations = self._annotations(raw)
        predictions = self._predictions(raw, annotations)
        results = [r for each in (*annotations, *predictions) for r in _results(each[1])]
        text = self.chooser.text_of(raw["data"], [r for r in results if isinstance(r, dict)])
        if not text.text.strip():
            raise InputError("the task has no text: that of its page is empty")
        foreign = frozenset(
            name for name, tag in self.config.texts.items() if tag.key and tag.key != text.key
        )
        place = TaskPlace(
            self.file,
            task.line,
            self.reading,
            self.tally,
            foreign | self.config.others,
            self.typed,
        )
        layers = []
        for (owner, annotation, name), human in (
            *((each, True) for each in annotations),
            *((each, False) for each in predictions),
        ):
            where = f"{self._where()}.{name}"
            records = records_of(_results(annotation), text, place, where)
            complete = annotation.get("complete", True) is True and human
            layers.append(Layer(owner, records, complete))
        info, id = self._info(raw, text)
        document = Document.of(self.reading.ids.unique(id), text.text)
        origin = f"{self.file.name}:{task.line}"
        return ImportedDocument(document, info, tuple(layers), origin, _raw_of(text))

    def _annotations(self, raw: Mapping[str, Any]) -> list[tuple[str, dict[str, Any], str]]:
        """Return each person's newest annotation, with their name and where it stands."""
        key = "annotations" if isinstance(raw.get("annotations"), list) else "completions"
        newest: dict[str, tuple[str, dict[str, Any], str]] = {}
        for number, annotation in enumerate(_dicts(raw.get(key))):
            if annotation.get("was_cancelled"):
                self.tally.count(
                    "1 annotation was skipped by its annotator and left out",
                    "{} annotations were skipped by their annotators and left out",
                )
                continue
            self._tell_of(annotation)
            owner = _owner(annotation) or self.reading.annotator
            before = newest.get(owner)
            if before is not None:
                self.tally.count(
                    "1 older annotation by the same person was left out",
                    "{} older annotations by the same person were left out",
                )
            if before is None or _time(before[1]) <= _time(annotation):
                newest[owner] = (owner, annotation, f"{key}[{number}]")
        drafts = len(_dicts(raw.get("drafts")))
        if drafts:
            self.tally.count("1 draft was left out", "{} drafts were left out", drafts)
        return list(newest.values())

    def _tell_of(self, annotation: Mapping[str, Any]) -> None:
        if annotation.get("ground_truth"):
            self.tally.count(
                "1 annotation is marked as ground truth; its layer is called after its annotator",
                "{} annotations are marked as ground truth; their layers are called after their "
                "annotators",
            )
        reviews = len(_dicts(annotation.get("reviews")))
        if reviews:
            self.tally.count("1 review was left out", "{} reviews were left out", reviews)

    def _predictions(
        self, raw: Mapping[str, Any], annotations: Sequence[tuple[str, dict[str, Any], str]]
    ) -> list[tuple[str, dict[str, Any], str]]:
        """Return the predictions that become layers, by the names of their models."""
        found = [each for each in _dicts(raw.get("predictions")) if _results(each)]
        wish = self.reading.options.choices.get("predictions", AUTO)
        if wish == "no" or (wish == AUTO and annotations):
            if found:
                self.tally.count(
                    "1 prediction was left out (choose predictions=yes)",
                    "{} predictions were left out (choose predictions=yes)",
                    len(found),
                )
            return []
        taken = {owner for owner, _, _ in annotations}
        named: dict[str, tuple[str, dict[str, Any], str]] = {}
        for number, prediction in enumerate(found):
            version = prediction.get("model_version")
            owner = version if isinstance(version, str) and version else "prediction"
            owner = f"{owner} (model)" if owner in taken else owner
            if owner in named:
                self.tally.count(
                    "1 earlier prediction of the same model was left out",
                    "{} earlier predictions of the same model were left out",
                )
            named[owner] = (owner, prediction, f"predictions[{number}]")
        return list(named.values())

    def _info(self, raw: Mapping[str, Any], text: TaskText) -> tuple[DocumentInfo, str]:
        """Return the facts about a task's document, and its id."""
        language = self.reading.options.language
        meta = raw.get("meta")
        facts: dict[str, Any] = {**meta} if isinstance(meta, dict) else {}
        id = facts.pop(DOCUMENT_ID, None)
        rest = {key: value for key, value in raw["data"].items() if key != text.key}
        if isinstance(text, Dialogue) and any(text.rest):
            rest[text.key] = text.rest
        if rest:
            facts["data"] = rest
        if isinstance(id, str) and id:
            return info_from(_storable(facts), text.text, language), id
        told = {key: raw[key] for key in _TASK_FACTS if raw.get(key) is not None}
        if told:
            facts["label_studio"] = told
        info = info_from(_storable(facts), text.text, language)
        title = rest.get("title")
        title = title if isinstance(title, str) and title.strip() else title_of(text.text)
        info = replace(info, title=info.title or title, source=info.source or self.file.name)
        return info, self._id(raw)

    def _id(self, raw: Mapping[str, Any]) -> str:
        stem = self.file.stem
        number = raw.get("id")
        if isinstance(number, int | str) and not isinstance(number, bool) and number != "":
            return f"{stem}-{number}"
        return f"{stem}-{self.number}"


def _raw_of(text: TaskText) -> RawSource | None:
    if isinstance(text, HtmlText):
        return RawSource("text/html", text.source.encode(), _EXTRACTED)
    return None


def _storable(facts: dict[str, Any]) -> dict[str, Any]:
    return {
        key: value if problem_with_data(value) is None else json.dumps(value, ensure_ascii=False)
        for key, value in facts.items()
    }


def _dicts(value: object) -> list[dict[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _results(annotation: Mapping[str, Any]) -> Sequence[Any]:
    results = annotation.get("result")
    return results if isinstance(results, list) else ()


def _time(annotation: Mapping[str, Any]) -> str:
    return str(annotation.get("updated_at") or annotation.get("created_at") or "")


def _owner(annotation: Mapping[str, Any]) -> str:
    """Return who made an annotation, as the file calls them; empty if it does not say."""
    own = annotation.get("annotator")
    if isinstance(own, str) and own:
        return own
    by = annotation.get("completed_by")
    if isinstance(by, dict):
        names = (by.get("first_name"), by.get("last_name"))
        full = " ".join(name for name in names if isinstance(name, str) and name)
        for name in (by.get("email"), by.get("username"), full, by.get("id")):
            if isinstance(name, str | int) and name not in ("", False, True):
                return str(name)
    if isinstance(by, str | int) and not isinstance(by, bool):
        return str(by)
    username = annotation.get("created_username")
    if isinstance(username, str):
        return username.rpartition(",")[0].strip() or username.strip()
    return ""


def _start(data: bytes) -> str:
    try:
        return kind_of(json.loads(data))
    except (ValueError, RecursionError):
        return f"{data[:20].decode(errors='replace')!r}"
