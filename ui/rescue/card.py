"""The card in place of the unlock card when a vault is damaged: what happened, what is safe, what to do.

GUI thread only. The damaged folder is only ever read here, but for its owner's decision to use the header before.
"""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QPoint, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app import known_vaults, paths, rescuing, temporary, words
from app.known_vaults import Known
from ui import messages
from ui.page import Shell
from ui.rescue.form import HEADER, RESTORE, SALVAGE, RescueForm
from ui.rescue.outcome import Outcome
from ui.widgets.buttons import Button
from ui.widgets.cards import FixedCard, IconTile
from ui.widgets.said import Label
from ui.widgets.toasts import announce
from ui.widgets.vault_choice import VaultMenu


class RescueCard(FixedCard):
    """Emits `unlocked(session, False)` by the header before, `chosen(path)` for another vault, `left` to go back."""

    unlocked = Signal(object, bool)
    chosen = Signal(object)
    left = Signal()

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(520, parent=parent)
        self.shell, self.path, self._error = shell, Path(), BaseException()
        self.face, self.form, self.outcome = QWidget(), RescueForm(shell), Outcome()
        self.title, self.name = Label("h1", "rescue.damaged", wrap=True), Label("body", colour="fg2", wrap=True)
        self.message, self.hint = Label("bodyM", wrap=True), Label("body", colour="fg2", wrap=True)
        self.safe = Label("body", "rescue.untouched", colour="fg2", wrap=True)
        self.restore = Button("rescue.restore_way", kind="primary", icon="rotate-ccw", size="large")
        self.salvage = Button("rescue.salvage_way", icon="life-buoy", size="large")
        self.header = Button("rescue.header_way", icon="history", size="large")
        self.folder = Button("rescue.show_folder", kind="plain", icon="folder-open")
        self.again = Button("rescue.again", kind="plain", icon="refresh-cw")
        self.other = Button("ui.other_vault", kind="plain")
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        texts = QVBoxLayout()
        texts.setSpacing(4)
        for label in (self.title, self.name):
            texts.addWidget(label)
        top = QHBoxLayout()
        top.setSpacing(14)
        top.addWidget(IconTile("shield-alert", "bad", side=44), 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(texts, 1)
        foot = QHBoxLayout()
        for each in (self.folder, self.again):
            foot.addWidget(each)
        foot.addStretch()
        foot.addWidget(self.other)
        column = QVBoxLayout(self.face)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(top)
        column.addSpacing(4)
        for label in (self.message, self.safe, self.hint):
            column.addWidget(label)
        column.addSpacing(8)
        for button in (self.restore, self.salvage, self.header):
            column.addWidget(button)
        column.addLayout(foot)
        for shown in (self.face, self.form, self.outcome):
            self.body.addWidget(shown)

    def _connect(self) -> None:
        for button, way in ((self.restore, RESTORE), (self.salvage, SALVAGE), (self.header, HEADER)):
            button.clicked.connect(lambda _checked=False, way=way: self.take(way))
        self.folder.clicked.connect(self._show_folder)
        self.again.clicked.connect(lambda: self.chosen.emit(self.path))
        self.other.clicked.connect(self._offer_vaults)
        self.form.left.connect(self._back)
        self.form.done.connect(self._done)
        self.outcome.opened.connect(self.chosen)

    def show_damage(self, path: Path, error: BaseException) -> None:
        """A vault that does not open, and why."""
        self.path, self._error = path, messages.kept(error)
        self.header.setVisible(rescuing.has_header_before(error))
        self.retranslate()
        self._show_part(self.face)
        announce(self, f"{self.message.text()} {self.hint.text()}")

    def retranslate(self) -> None:
        """The error's sentences are composed here."""
        self.outcome.retranslate()
        message, hint = messages.sentences(self._error)
        self.name.show_text(str(self.path))
        self.message.show_text(message)
        self.hint.show_text(hint)

    def show_restore(self) -> None:
        """A backup is to be restored where no vault is: on a new computer, after a disk died."""
        self.path, self._error = Path(), BaseException()
        self.take(RESTORE)

    def take(self, way: str) -> None:
        """One of the three ways on."""
        beside = self.path if self.path.name else paths.documents() / words.say("rescue.vault_file")
        self.form.show_way(way, beside)
        self._show_part(self.form)
        self.form.focus_first()

    def focus_first(self) -> None:
        """The way that is best."""
        target: QWidget = self.restore if not self.face.isHidden() else self.outcome.open
        if self.form.isHidden():
            target.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.form.focus_first()

    def _show_part(self, shown: QWidget) -> None:
        for part in (self.face, self.form, self.outcome):
            part.setVisible(part is shown)

    def _back(self) -> None:
        if self.path.name:
            self._show_part(self.face)
            self.focus_first()
        else:
            self.left.emit()

    def _done(self, way: str, place: Path, result: object) -> None:
        if way == HEADER:
            self.unlocked.emit(result, False)
            return
        self.outcome.show_result(place, result)
        self._show_part(self.outcome)
        self.focus_first()

    def _show_folder(self) -> None:
        with temporary.the_systems_own():
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.path)))

    def _offer_vaults(self) -> None:
        known = [Path(each) for each in self.shell.settings.vaults]
        self.shell.bridge.run(known_vaults.known, known, done=self._show_menu)

    def _show_menu(self, found: Sequence[Known]) -> None:
        menu = VaultMenu(found, self.path, self.shell.trigger, self)
        menu.chosen.connect(self.chosen)
        menu.popup(self.other.mapToGlobal(QPoint(0, self.other.height() + 4)))

    def abandon(self) -> None:
        """The window closes: stop what is under way and forget what was typed."""
        self.form.stop()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes one step back."""
        if event.key() == Qt.Key.Key_Escape and not self.form.isHidden():
            self.form.leave()
        else:
            super().keyPressEvent(event)
