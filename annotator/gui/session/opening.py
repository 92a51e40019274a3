# SPDX-License-Identifier: MIT
"""Opens and makes projects, off the window's thread; then puts them on the workbench."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QSettings

from annotator.checks.schema_files import read_checked_schema
from annotator.errors import ReadOnlyError
from annotator.gui.bridge.documents import DocumentRow
from annotator.gui.dialogs.new_project import NewProject
from annotator.gui.session.open_project import Bench, Office
from annotator.gui.session.places import place_key
from annotator.gui.session.rows import document_rows
from annotator.gui.session.session import Session
from annotator.gui.workbench import Workbench
from annotator.workspace.sample import open_or_create_sample
from annotator.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Loaded:
    """A project with what the window shows of it first."""

    workspace: Workspace
    documents: list[DocumentRow]
    counts: dict[str, int]


def opened(location: str, *, annotator: str, read_only: bool) -> Loaded:
    """Open a project; see ``Workspace.open`` for what is refused.

    One that cannot be written is opened for reading.
    """
    try:
        return _loaded(Workspace.open(location, annotator=annotator, read_only=read_only))
    except ReadOnlyError:
        if read_only:
            raise
    return _loaded(Workspace.open(location, annotator=annotator, read_only=True))


def created(wish: NewProject, *, annotator: str) -> Loaded:
    """Make a project and open it; SchemaError for a schema file that cannot be used."""
    schema = read_checked_schema(Path(wish.schema)) if wish.schema else None
    workspace = Workspace.create(
        wish.location,
        annotator=annotator,
        name=wish.name,
        language=wish.language,
        schema=schema,
    )
    return _loaded(workspace)


def sample(folder: Path, *, annotator: str) -> Loaded:
    """Open the sample project in a folder; it is made the first time."""
    return _loaded(open_or_create_sample(folder, annotator=annotator))


def _loaded(workspace: Workspace) -> Loaded:
    return Loaded(workspace, document_rows(workspace), workspace.label_counts())


def shown(
    loaded: object, bench: Bench, *, settings: QSettings, office: Office, parent: QObject
) -> Session:
    """Show a project on the workbench, where the person left it."""
    if not isinstance(loaded, Loaded) or not isinstance(bench, Workbench):
        raise TypeError("only a loaded project can be shown, and only on the workbench")
    session = Session(loaded.workspace, bench, settings=settings, office=office, parent=parent)
    key = place_key(loaded.workspace.location)
    document = str(settings.value(f"{key}/document") or "")
    caret = settings.value(f"{key}/caret")
    if document and caret is not None and str(caret).isdigit():
        session.opened.carets[document] = int(str(caret))
    session.start(loaded.documents, loaded.counts, document)
    return session
