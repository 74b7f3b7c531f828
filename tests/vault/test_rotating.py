"""Another vault key: everything is there afterwards, the old one opens nothing, a failure leaves all as it was."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import edit, keys
from app.errors import Cancelled
from app.session import Session
from tests.vault.rotations import always, opened_names, people
from tests.vaults import CHEAP, PASSPHRASE
from vault import folder, rekeying, renewing, rotating
from vault.errors import (
    AdministratorRequired,
    PassphraseRefused,
    WrongPassphrase,
    WrongRecoveryCode,
)
from vault.errors_of_keeping import StateDiffers
from vault.keys import MemberKey
from vault.opened import OpenVault

NEW = "seven green lanterns over the harbour"
SECRET = "AB 12 34 56 C"


@pytest.fixture
def session(vault_path: Path) -> Iterator[Session]:
    opened = Session.open(vault_path, passphrase=PASSPHRASE)
    opened.write(edit.add, "contact", {"name": "Ada", "id_number": SECRET}).result()
    yield opened
    if not opened.unlocked.closed:
        opened.close()


def databases(path: Path) -> list[str]:
    """The databases that lie there, closed or open."""
    return sorted(file.name for file in path.glob("data-*.db"))


def test_after_a_rotation_everything_is_there_under_another_key(
    session: Session, vault_path: Path, recovery_code: str
) -> None:
    before = session.unlocked.subkey("header")
    told: list[tuple[int, int]] = []
    keys.rotate(session, lambda done, everything: told.append((done, everything)), lambda: False)
    assert told[-1][0] == told[-1][1] > 0
    assert session.unlocked.subkey("header") != before
    assert databases(vault_path) == ["data-0002.db"]
    session.write(edit.add, "contact", {"name": "Bea"}).result()
    assert people(session) == ["Ada", "Bea"]
    assert session.read(session.adds_up).result()
    assert (session.unlocked.user_name, session.unlocked.device_name) == ("Mina", "Zedekiahs laptop")
    session.close()
    assert opened_names(vault_path, passphrase=PASSPHRASE) == ["Ada", "Bea"]
    assert opened_names(vault_path, recovery_code=recovery_code) == ["Ada", "Bea"]


def test_the_rotation_is_signed_in_the_chain_and_entered_in_the_trail(session: Session) -> None:
    keys.rotate(session, always, lambda: False)
    assert (session.unlocked.policy.generation, session.unlocked.policy.classes) == (2, 1)
    rows = session.read(lambda reader: reader.rows("SELECT entry FROM audit ORDER BY seq DESC LIMIT 1")).result()
    assert '"action":"rotate"' in str(rows[0][0])


def test_neither_header_kept_speaks_of_the_old_key(session: Session, vault_path: Path) -> None:
    old = session.unlocked.header.chain_head.hex()
    keys.rotate(session, always, lambda: False)
    for name in ("vault.hdr", "vault.hdr.prev"):
        data = (vault_path / name).read_bytes()
        assert b'"generation":2' in data
        assert old.encode() not in data
    assert (vault_path / "vault.hdr").read_bytes() == (vault_path / "vault.hdr.prev").read_bytes()


def test_a_value_sealed_before_opens_and_a_later_one_is_sealed_under_the_newest(session: Session) -> None:
    session.order(lambda vault: renewing.replace_known(vault, NEW, CHEAP, always)).result()
    session.write(edit.add, "contact", {"name": "Bea", "id_number": SECRET}).result()
    envelopes = session.read(lambda reader: reader.rows("SELECT id_number FROM contacts ORDER BY name")).result()
    assert [int.from_bytes(bytes(row[0])[:4]) for row in envelopes] == [1, 2]  # type: ignore[call-overload]
    held = session.unlocked.class_keys
    assert {("identity", 1), ("identity", 2)} <= held.keys()


def test_what_somebody_knows_opens_nothing_any_more(session: Session, vault_path: Path, recovery_code: str) -> None:
    seed = session.unlocked.member_key.seed
    member = session.unlocked.member.id
    keys.change_passphrase(session, PASSPHRASE, NEW, known=True, kdf=CHEAP)
    public = MemberKey(seed).public
    assert public not in [each.public for each in session.unlocked.policy.members.values()]
    assert member not in {each.recipient for each in session.unlocked.header.grants}
    assert member not in {each.signer for each in session.unlocked.header.grants}
    session.write(edit.add, "contact", {"name": "Bea"}).result()
    session.close()
    with pytest.raises(WrongPassphrase):
        folder.unlock(vault_path, passphrase=PASSPHRASE)
    assert opened_names(vault_path, passphrase=NEW) == ["Ada", "Bea"]
    assert opened_names(vault_path, recovery_code=recovery_code) == ["Ada", "Bea"]


def test_a_poor_or_wrong_passphrase_changes_nothing(session: Session, vault_path: Path) -> None:
    header = session.unlocked.header
    with pytest.raises(PassphraseRefused):
        keys.change_passphrase(session, PASSPHRASE, "short", known=True)
    with pytest.raises(WrongPassphrase):
        keys.change_passphrase(session, "not this one, surely not", NEW)
    assert session.unlocked.header == header


def test_after_the_recovery_code_the_old_passphrase_is_not_asked(vault_path: Path, recovery_code: str) -> None:
    opened = Session.open(vault_path, recovery_code=recovery_code)
    keys.change_passphrase(opened, None, NEW, known=True, kdf=CHEAP)
    opened.close()
    with pytest.raises(WrongPassphrase):
        folder.unlock(vault_path, passphrase=PASSPHRASE)
    assert opened_names(vault_path, passphrase=NEW) == []
    assert opened_names(vault_path, recovery_code=recovery_code) == []


@pytest.mark.parametrize("way", ["passphrase", "recovery_code"])
def test_a_new_recovery_code_replaces_the_old_one_here_and_not_in_older_copies(
    vault_path: Path, recovery_code: str, tmp_path: Path, way: str
) -> None:
    earlier = tmp_path / "Earlier.satchel"
    shutil.copytree(vault_path, earlier)
    given = {"passphrase": PASSPHRASE, "recovery_code": recovery_code}[way]
    session = Session.open(vault_path, **{way: given})
    auditor = session.unlocked.policy.auditor
    code = keys.renew_recovery(session)
    rules = session.unlocked.policy
    assert rules.auditor != auditor
    assert {auditor.box, rules.auditor.box} <= rules.auditors
    session.write(edit.add, "contact", {"name": "Cleo"}).result()
    assert keys.renew_recovery(session) != code
    code = keys.renew_recovery(session)
    session.close()
    with pytest.raises(WrongRecoveryCode):
        folder.unlock(vault_path, recovery_code=recovery_code)
    assert opened_names(vault_path, recovery_code=code) == ["Cleo"]
    assert opened_names(vault_path, passphrase=PASSPHRASE) == ["Cleo"]
    assert opened_names(earlier, recovery_code=recovery_code) == []


def test_an_auditor_of_his_own_stays_when_the_code_is_renewed(session: Session) -> None:
    wanted = rotating.Wanted(auditor=MemberKey.generate().public)
    session.order(lambda vault: turned(vault, wanted)).result()
    keys.renew_recovery(session)
    assert session.unlocked.policy.auditor == wanted.auditor


def turned(vault: OpenVault, wanted: rotating.Wanted) -> None:
    """Another vault key with whatever else is wanted."""
    ready = rotating.prepare(vault.unlocked, wanted, always)
    vault.change_over(lambda: rotating.put_in_force(vault.unlocked, ready))


def test_stopped_at_any_step_nothing_has_changed(session: Session, vault_path: Path) -> None:
    steps, header = 0, session.unlocked.header
    keys_before = (vault_path / "vault.hdr").read_bytes()
    while True:
        left = [steps]

        def cancelled(left: list[int] = left) -> bool:
            left[0] -= 1
            return left[0] < 0

        try:
            keys.rotate(session, always, cancelled)
            break
        except Cancelled:
            assert session.unlocked.header == header
            assert (vault_path / "vault.hdr").read_bytes() == keys_before
            assert databases(vault_path) == ["data-0001.db"]
            steps += 1
    assert steps >= 3
    assert people(session) == ["Ada"]


def test_rows_that_do_not_add_up_are_not_laundered(session: Session, vault_path: Path) -> None:
    session.order(lambda vault: vault._writer.execute("DROP TRIGGER temp.state_of_contacts_update")).result()
    session.order(lambda vault: vault._writer.execute("UPDATE contacts SET title = 'Meddled'")).result()
    with pytest.raises(StateDiffers):
        keys.rotate(session, always, lambda: False)
    assert databases(vault_path) == ["data-0001.db"]


def test_a_vault_in_doubt_keeps_its_key(session: Session) -> None:
    session.order(lambda vault: vault.doubt()).result()
    with pytest.raises(StateDiffers):
        keys.rotate(session, always, lambda: False)


def test_only_an_administrator_changes_the_vault_key(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session.unlocked.policy, "administrators", set())
    with pytest.raises(AdministratorRequired):
        keys.rotate(session, always, lambda: False)


def test_databases_that_no_header_names_are_swept_and_nothing_else(vault_path: Path) -> None:
    others = (
        "data-0002.db",
        "data-0002.db-wal",
        "data-0007.db-shm",
        "data-0002.db.before-2",
        "data-0003.db.before-2.new",
    )
    kept = ("data-2.db", "data-0002.db.copy", "notes-data-0002.db")
    for name in (*others, *kept):
        (vault_path / name).write_bytes(b"left")
    assert opened_names(vault_path, passphrase=PASSPHRASE) == []
    assert not any((vault_path / name).exists() for name in others)
    assert all((vault_path / name).exists() for name in kept)


def test_a_dearer_derivation_is_kept_and_a_cheaper_one_refused(session: Session, vault_path: Path) -> None:
    dear = type(CHEAP)(memory_kib=72 * 1024)
    assert session.order(lambda vault: rekeying.raise_cost(vault.unlocked, PASSPHRASE, dear)).result()
    assert not session.order(lambda vault: rekeying.raise_cost(vault.unlocked, PASSPHRASE, CHEAP)).result()
    session.close()
    assert folder.info(vault_path).kdf == (dear,)
    assert opened_names(vault_path, passphrase=PASSPHRASE) == ["Ada"]
