"""The menu of a row or a record: the same actions as in the menu bar, with their keys. GUI thread only."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget

from app import words
from ui import actions, icons
from ui.widgets.menus import Menu
from vault.model.fields import Field


def show_order(button: QWidget, fields: Sequence[Field], order: str, sort_by: Callable[[str], object]) -> Menu:
    """The fields a list can be sorted by, below a button; the one in force is ticked, chosen again it turns around."""
    menu = Menu(button)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for field in fields:
        if field.sortable:
            chosen = order.removeprefix("-") == field.name
            made = menu.addAction(field.words.in_language(words.language()))
            if chosen:
                made.setIcon(icons.icon("arrow-down" if order.startswith("-") else "arrow-up"))
            made.triggered.connect(lambda _checked=False, name=field.name: sort_by(name))
    menu.popup(button.mapToGlobal(QPoint(0, button.height() + 4)))
    return menu


def show(parent: QWidget, at: QPoint, chosen: Sequence[str], trigger: Callable[[str], object]) -> Menu:
    """A menu of actions (ids of `ui/actions.py`, "" for a rule) at a place on the screen; `trigger(id)` does one."""
    menu = Menu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for action in chosen:
        if not action:
            menu.addSeparator()
            continue
        act = actions.BY_ID[action]
        keys = actions.key_text(action)
        label = f"{words.say(act.words)}\t{keys}" if keys else words.say(act.words)
        made = menu.addAction(icons.icon(act.icon), label) if act.icon else menu.addAction(label)
        made.triggered.connect(lambda _checked=False, action=action: trigger(action))
    menu.popup(at)
    return menu
