"""Another vault key: the database copied to the next generation under it, proved there, then the header switched.

Called by opened.py on the writer thread, where nobody writes meanwhile. A kill at any point leaves the old or the new
vault whole; a file that no header names is swept away at the next opening.
"""

import os
import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from msgspec.structs import replace as with_fields

from vault import database, disk, freshness, grants, policy, stateroot
from vault.amending import Amendment, Signer
from vault.copies import Copy
from vault.errors import AdministratorRequired, DatabaseDamaged
from vault.errors_of_keeping import StateDiffers
from vault.header import Database, Marks
from vault.keys import (
    KEY_BYTES,
    Context,
    KeyMismatchError,
    MemberKey,
    PublicKeys,
    Secret,
    TamperedError,
    derive,
    unwrap,
    wrap,
)
from vault.slots import MemberSlots
from vault.turning import Turned
from vault.unlocked import Unlocked

Step = Callable[[int, int], object]
"""Told how much is done of how much; what it raises ends the work, and nothing has changed."""

_DATA: Final = re.compile(r"data-[0-9]{4,}\.db")
_BESIDE: Final = ("", "-wal", "-shm", "-journal")
_ENDING: Final = re.compile(r"(-wal|-shm|-journal|\.before-[0-9]+(\.new)?)$")
"""What lies beside a database: its log, and the copy from before a migration (stepping.py)."""


@dataclass(frozen=True, slots=True)
class Successor:
    """A member key in place of an older one of the same user."""

    member: policy.Member
    key: MemberKey
    replaces: bytes


@dataclass(frozen=True, slots=True)
class Wanted:
    """What becomes new with the vault key. `slots` is the successor's own list, `auditor` another auditor's keys."""

    classes: bool = False
    successor: Successor | None = None
    slots: MemberSlots | None = None
    auditor: PublicKeys | None = None


@dataclass(frozen=True, slots=True)
class Ready:
    """A copy that is proved and everything that comes into force with it."""

    turned: Turned
    path: Path


def prepare(unlocked: Unlocked, wanted: Wanted, step: Step) -> Ready:
    """Make the copy and prove it; nothing is in force yet, and after a failure there is no copy.

    Raises AdministratorRequired, StateDiffers, DatabaseDamaged, DiskFull, FolderUnavailable, and what `step` raises.
    """
    if not unlocked.is_administrator:
        raise AdministratorRequired
    key = os.urandom(KEY_BYTES)
    number = unlocked.header.database.generation + 1
    path = unlocked.path / Database(number, b"").file_name
    try:
        with disk.guarded():
            _remove(path)
            marks, salt = _copied(unlocked, key, number, step)
            disk.sync_folder(unlocked.path)
        turned = _turned(unlocked, key, wanted, Database(number, salt), marks)
    except BaseException:
        discard(path)
        raise
    return Ready(turned, path)


def put_in_force(unlocked: Unlocked, ready: Ready) -> None:
    """Switch the header. Raises DiskFull, FolderUnavailable: then the old key holds, and the copy is gone again."""
    try:
        unlocked.turn(ready.turned)
    except BaseException:
        if not unlocked.doubts:  # else nobody knows which header lies there: it may name the copy
            discard(ready.path)
        raise


def sweep(unlocked: Unlocked) -> None:
    """Take away databases that the header does not name: the one before a switch, or a copy that was broken off."""
    with suppress(OSError):
        for file in sorted(unlocked.path.iterdir()):
            name = _ENDING.sub("", file.name)
            if _DATA.fullmatch(name) and name != unlocked.database_path.name and not file.is_dir():
                file.unlink(missing_ok=True)


def discard(path: Path) -> None:
    """Remove a database that is not in force, as far as the system lets us."""
    with suppress(OSError):
        _remove(path)


def _remove(path: Path) -> None:
    for ending in _BESIDE:
        path.with_name(path.name + ending).unlink(missing_ok=True)


def _copied(unlocked: Unlocked, key: bytes, number: int, step: Step) -> tuple[Marks, bytes]:
    """Copy, prove by the old state root that every row came over, and give the copy a root of its own."""
    path, vault = unlocked.path / Database(number, b"").file_name, unlocked.vault
    found: list[Marks] = []

    def finish(copy: database.Connection) -> None:
        pages = int(copy.execute("PRAGMA page_count").fetchone()[0])
        _renew_root(copy, unlocked.subkey("state"), derive(key, "state", vault), lambda: step(pages, pages))
        found.append(freshness.marks(copy))

    database_key = derive(key, f"database {number}", vault)
    salt = database.copy(unlocked, path, key=database_key, finish=finish, step=step)
    if any(each.severity == "damaged" for each in database.check(Copy(path, salt, vault, database_key))):
        raise DatabaseDamaged
    return found[0], salt


def _renew_root(copy: database.Connection, old: bytes, new: bytes, pause: Callable[[], object]) -> None:
    copy.execute("BEGIN IMMEDIATE")
    if stateroot.computed(copy, old, pause) != stateroot.stored(copy):
        raise StateDiffers
    freshness.put(copy, "root", stateroot.computed(copy, new, pause))
    copy.execute("COMMIT")


