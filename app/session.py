"""An open vault as the window and the command line hold it: reads and writes handed over, futures back.

Any thread may call; nothing here waits except `open`, `create` and `close`.
"""

import time
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeVar

from app import trail
from app.errors import MaskedViewOnly
from app.trail import ViewLog
from app.worker import Outcome, Worker
from vault import aside, folder, keychain
from vault.aside import Fact
from vault.blob_streams import Progress, Source
from vault.blobs import Store
from vault.checkpoints import Checkpoint
from vault.errors import QueryInterrupted, SatchelError
from vault.keys import MemberKey
from vault.opened import OpenVault
from vault.reader import Reader
from vault.verifying import Evidence
from vault.viewers import Viewer

T = TypeVar("T")
_PAUSE_S: Final = 0.002
"""Between two slices of a long look through everything, so that it never takes a whole core."""


class Session:
    """One opened vault with its threads."""

    def __init__(self, vault: OpenVault, path: Path) -> None:
        self.path = path
        self.masked = False
        """Show what somebody without clearance would see."""
        self._vault = vault
        self._worker = Worker(vault)
        self.views = ViewLog(self._enter_views)
        self._closing = False

    @classmethod
    def open(
        cls,
        path: Path,
        user: str | None = None,
        *,
        passphrase: str | None = None,
        recovery_code: str | None = None,
        use_keychain: bool = False,
        use_previous: bool = False,
    ) -> "Session":
        """Unlock the vault at `path`; takes the second that key derivation costs. Raises what vault.folder raises."""
        unlocked = folder.unlock(
            path, user=user, passphrase=passphrase, recovery_code=recovery_code, use_keychain=use_keychain,
            use_previous=use_previous,
        )  # fmt: skip
        try:
            return cls.begin(unlocked, path, by_keychain=use_keychain)
        except BaseException:
            unlocked.close()
            raise

    @classmethod
    def begin(cls, unlocked: folder.Unlocked, path: Path, *, by_keychain: bool = False) -> "Session":
        """A session over keys already derived; the trail says what opened them."""
        vault = OpenVault(unlocked)
        by = "keychain" if by_keychain else "recovery_code" if unlocked.opened_by_recovery_code else "passphrase"
        failed = unlocked.failed_tries
        if not vault.doubts:
            vault.transact(lambda tx: tx.audit("unlock", fields=[by], count=failed))
        return cls(vault, path)

    @property
    def unlocked(self) -> folder.Unlocked:
        """The keys and facts of the open vault."""
        return self._vault.unlocked

    @property
    def doubts(self) -> tuple[SatchelError, ...]:
        """What speaks against these being the newest files: then only reading is possible until `accept`."""
        return self._vault.doubts

    @property
    def closing(self) -> bool:
        """Whether it is being closed: long work on the writing thread should end, whole or without a trace."""
        return self._closing

    def order(self, deed: Callable[[OpenVault], T]) -> "Future[T]":
        """Do something with the vault itself on the writing thread, between transactions."""
        return self._worker.order(deed)

    def accept(self) -> "Future[None]":
        """The administrator works on with the vault as it is. Fails with NoDoubt, AdministratorRequired."""
        return self._worker.order(OpenVault.accept)

    def adds_up(self, reader: Reader) -> bool:
        """Whether the rows add up to the state root; if not, writing ends here. A use case that reads everything.

        It gives way between slices, and ends with QueryInterrupted when the vault is locked meanwhile.
        """
        proved = self._vault.adds_up(reader, self._give_way)
        if not proved:
            self._worker.order(OpenVault.doubt).result()
        return proved

    def _give_way(self) -> None:
        if self._closing:
            raise QueryInterrupted
        time.sleep(_PAUSE_S)

    @property
    def blobs(self) -> Store:
        """The attachments' store: see `attach`; streams on any thread."""
        return self._vault.blobs

    def evidence(self, auditor: MemberKey | None = None, noted: tuple[int, bytes] | None = None) -> Evidence:
        """What the trail is judged by: with the auditor's key its MACs, too; against a root kept on paper."""
        return self._vault.evidence(auditor, noted)

    def seal_trail(self) -> "Future[Checkpoint]":
        """Sign the trail as it stands. Fails with the doubt that keeps the vault from being written."""
        return self._worker.order(OpenVault.seal_trail)

    @property
    def viewer(self) -> Viewer:
        """Who looks, under the clearance in force."""
        return self._vault.viewer.masked() if self.masked else self._vault.viewer

    def read(self, use_case: Callable[..., T], *args: Any, **options: Any) -> "Future[T]":
        """`use_case(reader, *args)` on a reading thread, under the clearance in force now."""
        return self._worker.read(lambda reader: use_case(reader, *args, **options), self.masked)

    def write(self, use_case: Callable[..., T], *args: Any, **options: Any) -> "Future[Outcome[T]]":
        """`use_case(transaction, *args)` on the writing thread, as one transaction.

        In the masked view it fails with MaskedViewOnly: what a write answers would tell what is masked.
        """
        return _refused() if self.masked else self.enter(use_case, *args, **options)

    def rehearse(self, use_case: Callable[..., T], *args: Any, **options: Any) -> "Future[Outcome[T]]":
        """As `write`, but rolled back at the end: a preview that cannot differ from the real thing."""
        return _refused() if self.masked else self._worker.write(partial(_with, use_case, args, options), rehearse=True)

    def enter(self, use_case: Callable[..., T], *args: Any, **options: Any) -> "Future[Outcome[T]]":
        """As `write`, in the masked view too: for what reading itself leaves behind, the trail and receipts."""
        return self._worker.write(partial(_with, use_case, args, options))

    def attach(self, source: Source, progress: Progress = lambda _: None) -> bytes:
        """Keep what `source` gives as a new attachment; its id. On a thread that may wait for files of any size."""
        return self._vault.blobs.put(source, lambda enter: self.write(enter).result(), progress)

    def _enter_views(self, facts: list[Fact]) -> None:
        """What was looked at enters the trail; a vault in doubt is not written: it is sealed beside it."""
        if self.doubts:
            self._worker.order(lambda vault: aside.note(vault.unlocked, facts))
        else:
            self.enter(trail.enter, facts)

    def close(self) -> None:
        """Finish what waits, then lock: connections closed, keys forgotten, the lock released."""
        self._closing = True
        self.views.flush()
        self._worker.close()
        kept, doubted = keychain.memory(self.unlocked), bool(self.doubts)
        self._vault.close()
        if kept is not None and not doubted and self.unlocked.header.marks is not None:
            kept.update(self.unlocked.header.marks, int(time.time()))


def _refused() -> "Future[Any]":
    future: Future[Any] = Future()
    future.set_exception(MaskedViewOnly())
    return future


def _with(use_case: Callable[..., T], args: tuple[Any, ...], options: dict[str, Any], tx: object) -> T:
    return use_case(tx, *args, **options)
