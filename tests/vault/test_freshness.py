"""Older files put back are found, said, and the vault can only be read until its administrator decides."""

import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from app import edit, lists
from app.session import Session
from tests.vaults import PASSPHRASE
from vault import database, folder, stateroot
from vault.errors import AdministratorRequired, SatchelError
from vault.errors_of_keeping import NoDoubt
from vault.freshness import Witness, against, marks
from vault.opened import OpenVault
from vault.unlocked import Unlocked


def visit(path: Path, *names: str, crash: bool = False) -> None:
    """Open, add people, close: as a session does, or as a crash leaves it."""
    session = Session.open(path, passphrase=PASSPHRASE)
    for name in names:
        session.write(edit.add, "contact", {"name": name}).result()
    if crash:
        leave(session)
    else:
        session.close()


def leave(session: Session) -> None:
    """As a kill leaves the folder: every file as it is at this moment, put back after the connections are closed."""
    path, aside = session.path, session.path.with_name("as-killed")
    shutil.copytree(path, aside)
    session._worker.close()
    session._vault._writer.close()
    session.unlocked.abandon()
    shutil.rmtree(path)
    aside.rename(path)


def doubts(path: Path) -> list[str]:
    """What opening finds. Reading works, writing does not, and closing leaves the doubt for the next opening."""
    found: list[str] = []
    for _ in range(2):
        session = Session.open(path, passphrase=PASSPHRASE)
        try:
            found = [doubt.kind for doubt in session.doubts]
            assert session.read(lists.count, "contact").result() >= 0
            if found:
                with pytest.raises(SatchelError) as refused:
                    session.write(edit.add, "contact", {"name": "Late"}).result()
                assert refused.value.kind == found[0]
        finally:
            session.close()
    return found


def copied(path: Path, *files: str) -> Callable[[], None]:
    """Keeps the files as they are now; gives a function that puts them back (or takes away what was not there)."""
    kept = {name: (path / name).read_bytes() if (path / name).exists() else None for name in files}

    def put_back() -> None:
        for name, data in kept.items():
            (path / name).unlink(missing_ok=True)
            if data is not None:
                (path / name).write_bytes(data)

    return put_back


def test_a_vault_used_as_it_should_be_raises_no_doubt(vault_path: Path) -> None:
    for number in range(3):
        visit(vault_path, f"Ada {number}")
    visit(vault_path, "Bea", crash=True)
    assert doubts(vault_path) == []
    session = Session.open(vault_path, passphrase=PASSPHRASE)
    assert session.read(session.adds_up).result()
    assert session.read(lists.count, "contact").result() == 4
    with pytest.raises(NoDoubt):
        session.accept().result()
    session.close()


@pytest.mark.parametrize("crash", [False, True])
def test_an_older_database_put_back_is_found(vault_path: Path, crash: bool) -> None:
    visit(vault_path, "Ada")
    put_back = copied(vault_path, "data-0001.db", "data-0001.db-wal", "data-0001.db-shm")
    visit(vault_path, "Bea", crash=crash)
    put_back()
    assert doubts(vault_path) == ["vault_older"]


def test_an_older_database_with_its_mark_put_back_is_found_by_the_header(vault_path: Path) -> None:
    visit(vault_path, "Ada")
    put_back = copied(vault_path, "data-0001.db", "seen")
    visit(vault_path, "Bea")
    put_back()
    assert doubts(vault_path) == ["seen_older"]
    put_back()
    (vault_path / "seen").unlink()
    assert doubts(vault_path) == ["seen_missing"]


def test_an_older_header_put_back_is_found(vault_path: Path) -> None:
    visit(vault_path, "Ada")
    put_back = copied(vault_path, "vault.hdr", "vault.hdr.prev")
    with folder.unlock(vault_path, passphrase=PASSPHRASE) as unlocked:
        folder.change_passphrase(unlocked, "a passphrase of quite another kind 7")
    put_back()
    assert doubts(vault_path) == ["header_older"]


def test_an_older_header_with_its_mark_is_found_by_the_database(vault_path: Path) -> None:
    visit(vault_path, "Ada")
    put_back = copied(vault_path, "vault.hdr", "vault.hdr.prev", "seen")
    visit(vault_path, "Bea")
    visit(vault_path, "Cleo")
    put_back()
    assert doubts(vault_path) == ["header_older"]


