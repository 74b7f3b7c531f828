"""`new`, `info`, `passphrase`, `demo`, and everything that may stand between a person and an open vault."""

import stat
from pathlib import Path

import pytest

from app.cli import codes
from app.errors import OptionFileUnavailable
from app.session import Session
from tests.app.cli.conftest import PASSPHRASE, Satchel


def test_a_new_vault_tells_its_facts_and_puts_the_code_in_its_own_file(outside: Satchel, tmp_path: Path) -> None:
    path, file = tmp_path / "New.satchel", tmp_path / "code"
    run = outside("new", path, "--user", "Mina", "--kdf-memory", "64", "--recovery-file", file, "--json")
    assert run.status == 0
    assert set(run.json) >= {"vault", "user", "kdf", "recovery_file"}
    assert run.json["kdf"]["memory_mib"] == 64
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert file.read_text(encoding="utf-8").count("-") >= 8
    assert outside("list", "deal", "--vault", path, "--recovery-code-file", file, "--json").status == 0


def test_without_a_file_the_code_is_shown_once(outside: Satchel, tmp_path: Path) -> None:
    run = outside("new", tmp_path / "New.satchel", "--kdf-memory", "64", "--user", "Mina")
    assert run.status == 0
    assert any(line.strip().count("-") == 8 for line in run.out.splitlines())


def test_a_new_vault_has_a_pipeline(satchel: Satchel) -> None:
    stages = satchel("list", "stages", "--json").json["rows"]
    assert [row["name"] for row in stages][:2] == ["Lead", "Qualified"]
    assert satchel("undo").status == 1, "the pipeline cannot be undone away"


def test_json_needs_a_file_for_the_code(outside: Satchel, tmp_path: Path) -> None:
    run = outside("new", tmp_path / "New.satchel", "--json")
    assert (run.status, run.error["kind"]) == (2, "recovery_file_required")
    assert not (tmp_path / "New.satchel").exists()


def test_nothing_is_left_of_a_vault_that_could_not_be_made(outside: Satchel, tmp_path: Path) -> None:
    weak = tmp_path / "weak"
    weak.write_text("short\n", encoding="utf-8")
    weak.chmod(0o600)
    code = tmp_path / "code"
    run = outside("new", tmp_path / "N", "--recovery-file", code, "--new-passphrase-file", weak, "--json")
    assert (run.status, run.error["kind"]) == (1, "passphrase_refused")
    assert sorted(tmp_path.iterdir()) == [weak]


def test_without_room_for_the_code_no_vault_is_made(
    outside: Satchel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_given: object) -> None:
        raise OptionFileUnavailable(option="--recovery-file", reason="no_space")

    monkeypatch.setattr(codes, "_fill", full)
    run = outside("new", tmp_path / "N", "--kdf-memory", "64", "--recovery-file", tmp_path / "code", "--json")
    assert (run.status, run.error["reason"]) == (5, "no_space")
    assert list(tmp_path.iterdir()) == []


def test_the_code_of_a_vault_that_is_made_reaches_somebody_even_if_its_file_fails_then(
    outside: Satchel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_given: object, **_named: object) -> None:
        raise OptionFileUnavailable(option="--recovery-file", reason="no_space")

    monkeypatch.setattr(codes, "write", full)
    run = outside("new", tmp_path / "N", "--kdf-memory", "64", "--recovery-file", tmp_path / "code", "--json")
    assert (run.status, run.json["recovery_file"]) == (0, None)
    sheet = tmp_path / "by hand"
    sheet.write_text(run.json["recovery_code"], encoding="utf-8")
    assert outside("list", "deal", "--vault", tmp_path / "N", "--recovery-code-file", sheet).status == 0


def test_an_existing_code_file_is_never_overwritten(outside: Satchel, tmp_path: Path) -> None:
    code = tmp_path / "code"
    code.write_text("precious", encoding="utf-8")
    run = outside("new", tmp_path / "N", "--recovery-file", code, "--json")
    assert (run.status, run.error["reason"]) == (5, "file_exists")
    assert code.read_text(encoding="utf-8") == "precious"
    assert not (tmp_path / "N").exists()


