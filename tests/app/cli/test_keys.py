"""`passphrase`, `rotate`, `recovery renew`, `keychain`: the keys of a vault over time."""

import sys
from pathlib import Path

import pytest

from app import keys
from app.cli import codes
from app.errors import OptionFileUnavailable
from tests.app.cli.conftest import Satchel
from tests.vault import secret_service
from vault import keychain
from vault.errors_of_keeping import KeychainUnavailable

NEW = "seven green lanterns over the harbour"


@pytest.fixture
def new_file(tmp_path: Path) -> Path:
    file = tmp_path / "new passphrase"
    file.write_text(NEW + "\n", encoding="utf-8")
    file.chmod(0o600)
    return file


@pytest.mark.parametrize("known", [(), ("--known",)], ids=["changed", "known"])
def test_a_new_passphrase_opens_and_the_old_one_does_not(
    satchel: Satchel, new_file: Path, passphrase_file: Path, known: tuple[str, ...]
) -> None:
    run = satchel("passphrase", "--new-passphrase-file", new_file, "--kdf-memory", "72", *known, "--json")
    assert run.status == 0, run.err
    assert (run.json["changed"], run.json["kdf"]["memory_mib"]) == (True, 72)
    assert satchel("list", "deal", "--passphrase-file", passphrase_file, "--json").status == 3
    assert satchel("list", "deal", "--passphrase-file", new_file).status == 0
    assert satchel("info", "--json").json["generation"] == (2 if known else 1)


def test_a_passphrase_that_is_known_is_not_taken_again(satchel: Satchel, passphrase_file: Path) -> None:
    run = satchel("passphrase", "--known", "--new-passphrase-file", passphrase_file, "--json")
    assert (run.status, run.error["kind"], run.error["reason"]) == (1, "passphrase_refused", "known")
    assert "the one that somebody may know" in run.err
    assert satchel("info", "--json").json["generation"] == 1


def test_a_cost_outside_the_bounds_changes_nothing(satchel: Satchel, new_file: Path) -> None:
    run = satchel("passphrase", "--new-passphrase-file", new_file, "--kdf-memory", "8", "--json")
    assert (run.status, run.error["kind"]) == (1, "kdf_cost_refused")
    assert satchel("list", "deal").status == 0


def test_the_vault_key_is_changed_and_everything_opens(satchel: Satchel, recovery_file: Path) -> None:
    run = satchel("rotate", "--json")
    assert (run.status, run.json["rotated"], run.json["generation"]) == (0, True, 2)
    assert satchel("check", "--deep").status == 0
    assert satchel("list", "deal", "--recovery-code-file", recovery_file).status == 0
    assert satchel("audit", "verify", "--json").json["ok"]


def test_a_new_recovery_code_lies_in_its_file_and_the_old_one_opens_nothing(
    satchel: Satchel, recovery_file: Path, tmp_path: Path
) -> None:
    file = tmp_path / "new code"
    run = satchel("recovery", "renew", "--recovery-file", file, "--json")
    assert (run.status, run.json["recovery_file"]) == (0, str(file))
    assert "recovery_code" not in run.json
    assert file.stat().st_mode & 0o777 == 0o600
    assert satchel("list", "deal", "--recovery-code-file", file).status == 0
    refused = satchel("list", "deal", "--recovery-code-file", recovery_file, "--json")
    assert (refused.status, refused.error["kind"]) == (3, "wrong_recovery_code")
    assert satchel("audit", "verify", "--json").json["ok"]


def test_a_code_that_could_not_be_written_changes_nothing(
    satchel: Satchel, recovery_file: Path, tmp_path: Path
) -> None:
    taken = tmp_path / "taken"
    taken.write_text("precious", encoding="utf-8")
    for file in (taken, tmp_path / "nowhere" / "code"):
        assert satchel("recovery", "renew", "--recovery-file", file, "--json").status == 5
    assert taken.read_text(encoding="utf-8") == "precious"
    assert satchel("recovery", "renew", "--json").status == 2
    assert satchel("list", "deal", "--recovery-code-file", recovery_file).status == 0


def test_a_renewal_that_fails_leaves_no_file(satchel: Satchel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_given: object) -> str:
        raise OptionFileUnavailable(option="--recovery-file", reason="no_space")

    monkeypatch.setattr(keys, "renew_recovery", full)
    assert satchel("recovery", "renew", "--recovery-file", tmp_path / "code").status == 5
    assert not (tmp_path / "code").exists()


def test_a_code_in_force_reaches_somebody_even_if_its_file_fails_then(
    satchel: Satchel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_given: object, **_named: object) -> None:
        raise OptionFileUnavailable(option="--recovery-file", reason="no_space")

    monkeypatch.setattr(codes, "write", full)
    run = satchel("recovery", "renew", "--recovery-file", tmp_path / "code", "--json")
    assert (run.status, run.json["recovery_file"]) == (0, None)
    sheet = tmp_path / "by hand"
    sheet.write_text(run.json["recovery_code"], encoding="utf-8")
    assert satchel("list", "deal", "--recovery-code-file", sheet).status == 0


@pytest.mark.skipif(sys.platform != "linux", reason="a Secret Service is a thing of Linux")
def test_the_keychain_opens_only_when_turned_on_and_asked_for(
    satchel: Satchel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, new_file: Path
) -> None:
    with secret_service.running(tmp_path) as address:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        assert satchel("list", "deal", "--keychain", "--json").error["kind"] == "keychain_missing"
        on = satchel("keychain", "on", "--json")
        assert (on.status, on.json["on"], on.json["until"][-1]) == (0, True, "Z")
        monkeypatch.delenv("SATCHEL_PASSPHRASE_FILE")
        assert satchel("list", "deal", "--json").status == 2
        assert satchel("list", "deal", "--keychain").status == 0
        assert satchel("check", "--keychain").status == 0
        entries = satchel("audit", "list", "--keychain", "--json").json["entries"]
        assert [each["fields"] for each in entries if each["action"] == "unlock"][:2] == [["keychain"]] * 2
        assert satchel("passphrase", "--keychain", "--new-passphrase-file", new_file, "--json").status == 2
        assert satchel("keychain", "off", "--keychain", "--json").json["on"] is False
        assert satchel("list", "deal", "--keychain", "--json").status == 3


def test_a_keychain_that_refuses_leaves_no_trail_of_being_turned_on(
    satchel: Satchel, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refusing() -> None:
        raise KeychainUnavailable

    monkeypatch.setattr(keychain, "of_system", refusing)
    assert satchel("keychain", "on").status == 5
    entries = satchel("audit", "list", "--json").json["entries"]
    assert [each["fields"] for each in entries if each["action"] == "keychain"] == [["off"], ["on"]]


@pytest.mark.parametrize("words", [("keychain", "perhaps"), ("keychain",), ("recovery", "perhaps")], ids=list("abc"))
def test_what_cannot_be_read_is_said(satchel: Satchel, words: tuple[str, ...]) -> None:
    assert satchel(*words, "--json").error["kind"] == "bad_arguments"
