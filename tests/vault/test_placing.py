"""Where a vault may lie: on this computer's own disks, in no folder that a cloud carries elsewhere; and whether it
can be written there.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.vaults import CHEAP, PASSPHRASE
from vault import folder, placing
from vault.errors_of_keeping import VaultInCloudFolder, VaultOnNetwork
from vault.placing import Machine


def machine(home: Path, environment: dict[str, str] | None = None, network: str | None = None) -> Machine:
    """A computer with a home, an environment, and one answer about its mounts."""
    return Machine(home, environment or {}, lambda _: network)


@pytest.mark.parametrize(
    ("place", "service"),
    [
        ("Dropbox/sales/Acme.satchel", "Dropbox"),
        ("Dropbox (Acme Ltd)/Acme.satchel", "Dropbox"),
        ("OneDrive/Acme.satchel", "OneDrive"),
        ("OneDrive - Acme/Documents/Acme.satchel", "OneDrive"),
        ("Google Drive/My Drive/Acme.satchel", "Google Drive"),
        ("GoogleDrive/Acme.satchel", "Google Drive"),
        ("我的云端硬盘/Acme.satchel", "Google Drive"),
        ("Library/Mobile Documents/com~apple~CloudDocs/Acme.satchel", "iCloud Drive"),
        ("iCloudDrive/Acme.satchel", "iCloud Drive"),
        ("Library/CloudStorage/GoogleDrive-mina@example.com/My Drive/Acme.satchel", "GoogleDrive"),
        ("Library/CloudStorage/Box-Box/Acme.satchel", "Box"),
        ("Nextcloud/Acme.satchel", "Nextcloud"),
        ("ownCloud/Acme.satchel", "ownCloud"),
        ("Box/Acme.satchel", "Box"),
        ("MEGA/Acme.satchel", "MEGA"),
        ("MEGAsync/Acme.satchel", "MEGA"),
        ("pCloudDrive/Acme.satchel", "pCloud"),
        ("disk/我的坚果云/Acme.satchel", "坚果云 (Nutstore)"),
        ("Nutstore Files/Acme.satchel", "坚果云 (Nutstore)"),
        ("disk/BaiduSyncdisk/Acme.satchel", "百度网盘 (Baidu Netdisk)"),
        ("百度网盘同步空间/Acme.satchel", "百度网盘 (Baidu Netdisk)"),
        ("WPS云盘/Acme.satchel", "WPS 云盘 (WPS Drive)"),
        ("WPSDrive/1234/Acme.satchel", "WPS 云盘 (WPS Drive)"),
    ],
)
def test_the_folders_of_the_clients_are_known_by_name(tmp_path: Path, place: str, service: str) -> None:
    with pytest.raises(VaultInCloudFolder) as refused:
        placing.check(tmp_path / place, machine(tmp_path))
    assert refused.value.facts == {"service": service}


@pytest.mark.parametrize(
    "place",
    ["Documents/Acme.satchel", "work/Box/Acme.satchel", "work/MEGA/Acme.satchel", "Dropboxes/Acme.satchel",
     "My Drives/Acme.satchel", "OneDriver/Acme.satchel", "work/My Drive/Acme.satchel", "Dropbox.satchel"],
)  # fmt: skip
def test_names_that_only_look_alike_are_allowed(tmp_path: Path, place: str) -> None:
    placing.check(tmp_path / place, machine(tmp_path))


@pytest.mark.parametrize(
    ("mark", "service"),
    [
        (".dropbox", "Dropbox"),
        (".dropbox.cache/", "Dropbox"),
        (".sync_1f2e3d.db", "Nextcloud"),
        ("._sync_1f2e3d.db", "Nextcloud"),
        (".owncloudsync.log", "ownCloud"),
        (".stfolder/", "Syncthing"),
        (".tmp.driveupload/", "Google Drive"),
        (".849C9593-D756-4E56-8D6E-42412F2A707B", "OneDrive"),
        (".megaignore", "MEGA"),
    ],
)
def test_a_clients_mark_in_any_folder_above_is_seen(tmp_path: Path, mark: str, service: str) -> None:
    carried = tmp_path / "shared" / "deeper"
    carried.mkdir(parents=True)
    placing.check(carried / "Acme.satchel", machine(tmp_path))
    made = carried.parent / mark
    made.mkdir() if mark.endswith("/") else made.touch()
    with pytest.raises(VaultInCloudFolder) as refused:
        placing.check(carried / "Acme.satchel", machine(tmp_path))
    assert refused.value.facts == {"service": service}


def test_the_clients_own_settings_in_the_home_are_no_mark(tmp_path: Path) -> None:
    (tmp_path / ".dropbox").mkdir()
    placing.check(tmp_path / "Acme.satchel", machine(tmp_path))


def test_dropbox_says_itself_where_its_folders_are(tmp_path: Path) -> None:
    (tmp_path / ".dropbox").mkdir()
    note = {"personal": {"path": str(tmp_path / "mine")}, "business": {"path": str(tmp_path / "ours"), "host": 1}}
    (tmp_path / ".dropbox/info.json").write_text(json.dumps(note))
    for carried in ("mine", "ours"):
        with pytest.raises(VaultInCloudFolder):
            placing.check(tmp_path / carried / "deep" / "Acme.satchel", machine(tmp_path))
    placing.check(tmp_path / "miner" / "Acme.satchel", machine(tmp_path))


@pytest.mark.parametrize("note", ["", "[]", "{", '{"a":1}', '{"a":{"path":7}}', '{"a":{}}', "[" * 9000, "\x00"])
def test_a_strange_note_of_dropbox_tells_nothing(tmp_path: Path, note: str) -> None:
    (tmp_path / ".dropbox").mkdir()
    (tmp_path / ".dropbox/info.json").write_text(note)
    placing.check(tmp_path / "Acme.satchel", machine(tmp_path))


def test_the_environment_says_where_onedrive_is(tmp_path: Path) -> None:
    environment = {"OneDriveCommercial": str(tmp_path / "firm")}
    with pytest.raises(VaultInCloudFolder):
        placing.check(tmp_path / "firm" / "Acme.satchel", machine(tmp_path, environment))


def test_documents_that_icloud_took_over_are_refused(tmp_path: Path) -> None:
    clouded = tmp_path / "Library/Mobile Documents/com~apple~CloudDocs"
    clouded.mkdir(parents=True)
    (tmp_path / "Documents").mkdir()
    placing.check(tmp_path / "Documents/Acme.satchel", machine(tmp_path))
    (clouded / "Documents").symlink_to(tmp_path / "Documents")
    with pytest.raises(VaultInCloudFolder):
        placing.check(tmp_path / "Documents/Acme.satchel", machine(tmp_path))


def test_a_link_into_a_carried_folder_hides_nothing(tmp_path: Path) -> None:
    (tmp_path / "Dropbox/deep").mkdir(parents=True)
    (tmp_path / "plain").symlink_to(tmp_path / "Dropbox/deep")
    with pytest.raises(VaultInCloudFolder):
        placing.check(tmp_path / "plain" / "Acme.satchel", machine(tmp_path))


def test_a_folder_on_another_computer_is_refused_with_its_kind(tmp_path: Path) -> None:
    with pytest.raises(VaultOnNetwork) as refused:
        placing.check(tmp_path / "not" / "there yet", machine(tmp_path, network="nfs4"))
    assert refused.value.facts == {"filesystem": "nfs4"}


def test_nothing_is_made_in_a_refused_folder_and_nothing_there_is_opened(vault_path: Path) -> None:
    cloud = vault_path.parent / "OneDrive"
    cloud.mkdir()
    with pytest.raises(VaultInCloudFolder):
        folder.create(cloud / "Acme.satchel", name="N", user="U", passphrase=PASSPHRASE, kdf=CHEAP)
    assert list(cloud.iterdir()) == []
    before = sorted(file.name for file in vault_path.iterdir())
    (vault_path.parent / ".stfolder").mkdir()
    with pytest.raises(VaultInCloudFolder):
        folder.unlock(vault_path, passphrase=PASSPHRASE)
    assert sorted(file.name for file in vault_path.iterdir()) == before
    assert folder.info(vault_path).name == "Acme"
    moved = vault_path.parent / "away" / vault_path.name
    moved.parent.mkdir()
    shutil.move(vault_path, moved)
    (vault_path.parent / ".stfolder").rmdir()
    folder.unlock(moved, passphrase=PASSPHRASE).close()


# writable


def test_an_ordinary_vault_can_be_written_and_the_look_leaves_nothing(vault_path: Path) -> None:
    before = {file: file.stat().st_mtime_ns for file in vault_path.rglob("*")}
    assert placing.writable(vault_path)
    assert {file: file.stat().st_mtime_ns for file in vault_path.rglob("*")} == before


NOBODY = 65534


@contextmanager
def as_somebody() -> Iterator[None]:
    """Be somebody who is not root for a while: rights do not stop root."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


