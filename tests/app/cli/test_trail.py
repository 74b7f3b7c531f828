"""`audit`: what was done, whether the trail holds, what the auditor's key adds, and a root kept on paper."""

import re
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.app.cli.conftest import PASSPHRASE, Satchel
from vault import aside, database, folder
from vault.recovery import new_code


def meddle(path: Path, statement: str) -> None:
    """Write as another program with the key does."""
    with folder.unlock(path, passphrase=PASSPHRASE) as unlocked, closing(database.connect(unlocked)) as connection:
        connection.execute(statement)


def test_the_trail_names_what_was_done_and_holds(satchel: Satchel, added: Callable[..., str]) -> None:
    record = added("contact", "name=Zedekiah Unusual")
    satchel("show", record)
    satchel("find", "zedekiah")
    entries = satchel("audit", "list", "--json").json["entries"]
    acts = [(entry["action"], entry.get("record")) for entry in entries]
    assert ("view", record) in acts
    assert ("create", record) in acts
    assert any(action == "search" for action, _ in acts)
    assert all(entry["time"].endswith("Z") for entry in entries)
    assert "edekiah" not in satchel("audit", "list", "--json").out
    verdict = satchel("audit", "verify", "--json").json
    assert verdict["ok"] is True
    assert verdict["entries"] > len(entries)
    assert verdict["checkpoints"] > 0
    assert (verdict["broken_at"], verdict["macs"], verdict["auditor"]) == (None, "not_checked", None)


def test_the_trail_lists_so_many_as_asked(satchel: Satchel) -> None:
    assert len(satchel("audit", "list", "--limit", "1", "--json").json["entries"]) == 1
    lines = satchel("audit", "list", "--limit", "1").out.splitlines()
    assert "unlock" in lines[-1]


@pytest.mark.parametrize("option", ["--auditor-code-file", "--recovery-code-file"])
def test_with_the_recovery_code_the_macs_are_checked_and_it_is_said(
    satchel: Satchel, recovery_file: Path, option: str
) -> None:
    satchel("audit", "list")
    verdict = satchel("audit", "verify", option, recovery_file, "--json").json
    assert (verdict["ok"], verdict["macs"], len(verdict["auditor"])) == (True, "checked", 64)
    assert "needs the recovery code" in satchel("audit", "verify").out
    assert "all are right" in satchel("audit", "verify", option, recovery_file).out


def test_a_code_of_another_vault_is_refused(satchel: Satchel, tmp_path: Path) -> None:
    other = tmp_path / "code.txt"
    other.write_text("AAAA-AAAA-AAAA-AAAA-AAAA-AAAA-AAAA-AAAA-AAAA")
    assert satchel("audit", "verify", "--auditor-code-file", other, "--json").error["kind"] == "recovery_code_unsound"
    other.write_text(new_code())
    assert satchel("audit", "verify", "--auditor-code-file", other, "--json").error["kind"] == "auditor_unknown"
    gone = satchel("audit", "verify", "--auditor-code-file", tmp_path / "none", "--json").error
    assert (gone["kind"], gone["option"]) == ("option_file_unavailable", "--auditor-code-file")


def test_a_broken_trail_is_told_in_a_sentence_with_the_entry_and_the_kind(satchel: Satchel, path: Path) -> None:
    satchel("audit", "list")
    meddle(path, "DELETE FROM audit WHERE seq = 2")
    run = satchel("audit", "verify", "--json")
    assert (run.json["ok"], run.json["broken_at"], run.json["why"]) == (False, 2, "missing")
    assert run.error["kind"] == "trail_broken"
    assert "from entry 2 on: an entry is missing" in run.err
    assert run.status == satchel("audit", "verify").status != 0


@pytest.mark.parametrize("noted", ["", "0:" + "a" * 64, "00:" + "a" * 64, "1:aa", "x"])
def test_a_note_that_speaks_of_no_entry_proves_nothing_and_is_refused(satchel: Satchel, noted: str) -> None:
    run = satchel("audit", "verify", "--against", noted, "--json")
    assert (run.status, run.error["kind"], run.error["argument"]) == (2, "bad_arguments", "--against")