def test_a_log_taken_away_after_a_crash_is_found(vault_path: Path) -> None:
    visit(vault_path, "Ada")
    visit(vault_path, "Bea", crash=True)
    assert (vault_path / "data-0001.db-wal").stat().st_size > 0
    (vault_path / "data-0001.db-wal").unlink()
    assert doubts(vault_path) == ["vault_older"]


@pytest.mark.parametrize("keep", [0, 32, 4_000, 12_000])
def test_a_log_cut_after_a_crash_is_found(vault_path: Path, keep: int) -> None:
    visit(vault_path, "Ada")
    visit(vault_path, "Bea", "Cleo", crash=True)
    log = vault_path / "data-0001.db-wal"
    log.write_bytes(log.read_bytes()[:keep])
    assert doubts(vault_path) == ["vault_older"]


def test_a_forged_mark_is_not_believed(vault_path: Path) -> None:
    visit(vault_path, "Ada")
    seen = vault_path / "seen"
    whole = seen.read_bytes()
    for changed in (bytes([whole[0] ^ 1]) + whole[1:], whole[:-1], (9).to_bytes(8) + whole[8:], b"x"):
        seen.write_bytes(changed)
        assert doubts(vault_path) == ["seen_forged"]
        decide(vault_path)


def decide(path: Path) -> None:
    session = Session.open(path, passphrase=PASSPHRASE)
    session.accept().result()
    session.close()


def test_an_old_page_put_back_is_found_by_the_state_root(vault_path: Path) -> None:
    visit(vault_path, *(f"Ada {number}" for number in range(40)))
    older = (vault_path / "data-0001.db").read_bytes()
    session = Session.open(vault_path, passphrase=PASSPHRASE)
    one = session.read(lists.page, "contact").result().rows[0]
    session.write(edit.change, one.id, {"title": "Head of sales"}).result()
    session.close()
    newer = bytearray((vault_path / "data-0001.db").read_bytes())
    changed = [at for at in range(4096, len(older), 4096) if older[at : at + 4096] != newer[at : at + 4096]]
    found = set()
    for at in changed:
        page = bytes(newer)
        (vault_path / "data-0001.db").write_bytes(page[:at] + older[at : at + 4096] + page[at + 4096 :])
        found.add(opened_and_proved(vault_path))
        (vault_path / "data-0001.db").write_bytes(newer)
        decide_quietly(vault_path)
        newer = bytearray((vault_path / "data-0001.db").read_bytes())
    assert "state_differs" in found
    assert found <= {"state_differs", "written_elsewhere", "vault_older", "trail_cut", "damaged", "index"}


def opened_and_proved(path: Path) -> str:
    """What is found, at once or by adding up."""
    try:
        session = Session.open(path, passphrase=PASSPHRASE)
    except SatchelError:
        return "damaged"
    try:
        if session.doubts:
            return session.doubts[0].kind
        return "index" if session.read(session.adds_up).result() else "state_differs"
    except SatchelError:
        return "damaged"
    finally:
        session.close()


def decide_quietly(path: Path) -> None:
    session = Session.open(path, passphrase=PASSPHRASE)
    if session.doubts:
        session.accept().result()
    session.close()


def test_what_does_not_add_up_stays_in_doubt_until_the_administrator_decides(vault_path: Path) -> None:
    visit(vault_path, "Ada")
    with folder.unlock(vault_path, passphrase=PASSPHRASE) as unlocked:
        meddle(unlocked, "UPDATE contacts SET title = 'Meddled'")
    session = Session.open(vault_path, passphrase=PASSPHRASE)
    assert session.doubts == ()
    assert not session.read(session.adds_up).result()
    with pytest.raises(SatchelError, match="state_differs"):
        session.write(edit.add, "contact", {"name": "Late"}).result()
    session.close()
    assert doubts(vault_path) == ["state_differs"]
    decide(vault_path)
    assert doubts(vault_path) == []
    session = Session.open(vault_path, passphrase=PASSPHRASE)
    assert session.read(session.adds_up).result()
    session.close()


def meddle(unlocked: Unlocked, statement: str) -> None:
    """Write as another program with the key does: past the triggers."""
    with closing(database.connect(unlocked)) as connection:
        connection.execute(statement)


