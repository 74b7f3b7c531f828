"""The import contracts of pyproject.toml hold, and each of them can be broken."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.sources import ROOMS, ROOT, called, python_files, shown, tree

LINT = "from importlinter.cli import lint_imports_command; lint_imports_command()"

# One import each that the rules of architecture.md forbid: contract, module that gets it, the import.
FORBIDDEN = [
    ("arrow", "vault/planted.py", "import app.planted"),
    ("arrow", "sync/planted.py", "import app.planted"),
    ("arrow", "app/planted.py", "import ui.planted"),
    ("cycles", "vault/planted.py", "import vault.errors"),
    ("pages", "ui/pages/planted.py", "import ui.pages.other"),
    ("sqlcipher", "vault/planted.py", "import sqlcipher3"),
    ("sqlcipher", "app/planted.py", "import sqlcipher3"),
    ("resources", "resources/planted.py", "import app.planted"),
    ("resources-users", "vault/planted.py", "import resources.planted"),
    ("qt", "app/planted.py", "import PySide6.QtCore"),
    ("qt", "vault/planted.py", "import PySide6.QtCore"),
    ("ui-vault", "ui/planted.py", "import vault.records"),
    ("sync-door", "app/planted.py", "import sync.planted"),
]
# The doors that the rules leave open.
ALLOWED = {
    "app/__main__.py": "import ui.planted",
    "app/syncing.py": "import sync.planted",
    "app/planted.py": "import vault.records\nimport resources.planted",
    "sync/planted.py": "import vault.records",
    "ui/planted.py": "import PySide6.QtCore, app.planted, vault.errors, vault.model.accounts, vault.values",
    "vault/database.py": "import sqlcipher3",
    "vault/errors.py": "",
}


def lint(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run import-linter in a folder, outside of any cache."""
    command = [sys.executable, "-c", LINT, "--no-cache", *words]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=100)


def skeleton(folder: Path, files: dict[str, str]) -> None:
    """The five rooms with hardly anything in them, under the contracts of the project."""
    names = [f"{room}/{name}.py" for room in ROOMS for name in ("__init__", "planted")]
    names += [
        "ui/pages/__init__.py",
        "ui/pages/other.py",
        "vault/model/__init__.py",
        "vault/model/accounts.py",
    ]
    names += ["vault/records.py", "vault/changes.py", "vault/values.py"]
    for name in [*names, *files]:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(files.get(name, ""), "utf-8")
    (folder / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())


def test_imports_point_one_way() -> None:
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
    assert " 0 broken" in done.stdout


def test_the_open_doors_are_open(tmp_path: Path) -> None:
    skeleton(tmp_path, ALLOWED)
    done = lint(tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(("contract", "module", "line"), FORBIDDEN)
def test_a_forbidden_import_is_found(tmp_path: Path, contract: str, module: str, line: str) -> None:
    planted = {module: f"{line}\n"}
    if contract == "cycles":
        planted["vault/errors.py"] = "import vault.planted\n"
    skeleton(tmp_path, ALLOWED | planted)
    done = lint(tmp_path, "--contract", contract)
    assert done.returncode == 1, done.stdout + done.stderr
    assert " 1 broken" in done.stdout


def test_only_the_vault_speaks_sql() -> None:
    speakers = {
        shown(path, node)
        for path in python_files("app", "resources", "sync", "ui")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and called(node) in ("execute", "executemany", "executescript")
        if "app/benching/" not in shown(path)  # measures against plain SQLite
    }
    assert not speakers
