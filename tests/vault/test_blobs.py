"""Attachments: sealed in chunks under keys of their own; flushed first, their row second; orphans are swept."""

import hashlib
import io
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from tests.vault.attaching import SEALED, content, file_of, flip, found, put, read
from tests.vault.desk import Desk
from tests.vaults import PASSPHRASE
from vault import blobs, folder
from vault.blob_streams import CHUNK, stored_bytes
from vault.errors import DiskFull
from vault.errors_of_keeping import BlobDamaged, BlobUnknown
from vault.opened import OpenVault

SIZES = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 5]


@pytest.mark.parametrize("size", SIZES)
def test_what_was_attached_comes_back(desk: Desk, size: int) -> None:
    data = content(size)
    blob = put(desk, data)
    assert (blob.size, blob.digest) == (size, hashlib.sha256(data).digest())
    assert file_of(desk, blob).stat().st_size == stored_bytes(size)
    assert read(desk, blob) == data
    assert found(desk) == []


def test_a_source_that_gives_little_at_a_time_makes_full_chunks(desk: Desk) -> None:
    data = content(2 * CHUNK + 9)

    class Slow(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            return super().read(min(size or 0, 1000))

    blob = desk.vault.blobs.write(Slow(data))
    assert file_of(desk, blob).stat().st_size == stored_bytes(len(data))
    assert read(desk, blob) == data


def test_any_part_can_be_read_by_itself(desk: Desk) -> None:
    data = content(3 * CHUNK + 5)
    blob = put(desk, data)
    with desk.vault.blobs.open(blob) as raw, io.BufferedReader(raw) as stream:
        for start, count in ((CHUNK - 3, 7), (3 * CHUNK, 99), (0, 1), (2 * CHUNK, CHUNK), (len(data) + 9, 5)):
            assert stream.seek(start) == start
            assert stream.read(count) == data[start : start + count]
        assert stream.seek(-5, os.SEEK_END) == len(data) - 5
        assert stream.read() == data[-5:]


def test_a_part_can_be_read_where_another_is_damaged(desk: Desk) -> None:
    data = content(3 * CHUNK)
    blob = put(desk, data)
    flip(file_of(desk, blob), SEALED + 9)
    with desk.vault.blobs.open(blob) as stream:
        stream.seek(2 * CHUNK)
        assert stream.read(CHUNK) == data[2 * CHUNK :]
        stream.seek(CHUNK)
        with pytest.raises(BlobDamaged) as damage:
            stream.read(1)
    assert damage.value.facts["chunk"] == 1


def test_nothing_of_it_lies_in_clear_in_the_folder(desk: Desk) -> None:
    marker = b"a sentence that nobody else writes 4711 "
    blob = put(desk, marker * 5000)
    path = desk.vault.unlocked.path
    assert all(marker not in each.read_bytes() for each in path.rglob("*") if each.is_file())
    assert all(blob.key not in each.read_bytes() for each in path.rglob("*") if each.is_file())
    assert oct(file_of(desk, blob).stat().st_mode & 0o777) == "0o600"
    assert oct(file_of(desk, blob).parent.stat().st_mode & 0o777) == "0o700"


def test_the_same_content_twice_shares_neither_name_nor_key_nor_bytes(desk: Desk) -> None:
    one, two = put(desk, content(CHUNK)), put(desk, content(CHUNK))
    assert one.digest == two.digest
    assert one.key != two.key
    assert file_of(desk, one).read_bytes()[:4096] != file_of(desk, two).read_bytes()[:4096]


def all_files(desk: Desk) -> list[Path]:
    return sorted(path for path in (desk.vault.unlocked.path / "blobs").rglob("*") if path.is_file())


def test_a_stopped_or_failed_writing_leaves_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(done: int) -> None:
        if done > CHUNK:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        desk.vault.blobs.put(io.BytesIO(content(9 * CHUNK)), desk.vault.transact, stop)
    assert all_files(desk) == []

    def refuse(_: object) -> None:
        raise DiskFull

    with pytest.raises(DiskFull):
        desk.vault.blobs.put(io.BytesIO(b"x"), refuse)
    assert all_files(desk) == []


def test_what_no_row_names_is_swept_and_what_is_under_way_is_not(desk: Desk) -> None:
    store = desk.vault.blobs
    kept, under_way = put(desk, b"kept"), store.write(io.BytesIO(b"under way"))
    orphan = store.path_of(os.urandom(16))
    orphan.parent.mkdir(exist_ok=True)
    orphan.write_bytes(b"left by a kill")
    half = orphan.with_name(os.urandom(16).hex() + ".new")
    half.write_bytes(b"half")
    foreign = orphan.with_name("notes.txt")
    foreign.write_bytes(b"not ours")
    desk.vault.tidy()
    assert all_files(desk) == sorted([file_of(desk, kept), file_of(desk, under_way), foreign])
    desk.vault.transact(lambda tx: store.enter(tx, under_way))
    desk.vault.sweep()
    assert read(desk, under_way) == b"under way"


def test_one_being_written_when_the_sweep_comes_is_kept(desk: Desk) -> None:
    class Sweeping(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            desk.vault.sweep()
            return super().read(size)

    blob = blobs.of(desk.reader, desk.vault.blobs.put(Sweeping(content(3 * CHUNK)), desk.vault.transact))
    assert read(desk, blob) == content(3 * CHUNK)


def test_a_vault_in_doubt_sweeps_nothing(vault_path: Path) -> None:
    older = {path.name: path.read_bytes() for path in vault_path.iterdir() if path.is_file()}
    vault = OpenVault(folder.unlock(vault_path, passphrase=PASSPHRASE))
    blob = vault.blobs.put(io.BytesIO(b"newest"), vault.transact)
    path = vault.blobs.path_of(blob)
    vault.close()
    (vault_path / "data-0001.db").write_bytes(older["data-0001.db"])
    vault = OpenVault(folder.unlock(vault_path, passphrase=PASSPHRASE))
    assert vault.doubts
    vault.tidy()
    vault.sweep()
    vault.close()
    assert path.exists()


def test_a_removed_one_is_gone_with_key_previews_and_file(desk: Desk) -> None:
    from vault import previews

    blob = put(desk, b"# A letter")
    desk.vault.transact(lambda tx: previews.put(tx, blob.id, previews.TEXT, b"# A letter"))
    assert previews.of(desk.reader, blob.id, previews.TEXT) == b"# A letter"
    desk.vault.transact(lambda tx: blobs.remove(tx, blob.id))
    desk.vault.sweep()
    assert previews.of(desk.reader, blob.id, previews.TEXT) is None
    assert all_files(desk) == []
    with pytest.raises(BlobUnknown):
        blobs.of(desk.reader, blob.id)
    assert desk.vault.adds_up(desk.reader)


PUT_WITHOUT_END = """
import io, sys
from vault import blobs, folder
from vault.opened import OpenVault
vault = OpenVault(folder.unlock(sys.argv[1], passphrase=sys.argv[2]))
data = bytes(range(256)) * 2000
while True:
    blob = vault.blobs.put(io.BytesIO(data), vault.transact, lambda _: print("-", flush=True))
    print(blob.hex(), flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_a_kill_leaves_a_row_with_its_file_or_nothing(vault_path: Path) -> None:
    dice = random.Random(7)
    acknowledged: set[bytes] = set()
    for _ in range(100 if os.environ.get("LONG_FORM") else 4):
        acknowledged |= killed_while_putting(vault_path, dice.randrange(1, 60))
        vault = OpenVault(folder.unlock(vault_path, passphrase=PASSPHRASE))
        reader = vault.reader()
        rows = {row[0] for row in reader.rows("SELECT id FROM blobs")}
        assert acknowledged <= rows
        assert list(blobs.findings(vault.blobs, reader)) == []
        vault.tidy()
        assert {bytes.fromhex(path.name) for path in (vault_path / "blobs").rglob("*") if path.is_file()} == rows
        vault.close()


def killed_while_putting(path: Path, lines: int) -> set[bytes]:
    """Let a process attach files, kill it after so many lines it told; the attachments it acknowledged."""
    command = [sys.executable, "-c", PUT_WITHOUT_END, str(path), PASSPHRASE]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        told = [writer.stdout.readline().strip() for _ in range(lines)]
        writer.kill()
    return {bytes.fromhex(line) for line in told if line and line != "-"}
