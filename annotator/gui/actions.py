# SPDX-License-Identifier: MIT
"""Menus, shortcuts and the palette's list, made from the registry of commands."""

from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from annotator.gui.commands.command import Category, Command, Scope
from annotator.gui.commands.desk import State
from annotator.gui.commands.palette import Hit, hits
from annotator.gui.commands.registry import COMMANDS
from annotator.gui.widgets.text import tr

WHILE_BUSY = ("project.quit", "help.keys", "help.about", "view.palette", "project.save")


class Actions(QObject):
    """One action a command; ``run`` is called with the command when one is triggered."""

    def __init__(self, run: Callable[[Command], None], parent: QObject) -> None:
        super().__init__(parent)
        self._run = run
        self._state = State()
        self._is_busy = False
        self._actions = {command.id: self._made(command) for command in COMMANDS}
        self.refresh(State(), is_busy=False)

    def __getitem__(self, id: str) -> QAction:
        return self._actions[id]

    def _made(self, command: Command) -> QAction:
        action = QAction(tr(command.title), self)
        action.setData(command.id)
        action.setMenuRole(QAction.MenuRole.NoRole)
        action.setShortcuts([QKeySequence(keys) for keys in command.keys])
        if command.scope is Scope.WINDOW:
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        else:
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(lambda _=False: self._run(command))
        return action

    def of(self, scope: Scope) -> Iterator[QAction]:
        """Yield the actions whose keys work in one place."""
        return (self._actions[command.id] for command in COMMANDS if command.scope is scope)

    def install(self, scope: Scope, widget: QWidget) -> None:
        """Let the keys of a scope work while ``widget`` has the keyboard."""
        widget.addActions(list(self.of(scope)))

    def fill(self, bar: QMenuBar) -> None:
        """Make the menus."""
        for category in Category:
            menu = bar.addMenu(tr(category.value))
            menu.setToolTipsVisible(False)
            self._fill_menu(menu, category)

    def _fill_menu(self, menu: QMenu, category: Category) -> None:
        group: int | None = None
        submenus: dict[str, QMenu] = {}
        for command in COMMANDS:
            if command.category is not category:
                continue
            if group is not None and command.group != group:
                menu.addSeparator()
            group = command.group
            if command.submenu and command.submenu not in submenus:
                submenus[command.submenu] = menu.addMenu(tr(command.submenu))
            place = submenus[command.submenu] if command.submenu else menu
            place.addAction(self._actions[command.id])

    def refresh(self, state: State, *, is_busy: bool) -> None:
        """Enable what is possible and name it as it is called now."""
        self._state = state
        self._is_busy = is_busy
        for command in COMMANDS:
            action = self._actions[command.id]
            action.setEnabled(self.is_possible(command))
            title = tr(command.title_in(state)).replace("&", "&&")
            if action.text() != title:
                action.setText(title)
            if command.id.startswith("annotate.label_"):
                action.setVisible(not state.labels or command.keys[0] in state.labels)

    def is_possible(self, command: Command) -> bool:
        """Return whether a command can be carried out now."""
        return command.when(self._state) and (not self._is_busy or command.id in WHILE_BUSY)

    def offer(self, typed: str) -> list[Hit]:
        """Return what the palette offers for what was typed."""
        return [
            hit for hit in hits(typed, COMMANDS, self._state) if hit.command.id != "view.palette"
        ]
