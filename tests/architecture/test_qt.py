"""The Qt binding in use does not lose references (PySide6 6.12.0 aborts Python 3.11 after a while)."""

import os
import subprocess
import sys
import textwrap

import PySide6

# In a process of its own, because the fault is an abort. A void method of C++ gives None, setters take True.
CALLS = """
    from PySide6.QtCore import QObject, Signal
    from PySide6.QtWidgets import QApplication, QWidget

    class Speaker(QObject):
        said = Signal(bool)

    application = QApplication([])
    speaker, widget, heard = Speaker(), QWidget(), []
    speaker.said.connect(heard.append)
    for number in range(20_000):
        assert widget.setEnabled(True) is None
        assert widget.setToolTip("") is None
        speaker.said.emit(number % 2 == 0)
    for _ in range(20):
        widget.grab()
    assert len(heard) == 20_000 and heard.count(True) == 10_000
    print("whole")
"""


def test_twenty_thousand_calls_leave_the_interpreter_whole() -> None:
    command = [sys.executable, "-c", textwrap.dedent(CALLS)]
    env = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=100, env=env)
    assert (done.returncode, done.stdout.strip()) == (0, "whole"), done.stderr


def test_python_3_11_never_meets_pyside_6_12() -> None:
    version = tuple(int(part) for part in PySide6.__version__.split(".")[:2])
    assert version < (6, 12) or sys.version_info >= (3, 12)
