"""Keys and what is done with them: derivation, wraps, the member key, signatures and sealing to a public key.

For the modules of the vault only, from any thread; nothing here touches the disk. Suite 1 of design/vault.md:
HKDF-SHA-256 (RFC 5869), AES-256-GCM, HMAC-SHA-256, HPKE with X25519 (RFC 9180), Ed25519 (RFC 8032).
"""

import hmac
import os
from dataclasses import dataclass
from typing import Final, NoReturn

import cbor2
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

SUITE: Final = 1
"""The one set of algorithms there is; it stands in every associated data."""

KEY_BYTES: Final = 32
_COMMITMENT, _NONCE, _TAG = 32, 12, 16
_HPKE: Final = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


class KeyMismatchError(Exception):
    """The key is not the one this was made with; callers turn it into an error with a sentence."""


class TamperedError(Exception):
    """The key is right and the content or its context is not; callers turn it into an error with a
    sentence.
    """


class Secret:
    """Key bytes that cannot be printed, pickled or copied by accident; compared in constant time."""

    __slots__ = ("_buffer",)

    def __init__(self, value: bytes | bytearray) -> None:
        self._buffer = bytearray(value)

    def reveal(self) -> bytes:
        """The bytes themselves, for the one call that needs them. Empty once wiped."""
        return bytes(self._buffer)

    def wipe(self) -> None:
        """Overwrite this buffer; copies that libraries made are beyond reach."""
        self._buffer[:] = bytes(len(self._buffer))
        self._buffer.clear()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and hmac.compare_digest(self._buffer, other._buffer)

    __hash__ = None  # type: ignore[assignment]  # a key in a set or as a dictionary's key would be compared in clear

    def __repr__(self) -> str:
        return "Secret(…)"

    def __format__(self, spec: str, /) -> str:
        return repr(self)

    def __reduce_ex__(self, protocol: object, /) -> NoReturn:
        raise TypeError("a secret is not pickled or copied")


@dataclass(frozen=True, slots=True)
class Context:
    """What a wrap belongs to: it opens nowhere else. `vault` is the 32-byte vault id."""

    vault: bytes
    kind: str
    object: bytes = b""
    generation: int = 1

    def encoded(self) -> bytes:
        """Unambiguous bytes for associated data and HPKE's `info`."""
        parts = ["satchel/1", self.vault, SUITE, self.kind, self.object, self.generation]
        return cbor2.dumps(parts, canonical=True)


def derive(key: bytes, purpose: str, vault: bytes | None) -> bytes:
    """32 bytes for one purpose: HKDF-SHA-256 with `satchel/1/<purpose>|<vault id in hex>`.

    `vault` is None only for member keys and recovery codes: genesis names their public halves, and the
    vault id is the hash of genesis.
    """
    label = f"satchel/1/{purpose}" + (f"|{vault.hex()}" if vault is not None else "")
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=label.encode()).derive(key)


def mac(key: bytes, content: bytes) -> bytes:
    """HMAC-SHA-256, 32 bytes."""
    return hmac.digest(key, content, "sha256")


def wrap(key: bytes, content: bytes, context: Context) -> bytes:
    """`commitment | nonce | AES-256-GCM`: the commitment keeps one wrap from opening under two keys."""
    nonce = os.urandom(_NONCE)
    sealing, committing = _halves(key, context.vault)
    sealed = AESGCM(sealing).encrypt(nonce, content, context.encoded())
    return mac(committing, nonce) + nonce + sealed


def unwrap(key: bytes, wrapped: bytes, context: Context) -> bytes:
    """The content. Raises KeyMismatchError for another key, TamperedError for changed or moved content."""
    if len(wrapped) < _COMMITMENT + _NONCE + _TAG:
        raise TamperedError
    commitment, rest = wrapped[:_COMMITMENT], wrapped[_COMMITMENT:]
    nonce, sealed = rest[:_NONCE], rest[_NONCE:]
    sealing, committing = _halves(key, context.vault)
    if not hmac.compare_digest(commitment, mac(committing, nonce)):
        raise KeyMismatchError
    try:
        return AESGCM(sealing).decrypt(nonce, sealed, context.encoded())
    except InvalidTag:
        raise TamperedError from None


def _halves(key: bytes, vault: bytes) -> tuple[bytes, bytes]:
    if len(key) != KEY_BYTES:
        raise ValueError("a wrapping key has 32 bytes")
    return derive(key, "wrap sealing", vault), derive(key, "wrap commitment", vault)


@dataclass(frozen=True, slots=True)
class PublicKeys:
    """The public halves of a member key: `box` (X25519) receives grants, `sign` (Ed25519) is checked."""

    box: bytes
    sign: bytes

    def seal(self, content: bytes | bytearray, context: Context) -> bytes:
        """HPKE to this member; the context goes into `info`. Raises TamperedError for a low-order key."""
        try:
            return _HPKE.encrypt(content, X25519PublicKey.from_public_bytes(self.box), context.encoded())
        except ValueError:
            raise TamperedError from None

    def signed(self, content: bytes, signature: bytes) -> bool:
        """Whether this member signed exactly this."""
        try:
            Ed25519PublicKey.from_public_bytes(self.sign).verify(signature, content)
        except (InvalidSignature, ValueError):
            return False
        return True


class MemberKey:
    """The one principal of the vault: X25519 and Ed25519 private keys, both from one 32-byte seed."""

    __slots__ = ("_seed", "public")

    def __init__(self, seed: bytes) -> None:
        if len(seed) != KEY_BYTES:
            raise ValueError("a member key's seed has 32 bytes")
        self._seed = Secret(seed)
        box = self._box().public_key().public_bytes_raw()
        self.public = PublicKeys(box, self._sign().public_key().public_bytes_raw())

    @classmethod
    def generate(cls) -> "MemberKey":
        """A new member key from the system's randomness."""
        return cls(os.urandom(KEY_BYTES))

    @property
    def seed(self) -> bytes:
        """The 32 bytes a slot wraps."""
        return self._seed.reveal()

    def open(self, sealed: bytes, context: Context) -> bytes:
        """What was sealed to this member for this context. Raises TamperedError for anything else."""
        try:
            return _HPKE.decrypt(sealed, self._box(), context.encoded())
        except (InvalidTag, ValueError):
            raise TamperedError from None

    def sign(self, content: bytes) -> bytes:
        """Ed25519, 64 bytes."""
        return self._sign().sign(content)

    def wipe(self) -> None:
        """Forget the seed; the key is of no use afterwards."""
        self._seed.wipe()

    def __repr__(self) -> str:
        return "MemberKey(…)"

    def __reduce_ex__(self, protocol: object, /) -> NoReturn:
        raise TypeError("a member key is not pickled or copied")

    def _box(self) -> X25519PrivateKey:
        return X25519PrivateKey.from_private_bytes(derive(self.seed, "member box", None))

    def _sign(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(derive(self.seed, "member sign", None))
