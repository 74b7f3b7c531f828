"""An open vault as the window and the command line hold it: reads and writes handed over, futures back.

Any thread may call; nothing here waits except `open`, `create` and `close`.
"""

from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from app.errors import MaskedViewOnly
from app.trail import ViewLog
from app.worker import Outcome, Worker
from vault import folder
from vault.errors import SatchelError
from vault.opened import OpenVault
from vault.viewers import Viewer

T = TypeVar("T")


class Session:
    """One opened vault with its threads."""

    def __init__(self, vault: OpenVault, path: Path) -> None:
        self.path = path
        self.masked = False
        """Show what somebody without clearance would see."""
        self._vault = vault
        self._worker = Worker(vault)
        self.views = ViewLog(self._enter_views)

    @classmethod
    def open(
        cls,
        path: Path,
        user: str | None = None,
        *,
        passphrase: str | None = None,
        recovery_code: str | None = None,
    ) -> "Session":
        """Unlock the vault at `path`; takes the second that key derivation costs. Raises what vault.folder raises."""
        unlocked = folder.unlock(path, user=user, passphrase=passphrase, recovery_code=recovery_code)
        try:
            return cls.begin(unlocked, path, "recovery_code" if recovery_code else "passphrase")
        except BaseException:
            unlocked.close()
            raise

    @classmethod
    def begin(cls, unlocked: folder.Unlocked, path: Path, by: str) -> "Session":
        """A session over keys already derived; `by` tells the trail what opened them."""
        vault = OpenVault(unlocked)
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

    def accept(self) -> "Future[None]":
        """The administrator works on with the vault as it is. Fails with NoDoubt, AdministratorRequired."""
        return self._worker.order(OpenVault.accept)

    def prove(self, pause: Callable[[], object] = lambda: None) -> "Future[bool]":
        """Whether the rows add up to the state root, read in one go on a reading thread; if not, writing ends."""
        future = self._worker.read(lambda reader: self._vault.adds_up(reader, pause), False)
        future.add_done_callback(self._doubted)
        return future

    def _doubted(self, proved: "Future[bool]") -> None:
        if not proved.cancelled() and proved.exception() is None and not proved.result():
            self._worker.order(OpenVault.doubt)

    @property
    def audit_key(self) -> bytes:
        """The key that verifies the trail."""
        return self._vault.audit_key

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

    def _enter_views(self, use_case: Callable[..., object], *args: Any) -> None:
        """What was looked at enters the trail; a vault in doubt is not written, not even for that."""
        if not self.doubts:
            self.enter(use_case, *args)

    def close(self) -> None:
        """Finish what waits, then lock: connections closed, keys forgotten, the lock released."""
        self.views.flush()
        self._worker.close()
        self._vault.close()


def _refused() -> "Future[Any]":
    future: Future[Any] = Future()
    future.set_exception(MaskedViewOnly())
    return future


def _with(use_case: Callable[..., T], args: tuple[Any, ...], options: dict[str, Any], tx: object) -> T:
    return use_case(tx, *args, **options)
