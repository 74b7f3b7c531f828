"""A disk that fails at any call: a sentence of the right kind, and afterwards everything acknowledged is there and
everything refused is not. Real work on a real vault; only the system's answers are made up (fault_shim.c).

Short form; `LONG_FORM=1 ./run test tests/vault/test_faults.py` lets every single call fail.
"""

import errno
import gc
import json
import os
import shutil
import subprocess
import sys
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest

from app import edit
from tests.vault import faults
from tests.vault.failing_work import NEW
from tests.vaults import CHEAP, PASSPHRASE
from vault import folder
from vault.errors import DiskFull, WrongPassphrase
from vault.opened import OpenVault
from vault.verifying import verify

LONG = bool(os.environ.get("LONG_FORM"))
MOST = 100_000 if LONG else 6
ALL = ("ENOSPC", "EIO", "EROFS", "EDQUOT", "short")
KINDS = {
    "disk_full", "disk_failed", "folder_unavailable", "database_readonly", "read_back_differs", "vault_readonly",
}  # fmt: skip
"""What a failing disk may be called: all of them say that it may work later."""

Round = dict[str, Any]


def rounds(tmp_path: Path, template: Path | None, **wish: object) -> list[Round]:
    """What each round told, the first one without a failure."""
    library, home = faults.shim(), tmp_path / "failing"
    home.mkdir()
    usual = {"call": "", "errno": errno.EIO, "short": False, "stuck": False, "most": MOST, "folder": str(home)}
    asked = {**usual, "template": str(template or ""), **wish}
    told = subprocess.run(
        [sys.executable, "-P", "-m", "tests.vault.failing_work", json.dumps(asked)],
        env=faults.on_failing_disk(library, home, log=tmp_path / "calls"),
        cwd=faults.ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert told.returncode == 0, told.stderr
    assert "Traceback" not in told.stderr
    found: list[Round] = [json.loads(line) for line in told.stdout.splitlines()]
    assert len(found) > min(MOST, found[0]["counted"]) / 2
    return found


def assert_said(ended: Round) -> None:
    """It went through, or a sentence of the kind that may work later, without a word on the side."""
    assert ended["loud"] == [], ended
    assert ended["status"] == 0 or (ended["status"] == 5 and ended["kind"] in KINDS), ended


@pytest.mark.timeout(3600 if LONG else 120)
@pytest.mark.parametrize("failure", ALL if LONG else ("EDQUOT", "short"))
def test_a_vault_is_made_whole_or_not_at_all(tmp_path: Path, failure: str) -> None:
    number = getattr(errno, failure, errno.ENOSPC)
    for ended in rounds(tmp_path, None, scenario="create", errno=number, short=failure == "short"):
        assert_said(ended)
        path = Path(ended["path"])
        assert path.exists() == (ended["done"] == ["created"])
        if path.exists():
            folder.unlock(path, passphrase=PASSPHRASE).close()
            shutil.rmtree(path)
    assert list((tmp_path / "failing").iterdir()) == []


@pytest.mark.timeout(3600 if LONG else 120)
@pytest.mark.parametrize("failure", ALL if LONG else ("ENOSPC", "EIO"))
@pytest.mark.parametrize("stuck", [False, True], ids=["once", "from then on"])
def test_what_was_acknowledged_outlives_a_failing_disk(
    tmp_path: Path, made_vault: tuple[Path, folder.Created], failure: str, stuck: bool
) -> None:
    number = getattr(errno, failure, errno.ENOSPC)
    wish = {"scenario": "work", "errno": number, "short": failure == "short", "stuck": stuck}
    calm, *failed = rounds(tmp_path, made_vault[0], **wish)
    assert calm["done"] == ["opened", "Ada", "Bea", "changed", "Cleo", "closed"]
    for ended in (calm, *failed):
        assert_said(ended)
        assert_kept(Path(ended["path"]), ended["done"], in_doubt=stuck)


def assert_kept(path: Path, done: list[str], *, in_doubt: bool) -> None:
    """The vault opens with the passphrase in force and holds what was acknowledged and nothing else.

    `in_doubt`: a disk that never came back may have kept the commit that it would not confirm.
    """
    with closing(OpenVault(opened_again(path, changed="changed" in done, in_doubt=in_doubt))) as vault:
        assert [each.kind for each in vault.doubts] == [], done
        reader, names = vault.reader(), names_in(vault)
        expected = [each for each in done if each in ("Ada", "Bea", "Cleo")]
        following = ["Ada", "Bea", "Cleo"][: len(expected) + 1]
        assert names == expected or (in_doubt and names == following), done
        assert verify(reader, vault.evidence()).ok
        assert folder.check(vault.unlocked) == []
        reader.connection.close()


def opened_again(path: Path, *, changed: bool, in_doubt: bool) -> folder.Unlocked:
    """The vault, opened by the passphrase in force; exactly one is."""
    try:
        found = folder.unlock(path, passphrase=NEW if changed else PASSPHRASE)
    except WrongPassphrase:
        assert in_doubt
        (path / "tries").unlink()
        return folder.unlock(path, passphrase=PASSPHRASE if changed else NEW)
    return found


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="a small disk is mounted as root on Linux")
def test_a_disk_that_is_really_full_says_so_and_goes_on_once_there_is_room(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=5m", "none", disk], check=False).returncode:
        pytest.skip("this machine lets nobody mount")
    try:
        path = disk / "Full.satchel"
        folder.create(path, name="Full", user="Mina", passphrase=PASSPHRASE, kdf=CHEAP)
        with closing(OpenVault(folder.unlock(path, passphrase=PASSPHRASE))) as vault:
            written = filled(vault)
            with pytest.raises(DiskFull):
                add(vault, "one more")
            assert names_in(vault) == written
            subprocess.run(["mount", "-o", "remount,size=40m", disk], check=True)
            add(vault, "zzz after there was room")
        with closing(OpenVault(folder.unlock(path, passphrase=PASSPHRASE))) as vault:
            assert vault.doubts == ()
            assert names_in(vault) == [*written, "zzz after there was room"]
            assert folder.check(vault.unlocked) == []
    finally:
        gc.collect()  # an exception's frames may still hold statements, and with them the files
        subprocess.run(["umount", disk], check=True)


def add(vault: OpenVault, name: str) -> None:
    vault.transact(lambda tx: edit.add(tx, "contact", {"name": name, "notes": "long " * 20_000}))


def filled(vault: OpenVault) -> list[str]:
    """Write until the disk is full; what was acknowledged."""
    written: list[str] = []
    with suppress(DiskFull):
        while len(written) < 1000:
            name = f"{len(written):04}"
            add(vault, name)
            written.append(name)
    assert 0 < len(written) < 1000
    return written


def names_in(vault: OpenVault) -> list[str]:
    with closing(vault.reader().connection) as connection:
        return [row[0] for row in connection.execute("SELECT name FROM contacts ORDER BY name")]
