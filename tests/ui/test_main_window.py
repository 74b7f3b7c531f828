"""The window as a whole: locked at first, open after the passphrase, locked again without a trace."""

import gc
import weakref
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QScrollArea, QTableView, QWidget
from pytestqt.qtbot import QtBot

from app import words
from app.session import Session
from tests.ui.conftest import PASSPHRASE
from tests.ui.desk import filled, pane_of
from ui import window_state
from ui.actions import ACTIONS, takes_letters
from ui.main_window import MainWindow
from ui.theme import SCALES, c
from ui.widgets.said import Label, plain_tip


def test_the_passphrase_has_the_keyboard_when_the_window_opens(locked: MainWindow) -> None:
    assert QApplication.focusWidget() is locked.gate.unlock.passphrase


def test_typing_the_passphrase_and_enter_opens_the_vault(locked: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClicks(locked.gate.unlock.passphrase, PASSPHRASE)
    qtbot.keyClick(locked.gate.unlock.passphrase, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: locked.workspace is not None, timeout=20_000)
    assert locked.workspace is not None
    assert locked.workspace.badge.vault == "Hangzhou field"
    assert locked.gate.unlock.passphrase.text() == ""


def test_a_wrong_passphrase_is_a_sentence_and_keeps_the_text_selected(locked: MainWindow, qtbot: QtBot) -> None:
    card = locked.gate.unlock
    qtbot.keyClicks(card.passphrase, "not the passphrase at all")
    qtbot.keyClick(card.passphrase, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not card.error.isHidden(), timeout=20_000)
    assert card.passphrase.selectedText()
    assert locked.workspace is None


def test_escape_cancels_the_derivation_and_the_vault_stays_closed(locked: MainWindow, qtbot: QtBot) -> None:
    card = locked.gate.unlock
    qtbot.keyClicks(card.passphrase, PASSPHRASE)
    qtbot.keyClick(card.passphrase, Qt.Key.Key_Return)
    qtbot.keyClick(card.passphrase, Qt.Key.Key_Escape)
    assert card.button.isEnabled()
    landed: list[int] = []
    locked.bridge.run(int, done=landed.append)
    qtbot.waitUntil(lambda: bool(landed), timeout=20_000)
    assert locked.workspace is None


def test_ctrl_shift_l_locks_and_clears_screen_title_and_clipboard(window: MainWindow, qtbot: QtBot) -> None:
    QApplication.clipboard().setText("+44 20 7946 0203")
    qtbot.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert window.workspace is None
    assert window.bridge.session is None
    assert window.windowTitle() == "Satchel"
    assert QApplication.clipboard().text() == ""
    assert QApplication.focusWidget() is window.gate.unlock.passphrase


def test_the_idle_lock_needs_no_answer(window: MainWindow) -> None:
    window.reasons.idle.expired.emit()
    assert window.workspace is None


def test_the_language_switches_before_the_vault_is_open(locked: MainWindow, qtbot: QtBot) -> None:
    qtbot.mouseClick(locked.gate.language, Qt.MouseButton.LeftButton)
    assert words.language() == "zh_CN"
    assert locked.gate.unlock.button.text() == "解锁"
    qtbot.mouseClick(locked.gate.language, Qt.MouseButton.LeftButton)
    assert locked.gate.unlock.button.text() == "Unlock"


def test_choices_are_kept_outside_the_vault_without_names(locked: MainWindow, vault_path: Path, own_home: Path) -> None:
    locked.keep(text_size=125)
    text = (own_home / "config" / "settings.json").read_text(encoding="utf-8")
    assert "125" in text
    assert "Mina" not in text


def test_nothing_of_the_workspace_lives_on_after_the_lock(window: MainWindow, qtbot: QtBot) -> None:
    window.go("trash")
    assert window.workspace is not None
    page = weakref.ref(window.workspace.page())
    window.lock()

    def gone() -> bool:
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()
        return page() is None

    qtbot.waitUntil(gone, timeout=20_000)


def test_after_unlocking_one_is_back_at_the_same_place(window: MainWindow, qtbot: QtBot) -> None:
    window.go("settings")
    window.lock()
    qtbot.keyClicks(window.gate.unlock.passphrase, PASSPHRASE)
    qtbot.keyClick(window.gate.unlock.passphrase, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.workspace is not None, timeout=20_000)
    assert window.windowTitle() == "Settings – Satchel"


def test_after_unlocking_the_same_record_stands_beside_the_list(window: MainWindow, qtbot: QtBot) -> None:
    ids = filled(window.bridge.session)
    window.go("people")
    window.open_record("contact", ids["Ava Lindqvist"])
    window.lock()
    qtbot.keyClicks(window.gate.unlock.passphrase, PASSPHRASE)
    qtbot.keyClick(window.gate.unlock.passphrase, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.workspace is not None, timeout=20_000)
    assert window.record_is_open()
    pane = pane_of(window)
    assert (pane.noun, pane.record) == ("contact", ids["Ava Lindqvist"])


def test_an_open_dialog_does_not_keep_the_vault_open(window: MainWindow, qtbot: QtBot) -> None:
    window.trigger("shortcuts")
    window.reasons.idle.expired.emit()
    assert window.workspace is None
    shown = [each for each in QApplication.topLevelWidgets() if each.isVisible()]
    assert shown == [window]


def test_a_key_winds_the_idle_clock_again(window: MainWindow, qtbot: QtBot) -> None:
    window.keep(auto_lock_minutes=10)
    window.reasons.idle._end.start(1_000_000_000)
    qtbot.keyClick(window, Qt.Key.Key_Shift)
    assert window.reasons.idle._end.remainingTime() <= 660_000  # Qt's coarse timers round up


def test_the_notice_comes_before_the_lock(window: MainWindow) -> None:
    window.reasons.idle._notice.timeout.emit()
    assert "20 seconds" in window._toast.words.text()
    assert window.workspace is not None


def test_every_action_stands_in_the_menu_bar_and_has_words(window: MainWindow) -> None:
    in_menus = {
        action.objectName() for menu in window.menuBar().actions() for action in menu.menu().actions() if action.text()
    }
    assert in_menus == {act.id for act in ACTIONS}


def test_no_two_actions_share_a_key(window: MainWindow) -> None:
    keys = [key for act in ACTIONS for key in (*act.keys, act.letter) if key]
    assert len(keys) == len(set(keys))


def test_letters_are_inert_while_one_types(locked: MainWindow, open_vault: Session, qtbot: QtBot) -> None:
    locked._enter(open_vault)
    locked.go("settings", section="passphrase")
    assert not takes_letters(QApplication.focusWidget())
    assert locked.actions_table.made["log_call"].shortcuts() == []
    locked.go("trash")
    assert takes_letters(QApplication.focusWidget())
    assert [key.toString() for key in locked.actions_table.made["log_call"].shortcuts()] == ["L"]
    locked.keep(single_keys=False)
    assert locked.actions_table.made["log_call"].shortcuts() == []


def nameless(window: MainWindow) -> list[str]:
    """The classes of visible widgets that Tab reaches and a screen reader has no name for."""
    found = []
    for each in window.findChildren(QWidget):
        reached = each.isVisible() and bool(each.focusPolicy() & Qt.FocusPolicy.TabFocus)
        if reached and each.window() is window and not isinstance(each, QScrollArea):
            spoken = QAccessible.queryAccessibleInterface(each).text(QAccessible.Text.Name)
            found += [] if spoken else [type(each).__name__]
    return found


def test_whatever_takes_the_keyboard_has_a_name(window: MainWindow) -> None:
    for place in ("people", "settings", "trash"):
        window.go(place)
        assert nameless(window) == []
    window.lock()
    assert nameless(window) == []
    window.trigger("create_vault")
    assert nameless(window) == []


def test_the_window_fits_1024_by_640_at_every_text_size(window: MainWindow, qtbot: QtBot) -> None:
    for size in SCALES:
        window.keep(text_size=size)
        window.resize(1024, 640)
        assert (window.width(), window.height()) == (1024, 640)
        assert window.minimumSizeHint().width() <= 1024


def test_what_looks_like_markup_is_never_rendered(window: MainWindow) -> None:
    window.toast("Added <b>Bold</b>")
    assert window._toast.words.textFormat() is Qt.TextFormat.PlainText
    assert all(label.textFormat() is Qt.TextFormat.PlainText for label in window.findChildren(Label))
    assert plain_tip("<b>Bold</b>\nline") == "<p style='white-space:pre-wrap'>&lt;b&gt;Bold&lt;/b&gt;\nline</p>"
    assert plain_tip("Ava & Co") == "Ava & Co"


def test_the_first_window_stays_on_a_screen_lower_than_its_usual_size(locked: MainWindow) -> None:
    window_state.restore(locked)
    assert locked.height() <= locked.screen().availableSize().height()


def test_views_follow_a_live_switch_to_dark_down_to_their_empty_ground(window: MainWindow) -> None:
    window.keep(theme="light")
    window.go("trash")
    window.keep(theme="dark")
    assert window.workspace is not None
    for view, ground in ((window.workspace.sidebar, "canvas"), (window.findChild(QTableView), "surface")):
        assert isinstance(view, QAbstractScrollArea)
        assert view.viewport().palette().base().color() == c(ground)
