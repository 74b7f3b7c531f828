"""The menu bar: every action there is, from the one table. GUI thread only."""

from collections.abc import Callable

from PySide6.QtWidgets import QMainWindow

from app import words
from ui.actions import ACTIONS, MENUS, Actions
from ui.widgets.menus import Menu


def build(window: QMainWindow, actions: Actions) -> Callable[[], None]:
    """Fill the menu bar; gives the function that says its titles again."""
    menus = {name: Menu(window) for name in MENUS}
    for menu in menus.values():
        window.menuBar().addMenu(menu)
    for act in ACTIONS:
        if act.rule_before:
            menus[act.menu].addSeparator()
        menus[act.menu].addAction(actions.made[act.id])

    def retranslate() -> None:
        for name, menu in menus.items():
            menu.setTitle(words.say(f"ui.menu_{name}"))

    retranslate()
    return retranslate
