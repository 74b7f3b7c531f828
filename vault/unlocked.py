"""An unlocked vault: the keys in memory, who opened it, and the files that go with it.

Made by folder.py for the session; its owner is one thread, `subkey` may be asked from any. Not printed, not pickled.
"""

from contextlib import suppress
from pathlib import Path
from typing import NoReturn

from msgspec.structs import replace as with_fields

from vault import disk, freshness, ids, names
from vault.errors import FolderUnavailable, SatchelError, SeenForged
from vault.header import VERSION, Header, Marks, encode
from vault.keys import Context, MemberKey, Secret, derive
from vault.locking import FolderLock
from vault.policy import Member, Policy
from vault.seen import Mark, Seen
from vault.turning import Turned

HEADER_FILE = "vault.hdr"
CHAIN_FILE = "vault.chain"


class Unlocked:
    """Held from `folder.unlock` to `close`; a context manager."""

    def __init__(
        self, path: Path, lock: FolderLock, header: tuple[Header, bytes], policy: Policy, member: Member,
        member_key: MemberKey, keys: dict[tuple[str, int], Secret],
    ) -> None:  # fmt: skip
        self.path = path
        self.header, self._written = header
        self.policy = policy
        self.member = member
        self.member_key = member_key
        self.found = self.header
        """The header as it was found."""
        self.failed_tries = 0
        self.notes: tuple[str, ...] = ()
        self.doubts: tuple[SatchelError, ...] = ()
        """What speaks against these being the newest files: then nothing may be written."""
        self.readonly = False
        """The folder itself cannot be written: nothing is, not even a header that says open."""
        self.log_was_there = self.log_path.exists()
        """Whether the database had a write-ahead log before anything was opened."""
        self.closed = False
        self._lock = lock
        self._keys = keys
        self._seen = Seen(path / "seen", self.subkey("seen"))
        self.seen: Mark | None = None
        """What `seen` said."""
        self.witness: freshness.Witness | None = None
        """What the system's keychain remembers."""
        self._mark = Mark(0)
        self._written_to = False
        self.previous_used = False

    # who and where

    @property
    def vault(self) -> bytes:
        """The vault id, 32 bytes."""
        return self.policy.vault

    @property
    def vault_id(self) -> str:
        """The vault id in hex."""
        return self.vault.hex()

    @property
    def user_id(self) -> str:
        """The user's id, as record ids are written."""
        return ids.text_of(self.member.user)

    @property
    def member_id(self) -> str:
        """The member key's id: this folder's, or the kit's where the recovery code opened it."""
        return ids.text_of(self.member.id)

    @property
    def device_id(self) -> str:
        """This folder's device."""
        return ids.text_of(self.header.device)

    @property
    def user_name(self) -> str:
        """The user's name as the policy holds it."""
        return self._name("user name", self.member.user, self.policy.names)

    @property
    def device_name(self) -> str:
        """This device's name as the policy holds it."""
        return self._name("device name", self.header.device, self.policy.devices)

    @property
    def is_administrator(self) -> bool:
        """Whether the policy makes this user one."""
        return self.policy.is_administrator(self.member.id)

    @property
    def opened_by_recovery_code(self) -> bool:
        """Whether a kit opened it: a new passphrase should follow."""
        return self.member.kind == "kit"

    # keys

    def subkey(self, purpose: str) -> bytes:
        """32 bytes for one purpose, from the vault key in force. ValueError once closed."""
        return derive(self._vault_key(), purpose, self.vault)

    @property
    def class_keys(self) -> dict[tuple[str, int], bytes]:
        """(compartment, generation) -> 32 bytes: what this user was granted."""
        return {
            (kind.removeprefix("class:"), generation): key.reveal()
            for (kind, generation), key in self._keys.items()
            if kind.startswith("class:")
        }

    def held_keys(self) -> dict[tuple[str, int], bytes]:
        """(kind of grant, generation) -> 32 bytes, to grant them on."""
        return {which: key.reveal() for which, key in self._keys.items()}

    def _vault_key(self) -> bytes:
        if self.closed:
            raise ValueError("the vault is locked")
        return self._keys["vault", self.header.generation].reveal()

    # the database

    @property
    def database_path(self) -> Path:
        """The database file in force."""
        return self.path / self.header.database.file_name

    @property
    def generation(self) -> int:
        """Of the database in force: a reader of an older one sees what was."""
        return self.header.database.generation

    @property
    def database_salt(self) -> bytes:
        """Its first 16 bytes."""
        return self.header.database.salt

    def database_key(self) -> bytes:
        """The 32-byte key of the database in force."""
        return self.subkey(f"database {self.header.database.generation}")

    @property
    def log_path(self) -> Path:
        """Its write-ahead log."""
        return self.database_path.with_name(self.database_path.name + "-wal")

    # marks

    def look_back(self, *, previous_used: bool, version: int = VERSION) -> None:
        """Compare the header as found, in its version, with `seen`; remember what it was doubted for before."""
        self.previous_used = previous_used
        try:
            self.seen = self._seen.read()
            announced = version == VERSION
            doubts = freshness.of_header(self.found, self.seen, previous_used=previous_used, announced=announced)
        except SeenForged as forged:
            doubts = [forged]
        if not doubts and self.found.doubt:
            doubts = [freshness.named(self.found.doubt)]
        self.doubts = tuple(doubts)
        least = self.found.marks.commits if self.found.marks else 0
        self._mark = Mark(max(self.seen.commits, least), self.seen.in_force) if self.seen else Mark(least)

    def check_place(self) -> None:
        """Raises VaultMoved, FolderUnavailable where the folder is no longer the one that was opened."""
        self._lock.check()

    def before_writing(self) -> None:
        """The database is about to be written; noted first, for a break comes at any time. Raises as `check_place`."""
        self.check_place()
        self._written_to = True

    def write_seen(self, commits: int) -> None:
        """Remember a commit counter, after its commit: where the disk refuses, the mark lags until the next one."""
        self._mark = Mark(commits, self.header.sequence, settled=True)
        with suppress(OSError):
            self._seen.write(self._mark)

    def cast_doubt(self, *doubts: SatchelError) -> None:
        """Keep the vault from being written, now and whenever it is opened, until `accept`. Raises as `store`."""
        self.doubts = (*self.doubts, *doubts)
        if not self.readonly and self.header.doubt != self.doubts[0].kind:
            self.store(with_fields(self.header, doubt=self.doubts[0].kind))

    def accept(self, commits: int) -> None:
        """The administrator's decision: what lies there is in force, as far as `commits`. Raises what `store` does."""
        self.doubts = ()
        self._mark = Mark(commits)
        self.store(with_fields(self.header, doubt="", marks=None))

    # the header

    def store(self, header: Header, *, forget_previous: bool = False, also: bytes | None = None) -> None:
        """Put a header in force with the next sequence number; with `forget_previous` the one before goes, too.

        It is announced in `seen` first, on the disk (with the key `also` for another header that may lie there), and
        settled afterwards (freshness.py). Where the disk refuses, the one before stays in force; where it refuses
        even that, nothing more is written. Raises VaultMoved, DiskFull, FolderUnavailable.
        """
        self.check_place()
        header = with_fields(header, sequence=max(self.header.sequence, self._mark.header) + 1)
        data = encode(header, self.subkey("header"))
        with disk.guarded():
            self._seen.write(Mark(self._mark.commits, header.sequence), durable=True, also=also)
            disk.replace(self.path / HEADER_FILE, data, previous=self._written)
            before, self.header, self._written = self.header, header, data
            self.write_seen(self._mark.commits)
            if forget_previous:
                self._forget_previous(before)

    def _forget_previous(self, before: Header) -> None:
        """Overwrite the header that is kept; where the disk refuses, the one in force was refused, too."""
        try:
            disk.replace(self.path / HEADER_FILE, self._written, previous=self._written)
        except BaseException:
            self.header = before
            self._put_back(forget_previous=False)
            raise

    def turn(self, turned: Turned) -> None:
        """Put another vault key in force, whose database lies ready; the header before is overwritten, too.

        Where the disk refuses it is as with `store`. Raises what that does.
        """
        self.check_place()
        sequence = max(self.header.sequence, self._mark.header) + 1
        header = with_fields(turned.header, sequence=sequence)
        key = turned.keys["vault", header.generation].reveal()
        seen_key = derive(key, "seen", self.vault)
        data = encode(header, derive(key, "header", self.vault))
        try:
            with disk.guarded():
                self._seen.write(Mark(self._mark.commits, sequence), durable=True, also=seen_key)
                disk.replace(self.path / HEADER_FILE, data, previous=self._written)
                disk.replace(self.path / HEADER_FILE, data, previous=data)
        except BaseException:
            if disk.may_hold(self.path / HEADER_FILE, data):
                self._mark = Mark(self._mark.commits, sequence)
            self._put_back(also=seen_key)
            raise
        self._seen.close()
        self._seen = Seen(self.path / "seen", seen_key)
        self.header, self._written, self.policy = header, data, turned.policy
        self.member, self.member_key, self._keys = turned.member, turned.member_key, turned.keys
        self.write_seen(self._mark.commits)

    def _put_back(self, *, forget_previous: bool = True, also: bytes | None = None) -> None:
        try:
            self.store(self.header, forget_previous=forget_previous, also=also)
        except Exception as refused:
            if not isinstance(refused, SatchelError):
                refused = FolderUnavailable(reason=type(refused).__name__)
            self.doubts = (*self.doubts, refused)

    def close(self, marks: Marks | None = None) -> None:
        """Take back the open mark, forget the keys, let go of the folder. Raises what writing the header raises.

        `marks` tell how an orderly closing left the database; without them it stays as found, or open once written to.
        """
        if self.closed:
            return
        try:
            if not self.readonly:
                left_open = marks is None and (self.found.open or self._written_to)
                self.store(with_fields(self.header, open=left_open, marks=marks or self.header.marks))
        finally:
            self.abandon()

    def abandon(self) -> None:
        """Forget the keys and let go of the folder with the header as it is: as after a crash."""
        self.closed = True
        self._seen.close()
        self.member_key.wipe()
        for key in self._keys.values():
            key.wipe()
        self._lock.release()

    def __enter__(self) -> "Unlocked":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Unlocked({self.vault_id[:8]}…)"

    def __reduce_ex__(self, protocol: object, /) -> NoReturn:
        raise TypeError("an unlocked vault is not pickled or copied")

    def _name(self, kind: str, identity: bytes, held: dict[bytes, bytes]) -> str:
        return names.opened(self.subkey("names"), held, Context(self.vault, kind, identity))
