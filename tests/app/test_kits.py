"""Whether a recovery kit is in hand is known inside the vault, for the kit in force; the code itself is nowhere."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app import founding, keys, kits, places
from app.errors import FileUnavailable, NoReminderLeft
from app.kits import Proof
from app.session import Session
from app.trail import entries
from tests.vaults import CHEAP, PASSPHRASE
from vault import kept, recovery
from vault.errors import RecoveryCodeMistyped, RecoveryCodeUnsound, WrongRecoveryCode
from vault.transaction import Transaction

Day = Callable[[str], None]


@pytest.fixture
def day(monkeypatch: pytest.MonkeyPatch) -> Day:
    """Sets the person's day; it begins with the 20th of November."""

    def is_now(text: str) -> None:
        monkeypatch.setattr(places, "today", lambda: text)

    is_now("2026-11-20")
    return is_now


@pytest.fixture
def session(vault_path: Path, day: Day) -> Iterator[Session]:
    """An open vault that was never asked about its kit."""
    opened = Session.open(vault_path, passphrase=PASSPHRASE)
    yield opened
    opened.close()


@pytest.fixture
def asked(session: Session) -> Session:
    """The same, asked today."""
    kits.keep(session, kits.ask)
    return session


def proof(session: Session) -> Proof:
    return session.read(kits.proof, session.unlocked).result()


def test_a_new_vault_asks_for_its_kit_from_the_first_day(tmp_path: Path, day: Day) -> None:
    wish = founding.Wish("Own", "Mina", PASSPHRASE, kdf=CHEAP)
    _created, opened = founding.found(tmp_path / "Own.satchel", wish)
    assert proof(opened) == Proof(asked=True, confirmed_on=None, reminders_left=2, due=True)
    opened.close()


def test_a_vault_that_publishes_its_passphrase_does_not_ask(tmp_path: Path, day: Day) -> None:
    wish = founding.Wish("Own", "Mina", PASSPHRASE, kdf=CHEAP, ask_for_kit=False)
    _created, opened = founding.found(tmp_path / "Own.satchel", wish)
    assert proof(opened) == Proof()
    opened.close()


def test_a_vault_of_which_nothing_is_remembered_is_left_in_peace(session: Session) -> None:
    assert proof(session) == Proof(asked=False, confirmed_on=None, reminders_left=0, due=False)


def test_it_can_be_put_off_to_tomorrow_twice_and_then_no_more(asked: Session, day: Day) -> None:
    for today, tomorrow, left in (("2026-11-20", "2026-11-21", 1), ("2026-11-21", "2026-11-22", 0)):
        day(today)
        assert proof(asked).due
        kits.keep(asked, kits.remind)
        assert proof(asked) == Proof(asked=True, confirmed_on=None, reminders_left=left, due=False)
        day(tomorrow)
        assert proof(asked).due
    with pytest.raises(NoReminderLeft):
        kits.keep(asked, kits.remind)
    day("2027-06-01")
    assert proof(asked).due


def test_a_day_said_by_a_wrong_clock_is_not_waited_for(asked: Session, day: Day) -> None:
    day("2099-01-01")
    kits.keep(asked, kits.remind)
    day("2026-11-20")
    assert proof(asked).due


def test_a_reminder_of_last_week_is_due(asked: Session, day: Day) -> None:
    kits.keep(asked, kits.remind)
    day("2026-11-28")
    assert proof(asked).due


def test_what_was_proved_stays_proved_after_a_restart(vault_path: Path, day: Day) -> None:
    first = Session.open(vault_path, passphrase=PASSPHRASE)
    kits.keep(first, kits.ask)
    kits.keep(first, kits.confirm)
    assert entries_of(first, "confirm_kit") == 1
    first.close()
    day("2027-01-01")
    second = Session.open(vault_path, passphrase=PASSPHRASE)
    assert proof(second) == Proof(asked=True, confirmed_on="2026-11-20", reminders_left=0, due=False)
    second.close()


def entries_of(session: Session, action: str) -> int:
    return [each["action"] for each in session.read(entries).result()].count(action)


