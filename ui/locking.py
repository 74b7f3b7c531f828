"""What a lock does to windows: other ones close, what is typed is handed over, the workspace goes. GUI thread only.

Nothing here asks, waits or can refuse.
"""

from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, Qt, QThread, QTimer
from PySide6.QtGui import QDrag, QFocusEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

_AGAIN_MS: Final = 50
_DRAGS_END: Final = frozenset({"xcb", "wayland", "windows"})
"""Platforms that can break off a drag; elsewhere it ends with the pointer."""


def in_any_case(*steps: Callable[[], object]) -> None:
    """Take every step, also when one before it failed; what failed is raised at the end."""
    with ExitStack() as stack:
        for step in reversed(steps):
            stack.callback(step)


def close_others(window: QWidget) -> None:
    """Menus, dialogs, tooltips and drags never keep a vault open; one that refuses to close is hidden."""
    if _nested() and QGuiApplication.platformName() in _DRAGS_END:
        QDrag.cancel()
    for other in QApplication.topLevelWidgets():
        if other is not window and other.isVisible() and not other.close():
            other.hide()


def finish_typing(window: QWidget) -> None:
    """An open editor hands its text over, also in a window that is not in front and so hears of no focus lost."""
    editor = window.focusWidget()
    if editor is not None:
        QApplication.sendEvent(editor, QFocusEvent(QEvent.Type.FocusOut, Qt.FocusReason.OtherFocusReason))
    window.setFocus()


def bury(workspace: QWidget) -> None:
    """Off the screen now; destroyed as soon as no file dialog and no drag still runs on top of it.

    Those loop inside a function of the widget they belong to: destroyed under them, the program would crash.
    """
    workspace.hide()
    workspace.setParent(None)
    _destroy(workspace)


def _destroy(workspace: QWidget) -> None:
    if _nested():
        QTimer.singleShot(_AGAIN_MS, partial(_destroy, workspace))
    else:
        workspace.deleteLater()


def _nested() -> bool:
    """Whether a file dialog or a drag runs its own event loop inside the window's."""
    return QThread.currentThread().loopLevel() > 1
