"""Export profiles: per field the form its values take in a file. Built-in ones and those that people keep.

Pure but for `load`, `keep` and `names`, which take a Reader or a Transaction.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from app.exporting.errors import BadProfile, UnknownProfile
from vault import kept
from vault.model.fields import Field, Kind, Mask, Noun, Sensitivity
from vault.reader import Reader
from vault.transaction import Transaction

_KIND: Final = "export_profile"
MASKED: Final = "masked"


class Form(StrEnum):
    """What becomes of a field's values. HIDE leaves the column out."""

    FULL = "full"
    MASK = "mask"
    INITIALS = "initials"
    LAST_FOUR = "last_four"
    DOMAIN = "domain"
    ROUND = "round"
    HIDE = "hide"


_FITTING: Final = {
    Mask.NAME: (Form.INITIALS,),
    Mask.EMAIL: (Form.DOMAIN,),
    Mask.PHONE: (Form.LAST_FOUR,),
    Mask.BAND: (Form.ROUND,),
}


@dataclass(frozen=True, slots=True)
class Profile:
    """Forms by "noun.field", by field name, or by mask ("mask:phone"), in this order; else the mask forms."""

    name: str
    forms: dict[str, Form] = field(default_factory=dict)
    rest: Form = Form.MASK
    """The form of everything above S0 that `forms` does not name."""

    def form_of(self, noun: Noun, of: Field) -> Form:
        """The form of a field's values. S3 and S4 are never in a file, whatever a profile says."""
        if of.sensitivity >= Sensitivity.SENSITIVE:
            return Form.HIDE
        for key in (f"{noun.name}.{of.name}", of.name, f"mask:{of.mask}"):
            if key in self.forms and self.forms[key] in fitting(of):
                return self.forms[key]
        if of.sensitivity is Sensitivity.OPEN or self.rest is Form.FULL:
            return Form.FULL
        return Form.HIDE if of.mask is Mask.WITHHELD or self.rest is Form.HIDE else Form.MASK


def fitting(of: Field) -> tuple[Form, ...]:
    """The forms that a profile may choose for a field, for a person to pick from."""
    if of.sensitivity >= Sensitivity.SENSITIVE:
        return (Form.HIDE,)
    if of.sensitivity is Sensitivity.OPEN:
        return (Form.FULL, Form.HIDE)
    mask = () if of.mask in (Mask.WITHHELD, Mask.STREET) or of.kind is Kind.NOTE else (Form.MASK,)
    return (*mask, *_FITTING.get(of.mask, ()), Form.FULL, Form.HIDE)


UNMASKED: Final = Profile("unmasked", rest=Form.FULL)
"""Everything up to S2 as it is; only with a reason."""
BUILT_IN: Final = {
    MASKED: Profile(MASKED),
    "board": Profile("board", {
        "mask:name": Form.INITIALS, "mask:email": Form.HIDE, "mask:phone": Form.HIDE, "mask:handle": Form.HIDE,
        "mask:postcode": Form.HIDE, "mask:band": Form.ROUND,
    }),
    "partner": Profile("partner", {
        "mask:name": Form.MASK, "mask:email": Form.DOMAIN, "mask:phone": Form.LAST_FOUR, "mask:band": Form.HIDE,
    }),
}  # fmt: skip


def from_body(body: object) -> Profile:
    """A profile from JSON `{"name": ..., "forms": {"contact.email": "domain", ...}, "rest": "mask"}`.

    Raises BadProfile.
    """
    if not isinstance(body, dict) or not isinstance(body.get("name"), str):
        raise BadProfile(field="name")
    forms = body.get("forms", {})
    if not isinstance(forms, dict):
        raise BadProfile(field="forms")
    read = {str(key): _form(str(key), form) for key, form in forms.items()}
    rest = _form("rest", body.get("rest", Form.MASK))
    if rest not in (Form.MASK, Form.HIDE):
        raise BadProfile(field="rest")
    return Profile(body["name"], read, rest)


def _form(key: str, form: object) -> Form:
    try:
        return Form(str(form))
    except ValueError:
        raise BadProfile(field=key[:60]) from None


def to_body(profile: Profile) -> dict[str, object]:
    """The JSON value that `from_body` reads."""
    return {
        "name": profile.name,
        "forms": {key: str(form) for key, form in sorted(profile.forms.items())},
        "rest": str(profile.rest),
    }


def load(reader: Reader, name: str) -> Profile:
    """A built-in or kept profile. Raises UnknownProfile."""
    if name in BUILT_IN:
        return BUILT_IN[name]
    body = kept.get(reader, _KIND, name)
    if body is None:
        raise UnknownProfile(profile=name)
    return from_body(body)


def keep(tx: Transaction, profile: Profile) -> None:
    """Keep a profile under its name. Raises BadProfile for the name of a built-in one."""
    if profile.name in BUILT_IN or profile.name == UNMASKED.name or not profile.name.strip():
        raise BadProfile(field="name")
    kept.put(tx, _KIND, profile.name, to_body(profile))


def names(reader: Reader) -> list[str]:
    """Every profile's name, the built-in ones first."""
    return [*BUILT_IN, *kept.names(reader, _KIND)]
