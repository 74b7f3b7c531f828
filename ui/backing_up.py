"""Backups of the open vault while the window is there: when one is due it is made, in the background. GUI thread only.

Made with the workspace and gone with it: a lock stops what is under way, and nothing of it is left.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Thread
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from app import backups, safekeeping
from app.errors import Cancelled
from app.safekeeping import Standing
from app.session import Session
from ui import messages
from ui.bridge import Bridge, Job
from ui.pace import Pace

_FIRST_MS: Final = 3_000
"""After opening, when the first pages stand."""
_LOOK_EVERY_MS: Final = 5 * 60_000
_AFTER_CHANGES_MS: Final = 4_000


class BackingUp(QObject):
    """`changed` when another thing is to be said, `progressed` while a backup is made, `made` afterwards.

    `heard`: a backup spoke against the vault being the newest.
    """

    changed = Signal()
    progressed = Signal()
    heard = Signal()
    made = Signal(object)

    def __init__(
        self, bridge: Bridge, parent: QObject | None = None, clock: Callable[[], int] = safekeeping.now_ms
    ) -> None:
        super().__init__(parent)
        self.bridge, self.clock = bridge, clock
        self.standing: Standing | None = None
        self.failure: BaseException | None = None
        self.job: Job | None = None
        self.pace, self.hidden = Pace(), False
        self._soon = QTimer(self, singleShot=True, interval=_AFTER_CHANGES_MS)
        self._often = QTimer(self, interval=_LOOK_EVERY_MS)
        for timer in (self._soon, self._often):
            timer.timeout.connect(self.look)
        self._often.start()
        QTimer.singleShot(_FIRST_MS, self, self.begin)
        bridge.changed.connect(self._look_soon)
        self.look(acting=False)

    @property
    def session(self) -> Session | None:
        """The open vault."""
        session: Session | None = self.bridge.session
        return session

    @property
    def running(self) -> bool:
        """Whether a backup is being made."""
        return self.job is not None

    def begin(self) -> None:
        """Just opened: what did not fit when it was locked is made up for, and the backups are asked as witnesses."""
        self.look(opening=True)
        if self.session is not None:
            self.bridge.aside(backups.witnesses, self.session, done=self._listen, failed=lambda _error: None)

    def _listen(self, threads: list[Thread]) -> None:
        for thread in threads:
            self.bridge.aside(_heard, thread, self.session, done=self._witness, failed=lambda _error: None)

    def _witness(self, doubted: bool) -> None:
        if doubted:
            self.heard.emit()

    def _look_soon(self, _changes: object) -> None:
        if not self._soon.isActive():
            self._soon.start()

    def look(self, *, opening: bool = False, acting: bool = True) -> None:
        """Ask how things stand; when a backup is due it is begun, unless `acting` is False."""
        show = partial(self._show, acting)
        self.bridge.query(
            safekeeping.standing, self.clock(), opening=opening, done=show, failed=lambda _error: None
        )  # fmt: skip

    def _show(self, acting: bool, standing: Standing) -> None:
        self.standing = standing
        if acting and standing.due and standing.policy is not None:
            self.run(Path(standing.policy.to))
        self.changed.emit()

    def ask(self, to: Path) -> None:
        """As `run`, on request: a vault in doubt is not backed up, and that is said."""
        if self.session is not None and self.session.doubts:
            self.bridge.failed.emit(self.session.doubts[0])
        self.run(to)

    def run(self, to: Path) -> None:
        """Make a backup in the folder `to`, unless one is being made or the vault is in doubt."""
        if self.running or self.session is None or self.session.doubts:
            return
        self.pace.begin()
        self.failure, self.hidden = None, False
        self.job = self.bridge.job(
            backups.run, self.session, to, door="aside", done=self._made, failed=self._failed, progress=self._progressed
        )
        self.changed.emit()

    def cancel(self) -> None:
        """Stop what is under way; nothing of it is left."""
        if self.job is not None:
            self.job.cancel()

    def hide(self) -> None:
        """The page says nothing more of it; the foot of the sidebar does."""
        self.hidden = True
        self.changed.emit()

    def _progressed(self, done: int, total: int) -> None:
        self.pace.tell(done, total)
        self.progressed.emit()

    def _made(self, made: backups.Made) -> None:
        self.job = None
        self.look(acting=False)
        self.made.emit(made)
        self.changed.emit()

    def _failed(self, error: BaseException) -> None:
        self.job = None
        self.failure = None if isinstance(error, Cancelled) else messages.kept(error)
        self.changed.emit()


def _heard(thread: Thread, session: Session) -> bool:
    """Wait for one witness; whether the vault is in doubt then."""
    thread.join()
    session.order(lambda _vault: None).result()
    return bool(session.doubts)
