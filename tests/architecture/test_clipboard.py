"""Only ui/clipboard.py puts anything on the system's clipboard: everything copied is marked and forgotten in time."""

import ast

import pytest

from tests.architecture.sources import ROOT, called, python_files, shown, tree

KEEPER = ROOT / "ui" / "clipboard.py"


def reaches(node: ast.AST) -> bool:
    """Whether a piece of a program takes hold of the clipboard."""
    if isinstance(node, ast.Call):
        return called(node) == "clipboard"
    return isinstance(node, ast.ImportFrom) and any(alias.name == "QClipboard" for alias in node.names)


@pytest.mark.parametrize("line", ["QGuiApplication.clipboard()", "from PySide6.QtGui import QClipboard"])
def test_the_search_knows_the_clipboard_when_it_sees_it(line: str) -> None:
    assert any(map(reaches, ast.walk(ast.parse(line))))


def test_nobody_else_takes_hold_of_the_clipboard() -> None:
    found = [
        shown(path, node)
        for path in python_files("ui")
        if path != KEEPER
        for node in ast.walk(tree(path))
        if isinstance(node, ast.stmt | ast.expr) and reaches(node)
    ]
    assert found == []