@pytest.fixture
def theirs(vault_path: Path) -> Iterator[Path]:
    """A vault of somebody who is not root, in a folder that he can reach."""
    if sys.platform == "win32":
        pytest.skip("needs the rights of POSIX")
    above = Path(tempfile.mkdtemp())
    place = above / vault_path.name
    shutil.copytree(vault_path, place)
    if os.geteuid() == 0:
        for each in (above, place, *place.rglob("*")):
            os.chown(each, NOBODY, NOBODY)
    yield place
    place.chmod(0o700)
    shutil.rmtree(above)


@pytest.mark.parametrize("closed", ["", "vault.hdr", "vault.chain", "data-0001.db"])
def test_a_closed_folder_or_file_cannot_be_written(theirs: Path, closed: str) -> None:
    with as_somebody():
        assert placing.writable(theirs)
        (theirs / closed).chmod(0o444 if closed else 0o555)
        assert not placing.writable(theirs)


def mounted(*words: str | Path) -> bool:
    """Whether the system let us mount."""
    return subprocess.run(["mount", *map(str, words)], capture_output=True, check=False).returncode == 0


needs_mounts = pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0 or not shutil.which("mount"), reason="mounting needs root on Linux"
)


@needs_mounts
def test_a_medium_that_is_mounted_for_reading_cannot_be_written(vault_path: Path) -> None:
    if not mounted("--bind", vault_path, vault_path):
        pytest.skip("this machine lets nobody mount")
    try:
        assert placing.writable(vault_path)
        assert mounted("-o", "remount,ro,bind", vault_path)
        assert not placing.writable(vault_path)
    finally:
        subprocess.run(["umount", vault_path], check=True)
