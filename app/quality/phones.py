"""Phone numbers to E.164 (ITU-T), with the library's own patterns compiled once in front of the library.

Pure apart from caches; anyone, any thread. The first number costs 40 ms (the library is loaded), a plain one
then 2 µs, an unusual one 25 µs.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from app.quality.errors import Unfit
from app.quality.texts import half_width

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

_NOISE: Final = str.maketrans("", "", " \t\u00a0\u202f-\u2010\u2011\u2012\u2013()./\u200e\u200f\u202a\u202c")
_PLAIN: Final = re.compile(r"\+?\d{5,17}")
_CODE: Final = re.compile(r"1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|\d{3}")
"""Country calling codes are prefix-free (E.164 annex): one digit, these two-digit ones, else three."""
_CHINESE_MOBILE: Final = re.compile(r"1[3-9]\d{9}")
_SEPARATORS: Final = re.compile(r"\s*(?:[;；、,，\n|]|:::| / | or | 或 )\s*")
_LONGEST: Final = 60
_SHORTEST_UNLISTED: Final = 9
"""Digits, without country code, that a number in no known range must have."""
_CHINA: Final = 86
"""Its ranges are known and its numbers long: one that does not fit has lost a digit."""


def split(text: str) -> list[str]:
    """The numbers in a cell that holds one or several."""
    if _PLAIN.fullmatch(text):
        return [text]
    return [part for part in _SEPARATORS.split(text) if part]


def e164(text: str, region: str | None = None) -> str:
    """`text` as "+4930123456" (";ext=12" behind where it has an extension, RFC 3966).

    `region` (ISO 3166) is where a number without country code belongs. A number is taken when its length fits its
    country: new ranges, internal and invented ones are in real lists too. Raises Unfit: `not_a_phone`, or
    `phone_without_country` where that cannot be decided.
    """
    plain = text.translate(_NOISE)
    if _PLAIN.fullmatch(plain) and "(0)" not in text:
        quick = _quick(plain, region)
        if quick:
            return quick
    return _slow(text.strip(), region)


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is a whole number in one country: its code, its patterns joined, its trunk prefix."""

    code: str
    valid: re.Pattern[str]
    trunk: re.Pattern[str] | None


def _quick(plain: str, region: str | None) -> str | None:
    """The answer where the library's patterns settle it without its machinery, else None."""
    if plain[0] == "+":
        code = _CODE.match(plain, 1)
        plan = _plan_of_code(code.group()) if code else None
        if plan is None:
            return None
        national = plain[1 + len(plan.code) :]
        return plain if plan.valid.fullmatch(national) and not _trunk(plan, national) else None
    plan = _plan_of_region(region) if region else None
    if plan is None or plain.startswith("00"):
        return None
    zero = plan.trunk is not None and plan.trunk.pattern == "0" and plain[0] == "0"
    national = plain[1:] if zero else plain
    valid = plan.valid.fullmatch(national) and not _trunk(plan, national)
    return f"+{plan.code}{national}" if valid else None


def _trunk(plan: _Plan, national: str) -> bool:
    return plan.trunk is not None and plan.trunk.match(national) is not None


@lru_cache(maxsize=400)
def _plan_of_region(region: str) -> _Plan | None:
    from phonenumbers import PhoneMetadata  # imported late: 40 ms

    found = PhoneMetadata.metadata_for_region(region.upper(), None)
    if found is None:
        return None
    kinds = (
        found.fixed_line, found.mobile, found.toll_free, found.premium_rate, found.shared_cost,
        found.personal_number, found.voip, found.pager, found.uan, found.voicemail,
    )  # fmt: skip
    patterns = [each.national_number_pattern for each in kinds if each and each.national_number_pattern]
    general = found.general_desc.national_number_pattern if found.general_desc else None
    if not patterns or not general:
        return None
    trunk = found.national_prefix_for_parsing
    return _Plan(
        str(found.country_code),
        re.compile(f"(?=(?:{general})\\Z)(?:{'|'.join(patterns)})"),
        re.compile(trunk) if trunk else None,
    )


@lru_cache(maxsize=400)
def _plan_of_code(code: str) -> _Plan | None:
    from phonenumbers import COUNTRY_CODE_TO_REGION_CODE

    regions = COUNTRY_CODE_TO_REGION_CODE.get(int(code), ())
    return _plan_of_region(regions[0]) if regions and regions[0] != "001" else None


@lru_cache(maxsize=20_000)
def _slow(text: str, region: str | None) -> str:
    import phonenumbers

    plain = half_width(text)
    if len(plain) > _LONGEST or not any(each.isdigit() for each in plain):
        raise Unfit("not_a_phone")
    if plain.startswith("00"):
        plain = "+" + plain[2:]
    try:
        number = phonenumbers.parse(plain, region.upper() if region else None)
    except phonenumbers.NumberParseException as error:
        unplaced = error.error_type == error.INVALID_COUNTRY_CODE and not plain.startswith("+")
        return _chinese_mobile(plain, "phone_without_country" if unplaced else "not_a_phone")
    written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    if not phonenumbers.is_valid_number(number):
        return _unlisted(plain, written, number)
    return f"{written};ext={number.extension}" if number.extension else written


def _unlisted(plain: str, written: str, number: "PhoneNumber") -> str:
    """A number that no list of ranges knows, but whose length is that of its country's numbers."""
    import phonenumbers

    if _CHINESE_MOBILE.fullmatch(plain.translate(_NOISE)):
        return "+86" + plain.translate(_NOISE)
    length = phonenumbers.is_possible_number_with_reason(number)
    usual = len(str(number.national_number)) >= _SHORTEST_UNLISTED and number.country_code != _CHINA
    if length != phonenumbers.ValidationResult.IS_POSSIBLE or not usual:
        raise Unfit("not_a_phone")
    return written


def listed(text: str, region: str) -> bool:
    """Whether `text` is a number in a range that `region` gives out: tells which country a list is from."""
    import phonenumbers

    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(half_width(text), region))
    except phonenumbers.NumberParseException:
        return False


def _chinese_mobile(plain: str, reason: str) -> str:
    """A Chinese mobile number is known by its shape, in a file from anywhere."""
    digits = plain.translate(_NOISE)
    if _CHINESE_MOBILE.fullmatch(digits):
        return "+86" + digits
    raise Unfit(reason)
