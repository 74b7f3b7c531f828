"""Which columns an export has and how each is made: decided once, before the first row. Any thread."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from app.exporting import forms
from app.exporting.forms import Cell
from app.exporting.guarding import carries
from app.exporting.profiles import Form, Profile
from app.words import language, say
from vault import ids
from vault.masking import HIDDEN
from vault.model.catalogue import NOUNS, field_of
from vault.model.common import CARRIED
from vault.model.fields import Field, Kind, Noun, Sensitivity
from vault.sweeping import Batch
from vault.values import Link, Masked, Money
from vault.viewers import Viewer

_ALSO: Final = frozenset({"owner", "tags", "created_at"})
"""What every record carries and a file has too, unless columns were chosen."""
_REMEMBERED: Final = 20_000
_UNNAMED: Final = frozenset({"id"})


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the file; `cells` makes its part of a batch of rows."""

    name: str
    heading: str
    form: Form
    cells: Callable[[Batch], list[Cell]]


@dataclass(frozen=True, slots=True)
class Plan:
    """The columns, the fields to read for them, and the fields told apart by what becomes of them."""

    columns: tuple[Column, ...]
    reads: tuple[str, ...]
    fields: tuple[str, ...]
    masked: tuple[str, ...]
    clear: tuple[str, ...]
    """Fields above S0 that leave as they are."""
    closed: bool
    """No name, number or address leaves whole: open texts are watched, the finished file is checked."""
    classes: dict[str, Sensitivity]
    """The class of each field, of a link that of the name it shows."""


def plan(noun: Noun, names: tuple[str, ...] | None, profile: Profile, viewer: Viewer) -> Plan:
    """The plan for `names` (None: all that make sense). Raises UnknownField."""
    chosen = tuple(dict.fromkeys(names)) if names is not None else all_of(noun)
    fields = [field_of(noun, name) for name in chosen if name not in _UNNAMED]
    forms_of = {field.name: _form(noun, field, profile) for field in fields}
    above = [field for field in fields if _sensitivity(field) > Sensitivity.OPEN]
    clear = tuple(field.name for field in above if forms_of[field.name] is Form.FULL and viewer.sees(_judged(field)))
    columns = (
        [Column("id", "ID", Form.FULL, lambda batch: [ids.text_of(key) for key in batch.keys])]
        if "id" in chosen
        else []
    )
    personal = any(_sensitivity(field) >= Sensitivity.PERSONAL for field in fields if field.name in clear)
    whole = profile.rest is Form.FULL and viewer.clearance >= Sensitivity.PERSONAL
    closed = not (personal or whole)
    for field in fields:
        if forms_of[field.name] is not Form.HIDE:
            columns += _columns(noun, field, forms_of[field.name], closed)
    hint = ("kind",) if noun.name == "contact_point" else ()
    reads = tuple(field.name for field in fields if forms_of[field.name] is not Form.HIDE)
    return Plan(
        tuple(columns),
        (*reads, *hint, "restricted_at"),
        tuple(name for name in chosen if forms_of.get(name) is not Form.HIDE),
        tuple(field.name for field in above if field.name not in clear),
        clear,
        closed,
        {field.name: _sensitivity(field) for field in fields},
    )


def all_of(noun: Noun) -> tuple[str, ...]:
    """The fields that a file has unless columns were chosen."""
    carried = {field.name for field in CARRIED} - _ALSO
    return tuple(field.name for field in noun.fields if field.name not in carried)


def _judged(field: Field) -> Field:
    """The field whose class decides: of a link the title it shows."""
    if field.kind is Kind.LINK and field.target in NOUNS:
        noun = NOUNS[field.target]
        return field_of(noun, noun.title)
    return field


def _sensitivity(field: Field) -> Sensitivity:
    if field.kind in (Kind.LINK, Kind.LINKS) and field.target is None:
        return Sensitivity.PERSONAL
    return max(field.sensitivity, _judged(field).sensitivity)


def _form(noun: Noun, field: Field, profile: Profile) -> Form:
    own = profile.form_of(noun, field)
    judged = _judged(field)
    if own is Form.HIDE or judged is field:
        return own if field.target is not None or field.kind not in (Kind.LINK, Kind.LINKS) else _of_any(own, profile)
    assert field.target is not None
    return profile.form_of(NOUNS[field.target], judged)


def _of_any(own: Form, profile: Profile) -> Form:
    """A link to anything may show a person's name: it leaves whole only where all names do."""
    return own if profile.rest is Form.FULL else Form.MASK


def _columns(noun: Noun, field: Field, form: Form, closed: bool) -> list[Column]:
    heading = field.words.in_language(language())
    name = field.name
    if field.kind in (Kind.LINK, Kind.LINKS):
        return [Column(name, heading, form, _links(field, form, closed))]
    main = Column(name, heading, form, _value(noun, field, form, closed))
    if field.kind is Kind.MONEY and form in (Form.FULL, Form.ROUND):
        return [main, Column(f"{name}_currency", say("export.currency", field=heading), form, _currency(name))]
    return [main]


def _value(noun: Noun, field: Field, form: Form, closed: bool) -> Callable[[Batch], list[Cell]]:
    name, hinted = field.name, noun.name == "contact_point"
    watched = closed and form is Form.FULL and field.textual
    plain = (
        form is Form.FULL and not watched and field.kind in forms.AS_THEY_ARE and field.sensitivity is Sensitivity.OPEN
    )

    @lru_cache(maxsize=_REMEMBERED)
    def made(value: object, hint: str | None) -> Cell:
        found = forms.of_value(field, form, value, hint)
        return HIDDEN if watched and isinstance(found, str) and carries(found) else found

    def cells(batch: Batch) -> list[Cell]:
        if plain:
            return batch.values[name]  # type: ignore[return-value]  # texts and whole numbers as they are
        if not hinted:
            return [made(value, None) for value in batch.values[name]]
        return [made(value, str(kind)) for value, kind in zip(batch.values[name], batch.kinds, strict=True)]

    return cells


def _currency(name: str) -> Callable[[Batch], list[Cell]]:
    return lambda batch: [value.currency if isinstance(value, Money) else None for value in batch.values[name]]


def _links(field: Field, form: Form, closed: bool) -> Callable[[Batch], list[Cell]]:
    @lru_cache(maxsize=_REMEMBERED)
    def shown(link: object) -> Cell:
        title = forms.title(link)
        if title is None or (isinstance(link, Link) and isinstance(link.title, Masked)):
            return title
        target = NOUNS.get(link.noun) if isinstance(link, Link) else None
        if target is not None and form is not Form.FULL:
            judged = field_of(target, target.title)
            if judged.sensitivity > Sensitivity.OPEN:
                return forms.of_value(judged, form, title, None)
        return HIDDEN if closed and carries(title) else title

    def several(links: object) -> Cell:
        assert isinstance(links, tuple)
        return ", ".join(sorted(str(each) for each in map(shown, links) if each is not None)) or None

    one = several if field.kind is Kind.LINKS else shown
    return lambda batch: [one(value) for value in batch.values[field.name]]
