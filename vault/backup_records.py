"""What a vault remembers of its backups: those that were proved, and when they are to be made. Use cases.

The policy lies in the vault (kept.py), not in the settings: it says where copies of the vault go.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from vault import ids, kept
from vault.backup_making import Made
from vault.reader import Reader
from vault.transaction import Transaction

PROVED: Final = "proved"
REMOVED: Final = "removed"
"""By the policy, because newer ones are there."""
_KIND, _NAME = "backup", "policy"


@dataclass(frozen=True, slots=True)
class Known:
    """A backup as the vault remembers it; times in ms, `id` as text, `digest` SHA-256 of the file."""

    id: str
    at: int
    destination: str
    file: str
    size: int
    digest: bytes
    commits: int
    entries: int
    proved_at: int | None
    outcome: str

    @property
    def path(self) -> Path:
        """Where the file should lie."""
        return Path(self.destination, self.file)


@dataclass(frozen=True, slots=True)
class Keep:
    """How many days, weeks and months the newest backup of each is kept for."""

    daily: int = 7
    weekly: int = 4
    monthly: int = 12


@dataclass(frozen=True, slots=True)
class Policy:
    """Where backups go and when: every so many days, whenever the vault is locked, after so many changes."""

    to: str
    every_days: int = 0
    on_lock: bool = False
    after_changes: int = 0
    keep: Keep = Keep()


def enter(tx: Transaction, made: Made) -> None:
    """Remember a proved backup, and say so in the trail."""
    manifest = made.manifest
    tx.connection.execute(
        "INSERT INTO backups VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (manifest.id, manifest.created, str(made.file.parent), made.file.name, made.size, made.digest,
         manifest.commits, manifest.entries, made.proved_at, PROVED),
    )  # fmt: skip
    tx.audit("backup", record=ids.text_of(manifest.id), count=manifest.commits)


def known(reader: Reader) -> list[Known]:
    """All that were ever made, the newest first."""
    rows = reader.rows(
        "SELECT id, at, destination, file, size, digest, commits, entries, proved_at, outcome FROM backups "
        "ORDER BY at DESC, id DESC"
    )
    return [Known(ids.text_of(bytes(row[0])), *row[1:]) for row in rows]  # type: ignore[call-overload, arg-type]  # columns of a STRICT table


def last_proved(reader: Reader) -> Known | None:
    """The newest backup that was proved and not removed."""
    return next((each for each in known(reader) if each.outcome == PROVED), None)


def changes_since(reader: Reader, backup: Known | None) -> int:
    """How many commits came after a backup."""
    row = reader.one("SELECT value FROM vault_state WHERE key = 'commit_counter'")
    now = int(str(row[0])) if row else 0
    return now - backup.commits if backup else now


def worked_since(reader: Reader, backup: Known) -> bool:
    """Whether anybody took a step after a backup: one commit may be an import of thousands of rows."""
    row = reader.one("SELECT at FROM journal ORDER BY n DESC LIMIT 1")
    return row is not None and int(str(row[0])) >= backup.at


def policy(reader: Reader) -> Policy | None:
    """When backups are to be made; None where nobody said."""
    body = kept.get(reader, _KIND, _NAME)
    if not isinstance(body, dict):
        return None
    return Policy(**{**body, "keep": Keep(*body["keep"])})


def set_policy(tx: Transaction, wanted: Policy | None) -> None:
    """Say when backups are to be made; None: never by themselves."""
    if wanted is None:
        kept.forget(tx, _KIND, _NAME)
    else:
        keep = [wanted.keep.daily, wanted.keep.weekly, wanted.keep.monthly]
        body = {
            "to": wanted.to, "every_days": wanted.every_days, "on_lock": wanted.on_lock,
            "after_changes": wanted.after_changes, "keep": keep,
        }  # fmt: skip
        kept.put(tx, _KIND, _NAME, body)
    tx.audit("backup policy")


def removable(backups: Iterable[Known], destination: str, keep: Keep) -> list[Known]:
    """Our own proved backups in a folder that no day, week or month needs any more; never the last proved one."""
    here = sorted(
        (each for each in backups if each.outcome == PROVED and each.destination == destination),
        key=lambda each: (each.at, each.id), reverse=True,
    )  # fmt: skip
    needed = {each.id for each in here[:1]}
    for form, count in (("%Y-%m-%d", keep.daily), ("%G-%V", keep.weekly), ("%Y-%m", keep.monthly)):
        newest: dict[str, str] = {}
        for each in here:
            newest.setdefault(datetime.fromtimestamp(each.at / 1000, UTC).strftime(form), each.id)
        needed.update(list(newest.values())[:count])
    return [each for each in here if each.id not in needed]


def removed(tx: Transaction, gone: Iterable[Known]) -> None:
    """Remember that files were removed as the policy says."""
    for each in gone:
        tx.connection.execute("UPDATE backups SET outcome = ? WHERE id = ?", (REMOVED, ids.key_of(each.id)))
        tx.audit("backup removed", record=each.id)


def destinations(reader: Reader) -> list[Path]:
    """Every folder that a backup went to."""
    return [Path(str(place)) for (place,) in reader.rows("SELECT DISTINCT destination FROM backups")]
