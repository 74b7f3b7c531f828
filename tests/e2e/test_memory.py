"""What the memory of a locked program still holds: none of the keys, and of the rest next to nothing.

Looks into /proc/PID/mem of a process that unlocked, worked and locked. `pytest -rP` prints the table; `LONG_FORM=1`
also opens it by the recovery code.
"""

import ctypes
import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e import planted
from tests.vaults import CHEAP
from vault import folder, recovery, slots
from vault.kdf import stretch
from vault.keys import derive

ROOT = Path(__file__).parents[2]
PEOPLE = range(2)
WAYS = ("passphrase", "recovery_code") if os.environ.get("LONG_FORM") else ("passphrase",)
linux = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")


def regions(process: int) -> Iterator[bytes]:
    """The memory of a process, piece by piece."""
    with Path(f"/proc/{process}/mem").open("rb", buffering=0) as memory:
        for line in Path(f"/proc/{process}/maps").read_text().splitlines():
            place, rights, *rest = line.split()
            start, end = (int(part, 16) for part in place.split("-"))
            if "r" in rights and not (rest[3:] and rest[3].startswith(("[v", "/"))):
                memory.seek(start)
                yield memory.read(end - start)


def counted(process: int, wanted: dict[str, list[bytes]]) -> dict[str, int]:
    """How often each thing is found."""
    found = dict.fromkeys(wanted, 0)
    for piece in regions(process):
        for name, forms in wanted.items():
            found[name] += sum(piece.count(form) for form in forms)
    return found


def wanted_of(vault: Path, passphrase: str, code: str) -> tuple[dict[str, list[bytes]], dict[str, list[bytes]]]:
    """(keys, other secrets and values), each in the forms it can have."""
    with folder.unlock(vault, passphrase=passphrase) as opened:
        slot, seed = opened.header.members[0].slots[0], opened.member_key.seed
        keys = {
            "stretched passphrase": stretch(passphrase, slot.salt, slot.cost),
            "slot key": slots._slot_key(opened.vault, passphrase, slot.salt, slot.cost),
            "member seed": seed, "member box key": derive(seed, "member box", None),
            "member signing key": derive(seed, "member sign", None), "recovery code's bytes": recovery.read(code),
            "database key": opened.database_key(), "header key": opened.subkey("header"),
            **{f"{kind} {generation}": key for (kind, generation), key in opened.held_keys().items()},
        }  # fmt: skip
    forms = {name: [key, key.hex().encode()] for name, key in keys.items()}
    texts = {"passphrase": [passphrase], "recovery code": [code]}
    for field in planted.person(0):
        texts[f"{field} of two people"] = [planted.person(number)[field] for number in PEOPLE]
    codings = ("utf-8", "utf-16-le")
    return forms, {name: [each.encode(coding) for each in said for coding in codings] for name, said in texts.items()}


@linux
@pytest.mark.parametrize("by", WAYS)
def test_a_locked_program_remembers_no_key(by: str, tmp_path: Path) -> None:
    vault, secret, passphrase = tmp_path / "Own.satchel", tmp_path / "secret", f"orchard quill {secrets.token_hex(9)}"
    made = folder.create(vault, name="Own", user="Mina", passphrase=passphrase, kdf=CHEAP)
    secret.write_text({"passphrase": passphrase, "recovery_code": made.recovery_code}[by], "utf-8")
    keys, others = wanted_of(vault, passphrase, made.recovery_code)
    with subprocess.Popen(
        [sys.executable, "-P", "-m", "tests.e2e.remembering", str(vault), str(secret), by], cwd=ROOT, text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)}, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as child:  # fmt: skip
        assert child.stdout is not None and child.stdin is not None
        assert child.stdout.readline() == "unlocked\n"
        try:
            before = counted(child.pid, keys | others)
        except PermissionError:
            child.kill()
            pytest.skip("this system lets nobody look into a process")
        child.stdin.write("lock\n")
        child.stdin.flush()
        assert child.stdout.readline() == "locked\n"
        after = counted(child.pid, keys | others)
        child.stdin.write("end\n")
    for name, count in after.items():
        print(f"{by:14} {name:26} unlocked {before[name]:4}  locked {count:4}")
    assert before["vault 1"] and before["class:identity 1"] and before["name of two people"]
    assert {name: after[name] for name in keys if after[name]} == {}
    if hasattr(ctypes.CDLL(None), "malloc_trim"):
        assert sum(after[name] for name in others) < sum(before[name] for name in others) / 4
