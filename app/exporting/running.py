"""A list to a file: prepared by a reader, entered in the trail with its receipt, and only then in place.

`export` is what the window and the command line call, on any thread that may wait; `prepare` runs on a reading
thread under the clearance in force, so a masked view exports masked data and nobody waits to write meanwhile.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Final

from app.errors import Cancelled
from app.exporting import checking, placing, profiles, writing
from app.exporting.columns import Plan, all_of, plan
from app.exporting.errors import MaskingFailed, ReasonRequired, UnknownFormat
from app.exporting.profiles import Form, Profile
from app.lists import asked
from app.session import Session
from app.words import language
from vault import ids, query
from vault.disclosing import contact_marks
from vault.filters import Expression
from vault.model.catalogue import field_of
from vault.model.fields import Noun, Sensitivity
from vault.query import Ask
from vault.reader import Reader
from vault.sweeping import Batch, sweep
from vault.transaction import Transaction
from vault.values import Link, RecordId

_POINTED_AT: Final = frozenset({"contact", "account"})
_OWNERS: Final = _POINTED_AT | {"contact_point"}

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is to be exported, where to and how. `profile` is a name, or a profile not kept (from the window)."""

    noun: str
    out: Path
    where: str | Expression | None = None
    sort: tuple[str, ...] = ()
    columns: tuple[str, ...] | None = None
    format: str | None = None
    """"csv" or "xlsx"; None: by the file's name, else CSV."""
    profile: str | Profile = profiles.MASKED
    unmasked: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What left: `fields` are in the file, `masked` are those of S1 and above that are not in it as they are."""

    receipt: RecordId
    noun: str
    rows: int
    fields: tuple[str, ...]
    masked: tuple[str, ...]
    sha256: str
    format: str
    profile: str
    purpose: str
    held_back: int
    """Restricted records of the list, which are stored and not processed."""
    checked: bool
    """The finished file was read back, and no whole e-mail address or phone number of these records is in it."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A finished file that nobody sees yet, and what its receipt will say."""

    part: Path
    out: Path
    receipt: Receipt
    highest: Sensitivity
    """The highest class that is in it as it is."""


@dataclass(frozen=True, slots=True)
class Preview:
    """The first rows exactly as the file will read; `changed` tells the columns that are not as they are stored."""

    headings: tuple[str, ...]
    names: tuple[str, ...]
    changed: tuple[bool, ...]
    rows: tuple[tuple[str, ...], ...]
    total: int
    clear: tuple[str, ...]
    """Fields above S0 that would leave as they are: the sentence turns amber and names them."""


def export(
    session: Session, request: Request, progress: Progress | None = None, cancelled: Callable[[], bool] | None = None
) -> Receipt:
    """Write the file and give its receipt; after any error there is no file and nothing in the trail but its attempt.

    Raises what `prepare` raises, FileUnavailable where the finished file cannot take its place.
    """
    prepared = session.read(prepare, request, progress or _no_progress, cancelled or _never).result()
    try:
        receipt = session.enter(enter, prepared).result().value
        placing.appear(prepared.part, prepared.out)
    except BaseException:
        placing.discard(prepared.part)
        raise
    return receipt


def _no_progress(_done: int, _total: int) -> None: ...


def _never() -> bool:
    return False


def prepare(reader: Reader, request: Request, progress: Progress, cancelled: Callable[[], bool]) -> Prepared:
    """Write and check the file beside its name. Use case of a Reader.

    Raises UnknownNoun, UnknownField, ForbiddenField, BadExpression, BadValue, UnknownProfile, UnknownFormat,
    ReasonRequired, TooManyRows, MaskingFailed, FileUnavailable, Cancelled.
    """
    profile, format_name = _profile(reader, request), _format(request)
    ask = asked(request.noun, where=request.where, sort=request.sort)
    made = plan(ask.noun, request.columns, profile, reader.viewer)
    if (request.unmasked or made.clear) and not request.reason.strip():
        raise ReasonRequired
    with placing.beside(request.out) as (part, folder):
        rows, held_back, marks = _write(reader, ask, made, (format_name, part, folder), progress, cancelled)
        if made.closed and (leaks := checking.disclosed(part, marks)):
            raise MaskingFailed(n=leaks)
        receipt = Receipt(
            receipt="", noun=ask.noun.name, rows=rows, fields=made.fields, masked=made.masked,
            sha256=placing.settle(part), format=format_name, profile=profile.name, purpose=request.reason.strip(),
            held_back=held_back, checked=made.closed,
        )  # fmt: skip
    return Prepared(part, request.out, receipt, _clear_class(made))


