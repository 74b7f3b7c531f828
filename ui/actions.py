"""One table of everything that can be done by name: menus, shortcuts, tooltips and the shortcut sheet derive from it.

GUI thread only. A page answers an action through `Page.handlers()`; an action nobody answers is greyed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget

from app import words
from ui import icons

MENUS: Final = ("file", "edit", "view", "go", "record", "help")


@dataclass(frozen=True, slots=True)
class Act:
    """An action: `id`, its menu, its keys, its icon. `letter` works only while a list or record has the focus."""

    id: str
    menu: str
    keys: tuple[str, ...] = ()
    letter: str = ""
    icon: str = ""
    checkable: bool = False
    rule_before: bool = False

    @property
    def words(self) -> str:
        """The key of its sentence."""
        return f"ui.do_{self.id}"


ACTIONS: Final = (
    Act("new", "file", ("Ctrl+N",), "C", "plus"),
    Act("new_person", "file", icon="user-plus"),
    Act("new_company", "file", icon="building-2"),
    Act("new_deal", "file", icon="handshake"),
    Act("import", "file", ("Ctrl+I",), icon="upload", rule_before=True),
    Act("export", "file", ("Ctrl+Shift+E",), icon="file-lock-2"),
    Act("open_vault", "file", ("Ctrl+O",), icon="folder-open", rule_before=True),
    Act("create_vault", "file", icon="key-round"),
    Act("lock", "file", ("Ctrl+Shift+L",), icon="lock", rule_before=True),
    Act("close", "file", ("Ctrl+W",)),
    Act("quit", "file", ("Ctrl+Q",), icon="log-out"),
    Act("undo", "edit", ("Ctrl+Z",), icon="undo-2"),
    Act("redo", "edit", ("Ctrl+Shift+Z", "Ctrl+Y"), icon="redo-2"),
    Act("find", "edit", ("Ctrl+K",), icon="search", rule_before=True),
    Act("filter", "edit", ("Ctrl+F",), icon="list-filter"),
    Act("edit", "edit", ("F2",), icon="pencil", rule_before=True),
    Act("trash", "edit", (), "Del", "trash-2"),
    Act("larger", "view", ("Ctrl++", "Ctrl+="), icon="type"),
    Act("smaller", "view", ("Ctrl+-",)),
    Act("usual_size", "view", ("Ctrl+0",)),
    Act("switch_theme", "view", icon="sun-moon", rule_before=True),
    Act("switch_language", "view", icon="languages"),
    Act("masked_view", "view", icon="eye-off", checkable=True, rule_before=True),
    Act("menu_bar", "view", checkable=True),
    Act("full_screen", "view", ("F11",), icon="maximize-2", checkable=True),
    Act("go_people", "go", ("Ctrl+1",), icon="users"),
    Act("go_companies", "go", ("Ctrl+2",), icon="building-2"),
    Act("go_deals", "go", ("Ctrl+3",), icon="square-kanban"),
    Act("go_import", "go", ("Ctrl+4",), icon="upload"),
    Act("go_export", "go", ("Ctrl+5",), icon="file-lock-2"),
    Act("go_backups", "go", icon="database-backup"),
    Act("go_trash", "go", ("Ctrl+6",), icon="trash-2"),
    Act("go_settings", "go", ("Ctrl+,",), icon="settings"),
    Act("next_tab", "go", ("Ctrl+Tab",), rule_before=True),
    Act("next_pane", "go", ("F6",)),
    Act("previous_pane", "go", ("Shift+F6",)),
    Act("open_record", "record", icon="arrow-right"),
    Act("next_record", "record", (), "J", "chevron-down"),
    Act("previous_record", "record", (), "K", "chevron-up"),
    Act("log_call", "record", (), "L", "phone", rule_before=True),
    Act("add_note", "record", (), "N", "notebook-pen"),
    Act("add_task", "record", (), "T", "circle-check"),
    Act("stage", "record", (), "S", "square-kanban", rule_before=True),
    Act("shortcuts", "help", ("Ctrl+/", "F1"), icon="keyboard"),
    Act("about", "help", icon="info"),
)
BY_ID: Final = {act.id: act for act in ACTIONS}


def key_text(action: str) -> str:
    """The key of an action as people read it, such as "Ctrl+K"; empty where it has none."""
    act = BY_ID[action]
    keys = act.keys[0] if act.keys else act.letter
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText) if keys else ""


def every_key(action: str) -> tuple[str, ...]:
    """All keys of an action as people read them."""
    act = BY_ID[action]
    keys = [*act.keys, *([act.letter] if act.letter else [])]
    return tuple(QKeySequence(each).toString(QKeySequence.SequenceFormat.NativeText) for each in keys)


def tooltip(action: str) -> str:
    """An action's words with its key, for a button that does the same."""
    keys = key_text(action)
    return f"{words.say(BY_ID[action].words)}  {keys}" if keys else words.say(BY_ID[action].words)


