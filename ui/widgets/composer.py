"""The line that is always there: writes a note, logs a call, adds a task. GUI thread only."""

from datetime import timedelta
from typing import Final

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QTextCursor
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui import formatting
from ui.theme import c, theme, u
from ui.widgets import painting
from ui.widgets.buttons import Button
from ui.widgets.choices import Segments
from ui.widgets.inputs import TextArea

_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_DAYS: Final = (("pages.due_today", 0), ("pages.due_tomorrow", 1), ("pages.due_week", 7))
_ICONS: Final = {"note": "notebook-pen", "call": "phone", "task": "circle-check"}
_MOST_LINES: Final = 8
_DRAFT_MS: Final = 400
"""After so long without a key what was typed is kept as a draft."""


class Composer(QFrame):
    """Emits `written(kind, text, due_on)`; leaving it with something typed hands over too, so nothing is lost.

    `drafted(kind, text)` tells what stands there whenever the keys rest.
    """

    written = Signal(str, str, str)
    drafted = Signal(str, str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind = "note"
        self.text = _Line(self)
        self.due = Segments(_DAYS)
        self.save = Button("pages.save", kind="primary", size="small")
        self._foot = QWidget()
        foot = QHBoxLayout(self._foot)
        foot.setContentsMargins(u(6), 0, u(6), u(6))
        foot.addWidget(self.due)
        foot.addStretch()
        foot.addWidget(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        self._indent = QHBoxLayout()
        self._indent.addWidget(self.text)
        column.addLayout(self._indent)
        column.addWidget(self._foot)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.save.clicked.connect(self.hand_over)
        self._rest = QTimer(self, interval=_DRAFT_MS, singleShot=True)
        self._rest.timeout.connect(self._draft)
        self.text.textChanged.connect(self._arrange)
        self.text.textChanged.connect(self._rest.start)
        theme().changed.connect(self._arrange)
        self.set_kind("note")

    def set_kind(self, kind: str) -> None:
        """What is being written: note, call or task."""
        self.kind = kind
        self.text.say_with(self.text.setPlaceholderText, f"pages.{kind}_hint")
        self.text.say_with(self.text.setAccessibleName, f"pages.{kind}_hint")
        self.due.choose(1)
        self._arrange()

    def begin(self, kind: str) -> None:
        """Start writing; the caret is in it at once."""
        self.set_kind(kind)
        self.text.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def hand_over(self) -> None:
        """Give away what was typed and be empty again; nothing typed gives nothing."""
        text, kind = self.text.toPlainText().strip(), self.kind
        days = self.due.value()
        due = formatting.today() + timedelta(days=days) if kind == "task" and isinstance(days, int) else None
        if not text and self._rest.isActive():
            self._draft()  # it was emptied a moment ago
        self.text.clear()
        self._rest.stop()
        self.set_kind("note")
        if text:
            self.written.emit(kind, text, due.isoformat() if due else "")

    def restore(self, kind: str, text: str) -> None:
        """It could not be written, or was left as a draft: here it is again."""
        self.set_kind(kind)
        self.text.setPlainText(text)
        self.text.moveCursor(QTextCursor.MoveOperation.End)
        self._rest.stop()

    def _draft(self) -> None:
        self.drafted.emit(self.kind, self.text.toPlainText().strip())

    def is_within(self, widget: QWidget | None) -> bool:
        """Whether a widget is part of it."""
        return widget is not None and (widget is self or self.isAncestorOf(widget))

    def _arrange(self) -> None:
        self._indent.setContentsMargins(u(31), 0, 0, 0)
        self.due.setVisible(self.kind == "task")
        self._foot.setVisible(self.kind == "task" or bool(self.text.toPlainText()))
        self.text.fit()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground, edge, the icon of what is written."""
        painter, on = QPainter(self), self.text.hasFocus()
        painting.rounded(painter, self.rect(), 8, c("surface" if on else "hover"))
        if on:
            painting.focus_ring(painter, self.rect(), 8)
        painting.icon(painter, _ICONS[self.kind], u(11), u(20), 16, "accentText" if on else "fg3")
        painter.end()


class _Line(TextArea):
    """The text of the composer: grows with its lines; Enter saves calls and tasks, Ctrl+Enter notes."""

    def __init__(self, owner: Composer) -> None:
        super().__init__("pages.note_hint", rows=1, parent=owner)
        self.owner = owner
        self.setProperty("tone", "bare")
        self.submitted.connect(owner.hand_over)

    def fit(self) -> None:
        """As high as its lines, up to a limit."""
        lines = min(_MOST_LINES, max(1, round(self.document().size().height())))
        full = lines == _MOST_LINES
        on, off = Qt.ScrollBarPolicy.ScrollBarAsNeeded, Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setVerticalScrollBarPolicy(on if full else off)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * lines + u(20))

    def minimumSizeHint(self) -> QSize:
        """One line."""
        return QSize(u(80), u(30))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter saves what is one line by nature; Esc goes back and keeps what was typed by saving it."""
        plain = not event.modifiers() & (Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier)
        if event.key() in _ENTER and plain and self.owner.kind != "note":
            self.owner.hand_over()
            self.owner.left.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.owner.left.emit()
        else:
            super().keyPressEvent(event)
            if event.key() in _ENTER and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.owner.left.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        self.owner.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving hands over, but for a menu, another window, or the buttons below."""
        super().focusOutEvent(event)
        self.owner.update()
        passing = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
        if event.reason() not in passing and not self.owner.is_within(QApplication.focusWidget()):
            self.owner.hand_over()
