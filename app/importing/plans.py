"""What planning gives: settings of a table, a planned row, a rejected row. Pure values; anyone, any thread."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Settings:
    """What the rows do not say themselves, found out by `surveying` or given by a person."""

    region: str | None = None
    """ISO code of the country that phone numbers without a country code belong to."""
    currency: str = "EUR"
    zone: str = "UTC"
    orders: dict[int, str] = field(default_factory=dict)
    """Day or month first, by column."""
    points: dict[int, str] = field(default_factory=dict)
    """The decimal sign, by column."""


@dataclass(slots=True)
class Planned:
    """A row that fits. `values` hold what `records.create` takes, links aside."""

    number: int
    values: dict[str, object] = field(default_factory=dict)
    points: dict[str, list[tuple[str, str | None]]] = field(default_factory=dict)
    """By kind: (value, use), the main one first."""
    places: dict[str | None, dict[str, str]] = field(default_factory=dict)
    """Addresses by use."""
    links: dict[str, str] = field(default_factory=dict)
    """Names of linked records by field."""
    tags: tuple[str, ...] = ()
    sale: dict[str, object] = field(default_factory=dict)
    """The deal that comes with a new person: values, and the stage by name."""
    remarks: list[str] = field(default_factory=list)
    """What has no field of its own and goes into the notes of a new record."""
    currencies: dict[str, str] = field(default_factory=dict)
    uses: dict[str, str | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that does not fit: its number, the field at fault, the key of the reason."""

    number: int
    field: str | None
    reason: str
