"""Mask forms (product.md, Sensitivity classes): what stands in place of a value its viewer may not see.

Pure; called where data is read (`shown`), where mask keys are written (`mask_key`) and by export profiles.
No form contains more of a value than its rule says, however short the value is.
"""

import re
import unicodedata
from collections.abc import Callable
from functools import partial
from typing import Final
from urllib.parse import urlsplit

from vault.bands import band, band_key, major
from vault.folding import country_code, digits_of, is_han, sort_key
from vault.model.fields import Field, Mask, Sensitivity
from vault.surnames import surname
from vault.values import Masked, Money
from vault.viewers import Viewer

HIDDEN: Final = "***"
_HOST: Final = re.compile(r"[\w-]+(\.[\w-]+)+")
_SHOWN_TAIL: Final = 4
_WHOLE_TAIL_FROM: Final = 8
_HALF_TAIL_FROM: Final = 6
_NOT_PHONE: Final = re.compile(r"[^\d\s()+./-]")
_PHONE_LIKE: Final = re.compile(r"[\s\d()+./-]{5,}")


def mask_name(value: str) -> str:
    """Initial and `***`, "A***"; Chinese and Korean: surname and one `*`, "欧阳娜娜" is "欧阳*"."""
    name = value.strip()
    if name and (is_han(name[0]) or _is_hangul(name[0])):
        return f"{surname(name)}*" if len(name) > 1 else "*"
    return f"{_initial(name)}{HIDDEN}"


def mask_given_name(value: str) -> str:
    """As `mask_name`, but of a Chinese given name nothing is left."""
    name = value.strip()
    return "*" if name and (is_han(name[0]) or _is_hangul(name[0])) else f"{_initial(name)}{HIDDEN}"


def _is_hangul(character: str) -> bool:
    return "\uac00" <= character <= "\ud7a3"


def _initial(text: str) -> str:
    """The first character if it is a letter and others follow: one character alone is not given away."""
    return text[0] if len(text) > 1 and unicodedata.category(text[0])[0] == "L" else ""


def mask_email(value: str) -> str:
    """First letter and `***@domain`; only `***` where there is no sound domain."""
    local, _, domain = value.strip().rpartition("@")
    if not local or not _HOST.fullmatch(domain):
        return HIDDEN
    return f"{_initial(local)}{HIDDEN}@{domain}"


def mask_phone(value: str) -> str:
    """Country code and last four digits, "+49 *** 5678"; fewer digits, or none, of a short number."""
    number = _NOT_PHONE.split(value.strip(), maxsplit=1)[0]
    digits = digits_of(number)
    code = country_code(digits) if number.startswith("+") else ""
    national = digits[len(code) :]
    length = len(national)
    tail = _SHOWN_TAIL if length >= _WHOLE_TAIL_FROM else _SHOWN_TAIL // 2 if length >= _HALF_TAIL_FROM else 0
    shown = (f"+{code}" if code and tail else "", HIDDEN, national[-tail:] if tail else "")
    return " ".join(filter(None, shown))


def mask_handle(value: str) -> str:
    """The value of a contact point by its look: as e-mail, as phone, else initial and `***`."""
    if "@" in value.strip()[1:]:
        return mask_email(value)
    if _PHONE_LIKE.fullmatch(value.strip()):
        return mask_phone(value)
    return f"{_initial(value.strip())}{HIDDEN}"


def mask_postcode(value: str) -> str | None:
    """The first two characters of a postcode of four and more; None (withheld) of a shorter one."""
    text = value.strip()
    return f"{text[:2]}{HIDDEN}" if len(text) > _SHOWN_TAIL - 1 else None


def mask_url(value: str) -> str | None:
    """The host alone, without user, port, path; None where there is none."""
    text = value.strip()
    try:
        host = urlsplit(text if "//" in text else f"//{text}").hostname or ""
    except ValueError:
        return None
    return host if _HOST.fullmatch(host) else None


def mask_amount(value: object) -> str | None:
    """The band of a money value or a number."""
    if isinstance(value, Money):
        return f"{band(major(value))} {value.currency}"
    return None


_FORMS: Final[dict[Mask, Callable[[str], str | None]]] = {
    Mask.NAME: mask_name,
    Mask.EMAIL: mask_email,
    Mask.PHONE: mask_phone,
    Mask.HANDLE: mask_handle,
    Mask.POSTCODE: mask_postcode,
    Mask.HOST: mask_url,
}
_HINTS: Final = {"email": mask_email, "phone": mask_phone}


def form_for(field: Field) -> Callable[[str], str | None] | None:
    """The mask form of a text field, for whoever masks many values of it; None where `form_of` has to look."""
    if field.mask in (Mask.BAND, Mask.HANDLE) or not field.textual:
        return None
    if field.mask is Mask.NAME and field.name.startswith("given"):
        return mask_given_name
    return _FORMS.get(field.mask, _withheld)


def _withheld(_value: str) -> str | None:
    return None


def form_of(field: Field, value: object, kind_hint: str | None = None) -> str | None:
    """The mask form of one value (not None) of `field`; None where nothing may be seen.

    `kind_hint` is the kind of a contact point ("email", "phone", "handle"): its value alone does not say it.
    """
    if field.mask is Mask.BAND:
        return mask_amount(value)
    if not isinstance(value, str):
        return None
    if field.mask is Mask.NAME and field.name.startswith("given"):
        return mask_given_name(value)
    form = _FORMS.get(field.mask)
    if field.mask is Mask.HANDLE and kind_hint in _HINTS:
        form = _HINTS[kind_hint]
    return form(value) if form else None


def shown(field: Field, value: object, viewer: Viewer, kind_hint: str | None = None) -> object:
    """What `viewer` gets in place of `value`: the value, None where it is empty, or `Masked`.

    S3 above his clearance is `Masked(None)` whether there is a value or not: not even its presence shows.
    """
    if viewer.sees(field):
        return value
    if field.sensitivity >= Sensitivity.SENSITIVE:
        return Masked(None)
    return None if value is None else Masked(form_of(field, value, kind_hint))


def mask_key(field: Field, value: object) -> str | None:
    """What `field.mask_column` holds for `value`: sorts and groups as mask forms do; None where empty."""
    if value is None:
        return None
    if isinstance(value, Money):
        return band_key(major(value))
    form = form_of(field, value)
    return None if form is None else sort_key(form, person=field.mask is Mask.NAME)


def mask_keys_of(field: Field) -> Callable[[str], str | None]:
    """`mask_key` of one text field, for whoever writes many values of it."""
    form, person = form_for(field), field.mask is Mask.NAME
    if form is None:
        return partial(mask_key, field)

    def key(value: str) -> str | None:
        found = form(value)
        return None if found is None else sort_key(found, person=person)

    return key
