"""The process's own temporary folder: 0700, wiped at the end, and the ones that killed processes left at the start.

Main thread. Nothing of a vault should lie in one; this is for what libraries put there without asking.
"""

import atexit
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

_PREFIX: Final = "run-"
_VARIABLES: Final = ("TMPDIR", "TEMP", "TMP", "SQLITE_TMPDIR")
_TRIES: Final = 8


@dataclass(slots=True)
class _Held:
    """A folder, the descriptor that shows that its process lives, and what the variables said before."""

    path: Path
    descriptor: int
    before: dict[str, str] = field(default_factory=dict)


_held: list[_Held] = []


def begin(parent: Path) -> Path | None:
    """Make the folder below `parent` and let everybody use it; the system's own place where that cannot be.

    None where there is no place at all: then nothing is changed.
    """
    held = _made_or_not(parent) or _made_or_not(Path(tempfile.gettempdir()) / f"satchel-{_user()}")
    if held is None:
        return None
    _point_at(held)
    atexit.register(wipe)
    return held.path


def wipe() -> None:
    """Remove the folder with all that is in it; the variables say again what they said."""
    while _held:
        held = _held.pop()
        _restore(held.before)
        tempfile.tempdir = None
        if sys.platform == "win32":
            os.close(held.descriptor)
        shutil.rmtree(held.path, ignore_errors=True)
        if sys.platform != "win32":
            os.close(held.descriptor)


@contextmanager
def the_systems_own() -> Iterator[None]:
    """While a program of the system is started from here: it will outlive our folder."""
    before = _held[-1].before if _held else None
    now = {name: os.environ[name] for name in _VARIABLES if name in os.environ}
    if before is not None:
        _restore(before)
    try:
        yield
    finally:
        _restore(now)


def _made_or_not(parent: Path) -> _Held | None:
    try:
        return _made(parent)
    except OSError:
        return None


def _made(parent: Path) -> _Held:
    parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    _refuse_foreign(parent)
    _sweep(parent)
    for _ in range(_TRIES):
        path = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=parent))
        descriptor = _claimed(path)
        if descriptor is not None:
            return _Held(path, descriptor)
    raise OSError


def _refuse_foreign(parent: Path) -> None:
    """In a place for everybody somebody else may have made it before."""
    found = parent.lstat()
    if sys.platform != "win32" and (parent.is_symlink() or found.st_uid != os.geteuid() or found.st_mode & 0o022):
        raise OSError


def _sweep(parent: Path) -> None:
    """Wipe what belongs to no living process."""
    for path in parent.glob(f"{_PREFIX}*"):
        descriptor = _claimed(path)
        if descriptor is None:
            continue
        if sys.platform == "win32":
            os.close(descriptor)
        shutil.rmtree(path, ignore_errors=True)
        if sys.platform != "win32":
            os.close(descriptor)


if sys.platform == "win32":

    def _claimed(path: Path) -> int | None:
        """An open file inside it, which nobody else can remove while it is open; None where another has one."""
        held = path / "held"
        try:
            held.unlink(missing_ok=True)
            return os.open(held, os.O_RDWR | os.O_CREAT | os.O_EXCL)
        except OSError:
            return None

    def _user() -> str:
        return os.environ.get("USERNAME", "")
else:
    import fcntl

    def _claimed(path: Path) -> int | None:
        """A lock on the folder itself, which falls with its process; None where another holds it or it is gone."""
        try:
            descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        except OSError:
            return None
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if os.path.samestat(path.lstat(), os.fstat(descriptor)):
                return descriptor
        except OSError:
            pass
        os.close(descriptor)
        return None

    def _user() -> str:
        return str(os.geteuid())


def _point_at(held: _Held) -> None:
    held.before = {name: os.environ[name] for name in _VARIABLES if name in os.environ}
    _held.append(held)
    os.environ.update(dict.fromkeys(_VARIABLES, str(held.path)))
    tempfile.tempdir = str(held.path)


def _restore(values: dict[str, str]) -> None:
    for name in _VARIABLES:
        os.environ.pop(name, None)
    os.environ.update(values)
