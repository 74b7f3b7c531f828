"""A backup that was changed in any way opens nowhere: flipped, cut, members swapped, made by somebody else."""

import hashlib
import os
import random
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from msgspec.structs import replace as with_fields

from tests.vault.backing import BY_PASSPHRASE, back_up, members, quiet, tarred
from tests.vault.desk import Desk
from tests.vaults import CHEAP, PASSPHRASE
from vault import backup_manifest, backup_tar, database, folder, header, recovery, restoring
from vault.backup_making import Made
from vault.backup_manifest import Manifest
from vault.backup_proving import Opener
from vault.errors import Damaged, SatchelError, WrongPassphrase, WrongRecoveryCode
from vault.errors_of_keeping import BackupDamaged, BackupDiffers, BackupForged, BackupMissing, NotABackup
from vault.keys import MemberKey
from vault.opened import OpenVault

Key = tuple[bytes, MemberKey]
FLIPS = 10_000 if os.environ.get("LONG_FORM") else 15


@pytest.fixture
def made(desk: Desk, tmp_path: Path) -> Made:
    desk.add("contact", name="Ada", email="ada@example.org", id_number="ID-1")
    return back_up(desk.vault, tmp_path / "out")


def verify(file: Path, opener: Opener = BY_PASSPHRASE) -> restoring.Verified:
    return restoring.verify(file, opener, (file.parent,), quiet)


@pytest.fixture
def key(desk: Desk) -> Key:
    """The member key in memory: no derivation to wait for."""
    return desk.vault.unlocked.member.id, desk.vault.unlocked.member_key


def refused(file: Path, contents: bytes, key: Key) -> SatchelError:
    """How a changed backup is refused; nothing is left of the look at it."""
    file.write_bytes(contents)
    before = sorted(file.parent.iterdir())
    with pytest.raises(SatchelError) as raised:
        verify(file, Opener(member=key))
    assert sorted(file.parent.iterdir()) == before
    assert isinstance(raised.value, Damaged | NotABackup)
    return raised.value


def test_a_sound_one_is_opened_by_passphrase_and_by_recovery_code_without_its_vault(
    made: Made, tmp_path: Path, recovery_code: str
) -> None:
    alone = tmp_path / "elsewhere" / "renamed.bin"
    alone.parent.mkdir()
    shutil.copy(made.file, alone)
    for opener in (BY_PASSPHRASE, Opener(recovery_code=recovery_code)):
        found = verify(alone, opener)
        assert (found.digest, found.manifest) == (made.digest, made.manifest)
    assert list(alone.parent.iterdir()) == [alone]


def test_a_wrong_passphrase_or_code_opens_nothing(made: Made) -> None:
    with pytest.raises(WrongPassphrase):
        verify(made.file, Opener(passphrase="seven green lanterns over the harbour"))
    with pytest.raises(WrongRecoveryCode):
        verify(made.file, Opener(recovery_code=recovery.new_code()))
    assert [each.name for each in made.file.parent.iterdir() if each.is_dir()] == []


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(BackupMissing):
        verify(tmp_path / "none.satchelbackup")


