"""Sizes ratchet: past 300 lines a file or 40 a function two ideas live in one room. Tables may be long."""

import ast
from pathlib import Path

from tests.architecture.sources import ROOMS, python_files, shown, tree

FILE_LINES = 300
FUNCTION_LINES = 40
# One file by its nature: on a bare machine it can import nothing. The number may only fall.
LONGER_FILES = {"packaging/bootstrap.py": 380}


def lines(node: ast.stmt) -> int:
    """How many lines a statement takes."""
    return (node.end_lineno or node.lineno) - node.lineno + 1


def logic_lines(path: Path) -> int:
    """The lines of a file without its declared tables: assignments at the top level."""
    tables = [node for node in tree(path).body if isinstance(node, ast.Assign | ast.AnnAssign)]
    return len(path.read_text("utf-8").splitlines()) - sum(lines(node) for node in tables if lines(node) > 3)


def body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """The lines of a function without its docstring."""
    return lines(function) - (lines(function.body[0]) if ast.get_docstring(function) else 0)


def test_no_file_is_long() -> None:
    sizes = {shown(path): logic_lines(path) for path in python_files(*ROOMS, "packaging", "tests")}
    assert {name: size for name, size in sizes.items() if size > LONGER_FILES.get(name, FILE_LINES)} == {}


def test_no_function_is_long() -> None:
    long = {
        f"{shown(path, node)} {node.name}": body_lines(node)
        for path in python_files(*ROOMS, "packaging", "tests")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and body_lines(node) > FUNCTION_LINES
    }
    assert long == {}


def test_every_module_says_what_it_is_for() -> None:
    assert [shown(path) for path in python_files() if not ast.get_docstring(tree(path))] == []
