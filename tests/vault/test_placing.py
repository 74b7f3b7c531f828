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
from pathlib import Path, PurePosixPath

import pytest

from tests.vaults import CHEAP, PASSPHRASE
from vault import folder, placing
from vault.errors_of_keeping import VaultInCloudFolder, VaultOnNetwork
from vault.mounts import is_unc, mounted_as, network_kind, statfs_kind
from vault.placing import Machine

MOUNTS = """\
22 27 0:21 / /proc rw,relatime shared:5 - proc proc rw
27 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw,discard
40 27 0:40 / /mnt/office rw,relatime - cifs //files/office rw,vers=3.1.1
41 27 0:41 / /mnt/office/local rw - ext4 /dev/sdb1 rw
42 27 0:42 / /mnt/with\\040space rw - nfs4 10.0.0.2:/export rw
43 27 0:43 / /home/mina/server rw,nosuid shared:9 master:2 - fuse.sshfs mina@host:/srv rw
44 27 0:44 / /mnt/c rw - 9p C:\\134 rw,aname=drvfs
45 27 0:45 / /home/mina/safe rw - fuse.gocryptfs /home/mina/cipher rw
46 27 0:46 / /home/mina/p rw - fuse pCloud.fs rw
47 27 0:47 / /usb rw - fuseblk /dev/sdc1 rw
48 27 0:48 / /covered rw - nfs server:/a rw
49 27 0:49 / /covered rw - xfs /dev/sdd1 rw
not a line of it
50 27 0:50 / /short - tmpfs
"""


def machine(home: Path, environment: dict[str, str] | None = None, network: str | None = None) -> Machine:
    """A computer with a home, an environment, and one answer about its mounts."""
    return Machine(home, environment or {}, lambda _: network)


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        ("/", None),
        ("/home/mina", None),
        ("/mnt/office", "cifs"),
        ("/mnt/office/sales/Acme.satchel", "cifs"),
        ("/mnt/office/local/Acme.satchel", None),
        ("/mnt/officers", None),
        ("/mnt/with space/x", "nfs4"),
        ("/home/mina/server/x", "fuse.sshfs"),
        ("/mnt/c/Users", None),
        ("/home/mina/safe/x", None),
        ("/home/mina/p/x", "fuse"),
        ("/usb/x", None),
        ("/covered/x", None),
        ("/short/x", None),
    ],
)
def test_a_network_file_system_is_told_by_the_mount_that_holds_the_folder(place: str, kind: str | None) -> None:
    assert network_kind(*mounted_as(PurePosixPath(place), MOUNTS)) == kind


@pytest.mark.parametrize(
    "system",
    ["nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "fuse.rclone", "fuse.gvfsd-fuse", "davfs", "ncpfs", "afs",
     "ceph", "glusterfs", "fuse.glusterfs", "fuse.davfs2"],
)  # fmt: skip
def test_each_network_file_system_is_known(system: str) -> None:
    assert network_kind(system, "anything") == system


@pytest.mark.parametrize(
    "system", ["ext4", "btrfs", "xfs", "tmpfs", "overlay", "9p", "virtiofs", "fuseblk", "fuse.portal", "apfs", ""]
)
def test_disks_of_this_computer_and_of_its_host_are_allowed(system: str) -> None:
    assert network_kind(system, "/dev/x") is None


def test_an_unknown_program_that_mounts_from_another_host_counts_as_a_network() -> None:
    assert network_kind("fuse.newcomer", "host:/folder") == "fuse.newcomer"
    assert network_kind("fuse.newcomer", "//host/share") == "fuse.newcomer"
    assert network_kind("fuse.newcomer", "C:/folder") is None


@pytest.mark.parametrize(
    ("path", "remote"),
    [
        (r"\\server\share\Acme", True),
        ("//server/share", True),
        (r"\\?\UNC\server\share", True),
        (r"\\?\C:\Acme", False),
        (r"C:\Acme", False),
        (r"\\.\C:\Acme", False),
    ],
)
def test_a_windows_path_that_names_another_computer_is_told(path: str, remote: bool) -> None:
    assert is_unc(path) is remote


def test_macos_tells_its_own_disks_by_a_flag() -> None:
    def answer(flags: int) -> bytes:
        return bytes(64) + flags.to_bytes(4, "little") + bytes(4) + b"smbfs".ljust(16, b"\0") + bytes(2000)

    assert statfs_kind(answer(0x1000)) is None
    assert statfs_kind(answer(0x4000)) == "smbfs"


@pytest.mark.parametrize(
    ("place", "service"),
    [
        ("Dropbox/work/Acme.satchel", "Dropbox"),
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


@needs_mounts
def test_a_disk_of_this_computer_that_was_just_mounted_is_a_good_place(tmp_path: Path) -> None:
    place = tmp_path / "with space"
    place.mkdir()
    if not mounted("-t", "tmpfs", "-o", "size=1m", "satchel-test", place):
        pytest.skip("this machine lets nobody mount")
    try:
        mounts = Path("/proc/self/mountinfo").read_text("utf-8")
        assert mounted_as(place / "Acme.satchel", mounts) == ("tmpfs", "satchel-test")
        placing.check(place / "Acme.satchel")
    finally:
        subprocess.run(["umount", place], check=True)
