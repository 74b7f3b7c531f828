"""The outer form: what we write any tar reads, and nothing but what we would have written is read back."""

import io
import subprocess
import tarfile
from pathlib import Path

import pytest

from tests.vault.backing import plain, tarred
from vault import backup_tar
from vault.backup_tar import Part
from vault.errors_of_keeping import BackupDamaged, NotABackup

BLOB = "ab" + "0" * 30
GOOD = {"manifest": b"m" * 700, "vault.hdr": b"h", "vault.chain": b"", "data-0001.db": b"d" * 512}
WITH_BLOBS = {**GOOD, f"blobs/ab/{BLOB}": b"1", f"blobs/ab/{BLOB[:-1]}1": b"2"}


def written(contents: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    backup_tar.write(stream, backup_tar.contents(contents, {}), lambda _: None)
    return stream.getvalue()


@pytest.mark.parametrize("contents", [GOOD, WITH_BLOBS], ids=["small", "blobs"])
def test_the_standard_library_and_tar_read_it(contents: dict[str, bytes], tmp_path: Path) -> None:
    data = written(contents)
    assert data == tarred(contents)
    assert len(data) == backup_tar.total([len(each) for each in contents.values()])
    found = backup_tar.index(io.BytesIO(data))
    assert {each.name: data[each.start : each.start + each.size] for each in found} == contents
    (tmp_path / "b.tar").write_bytes(data)
    told = subprocess.run(["tar", "tf", tmp_path / "b.tar"], capture_output=True, text=True, check=True).stdout
    assert told.split() == list(contents)


def raw(*infos: tarfile.TarInfo) -> bytes:
    """A good beginning, then members of any kind."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w", format=tarfile.GNU_FORMAT) as tar:
        for name, data in GOOD.items():
            tar.addfile(plain(name, len(data)), io.BytesIO(data))
        for info in infos:
            tar.addfile(info, io.BytesIO(bytes(info.size)))
    return stream.getvalue()


def typed(kind: bytes, name: str = f"blobs/ab/{BLOB}", **more: object) -> tarfile.TarInfo:
    info = plain(name)
    info.type = kind
    for key, value in more.items():
        setattr(info, key, value)
    return info


HOSTILE = {
    "up": raw(plain("../escaped")),
    "absolute": raw(plain("/etc/passwd")),
    "traversing_blob": raw(plain(f"blobs/ab/../../{BLOB}")),
    "backslashes": raw(plain(f"blobs\\ab\\{BLOB}")),
    "other_folder": raw(plain(f"blobs/ba/{BLOB}")),
    "upper_case": raw(plain(f"blobs/ab/{BLOB[:-2]}AB")),
    "long_name": raw(plain("blobs/ab/" + "a" * 300)),
    "symbolic_link": raw(typed(tarfile.SYMTYPE, linkname="/etc/passwd")),
    "hard_link": raw(typed(tarfile.LNKTYPE, linkname="vault.hdr")),
    "character_device": raw(typed(tarfile.CHRTYPE, devmajor=1, devminor=5)),
    "block_device": raw(typed(tarfile.BLKTYPE, devmajor=8)),
    "pipe": raw(typed(tarfile.FIFOTYPE)),
    "folder": raw(typed(tarfile.DIRTYPE)),
    "sparse": raw(typed(tarfile.GNUTYPE_SPARSE)),
    "contiguous": raw(typed(tarfile.CONTTYPE)),
    "pax_head": raw(typed(tarfile.XHDTYPE)),
    "global_pax_head": raw(typed(tarfile.XGLTYPE)),
    "other_owner": raw(typed(tarfile.REGTYPE, uid=1000)),
    "other_mode": raw(typed(tarfile.REGTYPE, mode=0o4755)),
    "other_time": raw(typed(tarfile.REGTYPE, mtime=1)),
    "named_owner": raw(typed(tarfile.REGTYPE, uname="mina")),
    "twice": tarred({**GOOD}) [:-10240] + tarred({"manifest": b""}),
    "extra_member": raw(plain("readme.txt")),
    "second_database": raw(plain("data-0002.db")),
    "blob_twice": raw(plain(f"blobs/ab/{BLOB}"), plain(f"blobs/ab/{BLOB}")),
    "blobs_unsorted": raw(plain(f"blobs/ab/{BLOB[:-1]}1"), plain(f"blobs/ab/{BLOB}")),
    "missing_database": tarred({name: GOOD[name] for name in list(GOOD)[:3]}),
    "other_order": tarred({name: GOOD[name] for name in ("manifest", "vault.chain", "vault.hdr", "data-0001.db")}),
    "bytes_behind": written(GOOD) + b"x",
    "blocks_behind": written(GOOD) + bytes(10240),
    "hidden_in_the_end": written(GOOD)[:-600] + b"hidden" + bytes(594),
    "no_end": written(GOOD)[:-1024],
}  # fmt: skip


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_nothing_else_gets_through(data: bytes) -> None:
    with pytest.raises(BackupDamaged):
        backup_tar.index(io.BytesIO(data))


@pytest.mark.parametrize("size", [1 << 20, 1 << 33, (1 << 63) - 1], ids=["a_mib", "eight_gib", "most"])
def test_a_size_beyond_the_file_is_refused_before_anything_is_read(size: int) -> None:
    head = plain("data-0001.db", size).tobuf(tarfile.GNU_FORMAT)
    start = b"".join(
        plain(name, len(GOOD[name])).tobuf(tarfile.GNU_FORMAT) + GOOD[name] + bytes(-len(GOOD[name]) % 512)
        for name in list(GOOD)[:3]
    )
    with pytest.raises(BackupDamaged):
        backup_tar.index(io.BytesIO(start + head + bytes(10240)))


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04" * 400, bytes(10240), tarred({"etc/passwd": b"root"})],
                         ids=["empty", "zip", "zeros", "another_tar"])  # fmt: skip
def test_what_is_no_backup_is_called_so_or_lacks_its_members(data: bytes) -> None:
    with pytest.raises((NotABackup, BackupDamaged)):
        backup_tar.index(io.BytesIO(data))


def test_every_flipped_byte_of_heads_and_padding_is_refused() -> None:
    data = written(GOOD)
    members = backup_tar.index(io.BytesIO(data))
    inside = {at for each in members for at in range(each.start, each.start + each.size)}
    accepted = []
    for at in range(len(data)):
        if at not in inside:
            broken = bytearray(data)
            broken[at] ^= 0x01
            try:
                backup_tar.index(io.BytesIO(broken))
            except (BackupDamaged, NotABackup):
                continue
            accepted.append(at)
    assert accepted == []


def test_a_member_that_is_not_what_the_manifest_says_is_refused(tmp_path: Path) -> None:
    stream = io.BytesIO(written(GOOD))
    member = backup_tar.index(stream)[3]
    with pytest.raises(BackupDamaged) as raised:
        backup_tar.extract(stream, member, Part("data-0001.db", 512, bytes(32)), tmp_path / "d", lambda _: None)
    assert raised.value.part == "data-0001.db"


def test_a_member_that_changes_while_it_is_written_is_noticed() -> None:
    for size in (3, 5):
        with pytest.raises(ValueError, match="changed"):
            backup_tar.write(io.BytesIO(), iter([("manifest", size, io.BytesIO(b"four"))]), lambda _: None)


def test_a_member_larger_than_its_kind_ever_is_is_not_read() -> None:
    stream = io.BytesIO(written(GOOD))
    with pytest.raises(BackupDamaged):
        backup_tar.read(stream, backup_tar.index(stream)[0], 699)
