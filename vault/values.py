"""The values that records hold, frozen because they cross borders. Anyone, any thread."""

from dataclasses import dataclass, field
from typing import Final

RecordId = str
"""A UUIDv7 in its canonical text form, 36 characters, lower case."""

MONEY_LIMIT: Final = 2**63 - 1


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount in minor units (cents) of an ISO 4217 currency."""

    minor: int
    currency: str


@dataclass(frozen=True, slots=True, order=True)
class Planned:
    """Wall time `YYYY-MM-DDTHH:MM` in an IANA zone: what is planned keeps its clock time when laws change."""

    wall: str
    zone: str


@dataclass(frozen=True, slots=True)
class Masked:
    """What a viewer without clearance gets in place of a value; `form` is None when nothing may be seen."""

    form: str | None


@dataclass(frozen=True, slots=True)
class Link:
    """A link as a reader sees it: the record's id and what it is called, masked where that is personal."""

    id: RecordId
    noun: str
    title: str | Masked | None
    title_zh: str | None = field(default=None, compare=False)
    """What it is called in Chinese, where it has a name of its own there (stages)."""

    def title_in(self, language: str) -> str | Masked | None:
        """What it is called in "en" or "zh_CN"."""
        return self.title_zh if language == "zh_CN" and self.title_zh else self.title


@dataclass(frozen=True, slots=True)
class Record:
    """One record as a viewer may see it: values by field name, None where empty, `Masked` where withheld."""

    noun: str
    id: RecordId
    version: int
    values: dict[str, object] = field(default_factory=dict)

    def __getitem__(self, name: str) -> object:
        return self.values[name]

    def get(self, name: str) -> object:
        """The value of `name`, or None where it is empty or was not asked for."""
        return self.values.get(name)
