"""The kinds of field a noun is made of, and what each declaration says. Pure; anyone, any thread."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum


class Sensitivity(IntEnum):
    """The class of a field (product.md): from open to never shown."""

    OPEN = 0
    BUSINESS = 1
    PERSONAL = 2
    SENSITIVE = 3
    SECRET = 4


class Kind(StrEnum):
    """What a value is; decides its column, its check, its editor and how it is read from a file."""

    TEXT = "text"
    NOTE = "note"
    EMAIL = "email"
    PHONE = "phone"
    URL = "url"
    COUNTRY = "country"
    CHOICE = "choice"
    INTEGER = "integer"
    PERCENT = "percent"
    BOOLEAN = "boolean"
    MONEY = "money"
    DAY = "day"
    INSTANT = "instant"
    PLANNED = "planned"
    BIRTHDAY = "birthday"
    YEAR = "year"
    LINK = "link"
    LINKS = "links"


class Mask(StrEnum):
    """The form a viewer without clearance sees (product.md, Sensitivity classes)."""

    VALUE = "value"
    NAME = "name"
    EMAIL = "email"
    PHONE = "phone"
    HANDLE = "handle"
    STREET = "street"
    POSTCODE = "postcode"
    BAND = "band"
    HOST = "host"
    WITHHELD = "withheld"
    ABSENT = "absent"


class Merge(StrEnum):
    """How concurrent writes meet (sync.md, Model)."""

    REGISTER = "register"
    SET = "set"
    EVENT = "event"
    COMPUTED = "computed"


@dataclass(frozen=True, slots=True)
class Words:
    """A label in both languages of the program."""

    en: str
    zh_CN: str

    def in_language(self, language: str) -> str:
        """The label in `language` ("en" or "zh_CN")."""
        return self.zh_CN if language == "zh_CN" else self.en


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One value of a choice field: `key` is stored, `words` are read, `hue` is a tag colour of the tokens."""

    key: str
    words: Words
    hue: str = "slate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of a noun. The table's columns, forms, lists, filters, import targets and masks derive from it."""

    name: str
    kind: Kind
    words: Words
    sensitivity: Sensitivity
    mask: Mask
    merge: Merge = Merge.REGISTER
    personal: bool = False
    """Whether it may say something about a natural person: then erasure has to reach it."""
    search: int = 0
    """Weight in the text index: 0 not indexed, 2 a title, 1 the rest."""
    required: bool = False
    sortable: bool = False
    """Kept with a sort key (and, above S0, a mask key), each with an index."""
    derived: bool = False
    """Computed from other records in the same transaction, kept locally, never synced."""
    makes: str | None = None
    """The kind of contact point that writing this derived field makes or changes."""
    choices: tuple[Choice, ...] = ()
    target: str | None = None
    """The noun a link points to; None with LINK or LINKS: any noun."""
    together: str | None = None
    """Fields of one name here merge as one composite register."""
    compartment: str | None = None
    """The S3 compartment whose class key seals the value."""
    headers: tuple[str, ...] = ()
    """Column heads that other programs write for it, English and Chinese, in lower case."""
    max_length: int = 500

    @property
    def sealed(self) -> bool:
        """Whether the value is stored only as a class-key envelope."""
        return self.sensitivity >= Sensitivity.SENSITIVE

    @property
    def textual(self) -> bool:
        """Whether the value is a plain string compared without case and accents."""
        return self.kind in _TEXTUAL

    @property
    def columns(self) -> tuple[tuple[str, str], ...]:
        """The value's own columns as (name, SQL type); empty for sets, which live in a table of their own."""
        if self.sealed:
            return ((self.name, "BLOB"),)
        match self.kind:
            case Kind.LINKS:
                return ()
            case Kind.MONEY:
                return ((self.name, "INTEGER"), (f"{self.name}_currency", "TEXT"))
            case Kind.PLANNED:
                return ((self.name, "INTEGER"), (f"{self.name}_wall", "TEXT"), (f"{self.name}_zone", "TEXT"))
            case Kind.LINK:
                return ((self.name, "BLOB"),)
            case Kind.INTEGER | Kind.PERCENT | Kind.BOOLEAN | Kind.INSTANT | Kind.YEAR:
                return ((self.name, "INTEGER"),)
            case _:
                return ((self.name, "TEXT"),)

    @property
    def sort_column(self) -> str:
        """The column a cleared viewer sorts by: text by reading, links by title, money in the vault's currency."""
        keyed = self.kind in (Kind.TEXT, Kind.LINK, Kind.MONEY)
        return f"{self.name}_key" if self.sortable and keyed else self.name

    @property
    def mask_column(self) -> str | None:
        """The column a viewer without clearance sorts, filters and groups by; None where he may not."""
        return f"{self.name}_mask" if self.sortable and self.sensitivity in (1, 2) else None


_TEXTUAL = frozenset({Kind.TEXT, Kind.NOTE, Kind.EMAIL, Kind.PHONE, Kind.URL, Kind.COUNTRY})


@dataclass(frozen=True, slots=True, kw_only=True)
class Noun:
    """One kind of record. `name` is singular, `table` plural; `number` places it in the text index for ever."""

    name: str
    table: str
    number: int
    words: Words
    plural: Words
    title: str
    """The field whose value names the record."""
    fields: tuple[Field, ...]
    sort: str = "name"
    """The order of a list nobody has sorted, as in `--sort`."""
    columns: tuple[str, ...] = ()
    """The columns of a list nobody has arranged."""
    owner_link: str | None = None
    """For a part (contact point, address): the link to the record it belongs to."""
    in_lists: bool = True
    """Whether people see it as a list of its own."""

    def field(self, name: str) -> Field | None:
        """The field called `name`, or None."""
        return next((each for each in self.fields if each.name == name), None)
