"""What Windows tells a window, in the very structure that it sends; the subscription itself needs Windows."""

import ctypes
from ctypes import wintypes

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ui.lock_signals.windows import POWER, SESSION_CHANGE, WindowsSource

SUSPEND, RESUMED, UNLOCKED = 0x4, 0x7, 0x8
QUIT = 0x12


@pytest.mark.parametrize(
    ("message", "word", "told"),
    [
        (SESSION_CHANGE, 0x7, ["locked"]),
        (SESSION_CHANGE, 0x2, ["locked"]),
        (SESSION_CHANGE, 0x4, ["locked"]),
        (SESSION_CHANGE, 0x6, ["locked"]),
        (SESSION_CHANGE, UNLOCKED, []),
        (POWER, SUSPEND, ["sleeping"]),
        (POWER, RESUMED, []),
        (QUIT, 0x7, []),
    ],
    ids=["locked", "console left", "remote left", "logged off", "unlocked", "suspend", "resumed", "another message"],
)
def test_messages_of_windows_mean_what_they_mean(
    satchel_app: QApplication, qtbot: QtBot, message: int, word: int, told: list[str]
) -> None:
    window, heard = QWidget(), []
    qtbot.addWidget(window)
    source = WindowsSource(window)
    source.locked.connect(lambda: heard.append("locked"))
    source.sleeping.connect(lambda: heard.append("sleeping"))
    sent = wintypes.MSG(message=message, wParam=word)
    passed_on = source._filter.nativeEventFilter(b"windows_generic_MSG", ctypes.addressof(sent))
    assert heard == told
    assert passed_on == (False, 0)


def test_messages_of_another_kind_are_not_read(satchel_app: QApplication, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    assert WindowsSource(window)._filter.nativeEventFilter(b"xcb_generic_event_t", 0) == (False, 0)
