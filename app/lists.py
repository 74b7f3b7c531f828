"""Lists of records as the window shows them and the command line prints them. Use cases of a Reader."""

from vault import query, related
from vault.filter_parsing import parse
from vault.filters import Expression
from vault.model.catalogue import noun
from vault.query import Ask, Page
from vault.reader import Reader
from vault.related import Group


def asked(
    name: str, *, where: str | Expression | None = None, sort: tuple[str, ...] = (),
    columns: tuple[str, ...] | None = None, trash: bool = False,
) -> Ask:  # fmt: skip
    """The list that was asked for. Raises UnknownNoun, BadExpression."""
    expression = parse(where) if isinstance(where, str) and where.strip() else where or None
    return Ask(noun=noun(name), where=expression, sort=sort, columns=columns, trash=trash)  # type: ignore[arg-type] # an empty text is None


def page(
    reader: Reader, name: str, *, where: str | Expression | None = None, sort: tuple[str, ...] = (),
    columns: tuple[str, ...] | None = None, limit: int = 50, after: str | None = None, offset: int = 0,
    trash: bool = False,
) -> Page:  # fmt: skip
    """One page of a list. Raises UnknownField, ForbiddenField, BadExpression, BadCursor."""
    ask = asked(name, where=where, sort=sort, columns=columns, trash=trash)
    return query.page(reader, ask, limit=limit, after=after, offset=offset)


def count(reader: Reader, name: str, where: str | Expression | None = None, trash: bool = False) -> int:
    """How many rows the list has."""
    return query.count(reader, asked(name, where=where, trash=trash))


def groups(
    reader: Reader, name: str, by: str, *, where: str | Expression | None = None, total: str | None = None
) -> list[Group]:
    """The list grouped by a field, with counts and sums."""
    return related.groups(reader, asked(name, where=where), by, total)
