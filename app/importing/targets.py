"""What a column can feed: the fields of a noun, its contact points by use, the parts of its addresses.

Derived from the declarations in `vault/model`. Pure; anyone, any thread.
"""

from dataclasses import dataclass
from functools import cache
from typing import Final

from app.importing.errors import BadMapping
from app.importing.headings import heading
from vault.model.catalogue import NOUNS, noun
from vault.model.common import VAULT_WRITTEN
from vault.model.deals import DEAL
from vault.model.fields import Field, Kind, Noun
from vault.model.points import ADDRESS

IMPORTED: Final = ("contact", "deal", "account", "activity")
"""The nouns a file may hold, the likelier first."""
NAMING: Final = {
    "contact": ("name", "given_name", "family_name"),
    "account": ("name",),
    "deal": ("name",),
    "activity": ("subject", "text"),
}
"""At least one of these has to be mapped."""
POINTS: Final = ("email", "phone")
PARTS: Final = ("street", "postcode", "city", "region", "country")
SALE: Final = ("name", "stage", "amount", "expected_on")
"""What a file of people may say about the deal with each: a new person then gets that deal."""
_USES: Final = ("work", "mobile", "home", "other")
_PLACED: Final = ("contact", "account")
_CURRENCY: Final = ("currency", "currency code", "currency iso code", "币种", "货币")


@dataclass(frozen=True, slots=True)
class Target:
    """One thing a column can feed. `part` is a part of an address, "use" or "currency"; `use` as in USE_CHOICES."""

    name: str
    field: Field
    use: str | None = None
    part: str | None = None

    @property
    def text(self) -> str:
        """The target as mappings write it: "name", "phone:work", "address:home.street", "amount.currency"."""
        use = f":{self.use}" if self.use else ""
        return f"{self.name}{use}" + (f".{self.part}" if self.part else "")


def target(of: Noun, text: str) -> Target:
    """The target that `text` names. Raises BadMapping."""
    whole, _, part = text.partition(".")
    name, _, use = whole.partition(":")
    if name == "address" and of.name in _PLACED and part in PARTS and use in ("", *_USES):
        return Target(name, _part(part), use or None, part)
    if name == "deal" and of.name == "contact" and part in SALE:
        return Target(name, _sale(part), None, part)
    found = of.field(name)
    if found is None or not _fillable(found) or (use and (name not in POINTS or use not in _USES)):
        raise BadMapping(where=text)
    if part and not ((part == "use" and found.makes) or (part == "currency" and found.kind is Kind.MONEY)):
        raise BadMapping(where=text)
    return Target(name, found, use or None, part or None)


def _part(name: str) -> Field:
    found = ADDRESS.field(name)
    assert found is not None
    return found


def _sale(name: str) -> Field:
    found = DEAL.field(name)
    assert found is not None
    return found


def _fillable(field: Field) -> bool:
    own = field.name not in VAULT_WRITTEN and field.name != "restricted_at"
    return own and (not field.derived or field.makes is not None)


def targets(of: Noun) -> list[str]:
    """Everything a column of this noun may be mapped to, for a person to choose from."""
    names = [field.name for field in of.fields if _fillable(field)]
    points = [f"{field.name}:{use}" for field in of.fields if field.makes for use in _USES]
    places = [f"address.{part}" for part in PARTS] if of.name in _PLACED else []
    sale = [f"deal.{part}" for part in SALE] if of.name == "contact" else []
    return names + points + places + sale


@cache
def heads(of: str) -> dict[str, str]:
    """Compact heads that are recognised for a noun, with their targets."""
    found: dict[str, str] = {}
    for field in filter(_fillable, NOUNS[of].fields):
        _learn(found, field, field.name, own_label=field.name not in ("kind", "owner", "team"))
        if field.kind is Kind.MONEY:
            found |= {heading(text).compact: f"{field.name}.currency" for text in _CURRENCY}
    for part in PARTS if of in _PLACED else ():
        _learn(found, _part(part), f"address.{part}", own_label=True)
    for part in SALE[1:] if of == "contact" else ():
        _learn(found, _sale(part), f"deal.{part}", own_label=False)
    return found


def _learn(found: dict[str, str], field: Field, text: str, *, own_label: bool) -> None:
    labels = (field.name, field.words.en, field.words.zh_CN) if own_label else ()
    for head in (*field.headers, *labels):
        known = heading(head)
        found.setdefault(known.compact, text)
    for head in field.headers:
        found.setdefault(heading(head).numberless, text)


def naming(of: str) -> tuple[str, ...]:
    """The fields of which one has to be mapped."""
    return NAMING[noun(of).name]