def _profile(reader: Reader, request: Request) -> Profile:
    if request.unmasked:
        return profiles.UNMASKED
    return profiles.load(reader, request.profile) if isinstance(request.profile, str) else request.profile


def _format(request: Request) -> str:
    suffix = request.out.suffix.lower().removeprefix(".")
    chosen = request.format or (suffix if suffix in writing.FORMATS else writing.FORMATS[0])
    if chosen not in writing.FORMATS:
        raise UnknownFormat(format=chosen[:20])
    return chosen


def _clear_class(made: Plan) -> Sensitivity:
    return max((made.classes[name] for name in made.clear), default=Sensitivity.OPEN)


def _write(
    reader: Reader, ask: Ask, made: Plan, target: tuple[str, Path, Path], progress: Progress,
    cancelled: Callable[[], bool],
) -> tuple[int, int, set[int]]:  # fmt: skip
    format_name, part, folder = target
    free, frozen = replace(ask, frozen=False), replace(ask, frozen=True)
    total, held_back = query.count(reader, free), query.count(reader, frozen)
    headings = [column.heading for column in made.columns]
    writer = writing.begin(format_name, part, headings, ask.noun.plural.in_language(language()), folder)
    done, marks = 0, set[int]()
    try:
        for batch in sweep(reader, replace(free, columns=made.reads)):
            if cancelled():
                raise Cancelled
            writer.add([column.cells(batch) for column in made.columns])
            marks |= contact_marks(reader, ask.noun, _owners(ask.noun, batch)) if made.closed else set()
            done += len(batch)
            progress(done, total)
    finally:
        writer.close()
    return done, held_back, marks


def _owners(noun: Noun, batch: Batch) -> set[bytes]:
    """Whose numbers and addresses must not be in the file: the records', or of the people they point at."""
    found: set[bytes] = set()
    if noun.name in _OWNERS:
        return set(batch.keys)
    for values in batch.values.values():
        for value in values:
            links = value if isinstance(value, tuple) else (value,)
            found.update(ids.key_of(link.id) for link in links if isinstance(link, Link) and link.noun in _POINTED_AT)
    return found


def enter(tx: Transaction, prepared: Prepared) -> Receipt:
    """The receipt and the trail's entry of a finished file, before it takes its place. Use case of a Transaction."""
    body = asdict(prepared.receipt)
    del body["receipt"]
    found = replace(prepared.receipt, receipt=tx.receipt(body))
    tx.audit(
        "export", entity=found.noun, record=found.receipt, fields=list(found.fields), count=found.rows,
        **{"class": f"S{int(prepared.highest)}"},
    )  # fmt: skip
    return found


def preview(reader: Reader, request: Request, limit: int = 50) -> Preview:
    """What the file would hold. Use case of a Reader; no reason is needed to look.

    Raises as `prepare` does, but for what has to do with the file.
    """
    profile = _profile(reader, request)
    ask = asked(request.noun, where=request.where, sort=request.sort)
    made = plan(ask.noun, request.columns, profile, reader.viewer)
    free = replace(ask, frozen=False)
    batches = list(sweep(reader, replace(free, columns=made.reads), limit))
    columns = [[cell for batch in batches for cell in column.cells(batch)] for column in made.columns]
    return Preview(
        tuple(column.heading for column in made.columns),
        tuple(column.name for column in made.columns),
        tuple(column.name.removesuffix("_currency") in made.masked for column in made.columns),
        tuple(tuple(map(_read, row)) for row in zip(*columns, strict=True)),
        query.count(reader, free),
        made.clear,
    )


def _read(cell: object) -> str:
    return "" if cell is None else str(cell)


def choices(noun: Noun) -> dict[str, tuple[Form, ...]]:
    """Field name to the forms a person may choose for it, for the rules beside the preview."""
    return {name: profiles.fitting(field_of(noun, name)) for name in all_of(noun)}
