"""A network file system is told from a disk of this computer by how it is mounted."""

import os
import shutil
import subprocess
import sys
from pathlib import Path, PurePosixPath

import pytest

from vault import placing
from vault.mounts import is_unc, mounted_as, network_kind, statfs_kind

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


@pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0 or not shutil.which("mount"), reason="mounting needs root on Linux"
)
def test_a_disk_of_this_computer_that_was_just_mounted_is_a_good_place(tmp_path: Path) -> None:
    place = tmp_path / "with space"
    place.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "satchel-test", place], capture_output=True, check=False).returncode:
        pytest.skip("this machine lets nobody mount")
    try:
        mounts = Path("/proc/self/mountinfo").read_text("utf-8")
        assert mounted_as(place / "Acme.satchel", mounts) == ("tmpfs", "satchel-test")
        placing.check(place / "Acme.satchel")
    finally:
        subprocess.run(["umount", place], check=True)
