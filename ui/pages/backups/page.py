"""Backups: the last proved one in words, the next one, when they are made, and the ones that are known.

GUI thread only. Restoring is always beside: the form for it lies on the page, and the open vault stays as it is.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from app import backups, paths, safekeeping, words
from app.backups import Policy
from ui import backup_words
from ui.backing_up import BackingUp
from ui.page import Page, Shell
from ui.pages.backups.known import KnownList
from ui.pages.backups.policy import PolicyCard
from ui.pages.backups.state import StateCard
from ui.rescue.form import RESTORE, RescueForm
from ui.widgets.buttons import Button
from ui.widgets.cards import Card, Notice, ProgressStrip
from ui.widgets.forms import Scroller
from ui.widgets.heads import PageHead


class BackupsPage(Page):
    """One column of cards; everything on it acts at once."""

    key = "backups"
    title = "backups.title"

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        assert shell.backing is not None
        self.backing: BackingUp = shell.backing
        self.head, self.now = PageHead("backups.title"), Button("backups.now", kind="primary", icon="database-backup")
        self.state, self.policy, self.known = StateCard(), PolicyCard(), KnownList(shell)
        self.strip = ProgressStrip("database-backup", "ui.stop")
        self.hide_strip = Button("backups.hide")
        self.strip.add_button(self.hide_strip)
        self.form, self._form_card = RescueForm(shell), Card(margins=20)
        self.outcome, self._restored = Notice("ok"), Path()
        self.open = Button("rescue.open", icon="lock-open")
        self._same_disk = False
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.head.add(self.now)
        self._form_card.body.addWidget(self.form)
        scroller = self.scroller = Scroller()
        for part in (self.state, self.strip, self._form_card, self.outcome):
            scroller.column.addWidget(part)
        scroller.column.addWidget(self.open, 0, Qt.AlignmentFlag.AlignLeft)
        for part in (self.policy, self.known):
            scroller.column.addWidget(part)
        scroller.column.addStretch()
        for hidden in (self.strip, self._form_card, self.outcome, self.open):
            hidden.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(scroller, 1)

    def _connect(self) -> None:
        self.now.clicked.connect(self.back_up)
        self.state.choose.clicked.connect(self.choose)
        self.strip.button.clicked.connect(self.backing.cancel)
        self.hide_strip.clicked.connect(self.backing.hide)
        self.backing.changed.connect(self._show)
        self.backing.progressed.connect(self._show_running)
        self.backing.made.connect(self._made)
        self.policy.changed.connect(self._keep)
        self.known.restore.connect(self.restore)
        self.form.left.connect(self._form_card.hide)
        self.form.done.connect(self._was_restored)
        self.open.clicked.connect(lambda: self.shell.leave_for(self._restored))

    def activate(self, **arguments: object) -> None:
        """Ask how things stand."""
        self.refresh()
        self._show()

    def refresh(self) -> None:
        """Ask again, the media too."""
        self.state.asked = None
        self.backing.look(acting=False)
        self.known.ask()

    def focus_first(self) -> None:
        """The next backup."""
        self.now.setFocus(Qt.FocusReason.OtherFocusReason)

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """Nothing of its own."""
        return {}

    def retranslate(self) -> None:
        """Nearly everything here is composed."""
        self._show()
        self.known.retranslate()
        if not self.outcome.isHidden():
            self._say_restored()

    def _show(self) -> None:
        backing, standing = self.backing, self.backing.standing
        self.now.setEnabled(not backing.running)
        self._show_running()
        if standing is not None:
            self.state.show_standing(standing, backing.clock(), same_disk=self._same_disk)
            self.policy.show_policy(standing.policy)
            self._ask_place()

    def _show_running(self) -> None:
        backing, pace = self.backing, self.backing.pace
        self.strip.setVisible(backing.running and not backing.hidden)
        detail = words.say("backups.keep_working", done=pace.words())
        self.strip.show_progress(pace.done, pace.total, words.say("backups.runs"), detail)

    def _ask_place(self) -> None:
        """Whether it lies on the vault's own disk; asked of the medium, once for each folder."""
        to, session = backup_words.destination(self.backing.standing), self.backing.session
        if to is not None and session is not None and to != self.state.asked:
            self.state.asked = to
            self.shell.bridge.aside(
                safekeeping.place_of, session, to, done=self._placed, failed=lambda _error: None
            )  # fmt: skip

    def _placed(self, place: safekeeping.Place) -> None:
        if place.folder == self.state.asked:
            self._same_disk = place.same_disk
            self._show()

    def back_up(self) -> None:
        """Begin; where no folder was ever chosen, ask for one first."""
        to = backup_words.destination(self.backing.standing)
        if to is None:
            to = self.choose()
        if to is not None:
            self.backing.ask(to)

    def choose(self) -> Path | None:
        """Ask for the folder with the system's dialog; from then on there is a backup a day, unless told otherwise."""
        standing = self.backing.standing
        now = backup_words.destination(standing)
        start = str(now or paths.documents())
        chosen = QFileDialog.getExistingDirectory(self, words.say("backups.choose_title"), start)
        if not chosen:
            return None
        wanted = standing.policy if standing is not None else None
        self._keep(Policy(chosen, every_days=1) if wanted is None else self.policy.moved(wanted, chosen))
        return Path(chosen)

    def _keep(self, wanted: Policy) -> None:
        self.shell.bridge.command(backups.set_policy, wanted, done=self._kept, failed=self._not_kept)

    def _kept(self, _nothing: None) -> None:
        self.backing.look()

    def _not_kept(self, error: BaseException) -> None:
        self.shell.fail(error)
        self.backing.look(acting=False)

    def _made(self, _made: object) -> None:
        self.state.asked = None
        self.known.ask()
        self.shell.toast(words.say("backups.made"))

    def restore(self, file: Path) -> None:
        """Open the form for a backup, here and not in a dialog."""
        session = self.backing.session
        if session is not None:
            self.outcome.hide()
            self.open.hide()
            own = backups.own_opener(session)
            self.form.show_way(RESTORE, session.path, file=file, own=own)
            self._form_card.show()
            self.form.focus_first()
            self.scroller.ensureWidgetVisible(self._form_card)

    def _was_restored(self, _way: str, place: Path, _result: object) -> None:
        self._form_card.hide()
        self._restored = place
        self._say_restored()
        for shown in (self.outcome, self.open):
            shown.show()
        self.open.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say_restored(self) -> None:
        detail = words.say("rescue.lies_at", place=str(self._restored))
        self.outcome.show_words(words.say("rescue.restored"), detail, "ok")