class Actions(QObject):
    """The table as QActions of one window."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._handlers: dict[str, Callable[[], object]] = {}
        self._page: dict[str, Callable[[], object]] = {}
        self.letters_wanted, self._letters_now = True, False
        self.made = {act.id: self._make(act, window) for act in ACTIONS}
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow_focus)
        self.retranslate()

    def _make(self, act: Act, window: QWidget) -> QAction:
        made = QAction(window)
        made.setObjectName(act.id)
        made.setCheckable(act.checkable)
        made.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        made.triggered.connect(lambda _checked=False, name=act.id: self.trigger(name))
        window.addAction(made)
        return made

    def retranslate(self) -> None:
        """Words, icons and keys once more."""
        for act in ACTIONS:
            made = self.made[act.id]
            made.setText(words.say(act.words))
            if act.icon:
                made.setIcon(icons.icon(act.icon))
        self._set_keys()
        self._grey()

    def answer(self, handlers: Mapping[str, Callable[[], object]]) -> None:
        """The window's own answers, for as long as it lives; a page's go first."""
        self._handlers.update(handlers)
        self._grey()

    def silence(self) -> None:
        """Locked: only what the window answers without a vault is left."""
        self._handlers.clear()
        self.follow_page({})

    def follow_page(self, handlers: Mapping[str, Callable[[], object]]) -> None:
        """The answers of the page in front."""
        self._page = dict(handlers)
        self._grey()

    def trigger(self, action: str) -> None:
        """Do it, if anybody answers."""
        handler = self._page.get(action) or self._handlers.get(action)
        if handler is not None:
            handler()

    def use_letters(self, wanted: bool) -> None:
        """Switch single-letter keys on or off (WCAG 2.1.4)."""
        self.letters_wanted = wanted
        self._set_keys()

    def _grey(self) -> None:
        for name, made in self.made.items():
            made.setEnabled(name in self._page or name in self._handlers)

    def _follow_focus(self, _old: QWidget | None, now: QWidget | None) -> None:
        letters = takes_letters(now)
        if letters != self._letters_now:
            self._letters_now = letters
            self._set_keys()

    def _set_keys(self) -> None:
        letters = self.letters_wanted and self._letters_now
        for act in ACTIONS:
            keys = [*act.keys, act.letter] if act.letter and (letters or act.letter == "Del") else list(act.keys)
            if act.letter == "Del" and not self._letters_now:
                keys = list(act.keys)
            self.made[act.id].setShortcuts([QKeySequence(each) for each in keys])


def takes_letters(widget: QWidget | None) -> bool:
    """Whether single letters are commands here: in lists and in what carries the property `letters`, never in text."""
    while widget is not None:
        if isinstance(widget, QAbstractItemView):
            return widget.state() is not QAbstractItemView.State.EditingState
        if widget.property("letters"):
            return True
        if widget.inherits("QLineEdit") or widget.inherits("QPlainTextEdit") or widget.inherits("QTextEdit"):
            return False
        widget = widget.parentWidget()
    return False
