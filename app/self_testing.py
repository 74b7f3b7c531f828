"""The installed program tests itself: known answers of its ciphers, a vault from making to reopening, the window.

Long (some seconds); the main thread. Everything lies in a private temporary folder that is wiped.
"""

import hashlib
import hmac
import os
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

import app
from app import edit, finding
from app.founding import Wish, found
from app.session import Session
from vault.kdf import FLOOR_MIB, KdfCost

WINDOW_TIMEOUT_S: Final = 60
_MARK: Final = "Zqxj Kwyvb"
"""A name that would be seen in a file where anything is in clear."""


@dataclass(frozen=True, slots=True)
class Check:
    """One part of the self-test: its name, whether it held, how long it took, and what failed."""

    name: str
    ok: bool
    ms: int
    what: str = ""


class _FailedError(Exception):
    """A part of the self-test gave another answer than it must; the message is a word of ours."""


def run() -> Iterator[Check]:
    """Every part in turn, each given as soon as it is done."""
    with tempfile.TemporaryDirectory(prefix="satchel-test-") as folder:
        for name, test in _TESTS.items():
            started = time.perf_counter()
            what = _failure(test, Path(folder))
            yield Check(name, not what, round((time.perf_counter() - started) * 1000), what)


def _failure(test: Callable[[Path], None], folder: Path) -> str:
    try:
        test(folder)
    except _FailedError as failure:
        return str(failure)
    except Exception as error:  # whatever a broken installation throws is the result of its test
        return type(error).__name__
    return ""


def _equal(name: str, got: bytes, expected: str) -> None:
    if got.hex() != expected:
        raise _FailedError(name)


def _digests(_folder: Path) -> None:
    _equal(
        "sha256", hashlib.sha256(b"abc").digest(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    )
    got = hmac.digest(b"\x0b" * 20, b"Hi There", "sha256")  # RFC 4231, 4.2
    _equal("hmac", got, "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7")
    derived = HKDF(SHA256(), 42, bytes.fromhex("000102030405060708090a0b0c"), bytes.fromhex("f0f1f2f3f4f5f6f7f8f9"))
    expected = "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"
    _equal("hkdf", derived.derive(b"\x0b" * 22), expected)  # RFC 5869, A.1


def _argon2id(_folder: Path) -> None:
    """RFC 9106 5.3 uses secret and associated data, which are not ours: a vector of the reference implementation."""
    got = hash_secret_raw(b"password", b"somesalt", 2, 65536, 1, 32, Type.ID, 19)
    _equal("argon2id", got, "09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7")


def _aes_gcm(_folder: Path) -> None:
    """The GCM specification's test case 14, and a changed byte."""
    sealed = AESGCM(bytes(32)).encrypt(bytes(12), bytes(16), None)
    _equal("aes_gcm", sealed, "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919")
    try:
        AESGCM(bytes(32)).decrypt(bytes(12), sealed[:-1] + b"\x00", None)
    except InvalidTag:
        return
    raise _FailedError("aes_gcm_tag")


def _curves(_folder: Path) -> None:
    """RFC 8032 7.1 test 1, RFC 7748 5.2."""
    seed = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
    signature = Ed25519PrivateKey.from_private_bytes(seed).sign(b"")
    expected = (
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f05"
        "95bbe24655141438e7a100b"
    )
    _equal("ed25519", signature, expected)
    private = bytes.fromhex("a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4")
    public = bytes.fromhex("e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c")
    own, other = X25519PrivateKey.from_private_bytes(private), X25519PublicKey.from_public_bytes(public)
    _equal("x25519", own.exchange(other), "c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552")


def _vault(folder: Path) -> None:
    """Made, written, locked, reopened, read; nothing in clear on the disk."""
    path, passphrase = folder / "Test.satchel", secrets.token_hex(16)
    wish = Wish(name="Self-test", user="tester", passphrase=passphrase, kdf=KdfCost.of_mib(FLOOR_MIB), region="DE")
    _, session = found(path, wish)
    record = session.write(edit.add, "contact", {"name": _MARK, "phone": "+4930901820"}).result().value
    session.close()
    if any(word.encode() in file.read_bytes() for file in path.rglob("*") if file.is_file() for word in _MARK.split()):
        raise _FailedError("in_clear")
    session = Session.open(path, passphrase=passphrase)
    try:
        hits = session.read(finding.find, "030 901820").result()
    finally:
        session.close()
    if [hit.id for hit in hits] != [record]:
        raise _FailedError("not_found")


_WINDOW: Final = "import sys; from app.__main__ import draw_window; sys.exit(draw_window())"


def _window(folder: Path) -> None:
    """Drawn off-screen by a process of its own: Qt ends the whole process where something is missing."""
    moved = {
        "QT_QPA_PLATFORM": "offscreen", "SATCHEL_CONFIG_DIR": str(folder / "config"),
        "SATCHEL_DATA_DIR": str(folder / "data"), "PYTHONPATH": str(Path(app.__file__).parents[1]),
    }  # fmt: skip
    done = subprocess.run(  # noqa: S603 # this very interpreter, with words of ours
        [sys.executable, "-P", "-c", _WINDOW], env=os.environ | moved, capture_output=True,
        timeout=WINDOW_TIMEOUT_S, check=False,
    )  # fmt: skip
    if done.returncode:
        raise _FailedError(f"status_{done.returncode}")


_TESTS: Final[dict[str, Callable[[Path], None]]] = {
    "digests": _digests,
    "argon2id": _argon2id,
    "aes_gcm": _aes_gcm,
    "curves": _curves,
    "vault": _vault,
    "window": _window,
}
COUNT: Final = len(_TESTS)
