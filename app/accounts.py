"""Rules of accounts: a company is part of no company that is part of it. Called by app/edit.py."""

from typing import Final

from vault import query
from vault.errors import BadValue
from vault.model.catalogue import noun
from vault.transaction import Transaction
from vault.values import Link, Record

WATCHED: Final = frozenset({"parent"})


def complete(tx: Transaction, values: dict[str, object], before: Record | None) -> dict[str, object]:
    """The values as they are. Raises BadValue where the hierarchy would run in a circle."""
    above, passed = values.get("parent"), set[str]()
    while before is not None and above is not None and str(above) not in passed:
        if str(above) == before.id:
            raise BadValue(field="parent", reason="circle")
        passed.add(str(above))
        found = query.fetch(tx, noun("account"), [str(above)], ("parent",))
        link = found[0]["parent"] if found else None
        above = link.id if isinstance(link, Link) else None
    return values
