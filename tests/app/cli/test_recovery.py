"""`recovery check`: the code on paper against the vault."""

from pathlib import Path

import pytest

from app import kits
from app.kits import Proof
from app.session import Session
from tests.app.cli.conftest import PASSPHRASE, Satchel
from vault import recovery


def proof(path: Path) -> Proof:
    """What the vault knows of its kit."""
    session = Session.open(path, passphrase=PASSPHRASE)
    try:
        return session.read(kits.proof, session.unlocked).result()
    finally:
        session.close()


def test_a_vault_made_here_asks_until_its_code_was_checked(satchel: Satchel, path: Path, recovery_file: Path) -> None:
    assert proof(path).due
    run = satchel("recovery", "check", "--recovery-code-file", recovery_file, "--json")
    assert run.status == 0
    assert run.json == {"vault": run.json["vault"], "user": "Mina", "opens": True, "confirmed": True}
    assert len(run.json["vault"]) == 64
    assert proof(path).confirmed_on is not None
    assert not proof(path).due


def test_it_needs_no_passphrase_and_leaves_the_passphrase_in_force(
    satchel: Satchel, recovery_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = recovery_file.parent / "secret"
    file.write_text(PASSPHRASE + "\n", encoding="utf-8")
    file.chmod(0o600)
    monkeypatch.delenv("SATCHEL_PASSPHRASE_FILE")
    run = satchel("recovery", "check", "--recovery-code-file", recovery_file)
    assert run.status == 0
    assert "Mina" in run.out
    assert satchel("list", "deal", "--passphrase-file", file).status == 0


def test_it_says_the_fingerprint_that_stands_on_the_page(satchel: Satchel, recovery_file: Path) -> None:
    run = satchel("recovery", "check", "--recovery-code-file", recovery_file)
    assert kits.fingerprint(satchel("info", "--json").json["vault"]) in run.out


def test_what_is_no_text_is_no_code(satchel: Satchel, tmp_path: Path) -> None:
    (tmp_path / "code").write_bytes(b"\xff\xfe\x00")
    run = satchel("recovery", "check", "--recovery-code-file", tmp_path / "code", "--json")
    assert (run.status, run.error["kind"]) == (3, "recovery_code_unsound")


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (recovery.written(bytes(20)), "wrong_recovery_code"),
        ("ABCD-EFGH", "recovery_code_unsound"),
        ("0O1I" * 9, "recovery_code_mistyped"),
    ],
    ids=["another vault's", "cut short", "impossible signs"],
)
def test_another_code_is_3_and_confirms_nothing(
    satchel: Satchel, path: Path, tmp_path: Path, code: str, kind: str
) -> None:
    file = tmp_path / "code"
    file.write_text(code + "\n", encoding="utf-8")
    run = satchel("recovery", "check", "--recovery-code-file", file, "--json")
    assert (run.status, run.error["kind"]) == (3, kind)
    assert code not in run.out + run.err
    assert proof(path).confirmed_on is None


def test_without_file_and_terminal_the_code_is_a_matter_of_usage(satchel: Satchel) -> None:
    run = satchel("recovery", "check", "--json")
    assert (run.status, run.error["kind"]) == (2, "recovery_code_not_given")
    assert "--recovery-code-file" in run.err


def test_an_unknown_word_after_recovery_is_a_matter_of_usage(satchel: Satchel, recovery_file: Path) -> None:
    run = satchel("recovery", "burn", "--recovery-code-file", recovery_file, "--json")
    assert (run.status, run.error["kind"]) == (2, "bad_arguments")
