"""Colours, sizes and the switch between light and dark: the tokens once, for everybody who paints.

GUI thread only. Colours handed out are shared: copy before changing one (`QColor(c("fg"))`).
Where the values come from: `resources/themes/tokens.json`.
"""

import json
from functools import cache
from typing import Final, NamedTuple

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPalette

from resources import path

MODES: Final = ("system", "light", "dark")
SCALES: Final = (90, 100, 110, 125, 150)
HUES: Final = ("blue", "violet", "amber", "green", "red", "teal", "pink", "slate")


class Hue(NamedTuple):
    """The three strengths of a tag colour."""

    soft: QColor
    text: QColor
    dot: QColor


@cache
def tokens() -> dict[str, dict[str, object]]:
    """The token file, read once."""
    loaded: dict[str, dict[str, object]] = json.loads(path("themes/tokens.json").read_text(encoding="utf-8"))
    return loaded


def _colour(value: object) -> QColor:
    return QColor(value) if isinstance(value, str) else QColor(*_channels(value))


def _channels(value: object) -> tuple[int, ...]:
    assert isinstance(value, list)
    return tuple(int(channel) for channel in value)


@cache
def _colours(scheme: str) -> dict[str, QColor]:
    return {name: _colour(value) for name, value in tokens()[scheme].items()}


@cache
def _hues(scheme: str) -> dict[str, Hue]:
    table = tokens()[f"tag_{scheme}"]
    return {name: Hue(*(QColor(each) for each in value)) for name, value in table.items() if isinstance(value, list)}


class Theme(QObject):
    """What is in force: `scheme` ("light" or "dark"), and `scale`, the size of text in per cent."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.mode = "system"
        self.scale = 100
        self.scheme = "light"

    def follow_system(self) -> None:
        """Listen to the desktop's own switch; call once the application exists."""
        QGuiApplication.styleHints().colorSchemeChanged.connect(lambda _scheme: self.apply())
        self.apply()

    def set_mode(self, mode: str) -> None:
        """Choose "system", "light" or "dark"; everything on screen follows at once."""
        self.mode = mode if mode in MODES else "system"
        self.apply()

    def set_scale(self, percent: int) -> None:
        """Choose the size of text, 90 to 150 per cent."""
        self.scale = min(SCALES, key=lambda each: abs(each - percent))
        self.apply()

    def apply(self) -> None:
        """Settle which scheme holds and tell who listens; `ui/appearance.py` listens first."""
        self.scheme = self._resolved()
        self.changed.emit()

    def _resolved(self) -> str:
        if self.mode != "system":
            return self.mode
        dark = QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
        return "dark" if dark else "light"


@cache
def theme() -> Theme:
    """The one theme of the process."""
    return Theme()


def c(name: str) -> QColor:
    """The colour of a token, such as "fg" or "accentSoft", in the scheme in force."""
    return _colours(theme().scheme)[name]


def hue(name: str) -> Hue:
    """The tag colours called `name` ("slate", "blue", ...); unknown names are slate."""
    table = _hues(theme().scheme)
    return table.get(name, table["slate"])


def u(pixels: float) -> int:
    """A length at 100 % text size, in pixels at the size chosen: every fixed height goes through here."""
    return round(pixels * theme().scale / 100)


_ROLES: Final = (
    (QPalette.ColorRole.Window, "canvas"),
    (QPalette.ColorRole.WindowText, "fg"),
    (QPalette.ColorRole.Base, "surface"),
    (QPalette.ColorRole.AlternateBase, "sunken"),
    (QPalette.ColorRole.Text, "fg"),
    (QPalette.ColorRole.PlaceholderText, "fg3"),
    (QPalette.ColorRole.Button, "surface"),
    (QPalette.ColorRole.ButtonText, "fg"),
    (QPalette.ColorRole.ToolTipBase, "tip"),
    (QPalette.ColorRole.ToolTipText, "tipFg"),
    (QPalette.ColorRole.Highlight, "sel"),
    (QPalette.ColorRole.HighlightedText, "fg"),
    (QPalette.ColorRole.Link, "accentText"),
    (QPalette.ColorRole.Accent, "accent"),
    (QPalette.ColorRole.Light, "surface"),
    (QPalette.ColorRole.Midlight, "hover"),
    (QPalette.ColorRole.Mid, "line"),
    (QPalette.ColorRole.Dark, "ctl"),
    (QPalette.ColorRole.Shadow, "ctl"),
)


def palette() -> QPalette:
    """The palette of the scheme in force."""
    made = QPalette()
    for role, name in _ROLES:
        made.setColor(role, c(name))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, c("disabled"))
    return made
