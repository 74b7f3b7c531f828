"""The erasure ledger: which records were erased for good, beside every backup, so that no restore brings them back.

For backups and restores; any thread. `magic | chain | entries`, each behind its length; an entry is `[content, member,
signature]` in deterministic CBOR and names the hash of the one before. It holds ids, the number of a noun and a time.
Whoever was a member at any time of the chain may have signed: a key that was replaced later signed rightly in its day.
"""

import hashlib
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, cast

from vault import backup_places, cbor, chain, disk, policy
from vault.errors import ChainForged
from vault.errors_of_keeping import LedgerForged
from vault.keys import MemberKey, PublicKeys, TamperedError
from vault.model.catalogue import NOUNS

MAGIC: Final = b"SATERASE"
_LIMIT: Final = 256 * 1024 * 1024
_START: Final = bytes(32)
_door: Final = threading.Lock()
"""Two backups at once write one after the other; other processes are kept out by the vault's own lock."""
_NUMBERS: Final = frozenset(noun.number for noun in NOUNS.values())


@dataclass(frozen=True, slots=True)
class Erased:
    """One record that was erased: 16-byte id, number of its noun, when (ms)."""

    record: bytes
    noun: int
    at: int


@dataclass(frozen=True, slots=True)
class Ledger:
    """The entries as they lie there, and what they say."""

    entries: tuple[bytes, ...] = ()
    erased: dict[bytes, Erased] = field(default_factory=dict)


def path_in(folder: Path, vault: bytes) -> Path:
    """The ledger of a vault in a folder with backups."""
    return folder / f"{backup_places.prefix(vault)}-erasures.ledger"


def read(path: Path, vault: bytes) -> Ledger:
    """What a ledger says; empty where there is none. Raises LedgerForged, OSError."""
    data = disk.read_bounded(path, _LIMIT)
    if data is None:
        return Ledger()
    links, *entries = _unpacked(data)
    try:
        keys = _everybody(links, vault)
        return _verified(entries, keys, vault)
    except (TamperedError, ChainForged, KeyError, TypeError, ValueError, AttributeError):
        raise LedgerForged from None


def extend(
    folder: Path, vault: bytes, links: bytes, erased: list[Erased], signer: tuple[bytes, MemberKey]
) -> Ledger:  # fmt: skip
    """Put what a ledger lacks at its end; one that is forged or damaged is set aside and written anew.

    `links` is the chain's file. Raises OSError, ReadBackDiffers.
    """
    with _door:
        return _extend(path_in(folder, vault), vault, links, erased, signer)


def _extend(path: Path, vault: bytes, links: bytes, erased: list[Erased], signer: tuple[bytes, MemberKey]) -> Ledger:
    try:
        before = read(path, vault)
    except LedgerForged:
        path.replace(path.with_name(path.name + ".damaged"))
        before = Ledger()
    entries, known = list(before.entries), dict(before.erased)
    for each in sorted(erased, key=lambda one: (one.at, one.record)):
        if each.record not in known:
            entries.append(_entry(each, vault, entries, signer))
            known[each.record] = each
    if len(entries) > len(before.entries) or not path.exists():
        disk.replace(path, MAGIC + b"".join(len(each).to_bytes(4) + each for each in (links, *entries)))
    return Ledger(tuple(entries), known)


def _entry(each: Erased, vault: bytes, before: list[bytes], signer: tuple[bytes, MemberKey]) -> bytes:
    content = cbor.encode({
        "at": each.at, "noun": each.noun, "previous": _hash(before), "record": each.record, "vault": vault,
    })  # fmt: skip
    return cbor.encode([content, signer[0], signer[1].sign(_statement(content))])


def _unpacked(data: bytes) -> list[bytes]:
    if not data.startswith(MAGIC) or len(data) > _LIMIT:
        raise LedgerForged
    parts, at = list[bytes](), len(MAGIC)
    while at < len(data):
        size = int.from_bytes(data[at : at + 4])
        parts.append(data[at + 4 : at + 4 + size])
        at += 4 + size
    if at != len(data) or not parts:
        raise LedgerForged
    return parts


def _everybody(links: bytes, vault: bytes) -> dict[bytes, PublicKeys]:
    """The public keys of all members there ever were."""
    entries = chain.unpack(links)
    rules = policy.verify(entries, policy.digest(entries[-1]) if entries else b"")
    if rules.vault != vault:
        raise LedgerForged
    return {member: tenure.public for member, tenure in rules.tenures.items()}


def _verified(entries: list[bytes], keys: dict[bytes, PublicKeys], vault: bytes) -> Ledger:
    erased: dict[bytes, Erased] = {}
    for at, entry in enumerate(entries):
        content, signer, signature = cast("list[bytes]", cbor.decode(entry))
        facts = cast("dict[str, Any]", cbor.decode(content))
        each = Erased(facts["record"], facts["noun"], facts["at"])
        if not keys[signer].signed(_statement(content), signature):
            raise TamperedError
        if facts["vault"] != vault or facts["previous"] != _hash(entries[:at]):
            raise TamperedError
        if len(each.record) != 16 or each.noun not in _NUMBERS or type(each.at) is not int:
            raise TamperedError
        erased[each.record] = each
    return Ledger(tuple(entries), erased)


def _hash(before: list[bytes]) -> bytes:
    return hashlib.sha256(before[-1]).digest() if before else _START


def _statement(content: bytes) -> bytes:
    return b"satchel/1 erasure|" + content
