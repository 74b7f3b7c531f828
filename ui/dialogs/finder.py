"""Search from anywhere: a field over the window, answers as one types, Enter goes there. GUI thread only."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QListView, QVBoxLayout, QWidget

from app import details, finding, words
from app.details import Details
from app.finding import Hit
from ui.page import Shell
from ui.theme import c, u
from ui.widgets.answers import HEADING, ROW, Answer, AnswerDelegate, AnswersModel
from ui.widgets.cards import Card
from ui.widgets.inputs import LineEdit
from ui.widgets.said import Label
from ui.widgets.sidebar import Place
from vault.model.catalogue import NOUNS
from vault.values import Link, Masked

SEARCH_MS: Final = 60
MOST: Final = 12
_WALK: Final = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 6, Qt.Key.Key_PageUp: -6}


_ICONS: Final = {"deal": "handshake", "activity": "history"}


class Finder(QWidget):
    """Lies over the window: 640 wide, 14 % from the top, over a scrim. Esc or a click beside it closes."""

    closed = Signal()

    def __init__(self, shell: Shell, places: Sequence[Place], homes: Mapping[str, str], over: QWidget) -> None:
        """`homes`: the noun whose list stands at a place."""
        super().__init__(over)
        self._shell, self._places, self._round = shell, [each for each in places if each.icon], 0
        self._homes = {noun: place for place, noun in homes.items()}
        self._over, self._before = over, over.window().focusWidget()
        self.field = LineEdit("pages.find", hint_key="pages.find_hint", icon="search", size="large")
        self.field.set_tone("quiet")
        self.answers = AnswersModel(self)
        self.list = QListView()
        self.nothing = Label("body", colour="fg2")
        self.card = Card(margins=0, spacing=0, radius=14, elevation=28, parent=self)
        self._typing = QTimer(self, interval=SEARCH_MS, singleShot=True)
        self._lay_out()
        self._typing.timeout.connect(self._ask)
        self.field.textChanged.connect(lambda _text: self._typing.start())
        self.list.clicked.connect(self._go)
        self.field.installEventFilter(self)
        over.installEventFilter(self)
        self._show([])
        self._place()
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def _lay_out(self) -> None:
        self.list.setModel(self.answers)
        self.list.setItemDelegate(AnswerDelegate(self.list))
        self.list.setFrameShape(QListView.Shape.NoFrame)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setMouseTracking(True)
        self.list.setAccessibleName(words.say("pages.found"))
        palette = self.list.palette()
        palette.setColor(QPalette.ColorRole.Base, c("surface"))
        palette.setColor(QPalette.ColorRole.Highlight, c("surface"))
        self.list.setPalette(palette)
        self.list.entered.connect(self.list.setCurrentIndex)
        top = QVBoxLayout()
        top.setContentsMargins(u(8), u(8), u(8), u(4))
        top.addWidget(self.field)
        self.nothing.setContentsMargins(u(20), u(10), u(20), u(18))
        self.card.body.addLayout(top)
        self.card.body.addWidget(self.nothing)
        self.card.body.addWidget(self.list)
        foot = QVBoxLayout()
        foot.setContentsMargins(0, 0, 0, u(8))
        self.card.body.addLayout(foot)

    def _ask(self) -> None:
        self._round += 1
        mine, text = self._round, self.field.text().strip()
        if not text:
            self._show([])
            return
        self._shell.bridge.query(
            finding.find,
            text,
            MOST,
            done=lambda hits: self._found(mine, hits),
            failed=lambda _error: self._found(mine, []),
        )

    def _found(self, mine: int, hits: list[Hit]) -> None:
        if mine == self._round:
            self._show(hits)

    def _show(self, hits: Sequence[Hit]) -> None:
        typed = self.field.text().strip()
        rows = [Answer(words.say("pages.found"))] if hits else []
        rows += [_answer(hit) for hit in hits]
        going = [each for each in self._places if typed.lower() in words.say(each.words).lower()]
        if going:
            rows.append(Answer(words.say("pages.go_to")))
            rows += [Answer(words.say(each.words), place=each.key, icon=each.icon) for each in going]
        self.answers.show_rows(rows)
        self.nothing.setVisible(not rows)
        self.nothing.show_text(words.say("pages.nothing_found", text=typed))
        self.list.setVisible(bool(rows))
        if rows:
            self.list.setCurrentIndex(self.answers.index(1, 0))
        self._place()

    def _place(self) -> None:
        over, room = self._over, self.card.elevation
        self.setGeometry(over.rect())
        rows = self.answers.rowCount()
        high = sum(u(HEADING) if self.answers.rows[at].is_heading else u(ROW) for at in range(rows))
        self.list.setFixedHeight(min(high + 2, max(u(120), round(over.height() * 0.6))))
        wide = min(u(640), over.width() - u(48)) + 2 * room
        self.card.setGeometry((over.width() - wide) // 2, round(over.height() * 0.14) - room, wide, 10)
        self.card.resize(wide, self.card.sizeHint().height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the field walk along the answers; the window's size moves the card."""
        if watched is self.field and event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(Qt.Key(event.key()))
        if watched is self._over and event.type() is QEvent.Type.Resize:
            self._place()
        return False

    def _key(self, key: Qt.Key) -> bool:
        if key == Qt.Key.Key_Escape:
            self.leave()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        elif key in _WALK:
            self._walk(_WALK[key])
        else:
            return key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
        return True

    def _walk(self, by: int) -> None:
        usable = [at for at, row in enumerate(self.answers.rows) if not row.is_heading]
        now = self.list.currentIndex().row()
        if usable:
            at = (usable.index(now) + by) if now in usable else 0
            self.list.setCurrentIndex(self.answers.index(usable[max(0, min(at, len(usable) - 1))], 0))

    def _enter(self) -> None:
        if self._typing.isActive():  # what was typed last is not answered yet: do not open what was found before
            self._typing.stop()
            self._round += 1
            mine, text = self._round, self.field.text().strip()
            self._shell.bridge.query(finding.find, text, MOST, done=lambda hits: self._enter_found(mine, hits))
        elif self.list.currentIndex().isValid():
            self._go(self.list.currentIndex())

    def _enter_found(self, mine: int, hits: list[Hit]) -> None:
        if mine == self._round:
            self._show(hits)
            if self.list.currentIndex().isValid():
                self._go(self.list.currentIndex())

    def _go(self, index: QModelIndex) -> None:
        row = self.answers.rows[index.row()]
        if row.is_heading:
            return
        session = self._shell.bridge.session
        if session is not None and row.id:
            session.views.note("search", row.noun)
        self.leave()
        if row.place:
            self._shell.go(row.place)
        elif row.noun in self._homes:
            self._open(row.noun, row.id)
        else:
            self._shell.bridge.query(details.details, row.id, done=partial(_open_about, self._open))

    def _open(self, noun: str, record: str) -> None:
        self._shell.go(self._homes[noun])
        self._shell.open_record(noun, record)

    def leave(self) -> None:
        """Go away; the keyboard goes back to where it was."""
        self._over.removeEventFilter(self)
        self.hide()
        if self._before is not None:
            self._before.setFocus(Qt.FocusReason.PopupFocusReason)
        self.closed.emit()
        self.deleteLater()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Beside the card: close."""
        if not self.card.geometry().contains(event.position().toPoint()):
            self.leave()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The scrim."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), c("scrim"))
        painter.end()


def _answer(hit: Hit) -> Answer:
    noun = NOUNS[hit.noun]
    title = hit.title.form or words.say("pages.hidden") if isinstance(hit.title, Masked) else str(hit.title or "")
    named = noun.words.in_language(words.language())
    more = f"{named} · {hit.snippet}" if hit.snippet else named
    return Answer(title or named, more, hit.noun, hit.id, "", _ICONS.get(hit.noun, ""), isinstance(hit.title, Masked))


def _open_about(open_record: Callable[[str, str], object], found: Details) -> None:
    """What happened is shown with whom it happened: a call opens the person it was with."""
    about = found.record.get("about")
    links = [each for each in about if isinstance(each, Link)] if isinstance(about, tuple) else []
    if links:
        chosen = next((each for each in links if each.noun == "contact"), links[0])
        open_record(chosen.noun, chosen.id)
