"""Whether a planned row is a record that is there already, in the vault or earlier in the same batch of the file.

By default a person is known by any e-mail, else by a phone and the same name, else by name and company; an account
by name, else by website; a deal by name and account. A key chosen by a person decides alone. Writer thread.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from app.importing.errors import BadKey
from app.importing.planning import Planned
from vault import matching
from vault.matching import Found, Known
from vault.transaction import Transaction
from vault.values import RecordId

KEYS: Final = {
    "contact": ("email", "phone", "name"),
    "account": ("name", "website", "email", "phone"),
    "deal": ("name",),
    "activity": (),
}
"""What records of a noun can be recognised by."""


def checked_key(noun: str, key: str | None) -> str | None:
    """`key`, if records of the noun can be recognised by it. Raises BadKey."""
    if key is not None and key not in KEYS[noun]:
        raise BadKey(key=key, noun=noun)
    return key


class Matcher:
    """Answers for one batch of planned rows at a time."""

    def __init__(self, tx: Transaction, noun: str, key: str | None) -> None:
        self._tx = tx
        self._noun = noun
        self._key = key
        self._account_keys: dict[str, str] = {}
        self._pending: dict[tuple[str, str], list[tuple[Known, Planned]]] = {}
        self._found: dict[str, Found] = {}

    def prepare(self, plans: Sequence[Planned]) -> None:
        """Look up everything that these rows could be known by; forget the batch before."""
        self._pending.clear()
        self._found = {}
        for kind in KEYS[self._noun]:
            if self._key in (None, kind):
                self._found[kind] = self._look(kind, plans)

    def _look(self, kind: str, plans: Sequence[Planned]) -> Found:
        wanted = {text for planned in plans for text in self._texts(kind, planned)}
        if kind == "name":
            return matching.by_name(self._tx, self._noun, wanted)
        if kind == "website":
            return matching.by_website(self._tx, wanted)
        return matching.by_point(self._tx, self._noun, kind, wanted)

    def _texts(self, kind: str, planned: Planned) -> list[str]:
        if kind == "name":
            name = planned.values.get("name")
            return [matching.name_key(self._noun, str(name))] if name else []
        if kind == "website":
            website = planned.values.get("website")
            return [str(website)] if website else []
        return [value for value, _ in planned.points.get(kind, ())]

    def match(self, planned: Planned) -> RecordId | Planned | None:
        """The record's id, or the earlier row of this batch that will make it, or None for something new."""
        this = self._as_known(planned)
        for kind in self._found:
            for text in self._texts(kind, planned):
                for known, earlier in self._candidates(kind, text):
                    if self._key is not None or self._same(kind, this, known, planned):
                        return earlier or known.id
        return None

    def _candidates(self, kind: str, text: str) -> Iterable[tuple[Known, Planned | None]]:
        yield from ((known, None) for known in self._found[kind].get(text, ()))
        yield from self._pending.get((kind, text), ())

    def _as_known(self, planned: Planned) -> Known:
        account = planned.links.get("account")
        if account and account not in self._account_keys:
            self._account_keys[account] = matching.name_key("account", account)
        names = self._texts("name", planned)
        emails = self._texts("email", planned)
        return Known(
            "", names[0] if names else None, self._account_keys.get(account or ""), emails[0] if emails else None
        )

    def _same(self, kind: str, this: Known, other: Known, planned: Planned) -> bool:
        if self._noun == "contact":
            return _same_person(kind, this, other, reachable=bool(planned.points))
        if self._noun == "deal":
            return this.account_key is None or this.account_key == other.account_key
        return kind in ("name", "website") and (kind == "website" or this.name_key == other.name_key)

    def remember(self, planned: Planned) -> None:
        """This row will make a record: later rows of the batch may mean the same."""
        this = self._as_known(planned)
        for kind in self._found:
            for text in self._texts(kind, planned):
                self._pending.setdefault((kind, text), []).append((this, planned))


def _same_person(kind: str, this: Known, other: Known, *, reachable: bool) -> bool:
    """One phone may ring for many, and one name may belong to two: then something else has to agree."""
    if kind == "email":
        return True
    if this.name_key != other.name_key:
        return False
    if kind == "phone":
        return True
    if this.email and other.email:
        return False
    return this.account_key == other.account_key and (this.account_key is not None or not reachable)
