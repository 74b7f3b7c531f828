"""The menu of a row or a record: the same actions as in the menu bar, with their keys. GUI thread only."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QWidget

from app import words
from ui import actions, icons


def show(parent: QWidget, at: QPoint, chosen: Sequence[str], trigger: Callable[[str], object]) -> QMenu:
    """A menu of actions (ids of `ui/actions.py`, "" for a rule) at a place on the screen; `trigger(id)` does one."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
    menu.setWindowFlag(Qt.WindowType.FramelessWindowHint)
    menu.setWindowFlag(Qt.WindowType.NoDropShadowWindowHint)
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
