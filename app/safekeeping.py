"""Backups as the window sees to them: how things stand, what is known, and the last chance before closing.

`standing` is a use case of a reader; `listed` and `before_closing` wait for media: any thread but the window's own.
"""

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import CancelledError
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app import backups
from app.session import Session
from vault import backup_records
from vault.backup_records import Known, Policy
from vault.clock import now_ms
from vault.errors import SatchelError
from vault.reader import Reader

__all__ = ["Known", "Policy", "before_closing", "listed", "now_ms", "standing"]

_log: Final = logging.getLogger(__name__)
PATIENCE_S: Final = 3.0
"""How much longer keys may live for a backup on lock: less than systems wait before they sleep."""
_QUICK_BYTES: Final = 48 * 1024 * 1024
"""Larger databases are not even begun with then: they are backed up when the vault is opened again."""
_OWN_COMMITS: Final = 3
"""What remembering a backup, closing and opening commit: no changes of anybody's."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The last proved backup, the changes since, what is wanted, and whether it is late or due."""

    last: Known | None
    changes: int
    policy: Policy | None
    late: bool
    due: bool


def standing(reader: Reader, at_ms: int, *, opening: bool = False) -> Standing:
    """How things stand. `opening`: what was to be made on lock and did not fit there is due now."""
    last = backup_records.last_proved(reader)
    since = backup_records.changes_since(reader, last)
    worked = last is None or since > _OWN_COMMITS or backup_records.worked_since(reader, last)
    return Standing(
        last, since if worked else 0, backup_records.policy(reader), worked and backups.late(reader, at_ms),
        backups.due(reader, at_ms, locking=opening) is not None,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """A folder for backups: whether it lies on the vault's own disk."""

    folder: Path
    same_disk: bool


def listed(session: Session) -> list[backups.Listed]:
    """Every known backup but those that the policy removed, the newest first; only the caller waits for the media."""
    known = session.read(backup_records.known).result()
    return [backups.look_at(each) for each in known if each.outcome != backup_records.REMOVED]


def place_of(session: Session, folder: Path) -> Place:
    """What is to be said of a folder for backups; one that is not there lies nowhere."""
    with suppress(OSError):
        return Place(folder, folder.stat().st_dev == session.path.stat().st_dev)
    return Place(folder, same_disk=False)


def before_closing(
    session: Session, at_ms: int | None = None, clock: Callable[[], float] = time.monotonic
) -> threading.Thread | None:
    """Make the backup that is wanted on lock, if that takes a moment only; else the next opening finds it due.

    Never fails and waits no longer than PATIENCE_S, whatever the medium does. The thread, where one was needed.
    """
    with suppress(SatchelError, OSError):
        wanted = session.read(backups.due, at_ms if at_ms is not None else now_ms(), locking=True).result()
        if wanted is not None and wanted.on_lock and _is_small(session):
            thread = threading.Thread(target=_quickly, args=(session, Path(wanted.to), clock), name="backup on lock")
            thread.daemon = True  # a medium that hangs keeps nobody from leaving
            thread.start()
            thread.join(PATIENCE_S)
            return thread
    return None


def _is_small(session: Session) -> bool:
    return session.unlocked.database_path.stat().st_size <= _QUICK_BYTES


def _quickly(session: Session, to: Path, clock: Callable[[], float]) -> None:
    until = clock() + PATIENCE_S
    try:
        backups.run(session, to, lambda _done, _all: None, lambda: clock() >= until)
    except (SatchelError, OSError, CancelledError) as error:  # nobody is there to be told: the next opening tries again
        _log.info("no backup on lock: %s", type(error).__name__)
