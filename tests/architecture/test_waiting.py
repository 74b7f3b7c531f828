"""Whoever waits for the window lets the threads run: the binding's `QTest.qWait` holds the interpreter all the while.

The vault answers from Python threads. Under `qWait` they get on only by chance, so that a record opened by a script
seemed to take seconds. That the program's own loops let them run is proved in tests/ui/test_bridge.py.
"""

import ast

from tests.architecture.sources import called, python_files, shown, tree

HOLDING = frozenset({"qWait", "qSleep", "qWaitForWindowActive", "qWaitForWindowExposed"})


def test_nobody_waits_with_the_interpreter_in_hand() -> None:
    files = python_files("app", "ui", "tests")
    found = [
        shown(path, node)
        for path in files
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and called(node) in HOLDING
    ]
    assert found == []
