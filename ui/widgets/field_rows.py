"""The rows of a record: icon, label, value; a click edits in place. GUI thread only."""

from typing import Final

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app import words
from ui import fonts, formatting
from ui.theme import c, u
from ui.widgets import painting
from ui.widgets.facts import Fact
from ui.widgets.in_place import InPlaceArea, InPlaceEdit
from ui.widgets.said import plain_tip
from ui.widgets.table_cells import paint_cell
from vault.model.fields import Kind
from vault.values import Link

_LABEL_X, _VALUE_X, _HIGH, _BUTTON = 30, 128, 31, 26
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2, Qt.Key.Key_Space)
_WRAP: Final = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop)
_LINES: Final = 6


class FieldRow(QWidget):
    """Emits `committed(text)`, `picking` where one picks, `opened(link)`, `copied(text)`, `tabbed(step)`."""

    committed = Signal(str)
    picking = Signal()
    opened = Signal(object)
    copied = Signal(str)
    tabbed = Signal(int)

    def __init__(self, fact: Fact, *, picks: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fact, self.picks = fact, picks
        self.editor: InPlaceEdit | InPlaceArea | None = None
        self.sentence = ""
        self._over = ""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setProperty("letters", True)
        self.show_fact(fact)

    def show_fact(self, fact: Fact) -> None:
        """Another value; an open editor keeps what is typed."""
        self.fact = fact
        self.setAccessibleName(f"{fact.label}: {self._said() or words.say('pages.add_value')}")
        self.setToolTip("" if fact.is_long or fact.cell.form in ("pill", "masked") else plain_tip(self._said()))
        self.updateGeometry()
        self.update()

    def _said(self) -> str:
        return "" if self.fact.cell is formatting.EMPTY else self.fact.cell.text

    def _value_rect(self) -> QRect:
        return QRect(u(_VALUE_X), 0, self.width() - u(_VALUE_X), self.height() - self._note_high())

    def _note_high(self, width: int = 0) -> int:
        if not self.sentence:
            return 0
        room = QRect(0, 0, (width or self.width()) - u(_VALUE_X), 10_000)
        return fonts.metrics("small").boundingRect(room, _WRAP, self.sentence).height() + u(6)

    def hasHeightForWidth(self) -> bool:
        """Long text is as high as it needs."""
        return True

    def heightForWidth(self, width: int) -> int:
        """One line, or the lines of a note up to a limit."""
        if self.editor is not None and self.fact.is_long:
            return u(110) + self._note_high(width)
        high = u(_HIGH)
        if self.fact.is_long and self._said():
            room = QRect(0, 0, width - u(_VALUE_X) - u(14), 10_000)
            lines = fonts.metrics("body").boundingRect(room, _WRAP, self._said()).height()
            high = max(high, min(lines, fonts.metrics("body").lineSpacing() * _LINES) + u(12))
        return high + self._note_high(width)

    def sizeHint(self) -> QSize:
        """At the width it has."""
        return QSize(u(240), self.heightForWidth(self.width()))

    def _buttons(self) -> list[tuple[str, QRect]]:
        """What hovering offers at the right, with its places."""
        names = ["copy"] if self._said() and self.fact.cell.form != "masked" else []
        names += ["pencil"] if self.fact.editable else []
        side, right = u(_BUTTON), self.width() - u(4)
        top = (u(_HIGH) - side) // 2
        return [(name, QRect(right - side * (len(names) - at), top, side, side)) for at, name in enumerate(names)]

    def paintEvent(self, event: QPaintEvent) -> None:
        """Icon, label, value; tint and buttons under the pointer."""
        painter, middle = QPainter(self), u(_HIGH) // 2
        painting.icon(painter, self.fact.icon, u(4), middle, 16)
        label = QRect(u(_LABEL_X), 0, u(_VALUE_X) - u(_LABEL_X) - u(4), u(_HIGH))
        painting.text(painter, label, self.fact.label, "body", "fg2")
        active = self.underMouse() or self.hasFocus()
        if self.editor is None:
            self._paint_value(painter, active)
        if self.sentence:
            high = self._note_high()
            painter.setFont(fonts.font("small"))
            painter.setPen(c("bad"))
            painter.drawText(
                QRect(u(_VALUE_X), self.height() - high + u(2), self.width() - u(_VALUE_X), high), _WRAP, self.sentence
            )
        if self.hasFocus():
            painting.focus_ring(painter, self._value_rect().adjusted(0, 1, 0, -1), 8)
        painter.end()

    def _paint_value(self, painter: QPainter, active: bool) -> None:
        rect = self._value_rect()
        if active and (self.fact.editable or self._said()):
            painting.rounded(painter, rect.adjusted(0, 1, 0, -1), 8, c("hover"))
        room = rect.adjusted(u(8), 0, -u(8), 0)
        if active:
            room.setRight(room.right() - u(_BUTTON) * len(self._buttons()))
        if not self._said():
            painting.text(painter, room, words.say("pages.add_value"), "body", "fg3")
        elif self.fact.is_long and self.fact.cell.form != "masked":
            painter.setFont(fonts.font("body"))
            painter.setPen(c("fg"))
            painter.drawText(room.adjusted(0, u(6), 0, -u(4)), _WRAP, self._said())
        else:
            room.setHeight(u(_HIGH))
            paint_cell(painter, room, self.fact.cell, strong=True)
        if active:
            self._paint_buttons(painter)

    def _paint_buttons(self, painter: QPainter) -> None:
        for name, place in self._buttons():
            if name == self._over:
                painting.rounded(painter, place.adjusted(1, 1, -1, -1), 6, c("press"))
            painting.icon(painter, name, place.x() + (place.width() - u(14)) // 2, place.center().y() + 1, 14)

    def _button_at(self, event: QMouseEvent) -> str:
        at = event.position().toPoint()
        return next((name for name, place in self._buttons() if place.contains(at)), "")

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light up the button under the pointer; a caret where a click edits."""
        self._over = self._button_at(event)
        on_value = event.position().x() >= u(_VALUE_X) and (self.fact.editable or isinstance(self.fact.value, Link))
        typed = self.fact.editable and not self.picks and not isinstance(self.fact.value, Link) and not self._over
        shape = Qt.CursorShape.IBeamCursor if typed else Qt.CursorShape.PointingHandCursor
        self.setCursor(shape if on_value else Qt.CursorShape.ArrowCursor)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer is gone."""
        self._over = ""
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Copy, edit, or open what a link leads to."""
        if event.button() is not Qt.MouseButton.LeftButton or event.position().x() < u(_VALUE_X):
            return
        button = self._button_at(event)
        if button == "copy":
            self.copied.emit(self._said())
        elif not button and self._leads_somewhere():
            self.opened.emit(self.fact.value)
        else:
            self.edit()

    def _leads_somewhere(self) -> bool:
        value = self.fact.value
        return isinstance(value, Link) and not self.picks and self.fact.field.target != "user"

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter, Space and F2 edit; copying copies."""
        if event.key() in _ENTER:
            self.edit()
        elif event.matches(QKeySequence.StandardKey.Copy) and self._said() and self.fact.cell.form != "masked":
            self.copied.emit(self._said())
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the ring."""
        super().focusOutEvent(event)
        self.update()

    def edit(self) -> None:
        """Open the editor, or say that something is to be picked."""
        if not self.fact.editable or self.editor is not None:
            return
        if self.picks:
            self.picking.emit()
            return
        kind = InPlaceArea if self.fact.is_long else InPlaceEdit
        text = formatting.typed(self.fact.field, self.fact.value)
        if self.fact.cell.form == "text" and self.fact.field.kind is Kind.TEXT:
            text = self.fact.cell.text
        editor = self.editor = kind(text, self.fact.label, self)
        editor.committed.connect(self.committed.emit)
        editor.dismissed.connect(self.close_editor)
        editor.tabbed.connect(self.tabbed.emit)
        self._place_editor()
        editor.show()
        editor.setFocus(Qt.FocusReason.OtherFocusReason)
        editor.selectAll()
        self._resized()

    def _resized(self) -> None:
        self.updateGeometry()
        self.update()

    def _place_editor(self) -> None:
        if self.editor is not None:
            high = u(104) if self.fact.is_long else u(29)
            self.editor.setGeometry(QRect(u(_VALUE_X), 1, self.width() - u(_VALUE_X), high))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The editor follows."""
        super().resizeEvent(event)
        self._place_editor()

    def refuse(self, sentence: str) -> None:
        """What was typed cannot be taken: it stays, marked, with the reason below."""
        self.sentence = sentence
        if self.editor is not None:
            self.editor.refuse()
        self._resized()

    def close_editor(self) -> None:
        """Back to the value."""
        editor, self.editor = self.editor, None
        self.sentence = ""
        if editor is not None:
            editor.finish()
            had = editor.hasFocus()
            editor.hide()
            editor.deleteLater()
            if had:
                self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._resized()
