"""Files that a person names for a job: their failures as errors of ours, new ones written whole or not at all.

Any thread. Nothing here knows what is in them.
"""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from app.errors import OptionFileUnavailable

_REASONS: Final = {
    errno.ENOENT: "file_missing", errno.ENOTDIR: "file_missing", errno.EISDIR: "file_is_folder",
    errno.EACCES: "file_denied", errno.EPERM: "file_denied", errno.EROFS: "file_denied", errno.EEXIST: "file_exists",
    errno.ENOSPC: "no_space", errno.EDQUOT: "no_space", errno.ENAMETOOLONG: "file_name_bad",
}  # fmt: skip


@contextmanager
def reading(option: str) -> Iterator[None]:
    """Turn the system's refusals for the file named by `option` into OptionFileUnavailable (facts: option, reason)."""
    try:
        yield
    except OSError as error:
        raise OptionFileUnavailable(option=option, reason=_REASONS.get(error.errno or 0, "file_unreadable")) from None
    except ValueError:  # a NUL in the name
        raise OptionFileUnavailable(option=option, reason="file_name_bad") from None


@contextmanager
def reserved(path: Path, option: str) -> Iterator[Path]:
    """A new file of that name, empty and 0600, for the block to fill; gone again where the block fails.

    Raises OptionFileUnavailable: the place must be free.
    """
    with reading(option):
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        os.close(descriptor)
    try:
        yield path
    except BaseException:
        path.unlink(missing_ok=True)
        raise
