"""Minor units of currencies (ISO 4217): how many decimals an amount has. Pure; anyone, any thread."""

from typing import Final

WITHOUT_CENTS: Final = (
    "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF",
    "XOF", "XPF",
)  # fmt: skip
"""Currencies without minor units."""
WITH_MILLS: Final = ("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND")
"""Currencies whose minor unit is a thousandth."""


def decimals(currency: str) -> int:
    """How many decimals `currency` has: 0, 2 or 3."""
    if currency in WITHOUT_CENTS:
        return 0
    return 3 if currency in WITH_MILLS else 2
