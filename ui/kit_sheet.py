"""What stands on the pages of a recovery kit, and where: one page, or two to keep apart. GUI thread only.

Everything is said in both languages side by side, the interface's at the left; nothing is said by colour.
"""

from typing import Final

from PySide6.QtCore import QDate, QLocale

from app import words
from app.kits import Kit
from ui.kit_ink import Ink

_MARGIN: Final = 18.0
_GAP: Final = 8.0
_DAYS: Final = {"en": ("en_GB", "d MMMM yyyy"), "zh_CN": ("zh_CN", "yyyy年M月d日")}
_WARNING: Final = (("kit.sheet_warning", 10.5, 600), ("kit.sheet_opens", 9.5, 400))
_STEPS: Final = tuple(f"kit.sheet_step_{number}" for number in range(1, 6))
_WRITE_STEPS: Final = tuple(f"kit.sheet_write_{number}" for number in range(1, 4))


class Sheet:
    """One page on its way down: `y` is where the next part begins, in millimetres."""

    def __init__(self, ink: Ink, kit: Kit) -> None:
        self.ink, self.kit, self.y = ink, kit, 14.0
        self.languages = (kit.language, "en" if kit.language == "zh_CN" else "zh_CN")
        self.wide = ink.width - 2 * _MARGIN
        self.column = (self.wide - _GAP) / 2

    def code_page(self, pages: int) -> None:
        """The code, what it opens and how; with a line for the passphrase where there is only this page."""
        self._head("kit.sheet_title", "kit.sheet_lead")
        self._facts()
        self._warning()
        self._code()
        self._blank("kit.sheet_kept")
        self._blank("kit.sheet_files")
        if pages == 1:
            self._blank("kit.sheet_by_hand")
        self._steps(_STEPS)
        self._foot(1, pages)

    def passphrase_page(self, pages: int) -> None:
        """A line to write the passphrase on, and not a sign of the code."""
        self._head("kit.sheet_passphrase_title", "kit.sheet_passphrase_lead")
        self._facts()
        self._warning(opens=False)
        self.y += 4
        for key in ("kit.sheet_by_hand_only", "kit.sheet_by_hand_next", "kit.sheet_kept"):
            self._blank(key, room=13)
        self._steps(_WRITE_STEPS)
        self._foot(2, pages)

    def _both(self, key: str) -> str:
        return " · ".join(words.say_in(language, key) for language in self.languages)

    def _sides(self, x: float = _MARGIN, column: float = 0.0) -> tuple[tuple[str, float], ...]:
        """(language, the x of its column)."""
        return tuple((each, x + at * ((column or self.column) + _GAP)) for at, each in enumerate(self.languages))

    def _said(self, key: str, points: float, weight: int = 400) -> None:
        """A sentence in both columns."""
        self.y = max(
            self.ink.paragraph(x, self.y, self.column, words.say_in(language, key), points, weight)
            for language, x in self._sides()
        )

    def _head(self, title: str, lead: str) -> None:
        ink = self.ink
        ink.text(_MARGIN, self.y, self._both(title), 21, 600)
        name = ink.text_width("Satchel", 12, 600)
        ink.text(_MARGIN + self.wide - name, self.y + 4.2, "Satchel", 12, 600)
        self.y += 12.5
        ink.line(_MARGIN, self.y, self.wide, 0.6)
        self.y += 3.4
        self._said(lead, 10)
        self.y += 3

    def _facts(self) -> None:
        kit, day = self.kit, QDate.fromString(self.kit.made_on, "yyyy-MM-dd")
        made = " · ".join(QLocale(_DAYS[each][0]).toString(day, _DAYS[each][1]) for each in self.languages)
        rows = ((("vault", kit.vault), ("user", kit.user)), (("made", made), ("fingerprint", kit.fingerprint)))
        for row in rows:
            ends = []
            for (name, value), x in zip(row, (_MARGIN, _MARGIN + self.column + _GAP), strict=True):
                self.ink.text(x, self.y, self._both(f"kit.sheet_{name}"), 8)
                ends.append(self.ink.paragraph(x, self.y + 4, self.column, value, 10.5, 600, most=2))
            self.y = max(ends) + 1.6
        self.y += 1.6

    def _warning(self, *, opens: bool = True) -> None:
        top, inset = self.y, 13.0
        column = (self.wide - inset - 5 - _GAP) / 2
        self.y += 3
        for key, points, weight in _WARNING[: 2 if opens else 1]:
            self.y = max(
                self.ink.paragraph(x, self.y, column, words.say_in(language, key), points, weight)
                for language, x in self._sides(_MARGIN + inset, column)
            ) + (1 if key == "kit.sheet_warning" and opens else 3)
        self.ink.box(_MARGIN, top, self.wide, self.y - top, 0.8)
        self.ink.warning(_MARGIN + 3.5, top + 3, 7)
        self.y += 4

    def _code(self) -> None:
        """Nine numbered groups beside the QR code, in a frame."""
        ink, top, side, pitch = self.ink, self.y, 52.0, 6.9
        ink.text(_MARGIN + 5, top + 4, self._both("kit.sheet_code"), 10.5, 600)
        for place, group in enumerate(self.kit.groups):
            x, y = _MARGIN + 5 + place % 3 * 37.0, top + 12 + place // 3 * 13.5
            ink.text(x, y + 3.1, str(place + 1), 7.5)
            ink.signs(x + 3.2, y, group, 20, pitch)
        right = _MARGIN + self.wide - side - 1
        ink.qr(right, top + 1.5, side, self.kit.code)
        ink.paragraph(right + 5.1, top + side + 1.6, side - 5, self._both("kit.sheet_qr"), 7)
        self.y = top + 51.5
        for language in self.languages:
            self.y = ink.paragraph(_MARGIN + 5, self.y, 110, words.say_in(language, "kit.sheet_code_note"), 8)
        bottom = max(self.y, top + side + 6) + 2
        ink.box(_MARGIN, top, self.wide, bottom - top, 0.5)
        self.y = bottom + 4

    def _blank(self, key: str, room: float = 8.0) -> None:
        """A line to write on."""
        self.ink.text(_MARGIN, self.y, self._both(key), 8.5)
        self.y += 4 + room
        self.ink.line(_MARGIN, self.y, self.wide, 0.25)
        self.y += 2.6

    def _steps(self, keys: tuple[str, ...]) -> None:
        self.y += 2
        self._said("kit.sheet_steps", 11, 600)
        self.y += 1
        for number, key in enumerate(keys, 1):
            ends = []
            for language, x in self._sides():
                self.ink.text(x, self.y, f"{number}.", 9.5, 600)
                ends.append(self.ink.paragraph(x + 6, self.y, self.column - 6, words.say_in(language, key), 9.5))
            self.y = max(ends) + 0.8

    def _foot(self, page: int, pages: int) -> None:
        if pages == 1:
            return
        said = [words.say_in(each, "kit.sheet_page", page=page, pages=pages) for each in self.languages]
        y = self.ink.height - 17
        self.ink.line(_MARGIN, y, self.wide, 0.25)
        self.ink.text(_MARGIN, y + 2, " · ".join(said), 8.5, 600)
