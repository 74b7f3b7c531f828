"""The policy chain: who may do what, in signed entries, each by an administrator of the policy before it.

For the vault folder's modules (later also sync, which carries these very bytes); pure, any thread. An
entry is `[body, signer, signature]` in deterministic CBOR; the vault id is the SHA-256 of the first,
genesis. Names inside are sealed under the vault key; ids, public keys and flags are in clear.
"""

import hashlib
from dataclasses import dataclass, field
from typing import Any, Final, cast

from vault import cbor
from vault.errors import ChainForged, VaultTooNew
from vault.keys import SUITE, MemberKey, PublicKeys, TamperedError

NO_HASH: Final = bytes(32)


@dataclass(frozen=True, slots=True)
class Member:
    """One member key: a user in one vault folder (`folder`, on `device`), or his recovery kit (`kit`, no device)."""

    id: bytes
    user: bytes
    kind: str
    device: bytes
    public: PublicKeys


@dataclass(slots=True)
class Tenure:
    """How long a member key was one: from which entry of the chain on, and which entry replaced it."""

    public: PublicKeys
    since: int
    until: int | None = None


@dataclass(slots=True)
class Policy:
    """What the chain says up to its head."""

    vault: bytes
    head: bytes
    sequence: int
    minimum_suite: int
    auditor: PublicKeys
    members: dict[bytes, Member] = field(default_factory=dict)
    administrators: set[bytes] = field(default_factory=set)
    names: dict[bytes, bytes] = field(default_factory=dict)
    devices: dict[bytes, bytes] = field(default_factory=dict)
    tenures: dict[bytes, Tenure] = field(default_factory=dict)
    """Every member key there ever was, by its id: who signed what in his time."""
    auditors: set[bytes] = field(default_factory=set)
    """The box keys of the auditor and of those before."""
    generation: int = 1
    """The vault key in force."""
    classes: int = 1
    """The newest generation of the class keys."""
    auditor_kit: bytes = b""
    """The recovery kit whose code makes the auditor's key."""

    def folder_members(self, device: bytes) -> list[Member]:
        """The member keys of the vault folder on a device."""
        return [member for member in self.members.values() if member.kind == "folder" and member.device == device]

    def is_administrator(self, member: bytes) -> bool:
        """Whether this member key belongs to an administrator."""
        found = self.members.get(member)
        return found is not None and found.user in self.administrators


@dataclass(frozen=True, slots=True)
class Founding:
    """What genesis holds: the first user, his member key and kit, the first auditor, the device. Ids: 16
    bytes.
    """

    user: bytes
    member: bytes
    kit: bytes
    device: bytes
    keys: PublicKeys
    kit_keys: PublicKeys
    auditor: PublicKeys
    nonce: bytes


def genesis(founding: Founding, key: MemberKey) -> bytes:
    """The first entry; its hash is the vault id."""
    body = {
        "auditor": _public(founding.auditor),
        "kind": "genesis",
        "members": [
            [founding.member, founding.user, "folder", founding.device, *_public(founding.keys)],
            [founding.kit, founding.user, "kit", b"", *_public(founding.kit_keys)],
        ],
        "nonce": founding.nonce,
        "previous": NO_HASH,
        "sequence": 0,
        "suite": SUITE,
    }
    return _signed(body, founding.member, key)


def user_entry(
    policy: Policy, user: bytes, name: bytes, *, administrator: bool, signer: tuple[bytes, MemberKey]
) -> bytes:
    """Sets a user's sealed name and whether he is an administrator."""
    return _next(policy, {"administrator": administrator, "kind": "user", "name": name, "user": user}, signer)


def device_entry(policy: Policy, device: bytes, name: bytes, signer: tuple[bytes, MemberKey]) -> bytes:
    """Enters a device with its sealed name."""
    return _next(policy, {"device": device, "kind": "device", "name": name}, signer)


def member_entry(policy: Policy, member: Member, replaces: bytes, signer: tuple[bytes, MemberKey]) -> bytes:
    """Enters a user's new member key in place of an old one; his recovery kit may sign that for himself."""
    body = {
        "device": member.device,
        "id": member.id,
        "keys": _public(member.public),
        "kind": "member",
        "member_kind": member.kind,
        "replaces": replaces,
        "user": member.user,
    }
    return _next(policy, body, signer)


def auditor_entry(policy: Policy, auditor: PublicKeys, signer: tuple[bytes, MemberKey], *, kit: bytes = b"") -> bytes:
    """Enters another auditor's public keys: what is sealed for the auditor from then on only he opens.

    `kit` is the recovery kit whose code makes them; none for an auditor of his own.
    """
    return _next(policy, {"keys": _public(auditor), "kind": "auditor", "kit": kit}, signer)


def rotation_entry(
    policy: Policy, names: dict[bytes, bytes], devices: dict[bytes, bytes], signer: tuple[bytes, MemberKey], *,
    classes: bool,
) -> bytes:  # fmt: skip
    """The next vault key, with everybody's names sealed under it; with `classes` the next class keys, too."""
    body = {
        "classes": policy.classes + classes,
        "devices": [list(row) for row in sorted(devices.items())],
        "generation": policy.generation + 1,
        "kind": "rotation",
        "names": [list(row) for row in sorted(names.items())],
    }
    return _next(policy, body, signer)


