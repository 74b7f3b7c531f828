"""A stranger's first hour on the command line: own vault, import, find, edit, undo, a masked list."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROWS = (
    "姓名;公司;手机;邮箱;备注",
    "王佳宁;杭州云栖科技有限公司;138 0013 8000;jianing@example.cn;老客户",
    "Łukasz Müller;Zürich Werke;+44 20 7946 0203;lukasz@example.com;likes tea",
    "Bad Row;Nowhere;;no-address;",
)


class Stranger:
    """Runs commands as a person would, each in a process of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.vault = folder / "Own.satchel"
        self.passphrase = folder / "passphrase"
        self.passphrase.write_text("correct horse battery staple tango")
        self.passphrase.chmod(0o600)

    def run(self, *words: str, status: int = 0) -> dict[str, object]:
        command = [sys.executable, "-P", "-m", "app", "--json", "--vault", str(self.vault), *words]
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "SATCHEL_PASSPHRASE_FILE": str(self.passphrase)}
        done = subprocess.run(command, cwd=self.folder, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == status, done.stderr
        assert "Traceback" not in done.stderr
        document: dict[str, object] = json.loads(done.stdout)
        return document

    def found(self, text: str) -> list[str]:
        hits = self.run("find", text)["hits"]
        assert isinstance(hits, list)
        return [hit["title"] for hit in hits if hit["noun"] == "contact"]


@pytest.fixture
def stranger(tmp_path: Path) -> Stranger:
    person = Stranger(tmp_path)
    recovery = str(tmp_path / "recovery.txt")
    person.run("new", str(person.vault), "--name", "Own", "--user", "Mina", "--recovery-file", recovery,
               "--kdf-memory", "64")  # fmt: skip
    (tmp_path / "customers.csv").write_bytes("\r\n".join(ROWS).encode())
    return person


def test_from_an_empty_vault_to_a_masked_list(stranger: Stranger) -> None:
    preview = stranger.run("import", "customers.csv", "--dry-run")
    report = stranger.run("import", "customers.csv")
    counts = ("read", "created", "updated", "filled", "skipped", "rejected", "duplicates")
    assert [preview[name] for name in counts] == [report[name] for name in counts] == [3, 2, 0, 0, 0, 1, 0]
    assert stranger.found("13800138000") == stranger.found("佳宁") == stranger.found("138 0013") == ["王佳宁"]
    assert stranger.found("lukasz") == stranger.found("0203") == stranger.found("020 7946 0203") == ["Łukasz Müller"]

    rows = stranger.run("list", "contacts", "--where", 'name = "lukasz muller"')["rows"]
    assert isinstance(rows, list)
    stranger.run("set", rows[0]["id"], "name=Lucas Miller", "phone=+44 20 7946 0999")
    assert stranger.found("0999") == ["Lucas Miller"]
    stranger.run("undo")
    assert stranger.found("0203") == ["Łukasz Müller"] and stranger.found("0999") == []

    stranger.run("export", "contacts", "--out", "masked.csv")
    text = (stranger.folder / "masked.csv").read_text("utf-8-sig")
    assert len(text.splitlines()) == 3
    assert not re.search(r"\d{5}", re.sub(r"\d{4}-\d{2}-\d{2}T[\d:]+Z", "", text).replace(" ", ""))
    assert "Müller" not in text and "lukasz@" not in text

    stranger.run("undo", "--batch", str(report["batch"]))
    assert stranger.run("list", "contacts", "--count")["count"] == 0
    assert stranger.run("check")["ok"] is True


def test_a_wrong_passphrase_and_a_broken_filter_change_nothing_and_say_why(stranger: Stranger) -> None:
    error = stranger.run("list", "contacts", "--where", "stage = = 1", status=2)["error"]
    assert isinstance(error, dict) and error["kind"] == "bad_expression" and error["message"]
    stranger.passphrase.write_text("not the passphrase at all")
    error = stranger.run("list", "contacts", status=3)["error"]
    assert isinstance(error, dict) and error["kind"] == "wrong_passphrase"
