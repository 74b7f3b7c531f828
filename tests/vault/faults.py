"""The failing disk of fault_shim.c for tests: compiled once, and the environment that puts a child on it."""

import ctypes
import os
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import Final

import pytest

SHIM_SOURCE: Final = Path(__file__).with_name("fault_shim.c")
ROOT: Final = SHIM_SOURCE.parents[2]


@cache
def _workshop() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="fault-shim-")  # gone when the tests end


@cache
def shim() -> Path:
    """The compiled shim; skips the test where it cannot be made."""
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if sys.platform != "linux":
        pytest.skip("the failing disk is a preloaded library of Linux")
    if compiler is None:
        pytest.skip("there is no C compiler to make the failing disk with")
    made = Path(_workshop().name) / "fault_shim.so"
    command = [compiler, "-O1", "-shared", "-fPIC", "-o", str(made), str(SHIM_SOURCE), "-ldl"]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    if told.returncode:
        pytest.skip(f"the C compiler does not make the failing disk: {told.stderr[:200]}")
    return made


def on_failing_disk(library: Path, folder: Path, **wishes: object) -> dict[str, str]:
    """The environment of a child whose disk fails below `folder`; `wishes` as in fault_shim.c: call, at, errno …"""
    named = {
        f"SHIM_{name.upper()}": str(int(wish) if isinstance(wish, bool) else wish) for name, wish in wishes.items()
    }
    shown = {"LD_PRELOAD": str(library), "SHIM_DIR": str(folder.resolve()), **named}
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", **shown}


def arm(call: str, at: int, error: int, *, short: bool = False, stuck: bool = False) -> None:
    """Within such a child: which call fails from now on, counted anew."""
    ctypes.CDLL(None).shim_arm(call.encode(), ctypes.c_long(at), error, int(short), int(stuck))


def counted() -> int:
    """Within such a child: how many calls counted since."""
    asked = ctypes.CDLL(None).shim_counted
    asked.restype = ctypes.c_long
    return int(asked())
