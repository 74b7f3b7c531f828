"""Keys: secrets that cannot leak, wraps that open only where they belong, seals that open only for their recipient."""

import copy
import pickle

import pytest

from vault.keys import Context, KeyMismatchError, MemberKey, PublicKeys, Secret, TamperedError, derive, unwrap, wrap

VAULT = bytes(range(32))
HERE = Context(VAULT, "slot", b"one")
KEY = b"k" * 32


def test_a_secret_cannot_be_printed() -> None:
    secret = Secret(b"swordfish")
    for text in (repr(secret), str(secret), f"{secret}", f"{secret:>30}", "%s" % secret):  # noqa: UP031 # every way
        assert "swordfish" not in text
        assert b"swordfish".hex() not in text


def test_secrets_and_member_keys_cannot_be_pickled_or_copied() -> None:
    for secret in (Secret(b"swordfish"), MemberKey.generate()):
        for attempt in (pickle.dumps, copy.copy, copy.deepcopy):
            with pytest.raises(TypeError):
                attempt(secret)


def test_secrets_are_compared_by_content_and_are_no_dictionary_keys() -> None:
    assert Secret(b"a") == Secret(b"a")
    assert Secret(b"a") != Secret(b"b")
    with pytest.raises(TypeError):
        hash(Secret(b"a"))


def test_a_wiped_secret_holds_nothing() -> None:
    secret = Secret(b"swordfish")
    secret.wipe()
    assert secret.reveal() == b""


def test_a_member_key_does_not_print_its_seed() -> None:
    key = MemberKey(KEY)
    assert KEY.decode() not in repr(key)
    assert KEY.hex() not in repr(key)


def test_one_key_has_one_purpose_and_one_vault() -> None:
    found = {derive(KEY, purpose, vault) for purpose in ("seen", "header") for vault in (VAULT, bytes(32), None)}
    assert len(found) == 6


def test_a_wrap_opens_with_its_key_in_its_place() -> None:
    assert unwrap(KEY, wrap(KEY, b"content", HERE), HERE) == b"content"


def test_another_key_is_told_from_changed_content() -> None:
    wrapped = wrap(KEY, b"content", HERE)
    with pytest.raises(KeyMismatchError):
        unwrap(b"x" * 32, wrapped, HERE)
    with pytest.raises(TamperedError):
        unwrap(KEY, wrapped[:-1] + bytes([wrapped[-1] ^ 1]), HERE)


@pytest.mark.parametrize(
    "elsewhere",
    [
        Context(VAULT, "slot", b"two"),
        Context(VAULT, "name", b"one"),
        Context(VAULT, "slot", b"one", 2),
        Context(bytes(32), "slot", b"one"),
    ],
)
def test_a_moved_wrap_does_not_open(elsewhere: Context) -> None:
    with pytest.raises((TamperedError, KeyMismatchError)):
        unwrap(KEY, wrap(KEY, b"content", HERE), elsewhere)


def test_every_bit_of_a_wrap_counts() -> None:
    wrapped = wrap(KEY, b"content", HERE)
    for bit in range(len(wrapped) * 8):
        flipped = bytearray(wrapped)
        flipped[bit // 8] ^= 1 << bit % 8
        with pytest.raises((TamperedError, KeyMismatchError)):
            unwrap(KEY, bytes(flipped), HERE)


def test_a_cut_wrap_does_not_open() -> None:
    wrapped = wrap(KEY, b"content", HERE)
    for size in range(len(wrapped)):
        with pytest.raises((TamperedError, KeyMismatchError)):
            unwrap(KEY, wrapped[:size], HERE)


def test_two_wraps_of_the_same_content_differ() -> None:
    assert wrap(KEY, b"content", HERE) != wrap(KEY, b"content", HERE)


def test_keys_of_other_lengths_are_refused() -> None:
    for size in (0, 16, 31, 33, 64):
        with pytest.raises(ValueError, match="32"):
            wrap(b"k" * size, b"content", HERE)
        with pytest.raises(ValueError, match="32"):
            MemberKey(b"k" * size)


def test_what_is_sealed_to_a_member_opens_for_him_alone_and_in_its_context() -> None:
    mine, other = MemberKey.generate(), MemberKey.generate()
    sealed = mine.public.seal(b"content", HERE)
    assert mine.open(sealed, HERE) == b"content"
    with pytest.raises(TamperedError):
        other.open(sealed, HERE)
    with pytest.raises(TamperedError):
        mine.open(sealed, Context(VAULT, "slot", b"two"))
    with pytest.raises(TamperedError):
        mine.open(sealed[:20], HERE)


@pytest.mark.parametrize("box", [bytes(32), b"\x01" + bytes(31), b"short"])
def test_nothing_is_sealed_to_a_low_order_or_broken_key(box: bytes) -> None:
    with pytest.raises(TamperedError):
        PublicKeys(box, bytes(32)).seal(b"content", HERE)


def test_a_signature_holds_for_its_content_and_its_signer() -> None:
    mine, other = MemberKey.generate(), MemberKey.generate()
    signature = mine.sign(b"content")
    assert mine.public.signed(b"content", signature)
    assert not mine.public.signed(b"contents", signature)
    assert not other.public.signed(b"content", signature)
    assert not mine.public.signed(b"content", signature[:-1])


def test_the_same_seed_gives_the_same_member_key() -> None:
    assert MemberKey(KEY).public == MemberKey(KEY).public
    assert MemberKey(KEY).public.box != MemberKey(KEY).public.sign