def test_a_flipped_bit_anywhere_is_refused(made: Made, key: Key) -> None:
    data, chance = made.file.read_bytes(), random.Random(11)
    front = backup_manifest.front_of(made.file)
    small = front.members[3].start
    places = [chance.randrange(small) for _ in range(FLIPS // 2)] + [
        chance.randrange(len(data)) for _ in range(FLIPS // 2)
    ]
    file = made.file.with_name("flipped.satchelbackup")
    for place in places:
        broken = bytearray(data)
        broken[place] ^= 1 << chance.randrange(8)
        refused(file, bytes(broken), key)


def test_a_manifest_that_is_larger_than_its_parts_need_is_not_even_read(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    contents = members(made.file)
    made.file.write_bytes(tarred(contents | {"manifest": bytes(70_000)}))
    monkeypatch.setattr(backup_manifest, "_decoded", lambda _signed: pytest.fail("it was decoded"))
    with pytest.raises(BackupDamaged) as refusal:
        backup_manifest.front_of(made.file)
    assert refusal.value.facts["part"] == "manifest"


def test_a_cut_at_any_place_is_refused(made: Made, key: Key) -> None:
    data = made.file.read_bytes()
    file = made.file.with_name("cut.satchelbackup")
    borders = [each.start + side for each in backup_manifest.front_of(made.file).members for side in (-512, -1, 0, 1)]
    for length in (0, 1, 511, 512, *borders, len(data) // 2, len(data) - 10240, len(data) - 1):
        refused(file, data[:length], key)


@pytest.mark.parametrize("name", ["manifest", "vault.hdr", "vault.chain", "data-0001.db"])
def test_a_member_of_another_backup_is_refused(desk: Desk, made: Made, key: Key, name: str) -> None:
    desk.add("contact", name="Bea")
    folder.change_passphrase(desk.vault.unlocked, "seven green lanterns over the harbour", kdf=CHEAP)
    later = back_up(desk.vault, made.file.parent)
    first, second = members(made.file), members(later.file)
    if first[name] == second[name]:
        assert name == "vault.chain"  # nobody came or went: there is nothing to swap
        return
    refused(made.file.with_name("swapped.satchelbackup"), tarred({**first, name: second[name]}), key)


def test_all_members_but_the_manifest_of_another_backup_are_refused(desk: Desk, made: Made, key: Key) -> None:
    desk.add("contact", name="Bea")
    later = members(back_up(desk.vault, made.file.parent).file)
    refused(
        made.file.with_name("swapped.satchelbackup"), tarred({**later, "manifest": members(made.file)["manifest"]}), key
    )


def resigned(file: Path, key: Key, contents: dict[str, bytes], **facts: object) -> bytes:
    """A backup of other members whose manifest fits them, signed by whoever has a key."""
    manifest: Manifest = backup_manifest.front_of(file).manifest
    parts = tuple(backup_tar.part_in(name, data) for name, data in contents.items() if name != "manifest")
    signed = backup_manifest.encode(replace(manifest, parts=parts, **facts), key)  # type: ignore[arg-type]  # any facts
    return tarred({**contents, "manifest": signed})


def test_a_stranger_s_manifest_is_refused(made: Made, key: Key) -> None:
    contents = members(made.file)
    data = resigned(made.file, (b"x" * 16, MemberKey.generate()), contents)
    assert isinstance(refused(made.file.with_name("forged.satchelbackup"), data, key), BackupForged)


def test_a_stranger_who_names_a_member_is_refused(desk: Desk, made: Made, key: Key) -> None:
    data = resigned(made.file, (desk.vault.unlocked.member.id, MemberKey.generate()), members(made.file))
    assert isinstance(refused(made.file.with_name("forged.satchelbackup"), data, key), BackupForged)


@pytest.mark.parametrize(
    "facts",
    [{"commits": 999}, {"entries": 999}, {"head": bytes(32)}, {"root": bytes(32)}, {"lineage": bytes(16)},
     {"lacking": 1}, {"generation": 2}, {"sequence": 1}, {"vault": bytes(32)}, {"counts": b"no wrap at all"},
     {"commits": -1}, {"created": "today"}, {"id": 5}],
    ids=lambda facts: f"{next(iter(facts))}_{type(next(iter(facts.values()))).__name__}",
)  # fmt: skip
def test_a_member_who_signs_what_is_not_so_is_found_out(made: Made, key: Key, facts: dict[str, object]) -> None:
    refused(made.file.with_name("lie.satchelbackup"), resigned(made.file, key, members(made.file), **facts), key)


def test_a_member_who_puts_an_older_database_under_a_newer_header_is_found_out(
    desk: Desk, made: Made, key: Key
) -> None:
    desk.add("contact", name="Bea")
    first, later = members(made.file), back_up(desk.vault, made.file.parent)
    contents = {**members(later.file), "data-0001.db": first["data-0001.db"]}
    data = resigned(later.file, key, contents)
    assert refused(made.file.with_name("mixed.satchelbackup"), data, key).kind == "database_foreign"  # another salt


def test_a_row_that_was_written_behind_the_vault_is_found_in_the_backup(desk: Desk, made: Made, tmp_path: Path) -> None:
    restoring.restore(made.file, tmp_path / "R.satchel", BY_PASSPHRASE, (), quiet)
    unlocked = folder.unlock(tmp_path / "R.satchel", passphrase=PASSPHRASE)
    vault = OpenVault(unlocked)
    out = tmp_path / "more"
    assert back_up(vault, out).file.exists()
    connection = database._open(unlocked)
    connection.execute("DELETE FROM contact_points")
    connection.close()
    with pytest.raises(BackupDiffers):
        back_up(vault, out)
    unlocked.abandon()


def test_a_header_changed_by_a_member_is_refused(desk: Desk, made: Made, key: Key) -> None:
    contents = members(made.file)
    told = header.decode(contents["vault.hdr"]).header
    assert told.marks is not None
    other = with_fields(told, marks=with_fields(told.marks, commits=told.marks.commits + 1))
    contents["vault.hdr"] = header.encode(other, desk.vault.unlocked.subkey("header"))
    refused(made.file.with_name("header.satchelbackup"), resigned(made.file, key, contents), key)


def test_the_same_backup_has_the_same_members_wherever_it_lies(made: Made) -> None:
    contents = members(made.file)
    assert tarred(contents) == made.file.read_bytes()
    told = {each.name: each.digest for each in made.manifest.parts}
    assert told == {name: hashlib.sha256(data).digest() for name, data in contents.items() if name != "manifest"}
