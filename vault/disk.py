"""Files of the vault folder, written so that a crash leaves the old or the new one whole, never something
between.

For the modules of the vault; any thread, one at a time per folder (the caller holds LOCK).
"""

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

from vault.errors import DiskFull, FolderUnavailable, ReadBackDiffers

FILE_MODE: Final = 0o600
FOLDER_MODE: Final = 0o700
_EXCLUSIVE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


def new_file(path: Path) -> BinaryIO:
    """A file to write that must not exist before, readable by its owner alone."""
    return os.fdopen(os.open(path, _EXCLUSIVE, FILE_MODE), "wb")


def write_new(path: Path, data: bytes) -> None:
    """Create a file that must not exist, readable by its owner alone, and force it to the disk."""
    with new_file(path) as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def replace(path: Path, data: bytes, *, previous: bytes | None = None) -> None:
    """Put `data` in place of the file; `previous`, where given, is kept beside it as `<name>.prev` first.

    Raises ReadBackDiffers where the disk gives back something else, OSError where it refuses.
    """
    if previous is not None:
        _swap(path.with_name(path.name + ".prev"), previous)
    _swap(path, data)
    sync_folder(path.parent)
    if path.read_bytes() != data:
        raise ReadBackDiffers(file=path.name)


def _swap(path: Path, data: bytes) -> None:
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)  # left by a process that was killed here
    write_new(fresh, data)
    fresh.replace(path)


def sync_folder(path: Path) -> None:
    """Force names in a folder to the disk; Windows has no such thing and needs none."""
    if os.name == "nt":
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def open_plain(path: Path) -> BinaryIO:
    """A file to read. Raises OSError, also (EINVAL) for a pipe or device, which nobody waits for."""
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, "not a plain file")
    return os.fdopen(descriptor, "rb")


def read_bounded(path: Path, limit: int) -> bytes | None:
    """A file's bytes, at most `limit` + 1 of them; None where there is no file. Links are not followed."""
    try:
        found = path.lstat()
        if not stat.S_ISREG(found.st_mode):
            return b""
        with path.open("rb") as file:
            return file.read(limit + 1)
    except FileNotFoundError:
        return None


def may_hold(path: Path, data: bytes) -> bool:
    """Whether the file is this, or nobody can tell."""
    try:
        return read_bounded(path, len(data)) == data
    except OSError:
        return True


@contextmanager
def guarded() -> Iterator[None]:
    """Turns the system's refusals inside into DiskFull or FolderUnavailable (fact: reason)."""
    try:
        yield
    except OSError as error:
        # the original holds a path with a name in it: it is not passed on
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull from None
        raise FolderUnavailable(reason=reason(error)) from None


def reason(error: OSError) -> str:
    """The system's short name of what it refused, as EACCES."""
    return errno.errorcode.get(error.errno or 0, "?")