def test_a_note_that_was_compared_is_named(satchel: Satchel) -> None:
    sealed = satchel("audit", "seal", "--json").json
    said = satchel("audit", "verify", "--against", f"{sealed['entries']}:{sealed['root']}").out
    assert f"begins with the {sealed['entries']} entries whose root was noted" in said
    assert "was noted" not in satchel("audit", "verify").out


def test_what_was_sealed_on_paper_is_proved_later(satchel: Satchel, path: Path) -> None:
    sealed = satchel("audit", "seal", "--json").json
    paper = satchel("audit", "seal").out
    groups = " ".join(sealed["root"][at : at + 8] for at in range(0, 64, 8))
    assert sealed["time"].endswith("Z")
    assert re.search(r"^root (?:[0-9a-f]{8} ){7}[0-9a-f]{8}$", paper, re.MULTILINE)
    assert satchel("audit", "verify", "--against", f"{sealed['entries']}:{sealed['root']}").status == 0
    assert satchel("audit", "verify", "--against", f"{sealed['entries']}:{groups}").status == 0
    wrong = satchel("audit", "verify", "--against", f"{sealed['entries']}:{'0' * 64}", "--json")
    assert (wrong.json["ok"], wrong.json["broken_at"], wrong.json["why"]) == (False, sealed["entries"], "noted")
    later = satchel("audit", "verify", "--against", f"9999:{sealed['root']}", "--json")
    assert later.json["why"] == "cut"


@pytest.mark.parametrize("paper", ["7", "x:00", "7:00", f"-1:{'0' * 64}", f"7:{'g' * 64}", f"{'9' * 40}:{'0' * 64}"])
def test_what_is_no_root_is_a_matter_of_usage(satchel: Satchel, paper: str) -> None:
    run = satchel("audit", "verify", "--against", paper, "--json")
    assert (run.status, run.error["kind"]) == (2, "bad_arguments")


def test_what_the_trail_cannot_do_is_a_matter_of_usage(satchel: Satchel) -> None:
    assert satchel("audit", "frob").status == 2
    assert satchel("audit").status == 2


def test_reads_beside_a_vault_in_doubt_are_listed_for_the_auditor(
    satchel: Satchel, added: Callable[..., str], path: Path, recovery_file: Path
) -> None:
    record = added("contact", "name=Ann")
    (path / "seen").unlink()
    satchel("show", record)
    assert (path / aside.FILE).exists()
    assert "beside" not in satchel("audit", "list", "--json").json
    run = satchel("audit", "list", "--auditor-code-file", recovery_file, "--json")
    assert [(fact["action"], fact["record"]) for fact in run.json["beside"]] == [("view", record)]
    assert satchel("audit", "seal", "--json").error["kind"] == "seen_missing"
    assert record in satchel("audit", "list", "--auditor-code-file", recovery_file, "--limit", "1").out


def test_check_with_the_recovery_code_checks_the_macs_too(satchel: Satchel, path: Path, recovery_file: Path) -> None:
    satchel("audit", "list")
    meddle(path, "UPDATE audit SET mac = zeroblob(32) WHERE seq = 2")
    whats = [
        {finding["what"] for finding in satchel("check", *words, "--json").json["findings"]}
        for words in ((), ("--recovery-code-file", recovery_file))
    ]
    assert "trail_mac" not in whats[0]
    assert "trail_mac" in whats[1]


@pytest.mark.parametrize("words", [("add", "contact", "name=Ann"), ("rotate",), ("audit", "seal")], ids=lambda w: w[0])
def test_a_doubt_is_told_once_even_where_it_ends_the_command(
    satchel: Satchel, path: Path, words: tuple[str, ...]
) -> None:
    (path / "seen").unlink()
    run = satchel(*words)
    assert run.status == 4
    assert run.err.count("\n") == run.err.count("satchel accept") == 1
