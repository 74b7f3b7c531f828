"""The recovery kit of an open vault: what its page says, whether it was proved to be in hand, when to ask again.

The code is kept nowhere. What is remembered lies inside the vault, for each user, and belongs to one kit: after the
code was renewed it is asked for anew. A vault of which nothing is remembered is never asked about.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from app import places, words
from app.errors import NoReminderLeft
from app.exporting import placing
from app.session import Session
from vault import ids, kept, recovery
from vault.errors import WrongRecoveryCode
from vault.folder import Unlocked
from vault.policy import Member
from vault.reader import Reader
from vault.transaction import Transaction

REMINDERS: Final = 2
GROUPS: Final = 9
UseCase = Callable[[Transaction, Unlocked], None]
"""`ask`, `remind` or `confirm`."""
_KIND: Final = "vault"
_SHOWN: Final = 32
"""How many of the 64 digits of a vault id a fingerprint shows: 128 bits."""


@dataclass(frozen=True, slots=True)
class Kit:
    """What stands on the page. `made_on` is an ISO 8601 day, `language` the one that stands first.

    `split`: the code and the passphrase on pages of their own.
    """

    vault: str
    user: str
    code: str = field(repr=False)
    fingerprint: str
    made_on: str
    language: str
    split: bool = False

    @property
    def groups(self) -> tuple[str, ...]:
        """The nine groups of four."""
        return tuple(self.code.split("-"))


@dataclass(frozen=True, slots=True)
class Proof:
    """Whether this kit was proved to be in hand. `asked`: whether the vault wants to know at all; `due`: now."""

    asked: bool = False
    confirmed_on: str | None = None
    reminders_left: int = 0
    due: bool = False


def kit_of(unlocked: Unlocked, code: str) -> Kit:
    """The page for a code that was just made."""
    name = unlocked.header.name
    return Kit(name, unlocked.user_name, code, fingerprint(unlocked.vault_id), places.today(), words.language())


def fingerprint(vault_id: str) -> str:
    """The vault's id, which is the hash of its first entry, cut and in groups as people compare them."""
    return " ".join(vault_id[at : at + 4] for at in range(0, _SHOWN, 4))


def ask(tx: Transaction, unlocked: Unlocked) -> None:
    """From now on want a proof that the kit in force is in hand. Use case of a Transaction."""
    _keep(tx, unlocked, {"confirmed_on": None, "due_on": places.today(), "reminders_left": REMINDERS})


def proof(reader: Reader, unlocked: Unlocked) -> Proof:
    """What is known of the kit in force. Use case of a Reader."""
    body, kit = kept.get(reader, _KIND, _name(unlocked)), _kit(unlocked)
    if not isinstance(body, dict) or kit is None:
        return Proof()
    if body["kit"] != kit.id.hex():
        return Proof(asked=True, reminders_left=REMINDERS, due=True)
    confirmed, left = body["confirmed_on"], int(body["reminders_left"])
    waits = _waits(str(body["due_on"]))
    return Proof(True, confirmed, left, due=not confirmed and not waits)


def _waits(due_on: str) -> bool:
    """Tomorrow is waited for; a day farther off was said by a clock that has been put right since."""
    today = date.fromisoformat(places.today())
    return today < date.fromisoformat(due_on) <= today + timedelta(days=1)


def remind(tx: Transaction, unlocked: Unlocked) -> None:
    """Ask again tomorrow; twice. Raises NoReminderLeft. Use case of a Transaction."""
    known = proof(tx, unlocked)
    if not known.reminders_left:
        raise NoReminderLeft
    tomorrow = date.fromisoformat(places.today()) + timedelta(days=1)
    _keep(tx, unlocked, {
        "confirmed_on": known.confirmed_on, "due_on": tomorrow.isoformat(), "reminders_left": known.reminders_left - 1,
    })  # fmt: skip


def confirm(tx: Transaction, unlocked: Unlocked) -> None:
    """The kit is in hand: four of its characters were typed while it was shown. Use case of a Transaction."""
    _keep(tx, unlocked, {"confirmed_on": places.today(), "due_on": places.today(), "reminders_left": 0})
    tx.audit("confirm_kit")


def confirm_by_code(tx: Transaction, unlocked: Unlocked, code: str) -> None:
    """The kit is in hand: the whole code was typed from paper. Use case of a Transaction.

    Raises WrongRecoveryCode where it is not the one in force, RecoveryCodeMistyped, RecoveryCodeUnsound.
    """
    key, kit = recovery.member_key(code), _kit(unlocked)
    right = kit is not None and key.public == kit.public
    key.wipe()
    if not right:
        raise WrongRecoveryCode
    confirm(tx, unlocked)


def keep(session: Session, use_case: UseCase) -> None:
    """Do one of the three in an open vault and wait for it. Raises what it raises."""
    session.write(use_case, session.unlocked).result()


def save(out: Path, data: bytes) -> None:
    """Write a page as a file that only this user may read, whole or not at all. Raises FileUnavailable."""
    with placing.beside(out) as (part, _folder):
        part.write_bytes(data)
        placing.settle(part)
        placing.appear(part, out)


def save_text(out: Path, kit: Kit) -> None:
    """Write the code as a text file, in the language that stands first. Raises FileUnavailable."""
    text = words.say_in(
        kit.language, "kit.text", vault=kit.vault, user=kit.user, fingerprint=kit.fingerprint, code=kit.code
    )
    save(out, text.encode())


def _keep(tx: Transaction, unlocked: Unlocked, body: dict[str, object]) -> None:
    kit = _kit(unlocked)
    if kit is not None:
        kept.put(tx, _KIND, _name(unlocked), {**body, "kit": kit.id.hex()})


def _name(unlocked: Unlocked) -> str:
    return f"recovery_kit {ids.text_of(unlocked.member.user)}"


def _kit(unlocked: Unlocked) -> Member | None:
    """The recovery kit of the user who opened the vault."""
    members = unlocked.policy.members.values()
    return next((each for each in members if each.kind == "kit" and each.user == unlocked.member.user), None)
