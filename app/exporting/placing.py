"""The file that an export becomes: written beside its name, forced to the disk, put in place whole. Any thread."""

import errno
import hashlib
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from app.errors import FileUnavailable
from vault import disk, placing

_CHUNK: Final = 1 << 20
_REASONS: Final = {
    errno.ENOENT: "file_missing", errno.ENOTDIR: "file_missing", errno.EISDIR: "file_is_folder",
    errno.EACCES: "file_denied", errno.EPERM: "file_denied", errno.EROFS: "file_denied",
    errno.ENOSPC: "no_space", errno.EDQUOT: "no_space", errno.ENAMETOOLONG: "file_name_bad",
}  # fmt: skip


@contextmanager
def _in_our_words() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        # the original holds a path: it is not passed on
        raise FileUnavailable(reason=_REASONS.get(error.errno or 0, "file_unreadable")) from None


@contextmanager
def beside(out: Path) -> Iterator[tuple[Path, Path]]:
    """(a new empty file beside `out`, 0600; a private folder for passing files): both gone if the block fails.

    The folder is gone in any case. Raises FileUnavailable, also for a place inside a vault.
    """
    _refuse(out)
    with _in_our_words():
        part = out.with_name(f".{secrets.token_hex(8)}.part")
        disk.write_new(part, b"")
        folder = Path(tempfile.mkdtemp(prefix=".", suffix=".part", dir=out.parent))
    try:
        with _in_our_words():
            yield part, folder
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _refuse(out: Path) -> None:
    if "\0" in str(out):
        raise FileUnavailable(reason="file_name_bad")
    if out.is_dir() or not out.name:
        raise FileUnavailable(reason="file_is_folder")
    if placing.in_a_vault(out.parent):
        raise FileUnavailable(reason="inside_vault")


def settle(part: Path) -> str:
    """Force a finished file to the disk; gives its SHA-256 in hexadecimal."""
    with _in_our_words():
        digest = hashlib.sha256()
        with part.open("rb+") as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
            os.fsync(file.fileno())
        part.chmod(disk.FILE_MODE)
        return digest.hexdigest()


def appear(part: Path, out: Path) -> None:
    """Put the file in place, instead of one that was there. Raises FileUnavailable."""
    with _in_our_words():
        part.replace(out)
        disk.sync_folder(out.parent)


def discard(part: Path) -> None:
    """Throw a file away that will not appear."""
    part.unlink(missing_ok=True)
