"""The manifest: what a backup holds, signed by the member who made it. And the chain that proves who that is.

For the backup's modules; any thread. `[content, member, signature]` in deterministic CBOR. In clear stand ids, counters
and digests, as in the header; how many rows each table has is sealed under the vault key.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final, cast

from vault import backup_tar, cbor, chain, disk, header, policy
from vault.backup_tar import MANIFEST, Member, Part
from vault.errors import ChainForged, VaultTooNew
from vault.errors_of_keeping import BackupDamaged, BackupForged
from vault.keys import SUITE, Context, KeyMismatchError, MemberKey, TamperedError, unwrap, wrap
from vault.policy import Policy

FORMAT: Final = 1
_ROOM: Final = 64 * 1024
_ROOM_FOR_PART: Final = 256
"""Bytes of a manifest at the most: a file planted among backups costs whoever opens it no more than it weighs."""
_FEWEST: Final = 3
"""Header, chain and database."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The content. `commits`, `entries`, `head` and `root` are the marks of the copy; `erased` counts the erasures
    that the vault knew of, `newest` is the last of them (a record's id, empty for none); `lacking` counts attachments
    whose files were gone already.
    """

    id: bytes
    vault: bytes
    lineage: bytes
    generation: int
    sequence: int
    commits: int
    entries: int
    head: bytes
    root: bytes
    created: int
    erased: int
    newest: bytes
    lacking: int
    counts: bytes
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Front:
    """The first members of a backup, proved by signatures as far as that goes without a key."""

    manifest: Manifest
    header: bytes
    chain: bytes
    rules: Policy
    members: list[Member]


def encode(manifest: Manifest, signer: tuple[bytes, MemberKey]) -> bytes:
    """The signed bytes."""
    names = [name for name in Manifest.__slots__ if name != "parts"]
    content = cbor.encode({
        **{name: getattr(manifest, name) for name in names},
        "format": FORMAT, "suite": SUITE, "parts": [[each.name, each.size, each.digest] for each in manifest.parts],
    })  # fmt: skip
    return cbor.encode([content, signer[0], signer[1].sign(_statement(content))])


def front(stream: BinaryIO) -> Front:
    """Read manifest, header and chain. Raises NotABackup, BackupDamaged, BackupForged, ChainForged, HeaderDamaged,
    VaultTooNew, OSError.
    """
    members = backup_tar.index(stream)
    limits = (_ROOM + _ROOM_FOR_PART * len(members), header.LIMIT, chain.LIMIT)
    signed, head, links = (
        backup_tar.read(stream, member, limit) for member, limit in zip(members, limits, strict=False)
    )
    manifest, content, signer, signature = _decoded(signed)
    expected = [(each.name, each.size) for each in manifest.parts]
    if expected != [(each.name, each.size) for each in members[1:]]:
        raise BackupDamaged(part=MANIFEST)
    for part, data in zip(manifest.parts, (head, links), strict=False):
        if hashlib.sha256(data).digest() != part.digest:
            raise BackupDamaged(part=part.name)
    rules = _rules(head, links, manifest)
    member = rules.members.get(signer)
    if member is None or not member.public.signed(_statement(content), signature):
        raise BackupForged
    return Front(manifest, head, links, rules, members)


def front_of(file: Path) -> Front:
    """As `front`, of a file."""
    with disk.open_plain(file) as stream:
        return front(stream)


def _rules(head: bytes, links: bytes, manifest: Manifest) -> Policy:
    told = header.decode(head).header
    rules = policy.verify(chain.unpack(links), told.chain_head)
    if rules.vault != told.vault:
        raise ChainForged(entry=0)
    if (manifest.vault, manifest.generation, manifest.sequence) != (told.vault, told.generation, told.sequence):
        raise BackupForged
    if manifest.parts[2].name != told.database.file_name:
        raise BackupForged
    return rules


def sealed_counts(counts: dict[str, int], key: bytes, vault: bytes, backup: bytes) -> bytes:
    """How many rows each table has, under the vault's backup key."""
    return wrap(key, cbor.encode(counts), _context(vault, backup))


def opened_counts(manifest: Manifest, key: bytes) -> dict[str, int]:
    """The rows of each table. Raises BackupForged."""
    try:
        told = unwrap(key, manifest.counts, _context(manifest.vault, manifest.id))
        return cast("dict[str, int]", cbor.decode(told))
    except (KeyMismatchError, TamperedError):
        raise BackupForged from None


def _context(vault: bytes, backup: bytes) -> Context:
    return Context(vault, "backup counts", backup)


def _decoded(signed: bytes) -> tuple[Manifest, bytes, bytes, bytes]:
    try:
        content, signer, signature = cast("list[bytes]", cbor.decode(signed))
        facts = cast("dict[str, Any]", cbor.decode(content))
        found = facts.pop("format"), facts.pop("suite")
        if found != (FORMAT, SUITE):
            raise VaultTooNew(found=max(found), known=FORMAT)
        parts = tuple(Part(*each) for each in facts.pop("parts"))
        manifest = Manifest(**facts, parts=parts)
        _check_types(manifest)
    except (TamperedError, KeyError, TypeError, ValueError, AttributeError):
        raise BackupDamaged(part=MANIFEST) from None
    return manifest, content, signer, signature


def _check_types(manifest: Manifest) -> None:
    """Raises TypeError, ValueError where a fact is not what it should be."""
    for name, kind in Manifest.__annotations__.items():
        if name != "parts" and type(getattr(manifest, name)) is not kind:
            raise TypeError
    for part in manifest.parts:
        if (type(part.name), type(part.size), type(part.digest)) != (str, int, bytes):
            raise TypeError
    if len(manifest.parts) < _FEWEST:
        raise ValueError


def _statement(content: bytes) -> bytes:
    return b"satchel/1 backup manifest|" + content
