"""Amounts in the vault's currency at the newest dated rate, for sorting and bands alone (product.md)."""

import json
from decimal import ROUND_HALF_UP, Decimal

from vault.currencies import decimals
from vault.reader import Reader
from vault.values import Money


def in_vault_currency(reader: Reader, money: Money) -> int | None:
    """Minor units of the vault's currency, half away from zero; None where no rate is known."""
    if money.currency == reader.currency:
        return money.minor
    row = reader.one("SELECT body FROM kept WHERE kind = 'rate' AND name = ?", (money.currency,))
    if row is None:
        return None
    rate = Decimal(json.loads(str(row[0]))["rate"])
    shift = decimals(reader.currency) - decimals(money.currency)
    return int((Decimal(money.minor) * rate).scaleb(shift).quantize(Decimal(1), ROUND_HALF_UP))
