"""Grants: a vault key or class key sealed to one member and signed by an administrator, or by that member
himself.

For the vault folder's modules; any thread. HPKE authenticates no sender: the signature does, and it is
checked before anything is opened.
"""

import msgspec
from msgspec.structs import replace as with_fields

from vault.cbor import encode
from vault.errors import GrantForged
from vault.keys import KEY_BYTES, SUITE, Context, MemberKey, PublicKeys, TamperedError

VAULT_KEY = "vault"
COMPARTMENTS = ("identity", "bank", "health")
"""The compartments of S3 fields; each has class keys of its own."""


class Grant(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One key for one member. `kind` is `vault` or `class:<compartment>`; ids are 16 bytes."""

    generation: int
    kind: str
    recipient: bytes
    sealed: bytes
    signature: bytes
    signer: bytes

    def verify(self, vault: bytes, recipient: PublicKeys, signer: PublicKeys) -> None:
        """Raises GrantForged unless the signer granted exactly this to exactly this key."""
        statement = _statement(vault, self.kind, self.generation, recipient, self.recipient, self.sealed)
        if not signer.signed(statement, self.signature):
            raise GrantForged(grant=self.kind)

    def open(self, vault: bytes, key: MemberKey) -> bytes:
        """The 32-byte key inside; verify first. Raises GrantForged."""
        try:
            opened = key.open(self.sealed, _context(vault, self.kind, self.generation, self.recipient))
        except TamperedError:
            raise GrantForged(grant=self.kind) from None
        if len(opened) != KEY_BYTES:
            raise GrantForged(grant=self.kind)
        return opened


def grant(
    vault: bytes, kind: str, generation: int, content: bytes,
    recipient: tuple[bytes, PublicKeys], signer: tuple[bytes, MemberKey],
) -> Grant:  # fmt: skip
    """Seal a 32-byte key to a member (id, public keys), signed by another (id, key)."""
    member, public = recipient
    sealed = public.seal(content, _context(vault, kind, generation, member))
    signature = signer[1].sign(_statement(vault, kind, generation, public, member, sealed))
    return Grant(generation, kind, member, sealed, signature, signer[0])


def resigned(
    vault: bytes, held: Grant, recipient: PublicKeys, old: PublicKeys, signer: tuple[bytes, MemberKey]
) -> Grant:
    """The same grant, signed by another in place of a member key that is given up. Raises GrantForged."""
    held.verify(vault, recipient, old)
    statement = _statement(vault, held.kind, held.generation, recipient, held.recipient, held.sealed)
    return with_fields(held, signer=signer[0], signature=signer[1].sign(statement))


def class_kind(compartment: str) -> str:
    """The kind of grant that holds a compartment's key."""
    return f"class:{compartment}"


def _context(vault: bytes, kind: str, generation: int, recipient: bytes) -> Context:
    return Context(vault, f"grant {kind}", recipient, generation)


def _statement(vault: bytes, kind: str, generation: int, public: PublicKeys, recipient: bytes, sealed: bytes) -> bytes:
    return encode(["satchel/1", "grant", vault, SUITE, kind, generation, recipient, public.box, public.sign, sealed])
