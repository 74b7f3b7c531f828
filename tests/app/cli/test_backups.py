"""`backup run | list | verify | restore | policy`, as scripts and people call them."""

import hashlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.app.cli.conftest import Satchel

Added = Callable[..., str]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    (tmp_path / "out").mkdir()
    return tmp_path / "out"


@pytest.fixture
def file(satchel: Satchel, added: Added, out: Path) -> Path:
    """A backup with one person in it."""
    added("contact", "name=Ada", "email=ada@example.org")
    run = satchel("backup", "run", "--to", out, "--json")
    assert run.status == 0, run.err
    return Path(run.json["backup"])


def test_a_run_tells_file_digest_and_that_it_was_verified(satchel: Satchel, file: Path) -> None:
    found = satchel("backup", "list", "--json").json["backups"]
    assert [(each["backup"], each["state"], each["verified"]) for each in found] == [(str(file), "proved", True)]
    assert found[0]["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
    actions = [each["action"] for each in satchel("audit", "list", "--json").json["entries"]]
    assert "backup" in actions


def test_words_are_said_and_the_same_disk_is_noted(satchel: Satchel, out: Path) -> None:
    run = satchel("backup", "run", "--to", out)
    assert run.status == 0
    assert "Backed up and proved" in run.out
    assert "same disk" in run.err
    assert "proved" in satchel("backup", "list").out


def test_an_empty_list_says_so(satchel: Satchel) -> None:
    assert satchel("backup", "list").out == "No backup was made yet.\n"


def test_disaster_the_vault_is_gone_and_the_backup_brings_it_back(
    satchel: Satchel, outside: Satchel, file: Path, path: Path, tmp_path: Path, recovery_file: Path
) -> None:
    """Journey 8: a vault is lost; its backup opens with the passphrase and with the code on paper."""
    shutil.rmtree(path)
    for number, options in enumerate([(), ("--recovery-code-file", recovery_file)]):
        to = tmp_path / f"R{number}.satchel"
        run = outside("backup", "restore", file, "--to", to, *options, "--json")
        assert (run.status, run.json["path"], run.json["verified"]) == (0, str(to), True)
        rows = outside("list", "contact", "--vault", to, *options, "--json").json["rows"]
        assert [(row["name"], row["email"]) for row in rows] == [("Ada", "ada@example.org")]
        assert outside("check", "--deep", "--vault", to, *options, "--json").json["ok"]


def test_an_old_passphrase_opens_a_backup_of_its_day(
    satchel: Satchel, outside: Satchel, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = tmp_path / "new"
    new.write_text("seven green lanterns over the harbour\n", encoding="utf-8")
    assert satchel("passphrase", "--new-passphrase-file", new).status == 0
    assert satchel("list", "contact").status == 3
    assert outside("backup", "verify", file, "--json").status == 0
    run = outside("backup", "verify", file, "--passphrase-file", new, "--json")
    assert (run.status, run.error["kind"]) == (3, "wrong_passphrase")


def test_verify_needs_no_vault_and_says_which_it_is(
    outside: Satchel, file: Path, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SATCHEL_VAULT", raising=False)
    run = outside("backup", "verify", file, "--json")
    assert (run.status, run.json["verified"], run.json["notes"]) == (0, True, [])
    assert run.json["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
    assert outside("backup", "restore", file, "--to", tmp_path / "R.satchel").status == 0
    other = outside("backup", "verify", file, "--vault", tmp_path / "R.satchel", "--json")
    assert other.json["notes"] == ["backup_of_another_lineage"]
    options = ("--kdf-memory", "64", "--recovery-file", tmp_path / "code")
    assert outside("new", tmp_path / "N.satchel", *options).status == 0
    third = outside("backup", "verify", file, "--vault", tmp_path / "N.satchel", "--json")
    assert third.json["notes"] == ["backup_of_another_vault"]


def test_a_flipped_byte_is_4_and_nothing_is_restored(outside: Satchel, file: Path, tmp_path: Path) -> None:
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    for words in (("verify", file), ("restore", file, "--to", tmp_path / "R.satchel")):
        run = outside("backup", *words, "--json")
        assert (run.status, run.error["kind"], run.error["part"]) == (4, "backup_damaged", "data-0001.db")
    assert not (tmp_path / "R.satchel").exists()


REFUSED = (
    (("run",), 2, "bad_arguments"),
    (("run", "--to", "{tmp}/unplugged"), 5, "backup_place_missing"),
    (("run", "--to", "{vault}"), 1, "backup_place_inside"),
    (("verify",), 2, "bad_arguments"),
    (("verify", "{tmp}/none"), 5, "backup_missing"),
    (("verify", "{vault}/vault.hdr"), 5, "not_a_backup"),
    (("restore", "{file}"), 2, "bad_arguments"),
    (("restore", "{file}", "--to", "{vault}"), 1, "vault_exists"),
    (("restore", "{file}", "--to", "{tmp}/R", "--keychain"), 2, "bad_arguments"),
    (("restore", "{file}", "--to", "{tmp}/R", "--ledger", "{tmp}/none"), 5, "ledger_missing"),
    (("restore", "{file}", "--to", "{tmp}/R", "--ledger", "{tmp}"), 5, "ledger_missing"),
    (("restore", "{file}", "--to", "{vault}/R"), 1, "vault_inside_vault"),
    (("restore", "{file}", "--only", ","), 2, "bad_arguments"),
    (("restore", "{file}", "--only", "x", "--to", "{tmp}/R"), 2, "bad_arguments"),
    (("restore", "{file}", "--only", "x", "--ledger", "{tmp}"), 2, "bad_arguments"),
    (("run", "{file}", "--to", "{tmp}"), 2, "bad_arguments"),
    (("list", "--to", "{tmp}"), 2, "bad_arguments"),
    (("verify", "{file}", "--off"), 2, "bad_arguments"),
    (("verify", "{file}", "--keychain"), 2, "bad_arguments"),
    (("policy", "--keep", "1/1/1"), 2, "bad_arguments"),
    (("policy", "--off", "--every", "1"), 2, "bad_arguments"),
    (("policy", "--to", "{vault}", "--every", "1"), 1, "backup_place_inside"),
    (("policy", "--to", "{tmp}/unplugged", "--every", "1"), 5, "backup_place_missing"),
    (("policy", "--to", "{tmp}"), 2, "bad_arguments"),
    (("policy", "--every", "1"), 2, "bad_arguments"),
    (("policy", "--to", "{tmp}", "--every", "0"), 2, "bad_arguments"),
    (("policy", "--to", "{tmp}", "--every", "1", "--keep", "7/4"), 2, "bad_arguments"),
    (("policy", "--to", "{tmp}", "--every", "1", "--keep", "7/-4/1"), 2, "bad_arguments"),
    (("paint",), 2, "bad_arguments"),
)


def test_what_cannot_be_is_refused_with_its_sentence(satchel: Satchel, file: Path, path: Path, tmp_path: Path) -> None:
    for words, status, kind in REFUSED:
        said = [word.format(tmp=tmp_path, vault=path, file=file) for word in words]
        run = satchel("backup", *said, "--json")
        assert (run.status, run.error["kind"]) == (status, kind), said


@pytest.mark.skipif(os.name != "posix", reason="pipes and devices as POSIX has them")
def test_nothing_waits_for_a_pipe_in_place_of_a_backup(satchel: Satchel, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for file in (tmp_path / "pipe", Path("/dev/zero"), tmp_path):
        assert satchel("backup", "verify", file, "--json").error["kind"] == "not_a_backup"


def test_a_damage_is_told_in_one_language(satchel: Satchel, file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-512])
    assert "its end is not what was written" in satchel("backup", "verify", file).err
    assert "end" not in satchel("backup", "verify", file, "--lang", "zh_CN").err


def test_a_record_of_another_vaults_backup_is_refused_as_such(
    satchel: Satchel, outside: Satchel, tmp_path: Path, out: Path
) -> None:
    other = tmp_path / "Other.satchel"
    assert outside("new", other, "--kdf-memory", "64", "--recovery-file", tmp_path / "c").status == 0
    file = outside("backup", "run", "--to", out, "--vault", other, "--json").json["backup"]
    assert satchel("backup", "restore", file, "--only", "x", "--json").error["kind"] == "backup_of_another"
    run = satchel("backup", "run", "--to", other, "--json")
    assert (run.status, run.error["kind"]) == (1, "backup_place_inside")


def test_a_single_record_comes_back_and_can_be_undone(satchel: Satchel, added: Added, file: Path) -> None:
    record = satchel("list", "contact", "--json").json["rows"][0]["id"]
    run = satchel("backup", "restore", file, "--only", record, "--json")
    assert (run.status, run.error["kind"]) == (1, "record_lives")
    assert satchel("delete", record).status == 0
    run = satchel("backup", "restore", file, "--only", record, "--json")
    assert (run.status, run.json["restored"]) == (0, 2)
    assert record in run.json["ids"]
    assert satchel("list", "contact", "--json").json["rows"][0]["email"] == "ada@example.org"
    assert satchel("undo").status == 0
    assert satchel("list", "contact", "--json").json["rows"] == []


def test_the_policy_is_set_shown_and_taken_back(satchel: Satchel, out: Path) -> None:
    assert satchel("backup", "policy", "--json").json == {"policy": None}
    options = ("--every", "7", "--on-lock", "--after-changes", "100", "--keep", "5/4/3")
    run = satchel("backup", "policy", "--to", out, *options, "--json")
    expected = {"to": str(out), "every_days": 7, "on_lock": True, "after_changes": 100, "keep": "5/4/3"}
    assert run.json == {"policy": expected}
    assert "every 7 days, on every lock, after 100 changes" in satchel("backup", "policy").out
    assert satchel("backup", "policy", "--off", "--json").json == {"policy": None}
