# SPDX-License-Identifier: MIT
"""Commands about the window."""

from annotator.gui.commands.command import Category, Command
from annotator.gui.commands.desk import Desk, PaneName, State


def _has_project(state: State) -> bool:
    return state.project


def _pane(name: PaneName, number: int) -> Command:
    def run(desk: Desk) -> None:
        desk.window.go_to_pane(name)

    return Command(
        f"view.{name}",
        f"Go to {name}",
        Category.VIEW,
        run,
        keys=(f"Alt+{number}",),
        when=_has_project,
        group=1,
    )


VIEW = (
    Command(
        "view.palette",
        "Command palette",
        Category.VIEW,
        lambda desk: desk.window.show_palette(),
        keys=("Ctrl+Shift+P",),
    ),
    Command(
        "view.text",
        "Go to the text",
        Category.VIEW,
        lambda desk: desk.window.go_to_text(),
        keys=("Alt+0",),
        when=_has_project,
        group=1,
    ),
    _pane("documents", 1),
    _pane("labels", 2),
    _pane("attributes", 3),
    _pane("problems", 4),
    _pane("history", 5),
    _pane("relations", 6),
    _pane("guideline", 7),
    Command(
        "view.toggle_guideline",
        "Guideline beside the text",
        Category.VIEW,
        lambda desk: desk.window.toggle_guideline(),
        keys=("Ctrl+Shift+G",),
        when=_has_project,
        group=1,
        words="show hide codebook rules examples",
    ),
    Command(
        "view.next_pane",
        "Next pane",
        Category.VIEW,
        lambda desk: desk.window.next_pane(1),
        keys=("F6",),
        when=_has_project,
        group=2,
    ),
    Command(
        "view.previous_pane",
        "Previous pane",
        Category.VIEW,
        lambda desk: desk.window.next_pane(-1),
        keys=("Shift+F6",),
        when=_has_project,
        group=2,
    ),
    Command(
        "view.zoom_in",
        "Larger text",
        Category.VIEW,
        lambda desk: desk.window.zoom(1),
        keys=("Ctrl++", "Ctrl+="),
        when=_has_project,
        group=3,
        words="zoom in bigger magnify",
    ),
    Command(
        "view.zoom_out",
        "Smaller text",
        Category.VIEW,
        lambda desk: desk.window.zoom(-1),
        keys=("Ctrl+-",),
        when=_has_project,
        group=3,
        words="zoom out shrink",
    ),
    Command(
        "view.zoom_normal",
        "Normal text size",
        Category.VIEW,
        lambda desk: desk.window.zoom(0),
        keys=("Ctrl+0",),
        when=_has_project,
        group=3,
        words="zoom reset 100 %",
    ),
)

HELP = (
    Command(
        "help.keys",
        "Keys",
        Category.HELP,
        lambda desk: desk.window.show_keys(),
        keys=("F1",),
        words="shortcuts hotkeys",
    ),
    Command(
        "help.about",
        "About",
        Category.HELP,
        lambda desk: desk.window.show_about(),
    ),
)
