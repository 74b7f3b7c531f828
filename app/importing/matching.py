"""Whether a planned row is a record that is there already, in the vault or earlier in the same batch of
the file.

By default a person is known by any e-mail, else by a phone and the same name, else by name and company;
an account by name, else by website; a deal by name and account, without an account by name, amount and
day. A key chosen by a person decides alone. Writer thread.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

from app.importing.errors import BadKey
from app.importing.planning import Planned
from vault import matching
from vault.matching import Known
from vault.transaction import Transaction
from vault.values import Money, RecordId

KEYS: Final = {
    "contact": ("email", "phone", "name"),
    "account": ("name", "website", "email", "phone"),
    "deal": ("name",),
    "activity": (),
}
"""What records of a noun can be recognised by."""
_AT: Final = "\0"


def checked_key(noun: str, key: str | None) -> str | None:
    """`key`, if records of the noun can be recognised by it. Raises BadKey."""
    if key is not None and key not in KEYS[noun]:
        raise BadKey(key=key, noun=noun)
    return key


class _Signs(NamedTuple):
    """What a planned row could be known by, computed once."""

    this: Known
    by_kind: dict[str, list[str]]


class Matcher:
    """Answers for one batch of planned rows at a time."""

    def __init__(self, tx: Transaction, noun: str, key: str | None) -> None:
        self._tx = tx
        self._noun = noun
        self._key = key
        self._kinds = tuple(kind for kind in KEYS[noun] if key in (None, kind))
        self._account_keys: dict[str, str] = {}
        self._signs: dict[int, _Signs] = {}
        self._known: dict[tuple[str, str], list[tuple[Known, Planned | None]]] = {}

    def prepare(self, plans: Sequence[Planned]) -> None:
        """Look up everything that these rows could be known by; forget the batch before."""
        self._known.clear()
        self._signs = {planned.number: self._signs_of(planned) for planned in plans}
        for kind in self._kinds:
            if kind == "name" and self._noun == "contact" and self._key is None:
                self._look_for_people(plans)
            else:
                self._look(kind, {text for signs in self._signs.values() for text in signs.by_kind[kind]})

    def _look(self, kind: str, wanted: set[str]) -> None:
        if kind == "name":
            found = matching.by_name(self._tx, self._noun, wanted)
        elif kind == "website":
            found = matching.by_website(self._tx, wanted)
        else:
            found = matching.by_point(self._tx, self._noun, kind, wanted)
        for text, known in found.items():
            for each in known:
                self._note(kind, text, each, None)

    def _look_for_people(self, plans: Sequence[Planned]) -> None:
        """By name and company; without a company a name tells only those apart who cannot be reached."""
        these = ((self._signs[each.number].this, each) for each in plans)
        pairs = [
            (this.name_key, this.account_key)
            for this, each in these
            if this.name_key and (this.account_key is not None or not each.points)
        ]
        for text, known in matching.by_name_and_account(self._tx, pairs).items():
            for each in known:
                self._note("name", self._name_sign(text, each.account_key), each, None)

    def _note(self, kind: str, text: str, known: Known, planned: Planned | None) -> None:
        self._known.setdefault((kind, text), []).append((known, planned))

    def _name_sign(self, name_key: str, account_key: str | None) -> str:
        """A person's name counts only together with the company, unless a person chose the name as key."""
        return f"{name_key}{_AT}{account_key or ''}" if self._noun == "contact" and self._key is None else name_key

    def _signs_of(self, planned: Planned) -> _Signs:
        account = planned.links.get("account")
        if account and account not in self._account_keys:
            self._account_keys[account] = matching.name_key("account", account)
        account_key = self._account_keys.get(account or "")
        emails = [value for value, _ in planned.points.get("email", ())]
        website, name = planned.values.get("website"), str(planned.values.get("name") or "")
        name_key = matching.name_key(self._noun, name) if name and self._kinds else None
        signs = {
            "email": emails,
            "phone": [value for value, _ in planned.points.get("phone", ())],
            "name": [self._name_sign(name_key, account_key)] if name_key else [],
            "website": [str(website)] if website else [],
        }
        return _Signs(Known("", name_key, account_key, emails[0] if emails else None, _terms(planned)), signs)

    def match(self, planned: Planned) -> RecordId | Planned | None:
        """The record's id, or the earlier row of this batch that will make it, or None for something
        new.
        """
        this, by_kind = self._signs[planned.number]
        for kind in self._kinds:
            for text in by_kind[kind]:
                for known, earlier in self._known.get((kind, text), ()):
                    if self._key is not None or self._same(kind, this, known, planned):
                        return earlier or known.id
        return None

    def _same(self, kind: str, this: Known, other: Known, planned: Planned) -> bool:
        if self._noun == "contact":
            return _same_person(kind, this, other, reachable=bool(planned.points))
        if self._noun == "deal":
            return this.account_key == other.account_key and (this.account_key is not None or this.terms == other.terms)
        return kind in ("name", "website")

    def remember(self, planned: Planned) -> None:
        """This row will make a record: later rows of the batch may mean the same."""
        this, by_kind = self._signs[planned.number]
        for kind in self._kinds:
            for text in by_kind[kind]:
                self._note(kind, text, this, planned)


def _terms(planned: Planned) -> str:
    amount = planned.values.get("amount")
    return f"{amount.minor if isinstance(amount, Money) else ''}|{planned.values.get('expected_on') or ''}"


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
