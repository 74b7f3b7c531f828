"""The page that asks for the recovery code from paper: whether it is in hand is known afterwards. GUI thread only."""

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app import kits, words
from ui import appearance, messages
from ui.page import Page, Shell
from ui.widgets.buttons import Button
from ui.widgets.cards import Card, Notice
from ui.widgets.forms import Scroller
from ui.widgets.heads import PageHead
from ui.widgets.inputs import LineEdit
from ui.widgets.said import Label
from ui.widgets.toasts import announce


class KitPage(Page):
    """One field for the whole code; it is compared with the vault's own record and kept nowhere."""

    key = "kit"
    title = "kit.title"

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self.state = Notice("info")
        self.code = LineEdit("kit.page_code", hint_key="kit.page_shape", size="large")
        self.error = Label("small", colour="bad", wrap=True)
        self.button = Button("kit.page_confirm", kind="primary", icon="check", size="large")
        self.lost = Button("kit.page_lost", kind="link")
        self._lay_out()
        self.code.textChanged.connect(lambda _text: self._typed())
        self.code.returnPressed.connect(self.confirm)
        self.button.clicked.connect(self.confirm)
        self.lost.clicked.connect(lambda: self.shell.go("settings", section="recovery"))

    def _lay_out(self) -> None:
        card = Card(margins=24, spacing=10)
        for part in (Label("h2", "kit.page_heading"), Label("body", "kit.page_text", colour="fg2", wrap=True),
                     self.state, Label("smallM", "kit.page_code", colour="fg2")):  # fmt: skip
            card.body.addWidget(part)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.code, 1)
        line.addWidget(self.button)
        card.body.addLayout(line)
        card.body.addWidget(self.error)
        card.body.addWidget(self.lost, 0, Qt.AlignmentFlag.AlignLeft)
        scroller = Scroller(wide=640)
        scroller.column.addWidget(card)
        scroller.column.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(PageHead("kit.title"))
        column.addWidget(scroller, 1)

    def activate(self, **arguments: object) -> None:
        """Say what is known, with an empty field."""
        self.code.clear()
        self._typed()
        self._ask()

    def retranslate(self) -> None:
        """The day is composed here."""
        self._ask()

    def focus_first(self) -> None:
        """The field."""
        self.code.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask(self) -> None:
        session = self.shell.bridge.session
        if session is not None:
            self.shell.bridge.query(kits.proof, session.unlocked, done=self._show)

    def _show(self, proof: kits.Proof) -> None:
        self.state.setVisible(proof.confirmed_on is not None or not proof.asked)
        if proof.confirmed_on is not None:
            day = appearance.locale().toString(QDate.fromString(proof.confirmed_on, "yyyy-MM-dd"))
            self.state.show_words(words.say("kit.page_done"), words.say("kit.page_done_on", day=day), "ok")
        elif not proof.asked:
            self.state.show_words(words.say("kit.page_not_asked"), tone="info")

    def _typed(self) -> None:
        self.error.hide()
        self.code.set_tone("")
        self.button.setEnabled(bool(self.code.text().strip()))

    def confirm(self) -> None:
        """Compare what was typed with the kit in force."""
        session = self.shell.bridge.session
        if session is not None and self.button.isEnabled():
            self.button.set_busy(True)
            self.shell.bridge.command(
                kits.confirm_by_code, session.unlocked, self.code.text(), done=self._confirmed, failed=self._refused
            )

    def _confirmed(self, _nothing: None) -> None:
        self.button.set_busy(False)
        self.activate()
        self.shell.toast(words.say("kit.confirmed"))

    def _refused(self, error: BaseException) -> None:
        self.button.set_busy(False)
        self.code.set_tone("bad")
        sentence = messages.one_line(error)
        self.error.show_text(sentence)
        self.error.show()
        announce(self, sentence)
        self.focus_first()