@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        ("UPDATE vault_state SET value = value + 1 WHERE key = 'commit_counter'", "written_elsewhere"),
        ("UPDATE vault_state SET value = value - 1 WHERE key = 'commit_counter'", "vault_older"),
        ("DELETE FROM audit WHERE seq = (SELECT max(seq) FROM audit)", "trail_cut"),
        ("UPDATE audit SET chain = x'00' WHERE seq = (SELECT max(seq) FROM audit)", "trail_cut"),
        ("INSERT OR REPLACE INTO marks VALUES ('root', x'00')", "written_elsewhere"),
        ("CREATE TABLE other (a)", "written_elsewhere"),
        ("CREATE TRIGGER late AFTER INSERT ON contacts BEGIN DELETE FROM contacts; END", "written_elsewhere"),
    ],
    ids=["commit more", "commit less", "tail cut", "chain changed", "root changed", "pages added", "trigger planted"],
)
def test_what_another_program_did_after_closing_is_found(vault_path: Path, statement: str, kind: str) -> None:
    visit(vault_path, "Ada")
    with folder.unlock(vault_path, passphrase=PASSPHRASE) as unlocked:
        meddle(unlocked, statement)
    assert doubts(vault_path) == [kind]


def test_after_the_decision_the_vault_is_written_and_the_trail_says_so(vault_path: Path) -> None:
    visit(vault_path, "Ada")
    put_back = copied(vault_path, "data-0001.db")
    visit(vault_path, "Bea")
    put_back()
    decide(vault_path)
    session = Session.open(vault_path, passphrase=PASSPHRASE)
    session.write(edit.add, "contact", {"name": "Cleo"}).result()
    acts = session.read(lambda reader: reader.rows("SELECT entry FROM audit")).result()
    assert any('"action":"accept"' in str(text) and "vault_older" in str(text) for (text,) in acts)
    session.close()


def test_only_an_administrator_decides(vault_path: Path) -> None:
    visit(vault_path, "Ada")
    (vault_path / "seen").unlink()
    session = Session.open(vault_path, passphrase=PASSPHRASE)
    session.unlocked.policy.administrators.clear()
    with pytest.raises(AdministratorRequired):
        session.accept().result()
    session.close()
    assert doubts(vault_path) == ["seen_missing"]


def test_a_witness_of_the_same_lineage_speaks_and_another_is_silent(vault_path: Path) -> None:
    vault = OpenVault(folder.unlock(vault_path, passphrase=PASSPHRASE))
    now = marks(vault._writer)
    vault.close()
    assert against(Witness(now.lineage, now.commits, now.entries), now) == []
    older = against(Witness(now.lineage, now.commits + 1, now.entries), now)
    cut = against(Witness(now.lineage, now.commits, now.entries + 1), now)
    assert [each.kind for each in older + cut] == ["vault_older", "trail_cut"]
    assert against(Witness(bytes(16), now.commits + 9, now.entries + 9), now) == []


def test_the_root_follows_every_kind_of_statement(vault_path: Path) -> None:
    vault = OpenVault(folder.unlock(vault_path, passphrase=PASSPHRASE))
    key = vault.unlocked.subkey("state")
    for statement in (
        "INSERT INTO kept VALUES ('a', 'b', '{}', 1), ('a', 'c', '{}', 2)",
        "INSERT OR REPLACE INTO kept VALUES ('a', 'b', '[]', 3)",
        "INSERT OR IGNORE INTO kept VALUES ('a', 'b', '1', 4)",
        "UPDATE kept SET at = at + 1",
        "DELETE FROM kept WHERE name = 'c'",
        "DELETE FROM kept",
    ):
        before = stateroot.stored(vault._writer)
        vault.transact(lambda tx, said=statement: tx.connection.execute(said))  # type: ignore[misc]
        assert stateroot.stored(vault._writer) == stateroot.computed(vault._writer, key) != before
    with pytest.raises(ZeroDivisionError):
        vault.transact(lambda tx: [tx.connection.execute("DELETE FROM users"), 1 / 0])
    vault.transact(lambda tx: None)
    assert stateroot.stored(vault._writer) == stateroot.computed(vault._writer, key)
    vault.close()
