"""One look over a table before it is planned: day order and decimal sign by column, the country of its phones.

Pure but for reading the table; any thread. Reads the whole table only where a column of days leaves a doubt.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from app.importing.mapping import Column, Mapping
from app.importing.planning import Settings
from app.importing.tables import Table
from app.importing.targets import target
from app.quality import days, moneys, phones
from app.quality.countries import country, is_code
from vault.folding import is_han
from vault.model.catalogue import noun
from vault.model.fields import Kind

SAMPLE: Final = 1_000
_TIMED: Final = frozenset({Kind.DAY, Kind.INSTANT, Kind.PLANNED, Kind.BIRTHDAY})
_REGION_BY_LANGUAGE: Final = {"zh_CN": "CN", "en": "US"}
_REGION_BY_CURRENCY: Final = {"CNY": "CN", "USD": "US", "GBP": "GB", "CHF": "CH", "JPY": "JP"}
_GENERIC: Final = frozenset({"io", "co", "ai", "me", "tv", "cc", "ly", "gl", "fm", "to", "eu", "ws", "sh", "im"})
"""Two-letter domains that say nothing about a country."""

_REGIONS: Final = ("US", "CN", "DE", "GB", "FR", "IT", "ES", "AT", "CH", "NL", "PL", "JP", "IN", "AU", "BR")
_PHONE_GOALS: Final = frozenset({"phone", "phone:work", "phone:mobile", "phone:home", "phone:other"})
_PHONES: Final = 100
_ENOUGH: Final = 0.6


@dataclass(frozen=True, slots=True)
class Survey:
    """The settings and what was taken without proof, for the report: (column, order) of doubtful days."""

    settings: Settings
    doubtful_days: tuple[tuple[str, str], ...] = ()


def survey(
    table: Table, mapping: Mapping, *, currency: str, zone: str, language: str = "en", region: str | None = None
) -> Survey:
    """Settings for the rows of `table`; `region`, where given, is the country of phone numbers."""
    sample = [row.cells for row in islice(table.rows(), SAMPLE)]
    of = noun(mapping.noun)
    goals = [(column, target(of, column.field or "")) for column in mapping.mapped]
    timed = [column for column, goal in goals if goal.field.kind in _TIMED]
    orders, doubtful = _orders(table, sample, timed, days.MONTH_FIRST if region == "US" else days.DAY_FIRST)
    points: dict[int, str] = {}
    for column, goal in goals:
        sign = moneys.point_of(_texts(sample, column)) if goal.field.kind is Kind.MONEY and not goal.use else None
        if sign:
            points[column.index] = sign
    region = region or _region(sample, mapping, currency, language)
    return Survey(Settings(region, currency, zone, orders, points), doubtful)


def _texts(sample: Sequence[Sequence[str | None]], column: Column) -> list[str]:
    return [text for cells in sample if column.index < len(cells) and (text := cells[column.index])]


def _orders(
    table: Table, sample: Sequence[Sequence[str | None]], timed: Sequence[Column], usual: str
) -> tuple[dict[int, str], tuple[tuple[str, str], ...]]:
    orders: dict[int, str] = {}
    open_columns: dict[int, Column] = {}
    for column in timed:
        texts = _texts(sample, column)
        order = days.order_of(texts)
        if order:
            orders[column.index] = order
        elif any(map(days.ambiguous, texts)) or len(sample) >= SAMPLE:
            open_columns[column.index] = column
    if open_columns and len(sample) >= SAMPLE:
        _look_on(table, open_columns, orders)
    doubtful = tuple(
        (column.column, usual)
        for index, column in open_columns.items()
        if index not in orders and any(map(days.ambiguous, _texts(sample, column)))
    )
    return {**dict.fromkeys((column.index for column in timed), usual), **orders}, doubtful


def _look_on(table: Table, open_columns: dict[int, Column], orders: dict[int, str]) -> None:
    """Rows beyond the sample, until each column has shown its order."""
    waiting = set(open_columns)
    for row in islice(table.rows(), SAMPLE, None):
        for index in tuple(waiting):
            text = row.cells[index] if index < len(row.cells) else None
            order = days.order_of([text]) if text else None
            if order:
                orders[index] = order
                waiting.discard(index)
        if not waiting:
            return


def _region(sample: Sequence[Sequence[str | None]], mapping: Mapping, currency: str, language: str) -> str:
    """The country most rows speak of; where its numbering fits few of the phones, the one that fits most."""
    votes = _votes(sample, mapping)
    most = votes.most_common(1)
    likely = _REGION_BY_CURRENCY.get(currency) or _REGION_BY_LANGUAGE.get(language, "US")
    if most and most[0][1] * 5 > len(sample):
        likely = most[0][0]
    columns = [each for each in mapping.mapped if each.field in _PHONE_GOALS]
    texts = [text for column in columns for text in _texts(sample, column)]
    national = [text for text in texts if not text.lstrip().startswith(("+", "00"))][:_PHONES]
    fits = {region: sum(_fits(text, region) for text in national) for region in dict.fromkeys((likely, *_REGIONS))}
    best = max(fits, key=lambda region: fits[region])
    return likely if fits[likely] >= len(national) * _ENOUGH or fits[best] <= fits[likely] else best


def _fits(text: str, region: str) -> bool:
    numbers = phones.split(text)
    return bool(numbers) and phones.listed(numbers[0], region)


def _votes(sample: Sequence[Sequence[str | None]], mapping: Mapping) -> Counter[str]:
    """Countries by their names, the endings of e-mails, the script of names and heads."""
    votes: Counter[str] = Counter()
    for column in mapping.mapped:
        goal, texts = column.field or "", _texts(sample, column)
        if goal.startswith("address") and goal.endswith(".country"):
            votes.update({code: 10 * n for code, n in Counter(map(country, texts)).items() if is_code(code)})
        elif goal.startswith("email"):
            votes.update(filter(None, map(_country_of_ending, texts)))
        elif goal in ("name", "family_name", "given_name"):
            votes["CN"] += sum(1 for text in texts if is_han(text.strip()[:1] or " "))
    if any(is_han(letter) for column in mapping.mapped for letter in column.column):
        votes["CN"] += len(sample) // 2 + 1
    return votes


def _country_of_ending(email: str) -> str | None:
    ending = email.rstrip().rpartition(".")[2].lower()
    if len(ending) != 2 or ending in _GENERIC:
        return None
    return "GB" if ending == "uk" else ending.upper()
