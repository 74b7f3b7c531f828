"""The backups a vault knows of: when, where, how large, how each stands, and what can be done with it.

GUI thread only; the media are looked at on a thread of their own, for one may hang.
"""

from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app import backups, safekeeping, words
from app.backups import Listed
from app.errors import Cancelled
from ui import backup_words, messages
from ui.bridge import Job
from ui.pace import Pace
from ui.page import Shell
from ui.theme import u
from ui.widgets.buttons import Button
from ui.widgets.cards import IconTile
from ui.widgets.forms import Section
from ui.widgets.said import Label, plain_tip

_TONES: Final = {"proved": ("shield-check", "ok"), "away": ("unlink", "info")}
_DAMAGED: Final = ("circle-alert", "bad")
_MOST: Final = 60


class KnownList(Section):
    """Emits `restore(file)`."""

    restore = Signal(object)

    def __init__(self, shell: Shell) -> None:
        super().__init__("backups.known")
        self.shell = shell
        self.rows: list[KnownRow] = []
        self.empty = Label("body", "backups.known_none", colour="fg2", wrap=True)
        self.other = Button("backups.other_file", icon="folder-open")
        self._list = QVBoxLayout()
        self._list.setSpacing(12)
        self.body.addLayout(self._list)
        self.body.addWidget(self.empty)
        self.body.addWidget(self.other, 0, Qt.AlignmentFlag.AlignLeft)
        self.other.clicked.connect(lambda: self.restore.emit(None))

    def ask(self) -> None:
        """Look at the media again."""
        session = self.shell.bridge.session
        if session is not None:
            self.shell.bridge.aside(safekeeping.listed, session, done=self._show, failed=lambda _error: None)

    def _show(self, found: list[Listed]) -> None:
        checks = {row.listed.known.id: row for row in self.rows if row.checked is not None or row.job is not None}
        for row in self.rows:
            row.hide()
            if row.listed.known.id not in checks:
                row.deleteLater()
        self.rows = []
        for each in found[:_MOST]:
            row = checks.get(each.known.id) or KnownRow(self.shell, each)
            if each.known.id not in checks:
                row.restore.connect(self.restore)
            row.show_listed(each)
            row.show()
            self._list.addWidget(row)
            self.rows.append(row)
        self.empty.setVisible(not found)

    def retranslate(self) -> None:
        """Rows are composed."""
        for row in self.rows:
            row.retranslate()


class KnownRow(QWidget):
    """One backup; `checked` is what came of the last check: True, or an error."""

    restore = Signal(object)

    def __init__(self, shell: Shell, listed: Listed) -> None:
        super().__init__()
        self.shell, self.listed = shell, listed
        self.job: Job | None = None
        self.checked: bool | BaseException | None = None
        self._pace = Pace()
        self.tile = IconTile("shield-check", "ok")
        self.heading, self.detail = Label("bodyM", wrap=True), Label("small", colour="fg2", wrap=True)
        self.check, self.back = Button("backups.check", size="small"), Button("backups.restore", size="small")
        texts = QVBoxLayout()
        texts.setSpacing(2)
        for label in (self.heading, self.detail):
            texts.addWidget(label)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(u(12))
        line.addWidget(self.tile, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(texts, 1)
        for button in (self.check, self.back):
            line.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        self.check.clicked.connect(self.toggle)
        self.back.clicked.connect(lambda: self.restore.emit(self.listed.known.path))

    def show_listed(self, listed: Listed) -> None:
        """How it stands now."""
        self.listed = listed
        self.retranslate()

    def retranslate(self) -> None:
        """Say it again."""
        known = self.listed.known
        self.heading.show_text(backup_words.moment(known.at))
        facts = {"place": backup_words.place(known.destination), "size": backup_words.size(known.size)}
        self.detail.show_text(words.say("backups.row", state=self._state(), **facts))
        self.detail.setToolTip(plain_tip(str(Path(known.destination, known.file))))
        failed = isinstance(self.checked, BaseException)
        self.tile.icon, self.tile.tone = _DAMAGED if failed else _TONES.get(self.listed.state, _DAMAGED)
        self.tile.update()
        self.check.say_key("backups.stop_check" if self.job is not None else "backups.check")
        when = backup_words.moment(known.at)
        self.check.setAccessibleName(words.say("backups.check_of", when=when))
        self.back.setAccessibleName(words.say("backups.restore_of", when=when))
        reachable = self.listed.state != "away"
        for button in (self.check, self.back):
            button.setEnabled(reachable)

    def _state(self) -> str:
        if self.job is not None:
            return words.say("backups.checking", done=self._pace.words())
        if isinstance(self.checked, BaseException):
            return messages.one_line(self.checked)
        if self.checked:
            return words.say("backups.checked")
        return words.say(f"backups.state_{self.listed.state}")

    def toggle(self) -> None:
        """Open it in isolation and compare everything, or stop that."""
        session = self.shell.bridge.session
        if self.job is not None:
            self.job.cancel()
        elif session is not None:
            self._pace.begin()
            self.checked = None
            self.job = self.shell.bridge.job(
                backups.verify_own, session, self.listed.known.path, door="aside",
                done=self._sound, failed=self._failed, progress=self._progressed,
            )  # fmt: skip
            self.retranslate()

    def _progressed(self, done: int, total: int) -> None:
        self._pace.tell(done, total)
        self.retranslate()

    def _sound(self, _verified: backups.Verified) -> None:
        self.job, self.checked = None, True
        self.retranslate()

    def _failed(self, error: BaseException) -> None:
        self.job = None
        self.checked = None if isinstance(error, Cancelled) else messages.kept(error)
        self.retranslate()
