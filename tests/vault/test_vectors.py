"""The published test vectors of the algorithms we use, through the very functions and libraries we use them with."""

import json
from pathlib import Path

import cryptography_vectors
import pytest
from argon2.low_level import Type, core, ffi, lib
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from vault.kdf import KdfCost, stretch
from vault.keys import derive

VECTORS = Path(cryptography_vectors.__file__).parent


def blocks(path: Path) -> list[dict[str, str]]:
    """Records of `name = value` lines, apart by empty lines or by `COUNT`."""
    found: list[dict[str, str]] = []
    for line in path.read_text("utf-8").splitlines():
        name, equals, value = (part.strip() for part in line.partition("="))
        if name.lower() == "count":
            found.append({})
        elif equals and found and not line.startswith("#"):
            found[-1][name] = value
    return found


def argon2id(given: dict[str, str]) -> bytes:
    """Argon2id with secret and associated data, which only the low-level call takes."""
    size = int(given["length"])
    out = ffi.new("uint8_t[]", size)
    fields = {name: bytes.fromhex(given.get(name, "")) for name in ("pass", "salt", "secret", "ad")}
    held = {name: ffi.new("uint8_t[]", value or b"\0") for name, value in fields.items()}
    context = ffi.new(
        "argon2_context *",
        {
            "version": lib.ARGON2_VERSION_NUMBER, "out": out, "outlen": size, "pwd": held["pass"],
            "pwdlen": len(fields["pass"]), "salt": held["salt"], "saltlen": len(fields["salt"]),
            "secret": held["secret"] if fields["secret"] else ffi.NULL, "secretlen": len(fields["secret"]),
            "ad": held["ad"] if fields["ad"] else ffi.NULL, "adlen": len(fields["ad"]),
            "t_cost": int(given["iter"]), "m_cost": int(given["memcost"]), "lanes": int(given["lanes"]),
            "threads": 1, "allocate_cbk": ffi.NULL, "free_cbk": ffi.NULL, "flags": lib.ARGON2_DEFAULT_FLAGS,
        },
    )  # fmt: skip
    assert core(context, Type.ID.value) == lib.ARGON2_OK
    return bytes(ffi.buffer(out, size))


ARGON2ID = blocks(VECTORS / "KDF" / "argon2id.txt")
HKDF_SHA256 = blocks(VECTORS / "KDF" / "rfc-5869-HKDF-SHA256.txt")


@pytest.mark.parametrize("given", ARGON2ID[:6], ids=lambda given: given["output"][:8])
def test_argon2id_answers_as_rfc_9106(given: dict[str, str]) -> None:
    assert argon2id(given).hex() == given["output"]


def test_the_passphrase_derivation_is_argon2id_version_1_3_with_the_cost_it_names() -> None:
    given = {
        "length": "32", "pass": b"a passphrase".hex(), "salt": bytes(range(32)).hex(), "iter": "3",
        "memcost": "65536", "lanes": "4",
    }  # fmt: skip
    assert stretch("a passphrase", bytes(range(32)), KdfCost(65536, 3, 4)) == argon2id(given)


@pytest.mark.parametrize("given", HKDF_SHA256, ids=lambda given: given["OKM"][:8])
def test_hkdf_answers_as_rfc_5869(given: dict[str, str]) -> None:
    parts = {name: bytes.fromhex(given.get(name, "")) for name in ("IKM", "salt", "info")}
    hkdf = HKDF(SHA256(), int(given["L"]), salt=parts["salt"], info=parts["info"])
    assert hkdf.derive(parts["IKM"]).hex() == given["OKM"]


def test_derivations_are_hkdf_with_purpose_and_vault_in_the_label() -> None:
    vault = bytes(range(32))
    expected = HKDF(SHA256(), 32, salt=None, info=b"satchel/1/seen|" + vault.hex().encode()).derive(b"k" * 32)
    assert derive(b"k" * 32, "seen", vault) == expected
    without = HKDF(SHA256(), 32, salt=None, info=b"satchel/1/member box").derive(b"k" * 32)
    assert derive(b"k" * 32, "member box", None) == without


def hpke_cases() -> list[dict[str, str]]:
    """Base mode, X25519, HKDF-SHA-256, AES-GCM of 128 (in the RFC's appendix A.1) and 256 bits."""
    cases = json.loads((VECTORS / "HPKE" / "test-vectors.json").read_text("utf-8"))
    return [case for case in cases if [case[name] for name in ("mode", "kem_id", "kdf_id")] == [0, 32, 1]
            and case["aead_id"] in (1, 2)]  # fmt: skip


@pytest.mark.parametrize("case", hpke_cases(), ids=lambda case: str(case["aead_id"]))
def test_hpke_derives_key_and_nonce_as_rfc_9180(case: dict[str, str]) -> None:
    # the published messages have associated data, which this interface lacks: one without is made with the
    # published key and nonce, and opens only where shared secret and key schedule are the published ones
    given = {name: bytes.fromhex(case[name]) for name in ("key", "base_nonce", "enc", "skRm", "info")}
    suite = Suite(KEM.X25519, KDF.HKDF_SHA256, {1: AEAD.AES_128_GCM, 2: AEAD.AES_256_GCM}[int(case["aead_id"])])
    sealed = given["enc"] + AESGCM(given["key"]).encrypt(given["base_nonce"], b"a message", None)
    assert suite.decrypt(sealed, X25519PrivateKey.from_private_bytes(given["skRm"]), given["info"]) == b"a message"


def test_ed25519_signs_as_rfc_8032() -> None:
    seed = bytes.fromhex("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7")
    signature = (
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
        "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
    )
    assert Ed25519PrivateKey.from_private_bytes(seed).sign(bytes.fromhex("af82")).hex() == signature
