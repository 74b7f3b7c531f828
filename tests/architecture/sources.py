"""The program's own files, for the tests that look at the house instead of its behaviour."""

import ast
import importlib
import pkgutil
import subprocess
from functools import cache
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("app", "resources", "sync", "ui", "vault")


@cache
def tracked() -> tuple[Path, ...]:
    """Every file of the repository and every new one that is not ignored, as absolute paths."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return tuple(sorted(path for name in listed.split("\0") if name and (path := ROOT / name).is_file()))


@cache
def python_files(*rooms: str) -> tuple[Path, ...]:
    """The Python files of some rooms (folders at the root); of all five without words."""
    wanted = rooms or ROOMS
    found = [path for path in tracked() if path.suffix == ".py" and path.relative_to(ROOT).parts[0] in wanted]
    assert found, f"no Python file in {wanted}"
    return tuple(found)


@cache
def tree(path: Path) -> ast.Module:
    """A file's syntax tree."""
    return ast.parse(path.read_text("utf-8"), str(path))


def shown(path: Path, node: ast.stmt | ast.expr | None = None) -> str:
    """A place as people write it: file relative to the root, and line."""
    return f"{path.relative_to(ROOT)}:{node.lineno}" if node else str(path.relative_to(ROOT))


def modules(*rooms: str) -> list[ModuleType]:
    """Every module of some rooms, imported; doors (`__main__`) are left closed."""
    names = list(rooms)
    for room in rooms:
        package = importlib.import_module(room)
        names += [each.name for each in pkgutil.walk_packages(package.__path__, f"{room}.")]
    return [importlib.import_module(name) for name in names if not name.endswith("__main__")]


def called(call: ast.Call) -> str:
    """The last part of the name that a call calls: `say` for `words.say(...)`."""
    target = call.func
    return target.attr if isinstance(target, ast.Attribute) else getattr(target, "id", "")
