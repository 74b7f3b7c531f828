"""The only place that writes to the system's clipboard: marked secret, gone after 20 seconds. GUI thread only.

What a text field, a list or a label copies by itself is marked too, the moment it lands there. Taken away is only what
is still ours: at the end of the time, at lock and when the program ends; what somebody else put there stays.
"""

import sys
from collections.abc import Callable, Mapping
from functools import cache
from typing import Final

from PySide6.QtCore import QCoreApplication, QMimeData, QObject, QTimer
from PySide6.QtGui import QClipboard, QGuiApplication

from ui import pasteboard

STAYS_MS: Final = 20_000
_NO: Final = bytes(4)
"""The number 0, as Windows keeps it."""
_LINUX: Final = {"x-kde-passwordManagerHint": b"secret"}
_WINDOWS: Final = {
    "ExcludeClipboardContentFromMonitorProcessing": b"1",
    "CanIncludeInClipboardHistory": _NO,
    "CanUploadToCloudClipboard": _NO,
}
_MAC: Final = {pasteboard.CONCEALED: b""}
MARKS: Final[Mapping[str, Mapping[str, bytes]]] = {"linux": _LINUX, "win32": _WINDOWS, "darwin": _MAC}
"""What tells managers and histories of clipboards to keep away, by system."""
_COPIED: Final = QClipboard.Mode.Clipboard
_MARKED_OUT: Final = QClipboard.Mode.Selection
_OWN_BUFFER: Final = frozenset({"offscreen", "minimal"})
"""Platforms whose clipboard is inside this process and says nothing of its owner."""


def marks() -> Mapping[str, bytes]:
    """The marks of this system."""
    return MARKS.get(sys.platform, _LINUX)


def owned(board: QClipboard, mode: QClipboard.Mode) -> bool:
    """Whether what lies there was put there by this program."""
    own = board.ownsClipboard() if mode is _COPIED else board.ownsSelection()
    return own or QGuiApplication.platformName() in _OWN_BUFFER


class Keeper(QObject):
    """Watches over one clipboard; `owns` tells what is ours."""

    def __init__(
        self, board: QClipboard, parent: QObject | None = None, *, stays_ms: int = STAYS_MS,
        owns: Callable[[QClipboard, QClipboard.Mode], bool] = owned,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._board, self._owns = board, owns
        self._copied = ""
        self._clock, self._marked_out = (QTimer(self, interval=stays_ms, singleShot=True) for _place in range(2))
        self._clock.timeout.connect(self._forget_copied)
        self._marked_out.timeout.connect(self._forget_marked_out)
        board.dataChanged.connect(self._notice)
        board.selectionChanged.connect(self._notice_selection)

    def copy(self, text: str) -> None:
        """Put `text` on the clipboard, marked; from now on its time runs."""
        secret = QMimeData()
        secret.setText(text)
        for name, value in marks().items():
            secret.setData(name, value)
        self._copied = text
        self._board.setMimeData(secret, _COPIED)
        pasteboard.conceal()
        self._clock.start()

    def forget(self) -> None:
        """Take away what is still ours, in the clipboard and in the selection that the middle button pastes."""
        self._clock.stop()
        self._marked_out.stop()
        self._forget_copied()
        self._forget_marked_out()

    def _forget_copied(self) -> None:
        copied, self._copied = self._copied, ""
        if copied and self._board.text(_COPIED) == copied:
            self._board.clear(_COPIED)

    def _forget_marked_out(self) -> None:
        if self._board.supportsSelection() and self._owns(self._board, _MARKED_OUT):
            self._board.clear(_MARKED_OUT)

    def _notice(self) -> None:
        """Something was copied: if a widget of ours did it by itself, it is marked now."""
        found = self._board.mimeData(_COPIED)
        bare = found is not None and found.hasText() and not any(found.hasFormat(name) for name in marks())
        if bare and self._owns(self._board, _COPIED):
            self.copy(found.text())

    def _notice_selection(self) -> None:
        if self._owns(self._board, _MARKED_OUT):
            self._marked_out.start()


@cache
def _keeper() -> Keeper:
    made = Keeper(QGuiApplication.clipboard(), QCoreApplication.instance())
    application = QCoreApplication.instance()
    if application is not None:
        application.aboutToQuit.connect(made.forget)
    return made


def watch() -> None:
    """From now on whatever this program copies is marked and forgotten in time."""
    _keeper()


def copy(text: str) -> None:
    """Put `text` on the clipboard for a short while, marked as a secret."""
    _keeper().copy(text)


def forget() -> None:
    """Take away at once what is still ours."""
    _keeper().forget()
