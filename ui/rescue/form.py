"""One form for three ways on: restore a backup, save what can be read, open by the header before. GUI thread only.

Nothing that is there is changed by it: what is made is made beside, in full or not at all.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app import backups, rescuing, words
from app.errors import Cancelled
from app.rescuing import Secret
from ui import messages
from ui.bridge import Job
from ui.dialogs.confirm import Confirm
from ui.pace import Pace
from ui.page import Shell
from ui.rescue.places import BackupField, PlaceField
from ui.widgets.buttons import Button
from ui.widgets.cards import ProgressStrip
from ui.widgets.choices import Segments
from ui.widgets.inputs import LineEdit, PassphraseEdit
from ui.widgets.said import Label
from ui.widgets.toasts import announce

RESTORE, SALVAGE, HEADER = "restore", "salvage", "header"
_WAYS: Final = ("passphrase", "code")


class RescueForm(QWidget):
    """Emits `done(way, path, result)` and `left`; `show_way` says which of the three it is."""

    done = Signal(str, object, object)
    left = Signal()

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shell, self.way, self.vault = shell, RESTORE, Path()
        self._own: backups.Opener | None = None
        self._job: Job | None = None
        self._pace = Pace()
        self.heading, self.text = Label("h2", wrap=True), Label("body", colour="fg2", wrap=True)
        self.file, self.place = BackupField(), PlaceField()
        self.by = Segments(tuple((f"rescue.by_{name}", name) for name in _WAYS))
        self.user = LineEdit("rescue.user", hint_key="rescue.user_hint", size="large")
        self.passphrase = PassphraseEdit("ui.passphrase")
        self.code = LineEdit("ui.recovery_code", hint_key="ui.recovery_code_shape", size="large")
        self.error, self.hint = Label("small", colour="bad", wrap=True), Label("small", colour="fg2", wrap=True)
        self.strip = ProgressStrip("rotate-ccw", "ui.stop")
        self.back, self.button = Button("ui.back", kind="plain", icon="arrow-left"), Button(kind="primary")
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self._secret = QWidget()
        secret = QVBoxLayout(self._secret)
        secret.setContentsMargins(0, 0, 0, 0)
        secret.setSpacing(8)
        secret.addWidget(self.by, 0, Qt.AlignmentFlag.AlignLeft)
        for field in (self.user, self.passphrase, self.code):
            secret.addWidget(field)
        foot = QHBoxLayout()
        foot.addWidget(self.back)
        foot.addStretch()
        foot.addWidget(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        for part in (
            self.heading, self.text, self.file, self.place, self._secret, self.error, self.hint, self.strip,
        ):  # fmt: skip
            column.addWidget(part)
        column.addLayout(foot)

    def _connect(self) -> None:
        self.by.chosen.connect(self._choose_by)
        for field in (self.passphrase, self.code, self.user):
            field.returnPressed.connect(self.ask)
            field.textChanged.connect(lambda _text: self._judge())
        for chosen in (self.file, self.place):
            chosen.changed.connect(self._judge)
        self.button.clicked.connect(self.ask)
        self.back.clicked.connect(self.leave)
        self.strip.button.clicked.connect(self.stop)

    def show_way(
        self, way: str, vault: Path, *, file: Path | None = None, own: backups.Opener | None = None
    ) -> None:  # fmt: skip
        """Begin: `vault` is the one beside which something is made; `own` are keys at hand that may open it."""
        self.way, self.vault, self._own = way, vault, own
        for label, name in ((self.heading, "heading"), (self.text, "text")):
            label.say_key(f"rescue.{way}_{name}")
        self.button.say_key(f"rescue.{way}_do")
        self.file.setVisible(way == RESTORE)
        self.file.show_file(file)
        self.place.setVisible(way != HEADER)
        if way != HEADER:
            word = "restored" if way == RESTORE else "salvaged"
            self.place.show_place(rescuing.place_beside(vault, word))
        self.user.hide()
        self._wipe()
        self._choose_by("passphrase")
        self._secret.setVisible(own is None)
        self._show_running(False)
        self._judge()

    def _choose_by(self, by: object) -> None:
        self.by.choose(by)
        self.passphrase.setVisible(by == "passphrase")
        self.code.setVisible(by == "code")
        self._judge()

    def focus_first(self) -> None:
        """What is to be given first."""
        first: QWidget = self.code if self.by.value() == "code" else self.passphrase
        if self.way == RESTORE and self.file.path() is None:
            first = self.file.browse
        elif self._own is not None:
            first = self.button
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _secret_text(self) -> str:
        return self.code.text() if self.by.value() == "code" else self.passphrase.text()

    def _judge(self) -> None:
        """Whether everything is given; what was wrong before is no longer said."""
        self._say("", "")
        given = bool(self._secret_text()) or self._own is not None
        whole = self.way == HEADER or self.place.path() is not None
        there = self.way != RESTORE or self.file.path() is not None
        self.button.setEnabled(given and whole and there and self._job is None)

    def ask(self) -> None:
        """A restore and another header are asked about first; saving what can be read changes nothing at all."""
        if not self.button.isEnabled():
            return
        if self.way == SALVAGE:
            self.begin()
            return
        place = self.place.path()
        facts = {"place": place.stem if place is not None else "", "name": self.vault.stem}
        heading, detail, deed = (words.say(f"rescue.{self.way}_{part}", **facts) for part in _QUESTION)
        kind, tone = ("primary", "accent") if self.way == RESTORE else ("danger", "warn")
        Confirm(self.window(), heading, detail, deed, self.begin, icon="rotate-ccw", tone=tone, kind=kind).open()

    def begin(self) -> None:
        """Do it elsewhere; the window stays alive."""
        self._pace.begin()
        self._show_running(True)
        self._progressed(0, 0)
        place, work = self.place.path() or self.vault, self._work()
        self._job = self.shell.bridge.job(
            work, door="aside", done=partial(self._done, self.way, place), failed=self._failed,
            progress=self._progressed,
        )  # fmt: skip
        self._judge()

    def _work(self) -> Callable[..., object]:
        place, file = self.place.path() or self.vault, self.file.path() or Path()
        if self.way == RESTORE:
            return partial(rescuing.restore, file, place, self._own or self._given())
        if self.way == SALVAGE:
            return partial(rescuing.salvage, self.vault, place, self._given())
        return partial(rescuing.open_by_header_before, self.vault, self._given())

    def _given(self) -> Secret:
        user = self.user.text().strip() or None
        if self.by.value() == "code":
            return Secret(user, recovery_code=self.code.text())
        return Secret(user, passphrase=self.passphrase.text())

    def _progressed(self, done: int, total: int) -> None:
        self._pace.tell(done, total)
        detail = self._pace.words() if total else words.say("rescue.wait")
        self.strip.show_progress(done, total, words.say(f"rescue.{self.way}_runs"), detail)

    def _done(self, way: str, place: Path, result: object) -> None:
        self._job = None
        self._show_running(False)
        self._wipe()
        self.done.emit(way, place, result)

    def _failed(self, error: BaseException) -> None:
        self._job = None
        self._show_running(False)
        self._judge()
        kind = getattr(error, "kind", "")
        self.user.setVisible(self.user.isVisibleTo(self) or kind == "user_required")
        if kind in ("backup_keys_other", "backup_of_another") and self._own is not None:
            self._own = None  # the keys of its own day, then
            self._secret.show()
            self._judge()
            self._say(words.say("rescue.other_keys"), words.say("rescue.other_keys_hint"))
        elif isinstance(error, Cancelled):
            self._say(words.say("rescue.stopped"), "")
        else:
            self._say(*messages.sentences(error))
        self.focus_first()

    def _say(self, message: str, hint: str) -> None:
        for label, text in ((self.error, message), (self.hint, hint)):
            label.show_text(text)
            label.setVisible(bool(text))
        if message:
            announce(self, f"{message} {hint}")

    def _show_running(self, running: bool) -> None:
        self.strip.setVisible(running)
        for field in (self.file, self.place, self._secret, self.back):
            field.setEnabled(not running)

    def _wipe(self) -> None:
        self.passphrase.wipe()
        self.code.clear()

    def stop(self) -> None:
        """Stop what is under way; nothing of it is left."""
        if self._job is not None:
            self._job.cancel()

    def leave(self) -> None:
        """Back to where one came from; what is under way is stopped."""
        self.stop()
        self._wipe()
        self.left.emit()


_QUESTION: Final = ("ask", "ask_detail", "ask_deed")
