"""The window: the gate while locked, the workspace while open, menus, toasts, the idle lock. GUI thread only."""

import gc
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget

from app import safekeeping, vaults, words
from app import settings as stored
from app.session import Session
from app.settings import Settings
from ui import appearance, clipboard, locking, menus, messages, window_state
from ui.actions import Actions
from ui.backing_up import BackingUp
from ui.bridge import Bridge
from ui.deeds import Deeds
from ui.gate import Gate
from ui.idle import NOTICE_S
from ui.lock_reasons import LockReasons
from ui.page import Page
from ui.theme import theme
from ui.widgets import painting
from ui.widgets.toasts import Toast
from ui.workspace import FIRST, Workspace


class MainWindow(QMainWindow):
    """Implements `ui.page.Shell`."""

    def __init__(self, bridge: Bridge, settings: Settings) -> None:
        super().__init__()
        self.setObjectName("satchel")
        self._bridge, self._settings = bridge, settings
        self.actions_table = Actions(self)
        self.workspace: Workspace | None = None
        self.gate = Gate(self)
        self.root = QStackedWidget()
        self.root.addWidget(self.gate)
        self.setCentralWidget(self.root)
        self._toast = Toast(self.root)
        self._retitle_menus = menus.build(self, self.actions_table)
        self.deeds = Deeds(self, self)
        self.reasons = LockReasons(self, settings)
        self._spot = FIRST
        self._views = QTimer(self, interval=1000)
        self._connect()
        self._settle()
        window_state.restore(self)
        self.gate.show_unlock()

    def _connect(self) -> None:
        for card in (self.gate.unlock, self.gate.rescue):
            card.unlocked.connect(self._unlocked)
        self.gate.creation.created.connect(self._created)
        self.gate.creation.left.connect(self.gate.show_unlock)
        self._bridge.changed.connect(self._changed)
        self._bridge.failed.connect(self.fail)
        self.reasons.soon.connect(self._tell_soon)
        self.reasons.stirred.connect(self._toast.forget)
        self.reasons.due.connect(self._lock_unasked)
        theme().changed.connect(painting.forget)
        self._views.timeout.connect(self._enter_views)

    @property
    def bridge(self) -> Bridge:
        """Where to ask and to command."""
        return self._bridge

    @property
    def settings(self) -> Settings:
        """What the user chose for this machine."""
        return self._settings

    def keep(self, **changes: object) -> None:
        """Change settings, put them in force, write them down."""
        self._settings = replace(self._settings, **changes)  # type: ignore[arg-type]  # callers name fields of Settings
        self._settle()
        try:
            stored.save(self._settings)
        except OSError as error:
            self.fail(error)

    def _settle(self) -> None:
        chosen = self._settings
        if (theme().mode, theme().scale) != (chosen.theme, chosen.text_size):
            theme().mode, theme().scale = chosen.theme, chosen.text_size
            theme().apply()
        application = QApplication.instance()
        wanted = chosen.language or words.language()
        if wanted != words.language() and isinstance(application, QApplication):
            appearance.speak(application, wanted)
        self.actions_table.use_letters(chosen.single_keys)
        self.menuBar().setVisible(chosen.menu_bar)
        self.reasons.settle(chosen)
        self._retranslate()

    def _retranslate(self) -> None:
        self.actions_table.retranslate()
        self._retitle_menus()
        self.gate.retranslate()
        if self.workspace is not None:
            self.workspace.retranslate()
        self._retitle()
        self.deeds.answer()

    def changeEvent(self, event: QEvent) -> None:
        """A switch of language reaches menus, title and pages; minimised, the vault is locked if that was chosen."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange and "reasons" in self.__dict__:
            self._retranslate()
        elif event.type() is QEvent.Type.WindowStateChange and self.isMinimized():
            self.reasons.minimised()

    def toast(
        self, sentence: str, *, tone: str = "ok", undo: bool = False, action_key: str | None = None,
        then: Callable[[], object] | None = None,
    ) -> None:  # fmt: skip
        """Say a sentence at the foot of the window, with Undo or another way back."""
        if undo:
            action_key, then = "ui.undo", lambda: self.trigger("undo")
        self._toast.show_words(sentence, tone=tone, action_key=action_key, then=then)

    def fail(self, error: BaseException) -> None:
        """Say what went wrong, what is safe and what to do."""
        self.toast(messages.one_line(error), tone="bad")

    def go(self, key: str, **arguments: object) -> None:
        """Show the page `key`."""
        if self.workspace is not None:
            self.workspace.show_page(key, arguments)

    def open_record(self, noun: str, record_id: str) -> None:
        """Show a record in the pane at the right."""
        if self.workspace is not None:
            self.workspace.open_record(noun, record_id)

    def close_record(self) -> None:
        """Close the pane and give the keyboard back to the page."""
        if self.workspace is not None:
            self.workspace.close_record()
            self.page_in_front(lambda page: page.focus_first())

    def record_is_open(self) -> bool:
        """Whether the pane at the right is shown."""
        record = self.workspace.record if self.workspace is not None else None
        return record is not None and not record.isHidden()

    def page_in_front(self, act: Callable[[Page], object]) -> None:
        """Do something with the page in front, if there is one."""
        page = self.workspace.page() if self.workspace is not None else None
        if page is not None:
            act(page)

    @property
    def backing(self) -> BackingUp | None:
        """Who sees to the open vault's backups."""
        return self.workspace.backing if self.workspace is not None else None

    def leave_for(self, vault: Path) -> None:
        """Lock, and show the card that opens another vault."""
        self.lock()
        self.gate.show_vault(vault)

    def trigger(self, action: str) -> None:
        """Do an action as if it was chosen from its menu."""
        self.actions_table.trigger(action)

    def _unlocked(self, session: Session, recovered: bool) -> None:
        if str(session.path) != (self._settings.vaults or ("",))[0]:
            self._spot = FIRST
        self.keep(vaults=stored.with_vault(self._settings, session.path).vaults)
        self._enter(session)
        if recovered:
            self.go("settings", section="passphrase")
            self.toast(words.say("ui.recovered"))

    def _created(self, session: Session, path: str) -> None:
        self.keep(vaults=stored.with_vault(self._settings, Path(path)).vaults)
        self._enter(session)

    def _enter(self, session: Session) -> None:
        self._bridge.attach(session)
        self.workspace = Workspace(self)
        self.workspace.page_changed.connect(lambda _page: self._page_changed())
        self.workspace.record_shown.connect(lambda _shown: self._page_changed())
        self.workspace.badge.show_vault(*vaults.who(session))
        self.root.addWidget(self.workspace)
        self.root.setCurrentWidget(self.workspace)
        self._toast.raise_()
        self.deeds.answer()
        self.reasons.start()
        self._views.start()
        self.workspace.count()
        self.workspace.return_to(self._spot)

    def lock(self) -> None:
        """Close the vault at once: never asks, never waits, leaves nothing of it on screen or in the clipboard."""
        workspace = self.workspace
        if workspace is None:
            return
        self.reasons.stop()
        self._views.stop()
        locking.in_any_case(
            partial(self._remember_spot, workspace), partial(locking.close_others, self),
            partial(locking.finish_typing, self), partial(self._leave, workspace), self._let_go, self._toast.forget,
            clipboard.forget, painting.forget, self.deeds.answer, self._retitle, self.gate.show_unlock, gc.collect,
        )  # fmt: skip

    def _leave(self, workspace: Workspace) -> None:
        self.workspace = None
        self.root.setCurrentWidget(self.gate)
        self.root.removeWidget(workspace)
        locking.bury(workspace)

    def _let_go(self) -> None:
        session = self._bridge.detach()
        self._bridge.run(self._put_away, session, done=self._keys_gone, failed=self._close_failed)

    def _put_away(self, session: Session) -> None:
        """Elsewhere, with the screen blank: what was under way ends, and a quick backup is made if that is wanted."""
        leave, close = (partial(each, session) for each in (safekeeping.before_closing, vaults.close))
        locking.in_any_case(self._bridge.settle, leave, close)

    def _lock_unasked(self) -> None:
        self.gate.unlock.cancel()  # a key that is being derived just now opens nothing either
        self.lock()

    def _keys_gone(self, _closed: object) -> None:
        if self.workspace is None:
            self.reasons.signals.stop()  # a machine that goes to sleep has waited for this

    def _close_failed(self, error: BaseException) -> None:
        self._keys_gone(None)
        self.fail(error)

    def _tell_soon(self) -> None:
        self._toast.show_words(words.say("ui.locking_soon", n=NOTICE_S), tone="warn", stays_ms=NOTICE_S * 1000)

    def _remember_spot(self, workspace: Workspace) -> None:
        self._spot = workspace.spot()

    def _enter_views(self) -> None:
        """What was looked at goes into the trail within a second or two."""
        session = self._bridge.session
        if session is not None:
            session.views.flush()

    def _page_changed(self) -> None:
        self.deeds.answer()
        self._retitle()

    def _retitle(self) -> None:
        page = self.workspace.page() if self.workspace is not None else None
        place = words.say(page.title) if page is not None and page.title else ""
        self.setWindowTitle(f"{place} – Satchel" if place else "Satchel")

    def _changed(self, changes: object) -> None:
        nouns: frozenset[str] = getattr(changes, "nouns", frozenset())
        if self.workspace is not None and nouns:
            self.workspace.follow(nouns)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Quit never asks: remember the window, lock, end the threads."""
        window_state.remember(self)
        self.lock()
        self.hide()  # what is still being written ends whole, out of sight
        self.gate.creation.abandon()
        self.gate.rescue.abandon()
        self._bridge.close()
        event.accept()

    def look_fresh(self) -> None:
        """The view became masked or clear: everything on screen is asked for again."""
        if self.workspace is not None:
            self.workspace.follow(frozenset())

    def focus_next_pane(self, step: int) -> None:
        """F6: the next pane gets the keyboard."""
        panes = self.workspace.panes() if self.workspace is not None else []
        focus = QApplication.focusWidget()
        at = next(
            (
                row
                for row, pane in enumerate(panes)
                if focus is not None and (pane is focus or pane.isAncestorOf(focus))
            ),
            0,
        )
        if panes:
            target = panes[(at + step) % len(panes)]
            if isinstance(target, Page):
                target.focus_first()
            else:
                target.setFocus(Qt.FocusReason.ShortcutFocusReason)
