"""What a person does with a vault before it is open: look at it, make one, open it, choose a good passphrase.

The window's door to `vault.folder`; any thread, but `create` and `unlock` take up to a second.
"""

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app import forgetting, founding, keys, paths, words
from app.session import Session
from vault import folder, passphrases
from vault.errors import NotAVault, TooManyTries, VaultMissing

DEMO_PASSPHRASE: Final = "open the demo satchel"  # noqa: S105 -- published on purpose
"""Published, and only of use for the demo vault, where it stands prefilled."""
DEMO_USER: Final = "Demo"


@dataclass(frozen=True, slots=True)
class Facts:
    """What a vault tells without a passphrase. `demo`: whether it is the demo vault, by its place.

    `keychain`: whether the system's keychain may be asked to open it.
    """

    path: Path
    name: str
    users: tuple[str, ...]
    demo: bool
    keychain: bool = False


@dataclass(frozen=True, slots=True)
class Strength:
    """How good a passphrase is: 0 to 5 bars, whether a vault takes it, and both said in words."""

    level: int
    accepted: bool
    words: str
    hint: str


def facts(path: Path) -> Facts:
    """Read the header of the vault at `path`. Raises what `vault.folder.info` raises."""
    found = folder.info(path)
    demo = path.absolute() == paths.demo_vault().absolute()
    return Facts(path, found.name, found.users, demo, keys.keychain_offered(path))


def is_there(error: BaseException) -> bool:
    """Whether an error of `facts` was about a vault that lies there, so that none may be made in its place."""
    return not isinstance(error, VaultMissing | NotAVault)


def unlock(path: Path, user: str | None, passphrase: str | None, recovery_code: str | None) -> Session:
    """Open a vault by passphrase, by recovery code or, without either, by the system's keychain.

    Raises what `vault.folder.unlock` raises.
    """
    if passphrase is None and recovery_code is None:
        return Session.open(path, user, use_keychain=True)
    began = time.perf_counter()
    session = Session.open(path, user, passphrase=passphrase, recovery_code=recovery_code)
    if passphrase is not None and recovery_code is None:
        keys.after_passphrase(session, passphrase, time.perf_counter() - began)
    return session


def found(path: Path, wish: founding.Wish) -> tuple[str, Session]:
    """Make a vault: its recovery code, which is shown once, and the open session. Raises as founding.found."""
    created, session = founding.found(path, wish)
    return created.recovery_code, session


def close(session: Session | None) -> None:
    """Finish what waits, lock the vault, and overwrite what it left in memory."""
    if session is not None:
        with forgetting.wiped():
            session.close()


def who(session: Session) -> tuple[str, str]:
    """(name of the open vault, name of the user who opened it)."""
    return session.unlocked.header.name, session.unlocked.user_name


@dataclass(frozen=True, slots=True)
class OpenFacts:
    """What the settings page says of an open vault; `kdf_mib` and `kdf_passes` are what one guess costs."""

    name: str
    path: Path
    size_bytes: int
    kdf_mib: int
    kdf_passes: int


def open_facts(session: Session) -> OpenFacts:
    """Read them from the header and the folder; touches the disk."""
    found = folder.info(session.path)
    cost = found.kdf[0]
    return OpenFacts(found.name, session.path, found.size_bytes, cost.memory_kib // 1024, cost.passes)


def strength(passphrase: str, own: tuple[str, ...] = ()) -> Strength:
    """Judge a new passphrase as the vault will; `own` are names that must not carry it."""
    found = passphrases.judge(passphrase, own)
    level = found.score + 1 if found.accepted else min(found.score, 2)
    if found.accepted:
        return Strength(level, True, words.say(f"ui.strength_{found.score}"), words.say("ui.strength_hint"))
    said = words.say(f"ui.refused_{found.reasons[0]}", n=max(0, passphrases.SHORTEST - len(passphrase)))
    return Strength(level, False, said, words.say("ui.strength_hint"))


def wait_s(error: BaseException) -> int:
    """How many seconds to wait before the next try; 0 for anything but too many tries."""
    return int(error.facts.get("seconds", 0)) if isinstance(error, TooManyTries) else 0  # type: ignore[call-overload]  # a count
