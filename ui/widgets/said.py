"""Widgets that know the key of their words and say them again when the language changes. GUI thread only."""

from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from app import words
from ui import fonts
from ui.theme import c

if TYPE_CHECKING:
    _Widget = QWidget
else:
    _Widget = object


def plain_tip(text: str) -> str:
    """Data for a tooltip, which would render what looks like markup: shown as it was written."""
    return f"<p style='white-space:pre-wrap'>{escape(text)}</p>" if "<" in text else text


class Said(_Widget):
    """Mix in before a Qt class. `say(setter, key, **facts)` calls the setter now and after every switch."""

    def say_with(self, setter: Callable[[str], object], key: str, **facts: object) -> None:
        """Give `setter` the sentence `key`, now and whenever the language changes."""
        sentences: dict[str, tuple[Callable[[str], object], str, dict[str, object]]]
        sentences = self.__dict__.setdefault("_sentences", {})
        sentences[getattr(setter, "__name__", repr(setter))] = (setter, key, facts)
        setter(words.say(key, **facts))

    def changeEvent(self, event: QEvent) -> None:
        """Say everything again after a switch of language."""
        if event.type() is QEvent.Type.LanguageChange:
            for setter, key, facts in list(self.__dict__.get("_sentences", {}).values()):
                setter(words.say(key, **facts))
        super().changeEvent(event)


class Label(Said, QLabel):
    """Text in a type role and a token colour; `key` names its words, or `show_text` gives them."""

    def __init__(
        self, role: str = "body", key: str | None = None, *, colour: str = "fg", wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)  # a name may look like markup, and is none
        self.role, self.colour = role, colour
        self.setWordWrap(wrap)
        if wrap:
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._dress()
        if key is not None:
            self.say_key(key)

    def say_key(self, key: str, **facts: object) -> None:
        """Show the sentence `key`."""
        self.say_with(self.setText, key, **facts)

    def show_text(self, text: str) -> None:
        """Show text that is nobody's translation, such as a name."""
        self.__dict__.pop("_sentences", None)
        self.setText(text)

    def set_colour(self, colour: str) -> None:
        """Change the token colour."""
        self.colour = colour
        self._dress()

    def _dress(self) -> None:
        palette = self.palette()
        palette.setColor(self.foregroundRole(), c(self.colour))
        if palette != self.palette():
            self.setPalette(palette)
        face = fonts.font(self.role)
        if face != self.font():
            self.setFont(face)

    def changeEvent(self, event: QEvent) -> None:
        """Follow theme and text size."""
        super().changeEvent(event)
        if event.type() in _REDRESS and "role" in self.__dict__:
            self._dress()


_REDRESS = (
    QEvent.Type.ApplicationPaletteChange,
    QEvent.Type.ApplicationFontChange,
    QEvent.Type.StyleChange,
    QEvent.Type.LanguageChange,
)
