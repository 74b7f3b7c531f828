"""Our five names and the folder packaging/ hide no library, and no library hides them."""

import importlib
import importlib.metadata
import tomllib

import packaging
import pytest

from tests.architecture.sources import ROOMS, ROOT, python_files, tracked


@pytest.mark.parametrize("room", ROOMS)
def test_no_installed_distribution_claims_the_name(room: str) -> None:
    claimed = importlib.metadata.packages_distributions().get(room, [])
    assert set(claimed) <= {"satchel"}


@pytest.mark.parametrize("room", ROOMS)
def test_the_name_is_our_folder(room: str) -> None:
    assert list(importlib.import_module(room).__path__) == [str(ROOT / room)]


def test_the_library_packaging_is_not_shadowed() -> None:
    assert packaging.__file__ is not None
    assert not packaging.__file__.startswith(str(ROOT / "packaging"))
    assert importlib.import_module("packaging.version").Version("6.11.3").major == 6


def test_nothing_in_packaging_can_be_imported() -> None:
    with pytest.raises(ModuleNotFoundError):
        importlib.import_module("packaging.bootstrap")
    assert [path.name for path in python_files("packaging")] == ["bootstrap.py"]


def test_the_package_list_is_complete() -> None:
    listed = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]["packages"]
    found = {".".join(path.relative_to(ROOT).parent.parts) for path in python_files()}
    assert set(listed) == found
    assert all((ROOT / name.replace(".", "/") / "__init__.py").is_file() for name in found)


def test_the_root_holds_only_the_rooms_and_their_usual_companions() -> None:
    companions = {
        ".ci",
        ".gitignore",
        ".gitattributes",
        "CHANGELOG.md",
        "LICENSE",
        "README.md",
        "SECURITY.md",
    }
    rooms = {*ROOMS, "packaging", "pyproject.toml", "run", "run.cmd", "tests"}
    assert {path.relative_to(ROOT).parts[0] for path in tracked()} <= rooms | companions
