"""Backups as a person meets them: made, listed, verified, brought back, made by themselves, and asked as witnesses.

The window and the command line call it; `run`, `verify`, `restore` and `bring_back` are long work for any thread but
the window's own. `progress` hears of done and all, `cancelled` is asked often.
"""

import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Final

from app.errors import Cancelled
from app.session import Session
from vault import backup_making, backup_places, backup_records, backup_witness, bringing_back, restoring, unlocking
from vault.backup_making import Made
from vault.backup_proving import Opener
from vault.backup_records import Keep, Known, Policy
from vault.backup_steps import Step
from vault.errors import SatchelError
from vault.opened import OpenVault
from vault.reader import Reader
from vault.restoring import Restored, Verified

__all__ = ["Keep", "Known", "Made", "Opener", "Policy", "Restored", "Verified"]

Progress = Callable[[int, int], None]
Asked = Callable[[], bool]
last_proved = backup_records.last_proved
policy = backup_records.policy
set_policy = backup_records.set_policy

OTHER_VAULT: Final = "backup_of_another_vault"
OTHER_LINEAGE: Final = "backup_of_another_lineage"
"""Notes of a comparison with a vault that is at hand."""
_DAY_MS: Final = int(timedelta(days=1) / timedelta(milliseconds=1))
_LATE: Final = 2
"""A backup is late once twice its time has passed."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A backup the vault knows of, and how it stands: proved, removed, missing (the folder is there, the file is not),
    changed (another length), away (the folder cannot be reached).
    """

    known: Known
    state: str


def check_place(session: Session, to: Path) -> None:
    """Whether backups may go there. Raises BackupPlaceMissing, BackupPlaceInside, BackupPlaceReadonly."""
    backup_places.check(to.absolute(), session.path, 0)


def run(session: Session, to: Path, progress: Progress, cancelled: Asked) -> Made:
    """Make a backup in the folder `to`, prove it, remember it, remove what the policy no longer needs.

    Raises the doubt about a vault in doubt, Cancelled, and as vault.backup_making.make.
    """
    for doubt in session.doubts:
        raise doubt
    made = backup_making.make(session.unlocked, to.absolute(), _step(progress, cancelled))
    session.enter(backup_records.enter, made).result()
    _thin_out(session, str(made.file.parent))
    return made


def _step(progress: Progress, cancelled: Asked) -> Step:
    def step(done: int, total: int) -> None:
        if cancelled():
            raise Cancelled
        progress(done, total)

    return step


def _thin_out(session: Session, destination: str) -> None:
    wanted = session.read(policy).result()
    if wanted is None or wanted.to != destination:
        return
    known = session.read(backup_records.known).result()
    gone = []
    for each in backup_records.removable(known, destination, wanted.keep):
        with suppress(OSError):  # the next run tries again
            each.path.unlink(missing_ok=True)
            gone.append(each)
    if gone:
        session.enter(backup_records.removed, gone).result()


def listed(reader: Reader) -> list[Listed]:
    """Every known backup, the newest first; looks at the folders, so it may wait for a slow medium."""
    return [look_at(each) for each in backup_records.known(reader)]


def look_at(known: Known) -> Listed:
    """How a backup stands; waits for its medium."""
    return Listed(known, _state(known))


def _state(known: Known) -> str:
    if known.outcome != backup_records.PROVED:
        return known.outcome
    with suppress(OSError):
        if known.path.is_file():
            return known.outcome if known.path.stat().st_size == known.size else "changed"
        return "missing" if known.path.parent.is_dir() else "away"
    return "away"


def verify(file: Path, opener: Opener, progress: Progress, cancelled: Asked) -> Verified:
    """Open a backup in isolation with a passphrase or recovery code of its day. Raises as vault.restoring.verify."""
    benches = (Path(tempfile.gettempdir()), file.absolute().parent)
    return restoring.verify(file.absolute(), opener, benches, _step(progress, cancelled))


def verify_own(session: Session, file: Path, progress: Progress, cancelled: Asked) -> Verified:
    """As `verify`, by the keys of the open vault. Raises BackupOfAnother and BackupKeysOther, too."""
    return verify(file, own_opener(session), progress, cancelled)