def _turned(unlocked: Unlocked, key: bytes, wanted: Wanted, data: Database, marks: Marks) -> Turned:
    """Write the chain's new entries and put together what the header will say."""
    member, member_key = _acting(unlocked, wanted.successor)
    rules = _amended(unlocked, key, wanted, (member.id, member_key))
    keys = unlocked.held_keys()
    del keys[grants.VAULT_KEY, unlocked.header.generation]
    fresh = {grants.VAULT_KEY: key}
    if wanted.classes:
        held = {held.kind for held in unlocked.header.grants if held.kind != grants.VAULT_KEY}
        fresh |= {kind: os.urandom(KEY_BYTES) for kind in sorted(held)}
    given = _Granting(unlocked, rules, (member.id, member_key), wanted.successor).all(keys, fresh)
    own = {(held.kind, held.generation) for held in given if held.recipient == member.id}
    keys |= {(kind, _generation(rules, kind)): content for kind, content in fresh.items()}
    header = with_fields(
        unlocked.header, chain_head=rules.head, database=data, generation=rules.generation, grants=given, marks=marks,
        members=_slots(unlocked.header.members, wanted),
        keychain=tuple(each for each in unlocked.header.keychain if each.member in rules.members),
    )  # fmt: skip
    return Turned(header, rules, member, member_key, {which: Secret(keys[which]) for which in own})


def _acting(unlocked: Unlocked, successor: Successor | None) -> tuple[policy.Member, MemberKey]:
    """Who signs and holds the keys afterwards."""
    if successor is not None and successor.replaces == unlocked.member.id:
        return successor.member, successor.key
    return unlocked.member, unlocked.member_key


def _amended(unlocked: Unlocked, key: bytes, wanted: Wanted, acting: Signer) -> policy.Policy:
    chain = Amendment(unlocked)
    if wanted.successor is not None:
        one, signer = wanted.successor, (unlocked.member.id, unlocked.member_key)
        chain.add(policy.member_entry(chain.rules, one.member, one.replaces, signer))
    if wanted.auditor is not None:
        kit = wanted.successor.member.id if wanted.successor is not None else b""
        chain.add(policy.auditor_entry(chain.rules, wanted.auditor, acting, kit=kit))
    names = _resealed(unlocked, key, "user name", chain.rules.names)
    devices = _resealed(unlocked, key, "device name", chain.rules.devices)
    chain.add(policy.rotation_entry(chain.rules, names, devices, acting, classes=wanted.classes))
    chain.write()
    return chain.rules


def _resealed(unlocked: Unlocked, key: bytes, kind: str, held: dict[bytes, bytes]) -> dict[bytes, bytes]:
    """Names under the new vault key; one that does not open any more is kept as it is."""
    old, new = unlocked.subkey("names"), derive(key, "names", unlocked.vault)
    found = {}
    for identity, name in held.items():
        context = Context(unlocked.vault, kind, identity)
        try:
            found[identity] = wrap(new, unwrap(old, name, context), context)
        except (KeyMismatchError, TamperedError):
            found[identity] = name
    return found


def _slots(members: Iterable[MemberSlots], wanted: Wanted) -> tuple[MemberSlots, ...]:
    if wanted.successor is None or wanted.slots is None:
        return tuple(members)
    return tuple(wanted.slots if held.member == wanted.successor.replaces else held for held in members)


def _generation(rules: policy.Policy, kind: str) -> int:
    return rules.generation if kind == grants.VAULT_KEY else rules.classes


@dataclass(frozen=True, slots=True)
class _Granting:
    """Who gets which key under the policy to come. Class keys of older generations stay: they open old values."""

    unlocked: Unlocked
    rules: policy.Policy
    signer: Signer
    successor: Successor | None

    def all(self, held: dict[tuple[str, int], bytes], fresh: dict[str, bytes]) -> tuple[grants.Grant, ...]:
        old = [*self._kept(), *self._passed_on(held)]
        seen = {(each.recipient, each.kind) for each in old}
        here = [each for each in self.rules.members.values() if each.device in (b"", self.unlocked.header.device)]
        new = [
            self._grant(kind, _generation(self.rules, kind), content, member)
            for member in here
            for kind, content in fresh.items()
            if kind == grants.VAULT_KEY or (member.id, kind) in seen
        ]
        return (*old, *new)

    def _kept(self) -> list[grants.Grant]:
        """Everybody's class keys; what a replaced member key had signed now bears another signature."""
        before, now = self.unlocked.policy.members, self.rules.members
        kept = [g for g in self.unlocked.header.grants if g.kind != grants.VAULT_KEY and g.recipient in now]
        return [
            each if each.signer in now
            else grants.resigned(
                self.unlocked.vault, each, now[each.recipient].public, before[each.signer].public, self.signer
            )
            for each in kept
        ]  # fmt: skip

    def _passed_on(self, held: dict[tuple[str, int], bytes]) -> list[grants.Grant]:
        if self.successor is None:
            return []
        return [self._grant(kind, number, content, self.successor.member) for (kind, number), content in held.items()]

    def _grant(self, kind: str, generation: int, content: bytes, member: policy.Member) -> grants.Grant:
        return grants.grant(self.unlocked.vault, kind, generation, content, (member.id, member.public), self.signer)
