# SPDX-License-Identifier: MIT
"""Commands about documents and the project."""

from annotator.gui.commands.command import Category, Command, Scope
from annotator.gui.commands.desk import State


def _has_project(state: State) -> bool:
    return state.project


def _can_import(state: State) -> bool:
    return state.project and state.writable


def _can_edit(state: State) -> bool:
    return state.document and state.writable


PROJECT = (
    Command(
        "project.new",
        "New project",
        Category.PROJECT,
        lambda desk: desk.project.new(),
        keys=("Ctrl+N",),
    ),
    Command(
        "project.open",
        "Open project",
        Category.PROJECT,
        lambda desk: desk.project.open(),
        keys=("Ctrl+O",),
    ),
    Command(
        "project.sample",
        "Open the sample project",
        Category.PROJECT,
        lambda desk: desk.project.open_sample(),
    ),
    Command(
        "project.import",
        "Import documents",
        Category.PROJECT,
        lambda desk: desk.project.import_documents(),
        keys=("Ctrl+I",),
        when=_can_import,
        group=1,
    ),
    Command(
        "project.export",
        "Export",
        Category.PROJECT,
        lambda desk: desk.project.export(),
        keys=("Ctrl+E",),
        when=_has_project,
        group=1,
    ),
    Command(
        "project.release",
        "Release a data set",
        Category.PROJECT,
        lambda desk: desk.project.release(),
        keys=("Ctrl+Shift+E",),
        when=_has_project,
        group=1,
    ),
    Command(
        "project.schema",
        "Schema",
        Category.PROJECT,
        lambda desk: desk.project.edit_schema(),
        keys=("Ctrl+Shift+L",),
        when=_has_project,
        group=1,
        words="labels attributes relations colours keys guideline edit rename merge split",
    ),
    Command(
        "project.check",
        "Check all documents",
        Category.PROJECT,
        lambda desk: desk.project.check_all(),
        when=_has_project,
        group=1,
    ),
    Command(
        "project.save",
        "Save",
        Category.PROJECT,
        lambda desk: desk.project.save(),
        keys=("Ctrl+S",),
        when=_has_project,
        group=1,
    ),
    Command(
        "project.close",
        "Close project",
        Category.PROJECT,
        lambda desk: desk.project.close_project(),
        keys=("Ctrl+W",),
        when=_has_project,
        group=2,
    ),
    Command(
        "project.quit",
        "Quit",
        Category.PROJECT,
        lambda desk: desk.window.quit(),
        keys=("Ctrl+Q",),
        group=2,
    ),
)

DOCUMENT = (
    Command(
        "document.complete",
        "Complete, and open the next",
        Category.DOCUMENT,
        lambda desk: desk.documents.complete_and_go_on(),
        keys=("Ctrl+Enter", "Ctrl+Return"),
        when=_can_edit,
    ),
    Command(
        "document.mark_complete",
        "Mark as complete",
        Category.DOCUMENT,
        lambda desk: desk.documents.set_complete(complete=True),
        when=lambda state: _can_edit(state) and not state.complete,
    ),
    Command(
        "document.reopen",
        "Mark as not complete",
        Category.DOCUMENT,
        lambda desk: desk.documents.set_complete(complete=False),
        keys=("Ctrl+Shift+Enter", "Ctrl+Shift+Return"),
        when=lambda state: _can_edit(state) and state.complete,
    ),
    Command(
        "document.next",
        "Next document",
        Category.DOCUMENT,
        lambda desk: desk.documents.open_next(1),
        keys=("Ctrl+PgDown",),
        when=_has_project,
        group=1,
    ),
    Command(
        "document.previous",
        "Previous document",
        Category.DOCUMENT,
        lambda desk: desk.documents.open_next(-1),
        keys=("Ctrl+PgUp",),
        when=_has_project,
        group=1,
    ),
    Command(
        "document.rename",
        "Rename",
        Category.DOCUMENT,
        lambda desk: desk.documents.rename(),
        keys=("F2",),
        when=_can_edit,
        group=2,
    ),
    Command(
        "document.tag",
        "Tags",
        Category.DOCUMENT,
        lambda desk: desk.documents.tag(),
        keys=("Ctrl+T",),
        when=_can_edit,
        group=2,
    ),
    Command(
        "document.remove",
        "Remove document",
        Category.DOCUMENT,
        lambda desk: desk.documents.remove(),
        keys=("Del",),
        when=_can_edit,
        scope=Scope.DOCUMENTS,
        group=2,
    ),
)