def test_info_needs_no_passphrase(satchel: Satchel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SATCHEL_PASSPHRASE_FILE")
    run = satchel("info", "--json")
    assert run.status == 0
    assert set(run.json) >= {"format", "suite", "vault", "generation", "users", "kdf", "size"}
    assert run.json["users"] == ["Mina"]


def test_a_wrong_passphrase_is_3(satchel: Satchel, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong"
    wrong.write_text("not the passphrase of it\n", encoding="utf-8")
    run = satchel("list", "deal", "--passphrase-file", wrong, "--json")
    assert (run.status, run.error["kind"]) == (3, "wrong_passphrase")
    assert "not the passphrase" not in run.out + run.err


def test_a_recovery_code_that_is_none_is_3(satchel: Satchel, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong"
    wrong.write_text("ABCD-EFGH\n", encoding="utf-8")
    assert satchel("list", "deal", "--recovery-code-file", wrong).status == 3


def test_without_file_and_terminal_the_passphrase_is_a_matter_of_usage(
    satchel: Satchel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SATCHEL_PASSPHRASE_FILE")
    run = satchel("list", "deal", "--json")
    assert (run.status, run.error["kind"]) == (2, "passphrase_not_given")


def test_no_vault_named_is_a_matter_of_usage(outside: Satchel) -> None:
    run = outside("list", "deal", "--json")
    assert (run.status, run.error["kind"]) == (2, "vault_not_chosen")


@pytest.mark.parametrize("place", ["nothing", "file", "folder"])
def test_a_place_that_holds_no_vault_is_5(outside: Satchel, tmp_path: Path, place: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_bytes(b"x")
    assert outside("list", "deal", "--vault", tmp_path / place).status == 5


def test_while_another_holds_the_vault_every_command_but_info_names_it(satchel: Satchel, path: Path) -> None:
    session = Session.open(path, passphrase=PASSPHRASE)
    try:
        for words in (["list", "deal"], ["add", "account", "name=A"], ["check"], ["audit", "verify"], ["undo"]):
            run = satchel(*words, "--json")
            assert (run.status, run.error["kind"]) == (5, "vault_busy"), words
            assert run.error["pid"] > 0
        assert satchel("info", "--json").status == 0
    finally:
        session.close()


def test_a_changed_passphrase_opens_and_the_old_one_no_more(satchel: Satchel, tmp_path: Path) -> None:
    new = tmp_path / "new"
    new.write_text("a quite different set of words\n", encoding="utf-8")
    new.chmod(0o600)
    assert satchel("passphrase", "--new-passphrase-file", new, "--json").json["changed"] is True
    assert satchel("list", "deal").status == 3
    assert satchel("list", "deal", "--passphrase-file", new).status == 0


def test_a_demo_vault_counts_what_it_invented_the_same_for_the_same_seed(outside: Satchel, tmp_path: Path) -> None:
    runs = [outside("demo", tmp_path / name, "--accounts", "5", "--seed", "7", "--json") for name in ("a", "b")]
    assert [run.status for run in runs] == [0, 0]
    assert runs[0].json["counts"] == runs[1].json["counts"]
    assert runs[0].json["counts"]["account"] == 5
    assert outside("list", "contacts", "--vault", tmp_path / "a", "--count").status == 0


def test_damage_is_4_and_check_says_where(satchel: Satchel, path: Path) -> None:
    assert satchel("check", "--deep", "--json").json == {"ok": True, "findings": []}
    file = next(path.glob("data-*.db"))
    data = bytearray(file.read_bytes())
    for place in range(8192, len(data), 4096):
        data[place + 100] ^= 1
    file.write_bytes(data)
    run = satchel("check", "--json")
    assert run.status == 4
    assert run.json["ok"] is False
    assert run.json["findings"]
    assert set(run.json["findings"][0]) == {"area", "severity", "where", "what"}
    assert run.error["kind"] == "vault_has_findings"


def test_a_damaged_header_is_found_by_check_too(satchel: Satchel, path: Path) -> None:
    header = path / "vault.hdr"
    data = bytearray(header.read_bytes())
    data[60] ^= 1
    header.write_bytes(data)
    run = satchel("check", "--json")
    assert run.status == 4
    assert (run.json["findings"][0]["area"], run.json["findings"][0]["severity"]) == ("header", "damaged")
    table = satchel("check", "--lang", "zh_CN").out
    assert "头文件  损坏" in table
    assert "damaged " not in table
    assert satchel("list", "deal").status == 4
