"""Five hundred planted values come in by every door, and lie in clear nowhere: not while the program runs, not after
it has died of an exception that held them and of an abort.
"""

import base64
import csv
import json
import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import xlsxwriter

from app import finding, lists
from app.session import Session
from tests.e2e import planted
from vault import folder, recovery

ROOT = Path(__file__).parents[2]
HEADS = {"name": "Name", "email": "E-mail", "phone": "Phone", "notes": "Notes", "id_number": "Identity number"}
HEADS_ZH = {"name": "姓名", "email": "邮箱", "phone": "电话", "notes": "备注", "id_number": "证件号码"}


def table(heads: dict[str, str], first: int) -> list[list[str]]:
    """Rows of people made of planted values, under headings."""
    people = [planted.person(number) for number in range(first, first + planted.ROWS)]
    return [list(heads.values()), *([person[name] for name in heads] for person in people)]


def set_out(desk: Path) -> None:
    """What a person has lying about: passphrase and two files. Never searched."""
    desk.mkdir()
    (desk / "passphrase").write_text(planted.PASSPHRASE, "utf-8")
    with (desk / planted.FILES[0]).open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(table(HEADS, 0))
    with xlsxwriter.Workbook(str(desk / planted.FILES[1])) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(table(HEADS_ZH, planted.ROWS)):
            sheet.write_row(number, 0, row)


@dataclass(frozen=True)
class Program:
    """A program that took everything in: its folders, and what it left open and said."""

    vault: Path
    desk: Path
    folders: tuple[Path, ...]
    running: subprocess.Popen[str]
    watched: Path
    watched_since: int
    said: Path

    def shown_to_others(self) -> bytes:
        """What every user of the machine sees of the process: its command and the names of its threads."""
        process = Path(f"/proc/{self.running.pid}")
        return b"\n".join(each.read_bytes() for each in (process / "cmdline", *process.glob("task/*/comm")))

    def die(self) -> int:
        """Let it go on to its end; gives the status."""
        assert self.running.stdin is not None
        self.running.stdin.write("on\n")
        self.running.stdin.close()
        return self.running.wait(60)


@pytest.fixture
def program(tmp_path: Path, own_home: Path) -> Iterator[Program]:
    """The program, after it has worked."""
    desk, vault, watched, place = (tmp_path / name for name in ("desk", "Own.satchel", "watched", "place"))
    set_out(desk)
    watched.mkdir()
    place.mkdir()
    names = dict.fromkeys(("TMPDIR", "TEMP", "TMP", "SQLITE_TMPDIR"), str(watched))
    environment = os.environ | names | {"PYTHONPATH": str(ROOT), "SATCHEL_DEBUG": "1", "PYTHONFAULTHANDLER": "1"}
    said = tmp_path / "said"
    most = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (most[1], most[1]))
    with said.open("wb") as stream:
        running = subprocess.Popen(
            [sys.executable, "-P", "-m", "tests.e2e.planting", str(desk), str(vault)], cwd=place, env=environment,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=stream, text=True,
        )  # fmt: skip
    resource.setrlimit(resource.RLIMIT_CORE, most)
    since = watched.stat().st_mtime_ns
    assert running.stdout is not None
    assert any(line == "ready\n" for line in running.stdout), said.read_text("utf-8")
    yield Program(vault, desk, (vault, own_home, watched, place), running, watched, since, said)
    running.kill()
    running.wait()
    for pipe in (running.stdin, running.stdout):
        assert pipe is not None
        pipe.close()


def secrets_of(program: Program) -> list[bytes]:
    """Keys and codes of the vault, as bytes and as people write them."""
    code = (program.desk / "recovery").read_text("utf-8")
    code = next(word for word in code.split() if word.count("-") == 8)
    with folder.unlock(program.vault, passphrase=planted.PASSPHRASE) as opened:
        keys = [*opened.held_keys().values(), opened.database_key(), opened.member_key.seed, recovery.read(code)]
    texts = [code, code.replace("-", ""), code.lower(), *(key.hex() for key in keys)]
    return [*keys, *(text.encode(coding) for text in texts for coding in ("utf-8", "utf-16-le"))]


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_five_hundred_values_lie_in_clear_nowhere(program: Program) -> None:
    assert planted.in_files(*program.folders) == {}
    assert len(list((program.desk / "open").iterdir())) >= 5  # database, its log, the lock, seen, the program's log
    assert planted.in_files(program.desk / "open") == {}
    assert planted.found_in(program.shown_to_others()) == set()
    assert (program.vault / "data-0001.db-wal").stat().st_size > 0

    assert program.die() == -6
    assert planted.in_files(*program.folders) == {}
    said = program.said.read_bytes()
    assert b"Satchel: RuntimeError" in said and b"Fatal Python error: Aborted" in said
    assert planted.found_in(said) == set()
    assert not [path.name for path in program.folders[-1].iterdir()]
    assert program.watched.stat().st_mtime_ns == program.watched_since

    keys = secrets_of(program)
    everything = b"".join(path.read_bytes() for each in program.folders for path in each.rglob("*") if path.is_file())
    assert [key for key in keys if key in everything + said] == []
    session = Session.open(program.vault, passphrase=planted.PASSPHRASE)
    try:
        people = session.read(lists.page, "contact", limit=1000).result().rows
        assert len({row.id for row in people}) == 2 * planted.ROWS + 19
        assert session.read(finding.find, planted.values("name", 0, 1)[0]).result()
    finally:
        session.close()


def test_there_are_five_hundred_of_them() -> None:
    people = [value for number in range(2 * planted.ROWS + 20) for value in planted.person(number).values()]
    others = [value for kind in ("company", "draft", "search", "filter") for value in planted.values(kind, 80, 20)]
    assert len({*people, *others, planted.PASSPHRASE, *planted.FILES}) > 500


@pytest.mark.parametrize("core", [core for cores in planted.CORES.values() for core in cores])
@pytest.mark.parametrize("form", ["plain", "upper", "wide", "hex", "base64", "base64_wide", "json"])
def test_what_lies_in_clear_is_found_in_every_form(core: str, form: str, tmp_path: Path) -> None:
    text = f"..{core} abc"
    lying = {
        "plain": text.encode(), "upper": text.upper().encode(), "wide": text.encode("utf-16-be"),
        "hex": text.encode().hex().upper().encode(), "base64": base64.b64encode(text.encode()),
        "base64_wide": base64.b64encode(b"." + text.encode("utf-16-le")), "json": json.dumps(text).encode(),
    }[form]  # fmt: skip
    (tmp_path / "file").write_bytes(os.urandom(1000) + lying + os.urandom(1000))
    assert core in {found for _, found in planted.in_files(tmp_path)["file"]}
