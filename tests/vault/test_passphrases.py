"""New passphrases: what is refused and why; nothing is asked of their composition."""

import pytest

from vault.errors import PassphraseRefused
from vault.passphrases import judge, require

HINTS = ("Northwind Traders", "Mina Olsen")


@pytest.mark.parametrize(
    ("passphrase", "reason"),
    [
        ("", "too_short"),
        ("Tr0ub4dor&3", "too_short"),
        ("fourteen chars", "too_short"),
        ("x" * 1025, "too_long"),
        ("river candle\0maple tiger", "unprintable"),
        ("river candle maple\ntiger", "unprintable"),
        ("river candle maple \ud800", "unprintable"),
        ("aaaaaaaaaaaaaaaaaaaaaaaa", "repeated"),
        ("abababababababababab", "repeated"),
        ("passwordpassword1", "too_common"),
        ("qwertyuiopasdfgh", "too_common"),
        ("123456789012345678", "too_common"),
        ("Northwind Traders 2026", "own_words"),
        ("mina olsen northwind", "own_words"),
    ],
)
def test_a_poor_passphrase_is_refused_with_its_reason(passphrase: str, reason: str) -> None:
    found = judge(passphrase, HINTS)
    assert not found.accepted
    assert found.reasons[0] == reason
    with pytest.raises(PassphraseRefused) as caught:
        require(passphrase, HINTS)
    assert caught.value.facts == {"reason": reason}


@pytest.mark.parametrize(
    "passphrase",
    [
        "tiger maple river candle velvet orbit",
        "gufeng chahua yinhe songshu mianbao xiyang",
        "我们公司的猫每天早上九点会去河边钓鱼",
        "correct horse battery staple tango",
        "x7#kQ!mz2^Lp9@wd",
    ],
)
def test_a_good_passphrase_is_accepted_whatever_it_is_made_of(passphrase: str) -> None:
    found = judge(passphrase, HINTS)
    assert found.accepted
    assert found.score >= 3


def test_length_is_counted_after_normalisation() -> None:
    assert "too_short" in judge("e\u0301" * 10).reasons


def test_a_refused_passphrase_never_looks_strong() -> None:
    assert judge("x7#kQ!mz2^Lp", ()).score <= 2
