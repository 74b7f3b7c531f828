"""What is copied is marked as a secret and gone after a while; what somebody else copied is left alone."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QClipboard
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from app.session import Session
from tests.ui.desk import filled, sorted_by_name, until
from ui import clipboard
from ui.clipboard import MARKS, STAYS_MS, Keeper
from ui.main_window import MainWindow

PHONE = "+44 20 7946 0203"
COPY = Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def board(satchel_app: QApplication) -> Iterator[QClipboard]:
    """The clipboard, empty before and after."""
    found = QApplication.clipboard()
    found.clear()
    yield found
    clipboard.forget()
    found.clear()


@pytest.fixture
def customers(open_vault: Session) -> dict[str, str]:
    """Those of the vault that the window opens."""
    return filled(open_vault)


def marked(board: QClipboard) -> bool:
    """Whether what lies there carries every mark of this system."""
    found = board.mimeData()
    return all(found.data(name).data() == value for name, value in clipboard.marks().items())


def test_a_copy_is_marked_and_goes_after_its_time(board: QClipboard, qtbot: QtBot) -> None:
    keeper = Keeper(board, stays_ms=30)
    keeper.copy(PHONE)
    assert board.text() == PHONE
    assert marked(board)
    until(qtbot, lambda: board.text() == "")


def test_copies_stay_for_twenty_seconds(board: QClipboard) -> None:
    assert STAYS_MS == 20_000
    assert Keeper(board)._clock.interval() == STAYS_MS


def test_what_somebody_else_copied_meanwhile_stays(board: QClipboard, qtbot: QtBot) -> None:
    keeper = Keeper(board, stays_ms=1, owns=lambda _board, _mode: False)
    clipboard._keeper().blockSignals(True)
    keeper.copy(PHONE)
    board.setText("theirs")
    with qtbot.waitSignal(keeper._clock.timeout):
        keeper._clock.start()
    keeper.forget()
    assert board.text() == "theirs"


def test_a_copy_again_has_its_whole_time_again(board: QClipboard) -> None:
    keeper = Keeper(board)
    keeper.copy(PHONE)
    keeper._clock.setInterval(5)
    keeper.copy(PHONE)
    assert keeper._clock.isActive()


@pytest.mark.parametrize(
    ("system", "mark", "value"),
    [
        ("linux", "x-kde-passwordManagerHint", b"secret"),
        ("win32", "ExcludeClipboardContentFromMonitorProcessing", b"1"),
        ("win32", "CanIncludeInClipboardHistory", b"\0\0\0\0"),
        ("win32", "CanUploadToCloudClipboard", b"\0\0\0\0"),
        ("darwin", "org.nspasteboard.ConcealedType", b""),
    ],
)
def test_every_system_has_its_marks(
    board: QClipboard, monkeypatch: pytest.MonkeyPatch, system: str, mark: str, value: bytes
) -> None:
    assert MARKS[system][mark] == value
    monkeypatch.setattr(clipboard.sys, "platform", system)
    monkeypatch.setattr(clipboard.pasteboard, "conceal", lambda: None)
    Keeper(board).copy(PHONE)
    assert board.mimeData().hasFormat(mark)
    assert board.mimeData().data(mark).data() == value


def test_what_a_text_field_copies_by_itself_is_marked_too(board: QClipboard, qtbot: QtBot) -> None:
    field = QLineEdit(PHONE)
    qtbot.addWidget(field)
    field.selectAll()
    qtbot.keyClick(field, *COPY)
    assert board.text() == PHONE
    assert marked(board)
    clipboard.forget()
    assert board.text() == ""


def test_what_the_list_copies_is_marked_too(
    board: QClipboard, customers: dict[str, str], window: MainWindow, qtbot: QtBot
) -> None:
    table = sorted_by_name(window, qtbot).table
    qtbot.keyClick(table, *COPY)
    assert board.text() == "Ava Lindqvist"
    assert marked(board)


def test_the_lock_takes_away_ours_and_leaves_theirs(
    board: QClipboard, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    clipboard.copy(PHONE)
    monkeypatch.setattr(clipboard._keeper(), "_owns", lambda _board, _mode: False)
    board.setText("theirs")
    window.lock()
    assert board.text() == "theirs"


def test_quitting_takes_ours_away(board: QClipboard, window: MainWindow) -> None:
    clipboard.copy(PHONE)
    window.close()
    assert board.text() == ""


def test_ending_without_a_window_takes_ours_away(board: QClipboard, satchel_app: QApplication) -> None:
    clipboard.copy(PHONE)
    satchel_app.aboutToQuit.emit()
    assert board.text() == ""


class Selecting(QObject):
    """A clipboard with the selection that X11 has, which off-screen is missing."""

    dataChanged = Signal()  # noqa: N815 -- Qt's own name
    selectionChanged = Signal()  # noqa: N815

    def __init__(self) -> None:
        super().__init__()
        self.held = {QClipboard.Mode.Clipboard: "", QClipboard.Mode.Selection: PHONE}

    def text(self, mode: QClipboard.Mode) -> str:
        return self.held[mode]

    def clear(self, mode: QClipboard.Mode) -> None:
        self.held[mode] = ""

    def supportsSelection(self) -> bool:
        return True


@pytest.mark.parametrize("ours", [True, False], ids=["ours", "theirs"])
def test_what_was_marked_out_for_the_middle_button_goes_only_if_it_is_ours(
    satchel_app: QApplication, qtbot: QtBot, ours: bool
) -> None:
    board = Selecting()
    keeper = Keeper(board, stays_ms=1, owns=lambda _board, _mode: ours)  # type: ignore[arg-type]  # stands in for X11's
    board.selectionChanged.emit()
    assert keeper._marked_out.isActive() is ours
    keeper._marked_out.start()
    until(qtbot, lambda: not keeper._marked_out.isActive())
    keeper.forget()
    assert bool(board.held[QClipboard.Mode.Selection]) is not ours