@pytest.mark.parametrize(
    "as_typed",
    [lambda code: code, lambda code: code.lower().replace("-", " "), lambda code: code.replace("-", "")],
    ids=["as printed", "small letters and spaces", "in one"],
)
def test_the_whole_code_from_paper_confirms(asked: Session, recovery_code: str, as_typed: Callable[[str], str]) -> None:
    asked.write(kits.confirm_by_code, asked.unlocked, as_typed(recovery_code)).result()
    assert proof(asked).confirmed_on == "2026-11-20"
    assert not proof(asked).due


@pytest.mark.parametrize(
    ("code", "error"),
    [
        (recovery.written(bytes(20)), WrongRecoveryCode),
        ("K7QM", RecoveryCodeUnsound),
        ("O" * 36, RecoveryCodeMistyped),
        ("", RecoveryCodeUnsound),
    ],
    ids=["another vault's", "one group", "impossible signs", "nothing"],
)
def test_any_other_code_confirms_nothing(asked: Session, code: str, error: type[Exception]) -> None:
    with pytest.raises(error) as refused:
        asked.write(kits.confirm_by_code, asked.unlocked, code).result()
    assert code == "" or code not in str(refused.value)
    assert proof(asked).confirmed_on is None
    assert entries_of(asked, "confirm_kit") == 0


def test_a_slip_in_one_sign_is_told_from_another_vaults_code(asked: Session, recovery_code: str) -> None:
    other = "A" if recovery_code[0] != "A" else "B"
    with pytest.raises(RecoveryCodeUnsound):
        asked.write(kits.confirm_by_code, asked.unlocked, other + recovery_code[1:]).result()


@pytest.mark.parametrize("known", ["confirmed", "never asked"])
def test_a_renewed_kit_is_asked_for_anew(session: Session, recovery_code: str, known: str) -> None:
    if known == "confirmed":
        kits.keep(session, kits.ask)
        kits.keep(session, kits.confirm)
    new = keys.renew_recovery(session)
    assert proof(session) == Proof(asked=True, confirmed_on=None, reminders_left=2, due=True)
    with pytest.raises(WrongRecoveryCode):
        session.write(kits.confirm_by_code, session.unlocked, recovery_code).result()
    session.write(kits.confirm_by_code, session.unlocked, new).result()
    assert proof(session).confirmed_on == "2026-11-20"


def test_a_kit_renewed_elsewhere_is_not_taken_for_the_one_that_was_proved(asked: Session) -> None:
    kits.keep(asked, kits.confirm)

    def belongs_to_another(tx: Transaction) -> None:
        (name,) = (each for each in kept.names(tx, "vault") if each.startswith("recovery_kit"))
        body = kept.get(tx, "vault", name)
        assert isinstance(body, dict)
        kept.put(tx, "vault", name, {**body, "kit": "00" * 16})

    asked.write(belongs_to_another).result()
    assert proof(asked) == Proof(asked=True, confirmed_on=None, reminders_left=2, due=True)
    kits.keep(asked, kits.remind)
    assert proof(asked) == Proof(asked=True, confirmed_on=None, reminders_left=1, due=False)


def test_nothing_of_the_code_is_kept(asked: Session, recovery_code: str) -> None:
    asked.write(kits.confirm_by_code, asked.unlocked, recovery_code).result()

    def dumped(tx: Transaction) -> str:
        return "\n".join(str(row) for row in tx.rows("SELECT * FROM kept", ()))

    everything = asked.write(dumped).result().value
    assert "recovery_kit" in everything
    assert not any(group in everything for group in recovery_code.split("-"))


def test_the_text_file_holds_the_code_and_is_private(session: Session, tmp_path: Path, recovery_code: str) -> None:
    kit = kits.kit_of(session.unlocked, recovery_code)
    assert recovery_code not in repr(kit)
    kits.save_text(tmp_path / "code.txt", kit)
    text = (tmp_path / "code.txt").read_text(encoding="utf-8")
    assert all(part in text for part in (kit.vault, kit.user, kit.fingerprint, recovery_code))
    assert (tmp_path / "code.txt").stat().st_mode & 0o077 == 0
    with pytest.raises(FileUnavailable):
        kits.save_text(tmp_path / "no such folder" / "code.txt", kit)


def test_the_fingerprint_is_the_beginning_of_the_vault_id(session: Session) -> None:
    shown = kits.fingerprint(session.unlocked.vault_id)
    assert session.unlocked.vault_id.startswith(shown.replace(" ", ""))
    assert [len(part) for part in shown.split()] == [4] * 8
