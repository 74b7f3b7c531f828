"""Fields one types into: one line, a passphrase with its eye, a filter box. GUI thread only."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QToolButton, QWidget

from ui import icons
from ui.theme import c, u
from ui.widgets import painting
from ui.widgets.said import Said

_HEIGHTS = {"small": 28, "medium": 34, "large": 40}


def repolish(widget: QWidget) -> None:
    """Make the style sheet look at a widget's properties again."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


class LineEdit(Said, QLineEdit):
    """One line. `key` names it for screen readers, `hint_key` is its placeholder; Esc restores what was there."""

    def __init__(
        self, key: str | None = None, *, hint_key: str | None = None, icon: str | None = None, size: str = "medium",
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.size_name, self._icon = size, icon
        if key is not None:
            self.say_with(self.setAccessibleName, key)
        if hint_key is not None:
            self.say_with(self.setPlaceholderText, hint_key)
        if icon is not None:
            self.setTextMargins(u(24), 0, 0, 0)

    def set_tone(self, tone: str) -> None:
        """ "" as usual, "bad" or "warn" for a marked border, "quiet" for a field without one."""
        if self.property("tone") != tone:
            self.setProperty("tone", tone)
            repolish(self)

    def sizeHint(self) -> QSize:
        """The kit's control height."""
        return QSize(super().sizeHint().width(), u(_HEIGHTS[self.size_name]))

    def minimumSizeHint(self) -> QSize:
        """The kit's control height."""
        return QSize(u(60), u(_HEIGHTS[self.size_name]))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The native field, with its icon at the left."""
        super().paintEvent(event)
        if self._icon is not None:
            painter = QPainter(self)
            painting.icon(painter, self._icon, u(10), self.height() // 2, 16, "fg3")
            painter.end()


class PassphraseEdit(LineEdit):
    """A passphrase: hidden until the eye is pressed, paste allowed, input methods off while it is masked."""

    caps_lock_changed = Signal(bool)

    def __init__(self, key: str, *, visible: bool = False, size: str = "large", parent: QWidget | None = None) -> None:
        super().__init__(key, size=size, parent=parent)
        self.setTextMargins(0, 0, u(28), 0)
        self._caps = False
        self.eye = QToolButton(self, autoRaise=True)
        self.eye.setCursor(Qt.CursorShape.PointingHandCursor)
        self.eye.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.eye.clicked.connect(self.toggle)
        self.set_visible_text(visible)

    def toggle(self) -> None:
        """Show or hide what is typed."""
        self.set_visible_text(self.echoMode() is QLineEdit.EchoMode.Password)

    def set_visible_text(self, visible: bool) -> None:
        """Show (True) or mask what is typed."""
        self.setEchoMode(QLineEdit.EchoMode.Normal if visible else QLineEdit.EchoMode.Password)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, visible)
        key = "ui.hide_passphrase" if visible else "ui.show_passphrase"
        for setter in (self._name_eye,):
            self.say_with(setter, key)
        self._draw_eye()

    def _name_eye(self, name: str) -> None:
        self.eye.setAccessibleName(name)
        self.eye.setToolTip(name)

    def _draw_eye(self) -> None:
        hidden = self.echoMode() is QLineEdit.EchoMode.Password
        self.eye.setIcon(icons.icon("eye" if hidden else "eye-off", 18, c("fg2")))
        self.eye.setIconSize(QSize(u(18), u(18)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the eye at the right."""
        super().resizeEvent(event)
        side = u(28)
        self.eye.setGeometry(self.width() - side - u(4), (self.height() - side) // 2, side, side)

    def changeEvent(self, event: QEvent) -> None:
        """Redraw the eye in the theme's colours."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange and hasattr(self, "eye"):
            self._draw_eye()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Notice Caps Lock: a letter whose case contradicts Shift, or the key itself."""
        typed = event.text()
        if typed.isalpha() and typed.isascii():
            shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._set_caps(typed.isupper() != shifted)
        elif event.key() == Qt.Key.Key_CapsLock:
            self._set_caps(not self._caps)
        super().keyPressEvent(event)

    def _set_caps(self, on: bool) -> None:
        if on != self._caps:
            self._caps = on
            self.caps_lock_changed.emit(on)

    def wipe(self) -> None:
        """Forget what was typed, and how to take it back."""
        self.setText("\0" * len(self.text()))
        self.clear()


class TextArea(Said, QPlainTextEdit):
    """Several lines; Tab leaves it, Ctrl+Enter emits `submitted`, leaving it emits `left`."""

    submitted = Signal()
    left = Signal()

    def __init__(self, key: str, *, hint_key: str | None = None, rows: int = 3, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = rows
        self.setTabChangesFocus(True)
        self.say_with(self.setAccessibleName, key)
        if hint_key is not None:
            self.say_with(self.setPlaceholderText, hint_key)

    def sizeHint(self) -> QSize:
        """As many rows as asked for."""
        return QSize(u(240), self.fontMetrics().lineSpacing() * self.rows + u(22))

    def minimumSizeHint(self) -> QSize:
        """As many rows as asked for."""
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter hands the text over."""
        if event.key() in _ENTER and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.submitted.emit()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Tell when the keyboard leaves."""
        if event.type() is QEvent.Type.FocusOut:
            self.left.emit()
        return super().event(event)


_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def faded(name: str, alpha: int) -> QColor:
    """A token colour with less strength, 0 to 255."""
    shade = QColor(c(name))
    shade.setAlpha(alpha)
    return shade
