"""Which icon stands for a field: derived from its declaration, so that no page names a field. Pure; any thread."""

from typing import Final

from vault.model.fields import Field, Kind, Mask

_BY_MASK: Final = {Mask.NAME: "user", Mask.STREET: "map-pin", Mask.POSTCODE: "map-pin"}
_BY_TARGET: Final = {
    "account": "building-2", "contact": "user", "deal": "handshake", "stage": "square-kanban",
    "pipeline": "square-kanban", "tag": "tag", "user": "user", "team": "users",
}  # fmt: skip
_BY_KIND: Final = {
    Kind.NOTE: "notebook-pen", Kind.EMAIL: "mail", Kind.PHONE: "phone", Kind.URL: "globe", Kind.COUNTRY: "flag",
    Kind.CHOICE: "circle-dot", Kind.PERCENT: "percent", Kind.MONEY: "coins", Kind.DAY: "calendar",
    Kind.INSTANT: "clock", Kind.PLANNED: "calendar-clock", Kind.BIRTHDAY: "cake", Kind.YEAR: "calendar",
    Kind.BOOLEAN: "square-check-big", Kind.LINK: "link", Kind.LINKS: "link",
}  # fmt: skip


def icon_of(field: Field) -> str:
    """The name of a file in `resources/icons`."""
    by_target = _BY_TARGET.get(field.target or "")
    if field.kind in (Kind.LINK, Kind.LINKS) and by_target:
        return by_target
    return _BY_KIND.get(field.kind) or _BY_MASK.get(field.mask) or "type"
