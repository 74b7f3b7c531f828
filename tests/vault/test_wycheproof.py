"""Project Wycheproof's vectors for the primitives we use; read beside the project, skipped where they are absent."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

VECTORS = Path(__file__).parents[2].parent / "shared" / "data" / "crypto" / "crypto_wycheproof"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not VECTORS.is_dir(), reason="the shared files are not beside the project"),
]


def cases(name: str) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """(group, case) of a file of vectors."""
    for group in json.loads((VECTORS / name).read_text("utf-8"))["testGroups"]:
        yield from ((group, case) for case in group["tests"])


def raw(case: dict[str, Any], *names: str) -> list[bytes]:
    return [bytes.fromhex(case[name]) for name in names]


def test_aes_256_gcm_opens_what_is_valid_and_nothing_else() -> None:
    tried = 0
    for group, case in cases("aes_gcm_test.json"):
        if (group["keySize"], group["ivSize"], group["tagSize"]) == (256, 96, 128):
            key, nonce, context, content, sealed, tag = raw(case, "key", "iv", "aad", "msg", "ct", "tag")
            try:
                opened: bytes | None = AESGCM(key).decrypt(nonce, sealed + tag, context)
            except InvalidTag:
                opened = None
            assert opened == (content if case["result"] == "valid" else None), case["tcId"]
            tried += 1
    assert tried > 50


def test_hkdf_sha_256_gives_the_published_keys() -> None:
    tried = 0
    for _, case in cases("hkdf_sha256_test.json"):
        if case["result"] == "valid":
            secret, salt, info, expected = raw(case, "ikm", "salt", "info", "okm")
            assert HKDF(SHA256(), case["size"], salt=salt, info=info).derive(secret) == expected, case["tcId"]
            tried += 1
    assert tried > 50


def test_x25519_gives_the_published_secrets_and_refuses_a_secret_of_zero() -> None:
    tried = 0
    for _, case in cases("x25519_test.json"):
        private, public, shared = raw(case, "private", "public", "shared")
        own, other = X25519PrivateKey.from_private_bytes(private), X25519PublicKey.from_public_bytes(public)
        if any(shared):
            assert own.exchange(other) == shared, case["tcId"]
        else:
            with pytest.raises(ValueError, match="shared key"):
                own.exchange(other)
        tried += 1
    assert tried > 100
