"""Sketches invented customers as values, before any vault is involved. Pure: same seed, same customers.

Account number i depends on the seed, the language and i alone, so a longer run only adds to a shorter one.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Final

from app.demo.companies import chinese_company, western_company
from app.demo.names import WESTERN, PersonName, chinese_name, western_name
from app.demo.places import CHINESE_PLACES, WESTERN_PLACES, Place, digits, phone, street
from app.demo.texts import NOTES, ROLES, TAGS, TITLES

CHINESE_SHARE: Final = {"en": 0.35, "zh_CN": 0.75}
_PEOPLE_OF_ACCOUNT: Final = (1, 2, 2, 3, 3, 4)
_HEADS: Final = 4
"""Every fourth account is part of no other, and others may be part of it."""


@dataclass(frozen=True, slots=True)
class Sketch:
    """One record to be: values, and links as local keys of other sketches (`stage:Lead` is the vault's)."""

    noun: str
    key: str
    values: dict[str, object]
    links: dict[str, str | tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scene:
    """Where one account is sketched: chance, place, words ("en" or "zh"), the day it is, its currency."""

    rng: Random
    number: int
    place: Place
    words: str
    today: date
    currency: str

    @property
    def key(self) -> str:
        """The local key of the account."""
        return f"account:{self.number}"

    def instant(self, days: int) -> int:
        """Milliseconds since the epoch of a working hour `days` after today."""
        midnight = datetime.combine(self.today + timedelta(days=days), time(), UTC)
        return int(midnight.timestamp() * 1000) + self.rng.randrange(8 * 60, 17 * 60) * 60_000

    def day(self, days: int) -> str:
        """The day `days` after today."""
        return (self.today + timedelta(days=days)).isoformat()


def scene(number: int, seed: int, lang: str, today: date) -> Scene:
    """The scene of account `number`."""
    rng = Random(f"{seed}/{lang}/{number}")
    chinese = rng.random() < CHINESE_SHARE[lang]
    place = rng.choice(CHINESE_PLACES if chinese else WESTERN_PLACES)
    words = "zh" if chinese or lang == "zh_CN" else "en"
    return Scene(rng, number, place, words, today, "CNY" if lang == "zh_CN" else "EUR")


def tags() -> Iterator[Sketch]:
    """The tags that customers carry."""
    for number, (name, hue) in enumerate(TAGS):
        yield Sketch("tag", f"tag:{number}", {"name": name, "hue": hue})


def account(here: Scene) -> Iterator[Sketch]:
    """The account with its telephone, address and people."""
    rng = here.rng
    people = [_person_name(here) for _ in range(rng.choice(_PEOPLE_OF_ACCOUNT))]
    if here.place.culture is None:
        made = chinese_company(rng, here.place)
    else:
        made = western_company(rng, here.place, people[0].family)
    values: dict[str, object] = {
        "name": made.name,
        "website": f"https://www.{made.host}",
        "industry": made.industry,
        "kind": rng.choice(("prospect", "prospect", "customer", "customer", "customer", "partner", "supplier")),
    }
    if rng.random() < 0.6:
        values["employees"] = int(10 ** rng.uniform(0.5, 3.6))
    if rng.random() < 0.2:
        values["notes"] = rng.choice(NOTES[here.words])
    _reachable(here, values, f"info@{made.host}" if rng.random() < 0.5 else None)
    yield Sketch("account", here.key, values, _account_links(here))
    if rng.random() < 0.9:
        yield _address(here, here.key)
    for place, name in enumerate(people):
        yield from _person(here, f"contact:{here.number}:{place}", name, made.host)


def _account_links(here: Scene) -> dict[str, str | tuple[str, ...]]:
    links = _tags(here, 0.3)
    if here.number % _HEADS and here.number > 20 and here.rng.random() < 0.1:
        links["parent"] = f"account:{here.rng.randrange(here.number // _HEADS) * _HEADS}"
    return links


def _tags(here: Scene, share: float) -> dict[str, str | tuple[str, ...]]:
    if here.rng.random() >= share:
        return {}
    chosen = sorted(here.rng.sample(range(len(TAGS)), here.rng.choice((1, 1, 2))))
    return {"tags": tuple(f"tag:{number}" for number in chosen)}


def _person_name(here: Scene) -> PersonName:
    if here.place.culture is None:
        return chinese_name(here.rng)
    culture = here.place.culture if here.rng.random() < 0.75 else here.rng.choice(WESTERN)
    return western_name(here.rng, culture)


def _person(here: Scene, key: str, name: PersonName, host: str) -> Iterator[Sketch]:
    rng, words = here.rng, "zh" if here.place.culture is None else "en"
    values: dict[str, object] = {"name": name.full, "given_name": name.given, "family_name": name.family}
    if rng.random() < 0.9:
        values["title"] = rng.choice(TITLES[words])
    if rng.random() < 0.3:
        values["birthday"] = f"{1 + rng.randrange(12):02}-{1 + rng.randrange(28):02}"
    if rng.random() < 0.25:
        values["notes"] = rng.choice(NOTES[here.words])
    _reachable(here, values, f"{name.given_ascii}.{name.family_ascii}@{host}" if rng.random() < 0.92 else None)
    yield Sketch("contact", key, values, {"account": here.key, **_tags(here, 0.2)})
    if rng.random() < 0.15 and (second := phone(rng, here.place)):
        yield Sketch("contact_point", f"phone:{key}", {"kind": "phone", "value": second, "use": "home"}, {"about": key})
    if rng.random() < 0.1:
        yield _address(here, key)
    if here.number > 20 and rng.random() < 0.08:
        values = {"role": rng.choice(ROLES[words]), "from_day": here.day(-rng.randrange(100, 3000))}
        links: dict[str, str | tuple[str, ...]] = {
            "contact": key,
            "account": f"account:{rng.randrange(here.number)}",
        }
        yield Sketch("affiliation", f"affiliation:{key}", values, links)


def _reachable(here: Scene, values: dict[str, object], email: str | None) -> None:
    """Give a person or a company an e-mail address and a telephone, or neither."""
    number = phone(here.rng, here.place) if here.rng.random() < 0.9 else None
    values.update({name: value for name, value in (("email", email), ("phone", number)) if value})


def _address(here: Scene, about: str) -> Sketch:
    place = here.place
    values: dict[str, object] = {
        "street": street(here.rng, place),
        "postcode": digits(here.rng, place.postcode),
        "city": place.city,
        "country": place.country,
        "use": "work" if about == here.key else "home",
    }
    if place.region:
        values["region"] = place.region
    return Sketch("address", f"address:{about}", values, {"about": about})