def digest(entry: bytes) -> bytes:
    """The hash that the next entry and the header name an entry by."""
    return hashlib.sha256(entry).digest()


def verify(entries: list[bytes], head: bytes) -> Policy:
    """The policy after the entry whose hash is `head`; what follows it is not in force and is not read.

    Raises ChainForged (fact: entry, counted from 0) where a link, a signature or a right is missing,
    VaultTooNew for an unknown suite or kind of entry.
    """
    policy: Policy | None = None
    for number, entry in enumerate(entries):
        try:
            policy = _founded(entry) if policy is None else _continued(policy, entry)
        except (TamperedError, KeyError, TypeError, ValueError, AttributeError):
            raise ChainForged(entry=number) from None
        if policy.head == head:
            return policy
    raise ChainForged(entry=len(entries))


def _founded(entry: bytes) -> Policy:
    body, signer, content, signature = _parts(entry)
    if body["kind"] != "genesis" or body["sequence"] != 0 or body["previous"] != NO_HASH:
        raise TamperedError
    if body["suite"] != SUITE:
        raise VaultTooNew(found=body["suite"], known=SUITE)
    members = {row[0]: _member(*row) for row in body["members"]}
    founder = members[signer]
    if len(members) != 2 or not founder.public.signed(content, signature):
        raise TamperedError
    name = digest(entry)
    policy = Policy(name, name, 0, body["suite"], PublicKeys(*body["auditor"]), members)
    policy.administrators.add(founder.user)
    policy.tenures.update((member.id, Tenure(member.public, 0)) for member in members.values())
    policy.auditors.add(policy.auditor.box)
    policy.auditor_kit = next((member.id for member in members.values() if member.kind == "kit"), b"")
    return policy


def _continued(policy: Policy, entry: bytes) -> Policy:
    body, signer, content, signature = _parts(entry)
    if body["sequence"] != policy.sequence + 1 or body["previous"] != policy.head:
        raise TamperedError
    if not policy.members[signer].public.signed(content, signature):
        raise TamperedError
    own_key = body["kind"] == "member" and policy.members[signer].user == body["user"]
    if not own_key and not policy.is_administrator(signer):
        raise TamperedError
    if body["kind"] == "user":
        _apply_user(policy, body)
    elif body["kind"] == "member":
        _apply_member(policy, body)
    else:
        _apply_rare(policy, body)
    policy.sequence, policy.head = body["sequence"], digest(entry)
    return policy


def _apply_rare(policy: Policy, body: dict[str, Any]) -> None:
    if body["kind"] == "device":
        policy.devices[body["device"]] = body["name"]
    elif body["kind"] == "auditor":
        box, sign = body["keys"]
        policy.auditor = PublicKeys(box, sign)
        policy.auditors.add(box)
        policy.auditor_kit = body["kit"]
    elif body["kind"] == "rotation":
        _apply_rotation(policy, body)
    else:
        raise VaultTooNew(found=body["kind"], known=SUITE)


def _apply_rotation(policy: Policy, body: dict[str, Any]) -> None:
    """One generation at a time, and nobody's name is lost or won by it."""
    names, devices = dict(body["names"]), dict(body["devices"])
    if body["generation"] != policy.generation + 1 or body["classes"] - policy.classes not in (0, 1):
        raise TamperedError
    if names.keys() != policy.names.keys() or devices.keys() != policy.devices.keys():
        raise TamperedError
    policy.generation, policy.classes = body["generation"], body["classes"]
    policy.names, policy.devices = names, devices


def _apply_user(policy: Policy, body: dict[str, Any]) -> None:
    user, name = body["user"], body["name"]
    if not isinstance(user, bytes) or not isinstance(name, bytes):
        raise TamperedError
    policy.names[user] = name
    (policy.administrators.add if body["administrator"] is True else policy.administrators.discard)(user)


def _apply_member(policy: Policy, body: dict[str, Any]) -> None:
    member = _member(body["id"], body["user"], body["member_kind"], body["device"], *body["keys"])
    if policy.members.pop(body["replaces"]).user != member.user or member.id in policy.tenures:
        raise TamperedError
    policy.members[member.id] = member
    policy.tenures[body["replaces"]].until = body["sequence"]
    policy.tenures[member.id] = Tenure(member.public, body["sequence"])


def _member(identity: bytes, user: bytes, kind: str, device: bytes, box: bytes, sign: bytes) -> Member:
    return Member(identity, user, kind, device, PublicKeys(box, sign))


def _parts(entry: bytes) -> tuple[dict[str, Any], bytes, bytes, bytes]:
    content, signer, signature = cast("list[bytes]", cbor.decode(entry))  # another shape raises, caught in `verify`
    return cast("dict[str, Any]", cbor.decode(content)), signer, _statement(content), signature


def _signed(body: dict[str, Any], member: bytes, key: MemberKey) -> bytes:
    content = cbor.encode(body)
    return cbor.encode([content, member, key.sign(_statement(content))])


def _next(policy: Policy, body: dict[str, Any], signer: tuple[bytes, MemberKey]) -> bytes:
    return _signed(body | {"previous": policy.head, "sequence": policy.sequence + 1}, *signer)


def _statement(content: bytes) -> bytes:
    return b"satchel/1 chain entry|" + content


def _public(keys: PublicKeys) -> list[bytes]:
    return [keys.box, keys.sign]
