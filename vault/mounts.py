"""Whether a folder lies on another computer: by the kind of file system it is mounted from.

For placing.py; any thread. SQLite's log needs shared memory, which two hosts do not have; locks over a network
are often none (sqlite.org/wal.html, sqlite.org/howtocorrupt.html).
"""

import ctypes
import re
import sys
from pathlib import Path, PurePath
from typing import Final

MOUNTS: Final = Path("/proc/self/mountinfo")
_NETWORK: Final = frozenset({
    "afs", "auristorfs", "beegfs", "ceph", "cifs", "coda", "davfs", "gfs2", "glusterfs", "gpfs", "kafs",
    "lustre", "ncp", "ncpfs", "nfs", "nfs3", "nfs4", "ocfs2", "orangefs", "pvfs2", "smb2", "smb3", "smbfs",
})  # fmt: skip
"""9p and virtiofs are left out: virtual machines and WSL reach their own computer through them."""
_NETWORK_FUSE: Final = frozenset({
    "blobfuse2", "ceph", "ceph-fuse", "cifs", "curlftpfs", "davfs", "davfs2", "gcsfuse", "glusterfs", "goofys",
    "google-drive-ocamlfuse", "gvfsd-fuse", "httpfs2", "juicefs", "kio-fuse", "onedriver", "rclone", "s3fs",
    "seadrive", "smbnetfs", "sshfs", "webdavfs",
})  # fmt: skip
_REMOTE_SOURCE: Final = re.compile(r"//|[\w.@-]{2,}:|pCloud", re.ASCII)
"""What programs of one's own mount from elsewhere: //server/share, host:/folder, remote:folder."""
_ESCAPED: Final = re.compile(r"\\([0-7]{3})")
_REMOTE_DRIVE: Final = 4  # DRIVE_REMOTE of GetDriveTypeW
_MNT_LOCAL: Final = 0x1000
_STATFS_BYTES: Final = 4096  # more than its 2168
_FLAGS_AT, _NAME_AT, _NAME_BYTES = 64, 72, 16


def mounted_as(folder: PurePath, mounts: str) -> tuple[str, str]:
    """(kind of file system, source) of an absolute path without links; empty words where `mounts` names none."""
    longest, found = -1, ("", "")
    for line in mounts.splitlines():
        place, separator, rest = line.partition(" - ")
        parts, names = place.split(" "), rest.split(" ")
        if not separator or len(parts) < 5 or len(names) < 2:
            continue
        point = PurePath(_plain(parts[4]))
        if folder.is_relative_to(point) and len(point.parts) >= longest:  # of two at one place the later one is seen
            longest, found = len(point.parts), (names[0], _plain(names[1]))
    return found


def _plain(escaped: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 8)), escaped)


def network_kind(system: str, source: str) -> str | None:
    """The file system's name where it reaches over a network, else None."""
    kind, _, program = system.partition(".")
    if kind in _NETWORK or (kind == "fuse" and (program in _NETWORK_FUSE or _REMOTE_SOURCE.match(source))):
        return system
    return None


def is_unc(path: str) -> bool:
    r"""Whether a Windows path names another computer: \\server\share, also written \\?\UNC\server\share."""
    text = path.replace("/", "\\")
    if text.startswith(("\\\\?\\", "\\\\.\\")):
        return text[4:8].upper() == "UNC\\"
    return text.startswith("\\\\")


def statfs_kind(answer: bytes) -> str | None:
    """The file system's name in macOS's `struct statfs` where it is not a local one."""
    if int.from_bytes(answer[_FLAGS_AT : _FLAGS_AT + 4], "little") & _MNT_LOCAL:
        return None
    return answer[_NAME_AT : _NAME_AT + _NAME_BYTES].split(b"\0")[0].decode("ascii", "replace") or "?"


if sys.platform == "win32":

    def kind_here(folder: Path) -> str | None:
        """What network `folder` (or its nearest folder that exists) lies on; None for this computer's own disks."""
        if is_unc(str(folder)):
            return "UNC"
        remote = ctypes.windll.kernel32.GetDriveTypeW(folder.anchor) == _REMOTE_DRIVE
        return "network drive" if remote else None
elif sys.platform == "darwin":

    def kind_here(folder: Path) -> str | None:
        """What network `folder` (or its nearest folder that exists) lies on; None for this computer's own disks."""
        library, answer = ctypes.CDLL(None), ctypes.create_string_buffer(_STATFS_BYTES)
        ask = getattr(library, "statfs$INODE64", None) or library.statfs
        failed = ask(bytes(folder), answer) != 0
        return None if failed else statfs_kind(answer.raw)
else:

    def kind_here(folder: Path) -> str | None:
        """What network `folder` (or its nearest folder that exists) lies on; None for this computer's own disks."""
        try:
            mounts = MOUNTS.read_text("utf-8", "surrogateescape")
        except OSError:
            return None
        return network_kind(*mounted_as(folder, mounts))
