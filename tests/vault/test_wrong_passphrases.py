"""Wrong passphrases of every kind: one class of error, one sentence, and a time that tells nobody which user exists.

Short form; `LONG_FORM=1 ./run test tests/vault/test_wrong_passphrases.py` tries a thousand and prints the times.
"""

import itertools
import os
import random
import statistics
import time
import unicodedata
from pathlib import Path

import pytest

from app.words import error_words
from tests.vaults import CHEAP, PASSPHRASE, USER
from vault import folder, kdf
from vault.errors import PassphraseRefused, SatchelError, WrongPassphrase

LONG = bool(os.environ.get("LONG_FORM"))
TRIES = 1000 if LONG else 12
LETTERS = "abcdefghijklmnopqrstuvwxyz 0123456789ÄéßøЖ你好שלוםمرحبا🔑\u202e\u200b\x00\x1b\n"
SPECIAL = (
    "", " ", "\0", PASSPHRASE + "\0", "\0" + PASSPHRASE, PASSPHRASE + " ", PASSPHRASE.upper(), PASSPHRASE[:-1],
    PASSPHRASE + "\n", PASSPHRASE * 2, PASSPHRASE.replace("o", "ο"), "\u202e" + PASSPHRASE, PASSPHRASE[::-1],
    "\udcff" + PASSPHRASE, "\ud800", "א" * 20, "a" * 1_000_000,
)  # fmt: skip
"""With NUL, the other direction of writing, a look-alike letter, half a surrogate pair, a million letters."""


def wrong(count: int) -> list[str]:
    """So many wrong passphrases, the same in every run."""
    chance = random.Random(7)
    drawn = ("".join(chance.choices(LETTERS, k=chance.randrange(1, 60))) for _ in itertools.count())
    return list(itertools.islice(itertools.chain(SPECIAL, drawn), max(count, len(SPECIAL))))


class Guesser:
    """Tries passphrases one after another, each long after the one before."""

    def __init__(self, path: Path) -> None:
        self.path, self.now = path, 0.0

    def try_one(self, passphrase: str, user: str | None) -> tuple[SatchelError, float]:
        """What was said, and how long it took."""
        self.now += 1000
        began = time.perf_counter()
        with pytest.raises(SatchelError) as refused:
            folder.unlock(self.path, user=user, passphrase=passphrase, clock=lambda: self.now)
        return refused.value, time.perf_counter() - began


@pytest.mark.timeout(3600 if LONG else 120)
def test_every_wrong_passphrase_is_told_in_the_same_words(vault_path: Path) -> None:
    guesser = Guesser(vault_path)
    users = itertools.cycle((None, USER, "Nobody", "", "mina\0", "א"))
    told = [guesser.try_one(passphrase, user)[0] for passphrase, user in zip(wrong(TRIES), users, strict=False)]
    assert {(type(each), each.exit_status, str(each.facts), error_words(each)) for each in told} == {
        (WrongPassphrase, 3, "{}", error_words(WrongPassphrase()))
    }
    with folder.unlock(vault_path, passphrase=PASSPHRASE, clock=lambda: guesser.now + 1000) as opened:
        assert opened.failed_tries == len(told)


@pytest.mark.parametrize("passphrase", ["short", "a" * 1_000_000, ""], ids=["short", "a million letters", "empty"])
def test_the_work_is_the_same_whether_a_user_exists_or_not(
    vault_path: Path, passphrase: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[list[object]] = []

    def counted(secret: bytes, salt: bytes, *cost: object) -> bytes:
        done.append([len(secret), len(salt), *cost])
        return bytes(32)

    monkeypatch.setattr(kdf, "hash_secret_raw", counted)
    guesser = Guesser(vault_path)
    for user in (USER, "Nobody", None):
        guesser.try_one(passphrase, user)
    assert len(done) == 3
    assert done[0] == done[1] == done[2]


@pytest.mark.skipif(not LONG, reason="times are compared in the long form alone, on a quiet machine")
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("passphrase", ["short", "a" * 1_000_000], ids=["short", "a million letters"])
def test_the_time_does_not_tell_whether_a_user_exists(vault_path: Path, passphrase: str) -> None:
    guesser = Guesser(vault_path)
    times: dict[str, list[float]] = {USER: [], "Nobody": []}
    for _ in range(100):
        for user, taken in times.items():  # by turns, so that a busy machine slows both
            taken.append(guesser.try_one(passphrase, user)[1])
    for user, taken in times.items():
        print(f"{user}: {min(taken):.3f} {statistics.median(taken):.3f} ± {statistics.stdev(taken):.3f} s")
    known, unknown = (statistics.median(taken) for taken in times.values())
    assert 0.85 < known / unknown < 1.15


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
def test_a_passphrase_opens_however_its_accents_were_typed(tmp_path: Path, form: str) -> None:
    passphrase = "Ångström öffnet die Tür zur Wäscherei ﬁn"
    path = tmp_path / "Accents.satchel"
    folder.create(path, name="N", user="U", passphrase=unicodedata.normalize("NFC", passphrase), kdf=CHEAP)
    folder.unlock(path, passphrase=unicodedata.normalize(form, passphrase)).close()  # type: ignore[arg-type]  # a form


def test_a_passphrase_written_from_right_to_left_opens(tmp_path: Path) -> None:
    passphrase = "ארבע ציפורים כחולות שרות בגשם 41"
    path = tmp_path / "Right.satchel"
    folder.create(path, name="שלום", user="מינה", passphrase=passphrase, kdf=CHEAP)
    folder.unlock(path, user="מינה", passphrase=passphrase).close()
    with pytest.raises(WrongPassphrase):
        folder.unlock(path, passphrase=passphrase[::-1])


@pytest.mark.parametrize(
    ("passphrase", "reason"),
    [
        ("", "too_short"),
        ("a" * 1_000_000, "too_long"),
        ("lantern river\0copper ninety orbit", "unprintable"),
        ("lantern river copper ninety \ud800 orbit", "unprintable"),
    ],
    ids=["empty", "a million letters", "NUL", "half a surrogate pair"],
)
def test_what_cannot_be_a_passphrase_is_refused_before_anything_is_made(
    tmp_path: Path, passphrase: str, reason: str
) -> None:
    with pytest.raises(PassphraseRefused) as refused:
        folder.create(tmp_path / "Never.satchel", name="N", user="U", passphrase=passphrase, kdf=CHEAP)
    assert refused.value.facts["reason"] == reason
    assert list(tmp_path.iterdir()) == []