def own_opener(session: Session) -> Opener:
    """The keys of the open vault, for its own backups of as long as they are in force."""
    unlocked = session.unlocked
    return Opener(member=(unlocked.member.id, unlocked.member_key), vault=unlocked.vault)


def compared(verified: Verified, vault: Path) -> tuple[str, ...]:
    """Notes where a backup is not of the vault at hand. Raises what vault.unlocking.load raises."""
    header = unlocking.load(vault).header
    if header.vault != verified.manifest.vault:
        return (OTHER_VAULT,)
    other = header.marks is not None and header.marks.lineage != verified.manifest.lineage
    return (OTHER_LINEAGE,) if other else ()


def restore(
    file: Path, to: Path, opener: Opener, ledgers: Sequence[Path], progress: Progress, cancelled: Asked
) -> Restored:
    """Make a vault at `to` from a backup, beside what there is. Raises as vault.restoring.restore, and Cancelled."""
    places = [each.absolute() for each in ledgers]
    return restoring.restore(file.absolute(), to.absolute(), opener, places, _step(progress, cancelled))


def bring_back(
    session: Session, file: Path, records: Sequence[str], progress: Progress, cancelled: Asked
) -> list[str]:  # fmt: skip
    """Bring single records back from a backup of this vault as one step that can be undone; their ids and their parts'.

    Raises BackupOfAnother, BackupKeysOther, RecordNotInBackup, RecordLives, RecordErased, MaskedViewOnly, Cancelled.
    """
    opener, benches = own_opener(session), (Path(tempfile.gettempdir()), file.absolute().parent)
    with bringing_back.taken_out(file.absolute(), opener, benches, _step(progress, cancelled)) as isolated:
        found = bringing_back.records_of(isolated, records)
    return session.write(bringing_back.put_back, found).result().value


def due(reader: Reader, now_ms: int, *, locking: bool = False) -> Policy | None:
    """The policy if a backup is to be made now; `locking`: the vault is about to be locked or closed."""
    wanted = policy(reader)
    if wanted is None:
        return None
    last = last_proved(reader)
    changes = backup_records.changes_since(reader, last)
    if last is not None and changes <= _OWN_COMMITS and not backup_records.worked_since(reader, last):
        return None
    by_time = wanted.every_days and (last is None or now_ms - last.at >= wanted.every_days * _DAY_MS)
    by_changes = wanted.after_changes and changes >= wanted.after_changes
    return wanted if by_time or by_changes or (locking and wanted.on_lock) else None


def late(reader: Reader, now_ms: int) -> bool:
    """Whether the last proved backup is far older than the policy wants, or there is none though one was wanted."""
    wanted, last = policy(reader), last_proved(reader)
    if wanted is None or not wanted.every_days:
        return False
    return last is None or now_ms - last.at >= _LATE * wanted.every_days * _DAY_MS


def witnesses(session: Session) -> list[threading.Thread]:
    """Ask the newest backups in every known folder whether the vault was once newer; doubt is cast where they say so.

    Gives the threads at once: one for each folder, for a medium that hangs must keep nobody waiting.
    """
    if session.doubts:
        return []
    folders = session.read(backup_records.destinations).result()
    threads = [threading.Thread(target=_ask, args=(session, each), name="witness", daemon=True) for each in folders]
    for each in threads:
        each.start()
    return threads


def hear_witnesses(session: Session, patience_s: float) -> None:
    """As `witnesses`, and wait for what they say, but not for a medium that hangs."""
    until = time.monotonic() + patience_s
    for each in witnesses(session):
        each.join(max(0.0, until - time.monotonic()))
    session.order(lambda _vault: None).result()


def _ask(session: Session, folder: Path) -> None:
    for witness in backup_witness.told(folder, session.unlocked.vault):
        with suppress(SatchelError, CancelledError):  # locked meanwhile
            said = session.read(backup_witness.doubts, witness).result()
            if said:
                session.order(partial(_cast, said))
                return


def _cast(said: list[SatchelError], vault: OpenVault) -> None:
    """A backup knows a newer state: no more writing; the writer thread."""
    if not vault.doubts:
        vault.unlocked.cast_doubt(*said)


_OWN_COMMITS: Final = 3
"""What remembering a backup, closing and opening commit: nothing that would have to be backed up again."""
