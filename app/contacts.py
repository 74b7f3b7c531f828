"""Rules of contacts: a person's name is one register in three parts, so the parts always agree."""

from typing import Final

from app.quality.names import join_name, split_name
from vault.transaction import Transaction
from vault.values import Record

_PARTS: Final = ("given_name", "family_name")
WATCHED: Final = frozenset({"name", *_PARTS})


def complete(_tx: Transaction, values: dict[str, object], before: Record | None) -> dict[str, object]:
    """Fill the whole name from its parts, or the parts from the whole, whichever a person wrote."""
    parts = {name: values[name] if name in values else before and before.get(name) for name in _PARTS}
    if values.get("name"):
        if not any(name in values for name in _PARTS):
            split = split_name(str(values["name"]))
            values |= {"given_name": split.given, "family_name": split.family}
    elif any(name in values for name in _PARTS) and any(parts.values()):
        values["name"] = join_name(str(parts["given_name"] or ""), str(parts["family_name"] or ""))
    return values
