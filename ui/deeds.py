"""What the window itself does for the actions of `ui/actions.py`: places, vaults, looks, undo. GUI thread only."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Protocol

from PySide6.QtWidgets import QFileDialog, QWidget

from app import paths, undo, words
from ui import places
from ui.actions import Actions
from ui.dialogs.finder import Finder
from ui.dialogs.shortcuts import ShortcutSheet
from ui.gate import Gate
from ui.page import Shell
from ui.theme import MODES, SCALES, theme
from ui.workspace import Workspace

_PLACES = {
    "go_people": "people", "go_companies": "companies", "go_deals": "deals", "go_import": "import",
    "go_export": "export", "go_trash": "trash", "go_settings": "settings", "import": "import", "export": "export",
    "go_backups": "backups",
}  # fmt: skip
_NEW = {"new_person": "people", "new_company": "companies", "new_deal": "deals"}
Handlers = dict[str, Callable[[], object]]


class Frame(Shell, Protocol):
    """The main window as its deeds know it."""

    actions_table: Actions
    gate: Gate
    workspace: Workspace | None

    def lock(self) -> None:
        """Close the vault at once."""

    def look_fresh(self) -> None:
        """Ask again for everything on screen."""

    def focus_next_pane(self, step: int) -> None:
        """Give the keyboard to the next pane, or the one before."""


class Deeds:
    """The window's own answers, gathered anew whenever the vault, the page or the pane changes."""

    def __init__(self, window: Frame, widget: QWidget) -> None:
        self.window, self.widget = window, widget

    def answer(self) -> None:
        """Tell the table who answers what now."""
        window, table = self.window, self.window.actions_table
        table.silence()
        table.answer(self._always())
        workspace = window.workspace
        if workspace is None:
            return
        table.answer(self._open())
        page, handlers = workspace.page(), dict[str, Callable[[], object]]()
        if page is not None:
            handlers.update(page.handlers())
        if workspace.record is not None and not workspace.record.isHidden():
            handlers.update({"close": window.close_record, **workspace.record.handlers()})
        table.follow_page(handlers)
        session = window.bridge.session
        table.made["masked_view"].setChecked(bool(session is not None and session.masked))
        table.made["menu_bar"].setChecked(window.settings.menu_bar)
        table.made["full_screen"].setChecked(self.widget.isFullScreen())

    def _always(self) -> Handlers:
        window = self.window
        return {
            "quit": self.widget.close, "close": self.widget.close, "larger": partial(self._resize, 1),
            "smaller": partial(self._resize, -1), "usual_size": lambda: window.keep(text_size=100),
            "switch_theme": self._switch_theme, "switch_language": self._switch_language,
            "menu_bar": lambda: window.keep(menu_bar=not window.settings.menu_bar),
            "full_screen": self._full_screen, "shortcuts": lambda: ShortcutSheet(self.widget).show(),
            "open_vault": self._open_vault, "create_vault": self._create_vault,
            "about": lambda: window.toast(words.say("ui.about")),
        }  # fmt: skip

    def _open(self) -> Handlers:
        window = self.window
        made: Handlers = {name: partial(window.go, place) for name, place in _PLACES.items()}
        made |= {name: partial(window.go, place, new=True) for name, place in _NEW.items()}
        made |= {
            "lock": window.lock, "undo": self._undo, "redo": self._redo, "masked_view": self._mask,
            "next_pane": partial(window.focus_next_pane, 1), "previous_pane": partial(window.focus_next_pane, -1),
            "find": self._find,
        }  # fmt: skip
        return made

    def _find(self) -> None:
        workspace = self.window.workspace
        if workspace is not None and workspace.findChild(Finder) is None:
            Finder(self.window, places.SIDEBAR, places.COUNTED, workspace)

    def _resize(self, step: int) -> None:
        at = SCALES.index(theme().scale) + step
        self.window.keep(text_size=SCALES[max(0, min(at, len(SCALES) - 1))])

    def _switch_theme(self) -> None:
        at = MODES.index(self.window.settings.theme if self.window.settings.theme in MODES else "system")
        self.window.keep(theme=MODES[(at + 1) % len(MODES)])
        self.window.toast(words.say(f"ui.theme_is_{self.window.settings.theme}"))

    def _switch_language(self) -> None:
        self.window.keep(language="en" if words.language() == "zh_CN" else "zh_CN")

    def _full_screen(self) -> None:
        self.widget.showNormal() if self.widget.isFullScreen() else self.widget.showFullScreen()

    def _open_vault(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self.widget, words.say("ui.do_open_vault"), str(paths.documents()))
        if chosen:
            self.window.leave_for(Path(chosen))

    def _create_vault(self) -> None:
        self.window.lock()
        self.window.gate.show_create()

    def _mask(self) -> None:
        session = self.window.bridge.session
        if session is None:
            return
        session.masked = not session.masked
        self.window.toast(words.say("ui.masked_on" if session.masked else "ui.masked_off"))
        self.window.look_fresh()
        self.answer()
        if self.window.workspace is not None:
            self.window.workspace.say_foot()

    def _undo(self) -> None:
        self.window.bridge.command(undo.undo, done=partial(self._took_back, "ui.undone"))

    def _redo(self) -> None:
        self.window.bridge.command(undo.redo, done=partial(self._took_back, "ui.redone"))

    def _took_back(self, key: str, reverted: object) -> None:
        kept = len(getattr(reverted, "kept", ()))
        sentence = words.say(key)
        self.window.toast(f"{sentence} {words.say('ui.undo_kept', n=kept)}" if kept else sentence)
